#pragma once

#include "net/endpoint.h"
#include "openstack/compute/availabilityzone.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

/// Creation of servers. https://docs.openstack.org/api-ref/compute/#create-server
namespace oriel::openstack {

/// One entry of `block_device_mapping_v2`: a volume, a volume to create from a volume snapshot
/// (which Nova does not name), or a local disk to create from an image.
struct NewBlockDevice
{
    enum class Source { Snapshot, Image, Volume };

    Source source = Source::Snapshot;
    QString uuid{};       ///< of the source
    QString deviceName{}; ///< "/dev/vda"; empty: the hypervisor's choice
    QString diskBus{};    ///< virtio, scsi, …; empty: the image's or the hypervisor's default
    QString deviceType{}; ///< disk, cdrom, …; empty: disk
    int bootIndex = -1;   ///< 0: boot device; -1: not bootable
    int sizeGiB = 0;      ///< of a new volume; not sent for the others
    bool deleteOnTermination = false;

    bool operator==(const NewBlockDevice &) const = default;
};

/// The server that POST /servers started to create; its status is BUILD.
struct CreatedServer
{
    QString id;
    QString requestId; ///< identifies its instance action

    bool operator==(const CreatedServer &) const = default;
};

/// POST /servers. Never repeat it blindly: two calls create two servers. The password in the answer
/// is not read.
struct CreateServer
{
    using Value = CreatedServer;

    QString name = {};
    QString flavorId = {};
    /// Empty if `blockDevices` has the root: with it, Nova would check the root volume against the
    /// image's min_disk.
    QString imageId = {};
    std::vector<NewBlockDevice> blockDevices = {};
    QStringList networkIds = {};     ///< one port on each, in this order; none: no network
    QStringList securityGroups = {}; ///< IDs or names; none: the project's default
    QString keyName = {};
    QString availabilityZone = {};
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

// Former name.
using ListAvailabilityZones = List<AvailabilityZone>;

} // namespace oriel::openstack
