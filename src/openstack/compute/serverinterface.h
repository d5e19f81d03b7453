#pragma once

#include "openstack/api.h"

/// Network interfaces of a server: ports that are attached to it.
/// https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface
namespace oriel::openstack {

struct AttachedInterface
{
    QString id; ///< of the port
    QString requestId;

    bool operator==(const AttachedInterface &) const = default;
};

/// POST /servers/{id}/os-interface: attaches a port, or a new port of a network. Nova answers when
/// it is attached.
struct AttachInterface
{
    using Value = AttachedInterface;

    QString serverId = {};
    QString networkId = {}; ///< empty if there is a port
    QString portId = {};
    QString address = {}; ///< of the new port; empty: any

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /servers/{id}/os-interface/{port}: detaches it in a while. Nova deletes a port that it
/// has made, and keeps others.
struct DetachInterface
{
    using Value = ActionAccepted;

    QString serverId = {};
    QString portId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
