#pragma once

#include "base/error.h"

#include <algorithm>
#include <chrono>

namespace oriel::operations {

/// The delays between an operation's polls: 1 s at first, while the user may be watching, 3 s after
/// some minutes, 10 s after many. It polls only its few rows, never a list.
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
