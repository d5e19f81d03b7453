#include "ui/actions/actionscontroller.h"

#include "operations/actions/actions.h"
#include "operations/actions/menugroups.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"
#include "ui/widgets/groupedmenu.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// Rows that are checked in one turn of the event loop: about a millisecond.
constexpr int checksAtOnce = 4000;
/// Above this, it is not counted how many of the selected rows an action affects: every change of
/// the lists counts again.
constexpr qsizetype countedRows = 2000;

} // namespace

ActionsController::ActionsController(const UiContext &ui, QWidget *window, Kind kind, bool makes)
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
    std::vector<const operations::Action *> offered;
    for (const operations::Action &value : operations::actions()) {
        if (value.isOfferedFor(kind) && (!value.newSubject || makes) &&
            (!value.forAdministrators || ui.roles.contains(u"admin"_s)))
            offered.push_back(&value);
    }
    const auto inMenus = std::ranges::count_if(offered, [](const operations::Action *value) {
        return !value->newSubject && value->insteadOf.isEmpty();
    });
    const bool isLong = inMenus > operations::longMenu;
    const auto groupOf = [](const operations::Action *value) {
        return operations::menuGroupOf(value->key);
    };
    if (isLong)
        std::ranges::stable_sort(offered, {}, groupOf);
    std::set<Kind> watched{kind};
    for (const operations::Action *value : offered) {
        add(*value, isLong ? operations::titleOf(groupOf(value)) : QString());
        watched.insert(value->reads.begin(), value->reads.end());
    }
    for (const Kind each : watched)
        connect(&ui.stores.at(each), &store::StoreBase::changed, this, &ActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ActionsController::update);
    update();
}

void ActionsController::add(const operations::Action &value, const QString &submenu)
{
    auto *action = new QAction(value.words.menu, this);
    action->setObjectName(value.key);
    action->setWhatsThis(value.words.button()); // for the list of shortcuts
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
        const bool isOther = m_ids.size() > 1 && !value.forMany.isEmpty();
        if (!possible.isEmpty())
            m_flow->begin(isOther ? *operations::actionNamed(value.forMany) : value, possible);
    });
    m_entries.push_back({.value = value, .submenu = submenu, .action = action, .instead = instead});
}

void ActionsController::actOn(const QStringList &ids)
{
    m_ids = ids;
    for (Entry &entry : m_entries)
        entry.allowing = 0;
    update();
}

QString ActionsController::nothingSelected() const
{
    if (!noneReason().isEmpty())
        return noneReason();
    switch (m_kind) {
    case Kind::Server:
        return tr("Select an instance first.");
    case Kind::Volume:
        return tr("Select a volume first.");
    case Kind::Backup:
        return tr("Select a backup first.");
    case Kind::SnapshotSet:
        return tr("Select a snapshot first.");
    case Kind::Image:
        return tr("Select an image first.");
    case Kind::KeyPair:
        return tr("Select a key pair first.");
    case Kind::ServerGroup:
        return tr("Select a server group first.");
    case Kind::VolumeGroup:
        return tr("Select a volume group first.");
    case Kind::GroupSnapshot:
        return tr("Select a group snapshot first.");
    default:
        return tr("Select something in the list first.");
    }
}

QString ActionsController::obstacle(const operations::Action &value, const QString &id) const
{
    return value.obstacle(situation(m_ui), id);
}

void ActionsController::check(Entry &entry, int &budget) const
{
    const operations::Action &value = entry.value;
    QString reason;
    if (value.newSubject)
        reason = obstacle(value, {});
    else if (m_ids.isEmpty())
        reason = nothingSelected();
    else if (m_ids.size() > 1 && !value.many && value.forMany.isEmpty())
        reason = tr("Select one only.");
    else
        return checkRows(entry, budget);
    entry.effect = {reason.isEmpty() ? 1 : 0, reason};
    entry.decided = true;
}

void ActionsController::checkRows(Entry &entry, int &budget) const
{
    const bool counts = m_ids.size() <= countedRows;
    if (!counts && obstacle(entry.value, m_ids.at(entry.allowing)).isEmpty()) {
        entry.effect = {m_ids.size(), {}};
        entry.decided = true;
        return;
    }
    Effect &effect = entry.effect;
    for (; entry.checked < m_ids.size() && budget > 0; ++entry.checked, --budget) {
        const QString reason = obstacle(entry.value, m_ids.at(entry.checked));
        if (!reason.isEmpty()) {
            if (effect.reason.isEmpty())
                effect.reason = reason;
            continue;
        }
        ++effect.possible;
        if (!counts) {
            entry.allowing = entry.checked;
            effect.possible = m_ids.size();
            entry.checked = m_ids.size();
            break;
        }
    }
    entry.decided = entry.checked == m_ids.size();
}

void ActionsController::update()
{
    for (Entry &entry : m_entries) {
        entry.checked = 0;
        entry.decided = false;
        entry.effect = {};
    }
    decide();
}

void ActionsController::decide()
{
    int budget = checksAtOnce;
    for (Entry &entry : m_entries) {
        if (entry.decided)
            continue;
        check(entry, budget);
        if (entry.decided)
            show(entry);
    }
    if (std::ranges::all_of(m_entries, &Entry::decided))
        m_rest.stop();
    else
        m_rest.start();
}

void ActionsController::show(const Entry &entry)
{
    const operations::Words &words = entry.value.words;
    const Effect &effect = entry.effect;
    const bool possible = effect.possible > 0;
    const bool some = possible && effect.possible < m_ids.size() && !entry.value.newSubject;
    const QLocale locale;
    const QString counted = locale.toString(effect.possible);
    const QString all = locale.toString(m_ids.size());
    QString text = m_ids.size() > 1 && !words.menuOfMany.isEmpty() ? words.menuOfMany : words.menu;
    if (some) {
        //: An action and the number of selected rows that it affects: "Shut off (2 of 3)".
        const QString pattern = text.endsWith(u'…') ? tr("%1 (%2 of %3)…") : tr("%1 (%2 of %3)");
        text = pattern.arg(text.remove(u'…'), counted, all);
    }
    entry.action->setText(text);
    entry.action->setEnabled(possible);
    if (entry.instead)
        entry.instead->setEnabled(!possible);
    const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
    //: An action and its shortcut: "Create snapshot (Ctrl+Shift+S)".
    QString tip = keys.isEmpty() ? text : tr("%1 (%2)").arg(text, keys);
    if (possible && !entry.value.meaning.isEmpty())
        //: Tooltip of an action. %1: "Pause"; %2: what that costs and keeps, sentences
        tip = tr("%1\n%2").arg(tip, entry.value.meaning);
    if (!possible)
        tip = effect.reason;
    else if (some)
        //: Tooltip of an action. %3: why it is not possible with the other rows, a sentence.
        tip =
            tr("Affects %1 of the %2 selected. Not affected: %3").arg(counted, all, effect.reason);
    entry.action->setToolTip(tip);
}

void ActionsController::setShortcutActive(QStringView key, bool active)
{
    for (const Entry &entry : m_entries) {
        if (entry.value.key != key || !entry.instead)
            continue;
        const QKeySequence shortcut =
            active ? QKeySequence(entry.value.shortcut, QKeySequence::PortableText)
                   : QKeySequence();
        entry.action->setShortcut(shortcut);
        entry.instead->setKey(shortcut);
        show(entry);
    }
}

void ActionsController::fillMenu(QMenu &menu) const
{
    GroupedMenu filled(menu);
    QStringList offered;
    for (const Entry &entry : m_entries) {
        if (entry.value.newSubject && !m_ids.isEmpty())
            continue; // the menu is about the selected rows
        QMenu &part = filled.part(entry.submenu);
        if (entry.value.separated)
            part.addSeparator();
        if (isLeftOut(entry))
            continue;
        part.addAction(entry.action);
        if (!entry.action->isEnabled() && m_ids.size() == 1)
            addWays(part, entry.value, offered);
    }
}

bool ActionsController::isLeftOut(const Entry &entry) const
{
    if (entry.action->isEnabled())
        return false;
    return !entry.value.insteadOf.isEmpty() ||
           std::ranges::any_of(m_entries, [&](const Entry &other) {
               return other.value.insteadOf == entry.value.key && other.action->isEnabled();
           });
}

void ActionsController::addWays(QMenu &menu, const operations::Action &value,
                                QStringList &offered) const
{
    for (const operations::Way &way :
         operations::remediesOf(value, situation(m_ui), m_ids.front())) {
        if (way.action && way.id == m_ids.front())
            continue; // it is in the menu already
        const QString name = u"way-"_s + way.key();
        if (offered.contains(name))
            continue;
        offered += name;
        const bool isOfRow = way.action && way.action->targetOf && !way.id.isEmpty();
        auto *action = menu.addAction(
            isOfRow ? way.action->titleOf(way.action->targetOf(m_ui.stores, way.id), {})
                    : way.text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, m_flow, [flow = m_flow, way] { flow->follow(way); });
    }
}

std::vector<ToolbarAction> ActionsController::toolbar() const
{
    std::vector<ToolbarAction> all;
    // One button stands out: what needs no selection comes first.
    const bool makes = std::ranges::any_of(m_entries, [](const Entry &entry) {
        return entry.value.primary && entry.value.newSubject;
    });
    for (const Entry &entry : m_entries) {
        const operations::Action &value = entry.value;
        const bool main = value.primary && (!makes || value.newSubject);
        const ActionPlace place = main                              ? ActionPlace::Main
                                  : value.primary || value.frequent ? ActionPlace::Toolbar
                                                                    : ActionPlace::More;
        all.push_back({entry.action, place, value.icon, value.separated,
                       [this, &entry] { return isLeftOut(entry); }, entry.submenu});
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
