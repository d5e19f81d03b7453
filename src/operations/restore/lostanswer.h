#pragma once

#include "net/unknownoutcome.h"

namespace oriel::operations {

/// How often what a lost request may have made is looked for.
inline constexpr int looksForTheLost = 40;
/// The same where a proxy said 502 or 503, or where whoever could have sent it is dead.
inline constexpr int looksForTheRefused = 5;

} // namespace oriel::operations
