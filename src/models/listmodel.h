#pragma once

#include "store/store.h"

#include <QtCore/QAbstractTableModel>

#include <functional>
#include <memory>

namespace oriel::models {

/// What a cell's icon and colour say; the delegate in ui/ paints it.
enum class Tone { None, Good, Busy, Off, Warning, Error, Unknown };

/// Roles beyond Qt's.
enum Role {
    IdRole = Qt::UserRole + 1, ///< the row's id, QString, any column
    ToneRole,                  ///< int(Tone)
    ProgressRole,              ///< int percent, -1 none
    LinkRole,                  ///< id of the resource that the cell leads to; empty: none
};

/// The untyped half: what views see. Rows are an index vector over immutable rows; sort and filter
/// are worked out in a worker and applied in one step (a QSortFilterProxyModel cannot hold a frame
/// at 100,000 rows). GUI thread.
class ListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// What a column is called in settings ("name", "status"); stable over releases.
    [[nodiscard]] virtual QString columnKey(int column) const = 0;
    /// Whether the column is shown before a person has chosen, and its width in average characters.
    [[nodiscard]] virtual bool columnShownByDefault(int column) const = 0;
    [[nodiscard]] virtual int columnWidthHint(int column) const = 0;

    /// Shows only rows of which a searched column contains every word, without regard to case.
    virtual void setFilterText(const QString &text) = 0;
    [[nodiscard]] virtual QString filterText() const = 0;

    void sort(int column, Qt::SortOrder order) override = 0;
    [[nodiscard]] virtual int sortColumn() const = 0;
    [[nodiscard]] virtual Qt::SortOrder sortOrder() const = 0;

    /// The row of this id among those shown; -1 where it is not.
    [[nodiscard]] virtual int rowOf(const QString &id) const = 0;
    [[nodiscard]] virtual QString idAt(int row) const = 0;
    /// During modelReset: the row before the reset that `row` now is; -1 where it was not shown.
    /// So that a view moves its selection along without looking for every id.
    [[nodiscard]] virtual int rowBeforeReset(int row) const = 0;
    /// Rows before filtering.
    [[nodiscard]] virtual int total() const = 0;
    /// Whether a sort or filter is being worked out.
    [[nodiscard]] virtual bool settling() const = 0;

    /// The store behind it, for its load state.
    [[nodiscard]] virtual const store::StoreBase &source() const = 0;

Q_SIGNALS:
    /// A sort, filter or refresh has been applied; views restore their selection by id.
    void applied();
};

} // namespace oriel::models
