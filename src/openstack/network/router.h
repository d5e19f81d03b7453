#pragma once

#include "openstack/api.h"

#include <optional>

/// https://docs.openstack.org/api-ref/network/v2/#routers-routers
namespace oriel::openstack {

/// A router's connection to an external network.
struct RouterGateway
{
    QString networkId;

    static void fields(auto &f, auto &gateway) { f("network_id", gateway.networkId); }
    bool operator==(const RouterGateway &) const = default;
};

/// A router of the project; those of the provider are not listed. NotFound on a cloud without
/// routers.
struct Router
{
    static constexpr Kind kind = Kind::Router;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/routers",
                                    .rows = "routers",
                                    .row = "router",
                                    .nameFilter = "name"};

    QString id;
    QString name;
    QString status;
    bool adminUp = true;
    std::optional<RouterGateway> gateway;

    static void fields(auto &f, auto &router)
    {
        f.id("id", router.id);
        f("name", router.name);
        f.shared("status", router.status);
        f("admin_state_up", router.adminUp);
        f("external_gateway_info", router.gateway);
    }
    bool operator==(const Router &) const = default;
};

} // namespace oriel::openstack
