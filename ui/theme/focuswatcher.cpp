#include "ui/theme/focuswatcher.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPushButton>

namespace oriel::ui {

namespace {

bool pressesButton(const QKeyEvent &key, QObject *watched)
{
    // A push button of a dialog is Qt's own affair: Enter may mean the default one.
    return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && !key.isAutoRepeat() &&
           (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier &&
           qobject_cast<QAbstractButton *>(watched) && !qobject_cast<QPushButton *>(watched);
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
        break;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace oriel::ui
