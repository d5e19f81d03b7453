#pragma once

#include "openstack/compute/createserver.h"
#include "operations/launch/newvolumes.h"
#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>

#include <optional>

namespace oriel::operations {

/// The move of a floating IP from one instance to another.
struct FloatingIpMove
{
    QString id;
    QString address;
    QString networkId;   ///< of its current port: the other instance needs a port there
    QString fromPortId;  ///< its current port
    QString fromFixedIp; ///< of that port
    QString fromName;    ///< of the instance that has it
    QString toName;      ///< of the instance that gets it

    bool operator==(const FloatingIpMove &) const = default;
};

/// The user's choices in the Launch instance dialog.
struct LaunchRequest
{
    Subject source;                 ///< of kind SnapshotSet, Image or VolumeSnapshot
    openstack::CreateServer server; ///< without Oriel's tag
    /// The names of its new volumes, by the volume snapshot.
    QMap<QString, QString> volumeNames{};
    QString flavorName; ///< for texts
    std::optional<FloatingIpMove> floatingIp;

    /// The devices that are created from volume snapshots.
    [[nodiscard]] std::vector<NewVolume> newVolumes() const;
    [[nodiscard]] int newGiB() const;
    bool operator==(const LaunchRequest &other) const;
};

/// The equivalent command for the terminal client.
[[nodiscard]] QString launchCommand(const LaunchRequest &request);

// As the journal keeps them.
[[nodiscard]] QJsonObject toJson(const FloatingIpMove &move);
[[nodiscard]] FloatingIpMove floatingIpMoveFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const LaunchRequest &request);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<LaunchRequest> launchRequestFromJson(const QJsonObject &json);

} // namespace oriel::operations
