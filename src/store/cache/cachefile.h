#pragma once

#include "store/cache/cachedstate.h"

#include <chrono>
#include <optional>

namespace oriel::store {

/// Larger caches are not written.
inline constexpr qint64 largestCache = qint64{64} << 20;
/// If there are more scopes, the least recently used ones are removed.
inline constexpr int mostCaches = 8;
/// Older data misleads more than it helps.
inline constexpr std::chrono::hours oldestCache{24 * 30};

/// The path of the cache for a sign-in with `cloud`, in a folder that only its owner can read.
[[nodiscard]] QString cachePath(const openstack::CloudConfig &cloud);

/// Reads a cache; nullopt if it is missing, damaged or too old at `now`. Any thread.
[[nodiscard]] std::optional<CachedState> readCache(const QString &path, const QDateTime &now);

/// Writes a cache atomically, and removes surplus ones. False if the disk refuses it. Any thread,
/// but one at a time per path.
bool writeCache(const QString &path, const CachedState &state);

/// Removes a cache.
void removeCache(const QString &path);

} // namespace oriel::store
