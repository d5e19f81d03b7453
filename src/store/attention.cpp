#include "store/attention.h"

#include "store/cloudstores.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

/// An upload of a large disk can take long; after an hour without an end it deserves a look.
constexpr qint64 stuckAfterSeconds = 3600;

void lookAtSet(const SnapshotSet &set, const QDateTime &now, std::vector<Attention> &found)
{
    const Attention item{AttentionReason::SetDue, set.id, set.name, set.serverId, {}, {}};
    if (set.status == SetStatus::Incomplete) {
        found.push_back(item);
        found.back().reason = AttentionReason::SetIncomplete;
    }
    if (set.status == SetStatus::Creating && set.created.secsTo(now) > stuckAfterSeconds) {
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
