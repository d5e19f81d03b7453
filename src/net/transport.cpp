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

/// The managers of one TLS configuration. Qt's managers share connections by host alone: what was
/// connected without asking for a certificate would carry the requests that ask for one.
///
/// Reading and changing go over separate managers, because a manager shares a connection once it
/// speaks HTTP/2, and there the network library may send again what a server refused.
struct Transport::Managers
{
    explicit Managers(const std::optional<QSslConfiguration> &configuration) : tls(configuration)
    {
        prepare(reading);
        prepare(changing);
    }

    std::optional<QSslConfiguration> tls;
    QNetworkAccessManager reading;
    QNetworkAccessManager changing;
};

Transport::Transport(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

Transport::~Transport()
{
    // Before the managers, whose replies they hold.
    qDeleteAll(findChildren<Exchange *>(QString(), Qt::FindDirectChildrenOnly));
}

Transport::Managers &Transport::managersFor(const std::optional<QSslConfiguration> &tls)
{
    for (const auto &managers : m_managers) {
        if (managers->tls == tls)
            return *managers;
    }
    m_managers.push_back(std::make_unique<Managers>(tls));
    return *m_managers.back();
}

QObject *Transport::send(HttpRequest request, QObject *context, Callback callback)
{
    Managers &managers = managersFor(request.tls);
    QNetworkAccessManager &manager = request.idempotent() ? managers.reading : managers.changing;
    auto *exchange = new Exchange(std::move(request), manager, m_clock, m_maximumBody, context,
                                  std::move(callback));
    exchange->setParent(this);
    exchange->setTracer(m_tracer);
    return exchange;
}

} // namespace oriel::net
