#include "net/transport.h"

#include "net/exchange.h"

#include <QtNetwork/QHostAddress>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkProxyFactory>

namespace oriel::net {

namespace {

/// The system's proxies, except for this computer itself: a proxy elsewhere cannot reach our
/// loopback.
class ProxiesButNotForLoopback final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
            QHostAddress(host).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return QNetworkProxyFactory::systemProxyForQuery(query);
    }
};

void prepare(QNetworkAccessManager &manager)
{
    manager.setProxyFactory(new ProxiesButNotForLoopback); // owned by the manager
    manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager.setAutoDeleteReplies(false);
}

} // namespace

/// Reading and changing go over separate managers, because a manager shares a connection once it
/// speaks HTTP/2, and there the network library may send again what a server refused.
class Transport::Managers
{
public:
    Managers()
    {
        prepare(reading);
        prepare(changing);
    }

    QNetworkAccessManager reading;
    QNetworkAccessManager changing;
};

Transport::Transport(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_managers(std::make_unique<Managers>())
{}

Transport::~Transport()
{
    // Before the managers, whose replies they hold.
    qDeleteAll(findChildren<Exchange *>(QString(), Qt::FindDirectChildrenOnly));
}

QObject *Transport::send(HttpRequest request, QObject *context, Callback callback)
{
    QNetworkAccessManager &manager =
        request.idempotent() ? m_managers->reading : m_managers->changing;
    auto *exchange = new Exchange(std::move(request), manager, m_clock, m_maximumBody, context,
                                  std::move(callback));
    exchange->setParent(this);
    return exchange;
}

} // namespace oriel::net
