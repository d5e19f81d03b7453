#pragma once

#include "base/error.h"

#include <chrono>
#include <optional>

namespace oriel::net {

/// How often, and after what delay, an idempotent request is sent again.
struct RetryPolicy
{
    int attempts = 4; ///< including the first one
    std::chrono::milliseconds firstPause{500};
    std::chrono::milliseconds longestPause{8'000};
    /// A longer Retry-After is not waited for; the error carries retryAfter instead.
    std::chrono::milliseconds longestRetryAfter{60'000};

    /// The delay after `attempt` (counted from 1), or nullopt if a retry is pointless. `random` is
    /// at least 0 and below 1: the delay is between half and all of an exponential backoff, and
    /// never shorter than Retry-After.
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause(const Error &error, int attempt,
                                                                 double random) const;
};

} // namespace oriel::net
