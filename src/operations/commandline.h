#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::operations {

/// One word as a POSIX shell takes it: as it is where nothing in it is special, in single quotes
/// otherwise.
[[nodiscard]] QString shellQuoted(const QString &word);

/// The words, quoted where needed, with blanks between them.
[[nodiscard]] QString shellLine(const QStringList &words);

} // namespace oriel::operations
