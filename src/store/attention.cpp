#include "store/attention.h"

#include "store/cloudstores.h"
#include "store/transitional.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

void lookAtSet(const SnapshotSet &set, const QDateTime &now, std::vector<Attention> &found)
{
    const Attention item{AttentionReason::SetDue, set.id, set.name, set.serverId, {}, {}};
    if (set.status == SetStatus::Incomplete) {
        found.push_back(item);
        found.back().reason = AttentionReason::SetIncomplete;
    }
    if (set.status == SetStatus::Creating && set.created.secsTo(now) > stuckAfter.count()) {
        found.push_back(item);
        found.back().reason = AttentionReason::Stuck;
        found.back().detail = set.imageStatus;
    }
    // The date is a person's, so it is the person's day that must be over.
    if (set.keepUntil && *set.keepUntil < now.toLocalTime().date() &&
        set.status != SetStatus::Deleting) {
        found.push_back(item);
        found.back().due = *set.keepUntil;
    }
}

void lookForStuck(const CloudStores &stores, const QDateTime &now, std::vector<Attention> &found)
{
    using enum AttentionReason;
    for (const auto &server : stores.servers.rows()) {
        if (stuck(*server, now))
            found.push_back({ServerStuck,
                             server->id,
                             server->name,
                             server->id,
                             server->taskState.isEmpty() ? server->status : server->taskState,
                             {}});
    }
    for (const auto &volume : stores.volumes.rows()) {
        // The volumes of a shelved instance stay reserved for it as long as it is shelved.
        if (stuck(*volume, now) && volume->status != "reserved"_L1)
            found.push_back({VolumeStuck, volume->id, volume->name, {}, volume->status, {}});
    }
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (stuck(*snapshot, now))
            found.push_back(
                {VolumeSnapshotStuck, snapshot->id, snapshot->name, {}, snapshot->status, {}});
    }
    for (const auto &image : stores.images.rows()) {
        // A cloud may keep what is deleted for days, in case somebody wants it back.
        if (stuck(*image, now) && image->status != "pending_delete"_L1 &&
            !stores.snapshotSets.find(image->id))
            found.push_back({ImageStuck, image->id, image->name, {}, image->status, {}});
    }
}

} // namespace

std::vector<Attention> attention(const CloudStores &stores, const QDateTime &now)
{
    std::vector<Attention> found;
    for (const auto &server : stores.servers.rows()) {
        if (server->status == "ERROR"_L1)
            found.push_back({AttentionReason::ServerError,
                             server->id,
                             server->name,
                             server->id,
                             server->fault ? server->fault->message : QString(),
                             {}});
    }
    for (const auto &volume : stores.volumes.rows()) {
        if (volume->status.startsWith("error"_L1))
            found.push_back(
                {AttentionReason::VolumeError, volume->id, volume->name, {}, volume->status, {}});
    }
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (snapshot->status.startsWith("error"_L1))
            found.push_back({AttentionReason::VolumeSnapshotError,
                             snapshot->id,
                             snapshot->name,
                             {},
                             snapshot->status,
                             {}});
    }
    for (const auto &set : stores.snapshotSets.rows())
        lookAtSet(*set, now, found);
    lookForStuck(stores, now, found);
    for (const auto &snapshot : stores.orphanedVolumeSnapshots())
        found.push_back({AttentionReason::OrphanVolumeSnapshot,
                         snapshot->id,
                         snapshot->name,
                         {},
                         snapshot->status,
                         {}});
    std::sort(found.begin(), found.end(), [](const Attention &a, const Attention &b) {
        return std::tie(a.reason, a.name, a.id) < std::tie(b.reason, b.name, b.id);
    });
    return found;
}

} // namespace oriel::store
