#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// Where a volume is attached.
struct VolumeUse
{
    QString serverId;
    QString device; ///< "/dev/vda"

    bool operator==(const VolumeUse &) const = default;
};

/// A Cinder volume. https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
struct Volume
{
    QString id;
    QString name;
    QString description;
    QString status; ///< available, in-use, creating, error, …
    int sizeGiB = 0;
    QString volumeType;
    QString availabilityZone;
    QString snapshotId; ///< made from this volume snapshot; empty: none
    QString sourceVolumeId;
    QString imageId;   ///< volume_image_metadata.image_id; empty: none
    QString projectId; ///< empty where policy hides it
    QString userId;
    bool bootable = false;
    bool encrypted = false;
    bool multiattach = false;
    QDateTime created; ///< UTC
    QDateTime updated;
    QMap<QString, QString> metadata;
    QMap<QString, QString> imageMetadata; ///< volume_image_metadata
    std::vector<VolumeUse> attachments;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    bool operator==(const Volume &) const = default;
};

} // namespace oriel::openstack
