#include "ui/widgets/stagelist.h"

#include "models/tone.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using namespace std::chrono_literals;

namespace {

models::Tone stageTone(operations::StageState state)
{
    switch (state) {
    case operations::StageState::Waiting:
    case operations::StageState::Skipped:
        return models::Tone::Off;
    case operations::StageState::Running:
        return models::Tone::Busy;
    case operations::StageState::Done:
        return models::Tone::Good;
    case operations::StageState::Failed:
        return models::Tone::Error;
    }
    return models::Tone::Unknown;
}

} // namespace

StageList::StageList(Theme &theme, Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_grid(new QGridLayout(this))
{
    setObjectName(u"stageList"_s);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::gap);
    m_grid->setVerticalSpacing(metrics::unit);
    m_grid->setColumnStretch(1, 1);
    connect(&theme, &Theme::changed, this, [this] { setStages(m_stages); });
    tick();
}

void StageList::tick()
{
    m_clock.after(1s, this, [this] {
        if (isVisible())
            setStages(m_stages);
        tick();
    });
}

void StageList::setStages(const std::vector<operations::Stage> &stages)
{
    const std::vector<operations::Stage> shown = stages; // it may be m_stages itself
    while (m_lines.size() > shown.size()) {
        const Line line = m_lines.back();
        m_lines.pop_back();
        for (QWidget *widget :
             std::initializer_list<QWidget *>{line.icon, line.title, line.bar, line.time})
            delete widget;
    }
    while (m_lines.size() < shown.size()) {
        const int row = static_cast<int>(m_lines.size());
        const Line line{new QLabel(this), makeLabel({}, TextSize::Body, this),
                        new QProgressBar(this), makeLabel({}, TextSize::Body, this)};
        line.bar->setFixedSize(140, 6);
        line.bar->setTextVisible(false);
        setSecondary(line.time);
        m_grid->addWidget(line.icon, row, 0);
        m_grid->addWidget(line.title, row, 1);
        m_grid->addWidget(line.bar, row, 2, Qt::AlignVCenter);
        m_grid->addWidget(line.time, row, 3, Qt::AlignRight);
        m_lines.push_back(line);
    }
    m_stages = shown;
    for (std::size_t i = 0; i < m_stages.size(); ++i)
        show(m_lines[i], m_stages[i]);
}

void StageList::show(const Line &line, const operations::Stage &stage)
{
    using operations::StageState;
    const bool waiting = stage.state == StageState::Waiting;
    const QIcon icon = waiting ? m_theme.icon(u"circle"_s, Theme::Color::TextDisabled)
                               : m_theme.toneIcon(stageTone(stage.state));
    line.icon->setPixmap(icon.pixmap(QSize(16, 16), devicePixelRatioF()));
    line.title->setText(stage.title);
    line.title->setForegroundRole(waiting ? QPalette::PlaceholderText : QPalette::WindowText);
    const bool bar = stage.state == StageState::Running;
    line.bar->setVisible(bar);
    if (bar) {
        // Without a percentage from the cloud, the bar only shows that the stage is in progress.
        line.bar->setRange(0, stage.percent < 0 ? 0 : 100);
        line.bar->setValue(std::max(stage.percent, 0));
        line.bar->setAccessibleName(stage.title);
    }
    QString time;
    if (stage.state == StageState::Skipped)
        //: In place of the duration of a stage.
        time = tr("skipped");
    else if (waiting)
        //: In place of the duration of a stage.
        time = tr("waiting");
    else if (stage.started.isValid())
        //: The duration of a stage in seconds.
        time = tr("%1 s").arg(std::max<qint64>(
            0, stage.started.secsTo(stage.ended.isValid() ? stage.ended : m_clock.now())));
    line.time->setText(time);
}

} // namespace oriel::ui
