#pragma once

#include "models/tone.h"
#include "store/store.h"

#include <QtCore/QDate>

#include <optional>

namespace oriel::models {

/// How old a snapshot may become before its age is coloured, in days, where it has no date until
/// which it is to be kept: the longer a snapshot is kept, the longer it takes to delete.
inline constexpr int oldAfterDays = 30;

/// Of the date until which a snapshot is to be kept: Warning once that day is over (where the
/// person is).
[[nodiscard]] Tone keepUntilTone(const std::optional<QDate> &keepUntil, const QDateTime &now);

/// Of a snapshot's age: Warning once its date is over, or when it is old and has none.
[[nodiscard]] Tone ageTone(const QDateTime &created, const std::optional<QDate> &keepUntil,
                           const QDateTime &now);
/// Why the age is coloured; empty where it is not.
[[nodiscard]] QString ageTip(const QDateTime &created, const std::optional<QDate> &keepUntil,
                             const QDateTime &now);

/// From when rows are that were kept from an earlier run, until the cloud has answered: "as of
/// 14:02, refreshing". Empty where they are not of that kind.
[[nodiscard]] QString cachedText(const store::LoadState &state, const QDateTime &now);

} // namespace oriel::models
