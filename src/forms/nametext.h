#pragma once

#include "operations/names.h"

#include <QtCore/QString>

namespace oriel::forms {

/// What is wrong with a name, in words; empty for NameFault::None. `longest` is the limit that was
/// used.
[[nodiscard]] QString describe(operations::NameFault fault, const QString &name,
                               qsizetype longest = operations::longestName);

} // namespace oriel::forms
