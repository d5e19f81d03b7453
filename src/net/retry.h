#pragma once

#include "base/error.h"

#include <chrono>
#include <optional>

namespace oriel::net {

/// How often and after what pause an idempotent request is sent again.
struct RetryPolicy
{
    int attempts = 4; ///< the first one included
    std::chrono::milliseconds firstPause{500};
    std::chrono::milliseconds longestPause{8'000};
    /// A service that asks for more patience than this is not waited for; its error carries
    /// retryAfter instead.
    std::chrono::milliseconds longestRetryAfter{60'000};

    /// The pause before the attempt after `attempt` (from 1), or nothing where it is not worth it.
    /// `random` is from 0 up to 1: the pause is between half and the whole of an exponential
    /// backoff, and never shorter than Retry-After.
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause(const Error &error, int attempt,
                                                                 double random) const;
};

} // namespace oriel::net
