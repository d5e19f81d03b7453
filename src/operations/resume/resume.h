#pragma once

#include "operations/operation.h"

#include <memory>

namespace oriel::operations {

/// Whether this version knows the entry's kind and the format of its intent and steps. Other
/// entries stay unfinished, so that a newer Oriel can resume them.
[[nodiscard]] bool isUnderstood(const JournalEntry &entry);

/// The operation that `entry` describes by its kind and intent, without its steps. Null if the kind
/// or the intent is not understood (an entry of another version).
[[nodiscard]] std::unique_ptr<Operation> operationFrom(const JournalEntry &entry, Context context);

/// The operation that an earlier Oriel left unfinished, recreated from its entry: pass it to
/// OperationCenter::start(), which makes it find out what the cloud did, and finish or roll
/// forward. Null if the kind or its intent is not understood (an entry of another version).
///
/// Every kind has its line in resume.cpp.
[[nodiscard]] std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry,
                                                         Context context);

} // namespace oriel::operations
