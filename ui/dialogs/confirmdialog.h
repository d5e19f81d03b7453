#pragma once

#include <QtWidgets/QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace oriel::ui {

class Theme;

/// Asks before something that cannot be taken back. Non-blocking: open() it, connect to accepted();
/// it deletes itself when closed. Cancel has the focus: Enter alone does nothing.
class ConfirmDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Question
    {
        QString title;             ///< "Shut off “web-01”?"
        QString text;              ///< what will happen
        QString action;            ///< the button's words: "Shut off"
        QString option{};          ///< a box to tick ("Hard reboot"); empty: none
        bool optionNeeded = false; ///< the box is ticked and cannot be unticked
        bool danger = false;
    };

    ConfirmDialog(Theme &theme, const Question &question, QWidget *parent = nullptr);

    [[nodiscard]] bool optionChecked() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    QCheckBox *m_option = nullptr;
};

} // namespace oriel::ui
