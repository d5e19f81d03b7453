#pragma once

#include "operations/actions/action.h"
#include "operations/actions/instancequota.h"

#include <functional>

namespace oriel::operations {

/// All flavors, the smallest first; those that exceed the quota come last, with the reason.
[[nodiscard]] std::vector<Field::Option>
flavorOptions(const store::CloudStores &stores,
              const std::function<InstanceNeeds(const openstack::Flavor &)> &needs);

} // namespace oriel::operations
