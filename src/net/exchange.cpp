#include "net/exchange.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtNetwork/QNetworkProxyFactory>

#include <algorithm>

namespace oriel::net {

namespace {

constexpr int maximumRedirects = 5;

QString exchangeText(const char *text)
{
    return QCoreApplication::translate("oriel::net::Transport", text);
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) {
        return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
    };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// An address that a service redirects to may be as long as its header.
constexpr qsizetype longestMessage = 1000;

constexpr qint64 mebibyte = qint64{1024} * 1024;

/// What is read from a connection at once, and of a packed body, which grows when it is unpacked.
constexpr qint64 slice = qint64{64} * 1024;
constexpr qint64 packedSlice = qint64{4} * 1024;

/// After so much the event loop gets its turn.
constexpr qint64 mostAtOnce = mebibyte;

/// A body may promise any length; no more than this is set aside for it.
constexpr qint64 mostReserved = 32 * mebibyte;

/// Room behind the body, which the JSON parser wants.
constexpr qint64 padding = 128;

/// The system's proxy for `url`, except for this computer itself: a proxy elsewhere cannot reach
/// our loopback.
QNetworkProxy proxyFor(const QUrl &url)
{
    const QString host = url.host();
    const QNetworkProxy none(QNetworkProxy::NoProxy);
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
        QHostAddress(host).isLoopback())
        return none;
    for (const QNetworkProxy &proxy :
         QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url))) {
        switch (proxy.type()) {
        case QNetworkProxy::HttpProxy:
        case QNetworkProxy::HttpCachingProxy:
        case QNetworkProxy::Socks5Proxy:
            return proxy;
        case QNetworkProxy::NoProxy:
            return none;
        default:
            break;
        }
    }
    return none;
}

Route routeTo(const QUrl &url, const std::optional<QSslConfiguration> &tls)
{
    Route route;
    route.host = url.host();
    route.encrypted = url.scheme() == QLatin1String("https");
    route.port = static_cast<quint16>(url.port(route.encrypted ? 443 : 80));
    if (route.encrypted)
        route.tls = tls;
    route.proxy = proxyFor(url);
    if (!route.encrypted && (route.proxy.type() == QNetworkProxy::HttpProxy ||
                             route.proxy.type() == QNetworkProxy::HttpCachingProxy))
        route.proxyForwards = route.proxy.capabilities() & QNetworkProxy::CachingCapability;
    return route;
}

/// The languages in which a service may word its messages.
QByteArray acceptedLanguages()
{
    const QString language = QLocale::system().name().replace(u'_', u'-');
    if (language == u'C')
        return QByteArrayLiteral("en,*");
    return language.toLatin1() + (language.startsWith(QLatin1String("en")) ? ",*" : ",en,*");
}

/// A line break would begin another field.
QByteArray oneLine(QByteArray text)
{
    for (const char forbidden : {'\r', '\n', '\0'})
        text.replace(forbidden, ' ');
    return text;
}

QByteArray requestHead(const HttpRequest &request, const QUrl &url, const Route &route)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    if (url.port() >= 0)
        host += ':' + QByteArray::number(url.port());
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (!target.startsWith('/'))
        target.prepend('/');
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    if (route.proxyForwards)
        target.prepend("http://" + host);

    QByteArray head = methodName(request.method) + ' ' + target + " HTTP/1.1\r\nHost: " + host +
                      "\r\nUser-Agent: Oriel/" ORIEL_VERSION
                      "\r\nAccept-Encoding: gzip\r\nAccept-Language: " +
                      acceptedLanguages() + "\r\n";
    for (const auto &[name, value] : request.headers)
        head += oneLine(name) + ": " + oneLine(value) + "\r\n";
    if (route.proxyForwards && !route.proxy.user().isEmpty())
        head += "Proxy-Authorization: Basic " +
                (route.proxy.user() + u':' + route.proxy.password()).toUtf8().toBase64() + "\r\n";
    if (request.idempotent())
        return head + "Connection: keep-alive\r\n\r\n";
    return head + "Content-Length: " + QByteArray::number(request.body.size()) +
           "\r\nConnection: close\r\n\r\n";
}

} // namespace

Exchange::Exchange(HttpRequest request, ConnectionPool &pool, Clock &clock, qint64 maximumBody,
                   QObject *context, Transport::Callback callback)
    : m_request(std::move(request))
    , m_pool(pool)
    , m_clock(clock)
    , m_maximumBody(maximumBody)
    , m_context(context)
    , m_callback(std::move(callback))
{
    connect(context, &QObject::destroyed, this, [this] {
        m_ended = true;
        dropConnection();
        deleteLater();
    });
    clock.after(m_request.deadline, this, [this] { deadlinePassed(); });
    start(m_request.url);
}

Exchange::~Exchange()
{
    dropConnection();
}

void Exchange::setTracer(Tracer *tracer)
{
    m_tracer = tracer;
    m_elapsed.start();
    if (m_tracer)
        m_tracer->sending(m_request, m_request.url);
}

void Exchange::start(const QUrl &url)
{
    m_url = url;
    if (m_tracer)
        m_tracer->sending(m_request, url);
    if ((url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")) ||
        url.host().isEmpty()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                fail(ErrorKind::Unreachable,
                     exchangeText("“%1” is not an http or https address.")
                         .arg(m_url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
            },
            Qt::QueuedConnection);
        return;
    }
    const Lane lane{m_request.service ? static_cast<int>(*m_request.service) : -1,
                    !m_request.idempotent()};
    m_pool.enter(routeTo(m_url, m_request.tls), lane, this,
                 [this](std::shared_ptr<ConnectionPool::Place> place) {
                     if (m_ended)
                         return;
                     m_place = std::move(place);
                     connectTo(false);
                 });
}

void Exchange::connectTo(bool fresh)
{
    const Route route = routeTo(m_url, m_request.tls);
    m_incoming = std::make_unique<Incoming>(m_request.method == Method::Head);
    // A connection that is in use already may have been closed by the service a moment ago: a
    // changing request could be lost on it, and it is not sent again.
    if (!fresh && m_request.idempotent())
        m_connection = m_pool.takeFree(route);
    m_fresh = !m_connection;
    if (m_fresh)
        m_connection = m_pool.makeNew(route);
    connect(m_connection.get(), &Connection::ready, this, &Exchange::write);
    connect(m_connection.get(), &Connection::readable, this, &Exchange::readSome);
    connect(m_connection.get(), &Connection::ended, this, &Exchange::connectionEnded);
    if (m_fresh)
        m_connection->open();
    else
        write();
}

void Exchange::write()
{
    m_sent = true;
    m_connection->write(requestHead(m_request, m_url, m_connection->route()) +
                        (m_request.idempotent() ? QByteArray() : m_request.body));
}

void Exchange::readSome()
{
    qint64 taken = 0;
    while (!m_ended && m_connection && m_connection->hasBytes()) {
        if (taken >= mostAtOnce) {
            if (!std::exchange(m_readAgain, true))
                QMetaObject::invokeMethod(
                    this,
                    [this] {
                        m_readAgain = false;
                        readSome();
                    },
                    Qt::QueuedConnection);
            return;
        }
        const qint64 before = m_incoming->body.size();
        const QByteArray bytes = m_connection->read(m_incoming->inflater ? packedSlice : slice);
        if (bytes.isEmpty())
            break;
        if (!take(bytes))
            return;
        taken += std::max<qint64>(bytes.size(), m_incoming->body.size() - before);
    }
    // What was left of a connection that has ended is read now.
    if (!m_ended && m_connection && !m_connection->isOpen() && m_sent)
        connectionEnded();
}

bool Exchange::take(const QByteArray &bytes)
{
    Incoming &incoming = *m_incoming;
    QByteArray packed;
    incoming.parser.feed(bytes, incoming.inflater ? packed : incoming.body);
    if (incoming.parser.state() == AnswerParser::State::Oversized) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The header of the answer is larger than %1 KiB and was refused.")
                 .arg(AnswerParser::maximumHead / 1024));
        return false;
    }
    if (incoming.parser.state() == AnswerParser::State::Broken) {
        fail(ErrorKind::AnswerLost,
             exchangeText("The service did not answer in HTTP, or not completely."));
        return false;
    }
    if (!incoming.headSeen && incoming.parser.state() != AnswerParser::State::Head) {
        incoming.headSeen = true;
        if (!headArrived())
            return false;
        if (incoming.inflater)
            packed = std::exchange(incoming.body, {});
    }
    incoming.packedBytes += packed.size();
    if (incoming.inflater && !incoming.inflater->feed(packed, incoming.body, m_maximumBody)) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The answer is damaged: it cannot be unpacked."));
        return false;
    }
    if (incoming.body.size() > m_maximumBody || incoming.packedBytes > m_maximumBody) {
        refuseSize();
        return false;
    }
    if (incoming.parser.state() == AnswerParser::State::Done) {
        answerComplete();
        return false;
    }
    return true;
}

bool Exchange::headArrived()
{
    Incoming &incoming = *m_incoming;
    const QByteArray encoding =
        headerValue(incoming.parser.headers(), "content-encoding").trimmed().toLower();
    if (encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate") {
        incoming.inflater = std::make_unique<Inflater>();
    } else if (!encoding.isEmpty() && encoding != "identity") {
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The answer is encoded as “%1”, which was not asked for.")
                 .arg(QString::fromLatin1(encoding.left(40))));
        return false;
    }
    if (incoming.parser.promised() > m_maximumBody) {
        refuseSize();
        return false;
    }
    if (!incoming.inflater && incoming.parser.promised() > 0)
        incoming.body.reserve(
            static_cast<qsizetype>(std::min(incoming.parser.promised() + padding, mostReserved)));
    return true;
}

void Exchange::refuseSize()
{
    fail(ErrorKind::BrokenAnswer, exchangeText("The answer is larger than %1 MiB and was refused.")
                                      .arg(m_maximumBody / mebibyte));
}

void Exchange::connectionEnded()
{
    if (m_ended || m_readAgain) // readSome() comes back here
        return;
    if (m_connection->failure() != Connection::Failure::Lost) {
        failToConnect();
        return;
    }
    if (m_connection->hasBytes()) {
        readSome();
        return;
    }
    AnswerParser &parser = m_incoming->parser;
    if (!m_fresh && !parser.begun()) {
        // The service had closed it before the request arrived. Only requests that change nothing
        // come this way.
        m_connection.reset();
        connectTo(true);
        return;
    }
    parser.connectionClosed();
    if (parser.state() == AnswerParser::State::Done)
        answerComplete();
    else
        fail(ErrorKind::AnswerLost,
             exchangeText("The connection was lost before the answer came: %1")
                 .arg(m_connection->failureText()));
}

void Exchange::answerComplete()
{
    Incoming &incoming = *m_incoming;
    if (incoming.inflater && !incoming.inflater->complete()) {
        fail(ErrorKind::AnswerLost,
             exchangeText("The answer is damaged: it ends before its packed content does."));
        return;
    }
    if (isRedirect(incoming.parser.status()) && m_request.followRedirects && followRedirect())
        return;
    HttpAnswer answer;
    answer.status = incoming.parser.status();
    answer.url = m_url;
    answer.headers = incoming.parser.headers();
    answer.body = std::move(incoming.body);
    if (m_request.idempotent() && incoming.parser.keepsConnection())
        m_pool.keep(std::move(m_connection));
    end(std::move(answer));
}

bool Exchange::followRedirect()
{
    const QByteArray location = headerValue(m_incoming->parser.headers(), "location");
    if (location.isEmpty())
        return false;
    const QUrl target = m_url.resolved(QUrl::fromEncoded(location));
    if (!m_request.idempotent()) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText(
                 "The service redirects to %1; a request that changes something is not sent "
                 "again. The endpoint in the cloud's catalog may be wrong.")
                 .arg(target.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
    } else if (!target.isValid() || !sameOrigin(m_url, target)) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText(
                 "The service redirects to another place, %1. It was not followed, because it "
                 "would have got the token.")
                 .arg(target.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
    } else if (++m_redirects > maximumRedirects) {
        fail(ErrorKind::BrokenAnswer, exchangeText("The service redirects in a circle."));
    } else {
        dropConnection();
        start(target);
    }
    return true;
}

void Exchange::failToConnect()
{
    const QString text = m_connection->failureText();
    if (m_connection->failure() != Connection::Failure::Encrypting)
        fail(ErrorKind::Unreachable, text);
    else if (!m_connection->certificateProblem().isEmpty())
        fail(ErrorKind::Tls, m_connection->certificateProblem());
    else // without a certificate to complain of, this is no matter of trust
        fail(ErrorKind::Unreachable,
             exchangeText("No encrypted connection could be made. The address may have to begin "
                          "with http://, or to name another port (%1)")
                 .arg(text));
}

void Exchange::deadlinePassed()
{
    const auto seconds = static_cast<qint64>(
        std::chrono::duration_cast<std::chrono::seconds>(m_request.deadline).count());
    if (!m_sent) {
        fail(ErrorKind::Unreachable, exchangeText("No connection within %1 seconds.").arg(seconds));
        return;
    }
    const bool lost = !m_request.idempotent() && !m_request.harmless;
    fail(lost ? ErrorKind::AnswerLost : ErrorKind::Timeout,
         exchangeText("No answer within %1 seconds.").arg(seconds));
}

void Exchange::fail(ErrorKind kind, const QString &message)
{
    Error error;
    error.kind = kind;
    error.message = message.size() > longestMessage ? message.left(longestMessage) + u'…' : message;
    error.when = m_clock.now();
    end(std::move(error));
}

void Exchange::end(Result<HttpAnswer> result)
{
    if (m_ended)
        return;
    m_ended = true;
    dropConnection();
    deleteLater();
    if (m_tracer)
        m_tracer->answered(m_request, result,
                           std::chrono::microseconds(m_elapsed.nsecsElapsed() / 1000));
    // The callback may destroy this exchange, its context or the transport.
    const Transport::Callback callback = std::move(m_callback);
    if (m_context)
        callback(std::move(result));
}

void Exchange::dropConnection()
{
    m_connection.reset();
    m_place.reset();
}

} // namespace oriel::net
