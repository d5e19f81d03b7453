#include "openstack/compute/limits.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request GetComputeLimits::request() const
{
    return requestTo(net::Service::Compute, net::Method::Get, u"/limits"_s);
}

Result<ComputeLimits> GetComputeLimits::decode(const net::Answer &answer) const
{
    return net::json::decode<ComputeLimits>(answer, [](const net::json::Object &root) {
        const auto limits = root.requiredObject("limits").requiredObject("absolute");
        return ComputeLimits{
            .instances = readQuota(limits, "totalInstancesUsed", "maxTotalInstances"),
            .cores = readQuota(limits, "totalCoresUsed", "maxTotalCores"),
            .ramMiB = readQuota(limits, "totalRAMUsed", "maxTotalRAMSize"),
            .serverGroups = readQuota(limits, "totalServerGroupsUsed", "maxServerGroups"),
            .mostServerGroupMembers = limits.integer("maxServerGroupMembers", -1)};
    });
}

} // namespace oriel::openstack
