#pragma once

#include "store/cache/cachedstate.h"

#include <QtCore/QByteArray>

#include <optional>

namespace oriel::store {

/// Longer lists are left out: they are browsed page by page, and nobody wants to wait for them.
inline constexpr qsizetype mostCachedRows = 50'000;

/// The state as bytes, each text once. Pure; any thread.
[[nodiscard]] QByteArray encodeCache(const CachedState &state);

/// The state again; nothing where the bytes are broken, cut, of another layout (CacheLayout) or not
/// ours. Equal texts share their memory. Pure; any thread.
[[nodiscard]] std::optional<CachedState> decodeCache(const QByteArray &bytes);

} // namespace oriel::store
