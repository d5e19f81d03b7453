#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// Opens a file of the journal for reading and writing (`flags` are added, O_CREAT creates it with
/// mode 0600) without following links, and only if it is a regular file of this user. Otherwise -1;
/// `why` contains the obstacle. Any thread.
[[nodiscard]] int openOwnFile(const QString &path, int flags, QString *why);

/// Whether the name does not exist, or is a regular file of this user.
[[nodiscard]] bool isOwnFileOrMissing(const QString &path, QString *why);

/// Creates the folder (0700) if it is missing. False if something else has its name or it belongs
/// to another user; `why` contains the reason.
[[nodiscard]] bool makeOwnFolder(const QString &path, QString *why);

} // namespace oriel::operations
