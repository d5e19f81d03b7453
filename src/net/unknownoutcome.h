#pragma once

#include "base/error.h"

namespace oriel::net {

/// Whether a changing request that failed with `error` may have been carried out: the connection
/// broke, the deadline passed, the answer was damaged or refused for its size, or a proxy answered
/// 502, 503 or 504 for a service that continues to work. Such an outcome must be looked up before
/// it is reported or the request is sent again.
[[nodiscard]] inline bool mayHaveHappened(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::AnswerLost:
    case ErrorKind::Timeout:
    case ErrorKind::BrokenAnswer:
    case ErrorKind::Unavailable:
        return true;
    default:
        return false;
    }
}

/// Whether the service, or a proxy in front of it, answered at all. If so, a result that is not
/// found soon was probably not created.
[[nodiscard]] inline bool wasAnswered(const Error &error)
{
    return error.kind == ErrorKind::Unavailable;
}

} // namespace oriel::net
