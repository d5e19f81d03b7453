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
    QString group; ///< "Compute"; empty: it stands alone
    QString icon;
};

/// The pages, grouped. One selected entry at a time; the arrow keys go from entry to entry, over
/// the group names. Pressing a group name leads to the first entry of the group.
class Sidebar : public AnnouncingView<QTreeWidget>, public PressableItems
{
    Q_OBJECT

public:
    /// Entries of one group stand together.
    Sidebar(Theme &theme, std::vector<SidebarEntry> entries, QWidget *parent = nullptr);

    /// Marks the entry that `route` belongs to, without telling: a resource belongs to the list of
    /// its kind.
    void setCurrent(const Route &route);
    /// Shows the entry of this route, or hides it; a group without entries is hidden as well.
    void setOffered(const Route &route, bool offered);
    void pressItem(const QModelIndex &index) override;
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
    /// The item of the entry that `route` belongs to; null where there is none.
    [[nodiscard]] QTreeWidgetItem *itemOf(const Route &route) const;

    Theme &m_theme;
    std::vector<SidebarEntry> m_entries;
    std::vector<QTreeWidgetItem *> m_items; ///< in the same order
    bool m_marking = false;
    bool m_ring = false; ///< whether somebody walks here by keyboard
};

} // namespace oriel::ui
