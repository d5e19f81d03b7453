#pragma once

#include <QtCore/QDateTime>

#include <optional>
#include <string_view>

namespace oriel {

/// Reads the ISO 8601 forms that OpenStack's services write: `2026-11-22T22:44:39Z`,
/// `2026-11-22T22:44:39.000000`, `2026-11-22 22:44:39`, `…+00:00`, `…+0200`. A time without a zone
/// is UTC. The result is in UTC with millisecond precision; nullopt if the text is not a time. Any
/// thread.
[[nodiscard]] std::optional<QDateTime> parseTime(std::string_view text);

} // namespace oriel
