#pragma once

#include "operations/actions/actionoperation.h"

namespace oriel::operations {

/// Carries out "recreate-server": makes sure that no volume is deleted with the instance, deletes
/// the instance, and launches another one like it from the same volumes.
[[nodiscard]] Task<Ending> recreateServer(ActionOperation *operation);

} // namespace oriel::operations
