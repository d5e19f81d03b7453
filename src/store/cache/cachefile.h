#pragma once

#include "store/cache/cachedstate.h"

#include <chrono>
#include <optional>

namespace oriel::store {

/// No file gets larger; what would be is not written.
inline constexpr qint64 largestCache = qint64{64} << 20;
/// Of more scopes than this, those that were not used for the longest time are forgotten.
inline constexpr int mostCaches = 8;
/// What is older misleads more than it helps.
inline constexpr std::chrono::hours oldestCache{24 * 30};

/// Where the cache for who signs in with `cloud` lies, in a folder that only its owner can read.
[[nodiscard]] QString cachePath(const openstack::CloudConfig &cloud);

/// Reads one; nothing where there is none, where it is broken or too old as of `now`. Any thread.
[[nodiscard]] std::optional<CachedState> readCache(const QString &path, const QDateTime &now);

/// Writes one, whole or not at all, and forgets others that are too many. False where the disk does
/// not take it. Any thread, but one at a time for a path.
bool writeCache(const QString &path, const CachedState &state);

/// Forgets one.
void removeCache(const QString &path);

} // namespace oriel::store
