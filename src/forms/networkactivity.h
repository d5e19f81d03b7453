#pragma once

#include <QtCore/QObject>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// How many requests to the cloud are in progress. GUI thread.
class NetworkActivity final : public QObject
{
    Q_OBJECT

public:
    /// `client` outlives it.
    explicit NetworkActivity(net::ApiClient &client, QObject *parent = nullptr);

    [[nodiscard]] int running() const;

Q_SIGNALS:
    void changed(int running);

private:
    net::ApiClient &m_client;
};

} // namespace oriel::forms
