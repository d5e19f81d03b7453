#include "forms/due.h"

#include "base/humanize.h"
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
    // Until the sets are known, no volume snapshot seems to belong to one.
    if (stores.snapshotSets.state().isComplete()) {
        for (const auto &snapshot : stores.volumeSnapshots.rows()) {
            const auto date = operations::keepUntilOf(*snapshot);
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
    //: %1: how much storage they take, "24 GiB".
    return DueWords::tr("%n snapshot(s), %1", nullptr, static_cast<int>(items.size())).arg(size);
}

} // namespace oriel::forms
