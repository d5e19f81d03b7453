#pragma once

#include "openstack/compute/createserver.h"
#include "operations/launch/newvolumes.h"
#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>

#include <optional>

namespace oriel::operations {

/// The move of a floating IP to an instance: from another one, of a free one, or of a new one.
struct FloatingIpMove
{
    QString id; ///< empty: a new one is allocated
    QString address;
    QString networkId;   ///< the instance needs a port there
    QString fromPortId;  ///< its current port; empty: it is free
    QString fromFixedIp; ///< of that port
    QString fromName;    ///< of the instance that has it
    QString toName;      ///< of the instance that gets it
    QString poolId{};    ///< the external network of a new one

    [[nodiscard]] bool takesFromAnother() const { return !fromPortId.isEmpty(); }

    bool operator==(const FloatingIpMove &) const = default;
};

/// A security group to create for an instance, that lets one service in.
struct NewGroup
{
    QString name;
    QString service;  ///< for texts: "SSH"
    QString protocol; ///< "tcp"
    int port = 0;
    QString prefix; ///< from where: "192.0.2.0/24"; empty: from any IPv4 or IPv6 address

    bool operator==(const NewGroup &) const = default;
};

/// The user's choices in the Launch instance dialog, for one instance.
struct LaunchRequest
{
    Subject source;                 ///< of kind SnapshotSet, Image, Volume or VolumeSnapshot
    openstack::CreateServer server; ///< without Oriel's tag
    /// The names of its new volumes, by their source.
    QMap<QString, QString> volumeNames{};
    QString volumeZone{}; ///< where its new volumes are created; empty: the cloud's choice
    QString flavorName{}; ///< for texts
    std::optional<FloatingIpMove> floatingIp{};
    std::optional<NewGroup> group{};
    /// The server's user data was entered and is not here: the journal does not keep it, because it
    /// often contains passwords.
    bool lacksUserData = false;
    /// The same for the administrator's password.
    bool lacksPassword = false;
    /// The same for metadata whose keys are like the names of secrets: the keys.
    QStringList lostMetadata{};

    /// The devices that are volumes to create.
    [[nodiscard]] std::vector<NewVolume> newVolumes() const;
    [[nodiscard]] int newGiB() const;
    bool operator==(const LaunchRequest &other) const;
};

/// For which its rules are.
[[nodiscard]] QStringList ethertypesOf(const NewGroup &group);

/// How many instances to launch, and the number in the name of the first one.
struct LaunchCount
{
    int count = 1;
    int first = 1; ///< without a meaning if it is only one

    bool operator==(const LaunchCount &) const = default;
};

/// The requests for several instances: "web-1", "web-2", as Nova names them. Each has its own new
/// volumes. With a count of 1, only `request`.
[[nodiscard]] std::vector<LaunchRequest> severalOf(const LaunchRequest &request, LaunchCount count);

/// The equivalent command for the terminal client, for as many instances as the quota allows.
[[nodiscard]] QString launchCommand(const LaunchRequest &request, LaunchCount count = {});

// As the journal keeps them.
[[nodiscard]] QJsonObject toJson(const FloatingIpMove &move);
[[nodiscard]] FloatingIpMove floatingIpMoveFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const LaunchRequest &request);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<LaunchRequest> launchRequestFromJson(const QJsonObject &json);

} // namespace oriel::operations
