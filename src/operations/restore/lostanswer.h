#pragma once

#include "base/error.h"

namespace oriel::operations {

/// How often what a lost request may have made is looked for.
inline constexpr int looksForTheLost = 40;
/// The same where a proxy said 502 or 503, or where whoever could have sent it is dead.
inline constexpr int looksForTheRefused = 5;

/// Whether the request may have been carried out although its answer is no answer.
[[nodiscard]] inline bool mayHaveHappened(ErrorKind kind)
{
    return kind == ErrorKind::AnswerLost || kind == ErrorKind::Timeout ||
           kind == ErrorKind::BrokenAnswer;
}

/// Whether something must be looked for before this error can be called a refusal.
[[nodiscard]] inline bool needsLooking(ErrorKind kind)
{
    return mayHaveHappened(kind) || kind == ErrorKind::Unavailable;
}

} // namespace oriel::operations
