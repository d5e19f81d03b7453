#pragma once

#include "store/cloudstores.h"

#include <QtCore/QDate>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>
#include <vector>

namespace oriel::operations {

/// What Oriel writes on the image and the volume snapshots of a set (keys with store::tagPrefix),
/// so that every Oriel sees it. Image properties and snapshot metadata take values of up to 255
/// characters.
struct SnapshotTags
{
    QString operationId;
    QString userName;
    QString serverId;
    std::optional<QDate> keepUntil;
    store::Consistency consistency = store::Consistency::Unknown;
    QString description{}; ///< why it was made, at most 255 characters; may be empty

    bool operator==(const SnapshotTags &) const = default;
};

/// "oriel:operation" and its like. `key` without the prefix.
[[nodiscard]] QString tagKey(QLatin1StringView key);

/// As oriel:consistency carries it: "unknown", "running", "quiesced", "shut-off".
[[nodiscard]] QString consistencyTag(store::Consistency consistency);

/// createImage's `metadata`. Always says instance_uuid and image_type too: of a volume-backed
/// instance Nova sets neither, or lets the image inherit those of the one that the instance was
/// made from. For the same reason every tag is always written, so that none is inherited; but for
/// the description where there is none: TagWriter takes away one that was inherited.
[[nodiscard]] QMap<QString, QString> imageTags(const SnapshotTags &tags);

/// The metadata of a set's volume snapshot; `imageId` ties it to its set even when the image is
/// gone.
[[nodiscard]] QMap<QString, QString> volumeSnapshotTags(const SnapshotTags &tags,
                                                        const QString &imageId);

/// The date until which a volume snapshot is kept, by its tags.
[[nodiscard]] std::optional<QDate> keepUntilOf(const openstack::VolumeSnapshot &snapshot);

/// The project's own volume snapshots whose tags say that they were made for this image, which may
/// be gone; oldest first.
[[nodiscard]] std::vector<store::Row<openstack::VolumeSnapshot>>
volumeSnapshotsMadeFor(const QString &imageId, const store::CloudStores &stores);

} // namespace oriel::operations
