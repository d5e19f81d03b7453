#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace oriel {

/// Writes a new file that only its owner can read and write (mode 0600, regardless of the umask)
/// and syncs it to the disk. Never overwrites: Conflict if the name exists, even as a dangling
/// link. Storage if the file cannot be written; no partial file is left.
[[nodiscard]] Result<Nothing> writePrivateFile(const QString &path, const QByteArray &content);

} // namespace oriel
