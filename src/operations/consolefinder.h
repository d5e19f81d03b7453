#pragma once

#include "base/result.h"
#include "openstack/compute/console.h"

#include <QtCore/QObject>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::operations {

/// Gets the address of an instance's console, of the first type that the cloud offers: noVNC,
/// SPICE, serial, MKS. What was refused is tried last from then on, as long as the client exists.
///
/// The request changes nothing in the cloud, and repeating it is harmless. So it is neither an
/// operation nor in the journal, which must not have the token in the address either.
class ConsoleFinder final : public QObject
{
    Q_OBJECT

public:
    struct Console
    {
        QString address;        ///< a secret: not to be shown, kept or logged
        bool isWebPage = false; ///< http or https; otherwise a WebSocket: ws or wss
    };
    using Found = std::function<void(Result<Console>)>;

    /// `client` outlives the finder.
    explicit ConsoleFinder(net::ApiClient &client, QObject *parent = nullptr);

    /// `found` is called once, unless the finder is destroyed before. One search at a time.
    void find(const QString &serverId, Found found);
    [[nodiscard]] bool isBusy() const { return static_cast<bool>(m_found); }

private:
    class Memory;

    void next();
    void take(openstack::ConsoleType type, const QString &address);
    void failed(openstack::ConsoleType type, const Error &error);
    void finish(Result<Console> result);
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    net::ApiClient &m_client;
    Memory *m_memory;
    QString m_serverId;
    std::vector<openstack::ConsoleType> m_left;
    std::optional<Console> m_socket; ///< the best so far
    Found m_found;
};

} // namespace oriel::operations
