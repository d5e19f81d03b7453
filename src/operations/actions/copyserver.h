#pragma once

#include "operations/actions/actionoperation.h"

namespace oriel::operations {

/// Carries out "copy-server-to-zone": copies the volumes of an instance to another availability
/// zone, through images, and launches an instance like it from the copies. The original is kept.
[[nodiscard]] Task<Ending> copyServer(ActionOperation *operation);

} // namespace oriel::operations
