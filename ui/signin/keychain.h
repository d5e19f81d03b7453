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

/// Passwords that the user asked to keep, in the desktop's own keychain and nowhere else. Where
/// there is no keychain nothing is found and nothing is kept. GUI thread, which never waits for the
/// bus or the keychain.
class Keychain : public QObject
{
    Q_OBJECT

public:
    /// Asks the session bus for keychains; available() says no until it has answered.
    /// `settings` remembers of which clouds a password is kept; it outlives the keychain.
    explicit Keychain(QSettings &settings, QObject *parent = nullptr);

    /// Under what a cloud's secret is kept: who signs in where.
    [[nodiscard]] static QString keyOf(const openstack::CloudConfig &cloud);
    /// Whether a Secret Service or KWallet is there, or is started when it is asked.
    [[nodiscard]] bool available() const { return m_available; }

    /// Whether a secret is kept under the key, as far as Oriel knows without opening the keychain.
    [[nodiscard]] bool keeps(const QString &key) const;

    /// Nothing where it is not there or the keychain stays closed. Dropped when `context` is
    /// destroyed.
    virtual void read(const QString &key, QObject *context,
                      std::function<void(std::optional<QString>)> callback);
    /// `callback` gets what went wrong in words, or an empty text.
    void write(const QString &key, const QString &secret, QObject *context,
               std::function<void(QString)> callback);
    /// `callback` gets what went wrong in words, or an empty text, also where nothing was kept.
    void forget(const QString &key, QObject *context, std::function<void(QString)> callback);

private:
    void remember(const QString &key, bool kept);
    void ask(const QString &method);
    void answered();
    /// Calls `then` once it is known whether there is a keychain.
    void whenKnown(QObject *context, std::function<void()> then);

    QSettings &m_settings;
    bool m_available = false;
    int m_pending = 0; ///< questions to the bus
    std::vector<std::pair<QPointer<QObject>, std::function<void()>>> m_waiting;
};

} // namespace oriel::ui
