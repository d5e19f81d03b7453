#pragma once

#include "forms/errortext.h"
#include "operations/operation.h"

namespace oriel::forms {

/// What a failed or unclear operation means for the person: what did not happen, why, what can be
/// done, what was left behind and the details with all request-ids. Empty for one that runs or has
/// succeeded.
[[nodiscard]] ErrorText describe(const operations::Operation &operation);

/// One sentence for a notification or the line at the bottom, whatever the outcome.
[[nodiscard]] QString outcomeText(const operations::Operation &operation);

} // namespace oriel::forms
