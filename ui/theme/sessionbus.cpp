#include "ui/theme/sessionbus.h"

#include <QtCore/QFile>
#include <QtGui/QGuiApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

bool sessionBusRuns()
{
    if (QGuiApplication::platformName() == u"offscreen"_qs)
        return false;
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR") &&
            QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_qs));
}

} // namespace oriel::ui
