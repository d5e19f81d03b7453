#include "operations/schedule/scheduledbackups.h"

#include "operations/backupchains.h"
#include "operations/names.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Backup;
using BackupRow = store::Row<Backup>;

struct ScheduledBackupWords
{
    Q_DECLARE_TR_FUNCTIONS(ScheduledBackups)
};

bool isUsable(const BackupRow &backup)
{
    return backup->status == "available"_L1 || backup->status == "restoring"_L1;
}

/// Whether the next one of this volume snapshot may be an increment.
bool continuesChain(const store::CloudStores &stores, const SnapshotSchedule &schedule,
                    const openstack::VolumeSnapshot &snapshot)
{
    const BackupRow base = baseFor(snapshot.volumeId, snapshot.id, stores);
    if (!base || !isBackupOf(schedule.id, *base) ||
        !incrementObstacle(snapshot.volumeId, snapshot.id, stores).isEmpty())
        return false;
    const auto chain = chainOf(*base, stores.of<Backup>().rows());
    return !chain.empty() && !chain.front()->incremental &&
           static_cast<int>(chain.size()) < schedule.fullEvery;
}

/// The newest `keep` usable ones of each volume.
QSet<QString> keptOf(std::vector<BackupRow> ours, int keep)
{
    std::ranges::sort(ours, [](const BackupRow &a, const BackupRow &b) {
        return std::tie(a->created, a->id) > std::tie(b->created, b->id);
    });
    QSet<QString> kept;
    QHash<QString, int> counts;
    for (const BackupRow &row : ours) {
        if (isUsable(row) && counts[row->volumeId]++ < std::max(keep, 1))
            kept.insert(row->id);
    }
    return kept;
}

} // namespace

bool isBackupOf(const QString &id, const Backup &backup)
{
    return !id.isEmpty() && backup.metadata.value(tagKey("schedule"_L1)) == id;
}

QString backupServiceObstacle(const store::CloudStores &stores)
{
    if (const auto &limits = stores.blockStorageLimits.value();
        limits && limits->backups.limit == 0)
        return ScheduledBackupWords::tr("Backups are not available in this project.");
    const auto &backups = stores.of<Backup>().rows();
    const bool proven = std::ranges::any_of(backups, isUsable);
    const bool refuted = !proven && std::ranges::any_of(backups, [](const BackupRow &backup) {
        return backup->failReason.contains("Service not found"_L1);
    });
    return refuted ? ScheduledBackupWords::tr("No backup service is running in this cloud: an "
                                              "earlier backup failed for that reason.")
                   : QString();
}

std::vector<ScheduledBackup> scheduledBackups(const store::CloudStores &stores,
                                              const SnapshotSchedule &schedule,
                                              const QString &imageId)
{
    const auto &all = stores.of<Backup>().rows();
    std::vector<ScheduledBackup> made;
    for (const store::SnapshotPart &part : snapshotParts(imageId, stores)) {
        const auto snapshot = stores.volumeSnapshots.find(part.snapshotId);
        if (!snapshot || std::ranges::any_of(all, [&](const BackupRow &backup) {
                return backup->snapshotId == snapshot->id && isBackupOf(schedule.id, *backup);
            }))
            continue;
        const QString name = nameOrId(snapshot->name, snapshot->id);
        made.push_back(
            {{Kind::VolumeSnapshot, snapshot->id, snapshot->name},
             {{u"name"_s, firstCharacters(name, longestName)},
              {u"kind"_s, continuesChain(stores, schedule, *snapshot) ? u"incremental"_s
                                                                      : u"no-incremental"_s},
              {u"volume"_s, snapshot->volumeId},
              {u"gib"_s, snapshot->sizeGiB},
              {u"schedule"_s, schedule.id}}});
    }
    return made;
}

std::vector<Subject> backupsBeyond(const store::CloudStores &stores, const QString &id, int keep)
{
    const auto &all = stores.of<Backup>().rows();
    std::vector<BackupRow> ours;
    for (const BackupRow &row : all) {
        if (isBackupOf(id, *row))
            ours.push_back(row);
    }
    const QSet<QString> kept = keptOf(ours, keep);
    std::ranges::sort(ours, [](const BackupRow &a, const BackupRow &b) {
        return std::tie(a->created, a->id) < std::tie(b->created, b->id);
    });
    std::vector<Subject> old;
    for (const BackupRow &row : ours) {
        if (row->incremental || !isUsable(row) || kept.contains(row->id))
            continue;
        const auto increments = incrementsOf(*row, all);
        // One that Cinder knows of and this list does not show would be lost, or block the rest.
        const bool isWhole = increments.empty() != row->hasDependents;
        if (isWhole && std::ranges::all_of(increments, [&](const BackupRow &increment) {
                return isBackupOf(id, *increment) && !kept.contains(increment->id) &&
                       (isUsable(increment) || increment->status.startsWith("error"_L1));
            }))
            old.push_back({Kind::Backup, row->id, row->name});
    }
    return old;
}

} // namespace oriel::operations
