#pragma once

#include "openstack/compute/types.h"

namespace oriel::openstack {

/// https://docs.openstack.org/api-ref/block-storage/v3/#limits-limits
struct BlockStorageLimits
{
    Quota volumes;
    Quota snapshots;
    Quota gigabytes; ///< volumes and, unless the cloud says otherwise, snapshots
    Quota backups;
    Quota backupGigabytes;

    bool operator==(const BlockStorageLimits &) const = default;
};

} // namespace oriel::openstack
