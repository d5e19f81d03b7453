#pragma once

#include <QtWidgets/QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace oriel::ui {

class NameGuard;
class Theme;

/// Asks before something that cannot be taken back. Non-blocking: open() it, connect to accepted();
/// it deletes itself when closed. Cancel has the focus: Enter alone does nothing. Once a number
/// that must be typed is there, Enter means the action.
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
        /// The names of all that it is about, where they are several. The first are named, and all
        /// are listed; where they are many, their number must be typed.
        QStringList names{};
    };

    ConfirmDialog(Theme &theme, const Question &question, QWidget *parent = nullptr);

    [[nodiscard]] bool optionChecked() const;

    /// The action is not possible yet, for this reason, which is shown below the text. ask() ends
    /// that.
    void hold(const QString &reason);
    /// Replaces the text and the action of the question.
    void ask(const Question &question);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addNames(const Question &question, QVBoxLayout &words);
    void checkNumber();
    void setText(const QString &text);
    /// A text that wraps needs a height that depends on its width.
    void fit();

    QLabel *m_text = nullptr;
    QCheckBox *m_option = nullptr;
    NameGuard *m_guard = nullptr; ///< null where no number must be typed
    QPushButton *m_cancel = nullptr;
    QPushButton *m_action = nullptr;
};

} // namespace oriel::ui
