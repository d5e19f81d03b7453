#pragma once

#include "forms/errortext.h"
#include "operations/operation.h"

namespace oriel::forms {

// Sentences about an operation of this run, or from the journal.

/// The result of a failed or unclear operation: what did not happen, why, what to do, what was left
/// behind, and the details with all request IDs. Empty if it is running, has succeeded or was
/// canceled.
[[nodiscard]] ErrorText describe(const operations::JournalEntry &entry);
[[nodiscard]] ErrorText describe(const operations::Operation &operation);

/// One sentence for a notification or the status line, for any outcome.
[[nodiscard]] QString outcomeText(const operations::JournalEntry &entry);
[[nodiscard]] QString outcomeText(const operations::Operation &operation);

/// Whether Oriel quit while it was running and no other Oriel has resumed it yet.
[[nodiscard]] bool isAbandoned(const operations::JournalEntry &entry);
/// Whether it is abandoned and this version cannot resume it.
[[nodiscard]] bool needsNewerOriel(const operations::JournalEntry &entry);

/// "Running", "Done", "Failed", "Unknown", "Not finished", "Needs a newer Oriel", "Canceled".
[[nodiscard]] QString outcomeWord(const operations::JournalEntry &entry);

} // namespace oriel::forms
