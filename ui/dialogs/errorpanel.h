#pragma once

#include "forms/errortext.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace oriel::ui {

class Theme;

/// An error as text: what did not happen, why, what to do; the details behind "Details", with Copy.
class ErrorPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorPanel(Theme &theme, QWidget *parent = nullptr);

    void setError(const forms::ErrorText &text);
    /// The text for Copy.
    [[nodiscard]] QString copyText() const;

Q_SIGNALS:
    void unfolded(bool open);

private:
    void draw();

    Theme &m_theme;
    forms::ErrorText m_error;
    QLabel *m_icon;
    QLabel *m_what;
    QLabel *m_why;
    QLabel *m_advice;
    QToolButton *m_toggle;
    QToolButton *m_copy;
    QPlainTextEdit *m_details;
};

} // namespace oriel::ui
