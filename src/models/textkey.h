#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::models {

/// Text for searching: without case and accents, so that "zurich" finds "Zürich". Any thread.
[[nodiscard]] QString folded(const QString &text);

/// A key whose plain comparison gives the order that users expect: ignoring case and accents,
/// numbers by value ("web-2" before "web-10"). Any thread; unlike QCollator, the same in every
/// locale, including "C".
[[nodiscard]] QString naturalKey(const QString &text);

/// The folded words of a filter, without duplicates.
[[nodiscard]] QStringList filterWords(const QString &text);

} // namespace oriel::models
