#pragma once

#include "operations/actions/action.h"

#include <vector>

namespace oriel::openstack {
struct Flavor;
}

/// What instances take of Nova's quota (GET /limits). Nothing is said while the limits are not
/// known.
namespace oriel::operations {

/// What is needed in addition to what is in use.
struct InstanceNeeds
{
    int instances = 0;
    int vcpus = 0;
    int ramMiB = 0;
};

/// Those of one new instance.
[[nodiscard]] InstanceNeeds needsOfNew(const openstack::Flavor &flavor);
/// Those of an instance that gets another flavor: never less than nothing.
[[nodiscard]] InstanceNeeds needsOfChange(const openstack::Flavor &now,
                                          const openstack::Flavor &then);

/// Of each resource that is needed.
[[nodiscard]] std::vector<Briefing::Use> instanceUses(const store::CloudStores &stores,
                                                      const InstanceNeeds &needs);
/// Why the quota leaves too little; empty: it does not.
[[nodiscard]] QString whyNotInQuota(const store::CloudStores &stores, const InstanceNeeds &needs);

} // namespace oriel::operations
