#pragma once

#include "ui/dialogs/actiondialog.h"

#include <QtCore/QStringList>

namespace oriel::ui {

class NameGuard;

/// Asks before an irreversible action. Non-blocking: open() it, connect to accepted(); it deletes
/// itself when closed. Cancel has the focus: Enter alone does nothing. Once the required number is
/// typed, Enter triggers the action.
class ConfirmDialog final : public ActionDialog
{
    Q_OBJECT

public:
    struct Question
    {
        QString title;  ///< "Shut off “web-01”?"
        QString text;   ///< what will happen
        QString action; ///< the button's words: "Shut off"
        bool danger = false;
        /// The names of all resources, if there are several. The text contains the first ones, and
        /// a list has all; if there are many, their number must be typed.
        QStringList names{};
        QString cancel{}; ///< the words of the other button; empty: "Cancel"
    };

    ConfirmDialog(Theme &theme, const Question &question, QWidget *parent = nullptr);

protected:
    void act() override { accept(); }

private:
    void addNames(const QStringList &names);
    void checkNumber();

    NameGuard *m_guard = nullptr; ///< null if no number must be typed
};

} // namespace oriel::ui
