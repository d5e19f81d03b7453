#pragma once

#include "base/literals.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// One entry of an image's `block_device_mapping` property.
struct BlockDevice
{
    QString sourceType; ///< snapshot, image, volume, blank
    QString snapshotId;
    QString deviceName; ///< "/dev/vda"
    int bootIndex = -1; ///< 0: the root device
    int volumeSizeGiB = 0;
    bool deleteOnTermination = false;
    QString diskBus{};    ///< virtio, scsi, …; empty: not said
    QString deviceType{}; ///< disk, cdrom, …; empty: not said

    bool operator==(const BlockDevice &) const = default;
};

/// A Glance image. https://docs.openstack.org/api-ref/image/v2/#images
struct Image
{
    QString id;
    QString name;
    QString status;     ///< queued, saving, active, killed, deleted, deactivated, …
    QString visibility; ///< private, public, shared, community
    QString owner;
    qint64 sizeBytes = -1; ///< -1: not known yet
    qint64 minDiskGiB = 0;
    qint64 minRamMiB = 0;
    QString diskFormat;
    QString containerFormat;
    QString checksum;
    bool isProtected = false;
    bool hidden = false;
    QDateTime created; ///< UTC
    QDateTime updated;
    QStringList tags;
    std::vector<BlockDevice> blockDevices; ///< decoded from the JSON in `block_device_mapping`
    QMap<QString, QString>
        properties;         ///< everything else that the service put beside the schema's own keys
    QStringList unreadable; ///< keys of the answer whose values could not be read

    /// `image_type`: "snapshot", "backup", or empty.
    [[nodiscard]] QString imageType() const { return properties.value(u"image_type"_s); }
    [[nodiscard]] QString instanceUuid() const { return properties.value(u"instance_uuid"_s); }
    bool operator==(const Image &) const = default;
};

} // namespace oriel::openstack
