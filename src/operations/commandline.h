#pragma once

#include "operations/operationtypes.h"
#include "store/cloudstores.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::operations {

/// One word as a POSIX shell takes it: as it is where nothing in it is special, in single quotes
/// otherwise.
[[nodiscard]] QString shellQuoted(const QString &word);

/// The words, quoted where needed, with blanks between them.
[[nodiscard]] QString shellLine(const QStringList &words);

/// How a command names a resource: an instance by its name if no other one in the stores has it,
/// anything else by its ID.
[[nodiscard]] QString commandTarget(const store::CloudStores &stores, const Subject &subject);

} // namespace oriel::operations
