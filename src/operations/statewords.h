#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// A status, or a task of Nova, as it is said within a sentence: "shut off" for "SHUTOFF",
/// "starting" for "powering-on". Unknown ones are only made readable.
[[nodiscard]] QString stateWord(const QString &state);

/// The status of a volume, volume snapshot, backup, volume group or image, as it is said after
/// "is": "in use" for "in-use", "being created" for "creating". Unknown ones are made readable.
[[nodiscard]] QString storageStateWord(const QString &status);

} // namespace oriel::operations
