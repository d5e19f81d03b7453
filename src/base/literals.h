#pragma once

#include <QtCore/QString>

namespace oriel {

/// u"…"_s and "…"_L1 for headers; a source file has its own using-directive.
using namespace Qt::StringLiterals;

} // namespace oriel
