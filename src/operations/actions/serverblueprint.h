#pragma once

#include "openstack/compute/createserver.h"
#include "operations/launch/launchrequest.h"
#include "store/cloudstores.h"

#include <vector>

namespace oriel::operations {

/// What an instance is made of, for launching another one like it: what the API shows. Its user
/// data and its host are not part of it.
struct ServerBlueprint
{
    struct Disk
    {
        QString volumeId{};
        QString name{}; ///< or the ID
        int sizeGiB = 0;
        QString type{};
        QString zone{};
        bool deletedWithServer = false;
    };
    struct Interface
    {
        QString portId{};
        QString networkId{};
        QString address{};      ///< the first one; empty: none
        bool mayChoose = false; ///< the project owns the network, so it may ask for that address
    };

    Subject subject{};
    QString description{};
    QString keyName{};
    QString flavorId{};
    QString zone{};
    QMap<QString, QString> metadata{}; ///< without Oriel's own tags
    QStringList lostMetadata{};        ///< keys whose values the journal does not keep
    QStringList tags{};
    QString serverGroupId{};
    bool configDrive = false;
    std::vector<Disk> disks{};           ///< the root disk first, the others by their devices
    std::vector<Interface> interfaces{}; ///< in the order of the instance
    QStringList securityGroups{};        ///< of the interfaces: IDs or names
    bool groupsDiffer = false;           ///< not every interface has all of them
    std::vector<FloatingIpMove> floatingIps{};

    /// Reads from the instance, if it still exists, what the journal does not keep.
    void recall(const openstack::Server &server);
    [[nodiscard]] int totalGiB() const;
    [[nodiscard]] QStringList diskNames() const;
    /// Names for copies of the disks, in their order: each with the suffix, and unlike the others,
    /// also where disks have the same name. At most 255 characters.
    [[nodiscard]] QStringList copyNames(const QString &suffix) const;
};

/// Of an instance that boots from a volume, from the stores of volumes, ports, networks, floating
/// IPs, flavors and server groups.
[[nodiscard]] ServerBlueprint blueprintOf(const openstack::Server &server,
                                          const store::CloudStores &stores);

// As the journal keeps it.
[[nodiscard]] QJsonObject toJson(const ServerBlueprint &blueprint);
[[nodiscard]] ServerBlueprint blueprintFromJson(const QJsonObject &json);

} // namespace oriel::operations
