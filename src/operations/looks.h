#pragma once

#include "net/unknownoutcome.h"

namespace oriel::operations {

/// How often what a request may have made is looked for where its answer was lost. Whatever it is
/// that is not found then, is not known.
inline constexpr int looksForTheLost = 40;
/// The same where a proxy said 502 or 503, which mostly means that nothing happened, or where
/// whoever could have sent it is dead.
inline constexpr int looksForTheRefused = 5;

/// How often it is looked for after this error, for which net::mayHaveHappened() holds.
[[nodiscard]] inline int looksFor(const Error &error)
{
    return net::wasAnswered(error) ? looksForTheRefused : looksForTheLost;
}

} // namespace oriel::operations
