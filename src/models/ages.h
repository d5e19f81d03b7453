#pragma once

#include "models/tone.h"
#include "store/store.h"

#include <QtCore/QDate>

#include <optional>

namespace oriel::models {

/// The age in days from which a snapshot without a keep-until date is highlighted: the longer a
/// snapshot is kept, the longer it takes to delete.
inline constexpr int oldAfterDays = 30;

/// For a keep-until date: Warning after the end of that day in local time.
[[nodiscard]] Tone keepUntilTone(const std::optional<QDate> &keepUntil, const QDateTime &now);

/// For a snapshot's age: Warning after its keep-until date, or if it is old and has none.
[[nodiscard]] Tone ageTone(const QDateTime &created, const std::optional<QDate> &keepUntil,
                           const QDateTime &now);
/// Why the age is highlighted; empty if it is not.
[[nodiscard]] QString ageTip(const QDateTime &created, const std::optional<QDate> &keepUntil,
                             const QDateTime &now);

/// The time of rows that were cached by an earlier run, until the cloud has answered: "as of 14:02,
/// refreshing". Empty for other rows.
[[nodiscard]] QString cachedText(const store::LoadState &state, const QDateTime &now);

} // namespace oriel::models
