#include "ui/window/desktopnotifier.h"

#include "base/visible.h"
#include "ui/theme/sessionbus.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtGui/QGuiApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

DesktopNotifier::DesktopNotifier(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_preferences(settings)
{}

void DesktopNotifier::show(const QString &title, const QString &text, bool failed)
{
    if (!m_preferences.notifies())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(
        u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
        u"org.freedesktop.Notifications"_s, u"Notify"_s);
    QVariantMap hints{{u"desktop-entry"_s, QGuiApplication::desktopFileName()},
                      {u"urgency"_s, QVariant::fromValue(uchar(failed ? 2 : 1))}};
    // The body may be interpreted as markup.
    call << QGuiApplication::applicationDisplayName() << 0U << QGuiApplication::desktopFileName()
         << visible(title) << visibleLines(text).toHtmlEscaped() << QStringList() << hints << -1;
    send(call);
}

void DesktopNotifier::send(const QDBusMessage &message)
{
    if (sessionBusRuns())
        QDBusConnection::sessionBus().send(message);
}

} // namespace oriel::ui
