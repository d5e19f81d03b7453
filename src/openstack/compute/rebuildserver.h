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
    QString userData = {};               ///< since 2.57, plain; empty: as it is
    bool bootsFromVolume = false;        ///< since 2.93; before, its volume keeps its content

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
