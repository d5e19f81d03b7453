#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <vector>

namespace oriel::store {

class CloudStores;

/// Why a resource needs attention. The ui room has the texts.
enum class AttentionReason {
    ServerError, ///< status ERROR
    VolumeError, ///< status error, error_deleting, …
    VolumeSnapshotError,
    SetIncomplete, ///< the image names volume snapshots that no longer exist
    SetDue,        ///< the keep-until date has passed
    Stuck,         ///< a set that has not become ready for more than an hour
    ServerStuck,   ///< a task or status that has lasted for more than an hour
    VolumeStuck, ///< for more than a day in a status of copiesData()
    VolumeSnapshotStuck,
    ImageStuck,           ///< one that does not belong to a set
    OrphanVolumeSnapshot, ///< the image that it was created for no longer exists
};

struct Attention
{
    AttentionReason reason = AttentionReason::ServerError;
    QString id; ///< of the server, volume, volume snapshot or set
    QString name;
    QString serverId; ///< of the set's instance; empty if unknown
    QString detail;   ///< the cloud's own message (a fault, a status); may be empty
    QDate due;        ///< for SetDue

    bool operator==(const Attention &) const = default;
};

/// Everything in `stores` that needs attention, worst first, then by name. GUI thread; linear in
/// the number of rows.
[[nodiscard]] std::vector<Attention> attention(const CloudStores &stores, const QDateTime &now);

} // namespace oriel::store
