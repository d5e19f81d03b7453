#pragma once

#include <QtCore/QStringList>

#include <vector>

namespace oriel::ctl {

/// Draws a table of text with +, - and |. Cells may have several lines; wide characters count as
/// two. `rightAligned` is one flag a column. Columns are narrowed, and their cells wrapped, until
/// the table fits `maxWidth` characters (0: never), but no column below `least`.
[[nodiscard]] QString drawTable(const QStringList &head, const std::vector<QStringList> &rows,
                                const std::vector<bool> &rightAligned, int maxWidth, int least);

/// How many columns of a terminal the text takes.
[[nodiscard]] int displayWidth(const QString &text);

} // namespace oriel::ctl
