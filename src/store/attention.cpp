#include "store/attention.h"

#include "store/cloudstores.h"
#include "store/tuning.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

/// `today` is the user's local date, not UTC: keep-until dates are local.
void evaluateSet(const SnapshotSet &set, const QDateTime &now, QDate today,
                 std::vector<Attention> &found)
{
    const auto add = [&](AttentionReason reason, const QString &detail, QDate due) {
        found.push_back({reason, set.id, set.name, set.serverId, detail, due});
    };
    if (set.status == SetStatus::Incomplete)
        add(AttentionReason::SetIncomplete, {}, {});
    if (set.status == SetStatus::Creating && set.created.secsTo(now) > stuckAfter.count())
        add(AttentionReason::Stuck, set.imageStatus, {});
    if (isPast(set.keepUntil, today) && set.status != SetStatus::Deleting)
        add(AttentionReason::SetDue, {}, *set.keepUntil);
}

/// Volumes and volume snapshots in an error state, or stuck.
template <typename T>
void evaluateRow(const T &row, const QDateTime &now, AttentionReason error, AttentionReason stopped,
                 std::vector<Attention> &found)
{
    // A shelved instance's volumes stay reserved as long as it is shelved; that is not stuck.
    if (row.status.startsWith("error"_L1))
        found.push_back({error, row.id, row.name, {}, row.status, {}});
    else if (stuck(row, now, copiesData(row.status) ? copyStuckAfter : stuckAfter) &&
             row.status != "reserved"_L1)
        found.push_back({stopped, row.id, row.name, {}, row.status, {}});
}

} // namespace

std::vector<Attention> attention(const CloudStores &stores, const QDateTime &now)
{
    using enum AttentionReason;
    std::vector<Attention> found;
    for (const auto &row : stores.servers.rows()) {
        const openstack::Server &server = *row;
        if (server.status == "ERROR"_L1)
            found.push_back({ServerError,
                             server.id,
                             server.name,
                             server.id,
                             server.fault ? server.fault->message : QString(),
                             {}});
        if (stuck(server, now))
            found.push_back({ServerStuck,
                             server.id,
                             server.name,
                             server.id,
                             server.taskState.isEmpty() ? server.status : server.taskState,
                             {}});
    }
    for (const auto &volume : stores.volumes.rows())
        evaluateRow(*volume, now, VolumeError, VolumeStuck, found);
    for (const auto &snapshot : stores.volumeSnapshots.rows())
        evaluateRow(*snapshot, now, VolumeSnapshotError, VolumeSnapshotStuck, found);
    for (const auto &image : stores.images.rows()) {
        // A cloud may keep deleted images for days so that they can be restored.
        if (stuck(*image, now) && image->status != "pending_delete"_L1 &&
            !stores.snapshotSets.find(image->id))
            found.push_back({ImageStuck, image->id, image->name, {}, image->status, {}});
    }
    const QDate today = now.toLocalTime().date();
    for (const auto &set : stores.snapshotSets.rows())
        evaluateSet(*set, now, today, found);
    for (const auto &snapshot : stores.orphanedVolumeSnapshots())
        found.push_back(
            {OrphanVolumeSnapshot, snapshot->id, snapshot->name, {}, snapshot->status, {}});
    std::sort(found.begin(), found.end(), [](const Attention &a, const Attention &b) {
        return std::tie(a.reason, a.name, a.id) < std::tie(b.reason, b.name, b.id);
    });
    return found;
}

} // namespace oriel::store
