#include "ui/theme/wheelguard.h"

#include <QtCore/QEvent>
#include <QtWidgets/QAbstractSlider>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTabBar>

namespace oriel::ui {

namespace {

bool isChangedByTheWheel(const QWidget &widget)
{
    return qobject_cast<const QComboBox *>(&widget) ||
           qobject_cast<const QAbstractSpinBox *>(&widget) ||
           (qobject_cast<const QAbstractSlider *>(&widget) &&
            !qobject_cast<const QScrollBar *>(&widget)) ||
           qobject_cast<const QTabBar *>(&widget);
}

} // namespace

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Wheel || !watched->isWidgetType())
        return false;
    const auto *widget = static_cast<const QWidget *>(watched);
    if (!isChangedByTheWheel(*widget) || widget->hasFocus())
        return false;
    event->ignore(); // QApplication passes it to the parent
    return true;
}

} // namespace oriel::ui
