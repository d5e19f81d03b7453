#pragma once

#include "operations/actions/action.h"

namespace oriel::operations {

/// All flavors, the smallest first.
[[nodiscard]] std::vector<Field::Option> flavorOptions(const store::CloudStores &stores);

} // namespace oriel::operations
