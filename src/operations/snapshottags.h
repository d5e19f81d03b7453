#pragma once

#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>
#include <vector>

namespace oriel::operations {

/// The tags that Oriel writes on the image and the volume snapshots of a set (keys with
/// store::tagPrefix), so that every Oriel sees them. Image properties and snapshot metadata have
/// values of up to 255 characters.
struct SnapshotTags
{
    QString operationId;
    QString userName;
    QString serverId;
    std::optional<QDate> keepUntil;
    store::Consistency consistency = store::Consistency::Unknown;
    QString description{}; ///< the reason for the snapshot, at most 255 characters; may be empty

    bool operator==(const SnapshotTags &) const = default;
};

/// "oriel:operation" and similar. `key` without the prefix.
[[nodiscard]] QString tagKey(QLatin1StringView key);

/// The key of a volume's metadata, without the prefix, for the volume that has taken its place.
inline constexpr QLatin1StringView replacedBy{"replaced_by"};
/// Its value. It contains the volume's own ID, so that it means nothing on a volume that was
/// restored from a backup of it: Cinder gives that the same metadata.
[[nodiscard]] QString replacementTag(const QString &newId, const QString &ownId);
/// The ID of the volume that has taken the place of this one; empty: none has.
[[nodiscard]] QString replacementOf(const openstack::Volume &volume);

/// The value of oriel:consistency: "unknown", "running", "quiesced", "shut-off".
[[nodiscard]] QString consistencyTag(store::Consistency consistency);

/// createImage's `metadata`. Always contains instance_uuid and image_type: for a volume-backed
/// instance Nova sets neither, or lets the image inherit those of the instance's source image. For
/// the same reason every tag is always written, so that none is inherited, except an empty
/// description: an inherited one is removed later.
[[nodiscard]] QMap<QString, QString> imageTags(const SnapshotTags &tags);

/// The value of oriel:schedule on the image that a schedule has made. It contains the image's ID,
/// so that it means nothing on an image that has inherited it.
[[nodiscard]] QString scheduleTag(const QString &schedule, const QString &imageId);

/// The metadata of a set's volume snapshot; `imageId` assigns it to its set even after the image
/// was deleted.
[[nodiscard]] QMap<QString, QString> volumeSnapshotTags(const SnapshotTags &tags,
                                                        const QString &imageId);

/// The date until which a volume snapshot is kept, by its tags.
[[nodiscard]] std::optional<QDate> keepUntilOf(const openstack::VolumeSnapshot &snapshot);

/// The project's own volume snapshots whose tags say that they were made for this image, which may
/// be gone; oldest first.
[[nodiscard]] std::vector<store::Row<openstack::VolumeSnapshot>>
volumeSnapshotsMadeFor(const QString &imageId, const store::CloudStores &stores);

/// The parts of a snapshot of an instance, by the ID of its image, which may be gone: then what is
/// left of them, without devices.
[[nodiscard]] std::vector<store::SnapshotPart> snapshotParts(const QString &imageId,
                                                             const store::CloudStores &stores);

} // namespace oriel::operations
