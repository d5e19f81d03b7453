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

/// The visible columns of a table, their widths and order, and the sort column, as the user has set
/// them. Stored in the settings by the columns' keys, so that new columns do not break it.
class TableColumns final : public QObject
{
    Q_OBJECT

public:
    /// `key` names the table in the settings ("instances"). All must outlive this object.
    TableColumns(QHeaderView &header, models::RowModel &model, QSettings &settings,
                 const QString &key, QObject *parent = nullptr);

    /// The last column also has room for this at its end.
    void setEndSpace(int width) { m_endSpace = width; }
    /// Spreads the columns over a table of this width, as long as the user has not set a width:
    /// each gets what its first rows need. Where that is too much, the widest give way; the first,
    /// which is the name, after all others; what is never cut (models::Cut) not at all. Only where
    /// that does not fit either, the table scrolls sideways.
    void fit(int width);
    /// Rows from `first` on have come into view: what is never cut may need more.
    void measureSeen(int first);
    /// Fills a menu with one checkable entry per column, and with "Reset columns".
    void fillMenu(QMenu &menu);

private:
    void restore();
    void applyDefaults();
    void save();
    [[nodiscard]] int defaultWidth(int column) const;
    [[nodiscard]] int titleWidth(int column) const;
    struct Rows
    {
        int first, end;
    };
    /// `uncutOnly`: only the columns that are never cut.
    bool measure(const Rows &of, bool uncutOnly);
    [[nodiscard]] bool isUncut(int column) const;
    [[nodiscard]] int shownCount() const;
    [[nodiscard]] bool isLastShown(int column) const;
    void setShown(int column, bool shown);

    QHeaderView &m_header;
    models::RowModel &m_model;
    QSettings &m_settings;
    QString m_key;
    bool m_restoring = false;
    bool m_fitting = true; ///< the widths are automatic, not the user's
    bool m_refitPosted = false;
    int m_width = 0;
    int m_endSpace = 0;
    std::vector<int> m_contents; ///< by column: the widest text in the first rows
    std::vector<int> m_shortest; ///< by column: the narrowest one
    int m_defaultSort;
    Qt::SortOrder m_defaultOrder;
};

} // namespace oriel::ui
