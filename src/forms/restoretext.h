#pragma once

#include "operations/journal/journalentry.h"

namespace oriel::forms {

/// How an operation that gets something back from a snapshot stands, in one sentence; empty where
/// the entry is of another kind. For outcomeText().
[[nodiscard]] QString restoreOutcomeText(const operations::JournalEntry &entry);

} // namespace oriel::forms
