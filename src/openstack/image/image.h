#pragma once

#include "base/literals.h"
#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonValue>
#include <QtCore/QStringList>

#include <vector>

/// Glance's images. https://docs.openstack.org/api-ref/image/v2/#images
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
    QString diskBus{};    ///< virtio, scsi, …; empty: unspecified
    QString deviceType{}; ///< disk, cdrom, …; empty: unspecified

    static void fields(auto &f, auto &device)
    {
        f("source_type", device.sourceType);
        f("snapshot_id", device.snapshotId);
        f("device_name", device.deviceName);
        f("boot_index", device.bootIndex);
        f("volume_size", device.volumeSizeGiB);
        f("delete_on_termination", device.deleteOnTermination);
        f("disk_bus", device.diskBus);
        f("device_type", device.deviceType);
    }
    bool operator==(const BlockDevice &) const = default;
};

/// An image. Lists omit hidden images, and other projects' community images unless they are
/// requested by visibility.
struct Image
{
    static constexpr Kind kind = Kind::Image;
    static constexpr Collection api{.service = net::Service::Image,
                                    .path = "/images",
                                    .rows = "images",
                                    .paging = Paging::Path};

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
    /// Keys that are not part of the service's schema.
    QMap<QString, QString> properties;
    /// From the JSON in `block_device_mapping`. Any user may write it: if it cannot be read, this
    /// is empty, the text stays in the properties, and the image remains usable.
    std::vector<BlockDevice> blockDevices;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &image)
    {
        f.id("id", image.id);
        f("name", image.name);
        f.shared("status", image.status);
        f.shared("visibility", image.visibility);
        f.shared("owner", image.owner);
        f("size", image.sizeBytes);
        f("min_disk", image.minDiskGiB);
        f("min_ram", image.minRamMiB);
        f.shared("disk_format", image.diskFormat);
        f.shared("container_format", image.containerFormat);
        f.shared("checksum", image.checksum);
        f("protected", image.isProtected);
        f("os_hidden", image.hidden);
        f("created_at", image.created);
        f("updated_at", image.updated);
        f.shared("tags", image.tags);
        f.whole("properties", image.properties, readProperties);
        f("block_device_mapping", image.blockDevices, readBlockDevices);
    }

    /// `image_type`: "snapshot", "backup", or empty.
    [[nodiscard]] QString imageType() const { return properties.value(u"image_type"_s); }
    [[nodiscard]] QString instanceUuid() const { return properties.value(u"instance_uuid"_s); }
    bool operator==(const Image &) const = default;

private:
    static QMap<QString, QString> readProperties(const net::json::Object &image, TextPool &pool);
    static std::vector<BlockDevice> readBlockDevices(const net::json::Value &mapping);
};

/// PATCH /images/{id}: changes some of the image's own keys and properties. Returns the image
/// afterwards.
struct UpdateImage
{
    using Value = Image;

    QString id = {};
    QMap<QString, QJsonValue> set = {}; ///< name, min_disk, protected, oriel:keep_until, …
    QStringList remove = {};            ///< existing properties; Conflict if one does not exist

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
