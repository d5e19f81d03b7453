#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>

namespace oriel {

/// How long ago `when` was, for a list: "just now", "5 min ago", "3 h ago", "2 days ago", "4 months
/// ago". What lies in the future (clocks differ) within a minute is "just now", beyond "in 5 min".
/// Empty for an invalid time. Translated.
[[nodiscard]] QString ageText(const QDateTime &when, const QDateTime &now);

/// A span, for progress: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". Negative ones count as none.
[[nodiscard]] QString durationText(std::chrono::seconds span);

/// Bytes with binary units and at most one decimal: "0 B", "512 B", "1.4 MiB", "20 GiB". Empty for
/// a negative number (unknown).
[[nodiscard]] QString sizeText(qint64 bytes);

/// Whole GiB as Cinder and Nova count them: "20 GiB"; from 1024 on in TiB: "1.5 TiB".
[[nodiscard]] QString gibText(qint64 gib);

/// MiB as flavors count memory: "512 MiB", "2 GiB".
[[nodiscard]] QString mibText(qint64 mib);

} // namespace oriel
