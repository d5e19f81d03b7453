#pragma once

#include "base/clock.h"
#include "ui/window/notice.h"

#include <QtWidgets/QWidget>

class QVBoxLayout;

namespace oriel::ui {

class Theme;

/// Notices over the lower right corner of the window. What went well goes by itself after a while,
/// unless it is pointed at or has the focus; errors stay until they are closed.
class NoticeStack : public QWidget
{
    Q_OBJECT

public:
    NoticeStack(Theme &theme, Clock &clock, QWidget *window);

    void show(const Notice &notice);
    [[nodiscard]] int count() const;
    /// Moves to its corner; the window calls it when it has another size. `bottom`: what to stay
    /// clear of.
    void place(int bottom);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void remove(QWidget *card);
    void expire(QWidget *card);

    Theme &m_theme;
    Clock &m_clock;
    QVBoxLayout *m_layout;
    int m_bottom = 0;
};

} // namespace oriel::ui
