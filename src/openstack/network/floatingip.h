#pragma once

#include "openstack/api.h"

/// https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips
namespace oriel::openstack {

/// A floating IP address of the project. NotFound on a cloud without routers.
struct FloatingIp
{
    static constexpr Kind kind = Kind::FloatingIp;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/floatingips",
                                    .rows = "floatingips",
                                    .row = "floatingip"};

    QString id;
    QString address;
    QString networkId; ///< the external network
    QString portId;    ///< empty: not associated
    QString fixedIp;   ///< of the port; empty: not associated
    QString routerId;  ///< the router that forwards it; empty: not associated
    QString status;    ///< ACTIVE, DOWN, ERROR
    QString description;

    static void fields(auto &f, auto &ip)
    {
        f.id("id", ip.id);
        f("floating_ip_address", ip.address);
        f.shared("floating_network_id", ip.networkId);
        f("port_id", ip.portId);
        f("fixed_ip_address", ip.fixedIp);
        f.shared("router_id", ip.routerId);
        f.shared("status", ip.status);
        f("description", ip.description);
    }
    bool operator==(const FloatingIp &) const = default;
};

/// PUT /floatingips/{id}: moves it from its current port to this one in one step. Idempotent.
struct AssociateFloatingIp
{
    using Value = FloatingIp;

    QString id = {};
    QString portId = {};  ///< empty: disassociate
    QString fixedIp = {}; ///< which of the port's addresses; empty: its only or first one

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
