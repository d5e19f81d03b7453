#pragma once

#include "operations/actions/actionoperation.h"
#include "operations/launch/launchrequest.h"

#include <memory>

/// The typed values of some actions' forms. Each is an action of actions() with a subject and
/// values.
namespace oriel::operations {

/// To the port `portId`, at its address `fixedIp` (empty: its first).
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const FloatingIpMove &move,
                                                            const QString &portId,
                                                            const QString &fixedIp);

} // namespace oriel::operations
