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

    /// Space that the last column keeps free at its end.
    void setEndSpace(int width) { m_endSpace = width; }
    /// Distributes the columns over a table of this width until the user has set a width: each gets
    /// what its first rows need. If that is too much, the widest shrink; the first, which is the
    /// name, after all others; those with models::Cut::Never not at all. If that does not fit
    /// either, the table scrolls horizontally.
    void fit(int width);
    /// The width that shows every column without scrolling or eliding its usual texts.
    [[nodiscard]] int neededWidth() const;
    /// The rows from `first` on are visible now: columns that are never cut may need more space.
    void measureSeen(int first);
    /// Fills a menu with one checkable entry per column, and "Reset columns".
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
    int m_needed = 0; ///< as of the last fit()
    int m_endSpace = 0;
    std::vector<int> m_contents; ///< by column: the widest text in the first rows
    std::vector<int> m_shortest; ///< by column: the narrowest one
    int m_usualName = 0;         ///< what nearly all of the first rows need for their names
    int m_defaultSort;
    Qt::SortOrder m_defaultOrder;
};

} // namespace oriel::ui
