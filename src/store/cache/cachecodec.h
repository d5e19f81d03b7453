#pragma once

#include "store/cache/cachedstate.h"

#include <QtCore/QByteArray>

#include <optional>

namespace oriel::store {

/// How the cache is written: raise it with every change of what is written or of how.
inline constexpr quint32 cacheVersion = 2;
/// Longer lists are left out: they are browsed page by page, and nobody wants to wait for them.
inline constexpr qsizetype mostCachedRows = 50'000;

/// The state as bytes, each text once. Pure; any thread.
[[nodiscard]] QByteArray encodeCache(const CachedState &state);

/// The state again; nothing where the bytes are broken, cut, of another version or not ours at all.
/// Equal texts share their memory. Pure; any thread.
[[nodiscard]] std::optional<CachedState> decodeCache(const QByteArray &bytes);

} // namespace oriel::store
