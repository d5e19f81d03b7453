#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// Opens a file of the journal for reading and writing (`flags` are added, O_CREAT makes it with
/// mode 0600) without following a link, and only where it is a regular file of this user. -1
/// otherwise; `why` then says what is in the way. Any thread.
[[nodiscard]] int openOwnFile(const QString &path, int flags, QString *why);

/// Whether there is nothing of this name, or a regular file of this user.
[[nodiscard]] bool isOwnFileOrMissing(const QString &path, QString *why);

/// Makes the folder (0700) where it is not there. False where something else has its name or it is
/// another user's; `why` then says it.
[[nodiscard]] bool makeOwnFolder(const QString &path, QString *why);

} // namespace oriel::operations
