#pragma once

#include <QtCore/QStringList>

namespace oriel::operations {

/// What Horizon and other portals call the action with this key, so that it is found by these names
/// as well. Empty: they call it as Oriel does.
[[nodiscard]] QStringList otherNames(const QString &key);

} // namespace oriel::operations
