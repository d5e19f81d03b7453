#include "ui/dialogs/createsnapshotdialog.h"

#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/consistencychoice.h"
#include "ui/dialogs/disktable.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/roomgauge.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/window/elidedlabel.h"

#include <QtGui/QScreen>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int dialogWidth = 640;

QLabel *sectionLabel(const QString &text, QWidget *parent)
{
    auto *label = makeLabel(text, TextSize::Body, parent);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

} // namespace

CreateSnapshotDialog::CreateSnapshotDialog(const UiContext &context, const QString &serverId,
                                           QWidget *parent)
    : CreateSnapshotDialog(context,
                           std::make_unique<forms::CreateSnapshotForm>(
                               context.stores, context.clock, serverId, context.roles),
                           parent)
{}

CreateSnapshotDialog::CreateSnapshotDialog(const UiContext &context,
                                           const operations::CreateSnapshotRequest &request,
                                           QWidget *parent)
    : CreateSnapshotDialog(context,
                           std::make_unique<forms::CreateSnapshotForm>(
                               context.stores, context.clock, request, context.roles),
                           parent)
{}

CreateSnapshotDialog::CreateSnapshotDialog(const UiContext &context,
                                           std::unique_ptr<forms::CreateSnapshotForm> form,
                                           QWidget *parent)
    : QDialog(parent)
    , m_theme(context.theme)
    , m_form(std::move(form))
{
    setObjectName(u"createSnapshotDialog"_s);
    setWindowTitle(tr("Create snapshot"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(makeHead());
    all->addWidget(makeLine(this));
    all->addWidget(makeBody(), 1);
    all->addWidget(makeLine(this));
    all->addWidget(makeFoot());
    follow();
    if (operations::Journal *journal = context.operations.journal())
        journal->durations(context.operations.scope(), m_form.get(),
                           [form = m_form.get()](const operations::Durations &durations) {
                               form->setDurations(durations);
                           });
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

CreateSnapshotDialog::~CreateSnapshotDialog() = default;

QWidget *CreateSnapshotDialog::makeHead()
{
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    column->setSpacing(metrics::unit / 2);
    column->addWidget(makeLabel(tr("Create snapshot"), TextSize::Heading, head));
    m_title = new ElidedLabel({}, head);
    setTextSize(m_title, TextSize::Body);
    setSecondary(m_title);
    column->addWidget(m_title);
    return head;
}

QWidget *CreateSnapshotDialog::makeFields()
{
    auto *fields = new QWidget(m_body);
    auto *grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);

    m_name = new QLineEdit(m_form->name(), fields);
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("Name"));
    auto *name = new QLabel(tr("&Name"), fields);
    name->setBuddy(m_name);
    grid->addWidget(name, 0, 0);
    grid->addWidget(m_name, 0, 1);

    m_date = new QDateEdit(fields);
    m_date->setObjectName(u"keepUntil"_s);
    m_date->setAccessibleName(tr("Keep until"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd"_s);
    // The size hint leaves no room for the arrow of the calendar.
    m_date->setMinimumWidth(m_date->fontMetrics().horizontalAdvance(u"0000-00-00"_s) +
                            4 * metrics::pad);
    m_date->setFixedHeight(m_name->sizeHint().height()); // else a little higher than the field
    const QDate wanted = m_form->keepUntil().value_or(m_form->today().addDays(7));
    // A date that a person chose days ago stays visible as it was; the form says that it has
    // passed.
    m_date->setMinimumDate(std::min(m_form->today(), wanted));
    m_date->setDate(wanted);
    m_noDate = new QCheckBox(tr("No &date"), fields);
    m_noDate->setObjectName(u"noDate"_s);
    m_noDate->setAccessibleName(tr("No date"));
    m_noDate->setChecked(!m_form->keepUntil());
    m_date->setEnabled(!m_noDate->isChecked());
    auto *date = new QLabel(tr("&Keep until"), fields);
    date->setBuddy(m_date);
    auto *dates = new QHBoxLayout;
    dates->setSpacing(metrics::pad);
    dates->addWidget(m_date);
    dates->addWidget(m_noDate);
    dates->addStretch();
    grid->addWidget(date, 1, 0);
    grid->addLayout(dates, 1, 1);

    m_why = new QLineEdit(m_form->description(), fields);
    m_why->setObjectName(u"description"_s);
    m_why->setAccessibleName(tr("Why"));
    m_why->setPlaceholderText(tr("Optional, e.g. before the upgrade"));
    auto *why = new QLabel(tr("&Why"), fields);
    why->setBuddy(m_why);
    grid->addWidget(why, 2, 0);
    grid->addWidget(m_why, 2, 1);
    return fields;
}

QWidget *CreateSnapshotDialog::makeBody()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    column->setSpacing(metrics::gap);
    column->addWidget(makeFields());
    column->addSpacing(metrics::gap);

    auto *captured = sectionLabel(tr("What will be captured"), m_body);
    m_disks = new DiskTable(m_theme, m_body);
    m_disks->setObjectName(u"disks"_s);
    m_disks->setAccessibleName(captured->text());
    captured->setBuddy(m_disks);
    m_capture = makeLabel({}, TextSize::Small, m_body);
    m_capture->setObjectName(u"captureText"_s);
    m_capture->setWordWrap(true);
    setSecondary(m_capture);
    column->addWidget(captured);
    column->addWidget(m_disks);
    column->addWidget(m_capture);
    m_dataVolumes = new QCheckBox(m_body);
    m_dataVolumes->setObjectName(u"dataVolumes"_s);
    column->addWidget(m_dataVolumes);

    m_roomBox = new QWidget(m_body);
    auto *room = new QVBoxLayout(m_roomBox);
    room->setContentsMargins(0, metrics::gap, 0, 0);
    room->setSpacing(metrics::gap);
    room->addWidget(sectionLabel(tr("Room in the quota"), m_roomBox));
    m_roomGrid = new QGridLayout;
    m_roomGrid->setHorizontalSpacing(metrics::pad);
    m_roomGrid->setVerticalSpacing(metrics::gap);
    m_roomGrid->setColumnStretch(1, 1);
    room->addLayout(m_roomGrid);
    column->addWidget(m_roomBox);
    m_gap = new NotePanel(m_theme, m_body);
    column->addWidget(m_gap);
    column->addSpacing(metrics::gap);

    column->addWidget(sectionLabel(tr("Consistency"), m_body));
    m_consistency = new ConsistencyChoice(m_theme, *m_form, m_body);
    column->addWidget(m_consistency);
    m_caution = new NotePanel(m_theme, m_body);
    m_caution->setObjectName(u"caution"_s);
    m_caution->setNote(NotePanel::Kind::Caution, m_form->caution());
    column->addWidget(m_caution);
    m_command = new CommandBox(m_theme, m_body);
    column->addWidget(m_command);
    column->addStretch();
    m_scroll->setWidget(m_body);
    return m_scroll;
}

QWidget *CreateSnapshotDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    row->setSpacing(metrics::gap);
    m_problem = new NotePanel(m_theme, foot);
    m_problem->setObjectName(u"problem"_s);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    cancel->setObjectName(u"cancel"_s);
    cancel->setAutoDefault(false);
    m_create = new QPushButton(tr("Create"), foot);
    m_create->setObjectName(u"create"_s);
    m_create->setDefault(true);
    setButtonKind(m_create, ButtonKind::Primary);
    row->addWidget(m_problem, 1);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_create);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &CreateSnapshotDialog::create);
    return foot;
}

void CreateSnapshotDialog::follow()
{
    connect(m_name, &QLineEdit::textChanged, m_form.get(), &forms::CreateSnapshotForm::setName);
    const auto dateChanged = [this] {
        m_date->setEnabled(!m_noDate->isChecked());
        m_form->setKeepUntil(m_noDate->isChecked() ? std::nullopt : std::optional(m_date->date()));
    };
    connect(m_date, &QDateEdit::dateChanged, this, dateChanged);
    connect(m_noDate, &QCheckBox::toggled, this, dateChanged);
    connect(m_why, &QLineEdit::textChanged, m_form.get(),
            &forms::CreateSnapshotForm::setDescription);
    connect(m_dataVolumes, &QCheckBox::toggled, m_form.get(),
            &forms::CreateSnapshotForm::setWithDataVolumes);
    connect(m_form.get(), &forms::CreateSnapshotForm::changed, this,
            &CreateSnapshotDialog::refresh);
    connect(m_command, &CommandBox::unfolded, this, [this](bool open) {
        fit();
        if (open) // once the layout has made room for it
            QMetaObject::invokeMethod(
                this, [this] { m_scroll->ensureWidgetVisible(m_command); }, Qt::QueuedConnection);
    });
}

void CreateSnapshotDialog::refresh()
{
    m_title->setWhole(tr("Of the instance “%1”").arg(m_form->serverName()));
    m_name->setPlaceholderText(m_form->serverName());
    m_disks->setDisks(m_form->disks());
    m_capture->setText(m_form->captureText());
    updateRoom();
    m_gap->setNote(NotePanel::Kind::Plain, m_form->gap());
    const QString offer = m_form->dataVolumesOffer();
    m_dataVolumes->setVisible(!offer.isEmpty());
    m_dataVolumes->setText(offer);
    m_dataVolumes->setAccessibleName(offer);
    m_dataVolumes->setChecked(m_form->withDataVolumes());
    m_consistency->refresh();
    m_create->setText(m_form->shutOffFirst() ? tr("Shut off and create") : tr("Create"));
    m_command->setCommand(m_form->command());
    updateProblem();
}

void CreateSnapshotDialog::updateRoom()
{
    const auto lines = m_form->room();
    QStringList titles;
    for (const forms::RoomLine &line : lines)
        titles += line.title;
    if (titles != m_roomTitles) {
        m_roomTitles = titles;
        while (QLayoutItem *item = m_roomGrid->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (int row = 0; row < titles.size(); ++row) {
            m_roomGrid->addWidget(makeLabel(titles.at(row), TextSize::Body, m_roomBox), row, 0);
            m_roomGrid->addWidget(new RoomGauge(m_theme, m_roomBox), row, 1, Qt::AlignVCenter);
            m_roomGrid->addWidget(makeLabel({}, TextSize::Small, m_roomBox), row, 2);
        }
    }
    for (int row = 0; row < titles.size(); ++row) {
        const forms::RoomLine &line = lines[static_cast<std::size_t>(row)];
        qobject_cast<RoomGauge *>(m_roomGrid->itemAtPosition(row, 1)->widget())->setLine(line);
        qobject_cast<QLabel *>(m_roomGrid->itemAtPosition(row, 2)->widget())->setText(line.text);
    }
    m_roomBox->setVisible(!lines.empty());
}

void CreateSnapshotDialog::updateProblem()
{
    const QString problem = m_form->problem();
    m_problem->setNote(m_form->ready() ? NotePanel::Kind::Problem : NotePanel::Kind::Busy, problem);
    m_create->setEnabled(problem.isEmpty());
    m_create->setToolTip(problem);
    m_create->setAccessibleDescription(problem);
    fit();
}

void CreateSnapshotDialog::showEvent(QShowEvent *event)
{
    m_shown = true;
    fit();
    QDialog::showEvent(event);
}

void CreateSnapshotDialog::fit()
{
    if (!m_shown)
        return;
    const QSize room = screen()->availableSize() - QSize(2 * metrics::wide, 2 * metrics::wide);
    const int wide = std::min(std::max(dialogWidth, width()), room.width());
    // Only ever higher, so that the dialog does not jump under the mouse when a line comes or goes.
    const int foot = sizeHint().height() - m_scroll->sizeHint().height();
    const int wanted = foot + m_body->layout()->totalHeightForWidth(wide);
    resize(wide, std::min(std::max(wanted, height()), room.height()));
}

void CreateSnapshotDialog::create()
{
    if (!m_form->problem().isEmpty()) {
        updateProblem();
        return;
    }
    const operations::CreateSnapshotRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
