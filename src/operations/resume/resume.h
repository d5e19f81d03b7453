#pragma once

#include "operations/operation.h"

#include <memory>

namespace oriel::operations {

/// Whether this version knows the kind of the entry and the format of its intent and steps. An
/// entry of which it does not is kept unfinished: a newer Oriel continues it.
[[nodiscard]] bool isUnderstood(const JournalEntry &entry);

/// The operation that `entry` describes by its kind and intent; its steps are not looked at. Null
/// where the kind or the intent is not understood (an entry of another version).
[[nodiscard]] std::unique_ptr<Operation> operationFrom(const JournalEntry &entry, Context context);

/// The operation that an earlier Oriel left unfinished, made anew from its entry: to be given to
/// OperationCenter::start(), which makes it find out what the cloud did, and finish or roll
/// forward. Null where the kind or its intent is not understood (an entry of another version).
///
/// Every kind has its line in resume.cpp.
[[nodiscard]] std::unique_ptr<Operation> resumeOperation(const JournalEntry &entry,
                                                         Context context);

} // namespace oriel::operations
