#pragma once

#include "openstack/kind.h"

#include <QtCore/QDate>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <algorithm>
#include <optional>
#include <vector>

namespace oriel::store {

/// The prefix of the image properties and volume snapshot metadata that Oriel writes. Documented in
/// README.md. oriel:keep_until (ISO date or "none"), oriel:consistency, oriel:created_by,
/// oriel:description (why, where somebody said it), oriel:operation (the operation's id),
/// oriel:instance (whose snapshot it is: tells inherited tags from own); on volume snapshots also
/// oriel:image (the set's image).
inline constexpr char tagPrefix[] = "oriel:";

/// How an instance was when it was captured, as far as there is evidence.
enum class Consistency { Unknown, Running, Quiesced, ShutOff };

/// How a set was tied to its instance.
enum class SetEvidence {
    None,    ///< not tied: the instance or the volumes are gone, or never known
    Tagged,  ///< instance_uuid on the image
    Deduced, ///< block_device_mapping → volume snapshot → volume → attachment
};

enum class SetStatus { Creating, Available, Incomplete, Error, Deleting };

/// One volume snapshot of a set: named by the image's block_device_mapping, or, of a data volume of
/// an image-backed instance, by its own tag (oriel:image).
struct SnapshotPart
{
    QString snapshotId;
    QString volumeId; ///< empty where the snapshot is gone
    QString name;     ///< the volume snapshot's
    QString volumeName;
    QString device; ///< "/dev/vda"
    int sizeGiB = 0;
    QString status;       ///< Cinder's; empty where missing
    int progress = -1;    ///< percent, -1 unknown
    bool missing = false; ///< the image names it, Cinder does not have it

    bool operator==(const SnapshotPart &) const = default;
};

/// A snapshot of an instance: the Glance image that holds its metadata and one Cinder snapshot per
/// volume.
struct SnapshotSet
{
    static constexpr Kind kind = Kind::SnapshotSet;

    QString id; ///< the image's id
    QString name;
    QString serverId;   ///< empty where it could not be tied
    QString serverName; ///< as known now; empty where the instance is gone
    SetEvidence evidence = SetEvidence::None;
    SetStatus status = SetStatus::Available;
    QString imageStatus;  ///< Glance's
    QDateTime created;    ///< UTC
    bool hasData = false; ///< image-backed: the image itself holds the disk
    qint64 imageBytes = -1;
    int volumesGiB = 0; ///< sum of the parts
    Consistency consistency = Consistency::Unknown;
    std::optional<QDate> keepUntil;
    QString description; ///< why it was made; empty where nobody said
    QString createdBy;   ///< who made it; empty where not known
    bool isProtected = false;
    bool shelved =
        false;           ///< `<name>-shelved` of a shelved instance: deleting it loses the instance
    bool backup = false; ///< image_type=backup
    std::vector<SnapshotPart> parts;

    /// Bytes that the set really takes: the image's and its volume snapshots'.
    [[nodiscard]] qint64 totalBytes() const
    {
        return std::max<qint64>(imageBytes, 0) + (qint64{volumesGiB} << 30);
    }
    bool operator==(const SnapshotSet &) const = default;
};

} // namespace oriel::store
