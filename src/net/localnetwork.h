#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <vector>

namespace oriel::net {

/// An address of this computer.
struct LocalAddress
{
    QHostAddress address;
    int prefixLength = -1; ///< of its network; -1: unknown
};

/// The network to which an IPv4 address of this computer belongs: "192.168.1.0/24", or
/// "10.8.0.6/32" if it is the only address there. Empty: it is not in `addresses`, or nothing
/// reaches it from outside this computer.
[[nodiscard]] QString networkOf(const QHostAddress &address,
                                const std::vector<LocalAddress> &addresses);

/// The network from which this computer reaches a host, as its own routes say. Sends nothing but
/// the query for the host's name. IPv4 only, as floating IPs are. GUI thread.
class LocalNetwork final
{
public:
    /// `host`: a name or an address. One that is this computer, as the demo cloud is, says nothing
    /// about where instances are reached from: then the default route counts.
    explicit LocalNetwork(const QString &host);

    /// As networkOf() says it; empty: there is none, or the host's address is not known yet.
    [[nodiscard]] QString range() const;

private:
    QObject m_context; ///< of the query
    QHostAddress m_host;
    mutable QString m_range;
    mutable std::chrono::steady_clock::time_point m_asked{}; ///< when the range was found out
};

} // namespace oriel::net
