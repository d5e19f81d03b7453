#include "forms/due.h"

#include "base/humanize.h"
#include "forms/snapshotactions.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct DueWords
{
    Q_DECLARE_TR_FUNCTIONS(Due)
};

} // namespace

std::optional<QDate> keepUntilOf(const openstack::VolumeSnapshot &snapshot)
{
    const QDate date = QDate::fromString(
        snapshot.metadata.value(operations::tagKey("keep_until"_L1)), Qt::ISODate);
    return date.isValid() ? std::optional(date) : std::nullopt;
}

std::vector<DueItem> dueForDeletion(const store::CloudStores &stores, const QDate &today)
{
    std::vector<DueItem> items;
    for (const auto &set : stores.snapshotSets.rows()) {
        if (!set->keepUntil || *set->keepUntil >= today ||
            set->status == store::SetStatus::Deleting || set->shelved)
            continue;
        items.push_back({{openstack::Kind::SnapshotSet, set->id, set->name},
                         set->serverId,
                         set->serverName,
                         *set->keepUntil,
                         set->totalBytes()});
    }
    // Before the sets are known, every volume snapshot looks as if it were part of none.
    if (stores.snapshotSets.state().isComplete()) {
        for (const auto &snapshot : stores.volumeSnapshots.rows()) {
            const auto date = keepUntilOf(*snapshot);
            if (!date || *date >= today || !stores.owns(*snapshot) ||
                snapshot->status == "deleting"_L1 || stores.setOfVolumeSnapshot(snapshot->id))
                continue;
            const QString serverId = snapshot->metadata.value(operations::tagKey("instance"_L1));
            const auto server = stores.servers.find(serverId);
            items.push_back({{openstack::Kind::VolumeSnapshot, snapshot->id, snapshot->name},
                             serverId,
                             server ? server->name : QString(),
                             *date,
                             qint64{snapshot->sizeGiB} << 30});
        }
    }
    std::ranges::sort(items, {}, [](const DueItem &item) {
        return std::tie(item.keepUntil, item.subject.name, item.subject.id);
    });
    return items;
}

QString dueSummary(const std::vector<DueItem> &items)
{
    qint64 bytes = 0;
    for (const DueItem &item : items)
        bytes += item.bytes;
    const QString size = bytesText(bytes);
    return items.size() == 1
               ? DueWords::tr("1 snapshot, %1").arg(size)
               : DueWords::tr("%1 snapshots, %2").arg(QString::number(items.size()), size);
}

std::optional<operations::KeepUntilRequest> keepUntilRequest(const operations::Subject &subject,
                                                             const std::optional<QDate> &date,
                                                             const store::CloudStores &stores)
{
    operations::KeepUntilRequest request;
    request.subject = subject;
    request.keepUntil = date;
    if (subject.kind == openstack::Kind::VolumeSnapshot) {
        const auto snapshot = stores.volumeSnapshots.find(subject.id);
        if (!snapshot)
            return {};
        request.subject.name = snapshot->name;
        request.volumeSnapshotIds.append(snapshot->id);
        return request;
    }
    if (const auto set = stores.snapshotSets.find(subject.id)) {
        request.subject.name = set->name;
        request.serverId = set->serverId;
        request.imageId = set->id;
        for (const store::SnapshotPart &part : set->parts) {
            if (!part.missing)
                request.volumeSnapshotIds.append(part.snapshotId);
        }
    }
    for (const auto &snapshot : volumeSnapshotsMadeFor(subject.id, stores)) {
        if (!request.volumeSnapshotIds.contains(snapshot->id))
            request.volumeSnapshotIds.append(snapshot->id);
    }
    if (request.imageId.isEmpty() && request.volumeSnapshotIds.isEmpty())
        return {};
    return request;
}

std::optional<QDate> commonKeepUntil(const std::vector<operations::Subject> &subjects,
                                     const store::CloudStores &stores, bool *mixed)
{
    std::optional<QDate> common;
    bool first = true;
    *mixed = false;
    for (const operations::Subject &subject : subjects) {
        std::optional<QDate> date;
        if (const auto set = stores.snapshotSets.find(subject.id))
            date = set->keepUntil;
        else if (const auto snapshot = stores.volumeSnapshots.find(subject.id))
            date = keepUntilOf(*snapshot);
        *mixed |= !first && date != common;
        common = date;
        first = false;
    }
    return *mixed ? std::nullopt : common;
}

} // namespace oriel::forms
