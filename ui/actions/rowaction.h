#pragma once

#include <QtCore/QStringList>
#include <QtGui/QKeySequence>

#include <functional>
#include <vector>

namespace oriel::store {
class StoreBase;
}

namespace oriel::ui {

/// One thing that can be done with the selected rows of a list, or without one, as a value.
struct RowAction
{
    QString name; ///< the object name of its QAction
    QString text;
    QString textForMany{};  ///< while several rows are selected; empty: the same
    QString icon{};         ///< in the toolbar; empty: in menus only
    bool primary = false;   ///< the button that stands out, at the end of the toolbar
    bool separated = false; ///< a line above it in menus
    QKeySequence shortcut{};
    bool needsRow = true; ///< false: it makes something new, whatever is selected
    QString onlyOne{}; ///< what to do while several are selected, if it works on one; empty: on any
    /// Why it is not possible now with this row; empty: it is possible. Without a row, the ID is
    /// empty.
    std::function<QString(const QString &id)> obstacle;
    /// Begins it, with the selected rows that have no obstacle: at least one, if it needs a row.
    std::function<void(const QStringList &ids)> act;
};

/// All actions of one kind of rows, in the order of the menu.
struct RowActionList
{
    QString nothingSelected;                       ///< "Select an instance first."
    std::vector<const store::StoreBase *> watched; ///< stores that the obstacles depend on
    std::vector<RowAction> actions;
};

} // namespace oriel::ui
