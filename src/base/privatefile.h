#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace oriel {

/// Writes a new file that only its owner can read and write (mode 0600), whatever the umask, and
/// forces it to the disk. Never overwrites: Conflict if something has that name, a dangling link
/// included. Storage if it cannot be written; then no part of it is left.
[[nodiscard]] Result<Nothing> writePrivateFile(const QString &path, const QByteArray &content);

} // namespace oriel
