#include "ui/dialogs/fieldsdialog.h"

#include "base/visible.h"
#include "forms/snapshotquota.h"
#include "operations/actions/actions.h"
#include "operations/actions/ofseveral.h"
#include "operations/commandline.h"
#include "store/cloudstores.h"
#include "ui/dialogs/fieldeditor.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/plantable.h"
#include "ui/dialogs/preferences.h"
#include "ui/dialogs/quotalist.h"
#include "ui/dialogs/situation.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int fieldsDialogWidth = 520;
constexpr int tableDialogWidth = 680; ///< with a table, whose last column has reasons
/// Most briefings have no more.
constexpr std::size_t usualNotes = 4;

int fieldsWidth(const operations::Action &action)
{
    const bool hasTable = std::ranges::any_of(
        action.fields, [](const operations::Field &field) { return !field.columns.isEmpty(); });
    return hasTable ? tableDialogWidth : fieldsDialogWidth;
}

} // namespace

using operations::Briefing;
using operations::Field;
using operations::Values;

FieldsDialog::FieldsDialog(const UiContext &context, const operations::Action &action,
                           QStringList ids, const Values &values, QWidget *parent)
    : ActionDialog(context.theme, fieldsWidth(action), parent)
    , m_context(context)
    , m_described(action)
    , m_ids(std::move(ids))
    , m_danger(action.dangerous)
{
    setObjectName(action.key);
    m_subscription = context.stores.watch(action.reads, store::RefreshRate::Viewed);
    std::vector<Kind> kinds = action.reads;
    kinds.push_back(action.kind); // the page keeps that fresh
    for (const Kind kind : kinds) {
        const store::StoreBase &store = context.stores.at(kind);
        connect(&store, &store::StoreBase::changed, this, &FieldsDialog::refreshAll);
        connect(&store, &store::StoreBase::stateChanged, this, &FieldsDialog::refreshAll);
        // The quota may be minutes old, and this depends on it.
        if (kind == Kind::BlockStorageLimits || kind == Kind::ComputeLimits ||
            kind == Kind::NetworkQuotas)
            context.stores.refresh({kind});
    }
    setAction(action.words.button(), u"confirm"_s,
              m_danger ? ButtonKind::Danger : ButtonKind::Primary);
    const QDate today = context.clock.now().toLocalTime().date();
    for (const Field &field : action.fields) {
        if (field.place == Field::Place::Terminal || (field.ofEach && m_ids.size() > 1))
            continue;
        const bool typed = field.type == Field::Type::Typed;
        const QJsonValue value =
            values.isEmpty() || typed ? presetOf(field) : values.value(field.key);
        auto *editor = new FieldEditor(theme(), field, value, today, body());
        m_editors.push_back(editor);
        if (typed)
            m_typed = editor;
        else
            column()->addWidget(editor);
    }
    if (action.briefing) {
        m_table = new PlanTable(body());
        column()->addWidget(m_table);
    }
    m_quota = new QuotaList(theme(), {}, body());
    column()->addWidget(m_quota);
    // What is lost is read before its name is typed.
    for (std::size_t i = 0; action.briefing && i < usualNotes; ++i)
        addNotePanel();
    if (m_typed)
        column()->addWidget(m_typed);
    if (m_ids.size() == 1)
        m_command = addCommand();
    else
        column()->addStretch();
    for (FieldEditor *editor : m_editors)
        connect(editor, &FieldEditor::edited, this, [this] {
            m_edited = true;
            refresh();
        });
    refresh();
    const auto first = std::ranges::find_if(
        m_editors, [](const FieldEditor *editor) { return editor->takesInput(); });
    if (first != m_editors.end())
        (*first)->setFocus();
    else
        (m_danger ? cancel() : this->action())->setFocus();
}

/// Undefined where the rows differ.
QJsonValue FieldsDialog::presetOf(const Field &field) const
{
    if (!field.preset && field.type == Field::Type::Date && !field.none.isEmpty()) {
        const auto days = Preferences(m_context.settings).keepDays();
        const QDate today = m_context.clock.now().toLocalTime().date();
        return days ? today.addDays(*days).toString(Qt::ISODate) : u"none"_s;
    }
    if (!field.preset)
        return QJsonValue::Undefined;
    const operations::Situation now = situation(m_context);
    const QJsonValue first = field.preset(now, m_ids.front());
    const bool same = std::ranges::all_of(
        m_ids, [&](const QString &id) { return field.preset(now, id) == first; });
    return same ? first : QJsonValue(QJsonValue::Undefined);
}

Values FieldsDialog::values() const
{
    Values values;
    for (const FieldEditor *editor : m_editors) {
        const Field &field = editor->field();
        const QJsonValue value = editor->value();
        if (!value.isUndefined() && (!field.shown || field.shown(values)))
            values.insert(field.key, value);
    }
    return values;
}

bool FieldsDialog::isReady() const
{
    return std::ranges::all_of(m_described.reads, [this](Kind kind) {
        const store::LoadState &state = m_context.stores.at(kind).state();
        return state.loaded || state.error || state.absent;
    });
}

operations::Subject FieldsDialog::target() const
{
    if (m_described.newSubject)
        return m_described.newSubject(values());
    return m_described.targetOf ? m_described.targetOf(m_context.stores, m_ids.front())
                                : operations::Subject{m_described.kind, m_ids.front(), {}};
}

QString FieldsDialog::obstacle() const
{
    const operations::Situation now = situation(m_context);
    QString first;
    for (const QString &id : m_ids) {
        const QString obstacle = operations::obstacleTo(m_described, now, id, m_ids.size() > 1);
        if (obstacle.isEmpty())
            return {}; // one row without an obstacle is enough
        if (first.isEmpty())
            first = obstacle;
    }
    return first;
}

void FieldsDialog::refreshAll()
{
    m_optionsAreOld = true;
    refresh();
}

void FieldsDialog::refresh()
{
    const operations::Situation now = situation(m_context);
    const QStringList ids = operations::possibleAmong(m_described, now, m_ids);
    for (FieldEditor *editor : m_editors) {
        const Field &field = editor->field();
        if (field.derived)
            editor->follow(field.derived(now, m_ids.front(), values()));
        if (field.least)
            editor->setLeast(operations::leastOf(field, now, ids));
        bool hidden = field.shown && !field.shown(values());
        if (field.options && m_optionsAreOld) {
            if (field.preset)
                editor->propose(presetOf(field)); // its lists may have come later
            editor->setOptions(operations::optionsOf(m_described, field, now, ids));
        }
        // With one option there is nothing to choose; a resource is still named.
        hidden = hidden || (field.options && editor->optionCount() == 1 &&
                            field.columns.isEmpty() && !(field.required && field.looksUp));
        if (field.options || field.shown)
            editor->setHidden(hidden);
    }
    m_optionsAreOld = false;
    const Values entered = values();
    if (!m_edited)
        m_untouched = entered;
    if (m_typed && m_typed->field().guards)
        m_typed->setGuarded(m_typed->field().guards(now, m_ids.front(), entered));
    const Briefing briefing = operations::briefingOf(m_described, now, m_ids, entered);
    showHead(briefing);
    const QString overQuota = showBriefing(briefing);
    const QString obstacle = this->obstacle();
    linkProblem(!obstacle.isEmpty(), briefing);
    const bool fieldsAreRight = checkFields(ids, entered);
    if (fieldsAreRight && obstacle.isEmpty() &&
        (briefing.problem.isEmpty() || !overQuota.isEmpty()))
        setProblemLink({}); // what follows is about something else
    if (m_command) {
        const Values whole = m_described.complete
                                 ? m_described.complete(m_context.stores, m_ids.front(), entered)
                                 : entered;
        m_command->setCommand(
            m_described.commandLine(operations::commandTarget(m_context.stores, target()), whole));
    }

    if (!isReady())
        setProblem(tr("Loading what this depends on…"), false);
    else if (!obstacle.isEmpty())
        setProblem(obstacle, true);
    else if (!fieldsAreRight)
        return; // said already
    else if (!overQuota.isEmpty() || !briefing.problem.isEmpty())
        setProblem(overQuota.isEmpty() ? briefing.problem : overQuota, true);
    else if (m_typed && m_typed->guard()->standing() == NameGuard::Standing::Awaited)
        setHint(tr("Type the name first."));
    else if (m_typed && m_typed->guard()->standing() == NameGuard::Standing::Wrong)
        setProblem(tr("This is not the name."), true);
    else if (const QString problem = operations::problemOf(m_described, now, ids, entered);
             m_edited)
        setProblem(problem, true);
    else
        setHint(problem); // nothing is wrong before anything was entered
}

void FieldsDialog::showHead(const Briefing &briefing)
{
    const operations::Words &words = m_described.words;
    const auto count = static_cast<int>(m_ids.size());
    const QString button = briefing.button.isEmpty() ? words.button(count) : briefing.button;
    if (m_described.newSubject ||
        (count == 1 && m_described.name)) // of what is still to be entered
        setHead(words.button(), briefing.about);
    else if (count == 1)
        setHead(m_described.titleOf(target(), {}), briefing.about);
    else if (words.titleOfMany)
        setHead(words.titleOfMany(count), {});
    else
        setHead(words.button(count), tr("%n selected", nullptr, count));
    if (const bool danger = m_described.dangerous || briefing.dangerous; danger != m_danger) {
        m_danger = danger;
        setAction(button, u"confirm"_s, danger ? ButtonKind::Danger : ButtonKind::Primary);
    } else if (action()->text() != button) {
        setActionText(button);
    }
}

void FieldsDialog::addNotePanel()
{
    const std::size_t index = m_notes.size();
    auto *panel = new NotePanel(theme(), body());
    panel->setObjectName(u"note%1"_s.arg(index));
    QWidget *above = m_quota;
    if (!m_notes.empty())
        above = m_notes.back();
    column()->insertWidget(column()->indexOf(above) + 1, panel);
    setTabOrder(above, panel);
    m_notes.push_back(panel);
    m_offered.emplace_back();
    connect(panel, &NotePanel::linkFollowed, this, [this, index] {
        if (const auto other = m_offered[index])
            leaveFor(*other);
    });
}

QString FieldsDialog::showBriefing(const Briefing &briefing)
{
    std::vector<forms::QuotaLine> lines;
    for (const Briefing::Use &use : briefing.uses)
        lines.push_back(forms::quotaLine(use.title, use.quota, use.more, use.unit, briefing.of));
    m_quota->setLines(lines);
    if (m_table)
        m_table->setTable(briefing.table);
    while (m_notes.size() < briefing.notes.size())
        addNotePanel();
    for (std::size_t i = 0; i < m_notes.size(); ++i) {
        const auto note = i < briefing.notes.size() ? briefing.notes[i] : Briefing::Note();
        m_offered[i] = note.offers.isEmpty() ? std::nullopt
                                             : offered({{.action = note.offers, .on = note.on}});
        m_notes[i]->setNote(note.caution ? NotePanel::Kind::Caution : NotePanel::Kind::Plain,
                            note.text, m_offered[i] ? m_offered[i]->text : QString());
    }
    return forms::quotaProblem(lines);
}

std::optional<operations::Way> FieldsDialog::offered(const operations::Remedies &remedies) const
{
    const QString id = m_ids.size() == 1 ? m_ids.front() : QString();
    const auto ways = operations::waysOf(remedies, situation(m_context), id);
    return ways.empty() ? std::nullopt : std::optional(ways.front());
}

void FieldsDialog::leaveFor(const operations::Way &way)
{
    leave([this, copy = way] { Q_EMIT otherWanted(copy); });
}

/// A name that is typed to confirm is not among the values.
bool FieldsDialog::isFilledIn() const
{
    return m_edited && values() != m_untouched;
}

void FieldsDialog::linkProblem(bool isObstacle, const Briefing &briefing)
{
    std::optional<operations::Way> way;
    if (!isObstacle)
        way = offered(briefing.remedies);
    else if (m_described.remedies && m_ids.size() == 1)
        way = offered(m_described.remedies(situation(m_context), m_ids.front()));
    if (way)
        setProblemLink(way->text, [this, way] { leaveFor(*way); });
    else
        setProblemLink({});
}

bool FieldsDialog::checkFields(const QStringList &ids, const Values &entered)
{
    const operations::Situation now = situation(m_context);
    bool marked = false;
    QString missing;
    QString unseen; // the problem of a field that is not shown
    for (FieldEditor *editor : m_editors) {
        const Field &field = editor->field();
        const bool empty = !entered.contains(field.key) && !editor->guard();
        const QString problem =
            empty ? QString() : operations::problemOf(m_described, field, now, ids, entered);
        // A field that was not edited yet is not wrong.
        editor->setProblem(problem);
        if (editor->isHidden() && unseen.isEmpty())
            unseen = problem;
        marked = marked || (!problem.isEmpty() && !editor->isHidden());
        if (empty && field.required && missing.isEmpty())
            missing = (field.type == Field::Type::Choice ? tr("Choose “%1”.") : tr("Fill in “%1”."))
                          .arg(isolated(field.label));
    }
    if (marked) {
        setHint(tr("Correct the marked field."));
    } else if (!unseen.isEmpty()) {
        setProblemLink({});
        setProblem(unseen, true);
    } else if (!missing.isEmpty()) {
        setProblemLink({}); // it is not about what is still to be entered
        setHint(missing);
    }
    return !marked && unseen.isEmpty() && missing.isEmpty();
}

void FieldsDialog::act()
{
    // The cloud may have changed since the user entered it.
    refreshAll();
    if (!action()->isEnabled())
        return;
    const Values entered = values();
    accept();
    Q_EMIT requested(entered);
}

} // namespace oriel::ui
