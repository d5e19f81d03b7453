#pragma once

#include "app/ctl/cell.h"
#include "base/result.h"

namespace oriel::ctl {

/// The values of -f.
enum class Format { Table, Json, Csv, Value, Yaml };

/// The values of --quote, for CSV.
enum class Quote { All, Minimal, None, NonNumeric };

/// How to print a result: the options common to all commands with a result, with the names and
/// meanings of `openstack`.
struct OutputOptions
{
    Format format = Format::Table;
    QStringList columns = {}; ///< empty: all; otherwise in the table's own order
    Quote quote = Quote::NonNumeric;
    bool noIndent = false;   ///< JSON on one line
    int maxWidth = 0;        ///< of a table, in characters; 0: unlimited
    bool printEmpty = false; ///< also print a table without rows
    QStringList sortColumns = {};
    bool descending = false;
    bool forTerminal = false; ///< escape control characters (base/visible.h)

    bool operator==(const OutputOptions &) const = default;
};

/// The text of a list. BadRequest if none of the requested columns exists.
[[nodiscard]] Result<QString> render(Listing listing, const OutputOptions &options);

/// The text of one object: two columns, "Field" and "Value".
[[nodiscard]] Result<QString> render(Details details, const OutputOptions &options);

} // namespace oriel::ctl
