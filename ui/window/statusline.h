#pragma once

#include "base/clock.h"
#include "ui/window/notice.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

class QLabel;
class QToolButton;

namespace oriel::operations {
class Operation;
class OperationCenter;
} // namespace oriel::operations

namespace oriel::ui {

class ElidedLabel;
class FocusReturn;
class Theme;

/// The status line: the page's row count, the latest success, running operations, network activity.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    StatusLine(Theme &theme, Clock &clock, operations::OperationCenter &operations,
               QWidget *parent = nullptr);

    void setPageText(const QString &text);
    /// The number of calls in progress.
    void setNetworkActivity(int running);
    /// Replaces the previous notice by the title, action and link of `notice` for some seconds;
    /// longer while it is hovered or has the focus.
    void showNotice(const Notice &notice);
    /// Its action and its link do not lead anywhere in another project.
    void hideNotice();

Q_SIGNALS:
    void activityWanted();
    void navigate(const oriel::ui::Route &route);

private:
    void showRunning();
    void makeNotice();
    void expire(quint64 told);

    Theme &m_theme;
    Clock &m_clock;
    operations::OperationCenter &m_operations;
    ElidedLabel *m_page;
    QWidget *m_notice; ///< the latest success; hidden if there is none
    FocusReturn *m_noticeFocus;
    QLabel *m_noticeIcon;
    ElidedLabel *m_noticeText;
    QToolButton *m_noticeAction;
    std::function<void()> m_noticeActs;
    QToolButton *m_noticeLink;
    std::optional<Route> m_noticeRoute;
    quint64 m_noticeCount = 0; ///< identifies the notice that a timer belongs to
    QToolButton *m_running;
    QToolButton *m_cancel; ///< for the only operation that has shut an instance down
    QPointer<operations::Operation> m_cancelable;
    QLabel *m_network;
};

} // namespace oriel::ui
