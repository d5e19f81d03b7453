#pragma once

#include "net/unknownoutcome.h"

namespace oriel::operations {

/// How often what a request may have made is looked for where its answer was lost. Whatever it is
/// that is not found then, is not known.
inline constexpr int pollsAfterLoss = 40;
/// The same where a proxy said 502 or 503, which mostly means that nothing happened, or where
/// whoever could have sent it is dead.
inline constexpr int pollsAfterRefusal = 5;

/// How often it is looked for after this error, for which net::mayHaveHappened() holds.
[[nodiscard]] inline int pollsFor(const Error &error)
{
    return net::wasAnswered(error) ? pollsAfterRefusal : pollsAfterLoss;
}

} // namespace oriel::operations
