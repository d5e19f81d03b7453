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
