#pragma once

#include "openstack/api.h"
#include "openstack/quota.h"

namespace oriel::openstack {

/// A project's usage of Cinder and its limits.
/// https://docs.openstack.org/api-ref/block-storage/v3/#limits-limits
struct BlockStorageLimits
{
    static constexpr Kind kind = Kind::BlockStorageLimits;

    Quota volumes;
    Quota snapshots;
    Quota gigabytes; ///< volumes and, unless the cloud is configured otherwise, snapshots
    Quota backups;
    Quota backupGigabytes;

    bool operator==(const BlockStorageLimits &) const = default;
};

/// GET /limits
struct GetBlockStorageLimits
{
    using Value = BlockStorageLimits;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
