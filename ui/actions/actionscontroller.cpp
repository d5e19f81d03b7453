#include "ui/actions/actionscontroller.h"

#include "operations/operationcenter.h"
#include "store/store.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

#include <algorithm>

namespace oriel::ui {

ActionsController::ActionsController(const UiContext &ui, QWidget *window, const Make &make)
    : RowActions(window)
    , m_window(window)
{
    RowActionList list = make(ui, window, this);
    m_nothingSelected = std::move(list.nothingSelected);
    for (RowAction &value : list.actions)
        add(std::move(value));
    for (const store::StoreBase *store : list.watched)
        connect(store, &store::StoreBase::changed, this, &ActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ActionsController::update);
    update();
}

void ActionsController::add(RowAction value)
{
    auto *action = new QAction(value.text, this);
    action->setObjectName(value.name);
    action->setShortcut(value.shortcut);
    m_window->addAction(action);
    QShortcut *instead = nullptr;
    if (!value.shortcut.isEmpty()) {
        // Qt does not report the shortcut of a disabled action.
        instead = new QShortcut(value.shortcut, m_window);
        connect(instead, &QShortcut::activated, action, [this, action] {
            QStatusTipEvent tip(action->toolTip());
            QCoreApplication::sendEvent(m_window, &tip);
        });
    }
    connect(action, &QAction::triggered, this,
            [this, act = value.act, obstacle = value.obstacle, needsRow = value.needsRow] {
                QStringList possible;
                std::ranges::copy_if(m_ids, std::back_inserter(possible),
                                     [&](const QString &id) { return obstacle(id).isEmpty(); });
                if (!needsRow)
                    act({});
                else if (!possible.isEmpty())
                    act(possible);
            });
    m_entries.push_back({std::move(value), action, instead});
}

void ActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    update();
}

QString ActionsController::reasonAgainst(const RowAction &value) const
{
    if (!value.needsRow)
        return value.obstacle({});
    if (m_ids.isEmpty())
        return m_nothingSelected;
    if (m_ids.size() > 1 && !value.onlyOne.isEmpty())
        return value.onlyOne;
    // One row without an obstacle is enough; otherwise the first row's obstacle is told.
    const QString first = value.obstacle(m_ids.constFirst());
    const bool possible =
        first.isEmpty() || std::any_of(m_ids.begin() + 1, m_ids.end(), [&](const QString &id) {
            return value.obstacle(id).isEmpty();
        });
    return possible ? QString() : first;
}

void ActionsController::update()
{
    for (const Entry &entry : m_entries)
        show(entry, reasonAgainst(entry.value));
}

void ActionsController::show(const Entry &entry, const QString &reason)
{
    const RowAction &value = entry.value;
    entry.action->setText(m_ids.size() > 1 && !value.textForMany.isEmpty() ? value.textForMany
                                                                           : value.text);
    entry.action->setEnabled(reason.isEmpty());
    if (entry.instead)
        entry.instead->setEnabled(!reason.isEmpty());
    const QString keys = value.shortcut.toString(QKeySequence::NativeText);
    entry.action->setToolTip(!reason.isEmpty() ? reason
                             : keys.isEmpty()
                                 ? entry.action->text()
                                 //: An action and its shortcut: "Create snapshot (Ctrl+Shift+S)".
                                 : tr("%1 (%2)").arg(entry.action->text(), keys));
}

void ActionsController::fillMenu(QMenu &menu) const
{
    for (const Entry &entry : m_entries) {
        if (!entry.value.needsRow && !m_ids.isEmpty())
            continue; // the menu is about the selected rows
        if (entry.value.separated)
            menu.addSeparator();
        menu.addAction(entry.action);
    }
}

std::vector<RowActions::Button> ActionsController::toolbar() const
{
    std::vector<Button> buttons;
    for (const Entry &entry : m_entries) {
        if (!entry.value.icon.isEmpty())
            buttons.push_back({entry.action, entry.value.icon, entry.value.primary});
    }
    std::ranges::stable_partition(buttons, [](const Button &button) { return !button.primary; });
    return buttons;
}

QAction *ActionsController::action(QStringView name) const
{
    const auto found = std::ranges::find_if(
        m_entries, [&](const Entry &entry) { return entry.value.name == name; });
    return found == m_entries.end() ? nullptr : found->action;
}

} // namespace oriel::ui
