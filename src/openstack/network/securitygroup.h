#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups
struct SecurityGroup
{
    static constexpr Kind kind = Kind::SecurityGroup;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/security-groups",
                                    .rows = "security_groups",
                                    .row = "security_group",
                                    .nameFilter = "name"};

    QString id;
    QString name; ///< not unique within a project
    QString description;

    static void fields(auto &f, auto &group)
    {
        f.id("id", group.id);
        f("name", group.name);
        f("description", group.description);
    }
    bool operator==(const SecurityGroup &) const = default;
};

} // namespace oriel::openstack
