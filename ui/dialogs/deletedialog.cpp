#include "ui/dialogs/deletedialog.h"

#include "base/visible.h"
#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/deleteplanlist.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/notepanel.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int deleteDialogWidth = 620;

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
    connect(m_list, &DeletePlanList::leftOut, m_form.get(), &forms::RemovalForm::setLeftOut);
    refresh();
}

DeleteDialog::~DeleteDialog() = default;

void DeleteDialog::makeBody()
{
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
    QString of;
    if (!m_form->many() && !m_form->plans().empty() &&
        !m_form->plans().front().serverName.isEmpty())
        of = tr("Of the instance “%1”").arg(isolated(m_form->plans().front().serverName));
    setHead(m_form->title(), of);
    m_list->setPlans(*m_form);
    m_choice->setVisible(m_form->offersImageOnly());
    QStringList cautions{m_form->whatStays(), m_form->unknown()};
    cautions.removeAll(QString());
    m_stays->setNote(NotePanel::Kind::Caution, cautions.join(u' '));
    const QString guard = m_form->guardName();
    m_guard->setVisible(!guard.isEmpty());
    m_guard->setName(
        guard,
        tr("The instance “%1” is lost with it. Type its name to go on:").arg(isolated(guard)));
    m_total->setText(m_form->total());
    m_command->setCommand(m_form->command());
    m_command->setVisible(!m_form->command().isEmpty());
    if (m_form->lacksOnlyTheName() && m_guard->standing() == NameGuard::Standing::Awaited)
        setHint(m_form->problem());
    else
        setProblem(m_form->problem(), m_form->ready(), m_form->total());
}

void DeleteDialog::act()
{
    const std::vector<operations::RemovalRequest> requests = m_form->requests();
    accept();
    Q_EMIT requested(requests);
}

} // namespace oriel::ui
