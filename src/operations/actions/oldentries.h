#pragma once

#include "operations/journal/journalentry.h"

namespace oriel::operations {

/// An entry of an action as this version writes it: with the action's key as kind, and "target" and
/// "values" as intent. Entries of journals from before actions were values had a kind, an intent
/// and a step of their own each. Any other entry is returned as it is.
[[nodiscard]] JournalEntry modernEntry(JournalEntry entry);

} // namespace oriel::operations
