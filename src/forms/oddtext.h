#pragma once

#include "net/oddity.h"
#include "net/request.h"

#include <QtCore/QString>

namespace oriel::forms {

/// A sentence about something in an answer that cannot be read.
[[nodiscard]] QString describe(net::Service service, const net::Oddity &oddity);

} // namespace oriel::forms
