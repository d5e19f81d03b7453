#include "ui/dialogs/deletedialog.h"

#include "base/visible.h"
#include "models/words.h"
#include "operations/actions/actions.h"
#include "operations/names.h"
#include "ui/dialogs/choicelist.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/notepanel.h"
#include "ui/navigation/operationroute.h"
#include "ui/theme/theme.h"
#include "ui/widgets/choicegroup.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int deleteDialogWidth = 620;
constexpr int mostDeleteRows = 10;
constexpr int mostRowsOfMany = 7; ///< so that what is to be typed is visible at 700 pixels
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;

std::vector<CellModel::Column> columnsOf(const forms::RemovalForm &form)
{
    if (form.many() && !form.ofInstances())
        return {{DeleteDialog::tr("Name")},
                {DeleteDialog::tr("Instance")},
                {DeleteDialog::tr("Size"), right},
                {DeleteDialog::tr("Note")}};
    //: Column: the parts that are deleted.
    return {{DeleteDialog::tr("What")},
            //: Column: what happens to a part: "Deleted", "Kept".
            {form.ofInstances() ? DeleteDialog::tr("Outcome") : DeleteDialog::tr("Status")},
            {DeleteDialog::tr("Size"), right}};
}

QString iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Server:
        return u"server"_s;
    case Kind::Volume:
        return u"hard-drive"_s;
    case Kind::Backup:
        return u"archive"_s;
    case Kind::Image:
        return u"disc"_s;
    case Kind::FloatingIp:
        return u"globe"_s;
    case Kind::Port:
        return u"network"_s;
    default:
        return u"layers"_s;
    }
}

QString sizeText(qint64 bytes)
{
    return bytes > 0 ? models::bytesText(bytes) : u"–"_s;
}

} // namespace

DeleteDialog::DeleteDialog(const UiContext &context, std::vector<operations::Subject> subjects,
                           QWidget *parent)
    : ActionDialog(context.theme, deleteDialogWidth, parent)
    , m_form(std::make_unique<forms::RemovalForm>(context.stores, std::move(subjects),
                                                  context.roles, nullptr,
                                                  forms::canKeepVolumes(context.client)))
{
    setObjectName(u"deleteDialog"_s);
    setAction(tr("Delete"), u"delete"_s, ButtonKind::Danger);
    makeBody();
    connect(m_form.get(), &forms::RemovalForm::changed, this, &DeleteDialog::refresh);
    connect(m_list, &ChoiceList::ticked, m_form.get(),
            [form = m_form.get()](const QStringList &ids, bool on) { form->setTicked(ids, on); });
    connect(m_list->table().selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DeleteDialog::showHints);
    refresh();
}

DeleteDialog::~DeleteDialog() = default;

void DeleteDialog::makeBody()
{
    // Above a list that may be longer than the screen.
    m_total = makeSection({}, body());
    m_total->setObjectName(u"total"_s);
    m_total->setWordWrap(true);
    column()->addWidget(m_total);
    m_skipped = new NotePanel(theme(), body());
    m_skipped->setObjectName(u"skipped"_s);
    column()->addWidget(m_skipped);
    m_list = new ChoiceList(theme(), columnsOf(*m_form), 0,
                            m_form->many() ? mostRowsOfMany : mostDeleteRows, body());
    m_list->table().setObjectName(u"deleteRows"_s);
    m_list->table().setAccessibleName(tr("What will be deleted"));
    column()->addWidget(m_list);
    m_hints = new QWidget(body());
    m_hints->setObjectName(u"deletePlan"_s);
    auto *hints = new QVBoxLayout(m_hints);
    hints->setContentsMargins(0, 0, 0, 0);
    hints->setSpacing(metrics::unit);
    m_hints->hide();
    column()->addWidget(m_hints);
    column()->addWidget(makeChoice());
    m_stays = new NotePanel(theme(), body());
    m_stays->setObjectName(u"whatStays"_s);
    column()->addWidget(m_stays);
    m_guard = new NameGuard(u"typedName"_s, body());
    column()->addWidget(m_guard);
    connect(m_guard, &NameGuard::changed, this, [this] {
        m_form->setTyped(m_guard->text()); // which calls refresh()
    });
    m_command = addCommand();
}

QWidget *DeleteDialog::makeChoice()
{
    m_choice = new ChoiceGroup(tr("What to delete"), body());
    auto *column = new QVBoxLayout(m_choice);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    auto *everything = new QRadioButton(tr("The image &and its volume snapshots"), m_choice);
    everything->setObjectName(u"everything"_s);
    everything->setChecked(true);
    auto *imageOnly = new QRadioButton(tr("Only the &image"), m_choice);
    imageOnly->setObjectName(u"imageOnly"_s);
    column->addWidget(everything);
    column->addWidget(imageOnly);
    connect(imageOnly, &QRadioButton::toggled, m_form.get(), &forms::RemovalForm::setImageOnly);
    return m_choice;
}

void DeleteDialog::refresh()
{
    // Typing in the guard changes nothing else.
    if (std::exchange(m_revision, m_form->revision()) != m_form->revision())
        showPlans();
    QStringList notes{m_form->whatStays(), m_form->unknown()};
    notes.removeAll(QString());
    m_stays->setNote(m_form->unknown().isEmpty() ? NotePanel::Kind::Plain
                                                 : NotePanel::Kind::Caution,
                     notes.join(u' '));
    const QString guard = m_form->guard();
    m_guard->setVisible(!guard.isEmpty());
    m_guard->setName(guard, m_form->guardText());
    if (m_form->lacksOnlyTheGuard() && m_guard->standing() == NameGuard::Standing::Awaited)
        setHint(m_form->problem());
    else
        setProblem(m_form->problem(), m_form->ready(), m_form->total());
}

void DeleteDialog::showPlans()
{
    const std::vector<forms::RemovalPlan> &plans = m_form->plans();
    const forms::RemovalPlan *one = m_form->many() || plans.empty() ? nullptr : &plans.front();
    setHead(m_form->title(), one && !one->serverName.isEmpty() && !one->ofInstance()
                                 ? tr("Of the instance “%1”").arg(isolated(one->serverName))
                                 : QString());
    setActionText(m_form->actionText());
    m_choice->setVisible(m_form->offersImageOnly());
    m_total->setText(m_form->total());
    m_skipped->setNote(NotePanel::Kind::Warning, m_form->skipped());
    m_command->setCommand([form = m_form.get()] { return form->command(); });
    m_command->setVisible(!m_form->requests().empty());
    std::vector<CellRow> rows;
    if (one) {
        for (const forms::PlannedPart &planned : one->parts)
            rows.push_back(rowOf(*one, planned));
    } else {
        rows.reserve(plans.size());
        for (const forms::RemovalPlan &plan : plans) {
            rows.push_back(plan.ofInstance() ? rowOfInstance(plan) : rowOf(plan));
            for (std::size_t i = 1; plan.ofInstance() && i < plan.parts.size(); ++i)
                rows.push_back(rowBelow(plan, plan.parts[i]));
        }
    }
    m_list->setVisible(!rows.empty());
    m_list->setRows(std::move(rows));
    showHints();
}

CellRow DeleteDialog::rowOf(const forms::RemovalPlan &plan, const forms::PlannedPart &planned) const
{
    const bool goes = m_form->deletes(plan, planned);
    QString status;
    if (plan.ofInstance())
        status = plan.fate(planned, m_form->choice());
    else if (!goes)
        //: In place of the status of a part that is not deleted.
        status = tr("Kept");
    else
        status = planned.isImage() ? models::imageStatus(planned.status).text
                                   : models::volumeSnapshotStatus(planned.status).text;
    CellRow row{
        planned.part.subject.id,
        {{planned.title, iconOf(planned.part.subject.kind)}, {status}, {sizeText(planned.bytes)}}};
    if (planned.optional)
        row.box = goes ? CellRow::Box::Ticked : CellRow::Box::Unticked;
    row.secondary = !goes;
    return row;
}

CellRow DeleteDialog::rowBelow(const forms::RemovalPlan &plan,
                               const forms::PlannedPart &planned) const
{
    CellRow row = rowOf(plan, planned);
    if (!m_form->isChosen(plan) || !m_form->blocked(plan).isEmpty()) {
        row.cells[1].text.clear();
        row.box = CellRow::Box::None;
        row.secondary = true;
    }
    return row;
}

CellRow DeleteDialog::rowOfInstance(const forms::RemovalPlan &plan) const
{
    const bool blocked = !m_form->blocked(plan).isEmpty();
    const bool in = !blocked && m_form->isChosen(plan);
    const QString name = plan.subject.name.isEmpty() ? plan.subject.id : plan.subject.name;
    Cell outcome{.text = in ? plan.fate(plan.parts.front(), m_form->choice()) : tr("Kept")};
    // The reasons are below the list, for the current row.
    if (blocked)
        //: Outcome of one of many that cannot be deleted now.
        outcome = {.text = tr("Skipped"), .icon = u"circle-x"_s, .iconColor = Theme::Color::Error};
    else if (!m_form->objections(plan).empty())
        outcome = {
            .text = outcome.text, .icon = u"triangle-alert"_s, .iconColor = Theme::Color::Warning};
    CellRow row{plan.subject.id,
                {{.text = name, .icon = iconOf(plan.subject.kind), .bold = true},
                 std::move(outcome),
                 {sizeText(plan.parts.front().bytes)}}};
    if (!blocked)
        row.box = in ? CellRow::Box::Ticked : CellRow::Box::Unticked;
    row.secondary = !in;
    return row;
}

CellRow DeleteDialog::rowOf(const forms::RemovalPlan &plan) const
{
    const QString &id = plan.subject.id;
    const QString name = operations::nameOrId(plan.subject.name, id);
    const QString blocked = m_form->blocked(plan);
    const bool in = blocked.isEmpty() && m_form->isChosen(plan);
    Cell note{.text = blocked, .icon = u"circle-x"_s, .iconColor = Theme::Color::Error};
    if (blocked.isEmpty()) {
        QStringList notes;
        for (const forms::RemovalHint &hint : m_form->objections(plan))
            notes += hint.text;
        note = {.text = notes.join(u' '),
                .icon = notes.isEmpty() ? QString() : u"triangle-alert"_s,
                .iconColor = Theme::Color::Warning};
    }
    CellRow row{id,
                {{plan.leftovers ? tr("What is left of %1").arg(isolated(name)) : name},
                 {plan.serverName},
                 {sizeText(plan.freed(m_form->choice()))},
                 std::move(note)}};
    if (blocked.isEmpty())
        row.box = in ? CellRow::Box::Ticked : CellRow::Box::Unticked;
    row.secondary = !in;
    return row;
}

void DeleteDialog::showHints()
{
    const auto &plans = m_form->plans();
    const QModelIndex at = m_list->table().currentIndex();
    auto plan = plans.begin();
    if (m_form->many())
        plan = at.isValid() ? std::ranges::find_if(
                                  plans,
                                  [key = m_list->table().cells().at(at.row()).key](
                                      const forms::RemovalPlan &one) {
                                      return one.subject.id == key ||
                                             (one.ofInstance() &&
                                              std::ranges::any_of(
                                                  one.parts, [&](const forms::PlannedPart &part) {
                                                      return part.part.subject.id == key;
                                                  }));
                                  })
                            : plans.end();
    std::vector<forms::RemovalHint> hints;
    if (plan != plans.end()) {
        const QString blocked = m_form->many() ? m_form->blocked(*plan) : QString();
        hints = m_form->objections(*plan);
        if (!blocked.isEmpty() && (!plan->lock || blocked != plan->lock->text))
            //: %1: a sentence with the reason
            hints = {{tr("Skipped. %1").arg(blocked), plan->subject, true}};
    }
    if (hints == m_shownHints)
        return; // keep the focused widget
    for (QObject *old : m_hints->children()) {
        if (auto *note = qobject_cast<NotePanel *>(old)) {
            note->hide();
            note->deleteLater(); // its own link may be emitting the signal
        }
    }
    for (const forms::RemovalHint &hint : hints) {
        m_hints->layout()->addWidget(noteFor(hint));
    }
    m_hints->setVisible(!hints.empty());
    m_shownHints = std::move(hints);
}

QWidget *DeleteDialog::noteFor(const forms::RemovalHint &hint)
{
    auto *note = new NotePanel(theme(), m_hints);
    const operations::Action *action = operations::actionNamed(hint.action);
    const QString link = action      ? action->words.button()
                         : hint.link ? //: Link: opens the resource that prevents the deletion.
                             tr("Show")
                                     : QString();
    note->setNote(hint.blocks ? NotePanel::Kind::Problem : NotePanel::Kind::Warning, hint.text,
                  link);
    connect(note, &NotePanel::linkFollowed, this, [this, hint] {
        if (!hint.action.isEmpty()) {
            Q_EMIT remedy(hint.action, *hint.link);
            return;
        }
        reject();
        Q_EMIT navigate(subjectRoute(*hint.link));
    });
    return note;
}

void DeleteDialog::act()
{
    const std::vector<operations::RemovalRequest> requests = m_form->requests();
    accept();
    Q_EMIT requested(requests);
}

} // namespace oriel::ui
