#pragma once

#include "base/error.h"

namespace oriel::net {

/// Whether a changing request that ended with `error` may have been carried out. A lost answer is
/// no failure: the connection broke, the deadline passed, the answer came damaged or was refused
/// for its size, or a proxy answered 502, 503 or 504 for a service that goes on working. What may
/// have been carried out is looked for before anything is said of it or sent again.
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

/// Whether the service, or a proxy in front of it, answered at all: then what is not found soon was
/// probably not made.
[[nodiscard]] inline bool wasAnswered(const Error &error)
{
    return error.kind == ErrorKind::Unavailable;
}

} // namespace oriel::net
