#include "ui/actions/actionscontroller.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <set>

namespace oriel::ui {

namespace {

/// Rows that are checked in one turn of the event loop: about a millisecond.
constexpr int checksAtOnce = 4000;

} // namespace

ActionsController::ActionsController(const UiContext &ui, QWidget *window, Kind kind)
    : RowActions(window)
    , m_ui(ui)
    , m_window(window)
    , m_kind(kind)
    , m_flow(new ActionFlow(ui, window))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(0);
    connect(&m_rest, &QTimer::timeout, this, &ActionsController::decide);
    connect(m_flow, &ActionFlow::started, this, &RowActions::started);
    connect(m_flow, &ActionFlow::navigate, this, &RowActions::navigate);
    std::set<Kind> watched{kind};
    for (const operations::Action &value : operations::actions()) {
        if (value.kind != kind)
            continue;
        add(value);
        watched.insert(value.reads.begin(), value.reads.end());
    }
    for (const Kind each : watched)
        connect(&ui.stores.at(each), &store::StoreBase::changed, this, &ActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ActionsController::update);
    update();
}

void ActionsController::add(const operations::Action &value)
{
    auto *action = new QAction(value.words.menu, this);
    action->setObjectName(value.key);
    const QKeySequence shortcut(value.shortcut, QKeySequence::PortableText);
    action->setShortcut(shortcut);
    m_window->addAction(action);
    QShortcut *instead = nullptr;
    if (!shortcut.isEmpty()) {
        // Qt does not report the shortcut of a disabled action.
        instead = new QShortcut(shortcut, m_window);
        connect(instead, &QShortcut::activated, action, [this, action] {
            QStatusTipEvent tip(action->toolTip());
            QCoreApplication::sendEvent(m_window, &tip);
        });
    }
    connect(action, &QAction::triggered, this, [this, &value] {
        QStringList possible;
        std::ranges::copy_if(m_ids, std::back_inserter(possible),
                             [&](const QString &id) { return obstacle(value, id).isEmpty(); });
        if (value.newSubject)
            possible = {QString()};
        if (!possible.isEmpty())
            m_flow->begin(value, possible);
    });
    m_entries.push_back({.value = value, .action = action, .instead = instead});
}

void ActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    for (Entry &entry : m_entries)
        entry.possible = 0;
    update();
}

QString ActionsController::nothingSelected() const
{
    switch (m_kind) {
    case Kind::Server:
        return tr("Select an instance first.");
    case Kind::Volume:
        return tr("Select a volume first.");
    case Kind::KeyPair:
        return tr("Select a key pair first.");
    default:
        return tr("Select something in the list first.");
    }
}

QString ActionsController::obstacle(const operations::Action &value, const QString &id) const
{
    return value.obstacle(situation(m_ui), id);
}

std::optional<QString> ActionsController::reasonAgainst(Entry &entry, int &budget)
{
    const operations::Action &value = entry.value;
    if (value.newSubject)
        return obstacle(value, {});
    if (m_ids.isEmpty())
        return nothingSelected();
    if (m_ids.size() > 1 && !value.many)
        return tr("Select one only.");
    // One row without an obstacle is enough; otherwise show the first row's obstacle.
    const QString first = obstacle(value, m_ids.constFirst());
    if (first.isEmpty() || obstacle(value, m_ids.at(entry.possible)).isEmpty())
        return QString();
    for (; entry.checked < m_ids.size() && budget > 0; ++entry.checked, --budget) {
        if (obstacle(value, m_ids.at(entry.checked)).isEmpty()) {
            entry.possible = entry.checked;
            return QString();
        }
    }
    return entry.checked == m_ids.size() ? std::optional(first) : std::nullopt;
}

void ActionsController::update()
{
    for (Entry &entry : m_entries) {
        entry.checked = 0;
        entry.decided = false;
    }
    decide();
}

void ActionsController::decide()
{
    int budget = checksAtOnce;
    for (Entry &entry : m_entries) {
        if (entry.decided)
            continue;
        const auto reason = reasonAgainst(entry, budget);
        entry.decided = reason.has_value();
        if (reason)
            show(entry, *reason);
    }
    if (std::ranges::all_of(m_entries, &Entry::decided))
        m_rest.stop();
    else
        m_rest.start();
}

void ActionsController::show(const Entry &entry, const QString &reason)
{
    const operations::Words &words = entry.value.words;
    entry.action->setText(m_ids.size() > 1 && !words.menuOfMany.isEmpty() ? words.menuOfMany
                                                                          : words.menu);
    entry.action->setEnabled(reason.isEmpty());
    if (entry.instead)
        entry.instead->setEnabled(!reason.isEmpty());
    const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
    entry.action->setToolTip(!reason.isEmpty() ? reason
                             : keys.isEmpty()
                                 ? entry.action->text()
                                 //: An action and its shortcut: "Create snapshot (Ctrl+Shift+S)".
                                 : tr("%1 (%2)").arg(entry.action->text(), keys));
}

void ActionsController::fillMenu(QMenu &menu) const
{
    for (const Entry &entry : m_entries) {
        if (entry.value.newSubject && !m_ids.isEmpty())
            continue; // the menu is about the selected rows
        if (entry.value.separated)
            menu.addSeparator();
        menu.addAction(entry.action);
    }
}

std::vector<ToolbarAction> ActionsController::toolbar() const
{
    std::vector<ToolbarAction> all;
    for (const Entry &entry : m_entries) {
        const operations::Action &value = entry.value;
        const ActionPlace place = value.primary    ? ActionPlace::Main
                                  : value.frequent ? ActionPlace::Toolbar
                                                   : ActionPlace::More;
        all.push_back({entry.action, place, value.icon, value.separated});
    }
    return all;
}

QAction *ActionsController::action(QStringView key) const
{
    const auto found =
        std::ranges::find_if(m_entries, [&](const Entry &entry) { return entry.value.key == key; });
    return found == m_entries.end() ? nullptr : found->action;
}

} // namespace oriel::ui
