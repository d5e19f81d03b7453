#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// What Nova does in one step of an action on an instance, in words: "Shut off the instance" for
/// "compute_stop_instance". Unknown ones as they are.
[[nodiscard]] QString eventWord(const QString &event);

} // namespace oriel::operations
