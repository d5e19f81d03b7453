#include "ui/dialogs/scheduledialog.h"

#include "operations/schedule/schedules.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QLocale>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTimeEdit>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int scheduleDialogWidth = 640;

} // namespace

ScheduleDialog::ScheduleDialog(const UiContext &context, const QString &serverId, QWidget *parent)
    : ActionDialog(context.theme, scheduleDialogWidth, parent)
    , m_context(context)
    , m_serverId(serverId)
    , m_form(context.stores, context.clock, *context.schedules, serverId, context.cloudOptions)
{
    setObjectName(u"scheduleDialog"_s);
    setAction(m_form.actionText(), u"confirm"_s, ButtonKind::Primary);
    column()->setSpacing(metrics::gap);
    addTimes();
    auto *limits = new NotePanel(theme(), body());
    limits->setObjectName(u"limits"_s);
    limits->setNote(NotePanel::Kind::Caution, forms::ScheduleForm::limits());
    column()->addWidget(limits);
    if (m_form.isChange()) {
        auto *remove = new QPushButton(tr("Remove schedule"), body());
        remove->setObjectName(u"removeSchedule"_s);
        remove->setToolTip(tr("Its snapshots are kept."));
        connect(remove, &QPushButton::clicked, this, &ScheduleDialog::removeSchedule);
        column()->addWidget(remove, 0, Qt::AlignLeft);
    }
    addServer();
    m_command = addCommand();
    connect(&m_form, &forms::ScheduleForm::changed, this, &ScheduleDialog::refresh);
    refresh();
    m_time->setFocus();
}

void ScheduleDialog::addTimes()
{
    const auto addText = [this](QFormLayout *fields, const QString &key) {
        QLabel *text = makeLabel({}, TextSize::Small, body());
        text->setObjectName(key);
        text->setWordWrap(true);
        setSecondary(text);
        fields->addRow(QString(), text);
        return text;
    };
    QFormLayout *fields = addFields();
    m_time = new QTimeEdit(m_form.time(), body());
    m_time->setDisplayFormat(u"HH:mm"_s);
    addField(fields, tr("&Time"), m_time, u"time"_s);
    m_first = addText(fields, u"first"_s);

    auto *days = new QWidget(body());
    auto *row = new QHBoxLayout(days);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    const int firstDay = QLocale().firstDayOfWeek();
    for (int i = 0; i < 7; ++i) {
        const int day = (firstDay - 1 + i) % 7 + 1;
        auto *box = new QCheckBox(QLocale().standaloneDayName(day, QLocale::ShortFormat), days);
        box->setObjectName(u"day%1"_s.arg(day));
        box->setAccessibleName(QLocale().standaloneDayName(day));
        box->setChecked(m_form.days().contains(day));
        connect(box, &QCheckBox::toggled, &m_form,
                [this, day](bool on) { m_form.setDay(day, on); });
        row->addWidget(box);
    }
    row->addStretch();
    fields->addRow(tr("Days"), days);

    m_keep = new QSpinBox(body());
    m_keep->setRange(1, operations::SnapshotSchedule::mostKept);
    m_keep->setValue(m_form.keep());
    m_keep->setToolTip(tr("The number of snapshots that are kept"));
    addField(fields, tr("&Keep"), m_keep, u"keep"_s);
    m_quota = addText(fields, u"quota"_s);

    m_shutOff = new QCheckBox(tr("&Shut off first"), body());
    m_shutOff->setObjectName(u"shutOff"_s);
    m_shutOff->setAccessibleName(tr("Shut off first"));
    m_shutOff->setChecked(m_form.shutOffFirst());
    fields->addRow(QString(), m_shutOff);
    m_consistency = addText(fields, u"consistency"_s);

    m_backUp = new QCheckBox(tr("&Back up the volume snapshots"), body());
    m_backUp->setObjectName(u"backUp"_s);
    m_backUp->setAccessibleName(tr("Back up the volume snapshots"));
    m_backUp->setChecked(m_form.backsUp());
    fields->addRow(QString(), m_backUp);
    m_keepBackups = new QSpinBox(body());
    m_keepBackups->setRange(1, operations::SnapshotSchedule::mostKept);
    m_keepBackups->setValue(m_form.keepBackups());
    m_keepBackups->setToolTip(tr("The number of backups of each volume that are kept"));
    addField(fields, tr("Keep ba&ckups"), m_keepBackups, u"keepBackups"_s);
    m_fullEvery = new QSpinBox(body());
    m_fullEvery->setRange(1, operations::SnapshotSchedule::longestChain);
    m_fullEvery->setValue(m_form.fullEvery());
    m_fullEvery->setToolTip(tr("Each of this many backups is a full one; 1: all are"));
    addField(fields, tr("Full backup e&very"), m_fullEvery, u"fullEvery"_s);
    m_backups = addText(fields, u"backups"_s);

    connect(m_backUp, &QCheckBox::toggled, &m_form, &forms::ScheduleForm::setBacksUp);
    connect(m_keepBackups, &QSpinBox::valueChanged, &m_form, &forms::ScheduleForm::setKeepBackups);
    connect(m_fullEvery, &QSpinBox::valueChanged, &m_form, &forms::ScheduleForm::setFullEvery);
    connect(m_time, &QTimeEdit::timeChanged, &m_form, &forms::ScheduleForm::setTime);
    connect(m_keep, &QSpinBox::valueChanged, &m_form, &forms::ScheduleForm::setKeep);
    connect(m_shutOff, &QCheckBox::toggled, &m_form, &forms::ScheduleForm::setShutOffFirst);
}

void ScheduleDialog::addServer()
{
    column()->addSpacing(metrics::gap);
    column()->addWidget(makeSection(tr("On a server"), body()));
    QLabel *needs = makeLabel(m_form.serverNeeds(), TextSize::Small, body());
    needs->setObjectName(u"serverNeeds"_s);
    needs->setWordWrap(true);
    setSecondary(needs);
    column()->addWidget(needs);
    m_cron =
        new CommandBox(theme(), body(), {tr("Show the line for cron"), tr("Crontab"), u"cron"_s});
    m_systemd = new CommandBox(theme(), body(),
                               {tr("Show the timer for systemd"), tr("Shell"), u"systemd"_s});
    for (CommandBox *box : {m_cron, m_systemd}) {
        column()->addWidget(box);
        connect(box, &CommandBox::unfolded, this, [this, box](bool open) {
            if (open)
                reveal(box);
        });
    }
}

void ScheduleDialog::refresh()
{
    setHead(m_form.title(), m_form.instance());
    m_first->setText(m_form.first());
    m_quota->setText(m_form.quota());
    m_consistency->setText(m_form.consistency());
    m_shutOff->setAccessibleDescription(m_form.consistency());
    const QString noBackups = m_form.backupObstacle();
    m_backUp->setEnabled(noBackups.isEmpty() || m_form.backsUp()); // it can be turned off
    m_backUp->setToolTip(noBackups);
    m_backUp->setAccessibleDescription(m_form.backups());
    for (QSpinBox *box : {m_keepBackups, m_fullEvery})
        box->setEnabled(m_form.backsUp());
    m_backups->setText(m_form.backups());
    m_cron->setCommand(m_form.cron());
    m_systemd->setCommand(m_form.systemd());
    m_command->setCommand(m_form.command());
    const QString problem = m_form.problem();
    setProblem(problem.isEmpty() ? m_fault : problem, true);
}

void ScheduleDialog::act()
{
    m_context.schedules->set(m_form.schedule(), this,
                             [this](const Result<Nothing> &stored) { finish(stored); });
}

void ScheduleDialog::finish(const Result<Nothing> &stored)
{
    if (stored.ok()) {
        accept();
        return;
    }
    m_fault = stored.error().message;
    refresh();
    m_fault.clear(); // the next change allows another attempt
}

void ScheduleDialog::removeSchedule()
{
    m_context.schedules->remove(m_serverId, this,
                                [this](const Result<Nothing> &removed) { finish(removed); });
}

} // namespace oriel::ui
