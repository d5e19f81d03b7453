#pragma once

#include "openstack/compute/createserver.h"
#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>

#include <optional>

namespace oriel::operations {

/// A floating IP that goes from one instance to another.
struct FloatingIpMove
{
    QString id;
    QString address;
    QString networkId;   ///< of the port that it is on: where the other's port has to be as well
    QString fromPortId;  ///< where it is
    QString fromFixedIp; ///< of that port
    QString fromName;    ///< the instance's that has it
    QString toName;      ///< the instance's that gets it

    bool operator==(const FloatingIpMove &) const = default;
};

/// What a person chose in the Launch instance dialog.
struct RestoreRequest
{
    Subject source;                 ///< of kind SnapshotSet, Image or VolumeSnapshot
    openstack::CreateServer server; ///< without Oriel's tag
    QString flavorName;             ///< for words
    std::optional<FloatingIpMove> floatingIp;

    [[nodiscard]] int newVolumes() const;
    [[nodiscard]] int newGiB() const;
    bool operator==(const RestoreRequest &other) const;
};

/// The terminal client's line for the same instance.
[[nodiscard]] QString restoreCommand(const RestoreRequest &request);

// As the journal keeps them.
[[nodiscard]] QJsonObject toJson(const FloatingIpMove &move);
[[nodiscard]] FloatingIpMove floatingIpMoveFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const RestoreRequest &request);
/// Nothing where it is not understood.
[[nodiscard]] std::optional<RestoreRequest> restoreRequestFromJson(const QJsonObject &json);

} // namespace oriel::operations
