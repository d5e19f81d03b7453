#include "net/exchange.h"

#include "net/tlswords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtNetwork/QHostAddress>

#include <algorithm>

namespace oriel::net {

namespace {

constexpr int maximumRedirects = 5;
constexpr qint64 mebibyte = qint64{1024} * 1024;

/// A body may announce any length; at most this much is reserved at once.
constexpr qint64 mostReserved = 32 * mebibyte;

/// Free bytes behind the body, required by the JSON parser.
constexpr qint64 padding = 128;

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

bool isHttp(const QUrl &url)
{
    return (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) &&
           !url.host().isEmpty();
}

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) ||
           QHostAddress(host).isLoopback();
}

/// `text` up to a line break, which would start another header field.
QByteArray oneLine(QByteArray text)
{
    for (const char forbidden : {'\r', '\n', '\0'})
        text.replace(forbidden, ' ');
    return text;
}

void setText(CURL *transfer, CURLoption option, const QByteArray &text)
{
    curl_easy_setopt(transfer, option, text.constData());
}

void setPath(CURL *transfer, CURLoption option, const QString &path)
{
    if (!path.isEmpty())
        setText(transfer, option, QFile::encodeName(path));
}

long numberOf(CURL *transfer, CURLINFO info)
{
    long number = 0;
    curl_easy_getinfo(transfer, info, &number);
    return number;
}

void setTls(CURL *transfer, const Tls &tls)
{
    curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
    curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
    if (tls.verify && !tls.authorities.isEmpty())
        setPath(transfer, CURLOPT_CAINFO, tls.authorities);
    // Without a CA folder libcurl reads the CA file once instead of for each connection.
    curl_easy_setopt(transfer, CURLOPT_CAPATH, nullptr);
    setPath(transfer, CURLOPT_SSLCERT, tls.certificate);
    setPath(transfer, CURLOPT_SSLKEY, tls.privateKey);
}

} // namespace

Exchange::Exchange(HttpRequest request, CurlLoop &loop, Clock &clock, qint64 maximumBody,
                   QObject *context, Transport::Callback callback)
    : m_request(std::move(request))
    , m_loop(loop)
    , m_clock(clock)
    , m_maximumBody(maximumBody)
    , m_context(context)
    , m_callback(std::move(callback))
{
    connect(context, &QObject::destroyed, this, [this] {
        m_ended = true;
        dropTransfer();
        deleteLater();
    });
    clock.after(m_request.deadline, this, [this] { deadlinePassed(); });
    start(m_request.url);
}

Exchange::~Exchange()
{
    dropTransfer();
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
    if (!isHttp(url)) {
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
    m_headers.clear();
    m_headSize = 0;
    m_received = 0;
    m_body.clear();
    m_transfer.reset(curl_easy_init());
    Q_CHECK_PTR(m_transfer.get());
    prepare(m_transfer.get());
    const CurlLoop::Lane lane{m_request.service ? static_cast<int>(*m_request.service) : -1,
                              !m_request.idempotent()};
    m_loop.start(m_transfer.get(), lane, [this](CURLcode result) { transferFinished(result); });
}

void Exchange::prepare(CURL *transfer)
{
    setText(transfer, CURLOPT_URL,
            m_url.toEncoded(QUrl::FullyEncoded | QUrl::RemoveUserInfo | QUrl::RemoveFragment));
    curl_easy_setopt(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    // With HTTP/2, a server can refuse a request in a way that makes libcurl send it again.
    curl_easy_setopt(transfer, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(transfer, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(transfer, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(transfer, CURLOPT_USERAGENT, "Oriel/" ORIEL_VERSION);
    curl_easy_setopt(transfer, CURLOPT_ERRORBUFFER, m_problem.data());
    curl_easy_setopt(transfer, CURLOPT_HEADERFUNCTION, &Exchange::takeHead);
    curl_easy_setopt(transfer, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, &Exchange::takeBody);
    curl_easy_setopt(transfer, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(transfer, CURLOPT_BUFFERSIZE, 64L * 1024);
    // Only this callback sees what is not body data: chunk extensions, and compressed data that
    // expands to nothing.
    curl_easy_setopt(transfer, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(transfer, CURLOPT_DEBUGFUNCTION, &Exchange::countBytes);
    curl_easy_setopt(transfer, CURLOPT_DEBUGDATA, this);
    curl_easy_setopt(transfer, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(transfer, CURLOPT_XFERINFOFUNCTION, &Exchange::shouldContinue);
    curl_easy_setopt(transfer, CURLOPT_XFERINFODATA, this);
    // Exchange enforces the deadline; a hanging name lookup is abandoned, not waited for.
    curl_easy_setopt(transfer, CURLOPT_CONNECTTIMEOUT_MS, 0x7fffffffL);
    curl_easy_setopt(transfer, CURLOPT_QUICK_EXIT, 1L);
    // A remote proxy cannot reach this computer's loopback.
    if (isLoopback(m_url.host()))
        curl_easy_setopt(transfer, CURLOPT_PROXY, "");
    setTls(transfer, m_request.tls);
    if (m_request.method == Method::Head) {
        curl_easy_setopt(transfer, CURLOPT_NOBODY, 1L);
    } else if (m_request.method != Method::Get) {
        // libcurl resends a request if a reused connection turns out to be closed. A changing
        // request must be sent once: use a new connection.
        curl_easy_setopt(transfer, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(transfer, CURLOPT_FORBID_REUSE, 1L);
        curl_easy_setopt(transfer, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(transfer, CURLOPT_POSTFIELDS, m_request.body.constData());
        setText(transfer, CURLOPT_CUSTOMREQUEST, methodName(m_request.method));
    }
    addHeaders(transfer);
}

void Exchange::addHeaders(CURL *transfer)
{
    curl_slist *fields = nullptr;
    bool typed = false;
    for (const auto &[name, value] : std::as_const(m_request.headers)) {
        typed = typed || name.compare("content-type", Qt::CaseInsensitive) == 0;
        const QByteArray field = oneLine(name) + (value.isEmpty() ? ";" : ": " + oneLine(value));
        fields = curl_slist_append(fields, field.constData());
    }
    if (!m_request.idempotent()) {
        fields = curl_slist_append(fields, "Connection: close");
        fields = curl_slist_append(fields, "Expect:"); // do not wait for "100 Continue"
        if (!typed)                                    // otherwise libcurl declares it a form
            fields = curl_slist_append(fields, "Content-Type: application/json");
    }
    m_fields.reset(fields);
    curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, fields);
}

size_t Exchange::takeHead(char *bytes, size_t size, size_t count, void *exchange)
{
    auto *self = static_cast<Exchange *>(exchange);
    const QByteArrayView line(bytes, static_cast<qsizetype>(size * count));
    return self->takeHeadLine(line) ? size * count : CURL_WRITEFUNC_ERROR;
}

bool Exchange::takeHeadLine(QByteArrayView line)
{
    m_headSize += line.size();
    if (m_headSize > maximumHead) {
        m_refused = Refused::Head;
        return false;
    }
    if (line.startsWith("HTTP/")) { // of an interim or the final answer
        m_headers.clear();
        return true;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return true;
    const QByteArray name = line.first(colon).trimmed().toByteArray().toLower();
    const QByteArray value = line.sliced(colon + 1).trimmed().toByteArray();
    m_headers.append({name, value});
    if (name == "content-length") {
        const qint64 promised = value.toLongLong();
        if (promised > m_maximumBody && m_request.method != Method::Head) {
            m_refused = Refused::Body;
            return false;
        }
        m_body.reserve(std::min(promised + padding, mostReserved));
    }
    return true;
}

size_t Exchange::takeBody(char *bytes, size_t size, size_t count, void *exchange)
{
    auto *self = static_cast<Exchange *>(exchange);
    const auto length = static_cast<qsizetype>(size * count);
    if (self->m_body.size() + length > self->m_maximumBody) {
        self->m_refused = Refused::Body;
        return CURL_WRITEFUNC_ERROR;
    }
    if (self->m_body.size() + length >
        self->m_body.capacity()) // double the capacity, up to the limit
        self->m_body.reserve(std::min(std::max(2 * self->m_body.capacity(), length + padding),
                                      self->m_maximumBody + padding));
    self->m_body.append(bytes, length);
    return size * count;
}

int Exchange::countBytes(CURL *, curl_infotype type, char *, size_t size, void *exchange)
{
    if (type == CURLINFO_DATA_IN)
        static_cast<Exchange *>(exchange)->m_received += static_cast<qint64>(size);
    return 0;
}

int Exchange::shouldContinue(void *exchange, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    // Chunks of the size that services use double the amount; smaller ones have no legitimate use.
    auto *self = static_cast<Exchange *>(exchange);
    if (self->m_received <= 2 * self->m_maximumBody + maximumHead)
        return 0;
    self->m_refused = Refused::Body;
    return 1;
}

void Exchange::transferFinished(CURLcode result)
{
    const auto status = static_cast<int>(numberOf(m_transfer.get(), CURLINFO_RESPONSE_CODE));
    // An error status counts even if its explanation is truncated.
    const bool refusal = status >= 400 && result == CURLE_PARTIAL_FILE;
    if (result == CURLE_OK || refusal)
        answerComplete(status);
    else
        transferFailed(result);
}

void Exchange::answerComplete(int status)
{
    if (isRedirect(status) && m_request.followRedirects && followRedirect())
        return;
    HttpAnswer answer;
    answer.status = status;
    answer.url = m_url;
    answer.headers = std::move(m_headers);
    answer.body = std::move(m_body);
    end(std::move(answer));
}

bool Exchange::wasSent() const
{
    return m_transfer && numberOf(m_transfer.get(), CURLINFO_REQUEST_SIZE) > 0;
}

void Exchange::transferFailed(CURLcode result)
{
    QString why = QString::fromUtf8(m_problem.data());
    if (why.isEmpty())
        why = QString::fromUtf8(curl_easy_strerror(result));
    switch (m_refused) {
    case Refused::Head:
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The header of the answer is larger than %1 KiB and was refused.")
                 .arg(maximumHead / 1024));
        return;
    case Refused::Body:
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The answer is larger than %1 MiB and was refused.")
                 .arg(m_maximumBody / mebibyte));
        return;
    case Refused::Nothing:
        break;
    }
    switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION:
        fail(ErrorKind::Tls,
             tlsWords(numberOf(m_transfer.get(), CURLINFO_SSL_VERIFYRESULT), m_url.host(), why));
        return;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
        fail(ErrorKind::Tls, why);
        return;
    case CURLE_SSL_CONNECT_ERROR:
        fail(ErrorKind::Unreachable,
             exchangeText("No encrypted connection could be made. The address may have to begin "
                          "with http://, or to name another port (%1)")
                 .arg(why));
        return;
    case CURLE_BAD_CONTENT_ENCODING:
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The answer is damaged: it cannot be unpacked (%1)").arg(why));
        return;
    case CURLE_OUT_OF_MEMORY: // libcurl's code for a header line above 100 KiB
        fail(ErrorKind::BrokenAnswer,
             exchangeText("The header of the answer is too large and was refused (%1)").arg(why));
        return;
    default:
        break;
    }
    if (!wasSent())
        fail(ErrorKind::Unreachable, why);
    else
        fail(ErrorKind::AnswerLost,
             exchangeText("The connection was lost before the answer came: %1").arg(why));
}

bool Exchange::followRedirect()
{
    const QByteArray location = headerValue(m_headers, "location");
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
        dropTransfer();
        start(target);
    }
    return true;
}

void Exchange::deadlinePassed()
{
    const auto seconds = static_cast<qint64>(
        std::chrono::duration_cast<std::chrono::seconds>(m_request.deadline).count());
    if (!wasSent()) {
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
    error.message = message;
    error.when = m_clock.now();
    end(std::move(error));
}

void Exchange::end(Result<HttpAnswer> result)
{
    if (m_ended)
        return;
    m_ended = true;
    dropTransfer();
    deleteLater();
    if (m_tracer)
        m_tracer->answered(m_request, result,
                           std::chrono::microseconds(m_elapsed.nsecsElapsed() / 1000));
    // The callback may destroy this exchange, its context or the transport.
    const Transport::Callback callback = std::move(m_callback);
    if (m_context)
        callback(std::move(result));
}

void Exchange::dropTransfer()
{
    if (!m_transfer)
        return;
    m_loop.stop(m_transfer.get());
    m_transfer.reset();
}

} // namespace oriel::net
