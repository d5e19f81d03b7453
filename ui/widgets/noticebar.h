#pragma once

#include "forms/errortext.h"

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace oriel::store {
struct LoadState;
}

namespace oriel::ui {

class FocusReturn;
class Theme;

/// A message below a list or page, where it moves nothing: stale data, an operation that failed or
/// was started. Hidden without a message.
class NoticeBar final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Note, Warning, Error };

    explicit NoticeBar(Theme &theme, QWidget *parent = nullptr);

    /// `action` is the button's text; empty: none. With `stays`, there is no close button.
    void showMessage(Kind kind, const QString &text, const QString &action = {},
                     bool stays = false);
    /// For rows that could not be refreshed: how old they are, why, and “Retry”; dismissed if they
    /// are up to date. `failed`: what failed, as in forms::describe().
    void showState(const store::LoadState &state, const QDateTime &now, const QString &failed);
    void dismiss();
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void actionClicked();
    void dismissed();

private:
    void paintIcons();

    Theme &m_theme;
    Kind m_kind = Kind::Note;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
    FocusReturn *m_focus;
};

} // namespace oriel::ui
