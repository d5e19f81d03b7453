#pragma once

#include "base/result.h"
#include "net/job.h"

#include <QtCore/QObject>

#include <optional>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// The console log of an instance (os-getConsoleOutput). GUI thread.
class ConsoleLog final : public QObject
{
    Q_OBJECT

public:
    /// `client` outlives it.
    ConsoleLog(net::ApiClient &client, QString serverId, QObject *parent = nullptr);

    /// Fetches the last `lines` lines, 0: all. A request in progress is aborted.
    void load(int lines);

    [[nodiscard]] bool isLoading() const { return m_loading; }
    /// What was loaded last; nullopt: nothing, or the last request failed.
    [[nodiscard]] const std::optional<QString> &text() const { return m_text; }
    /// Why the last request failed; nullopt: it did not.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    net::ApiClient &m_client;
    QString m_serverId;
    net::JobHandle<QString> m_job;
    bool m_loading = false;
    std::optional<QString> m_text;
    std::optional<Error> m_error;
};

} // namespace oriel::forms
