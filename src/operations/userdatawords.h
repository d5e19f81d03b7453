#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace oriel::operations {

/// Why an instance cannot get this user data, as a sentence; empty: it can. What only might be
/// wrong, such as a missing "#!", is no reason.
[[nodiscard]] QString userDataProblem(const QByteArray &userData);

} // namespace oriel::operations
