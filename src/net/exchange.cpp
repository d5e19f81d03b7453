#include "net/exchange.h"

#include "net/oneshotdevice.h"
#include "net/tlswords.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslError>

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

/// The failures that come before a byte of the request has left.
bool beforeSending(QNetworkReply::NetworkError code)
{
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return true;
    default:
        return false;
    }
}

} // namespace

Exchange::Exchange(HttpRequest request, QNetworkAccessManager &manager, Clock &clock,
                   qint64 maximumBody, QObject *context, Transport::Callback callback)
    : m_request(std::move(request))
    , m_manager(manager)
    , m_clock(clock)
    , m_maximumBody(maximumBody)
    , m_context(context)
    , m_callback(std::move(callback))
{
    connect(context, &QObject::destroyed, this, [this] {
        m_ended = true;
        dropReply();
        deleteLater();
    });
    clock.after(m_request.deadline, this, [this] { deadlinePassed(); });
    start(m_request.url);
}

Exchange::~Exchange()
{
    dropReply();
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
    if (m_tracer)
        m_tracer->sending(m_request, url);
    QNetworkRequest wire(url);
    for (const auto &[name, value] : std::as_const(m_request.headers))
        wire.setRawHeader(name, value);
    wire.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Oriel/" ORIEL_VERSION));
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                      QNetworkRequest::ManualRedirectPolicy);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // A request that may come twice over a connection shared by many streams cannot be promised to
    // leave once.
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, m_request.idempotent());
    if (m_request.tls)
        wire.setSslConfiguration(*m_request.tls);
    // Ours counts what has been unpacked; Qt's refuses lists that merely repeat themselves a lot.
    wire.setDecompressedSafetyCheckThreshold(-1);

    if (m_request.method == Method::Get) {
        m_reply = m_manager.get(wire);
    } else if (m_request.method == Method::Head) {
        m_reply = m_manager.head(wire);
    } else {
        m_device = new OneShotDevice(m_request.body, this);
        wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        wire.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        // On a connection kept from before a sleep or an idle hour the request could be lost, and
        // it is not sent again.
        wire.setRawHeader("Connection", "close");
        if (m_request.body.isEmpty() && !wire.hasRawHeader("content-type"))
            wire.setRawHeader("content-type",
                              "application/json"); // or Qt complains and invents one
        m_reply = m_manager.sendCustomRequest(wire, methodName(m_request.method), m_device);
    }

    connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_sent = true; });
    connect(m_reply, &QIODevice::readyRead, this, &Exchange::readSome);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsReason = tlsWords(errors, m_reply ? m_reply->url().host() : QString());
    });
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::finished);
}

bool Exchange::readSome()
{
    if (m_ended || !m_reply)
        return false;
    m_body += m_reply->readAll();
    const bool fits = m_body.size() <= m_maximumBody;
    if (!fits)
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The answer is larger than %1 MiB and was refused.")
                 .arg(m_maximumBody / (qint64{1024} * 1024)));
    return fits;
}

void Exchange::finished()
{
    if (!readSome())
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (isRedirect(status) && m_request.followRedirects && followRedirect())
        return;
    // Qt takes a 307 or 308 for an error, because it could not send the body again.
    const bool handedBack = isRedirect(status) && !m_request.followRedirects &&
                            m_reply->error() == QNetworkReply::ContentReSendError;
    // With a status of 400 and above Qt has an error of its own for each; below, an error means a
    // body cut short.
    if (status == 0 ||
        (status < 400 && m_reply->error() != QNetworkReply::NoError && !handedBack)) {
        failAs(m_reply->error(), m_reply->errorString());
        return;
    }
    HttpAnswer answer;
    answer.status = status;
    answer.url = m_reply->url();
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        answer.headers.append({name.toLower(), value});
    answer.body = m_body;
    end(std::move(answer));
}

bool Exchange::followRedirect()
{
    const QByteArray location = m_reply->rawHeader("Location");
    if (location.isEmpty())
        return false;
    const QUrl target = m_reply->url().resolved(QUrl::fromEncoded(location));
    if (!m_request.idempotent()) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText(
                 "The service redirects to %1; a request that changes something is not sent "
                 "again. The endpoint in the cloud's catalog may be wrong.")
                 .arg(target.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
    } else if (!target.isValid() || !sameOrigin(m_reply->url(), target)) {
        fail(ErrorKind::BrokenAnswer,
             exchangeText(
                 "The service redirects to another place, %1. It was not followed, because it "
                 "would have got the token.")
                 .arg(target.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
    } else if (++m_redirects > maximumRedirects) {
        fail(ErrorKind::BrokenAnswer, exchangeText("The service redirects in a circle."));
    } else {
        dropReply();
        m_body.clear();
        start(target);
    }
    return true;
}

bool Exchange::mayHaveLeft() const
{
    return m_sent || (m_device && m_device->touched());
}

void Exchange::failAs(QNetworkReply::NetworkError code, const QString &text)
{
    if (code == QNetworkReply::SslHandshakeFailedError) {
        // Without a certificate to complain of, it is no matter of trust.
        if (m_tlsReason.isEmpty())
            fail(ErrorKind::Unreachable,
                 exchangeText("No secure connection came about; perhaps the address has to begin "
                              "with http://, or has another port (%1)")
                     .arg(text));
        else
            fail(ErrorKind::Tls, m_tlsReason);
    } else if (beforeSending(code) && !mayHaveLeft()) {
        fail(ErrorKind::Unreachable, text);
    } else if (code == QNetworkReply::UnknownNetworkError) { // whose text says just that
        fail(ErrorKind::AnswerLost, exchangeText("The connection was lost before the answer came"));
    } else {
        fail(ErrorKind::AnswerLost,
             exchangeText("The connection was lost before the answer came: %1").arg(text));
    }
}

void Exchange::deadlinePassed()
{
    // Whether a request has left is known for sure only in the network library's thread, a moment
    // later here. So a changing one counts as sent, lest somebody is told that nothing happened.
    const bool lost = !m_request.idempotent() && !m_request.harmless;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(m_request.deadline);
    fail(lost ? ErrorKind::AnswerLost : ErrorKind::Timeout,
         exchangeText("No answer within %1 seconds.").arg(static_cast<qint64>(seconds.count())));
}

void Exchange::fail(ErrorKind kind, const QString &message)
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.when = m_clock.now();
    end(std::move(error));
}

void Exchange::end(Result<HttpAnswer> result)
{
    if (m_ended)
        return;
    m_ended = true;
    dropReply();
    deleteLater();
    if (m_tracer)
        m_tracer->answered(m_request, result,
                           std::chrono::microseconds(m_elapsed.nsecsElapsed() / 1000));
    // The callback may destroy this exchange, its context or the transport.
    const Transport::Callback callback = std::move(m_callback);
    if (m_context)
        callback(std::move(result));
}

void Exchange::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply.clear();
    reply->disconnect(this);
    if (reply->isRunning())
        reply->abort();
    // The reply reads from the device until it is gone.
    if (m_device) {
        m_device->setParent(reply);
        m_device = nullptr;
    }
    reply->deleteLater();
}

} // namespace oriel::net
