#pragma once

#include "openstack/api.h"

#include <QtCore/QStringList>

/// https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups
namespace oriel::openstack {

/// A limit that a server group's policy has, since 2.64.
struct ServerGroupRules
{
    int mostPerHost = 1; ///< of anti-affinity: so many members may be on one host

    static void fields(auto &f, auto &rules) { f("max_server_per_host", rules.mostPerHost); }
    bool operator==(const ServerGroupRules &) const = default;
};

/// A set of servers, and a policy that says whether Nova places them on the same host or on
/// different ones. Servers join it when they are created, and cannot leave it.
struct ServerGroup
{
    static constexpr Kind kind = Kind::ServerGroup;
    /// Nova divides this list by offsets. A project has few: by default, at most 10.
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/os-server-groups",
                                    .rows = "server_groups",
                                    .row = "server_group",
                                    .paging = Paging::None};

    QString id;
    QString name; ///< not unique within a project
    /// affinity, anti-affinity, soft-affinity, soft-anti-affinity; of older ones also several,
    /// separated by commas
    QString policy;
    ServerGroupRules rules;
    QStringList members;         ///< IDs of servers, without those that were deleted
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &group)
    {
        f.id("id", group.id);
        f("name", group.name);
        f.whole("policy", group.policy, readPolicy);
        f("rules", group.rules);
        f("members", group.members);
    }
    bool operator==(const ServerGroup &) const = default;

private:
    /// Until 2.63 it is a list of one: "policies".
    static QString readPolicy(const net::json::Object &group, TextPool &pool);
};

/// POST a group. It may have the same name as another one: two calls create two.
struct CreateServerGroup
{
    using Value = ServerGroup;

    QString name = {};
    QString policy = {};
    int mostPerHost = 1; ///< more than one needs anti-affinity and 2.64

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<ServerGroup> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
