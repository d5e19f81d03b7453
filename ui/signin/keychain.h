#pragma once

#include "openstack/config/cloudconfig.h"

#include <QtCore/QObject>

#include <functional>
#include <optional>

namespace oriel::ui {

/// Passwords that a person asked to have kept, in the desktop's own keychain and nowhere else.
/// Where there is no keychain nothing is found and nothing is kept. GUI thread.
class Keychain : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Under what a cloud's secret is kept: who signs in where.
    [[nodiscard]] static QString keyOf(const openstack::CloudConfig &cloud);
    /// Whether a Secret Service or KWallet is there, or is started when it is asked.
    [[nodiscard]] static bool available();

    /// Nothing where it is not there or the keychain stays closed. Dropped when `context` is
    /// destroyed.
    void read(const QString &key, QObject *context,
              std::function<void(std::optional<QString>)> callback);
    /// `callback` gets what went wrong in words, or an empty text.
    void write(const QString &key, const QString &secret, QObject *context,
               std::function<void(QString)> callback);
    void forget(const QString &key);
};

} // namespace oriel::ui
