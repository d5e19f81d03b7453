#include "net/localnetwork.h"

#include "base/literals.h"

#include <QtNetwork/QHostInfo>
#include <QtNetwork/QNetworkInterface>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QUdpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

/// An address that is nobody's (RFC 5737): the default route leads there.
constexpr auto elsewhere = "192.0.2.1"_L1;
/// A computer changes its network now and then; dialogs ask at every change of theirs.
constexpr std::chrono::seconds usable{5};

std::vector<LocalAddress> localAddresses()
{
    std::vector<LocalAddress> addresses;
    for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
        for (const QNetworkAddressEntry &entry : interface.addressEntries())
            addresses.push_back({entry.ip(), entry.prefixLength()});
    }
    return addresses;
}

/// Where packets to `host` would leave from; null: there is no route. Connecting a datagram socket
/// sends nothing.
QHostAddress addressTowards(const QHostAddress &host)
{
    constexpr quint16 anyPort = 9;
    QUdpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(host, anyPort, QUdpSocket::ReadWrite);
    return socket.state() == QUdpSocket::ConnectedState ? socket.localAddress() : QHostAddress();
}

} // namespace

QString networkOf(const QHostAddress &address, const std::vector<LocalAddress> &addresses)
{
    constexpr int whole = 32;
    const auto found = std::ranges::find_if(
        addresses, [&](const LocalAddress &one) { return one.address == address; });
    bool isVersion4 = false;
    const quint32 bits = address.toIPv4Address(&isVersion4);
    if (!isVersion4 || address.isLoopback() || bits == 0 || found == addresses.end())
        return {};
    const int length =
        found->prefixLength > 0 && found->prefixLength < whole ? found->prefixLength : whole;
    const quint32 mask = ~quint32{0} << static_cast<unsigned>(whole - length);
    return u"%1/%2"_s.arg(QHostAddress(bits & mask).toString(), QString::number(length));
}

LocalNetwork::LocalNetwork(const QString &host)
{
    const auto choose = [this](const QHostAddress &found) {
        m_host = found.isLoopback() ? QHostAddress(QString(elsewhere)) : found;
        m_asked = {};
    };
    const QHostAddress given(host);
    if (!given.isNull()) {
        choose(given.protocol() == QAbstractSocket::IPv4Protocol
                   ? given
                   : QHostAddress(QString(elsewhere)));
        return;
    }
    QHostInfo::lookupHost(host, &m_context, [choose](const QHostInfo &info) {
        const auto addresses = info.addresses();
        const auto found = std::ranges::find_if(addresses, [](const QHostAddress &one) {
            return one.protocol() == QAbstractSocket::IPv4Protocol;
        });
        if (!addresses.isEmpty())
            choose(found == addresses.end() ? QHostAddress(QString(elsewhere)) : *found);
    });
}

QString LocalNetwork::range() const
{
    const auto now = std::chrono::steady_clock::now();
    if (m_host.isNull() || (m_asked.time_since_epoch().count() != 0 && now - m_asked < usable))
        return m_range;
    m_asked = now;
    m_range = networkOf(addressTowards(m_host), localAddresses());
    return m_range;
}

} // namespace oriel::net
