#pragma once

#include "operations/operation.h"
#include "ui/uicontext.h"

namespace oriel::ui {

class ErrorDialog;

// What a failed operation has left in the cloud: shown in the dialog that reports the failure, and
// on the instance's page, until the user has decided in one of them.

/// Whether there are leftovers that the user has not decided about.
[[nodiscard]] bool hasOpenLeftovers(const operations::Operation &operation);

/// "an image and 2 volume snapshots".
[[nodiscard]] QString leftoverWords(const std::vector<operations::Subject> &leftovers);

/// Whether an operation, also of an earlier run, has left something that the user has not decided
/// about and that may still exist. `operation`: null: of an earlier run.
[[nodiscard]] bool mayHaveLeftovers(const store::CloudStores &stores,
                                    const operations::JournalEntry &entry,
                                    const operations::Operation *operation);

/// Starts an operation that deletes them.
void removeLeftovers(const UiContext &context, operations::Operation &operation);
/// The same for what an operation of an earlier run has left.
void removeLeftovers(const UiContext &context, const std::vector<operations::Subject> &leftovers);

/// Has the dialog, which names them (ErrorDialog::setLeftovers()), remove them if the user wants
/// it.
void offerRemoval(const UiContext &context, ErrorDialog &dialog, operations::Operation &operation);

} // namespace oriel::ui
