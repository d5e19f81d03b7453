#include "net/retry.h"

#include <algorithm>

namespace oriel::net {

namespace {

bool worthRetrying(const Error &error)
{
    switch (error.httpStatus) {
    case 0:
        return error.kind == ErrorKind::AnswerLost;
    case 413:
        return error.kind == ErrorKind::RateLimited;
    case 429:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return false;
    }
}

} // namespace

std::optional<std::chrono::milliseconds> RetryPolicy::pause(const Error &error, int attempt,
                                                            double random) const
{
    if (attempt >= attempts || !worthRetrying(error))
        return std::nullopt;
    if (error.retryAfter && *error.retryAfter > longestRetryAfter)
        return std::nullopt;
    const auto whole = std::min(
        longestPause, std::chrono::milliseconds(firstPause * (1LL << std::min(attempt - 1, 20))));
    const auto jittered = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
        static_cast<double>(whole.count()) * (0.5 + 0.5 * std::clamp(random, 0.0, 1.0))));
    // Add jitter to Retry-After as well, so that throttled clients do not all return at once.
    return error.retryAfter ? *error.retryAfter + jittered / 4 : jittered;
}

} // namespace oriel::net
