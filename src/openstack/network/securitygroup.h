#pragma once

#include "openstack/api.h"

/// https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups
namespace oriel::openstack {

/// A named set of rules that decide what may reach ports. A port may have several: what any of them
/// allows is allowed.
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
    /// Answers to allowed connections are allowed, too. Ports cannot mix both kinds.
    bool stateful = true;

    static void fields(auto &f, auto &group)
    {
        f.id("id", group.id);
        f("name", group.name);
        f("description", group.description);
        f("stateful", group.stateful);
    }
    bool operator==(const SecurityGroup &) const = default;
};

/// One rule of a security group. Everything that no rule allows is refused.
/// https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules
struct SecurityGroupRule
{
    static constexpr Kind kind = Kind::SecurityGroupRule;
    static constexpr Collection api{.service = net::Service::Network,
                                    .path = "/security-group-rules",
                                    .rows = "security_group_rules",
                                    .row = "security_group_rule"};

    QString id;
    QString groupId;
    QString direction;            ///< ingress, egress
    QString ethertype;            ///< IPv4, IPv6
    QString protocol;             ///< "tcp", "47"; empty: all
    int portMin = -1;             ///< -1: all; of ICMP: its type
    int portMax = -1;             ///< -1: all; of ICMP: its code
    QString remotePrefix;         ///< "192.0.2.0/24"; empty: any address
    QString remoteGroupId;        ///< the ports of a group; empty: no group
    QString remoteAddressGroupId; ///< empty: none
    QString description;

    static void fields(auto &f, auto &rule)
    {
        f.id("id", rule.id);
        f.shared("security_group_id", rule.groupId);
        f.shared("direction", rule.direction);
        f.shared("ethertype", rule.ethertype);
        f.shared("protocol", rule.protocol);
        f("port_range_min", rule.portMin);
        f("port_range_max", rule.portMax);
        f("remote_ip_prefix", rule.remotePrefix);
        f.shared("remote_group_id", rule.remoteGroupId);
        f.shared("remote_address_group_id", rule.remoteAddressGroupId);
        f("description", rule.description);
    }
    bool operator==(const SecurityGroupRule &) const = default;
};

} // namespace oriel::openstack
