#include "openstack/network/limits.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

Quota networkQuota(const net::json::Object &quotas, std::string_view key)
{
    const net::json::Object quota = quotas.object(key);
    const auto limit = quota.optionalInteger("limit");
    const auto used = quota.optionalInteger("used");
    if (!limit || !used)
        return Quota::unknown();
    return {.used = *used + quota.integer("reserved"), .limit = *limit};
}

} // namespace

net::Request GetNetworkLimits::request() const
{
    return requestTo(net::Service::Network, net::Method::Get,
                     u"/quotas/"_s + pathSegment(projectId) + u"/details"_s);
}

Result<NetworkLimits> GetNetworkLimits::decode(const net::Answer &answer) const
{
    return net::json::decode<NetworkLimits>(answer, [](const net::json::Object &root) {
        const net::json::Object quotas = root.requiredObject("quota");
        return NetworkLimits{.networks = networkQuota(quotas, "network"),
                             .subnets = networkQuota(quotas, "subnet"),
                             .routers = networkQuota(quotas, "router"),
                             .ports = networkQuota(quotas, "port"),
                             .floatingIps = networkQuota(quotas, "floatingip"),
                             .securityGroups = networkQuota(quotas, "security_group"),
                             .securityGroupRules = networkQuota(quotas, "security_group_rule")};
    });
}

} // namespace oriel::openstack
