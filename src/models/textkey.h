#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::models {

/// Text as it is searched: without case and without accents, so that "Zürich" is found by "zurich".
/// Any thread.
[[nodiscard]] QString folded(const QString &text);

/// A key whose plain comparison orders text as a person expects: case and accents aside, numbers by
/// value
/// ("web-2" before "web-10"). Any thread; unlike QCollator the same in every locale, "C" included.
[[nodiscard]] QString naturalKey(const QString &text);

/// The folded words of a filter, without repetitions.
[[nodiscard]] QStringList filterWords(const QString &text);

} // namespace oriel::models
