#pragma once

#include "app/ctl/output.h"
#include "net/apiclient.h"

#include <QtCore/QJsonObject>
#include <QtCore/QObject>

#include <functional>

namespace oriel::ctl {

/// A server's power state in words; the cell keeps the number.
[[nodiscard]] Cell powerState(const QJsonValue &value);
/// "net=10.0.0.5, 10.0.0.6; other=…".
[[nodiscard]] Cell networksCell(const QJsonObject &networks);

/// A server in the layout of `openstack server show`. Main thread.
class ServerDetails final : public QObject
{
    Q_OBJECT

public:
    explicit ServerDetails(net::ApiClient &client) : m_client(client) {}

    /// Calls `then` once, unless this is destroyed before.
    void fetch(const QString &id, std::function<void(Result<Details>)> then);

private:
    void name(net::Service service, const QString &path, const QString &answerKey,
              const QString &key);
    void named();
    [[nodiscard]] Details details() const;
    static QJsonObject plainAddresses(const QJsonObject &addresses);

    net::ApiClient &m_client;
    std::function<void(Result<Details>)> m_then;
    QJsonObject m_server;
    int m_awaited = 1;
};

} // namespace oriel::ctl
