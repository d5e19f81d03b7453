#pragma once

#include <QtCore/QString>

namespace oriel {

/// A new request ID in the form that OpenStack's services accept and log: "req-" and a random UUID.
/// Any thread.
[[nodiscard]] QString newRequestId();

} // namespace oriel
