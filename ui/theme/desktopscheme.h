#pragma once

#include <QtCore/QObject>
#include <QtCore/QVariant>
#include <QtDBus/QDBusVariant> // whole: the bus finds a slot by the types that the meta-object knows

namespace oriel::ui {

/// Whether the desktop is dark, from the settings portal or otherwise from its palette.
/// `ORIEL_SCHEME=light|dark` in the environment overrides both.
/// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
class DesktopScheme : public QObject
{
    Q_OBJECT

public:
    /// Reads the application's palette, so construct it before that is replaced. Queries the portal
    /// asynchronously.
    DesktopScheme();

    [[nodiscard]] bool dark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    bool m_dark = false;
};

} // namespace oriel::ui
