#pragma once

#include "base/clock.h"
#include "operations/operation.h"

#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;
class QProgressBar;

namespace oriel::ui {

class Theme;

/// The stages of an operation, each with its state, its progress and its duration.
class StageList final : public QWidget
{
    Q_OBJECT

public:
    StageList(Theme &theme, Clock &clock, QWidget *parent = nullptr);

    void setStages(const std::vector<operations::Stage> &stages);

private:
    struct Line
    {
        QLabel *icon;
        QLabel *title;
        QProgressBar *bar;
        QLabel *time;
    };
    void show(const Line &line, const operations::Stage &stage);
    void tick();

    Theme &m_theme;
    Clock &m_clock;
    QGridLayout *m_grid;
    std::vector<operations::Stage> m_stages;
    std::vector<Line> m_lines;
};

} // namespace oriel::ui
