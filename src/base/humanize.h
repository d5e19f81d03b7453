#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>

namespace oriel {

/// The dash that stands where there is nothing to say.
[[nodiscard]] QString emptyCell();

/// How old something is: "just now", "5 minutes", "3 days", "4 months". What lies in the future
/// (clocks differ) is "just now". A dash for an invalid time. Translated.
[[nodiscard]] QString ageText(const QDateTime &when, const QDateTime &now);

/// The same in a sentence: "just now", "5 minutes ago". It changes once a minute at most, so that
/// text beside it stands still.
[[nodiscard]] QString agoText(const QDateTime &when, const QDateTime &now);

/// The same of what is not as new as it should be: "a few seconds ago", for "just now" would sound
/// as if all were well.
[[nodiscard]] QString pastText(const QDateTime &when, const QDateTime &now);

/// "2026-11-23 14:05" in local time; a dash for an invalid time.
[[nodiscard]] QString timeText(const QDateTime &utc);

/// Today's time alone, "14:05", and of another day as timeText(); a dash for an invalid time.
[[nodiscard]] QString momentText(const QDateTime &utc, const QDateTime &now);

/// A span, for progress: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". Negative ones count as none.
[[nodiscard]] QString durationText(std::chrono::seconds span);

/// Bytes with binary units and at most one decimal: "0 B", "512 B", "1.4 MiB", "20 GiB". A dash for
/// a negative number (unknown).
[[nodiscard]] QString bytesText(qint64 bytes);

/// Whole GiB as Cinder and Nova count them, whose quotas they are compared with: "20 GiB",
/// "10,000 GiB", never rounded to TiB. A dash for a negative number.
[[nodiscard]] QString gibText(qint64 gib);

/// MiB as flavors count memory: "512 MiB", "2 GiB".
[[nodiscard]] QString memoryText(qint64 mib);

} // namespace oriel
