#include "operations/backupchains.h"

#include "base/visible.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Backup;
using BackupRow = store::Row<Backup>;

struct ChainWords
{
    Q_DECLARE_TR_FUNCTIONS(BackupChains)
};

/// When its data was on the volume. Services before Mitaka do not say it for snapshots.
QDateTime timeOfData(const Backup &backup)
{
    return backup.dataTime.isValid() ? backup.dataTime : backup.created;
}

/// The one with the latest data among those that `fits` allows.
template <typename Fits>
BackupRow latestWhere(const BackupMap &all, const Fits &fits)
{
    BackupRow latest;
    for (const BackupRow &row : all) {
        if (fits(*row) && (!latest || timeOfData(*latest) < timeOfData(*row)))
            latest = row;
    }
    return latest;
}

} // namespace

BackupRow parentOf(const Backup &backup, const BackupMap &all)
{
    if (!backup.incremental)
        return {};
    return latestWhere(all, [&](const Backup &other) {
        return other.volumeId == backup.volumeId && other.id != backup.id &&
               other.created <= backup.created && timeOfData(other) < timeOfData(backup) &&
               // One that failed later was never built on.
               other.hasDependents;
    });
}

std::vector<BackupRow> incrementsOf(const Backup &backup, const BackupMap &all)
{
    if (!backup.hasDependents)
        return {};
    std::vector<BackupRow> later;
    for (const BackupRow &row : all) {
        if (row->volumeId == backup.volumeId && row->incremental)
            later.push_back(row);
    }
    std::ranges::sort(later, {}, [](const BackupRow &row) { return row->created; });
    QStringList ids{backup.id};
    std::vector<BackupRow> increments;
    for (const BackupRow &row : later) {
        const BackupRow parent = parentOf(*row, all);
        if (!parent || !ids.contains(parent->id))
            continue;
        ids.append(row->id);
        increments.push_back(row);
    }
    return increments;
}

std::vector<BackupRow> chainOf(const Backup &backup, const BackupMap &all)
{
    std::vector<BackupRow> chain{all.value(backup.id)};
    if (!chain.front())
        return {};
    while (const BackupRow parent = parentOf(*chain.front(), all))
        chain.insert(chain.begin(), parent);
    return chain;
}

BackupRow latestOf(const QString &volumeId, const BackupMap &all)
{
    return latestWhere(all, [&](const Backup &backup) {
        return backup.volumeId == volumeId &&
               (backup.status == "available"_L1 || backup.status == "restoring"_L1);
    });
}

BackupRow baseFor(const QString &volumeId, const QString &snapshotId,
                  const store::CloudStores &stores)
{
    const auto snapshot = stores.volumeSnapshots.find(snapshotId);
    return latestWhere(stores.of<Backup>().rows(), [&](const Backup &backup) {
        return backup.volumeId == volumeId && (!snapshot || timeOfData(backup) < snapshot->created);
    });
}

QString incrementObstacle(const QString &volumeId, const QString &snapshotId,
                          const store::CloudStores &stores)
{
    const BackupRow base = baseFor(volumeId, snapshotId, stores);
    if (!base)
        return snapshotId.isEmpty()
                   ? ChainWords::tr("There is no backup of this volume that an incremental one "
                                    "could build on. Create a full one first.")
                   : ChainWords::tr("There is no backup of this volume from before the volume "
                                    "snapshot. Create a full one first.");
    if (base->status == "available"_L1)
        return {};
    const QString name = isolated(nameOrId(base->name, base->id));
    return base->status.startsWith("error"_L1)
               ? ChainWords::tr("The latest backup of this volume, “%1”, failed. The cloud builds "
                                "only on the latest one: delete it, or create a full backup.")
                     .arg(name)
               : ChainWords::tr("The latest backup of this volume, “%1”, is “%2”. The cloud builds "
                                "only on an available one.")
                     .arg(name, isolated(base->status));
}

} // namespace oriel::operations
