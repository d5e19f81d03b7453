#pragma once

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;

namespace oriel::ui {

class FocusReturn;
class Theme;

/// A strip above the page that stays until what it says is over: the session has ended.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(Theme &theme, QWidget *parent = nullptr);

    void showText(const QString &text, const QString &buttonText);
    /// Hides it; what had the focus before gets it back.
    void dismiss();

Q_SIGNALS:
    void pressed();

private:
    QLabel *m_text;
    QPushButton *m_button;
    FocusReturn *m_focus;
};

} // namespace oriel::ui
