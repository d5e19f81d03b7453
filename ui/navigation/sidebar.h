#pragma once

#include "ui/navigation/route.h"
#include "ui/widgets/viewaccess.h"

#include <QtWidgets/QTreeWidget>

#include <vector>

namespace oriel::ui {

class Theme;

/// One entry of the sidebar.
struct SidebarEntry
{
    Route route;
    QString title;
    QString group; ///< "Compute"; empty: no group
    QString icon;
};

/// The pages, grouped. One entry is selected at a time; the arrow keys skip the group titles.
/// Pressing a group title opens the first entry of the group.
class Sidebar : public AnnouncingView<QTreeWidget>, public PressableItems
{
    Q_OBJECT

public:
    /// The entries of a group must be adjacent.
    Sidebar(Theme &theme, std::vector<SidebarEntry> entries, QWidget *parent = nullptr);

    /// Selects the entry that `route` belongs to without emitting a signal: a resource belongs to
    /// the list of its kind.
    void setCurrent(const Route &route);
    /// Shows or hides the entry of this route; a group without visible entries is hidden as well.
    void setOffered(const Route &route, bool offered);
    void pressItem(const QModelIndex &index) override;
    [[nodiscard]] bool isOffered(const Route &route) const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const oriel::ui::Route &route);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;

private:
    void choose(const QTreeWidgetItem *item);
    void chooseFirst(const QTreeWidgetItem &group);
    /// The item of the entry that `route` belongs to; null if there is none.
    [[nodiscard]] QTreeWidgetItem *itemOf(const Route &route) const;

    Theme &m_theme;
    std::vector<SidebarEntry> m_entries;
    std::vector<QTreeWidgetItem *> m_items; ///< in the same order
    bool m_marking = false;
    bool m_ring = false; ///< whether the keyboard is used here
};

} // namespace oriel::ui
