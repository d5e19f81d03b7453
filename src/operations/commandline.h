#pragma once

#include "operations/operationtypes.h"
#include "store/cloudstores.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::operations {

/// One word for a POSIX shell: verbatim if nothing in it is special, otherwise in single quotes.
[[nodiscard]] QString shellQuoted(const QString &word);

/// The words, quoted if necessary, separated by spaces.
[[nodiscard]] QString shellLine(const QStringList &words);

/// How a command refers to a resource: to an instance by its name if that is unique in the stores,
/// otherwise by ID.
[[nodiscard]] QString commandTarget(const store::CloudStores &stores, const Subject &subject);

} // namespace oriel::operations
