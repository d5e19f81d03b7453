#pragma once

#include "models/column.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QHash>

#include <memory>
#include <vector>

namespace oriel::models {

/// A row with its type erased.
using AnyRow = std::shared_ptr<const void>;

/// A row's sort key: a number, or a naturalKey().
struct SortKey
{
    qint64 number = 0;
    QString text;

    bool operator==(const SortKey &) const = default;
};

/// A row with its precomputed sort and search keys. Immutable, so workers share it.
struct Entry
{
    AnyRow row;
    QString id;
    QByteArray search; ///< the folded text of the searched columns; UTF-8 halves the memory
    QString name;      ///< naturalKey of the first column: the tiebreaker
    SortKey key;       ///< of the sorted column
    QString head{};    ///< ID of the row that this one is a part of; empty: of none
    int place = 0;     ///< among the parts of that row, from 1
};
using EntryPtr = std::shared_ptr<const Entry>;
using Entries = std::vector<EntryPtr>;

/// A row that is shown below another one, and found, sorted and filtered with it.
struct Part
{
    AnyRow head; ///< null: it stands for itself
    int place = 0;
};

/// A total order, so that a row's place is found by bisection: the key, then the name, then the ID.
/// Parts come below their row, whatever the order.
struct Order
{
    bool descending = false;
    bool operator==(const Order &) const = default;

    [[nodiscard]] bool operator()(const EntryPtr &a, const EntryPtr &b) const;
};

/// Which rows are shown.
struct Filter
{
    QByteArrayList words; ///< folded, UTF-8; all must match
    std::function<bool(const void *)> facet;
    int facetVersion = 0;

    [[nodiscard]] bool accepts(const Entry &entry) const;
    /// Whether `wider` accepts everything that this accepts, so that only its rows need to be
    /// tested.
    [[nodiscard]] bool narrows(const Filter &wider) const;
};

/// How entries are made from rows.
struct Keying
{
    std::shared_ptr<const std::vector<AnyColumn>> columns;
    int sortColumn = 0;
    std::function<QString(const void *)> id;
    std::function<bool(const void *)>
        scope; ///< rows outside do not exist for the model; empty: all rows
    std::function<Part(const void *)> part; ///< empty: no row is part of another one

    [[nodiscard]] bool inScope(const void *row) const { return !scope || scope(row); }
    [[nodiscard]] EntryPtr entry(const AnyRow &row, const Lookup &lookup) const;
    /// The same row with the key of another column.
    [[nodiscard]] EntryPtr resorted(const Entry &entry, const Lookup &lookup) const;

private:
    [[nodiscard]] SortKey key(const void *row, const QString &name, const Lookup &lookup) const;
};

/// The parts to recompute, from the least to the most.
enum class Work { None, Filter, Sort, Rows };

/// The input of a worker, by value.
struct IndexJob
{
    Work work = Work::None;
    std::function<std::vector<AnyRow>()> rows; ///< for Work::Rows
    std::shared_ptr<const Entries> all;        ///< sorted, from the last job
    /// For Work::Rows: unchanged rows keep their entries in `all`, whose keys and order are as
    /// wanted. Only the others are computed and merged in.
    bool keepsEntries = false;
    std::shared_ptr<const Entries>
        candidates;                       ///< for Work::Filter: a superset of the result, sorted
    std::shared_ptr<const Entries> shown; ///< what is currently shown, to detect that nothing moved
    Lookup lookup;
    Keying keying;
    Order order;
    Filter filter;
};

struct IndexResult
{
    std::shared_ptr<Entries> all;     ///< sorted; null: unchanged
    QHash<QString, EntryPtr> byId;    ///< of `all`
    std::shared_ptr<Entries> visible; ///< sorted
    bool sameRows = false;            ///< `visible` has the IDs of `shown` in the same order
    /// Otherwise, for each row of `visible`, the row of `shown` with the same ID, or -1.
    std::vector<int> rowsBefore;
};

/// Pure; any thread.
[[nodiscard]] IndexResult compute(IndexJob job);

} // namespace oriel::models
