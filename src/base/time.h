#pragma once

#include <QtCore/QDateTime>

#include <optional>
#include <string_view>

namespace oriel {

/// Reads the forms of ISO 8601 that OpenStack's services write: `2026-11-22T22:44:39Z`,
/// `2026-11-22T22:44:39.000000`, `2026-11-22 22:44:39`, `…+00:00`, `…+0200`. Without a zone the
/// time is UTC, as the services mean it. The result is in UTC, to the millisecond; nothing where
/// the text is no time. Any thread.
[[nodiscard]] std::optional<QDateTime> parseTime(std::string_view text);

} // namespace oriel
