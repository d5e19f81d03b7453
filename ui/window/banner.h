#pragma once

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;

namespace oriel::ui {

class FocusReturn;
class Theme;

/// A strip above the page that stays while its message applies: the session has expired.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(Theme &theme, QWidget *parent = nullptr);

    void showText(const QString &text, const QString &buttonText);
    /// Hides it and restores the previous focus.
    void dismiss();

Q_SIGNALS:
    void pressed();

private:
    QLabel *m_text;
    QPushButton *m_button;
    FocusReturn *m_focus;
};

} // namespace oriel::ui
