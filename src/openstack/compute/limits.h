#pragma once

#include "openstack/api.h"
#include "openstack/quota.h"

namespace oriel::openstack {

/// A project's usage of Nova and its limits.
/// https://docs.openstack.org/api-ref/compute/#limits-limits
struct ComputeLimits
{
    static constexpr Kind kind = Kind::ComputeLimits;

    Quota instances;
    Quota cores;
    Quota ramMiB;
    Quota serverGroups;
    qint64 mostServerGroupMembers = -1; ///< of each group; -1: no limit, or unknown

    bool operator==(const ComputeLimits &) const = default;
};

/// GET /limits
struct GetComputeLimits
{
    using Value = ComputeLimits;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
