#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// A status, or a task of Nova, as it is said within a sentence: "shut off" for "SHUTOFF",
/// "starting" for "powering-on". Unknown ones are only made readable.
[[nodiscard]] QString stateWord(const QString &state);

} // namespace oriel::operations
