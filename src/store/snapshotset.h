#pragma once

#include "openstack/kind.h"

#include <QtCore/QDate>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <algorithm>
#include <optional>
#include <vector>

namespace oriel::store {

/// Whether a keep-until date has passed. `today` is the user's local date, as keep-until dates are.
[[nodiscard]] inline bool isPast(const std::optional<QDate> &keepUntil, const QDate &today)
{
    return keepUntil && *keepUntil < today;
}

/// The prefix of the image properties and volume snapshot metadata that Oriel writes. Documented in
/// README.md. oriel:keep_until (ISO date or "none"), oriel:consistency, oriel:created_by,
/// oriel:description (the user's reason, if given), oriel:operation (the operation's ID),
/// oriel:instance (the captured instance: distinguishes inherited tags); on volume snapshots also
/// oriel:image (the set's image).
inline constexpr char tagPrefix[] = "oriel:";

/// The state of an instance when it was captured, as far as there is evidence.
enum class Consistency { Unknown, Running, Quiesced, ShutOff };

/// How a set was assigned to its instance.
enum class SetEvidence {
    None,    ///< not assigned: the instance or the volumes do not exist, or were never known
    Tagged,  ///< instance_uuid on the image
    Deduced, ///< block_device_mapping → volume snapshot → volume → attachment
};

enum class SetStatus { Creating, Available, Incomplete, Error, Deleting };

/// One volume snapshot of a set: named by the image's block_device_mapping, or, for a data volume
/// of an image-backed instance, by its own tag (oriel:image).
struct SnapshotPart
{
    QString snapshotId;
    QString volumeId; ///< empty if the snapshot does not exist
    QString name;     ///< of the volume snapshot
    QString volumeName;
    QString device; ///< "/dev/vda"
    int sizeGiB = 0;
    QString status;       ///< Cinder's; empty if missing
    int progress = -1;    ///< percent, -1 unknown
    bool missing = false; ///< the image names it, but Cinder does not have it

    bool operator==(const SnapshotPart &) const = default;
};

/// A snapshot of an instance: the Glance image that holds its metadata and one Cinder snapshot per
/// volume.
struct SnapshotSet
{
    static constexpr Kind kind = Kind::SnapshotSet;

    QString id; ///< the image's ID
    QString name;
    QString serverId;   ///< empty if it could not be assigned
    QString serverName; ///< the current one; empty if the instance no longer exists
    SetEvidence evidence = SetEvidence::None;
    SetStatus status = SetStatus::Available;
    QString imageStatus;  ///< Glance's
    QDateTime created;    ///< UTC
    bool hasData = false; ///< image-backed: the image itself contains the disk
    qint64 imageBytes = -1;
    int volumesGiB = 0; ///< sum of the parts
    Consistency consistency = Consistency::Unknown;
    std::optional<QDate> keepUntil;
    QString description; ///< the reason for the snapshot; may be empty
    QString createdBy;   ///< the user who created it; empty if unknown
    bool isProtected = false;
    bool shelved =
        false;           ///< `<name>-shelved` of a shelved instance: deleting it loses the instance
    bool backup = false; ///< image_type=backup
    std::vector<SnapshotPart> parts;

    /// The bytes that the set actually occupies: the image and its volume snapshots.
    [[nodiscard]] qint64 totalBytes() const
    {
        return std::max<qint64>(imageBytes, 0) + (qint64{volumesGiB} << 30);
    }
    bool operator==(const SnapshotSet &) const = default;
};

} // namespace oriel::store
