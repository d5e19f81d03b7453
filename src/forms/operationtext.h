#pragma once

#include "forms/errortext.h"
#include "operations/operation.h"

namespace oriel::forms {

// What an operation means for the person: one of this run, or one that the journal kept.

/// What a failed or unclear operation means: what did not happen, why, what can be done, what was
/// left behind and the details with all request-ids. Empty for one that runs, has succeeded or was
/// canceled.
[[nodiscard]] ErrorText describe(const operations::JournalEntry &entry);
[[nodiscard]] ErrorText describe(const operations::Operation &operation);

/// One sentence for a notification or the line at the bottom, whatever the outcome.
[[nodiscard]] QString outcomeText(const operations::JournalEntry &entry);
[[nodiscard]] QString outcomeText(const operations::Operation &operation);

/// Whether Oriel ended while it was under way and nobody has gone on with it yet.
[[nodiscard]] bool isAbandoned(const operations::JournalEntry &entry);
/// Whether it is abandoned and this version cannot continue it.
[[nodiscard]] bool needsNewerOriel(const operations::JournalEntry &entry);

/// "Running", "Done", "Failed", "Unknown", "Not finished", "Needs a newer Oriel", "Canceled".
[[nodiscard]] QString outcomeWord(const operations::JournalEntry &entry);

} // namespace oriel::forms
