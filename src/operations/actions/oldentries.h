#pragma once

#include "operations/journal/journalentry.h"

namespace oriel::operations {

/// An entry of an action in this version's form: with the action's key as kind, and "target" and
/// "values" as intent. Entries from before actions were values had different kinds, intents and
/// steps. Any other entry is returned unchanged.
[[nodiscard]] JournalEntry modernEntry(JournalEntry entry);

} // namespace oriel::operations
