#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <vector>

/// https://docs.openstack.org/api-ref/network/v2/#ports
namespace oriel::openstack {

struct FixedIp
{
    QString subnetId;
    QString address;

    static void fields(auto &f, auto &ip)
    {
        f("subnet_id", ip.subnetId);
        f("ip_address", ip.address);
    }
    bool operator==(const FixedIp &) const = default;
};

struct Port
{
    static constexpr Kind kind = Kind::Port;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/ports",
                                    .rows = "ports",
                                    .row = "port",
                                    .nameFilter = "name"};

    QString id;
    QString name;
    QString status;
    QString networkId;
    QString deviceId;    ///< the server, the router; empty: unused
    QString deviceOwner; ///< "compute:nova", "network:router_interface", …
    QString mac;
    std::vector<FixedIp> fixedIps;
    QStringList securityGroupIds;
    bool adminUp = true;
    bool portSecurity = true; ///< false: no security group filters it
    QString description;
    QDateTime created; ///< UTC
    int revision = -1; ///< grows with each change; -1: the cloud does not count them

    static void fields(auto &f, auto &port)
    {
        f.id("id", port.id);
        f("name", port.name);
        f.shared("status", port.status);
        f.shared("network_id", port.networkId);
        f("device_id", port.deviceId);
        f.shared("device_owner", port.deviceOwner);
        f("mac_address", port.mac);
        f("fixed_ips", port.fixedIps);
        f.shared("security_groups", port.securityGroupIds);
        f("admin_state_up", port.adminUp);
        f("port_security_enabled", port.portSecurity);
        f("description", port.description);
        f("created_at", port.created);
        f("revision_number", port.revision);
    }
    bool operator==(const Port &) const = default;
};

} // namespace oriel::openstack
