#pragma once

#include "openstack/api.h"

#include <optional>

namespace oriel::openstack {

struct RebuildAccepted
{
    QString requestId;
    QString
        password; ///< a secret, which only this answer has; empty: the cloud does not set passwords

    bool operator==(const RebuildAccepted &) const = default;
};

/// POST /servers/{id}/action rebuild: replaces the server's first disk by a new one from an image.
/// What stays: its ID, ports, addresses and other volumes. Never repeat it blindly.
/// https://docs.openstack.org/api-ref/compute/#rebuild-server-rebuild-action
struct RebuildServer
{
    using Value = RebuildAccepted;

    QString id = {};
    QString imageId = {};
    std::optional<QString> keyName = {}; ///< since 2.54; empty: none; nullopt: as it is
    /// Since 2.57, plain; empty: none; nullopt: as it is.
    std::optional<QString> userData = {};
    bool bootsFromVolume = false;    ///< since 2.93; before, its volume keeps its content
    QString name = {};               ///< empty: as it is
    QString description = {};        ///< since 2.19; empty: as it is
    QString hostname = {};           ///< since 2.90; empty: as it is
    bool preservesEphemeral = false; ///< few hypervisors can

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
