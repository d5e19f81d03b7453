#pragma once

#include "base/clock.h"
#include "ui/window/notice.h"

#include <QtWidgets/QWidget>

class QLabel;
class QVBoxLayout;

namespace oriel::ui {

class FocusReturn;
class Theme;

/// Notices in the lower right corner of the window. Success disappears after a while, unless it is
/// hovered or has the focus; errors stay until they are closed, and notices with Notice::items
/// until their conditions no longer apply.
class NoticeStack : public QWidget
{
    Q_OBJECT

public:
    NoticeStack(Theme &theme, Clock &clock, QWidget *window);

    void show(const Notice &notice);
    /// Its text, followed by the lines of its items.
    [[nodiscard]] static QString textOf(const Notice &notice);
    /// The condition with this key no longer applies.
    void dismissItem(const QString &key);
    [[nodiscard]] int count() const;
    /// Moves to its corner; the window calls it after resizing. `bottom`: the height to keep free.
    void place(int bottom);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void remove(QWidget *card);
    void expire(QWidget *card);

    struct Pending
    {
        QWidget *card;
        QLabel *label; ///< null if no line is shown
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
