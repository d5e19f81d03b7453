#include "ui/dialogs/deletedialog.h"

#include "base/visible.h"
#include "models/words.h"
#include "ui/dialogs/choicelist.h"
#include "ui/dialogs/deleteplanlist.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/theme.h"
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

/// What is known against it, in one line.
QString noteOf(const forms::RemovalPlan &plan)
{
    QStringList notes;
    for (const forms::RemovalHint &hint : plan.hints)
        notes += hint.text;
    for (const forms::PlannedPart &planned : plan.parts) {
        for (const forms::RemovalHint &hint : planned.hints)
            notes += hint.text;
    }
    return notes.join(u' ');
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
    connect(m_list, &DeletePlanList::navigate, this, [this](const Route &route) {
        reject();
        Q_EMIT navigate(route);
    });
    if (m_many) {
        connect(
            m_many, &ChoiceList::ticked, m_form.get(),
            [form = m_form.get()](const QStringList &ids, bool on) { form->setLeftOut(ids, !on); });
        connect(m_many->table().selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                &DeleteDialog::showCurrent);
    }
    refresh();
}

DeleteDialog::~DeleteDialog() = default;

void DeleteDialog::makeBody()
{
    if (m_form->many()) {
        m_many = new ChoiceList(theme(),
                                {{tr("Name")},
                                 {tr("Instance")},
                                 {tr("Size"), Qt::AlignRight | Qt::AlignVCenter},
                                 {tr("Note")}},
                                0, mostDeleteRows, body());
        m_many->table().setObjectName(u"deleteRows"_s);
        m_many->table().setAccessibleName(tr("What will be deleted"));
        column()->addWidget(m_many);
    }
    m_list = new DeletePlanList(theme(), body());
    m_list->setObjectName(u"deletePlan"_s);
    column()->addWidget(m_list);
    column()->addWidget(makeChoice());
    m_stays = new NotePanel(theme(), body());
    m_stays->setObjectName(u"whatStays"_s);
    column()->addWidget(m_stays);
    m_guard = new NameGuard(u"typedName"_s, body());
    column()->addWidget(m_guard);
    connect(m_guard, &NameGuard::changed, this, [this] {
        m_form->setTypedName(m_guard->text()); // which leads to refresh()
    });
    m_total = makeLabel({}, TextSize::Body, body());
    m_total->setObjectName(u"total"_s);
    m_total->setWordWrap(true);
    QFont font = m_total->font();
    font.setWeight(QFont::DemiBold);
    m_total->setFont(font);
    column()->addWidget(m_total);
    m_command = addCommand();
}

QWidget *DeleteDialog::makeChoice()
{
    m_choice = new QWidget(body());
    auto *column = new QVBoxLayout(m_choice);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    m_everything = new QRadioButton(tr("The image &and its volume snapshots"), m_choice);
    m_everything->setObjectName(u"everything"_s);
    m_everything->setChecked(true);
    m_imageOnly = new QRadioButton(tr("Only the &image"), m_choice);
    m_imageOnly->setObjectName(u"imageOnly"_s);
    column->addWidget(m_everything);
    column->addWidget(m_imageOnly);
    connect(m_imageOnly, &QRadioButton::toggled, m_form.get(), &forms::RemovalForm::setImageOnly);
    return m_choice;
}

void DeleteDialog::refresh()
{
    // A keystroke in the guard changes nothing else.
    if (std::exchange(m_revision, m_form->revision()) != m_form->revision())
        showPlans();
    QStringList cautions{m_form->whatStays(), m_form->unknown()};
    cautions.removeAll(QString());
    m_stays->setNote(NotePanel::Kind::Caution, cautions.join(u' '));
    showGuard();
    if (m_form->lacksOnlyTheGuard() && m_guard->standing() == NameGuard::Standing::Awaited)
        setHint(m_form->problem());
    else
        setProblem(m_form->problem(), m_form->ready(), m_form->total());
}

void DeleteDialog::showPlans()
{
    const std::vector<forms::RemovalPlan> &plans = m_form->plans();
    QString of;
    if (!m_many && !plans.empty() && !plans.front().serverName.isEmpty())
        of = tr("Of the instance “%1”").arg(isolated(plans.front().serverName));
    setHead(m_form->title(), of);
    setActionText(m_form->actionText());
    m_choice->setVisible(m_form->offersImageOnly());
    m_total->setText(m_form->total());
    m_command->setCommand([form = m_form.get()] { return form->command(); });
    m_command->setVisible(!m_form->requests().empty());
    if (!m_many) {
        if (plans.empty())
            m_list->clear();
        else
            m_list->setPlan(plans.front(), m_form->imageOnly());
        return;
    }
    std::vector<CellRow> rows;
    rows.reserve(plans.size());
    for (const forms::RemovalPlan &plan : plans) {
        const QString &id = plan.subject.id;
        const QString name = plan.subject.name.isEmpty() ? id : plan.subject.name;
        const QString blocked = m_form->blocked(plan);
        const qint64 bytes = plan.freed(m_form->imageOnly());
        const bool in = blocked.isEmpty() && !m_form->isLeftOut(id);
        CellRow row{id,
                    {{plan.leftovers ? tr("What is left of %1").arg(isolated(name)) : name},
                     {plan.serverName},
                     {bytes > 0 ? models::bytesText(bytes) : u"–"_s},
                     {blocked.isEmpty() ? noteOf(plan) : blocked}}};
        row.cells.back().icon = !blocked.isEmpty()                ? u"circle-x"_s
                                : row.cells.back().text.isEmpty() ? QString()
                                                                  : u"triangle-alert"_s;
        row.cells.back().iconColor =
            blocked.isEmpty() ? Theme::Color::Warning : Theme::Color::Error;
        if (blocked.isEmpty())
            row.box = in ? CellRow::Box::Ticked : CellRow::Box::Unticked;
        row.secondary = !in;
        rows.push_back(std::move(row));
    }
    m_many->setRows(std::move(rows));
    showCurrent();
}

void DeleteDialog::showCurrent()
{
    const QModelIndex at = m_many->table().currentIndex();
    const auto &plans = m_form->plans();
    const auto plan = at.isValid()
                          ? std::ranges::find(plans, m_many->table().cells().at(at.row()).key,
                                              [](const auto &one) { return one.subject.id; })
                          : plans.end();
    if (plan == plans.end())
        m_list->clear();
    else
        m_list->setHints(*plan, m_form->blocked(*plan));
}

void DeleteDialog::showGuard()
{
    const int count = m_form->guardCount();
    const QString guard = count > 0 ? QString::number(count) : m_form->guardName();
    m_guard->setVisible(!guard.isEmpty());
    m_guard->setName(guard, count > 0
                                ? tr("Type %1 to confirm the number to delete:").arg(guard)
                                : tr("The instance “%1” will be lost. Type its name to continue:")
                                      .arg(isolated(guard)));
}

void DeleteDialog::act()
{
    const std::vector<operations::RemovalRequest> requests = m_form->requests();
    accept();
    Q_EMIT requested(requests);
}

} // namespace oriel::ui
