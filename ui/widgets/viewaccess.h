#pragma once

#include <QtCore/QItemSelection>
#include <QtGui/QAccessible>
#include <QtWidgets/QAbstractItemView>

namespace oriel::ui {

/// Has assistive technology see tables and lists as they are on the screen: without hidden columns
/// and headers, with the fields that stand in cells, and with actions that do what the mouse does;
/// and menus with all of their entries, also those that another menu has as well.
/// From now on and for the whole application. Once, after the QApplication is made.
void makeViewsAccessible();

/// A view whose items can be pressed. Assistive technology offers actions for each item.
class PressableItems
{
public:
    virtual ~PressableItems() = default;
    /// Equivalent to a click or Enter.
    virtual void pressItem(const QModelIndex &index) = 0;
    /// Opens the menu of the item, if `hasItemMenu()`.
    virtual void openItemMenu(const QModelIndex & /*index*/) {}
    [[nodiscard]] virtual bool hasItemMenu() const { return false; }
};

/// Announces that the focus or the selection is now at this item.
void announceItem(QAbstractItemView &view, QAccessible::Event event, const QModelIndex &index);

/// A QTableView or QTreeView that announces the item with the focus. Qt's own views announce it by
/// an index that counts what makeViewsAccessible() leaves out.
template <typename View>
class AnnouncingView : public View
{
public:
    using View::View;

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override
    {
        if (this->hasFocus())
            announceItem(*this, QAccessible::Focus, current);
        QAbstractItemView::currentChanged(current,
                                          previous); // NOLINT(bugprone-parent-virtual-call)
    }

    void focusInEvent(QFocusEvent *event) override
    {
        View::focusInEvent(event);
        // Later: Qt announces the view itself after this event.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (this->hasFocus())
                    announceItem(*this, QAccessible::Focus, this->currentIndex());
            },
            Qt::QueuedConnection);
    }

    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override
    {
        if (!selected.isEmpty())
            announceItem(*this, QAccessible::SelectionAdd, selected.first().topLeft());
        if (!deselected.isEmpty())
            announceItem(*this, QAccessible::SelectionRemove, deselected.first().topLeft());
        QAbstractItemView::selectionChanged( // NOLINT(bugprone-parent-virtual-call)
            selected, deselected);
    }
};

} // namespace oriel::ui
