#pragma once

#include "store/cache/cachedstate.h"

#include <QtCore/QByteArray>

#include <optional>

namespace oriel::store {

/// Longer lists are not cached: users browse them by searching, and loading them would take too
/// long.
inline constexpr qsizetype mostCachedRows = 50'000;

/// The state as bytes, with each text stored once. Pure; any thread.
[[nodiscard]] QByteArray encodeCache(const CachedState &state);

/// The decoded state; nullopt if the bytes are damaged, truncated, of another layout (CacheLayout)
/// or not a cache. Equal texts share their memory. Pure; any thread.
[[nodiscard]] std::optional<CachedState> decodeCache(const QByteArray &bytes);

} // namespace oriel::store
