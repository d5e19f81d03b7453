#include "ui/dialogs/deletedialog.h"

#include "base/visible.h"
#include "models/words.h"
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
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;

std::vector<CellModel::Column> columnsOf(const forms::RemovalForm &form)
{
    return form.many() ? std::vector<CellModel::Column>{{DeleteDialog::tr("Name")},
                                                        {DeleteDialog::tr("Instance")},
                                                        {DeleteDialog::tr("Size"), right},
                                                        {DeleteDialog::tr("Note")}}
                       //: Column: the parts that are deleted.
                       : std::vector<CellModel::Column>{{DeleteDialog::tr("What")},
                                                        {DeleteDialog::tr("Status")},
                                                        {DeleteDialog::tr("Size"), right}};
}

QString sizeText(qint64 bytes)
{
    return bytes > 0 ? models::bytesText(bytes) : u"–"_s;
}

} // namespace

DeleteDialog::DeleteDialog(const UiContext &context, std::vector<operations::Subject> subjects,
                           QWidget *parent)
    : ActionDialog(context.theme, deleteDialogWidth, parent)
    , m_form(
          std::make_unique<forms::RemovalForm>(context.stores, std::move(subjects), context.roles))
{
    setObjectName(u"deleteDialog"_s);
    setAction(tr("Delete"), u"delete"_s, ButtonKind::Danger);
    makeBody();
    connect(m_form.get(), &forms::RemovalForm::changed, this, &DeleteDialog::refresh);
    connect(m_list, &ChoiceList::ticked, m_form.get(),
            [form = m_form.get()](const QStringList &ids, bool on) { form->setLeftOut(ids, !on); });
    connect(m_list->table().selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DeleteDialog::showHints);
    refresh();
}

DeleteDialog::~DeleteDialog() = default;

void DeleteDialog::makeBody()
{
    m_list = new ChoiceList(theme(), columnsOf(*m_form), 0, mostDeleteRows, body());
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
    m_total = makeSection({}, body());
    m_total->setObjectName(u"total"_s);
    m_total->setWordWrap(true);
    column()->addWidget(m_total);
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
    QStringList cautions{m_form->whatStays(), m_form->unknown()};
    cautions.removeAll(QString());
    m_stays->setNote(NotePanel::Kind::Caution, cautions.join(u' '));
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
    setHead(m_form->title(), one && !one->serverName.isEmpty()
                                 ? tr("Of the instance “%1”").arg(isolated(one->serverName))
                                 : QString());
    setActionText(m_form->actionText());
    m_choice->setVisible(m_form->offersImageOnly());
    m_total->setText(m_form->total());
    m_command->setCommand([form = m_form.get()] { return form->command(); });
    m_command->setVisible(!m_form->requests().empty());
    std::vector<CellRow> rows;
    if (one) {
        for (const forms::PlannedPart &planned : one->parts)
            rows.push_back(rowOf(planned));
    } else {
        rows.reserve(plans.size());
        for (const forms::RemovalPlan &plan : plans)
            rows.push_back(rowOf(plan));
    }
    m_list->setVisible(!rows.empty());
    m_list->setRows(std::move(rows));
    showHints();
}

CellRow DeleteDialog::rowOf(const forms::PlannedPart &planned) const
{
    const bool goes = m_form->plans().front().deletes(planned, m_form->imageOnly());
    const QString status = planned.isImage() ? models::imageStatus(planned.status).text
                                             : models::volumeSnapshotStatus(planned.status).text;
    CellRow row{planned.part.subject.id,
                {{planned.title, planned.isImage() ? u"disc"_s : u"layers"_s},
                 //: In place of the status of a part that is not deleted.
                 {goes ? status : tr("Kept")},
                 {sizeText(planned.bytes)}}};
    row.secondary = !goes;
    return row;
}

CellRow DeleteDialog::rowOf(const forms::RemovalPlan &plan) const
{
    const QString &id = plan.subject.id;
    const QString name = plan.subject.name.isEmpty() ? id : plan.subject.name;
    const QString blocked = m_form->blocked(plan);
    const bool in = blocked.isEmpty() && !m_form->isLeftOut(id);
    Cell note{.text = blocked, .icon = u"circle-x"_s, .iconColor = Theme::Color::Error};
    if (blocked.isEmpty()) {
        QStringList notes;
        for (const forms::RemovalHint &hint : plan.objections(m_form->imageOnly()))
            notes += hint.text;
        note = {.text = notes.join(u' '),
                .icon = notes.isEmpty() ? QString() : u"triangle-alert"_s,
                .iconColor = Theme::Color::Warning};
    }
    CellRow row{id,
                {{plan.leftovers ? tr("What is left of %1").arg(isolated(name)) : name},
                 {plan.serverName},
                 {sizeText(plan.freed(m_form->imageOnly()))},
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
        plan = at.isValid() ? std::ranges::find(plans, m_list->table().cells().at(at.row()).key,
                                                [](const auto &one) { return one.subject.id; })
                            : plans.end();
    std::vector<forms::RemovalHint> hints;
    if (plan != plans.end()) {
        const QString blocked = m_form->many() ? m_form->blocked(*plan) : QString();
        hints = plan->objections(m_form->imageOnly());
        if (!blocked.isEmpty())
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
        auto *note = new NotePanel(theme(), m_hints);
        note->setNote(hint.blocks ? NotePanel::Kind::Problem : NotePanel::Kind::Warning, hint.text,
                      //: Link: opens the resource that prevents the deletion.
                      hint.link ? tr("Show") : QString());
        connect(note, &NotePanel::linkFollowed, this, [this, link = hint.link] {
            reject();
            Q_EMIT navigate(subjectRoute(*link));
        });
        m_hints->layout()->addWidget(note);
    }
    m_hints->setVisible(!hints.empty());
    m_shownHints = std::move(hints);
}

void DeleteDialog::act()
{
    const std::vector<operations::RemovalRequest> requests = m_form->requests();
    accept();
    Q_EMIT requested(requests);
}

} // namespace oriel::ui
