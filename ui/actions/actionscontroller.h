#pragma once

#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

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
    ActionsController(const UiContext &ui, QWidget *window, Kind kind);

    void setIds(const QStringList &ids) override;
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

    /// The action with this key; null where there is none.
    [[nodiscard]] QAction *action(QStringView key) const;

private:
    struct Entry
    {
        const operations::Action &value;
        QAction *action = nullptr;
        QShortcut *instead = nullptr; ///< handles the shortcut while the action is disabled
    };
    void add(const operations::Action &value);
    void update();
    void show(const Entry &entry, const QString &reason);
    /// Why it is not possible now with this row; empty: it is possible.
    [[nodiscard]] QString obstacle(const operations::Action &value, const QString &id) const;
    [[nodiscard]] QString reasonAgainst(const operations::Action &value) const;
    [[nodiscard]] QString nothingSelected() const;

    UiContext m_ui;
    QWidget *m_window;
    Kind m_kind;
    ActionFlow *m_flow;
    std::vector<Entry> m_entries;
    QStringList m_ids;
};

} // namespace oriel::ui
