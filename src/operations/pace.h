#pragma once

#include "base/error.h"

#include <algorithm>
#include <chrono>

namespace oriel::operations {

/// How long to wait before the next look at what an operation follows: 1 s as long as somebody may
/// sit and watch it, 3 s after some minutes, 10 s where it takes many. Only the few rows of the
/// operation are looked at, never a list.
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

/// Whether looking again later may well give an answer.
[[nodiscard]] inline bool isTransient(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::RateLimited:
    case ErrorKind::Unavailable:
    case ErrorKind::BrokenAnswer:
    case ErrorKind::Unauthorized: // the token may be renewed by then, or the person signs in again
        return true;
    default:
        return false;
    }
}

/// How long an operation goes on looking while it gets no answer at all before it says that it
/// cannot tell.
inline constexpr std::chrono::milliseconds patience = std::chrono::minutes(10);

} // namespace oriel::operations
