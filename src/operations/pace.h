#pragma once

#include "base/error.h"
#include "base/result.h"

#include <algorithm>
#include <chrono>

namespace oriel::operations {

/// The delays between an operation's polls: 1 s at first, while the user may be watching, 3 s after
/// some minutes, 10 s after many; never sooner than the service asked for. It polls only its few
/// rows, never a list.
class Pace
{
public:
    [[nodiscard]] std::chrono::milliseconds next()
    {
        using namespace std::chrono_literals;
        const int turn = m_turn++;
        if (turn < 120)
            return 1s;
        return turn < 300 ? 3s : 10s;
    }
    /// After this answer, whose error may say when to ask again (Retry-After): at most after
    /// minutes, because somebody waits for the outcome.
    template <typename T>
    [[nodiscard]] std::chrono::milliseconds next(const Result<T> &answer)
    {
        constexpr std::chrono::milliseconds longest = std::chrono::minutes(5);
        const auto usual = next();
        return answer.ok() ? usual
                           : std::clamp(answer.error().retryAfter.value_or(usual), usual, longest);
    }
    void restart() { m_turn = 0; }

private:
    int m_turn = 0;
};

/// Whether a later poll may succeed.
[[nodiscard]] inline bool isTransient(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::RateLimited:
    case ErrorKind::Unavailable:
    case ErrorKind::BrokenAnswer:
    case ErrorKind::Unauthorized: // the token may be renewed by then, or the user signs in again
        return true;
    default:
        return false;
    }
}

/// How long an operation keeps polling without any answer before its outcome is unknown.
inline constexpr std::chrono::milliseconds patience = std::chrono::minutes(10);

} // namespace oriel::operations
