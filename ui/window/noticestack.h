#pragma once

#include "base/clock.h"
#include "ui/window/notice.h"

#include <QtWidgets/QWidget>

class QLabel;
class QVBoxLayout;

namespace oriel::ui {

class FocusReturn;
class Theme;

/// Notices over the lower right corner of the window. What went well goes by itself after a while,
/// unless it is pointed at or has the focus; errors stay until they are closed, and what is about
/// something that may be settled elsewhere (Notice::items) until then.
class NoticeStack : public QWidget
{
    Q_OBJECT

public:
    NoticeStack(Theme &theme, Clock &clock, QWidget *window);

    void show(const Notice &notice);
    /// Its text with the lines of its items.
    [[nodiscard]] static QString textOf(const Notice &notice);
    /// What goes by this key is over: no notice needs to tell of it any more.
    void dismissItem(const QString &key);
    [[nodiscard]] int count() const;
    /// Moves to its corner; the window calls it when it has another size. `bottom`: what to stay
    /// clear of.
    void place(int bottom);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void remove(QWidget *card);
    void expire(QWidget *card);

    struct Pending
    {
        QWidget *card;
        QLabel *label; ///< null where no line is shown
        QString text;
        std::vector<Notice::Item> items;
    };

    Theme &m_theme;
    Clock &m_clock;
    QVBoxLayout *m_layout;
    FocusReturn *m_focus;
    std::vector<Pending> m_pending; ///< the notices that have items
    int m_bottom = 0;
};

} // namespace oriel::ui
