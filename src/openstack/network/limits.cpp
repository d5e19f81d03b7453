#include "openstack/network/limits.h"

#include "openstack/quotas.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

GetQuotas networkQuotas(const QString &projectId)
{
    return {.service = net::Service::Network, .projectId = projectId};
}

} // namespace

net::Request GetNetworkLimits::request() const
{
    return networkQuotas(projectId).request();
}

Result<NetworkLimits> GetNetworkLimits::decode(const net::Answer &answer) const
{
    const Result<Quotas> quotas = networkQuotas(projectId).decode(answer);
    if (!quotas)
        return quotas.error();
    const auto of = [&quotas](const QString &key) {
        return quotas->byKey.value(key, Quota::unknown());
    };
    return NetworkLimits{.networks = of(u"network"_s),
                         .subnets = of(u"subnet"_s),
                         .routers = of(u"router"_s),
                         .ports = of(u"port"_s),
                         .floatingIps = of(u"floatingip"_s),
                         .securityGroups = of(u"security_group"_s),
                         .securityGroupRules = of(u"security_group_rule"_s)};
}

} // namespace oriel::openstack
