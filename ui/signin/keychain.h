#pragma once

#include "openstack/config/cloudconfig.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QSettings;

namespace oriel::ui {

/// The passwords that the user chose to save, in the desktop's keychain and nowhere else. Without a
/// keychain, nothing is found and nothing is saved. GUI thread, which never waits for the bus or
/// the keychain.
class Keychain : public QObject
{
    Q_OBJECT

public:
    /// Looks for keychains on the session bus; available() returns false until it has answered.
    /// `settings` remembers for which clouds a password is saved; it must outlive the keychain.
    explicit Keychain(QSettings &settings, QObject *parent = nullptr);

    /// The key of a cloud's secret: who signs in where.
    [[nodiscard]] static QString keyOf(const openstack::CloudConfig &cloud);
    /// Whether a Secret Service or KWallet is running, or can be started by the bus.
    [[nodiscard]] bool available() const { return m_available; }

    /// Whether a secret is saved under the key, as far as Oriel knows without opening the keychain.
    [[nodiscard]] bool keeps(const QString &key) const;

    /// nullopt if it does not exist or the keychain stays locked. Dropped when `context` is
    /// destroyed.
    virtual void read(const QString &key, QObject *context,
                      std::function<void(std::optional<QString>)> callback);
    /// `callback` receives an error message, or an empty text.
    void write(const QString &key, const QString &secret, QObject *context,
               std::function<void(QString)> callback);
    /// `callback` receives an error message, or an empty text, also if nothing was saved.
    void forget(const QString &key, QObject *context, std::function<void(QString)> callback);

private:
    void remember(const QString &key, bool kept);
    void ask(const QString &method);
    void answered();
    /// Calls `then` once it is known whether there is a keychain.
    void whenKnown(QObject *context, std::function<void()> then);

    QSettings &m_settings;
    bool m_available = false;
    int m_pending = 0; ///< pending bus calls
    std::vector<std::pair<QPointer<QObject>, std::function<void()>>> m_waiting;
};

} // namespace oriel::ui
