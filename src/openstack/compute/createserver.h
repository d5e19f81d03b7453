#pragma once

#include "net/endpoint.h"
#include "openstack/compute/availabilityzone.h"

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

/// Creation of servers. https://docs.openstack.org/api-ref/compute/#create-server
namespace oriel::openstack {

/// One entry of `block_device_mapping_v2`: a volume, a volume to create (which Nova does not name),
/// or a local disk to create from an image.
struct NewBlockDevice
{
    enum class Source {
        Snapshot,    ///< a new volume from a volume snapshot
        Image,       ///< the flavor's local disk, from an image
        Volume,      ///< an existing volume
        ImageVolume, ///< a new volume from an image
    };

    Source source = Source::Snapshot;
    QString uuid{};       ///< of the source
    QString deviceName{}; ///< "/dev/vda"; empty: the hypervisor's choice
    QString diskBus{};    ///< virtio, scsi, …; empty: the image's or the hypervisor's default
    QString deviceType{}; ///< disk, cdrom, …; empty: disk
    int bootIndex = -1;   ///< 0: boot device; -1: not bootable
    int sizeGiB = 0;      ///< of a new volume; not sent for the others
    bool deleteOnTermination = false;
    QString volumeType{}; ///< of a new volume: a name; empty: the source's, or the cloud's default

    [[nodiscard]] bool isNewVolume() const
    {
        return source == Source::Snapshot || source == Source::ImageVolume;
    }
    bool operator==(const NewBlockDevice &) const = default;
};

/// The server that POST /servers started to create; its status is BUILD.
struct CreatedServer
{
    QString id;
    QString requestId; ///< identifies its instance action
    /// The administrator's password, given or made by Nova, which returns it only here: a secret.
    /// Whether the guest uses it depends on the image. Empty: the cloud returns none.
    QString adminPassword = {};

    bool operator==(const CreatedServer &) const = default;
};

/// POST /servers. Never repeat it blindly: two calls create two servers.
struct CreateServer
{
    using Value = CreatedServer;

    QString name = {};
    QString flavorId = {};
    /// Empty if `blockDevices` has the root: with it, Nova would check the root volume against the
    /// image's min_disk.
    QString imageId = {};
    std::vector<NewBlockDevice> blockDevices = {};
    QStringList networkIds = {};          ///< one new port on each, in this order
    QMap<QString, QString> fixedIps = {}; ///< the new port's address, by network; empty: any
    QStringList portIds = {};             ///< existing ports; with no network: no interface at all
    QStringList securityGroups = {};      ///< of the new ports: IDs or names; none: the default
    QString keyName = {};
    QString availabilityZone = {};
    QMap<QString, QString> metadata = {};
    QByteArray userData = {}; ///< as the guest gets it; at most largestUserData when encoded
    QString description = {}; ///< at most 255 characters
    QStringList tags = {};    ///< each at most 60 characters; needs 2.52
    QString serverGroupId = {};
    bool configDrive = false;
    /// The administrator's password: a secret. Nova limits neither its length nor its characters.
    /// Empty: Nova makes one.
    QString adminPassword = {};

    /// Of its base64 text, in bytes.
    static constexpr qsizetype largestUserData = 65'535;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

// Former name.
using ListAvailabilityZones = List<AvailabilityZone>;

} // namespace oriel::openstack
