#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

class TextPool;

/// Networks of the project, shared and external ones.
/// https://docs.openstack.org/api-ref/network/v2/#networks
struct Network
{
    static constexpr Kind kind = Kind::Network;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/networks",
                                    .rows = "networks",
                                    .row = "network",
                                    .nameFilter = "name"};

    QString id;
    QString name;
    QString status;
    bool external = false; ///< floating IPs come from it
    bool shared = false;
    QString projectId; ///< that owns it; empty if the policy hides it

    static void fields(auto &f, auto &network)
    {
        f.id("id", network.id);
        f("name", network.name);
        f.shared("status", network.status);
        f.whole("router:external", network.external, readExternal);
        f("shared", network.shared);
        f.shared("project_id", network.projectId);
    }
    bool operator==(const Network &) const = default;

private:
    /// Whether the network is external, also where the policy hides this from other projects.
    static bool readExternal(const net::json::Object &network, TextPool &pool);
};

} // namespace oriel::openstack
