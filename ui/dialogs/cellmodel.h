#pragma once

#include "ui/theme/theme.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QHash>
#include <QtGui/QIcon>

#include <vector>

namespace oriel::ui {

/// One cell of a CellModel.
struct Cell
{
    QString text;
    QString icon{}; ///< by its name in the theme; empty: none
    Theme::Color iconColor = Theme::Color::TextSecondary;
    bool bold = false;
    bool secondary = false; ///< in the secondary text color

    bool operator==(const Cell &) const = default;
};

/// One row of a CellModel.
struct CellRow
{
    /// Whether the row has a check box in its first column.
    enum class Box { None, Unticked, Ticked };

    QString key;
    std::vector<Cell> cells;
    Box box = Box::None;
    bool secondary = false; ///< applies to the whole row

    bool operator==(const CellRow &) const = default;
};

/// A dialog's list, as rows with a key. New rows are compared with the old ones by key, so that
/// views are notified only of changes. A filter hides rows; ticks are reported, not stored.
class CellModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct Column
    {
        QString title;
        Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    };

    CellModel(Theme &theme, std::vector<Column> columns, QObject *parent = nullptr);

    [[nodiscard]] bool hasTitles() const;
    /// All rows, including those hidden by the filter.
    void setRows(std::vector<CellRow> rows);
    /// Rows that contain each word of `text` in one of their cells. Empty: all.
    void setFilter(const QString &text);
    /// The number of rows including those hidden by the filter.
    [[nodiscard]] int total() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const CellRow &at(int shown) const;
    [[nodiscard]] int rowOf(const QString &key) const;
    /// The visible rows that have a check box.
    [[nodiscard]] QStringList shownWithBox() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// The user has ticked or unticked a row.
    void ticked(const QString &key, bool on);

private:
    [[nodiscard]] std::vector<int> shownOf(const std::vector<CellRow> &rows) const;
    void updateInPlace(std::vector<CellRow> rows, std::vector<int> shown);
    /// False: the remaining rows are in another order, or there are too many changes.
    bool insertAndRemove(std::vector<CellRow> &rows, const std::vector<int> &shown);
    [[nodiscard]] QIcon iconOf(const Cell &cell) const;

    Theme &m_theme;
    std::vector<Column> m_columns;
    std::vector<CellRow> m_rows;
    std::vector<int> m_shown; ///< indexes in m_rows
    QStringList m_filter;     ///< words
    mutable QHash<std::pair<QString, int>, QIcon> m_icons;
};

} // namespace oriel::ui
