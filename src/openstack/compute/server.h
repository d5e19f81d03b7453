#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::openstack {

/// An address of a server on one network. `OS-EXT-IPS:type` tells fixed from floating.
struct ServerAddress
{
    QString network;
    QString address;
    QString mac;
    int version = 4;
    bool floating = false;

    bool operator==(const ServerAddress &) const = default;
};

/// The flavor as a server carries it: whole from microversion 2.47, only its id before.
struct ServerFlavor
{
    QString id;
    QString name;
    int vcpus = 0;
    int ramMiB = 0;
    int diskGiB = 0;

    bool operator==(const ServerFlavor &) const = default;
};

/// One entry of `os-extended-volumes:volumes_attached`.
struct AttachedVolume
{
    QString id;
    bool deleteOnTermination = false;

    bool operator==(const AttachedVolume &) const = default;
};

/// Why a server is in ERROR.
struct ServerFault
{
    int code = 0;
    QString message;

    bool operator==(const ServerFault &) const = default;
};

/// A Nova server; the UI says "instance".
/// https://docs.openstack.org/api-ref/compute/#show-server-details Unknown states are kept as the
/// text that came.
struct Server
{
    QString id;
    QString name;
    QString status;    ///< ACTIVE, SHUTOFF, ERROR, BUILD, …
    QString taskState; ///< empty: none
    QString vmState;   ///< active, stopped, paused, …
    int powerState = 0;
    QDateTime created; ///< UTC, as all times here
    QDateTime updated;
    QDateTime launched;
    std::vector<ServerAddress> addresses;
    QString imageId; ///< empty: the server boots from a volume
    ServerFlavor flavor;
    QString keyName;
    QString availabilityZone;
    QString description;
    QString hostname;
    QString projectId;
    QString userId;
    QMap<QString, QString> metadata;
    std::vector<AttachedVolume> volumes;
    QStringList securityGroups;
    QStringList tags;
    std::optional<ServerFault> fault;
    int progress = 0; ///< percent
    bool locked = false;
    QString lockedReason;
    bool configDrive = false;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    /// False does not say that it boots from an image: see store/bootdisk.h.
    [[nodiscard]] bool bootsFromVolume() const { return imageId.isEmpty(); }
    bool operator==(const Server &) const = default;
};

} // namespace oriel::openstack
