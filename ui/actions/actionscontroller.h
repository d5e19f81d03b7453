#pragma once

#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

#include <QtCore/QTimer>

class QShortcut;

namespace oriel::operations {
struct Action;
}

namespace oriel::ui {

class ActionFlow;

/// Makes QActions, menus and toolbars of the actions on one kind of resource (operations/actions),
/// and keeps them enabled, or disabled with the reason as their tool tip.
class ActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, a page or part of one. The shortcuts work while it is visible,
    /// wherever the focus is; the shortcut of a disabled action explains why, as a status tip.
    /// `makes`: also what needs no resource, such as creating one; not on the page of a resource.
    ActionsController(const UiContext &ui, QWidget *window, Kind kind, bool makes = true);

    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<ToolbarAction> toolbar() const override;

    /// Begins actions that are in no menu.
    [[nodiscard]] ActionFlow &flow() const { return *m_flow; }
    /// The action with this key; null where there is none.
    [[nodiscard]] QAction *action(QStringView key) const;
    /// Whether the action's shortcut works. Off where a list in the same page has the same one.
    void setShortcutActive(QStringView key, bool active);

protected:
    void actOn(const QStringList &ids) override;

private:
    /// What an action would do to the selected rows now.
    struct Effect
    {
        qsizetype possible = 0; ///< with how many rows; not counted in very large selections
        QString reason; ///< why it is not possible with the others; empty: there are no others
    };
    struct Entry
    {
        const operations::Action &value;
        QString submenu{}; ///< its title; empty: it is in the menu itself
        QAction *action = nullptr;
        QShortcut *instead = nullptr; ///< handles the shortcut while the action is disabled
        bool decided = false;         ///< `effect` is complete and shown
        qsizetype checked = 0;        ///< rows that `effect` takes into account
        Effect effect{};
        qsizetype allowing = 0; ///< in a very large selection: the row that allowed it last
    };
    void add(const operations::Action &value, const QString &submenu);
    void update();
    /// Checks the rows for the actions that are not decided. Very large selections take several
    /// turns of the event loop; until then an action stays as it was.
    void decide();
    /// Continues with the rows, each of which uses up one of the budget.
    void check(Entry &entry, int &budget) const;
    void checkRows(Entry &entry, int &budget) const;
    void show(const Entry &entry);
    /// Whether menus show the action that undoes it, or that it undoes, instead.
    [[nodiscard]] bool isLeftOut(const Entry &entry) const;
    /// Why it is not possible now with this row; empty: it is possible.
    [[nodiscard]] QString obstacle(const operations::Action &value, const QString &id) const;
    [[nodiscard]] QString nothingSelected() const;
    /// What removes the obstacle of a disabled action, as far as it is about another resource; each
    /// once in the whole menu: `offered` has the names of those that are in it.
    void addWays(QMenu &menu, const operations::Action &value, QStringList &offered) const;

    UiContext m_ui;
    QWidget *m_window;
    Kind m_kind;
    ActionFlow *m_flow;
    std::vector<Entry> m_entries;
    QStringList m_ids;
    QTimer m_rest; ///< continues decide()
};

} // namespace oriel::ui
