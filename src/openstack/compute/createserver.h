#pragma once

#include "net/endpoint.h"
#include "openstack/compute/availabilityzone.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

/// What creates a server.
/// https://docs.openstack.org/api-ref/compute/#create-server
namespace oriel::openstack {

/// One entry of `block_device_mapping_v2`: a volume to be made from a volume snapshot, or the local
/// disk to be made from an image.
struct NewBlockDevice
{
    enum class Source { Snapshot, Image };

    Source source = Source::Snapshot;
    QString uuid{};       ///< the volume snapshot's or the image's
    QString deviceName{}; ///< "/dev/vda"; empty: the hypervisor's choice
    QString diskBus{};    ///< virtio, scsi, …; empty: as the image or the hypervisor has it
    QString deviceType{}; ///< disk, cdrom, …; empty: disk
    int bootIndex = -1;   ///< 0: boots from it; -1: does not
    int sizeGiB = 0;      ///< of the new volume; not sent for a local disk
    bool deleteOnTermination = false;

    bool operator==(const NewBlockDevice &) const = default;
};

/// The server that POST /servers has begun; it is long from being up.
struct CreatedServer
{
    QString id;
    QString requestId; ///< by which its instance action is found

    bool operator==(const CreatedServer &) const = default;
};

/// POST /servers. Never to be repeated blindly: two calls make two servers. The password in the
/// answer is not read.
struct CreateServer
{
    using Value = CreatedServer;

    QString name = {};
    QString flavorId = {};
    /// Empty where `blockDevices` has the root: without it Nova does not hold the root volume
    /// against the image's min_disk.
    QString imageId = {};
    std::vector<NewBlockDevice> blockDevices = {};
    QStringList networkIds = {};     ///< a port on each, in this order; none: no network at all
    QStringList securityGroups = {}; ///< ids or names; none: the project's default
    QString keyName = {};
    QString availabilityZone = {};
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

// Former name.
using ListAvailabilityZones = List<AvailabilityZone>;

} // namespace oriel::openstack
