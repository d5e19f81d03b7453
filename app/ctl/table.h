#pragma once

#include <QtCore/QStringList>

#include <vector>

namespace oriel::ctl {

/// Draws a text table with +, - and |. Cells may have several lines; wide characters count as two.
/// `rightAligned` has one flag per column. Columns are narrowed, and their cells wrapped, until the
/// table fits into `maxWidth` characters (0: unlimited), but no column below `least`.
[[nodiscard]] QString drawTable(const QStringList &head, const std::vector<QStringList> &rows,
                                const std::vector<bool> &rightAligned, int maxWidth, int least);

/// As much of the text's beginning as fits in so many columns of a terminal.
[[nodiscard]] QString cutToWidth(const QString &text, int columns);

/// The number of terminal columns that the text occupies.
[[nodiscard]] int displayWidth(const QString &text);

} // namespace oriel::ctl
