#pragma once

#include "models/column.h"

namespace oriel::models {

/// The columns of a list of key pairs: name, type, fingerprint.
[[nodiscard]] std::vector<Column<openstack::KeyPair>> keyPairColumns();

} // namespace oriel::models
