#pragma once

#include "operations/operation.h"
#include "ui/uicontext.h"

namespace oriel::ui {

// What an operation that failed has left in the cloud: said in the dialog that tells of the
// failure, and on the instance's page, until somebody has decided about it in one of them.

/// Whether there is something left that the user has not decided about.
[[nodiscard]] bool hasOpenLeftovers(const operations::Operation &operation);

/// "an image and 2 volume snapshots".
[[nodiscard]] QString leftoverWords(const operations::Operation &operation);

/// Starts an operation that deletes them.
void removeLeftovers(const UiContext &context, operations::Operation &operation);

} // namespace oriel::ui
