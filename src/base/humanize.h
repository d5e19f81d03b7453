#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>

namespace oriel {

/// The dash shown where a value is unknown or absent.
[[nodiscard]] QString emptyCell();

/// The age of `when`: "just now", "5 minutes", "3 days", "4 months". Times in the future (clocks
/// differ) are "just now". A dash for an invalid time. Translated.
[[nodiscard]] QString ageText(const QDateTime &when, const QDateTime &now);

/// The same for use in a sentence: "just now", "5 minutes ago". Changes at most once a minute, so
/// that adjacent text does not move.
[[nodiscard]] QString agoText(const QDateTime &when, const QDateTime &now);

/// The same for stale data: "a few seconds ago" instead of "just now", which would suggest that the
/// data is current.
[[nodiscard]] QString pastText(const QDateTime &when, const QDateTime &now);

/// "2026-11-23 14:05" in local time; a dash for an invalid time.
[[nodiscard]] QString timeText(const QDateTime &utc);

/// Only the time for today ("14:05"), otherwise the same as timeText(); a dash for an invalid time.
[[nodiscard]] QString momentText(const QDateTime &utc, const QDateTime &now);

/// A duration, for progress: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". Negative durations count
/// as 0.
[[nodiscard]] QString durationText(std::chrono::seconds span);

/// Bytes with binary units and at most one decimal: "0 B", "512 B", "1.4 MiB", "20 GiB". A dash for
/// a negative number (unknown).
[[nodiscard]] QString bytesText(qint64 bytes);

/// Whole GiB, the unit of Cinder's and Nova's quotas: "20 GiB", "10,000 GiB", never rounded to TiB.
/// A dash for a negative number.
[[nodiscard]] QString gibText(qint64 gib);

/// Several things within a sentence: "1 instance", "1 instance and 2 volumes", "1 instance, 2
/// volumes and 1 port".
[[nodiscard]] QString enumeration(QStringList things);

/// MiB, the unit of memory in Nova, in GiB: "0.5 GiB", "2 GiB". A dash for a negative number.
[[nodiscard]] QString memoryText(qint64 mib);
/// The same without the unit.
[[nodiscard]] QString memoryNumber(qint64 mib);

} // namespace oriel
