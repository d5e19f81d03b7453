#pragma once

#include <QtCore/QString>

namespace oriel {

/// u"…"_s and "…"_L1 for headers; source files have their own using-directive.
using namespace Qt::StringLiterals;

} // namespace oriel
