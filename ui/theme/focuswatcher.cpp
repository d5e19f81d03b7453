#include "ui/theme/focuswatcher.h"

#include <QtGui/QCursor>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>

namespace oriel::ui {

namespace {

bool isPlainEnter(const QKeyEvent &key)
{
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && !key.isAutoRepeat() &&
           (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

/// A control that Space toggles and Enter must not.
bool isChoice(const QObject *watched)
{
    return qobject_cast<const QCheckBox *>(watched) || qobject_cast<const QRadioButton *>(watched);
}

bool pressesButton(const QKeyEvent &key, QObject *watched)
{
    // Qt handles push buttons in dialogs: Enter may press the default one.
    return isPlainEnter(key) && qobject_cast<QAbstractButton *>(watched) &&
           !qobject_cast<QPushButton *>(watched) && !isChoice(watched);
}

/// The dialog whose default button a key on `watched` should press; null: none.
QDialog *meantDialog(const QKeyEvent &key, QObject *watched)
{
    return isPlainEnter(key) && isChoice(watched)
               ? qobject_cast<QDialog *>(static_cast<QWidget *>(watched)->window())
               : nullptr;
}

/// The modal dialog that blocks this window; null: none.
QWidget *blockingDialog(QObject *watched)
{
    QWidget *modal = QApplication::activeModalWidget();
    if (!modal || modal == watched || !modal->isVisible() || !watched->isWidgetType())
        return nullptr;
    if (modal->windowModality() == Qt::ApplicationModal)
        return modal;
    for (const QWidget *above = modal->parentWidget(); above; above = above->parentWidget()) {
        if (above == watched)
            return modal;
    }
    return nullptr;
}

/// While a menu is open, its button is not notified that the mouse leaves it.
void leaveButtonsOf(const QMenu &menu)
{
    for (QObject *place : menu.menuAction()->associatedObjects()) {
        auto *button = qobject_cast<QAbstractButton *>(place);
        if (!button || !button->underMouse() ||
            button->rect().contains(button->mapFromGlobal(QCursor::pos())))
            continue;
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(button, &leave);
        button->update();
    }
}

} // namespace

bool FocusWatcher::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::FocusIn:
        switch (static_cast<QFocusEvent *>(event)->reason()) {
        case Qt::ActiveWindowFocusReason:
        case Qt::PopupFocusReason:
        case Qt::MenuBarFocusReason:
            break;
        case Qt::MouseFocusReason:
            m_byMouse = true;
            break;
        default:
            m_byMouse = false;
        }
        break;
    case QEvent::Hide:
        if (const auto *menu = qobject_cast<const QMenu *>(watched))
            leaveButtonsOf(*menu);
        break;
    case QEvent::WindowActivate:
        // A window manager activates a clicked window although a dialog blocks it: keys would be
        // lost.
        if (QWidget *dialog = blockingDialog(watched))
            QMetaObject::invokeMethod(
                dialog,
                [dialog] {
                    dialog->raise();
                    dialog->activateWindow();
                },
                Qt::QueuedConnection);
        break;
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (m_byMouse && watched->isWidgetType() && key->text().isEmpty()) {
            m_byMouse = false;
            static_cast<QWidget *>(watched)->update();
        }
        if (pressesButton(*key, watched)) {
            QKeyEvent press(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier);
            QKeyEvent release(QEvent::KeyRelease, Qt::Key_Space, Qt::NoModifier);
            const QPointer<QObject> button(watched);
            QCoreApplication::sendEvent(watched, &press);
            if (button)
                QCoreApplication::sendEvent(watched, &release);
            return true;
        }
        // On some desktops Enter presses any button; here it presses the dialog's default one.
        if (QDialog *dialog = meantDialog(*key, watched)) {
            QCoreApplication::sendEvent(dialog, event);
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace oriel::ui
