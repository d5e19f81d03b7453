#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// A range of addresses of a network. https://docs.openstack.org/api-ref/network/v2/#subnets
struct Subnet
{
    static constexpr Kind kind = Kind::Subnet;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/subnets",
                                    .rows = "subnets",
                                    .row = "subnet",
                                    .nameFilter = "name"};

    QString id;
    QString name;
    QString networkId;
    QString cidr;    ///< "10.20.0.0/16"
    QString gateway; ///< empty: none
    int ipVersion = 4;
    bool dhcp = true;

    static void fields(auto &f, auto &subnet)
    {
        f.id("id", subnet.id);
        f("name", subnet.name);
        f.shared("network_id", subnet.networkId);
        f("cidr", subnet.cidr);
        f("gateway_ip", subnet.gateway);
        f("ip_version", subnet.ipVersion);
        f("enable_dhcp", subnet.dhcp);
    }
    bool operator==(const Subnet &) const = default;
};

} // namespace oriel::openstack
