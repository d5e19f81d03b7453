#pragma once

#include <QtCore/QObject>
#include <QtCore/QSettings>

#include <vector>

class QHeaderView;
class QMenu;

namespace oriel::models {
class RowModel;
}

namespace oriel::ui {

/// Which columns of a table are shown, how wide, in which order, and what it is sorted by: as the
/// person left it. Kept in the settings by the columns' keys, so that it survives new columns.
class TableColumns final : public QObject
{
    Q_OBJECT

public:
    /// `key` names the table in the settings ("instances"). All outlive this.
    TableColumns(QHeaderView &header, models::RowModel &model, QSettings &settings,
                 const QString &key, QObject *parent = nullptr);

    /// Spreads the columns over a table of this width, as long as the person has not set a width:
    /// each gets what its first rows need; where that is too much, the widest give way. Only where
    /// not even the titles fit does the table scroll sideways.
    void fit(int width);
    /// Fills a menu with one checkable entry per column, and with "Reset columns".
    void fillMenu(QMenu &menu);

private:
    void restore();
    void applyDefaults();
    void save();
    [[nodiscard]] int defaultWidth(int column) const;
    [[nodiscard]] int titleWidth(int column) const;
    bool measure();
    [[nodiscard]] int shownCount() const;
    [[nodiscard]] bool isLastShown(int column) const;
    void setShown(int column, bool shown);

    QHeaderView &m_header;
    models::RowModel &m_model;
    QSettings &m_settings;
    QString m_key;
    bool m_restoring = false;
    bool m_fitting = true; ///< the widths are ours, not the person's
    bool m_refitPosted = false;
    int m_width = 0;
    std::vector<int> m_contents; ///< by column: the widest text seen in the first rows
    std::vector<int> m_shortest; ///< and the least wide
    int m_defaultSort;
    Qt::SortOrder m_defaultOrder;
};

} // namespace oriel::ui
