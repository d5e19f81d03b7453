#pragma once

#include "ui/dialogs/preferences.h"

#include <QtCore/QObject>

class QDBusMessage;

namespace oriel::ui {

/// Sends desktop notifications while the window is not in front. Does nothing without a
/// notification service, or where the user does not want them (Preferences).
/// https://specifications.freedesktop.org/notification-spec/latest/
class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    /// `settings` outlives it.
    explicit DesktopNotifier(QSettings &settings, QObject *parent = nullptr);

    void show(const QString &title, const QString &text, bool failed);

protected:
    /// Hands it to the desktop, where there is one.
    virtual void send(const QDBusMessage &message);

private:
    Preferences m_preferences;
};

} // namespace oriel::ui
