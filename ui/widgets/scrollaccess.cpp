#include "ui/widgets/scrollaccess.h"

#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QScrollArea>

namespace oriel::ui {

namespace {

QAccessibleInterface *scrollAreaInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String("QScrollArea"))
        return nullptr; // Qt asks the next factory
    auto *area = qobject_cast<QScrollArea *>(object);
    return area ? new QAccessibleWidget(area, QAccessible::Client) : nullptr;
}

} // namespace

void makeScrollAreasAccessible()
{
    QAccessible::installFactory(&scrollAreaInterface);
}

} // namespace oriel::ui
