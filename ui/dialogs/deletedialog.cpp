#include "ui/dialogs/deletedialog.h"

#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/deleteplanlist.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QScreen>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int deleteDialogWidth = 620;

} // namespace

DeleteDialog::DeleteDialog(const UiContext &context, std::vector<operations::Subject> subjects,
                           QWidget *parent)
    : QDialog(parent)
    , m_theme(context.theme)
    , m_form(
          std::make_unique<forms::RemovalForm>(context.stores, std::move(subjects), context.roles))
{
    setObjectName(u"deleteDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto *head = new QWidget(this);
    auto *words = new QVBoxLayout(head);
    words->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    words->setSpacing(metrics::unit / 2);
    m_title = makeLabel({}, TextSize::Heading, head);
    m_title->setObjectName(u"title"_s);
    m_title->setWordWrap(true);
    m_of = makeLabel({}, TextSize::Body, head);
    setSecondary(m_of);
    words->addWidget(m_title);
    words->addWidget(m_of);
    all->addWidget(head);
    all->addWidget(makeLine(this));
    all->addWidget(makeBody(), 1);
    all->addWidget(makeLine(this));
    all->addWidget(makeFoot());
    connect(m_form.get(), &forms::RemovalForm::changed, this, &DeleteDialog::refresh);
    connect(m_list, &DeletePlanList::navigate, this, [this](const Route &route) {
        reject();
        Q_EMIT navigate(route);
    });
    refresh();
}

DeleteDialog::~DeleteDialog() = default;

QWidget *DeleteDialog::makeBody()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    column->setSpacing(metrics::pad);
    m_list = new DeletePlanList(m_theme, m_body);
    m_list->setObjectName(u"deletePlan"_s);
    column->addWidget(m_list);
    column->addWidget(makeChoice());
    m_stays = new NotePanel(m_theme, m_body);
    m_stays->setObjectName(u"whatStays"_s);
    column->addWidget(m_stays);
    column->addWidget(makeGuard());
    m_total = makeLabel({}, TextSize::Body, m_body);
    m_total->setObjectName(u"total"_s);
    m_total->setWordWrap(true);
    QFont font = m_total->font();
    font.setWeight(QFont::DemiBold);
    m_total->setFont(font);
    column->addWidget(m_total);
    m_command = new CommandBox(m_theme, m_body);
    column->addWidget(m_command);
    column->addStretch();
    m_scroll->setWidget(m_body);
    connect(m_command, &CommandBox::unfolded, this, [this](bool open) {
        fit();
        if (open)
            QMetaObject::invokeMethod(
                this, [this] { m_scroll->ensureWidgetVisible(m_command); }, Qt::QueuedConnection);
    });
    return m_scroll;
}

QWidget *DeleteDialog::makeChoice()
{
    m_choice = new QWidget(m_body);
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

QWidget *DeleteDialog::makeGuard()
{
    m_guard = new QWidget(m_body);
    auto *column = new QVBoxLayout(m_guard);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    m_guardWords = makeLabel({}, TextSize::Body, m_guard);
    m_guardWords->setWordWrap(true);
    m_typed = new QLineEdit(m_guard);
    m_typed->setObjectName(u"typedName"_s);
    m_guardWords->setBuddy(m_typed);
    column->addWidget(m_guardWords);
    column->addWidget(m_typed);
    connect(m_typed, &QLineEdit::textChanged, m_form.get(), &forms::RemovalForm::setTypedName);
    return m_guard;
}

QWidget *DeleteDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    row->setSpacing(metrics::gap);
    m_problem = new NotePanel(m_theme, foot);
    m_problem->setObjectName(u"problem"_s);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    cancel->setObjectName(u"cancel"_s);
    cancel->setDefault(true);
    m_delete = new QPushButton(tr("Delete"), foot);
    m_delete->setObjectName(u"delete"_s);
    m_delete->setAutoDefault(false);
    setButtonKind(m_delete, ButtonKind::Danger);
    row->addWidget(m_problem, 1);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_delete);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_delete, &QPushButton::clicked, this, &DeleteDialog::accepted);
    cancel->setFocus();
    return foot;
}

void DeleteDialog::refresh()
{
    const QString title = m_form->title();
    m_title->setText(title);
    setWindowTitle(title);
    QString of;
    if (!m_form->many() && !m_form->plans().empty() &&
        !m_form->plans().front().serverName.isEmpty())
        of = tr("Of the instance “%1”").arg(m_form->plans().front().serverName);
    m_of->setText(of);
    m_of->setVisible(!of.isEmpty());
    m_list->setPlans(*m_form);
    m_choice->setVisible(m_form->offersImageOnly());
    m_stays->setNote(NotePanel::Kind::Caution, m_form->whatStays());
    const QString guard = m_form->guardName();
    m_guard->setVisible(!guard.isEmpty());
    m_guardWords->setText(
        tr("The instance “%1” is lost with it. Type its name to go on:").arg(guard));
    m_typed->setAccessibleName(m_guardWords->text());
    m_total->setText(m_form->total());
    m_command->setCommand(m_form->command());
    m_command->setVisible(!m_form->command().isEmpty());
    const QString problem = m_form->problem();
    m_problem->setNote(m_form->ready() ? NotePanel::Kind::Problem : NotePanel::Kind::Busy, problem);
    m_delete->setEnabled(problem.isEmpty());
    m_delete->setToolTip(problem);
    m_delete->setAccessibleDescription(problem.isEmpty() ? m_form->total() : problem);
    fit();
}

void DeleteDialog::showEvent(QShowEvent *event)
{
    m_shown = true;
    fit();
    QDialog::showEvent(event);
}

void DeleteDialog::fit()
{
    if (!m_shown)
        return;
    const QSize room = screen()->availableSize() - QSize(2 * metrics::wide, 2 * metrics::wide);
    const int wide = std::min(std::max(deleteDialogWidth, width()), room.width());
    // Only ever higher, so that the dialog does not jump under the mouse when a line comes or goes.
    const int rest = sizeHint().height() - m_scroll->sizeHint().height();
    const int wanted = rest + m_body->layout()->totalHeightForWidth(wide);
    resize(wide, std::min(std::max(wanted, height()), room.height()));
}

void DeleteDialog::accepted()
{
    if (!m_form->problem().isEmpty()) {
        refresh();
        return;
    }
    const std::vector<operations::RemovalRequest> requests = m_form->requests();
    accept();
    Q_EMIT requested(requests);
}

} // namespace oriel::ui
