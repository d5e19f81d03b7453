#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/job.h"

#include <QtCore/QObject>

#include <optional>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// The encrypted password that Windows has handed over (os-server-password). While there is none,
/// it asks again every few seconds. GUI thread.
class ServerPassword final : public QObject
{
    Q_OBJECT

public:
    /// The client and the clock outlive it.
    ServerPassword(net::ApiClient &client, Clock &clock, QString serverId,
                   QObject *parent = nullptr);

    /// Asks the cloud.
    void load();

    [[nodiscard]] bool isLoading() const { return m_loading; }
    /// Base64; empty: there is none, or it is not known.
    [[nodiscard]] const QString &encrypted() const { return m_encrypted; }
    /// Why the last request failed; nullopt: it did not.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void take(const Result<QString> &answer);

    net::ApiClient &m_client;
    Clock &m_clock;
    QString m_serverId;
    net::JobHandle<QString> m_job;
    bool m_loading = false;
    QString m_encrypted;
    std::optional<Error> m_error;
};

} // namespace oriel::forms
