#include "ui/pages/instance/schedulebar.h"

#include "forms/schedulewords.h"
#include "operations/operationcenter.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/foot.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int scheduleIcon = 16;
/// "Next: today" becomes "Next: tomorrow".
constexpr std::chrono::milliseconds refreshInterval = std::chrono::minutes(1);

} // namespace

ScheduleBar::ScheduleBar(const UiContext &ui, const QString &serverId, QAction &schedule,
                         QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(serverId)
    , m_icon(new QLabel(this))
    , m_text(makeLabel({}, TextSize::Small, this))
    , m_button(new QPushButton(this))
    , m_schedule(schedule)
{
    setObjectName(u"scheduleBar"_s);
    markAsFoot(*this);
    m_text->setObjectName(u"scheduleText"_s);
    m_text->setWordWrap(true);
    setSecondary(m_text);
    m_button->setObjectName(u"changeSchedule"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, metrics::gap, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, &schedule, &QAction::trigger);
    connect(&schedule, &QAction::changed, this, &ScheduleBar::refresh);
    connect(ui.schedules, &operations::Schedules::changed, this, &ScheduleBar::refresh);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ScheduleBar::refresh);
    connect(&ui.theme, &Theme::changed, this, &ScheduleBar::refresh);
    follow();
}

void ScheduleBar::follow()
{
    refresh();
    m_ui.clock.after(refreshInterval, this, [this] { follow(); });
}

void ScheduleBar::refresh()
{
    const operations::SnapshotSchedule *schedule = m_ui.schedules->of(m_serverId);
    QString trouble = m_ui.schedules->unreadable();
    QString text = trouble.isEmpty() ? tr("Snapshots of this instance are not scheduled.")
                                     : tr("The snapshot schedules could not be read.");
    if (schedule) {
        const QDateTime now = m_ui.clock.now();
        const QTimeZone zone = QTimeZone::systemTimeZone();
        text = forms::scheduleText(*schedule, now, zone);
        trouble = forms::scheduleTrouble(*schedule, *m_ui.schedules, m_ui.operations, now, zone);
    }
    m_text->setText(trouble.isEmpty() ? text : text + u'\n' + trouble);
    m_icon->setPixmap((trouble.isEmpty()
                           ? m_ui.theme.icon(u"clock"_s)
                           : m_ui.theme.icon(u"triangle-alert"_s, Theme::Color::Warning))
                          .pixmap(scheduleIcon));
    m_button->setText(schedule ? tr("Change schedule…") : tr("Schedule snapshots…"));
    m_button->setEnabled(m_schedule.isEnabled());
    m_button->setToolTip(m_schedule.isEnabled() ? QString() : m_schedule.toolTip());
    m_button->setAccessibleDescription(m_button->toolTip());
}

} // namespace oriel::ui
