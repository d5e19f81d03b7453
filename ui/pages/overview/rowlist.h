#pragma once

#include "operations/operationtypes.h"
#include "ui/navigation/route.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace oriel::ui {

/// A button at the end of a line.
struct RowAction
{
    QString key; ///< reported by RowList::actionRequested
    QString text;
    QString obstacle; ///< why it is not possible now; empty: it is

    bool operator==(const RowAction &) const = default;
};

/// One line of a short list: an icon, a title (a link if it has a route), and a text.
struct RowItem
{
    QString icon;
    Theme::Color color = Theme::Color::TextSecondary;
    QString title;
    QString text;
    std::optional<Route> route;
    std::optional<operations::Subject> subject = {}; ///< has a menu; null: none
    std::vector<RowAction> actions = {};             ///< of a row with a subject

    bool operator==(const RowItem &) const = default;
};

/// A short list whose rows change in place, so that hover and focus stay. Shows the first rows; a
/// button shows the number of the others and reveals them.
class RowList : public QWidget
{
    Q_OBJECT

public:
    explicit RowList(Theme &theme, QWidget *parent = nullptr);

    /// `empty` is shown if there are no rows.
    void setRows(std::vector<RowItem> rows, const QString &empty);
    /// Fills the menu of a row with a subject; a “…” at its end opens the menu.
    void setMenu(std::function<void(const RowItem &, QMenu &)> fill) { m_fill = std::move(fill); }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    void actionRequested(const QString &key, const QString &id);

private:
    class Line;
    void showRows();

    Theme &m_theme;
    std::function<void(const RowItem &, QMenu &)> m_fill;
    QVBoxLayout *m_layout;
    std::vector<RowItem> m_rows;
    std::vector<Line *> m_lines;
    QLabel *m_empty;
    QToolButton *m_more;
    std::size_t m_most;
};

} // namespace oriel::ui
