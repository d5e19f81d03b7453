#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <vector>

namespace oriel::store {

class CloudStores;

/// Why somebody should look at something. Words are the ui's.
enum class AttentionReason {
    ServerError, ///< status ERROR
    VolumeError, ///< status error, error_deleting, …
    VolumeSnapshotError,
    SetIncomplete, ///< the image names volume snapshots that are gone
    SetDue,        ///< keep-until has passed
    Stuck,         ///< a set that has not become ready for more than an hour
    ServerStuck,   ///< a task or status that has not ended for more than an hour
    VolumeStuck,
    VolumeSnapshotStuck,
    ImageStuck,           ///< one that is no set's
    OrphanVolumeSnapshot, ///< the image that it was made for is gone
};

struct Attention
{
    AttentionReason reason = AttentionReason::ServerError;
    QString id; ///< of the server, volume, volume snapshot or set
    QString name;
    QString serverId; ///< of a set's instance; empty where unknown
    QString detail;   ///< the cloud's own words (a fault, a status); may be empty
    QDate due;        ///< of SetDue

    bool operator==(const Attention &) const = default;
};

/// Everything in `stores` that needs somebody, worst first, then by name. GUI thread; linear in the
/// rows.
[[nodiscard]] std::vector<Attention> attention(const CloudStores &stores, const QDateTime &now);

} // namespace oriel::store
