#pragma once

#include "app/ctl/cell.h"
#include "base/result.h"

namespace oriel::ctl {

/// As -f says.
enum class Format { Table, Json, Csv, Value, Yaml };

/// As --quote says, for CSV.
enum class Quote { All, Minimal, None, NonNumeric };

/// How a result is to be printed: the options that all commands with a result share, named and
/// meant as those of `openstack`.
struct OutputOptions
{
    Format format = Format::Table;
    QStringList columns = {}; ///< empty: all; otherwise in the table's own order
    Quote quote = Quote::NonNumeric;
    bool noIndent = false;   ///< JSON on one line
    int maxWidth = 0;        ///< of a table, in characters; 0: as wide as it is
    bool printEmpty = false; ///< a table without rows, too
    QStringList sortColumns = {};
    bool descending = false;
    bool forTerminal = false; ///< control characters are written out (base/visible.h)

    bool operator==(const OutputOptions &) const = default;
};

/// The text of a list. BadRequest where none of the wanted columns exists.
[[nodiscard]] Result<QString> render(Listing listing, const OutputOptions &options);

/// The text of one thing: two columns, "Field" and "Value".
[[nodiscard]] Result<QString> render(Details details, const OutputOptions &options);

} // namespace oriel::ctl
