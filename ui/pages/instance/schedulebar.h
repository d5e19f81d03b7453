#pragma once

#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace oriel::ui {

/// One line below an instance's snapshots: when Oriel creates the next one, what has gone wrong,
/// and the button that changes it. Follows the schedules and the time.
class ScheduleBar final : public QWidget
{
    Q_OBJECT

public:
    /// `schedule`: the action behind the button. `ui.schedules` is not null.
    ScheduleBar(const UiContext &ui, const QString &serverId, QAction &schedule,
                QWidget *parent = nullptr);

private:
    void refresh();
    void follow();

    UiContext m_ui;
    QString m_serverId;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    QAction &m_schedule;
};

} // namespace oriel::ui
