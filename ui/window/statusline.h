#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QToolButton;

namespace oriel::operations {
class OperationCenter;
}

namespace oriel::ui {

class ElidedLabel;
class Theme;

/// The line at the bottom: what the page says of its rows, what is running now, whether the cloud
/// is being asked.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    StatusLine(Theme &theme, operations::OperationCenter &operations, QWidget *parent = nullptr);

    void setPageText(const QString &text);
    /// How many calls are under way.
    void setNetworkActivity(int running);

Q_SIGNALS:
    void activityWanted();

private:
    void showRunning();

    Theme &m_theme;
    operations::OperationCenter &m_operations;
    ElidedLabel *m_page;
    QToolButton *m_running;
    QLabel *m_network;
};

} // namespace oriel::ui
