#include "ui/dialogs/createsnapshotdialog.h"

#include "base/visible.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/consistencychoice.h"
#include "ui/dialogs/disktable.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/roomlist.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int dialogWidth = 640;

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
    : ActionDialog(context.theme, dialogWidth, parent)
    , m_form(std::move(form))
{
    setObjectName(u"createSnapshotDialog"_s);
    setAction(tr("Create snapshot"), u"create"_s, ButtonKind::Primary);
    makeBody();
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

QWidget *CreateSnapshotDialog::makeFields()
{
    auto *fields = new QWidget(body());
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

void CreateSnapshotDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    column()->addWidget(makeFields());
    column()->addSpacing(metrics::gap);

    auto *captured = makeSection(tr("What will be captured"), body());
    m_disks = new DiskTable(theme(), body());
    m_disks->setObjectName(u"disks"_s);
    m_disks->setAccessibleName(captured->text());
    captured->setBuddy(m_disks);
    m_capture = makeLabel({}, TextSize::Small, body());
    m_capture->setObjectName(u"captureText"_s);
    m_capture->setWordWrap(true);
    setSecondary(m_capture);
    column()->addWidget(captured);
    column()->addWidget(m_disks);
    column()->addWidget(m_capture);
    m_dataVolumes = new QCheckBox(body());
    m_dataVolumes->setObjectName(u"dataVolumes"_s);
    m_dataVolumesNote = new NotePanel(theme(), body());
    m_dataVolumesNote->setObjectName(u"dataVolumesNote"_s);
    column()->addWidget(m_dataVolumes);
    column()->addWidget(m_dataVolumesNote);

    column()->addSpacing(metrics::gap);
    m_room = new RoomList(theme(), tr("Room in the quota"), body());
    column()->addWidget(m_room);
    m_gap = new NotePanel(theme(), body());
    column()->addWidget(m_gap);
    column()->addSpacing(metrics::gap);

    column()->addWidget(makeSection(tr("Consistency"), body()));
    m_consistency = new ConsistencyChoice(theme(), *m_form, body());
    column()->addWidget(m_consistency);
    m_caution = new NotePanel(theme(), body());
    m_caution->setObjectName(u"caution"_s);
    m_caution->setNote(NotePanel::Kind::Caution, m_form->caution());
    column()->addWidget(m_caution);
    m_command = addCommand();
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
}

void CreateSnapshotDialog::refresh()
{
    setHead(tr("Create snapshot"), tr("Of the instance “%1”").arg(isolated(m_form->serverName())));
    m_name->setPlaceholderText(m_form->serverName());
    if (m_name->text() != m_form->name()) { // what is proposed has changed with the instance's name
        m_name->setText(m_form->name());
        m_name->selectAll();
    }
    m_disks->setDisks(m_form->disks());
    m_capture->setText(m_form->captureText());
    m_room->setLines(m_form->room());
    m_gap->setNote(NotePanel::Kind::Plain, m_form->gap());
    const QString offer = m_form->dataVolumesOffer();
    m_dataVolumes->setVisible(!offer.isEmpty());
    m_dataVolumes->setText(offer);
    m_dataVolumes->setAccessibleName(offer);
    {
        // What the form decides is not what the user has chosen.
        const QSignalBlocker blocker(m_dataVolumes);
        m_dataVolumes->setChecked(m_form->withDataVolumes());
    }
    m_dataVolumesNote->setNote(NotePanel::Kind::Caution, m_form->dataVolumesObstacle());
    m_dataVolumes->setAccessibleDescription(m_form->dataVolumesObstacle());
    m_consistency->refresh();
    setActionText(m_form->shutOffFirst() ? tr("Shut off and create snapshot")
                                         : tr("Create snapshot"));
    setImpact(m_form->interruption());
    m_command->setCommand(m_form->command());
    setProblem(m_form->problem(), m_form->ready());
}

void CreateSnapshotDialog::act()
{
    const operations::CreateSnapshotRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
