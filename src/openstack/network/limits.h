#pragma once

#include "openstack/api.h"
#include "openstack/quota.h"

namespace oriel::openstack {

/// A project's usage of Neutron and its limits. Amounts include what Neutron has reserved.
/// https://docs.openstack.org/api-ref/network/v2/#quotas-details-extension-quota-details
struct NetworkLimits
{
    static constexpr Kind kind = Kind::NetworkLimits;

    Quota networks;
    Quota subnets;
    Quota routers;
    Quota ports;
    Quota floatingIps; ///< unknown on clouds without routers
    Quota securityGroups;
    Quota securityGroupRules;

    bool operator==(const NetworkLimits &) const = default;
};

/// GET /quotas/{project}/details. Some clouds refuse it to anyone but administrators.
struct GetNetworkLimits
{
    using Value = NetworkLimits;

    QString projectId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
