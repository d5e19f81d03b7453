#include "demo/http/httpserver.h"

#include <QtCore/QPointer>
#include <QtCore/QSet>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <limits>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace oriel::demo {

// Not in the unnamed namespace: HttpServer::Private has members of this type, and unity builds
// treat that as a header's.

/// One request and its answer; exists from the request line to the answer's last byte.
struct Exchange
{
    HttpRequest request;
    MHD_Connection *connection = nullptr;
    std::optional<HttpResponse> response;
    bool begun = false;
    bool dispatched = false;
    bool suspended = false;
    bool tooLarge = false;
    bool finished = false;
};

using ExchangeHolder = std::shared_ptr<Exchange>;

namespace {

struct CutBodyStream
{
    QByteArray bytes;
    qsizetype sent = 0;
};

ssize_t readCutBody(void *cls, uint64_t, char *buffer, size_t room)
{
    auto *stream = static_cast<CutBodyStream *>(cls);
    const qsizetype left = stream->bytes.size() - stream->sent;
    if (left <= 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    const auto count = std::min<qsizetype>(left, static_cast<qsizetype>(room));
    std::memcpy(buffer, stream->bytes.constData() + stream->sent, static_cast<size_t>(count));
    stream->sent += count;
    return count;
}

/// Whether the Host header names this machine, with or without a port. Refuses a web page whose
/// host name resolves to 127.0.0.1 (DNS rebinding). HTTP/1.0 has no such header.
bool isOwnHost(const QByteArray &header)
{
    QByteArray host = header.trimmed().toLower();
    if (const qsizetype colon = host.lastIndexOf(':'); colon > host.lastIndexOf(']')) {
        const QByteArray port = host.mid(colon + 1);
        if (port.isEmpty() ||
            !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }))
            return false;
        host.truncate(colon);
    }
    return host.isEmpty() || host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

void freeCutBody(void *cls)
{
    delete static_cast<CutBodyStream *>(cls);
}

MHD_Result collectHeader(void *cls, MHD_ValueKind, const char *key, const char *value)
{
    auto *request = static_cast<HttpRequest *>(cls);
    request->headers.insert(QByteArray(key).toLower(), QByteArray(value));
    return MHD_YES;
}

size_t keepEscapes(void *, MHD_Connection *, char *text)
{
    return std::strlen(text);
}

} // namespace

class HttpServer::Private
{
public:
    Handler handler;
    MHD_Daemon *daemon = nullptr;
    quint16 port = 0;
    QSet<Exchange *> suspended;
    std::unique_ptr<QSocketNotifier> notifier;
    QTimer timer;

    void run()
    {
        if (daemon == nullptr)
            return;
        MHD_run(daemon);
        unsigned long long wait = 0;
        if (MHD_get_timeout(daemon, &wait) == MHD_YES)
            timer.start(static_cast<int>(std::min<unsigned long long>(wait, 60'000)));
        else
            timer.stop();
    }

    MHD_Result onRequest(const ExchangeHolder &exchange, const char *method, const char *data,
                         size_t *size)
    {
        if (!exchange->begun) {
            exchange->begun = true;
            exchange->request.method = QByteArray(method);
            MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, &collectHeader,
                                      &exchange->request);
            return MHD_YES;
        }
        if (*size > 0) {
            if (exchange->request.body.size() + static_cast<qsizetype>(*size) > maximumBody)
                exchange->tooLarge = true;
            else
                exchange->request.body.append(data, static_cast<qsizetype>(*size));
            *size = 0;
            return MHD_YES;
        }
        if (!exchange->dispatched)
            dispatch(exchange);
        if (exchange->response)
            return send(*exchange);
        if (!exchange->suspended) {
            exchange->suspended = true;
            suspended.insert(exchange.get());
            MHD_suspend_connection(exchange->connection);
        }
        return MHD_YES;
    }

    void dispatch(const ExchangeHolder &exchange)
    {
        exchange->dispatched = true;
        if (!isOwnHost(exchange->request.header("host"))) {
            exchange->response = HttpResponse::empty(421);
            return;
        }
        if (exchange->tooLarge) {
            exchange->response = HttpResponse::empty(413);
            return;
        }
        const std::weak_ptr<Exchange> weak = exchange;
        const QPointer<QTimer> alive(&timer);
        handler(exchange->request, [this, weak, alive](HttpResponse response) {
            const ExchangeHolder held = weak.lock();
            if (!alive || !held || held->finished || held->response)
                return;
            held->response = std::move(response);
            if (held->suspended)
                resume(held.get());
        });
    }

    void resume(Exchange *exchange)
    {
        exchange->suspended = false;
        suspended.remove(exchange);
        MHD_resume_connection(exchange->connection);
        timer.start(0);
    }

    static MHD_Result send(Exchange &exchange)
    {
        HttpResponse &answer = *exchange.response;
        if (answer.ending == HttpResponse::Ending::CutBefore)
            return MHD_NO;
        if (answer.ending == HttpResponse::Ending::Raw) {
            const MHD_ConnectionInfo *info =
                MHD_get_connection_info(exchange.connection, MHD_CONNECTION_INFO_CONNECTION_FD);
            if (info != nullptr) {
                [[maybe_unused]] const ssize_t sent =
                    ::send(info->connect_fd, answer.body.constData(),
                           static_cast<size_t>(answer.body.size()), MSG_NOSIGNAL);
            }
            return MHD_NO;
        }
        const bool zip = answer.body.size() > 1024 &&
                         answer.ending == HttpResponse::Ending::Whole &&
                         exchange.request.header("accept-encoding").contains("gzip");
        if (zip)
            answer.body = gzip(answer.body);
        MHD_Response *response = nullptr;
        if (answer.ending == HttpResponse::Ending::CutBody) {
            auto *stream = new CutBodyStream{answer.body.left(answer.cutAfter)};
            response = MHD_create_response_from_callback(static_cast<uint64_t>(answer.body.size()),
                                                         4096, &readCutBody, stream, &freeCutBody);
        } else {
            response = MHD_create_response_from_buffer(static_cast<size_t>(answer.body.size()),
                                                       answer.body.data(), MHD_RESPMEM_MUST_COPY);
        }
        if (response == nullptr)
            return MHD_NO;
        if (!answer.contentType.isEmpty())
            MHD_add_response_header(response, "Content-Type", answer.contentType.constData());
        if (zip)
            MHD_add_response_header(response, "Content-Encoding", "gzip");
        for (const auto &[name, value] : answer.headers)
            MHD_add_response_header(response, name.constData(), value.constData());
        const MHD_Result queued =
            MHD_queue_response(exchange.connection, static_cast<unsigned>(answer.status), response);
        MHD_destroy_response(response);
        return queued;
    }

    static void *onUri(void *, const char *uri, MHD_Connection *connection)
    {
        auto exchange = std::make_shared<Exchange>();
        exchange->connection = connection;
        exchange->request.setTarget(QByteArray(uri));
        return new ExchangeHolder(std::move(exchange));
    }

    static MHD_Result onAccess(void *cls, MHD_Connection *, const char *, const char *method,
                               const char *, const char *data, size_t *size, void **context)
    {
        auto *holder = static_cast<ExchangeHolder *>(*context);
        if (holder == nullptr)
            return MHD_NO;
        return static_cast<Private *>(cls)->onRequest(*holder, method, data, size);
    }

    static void onCompleted(void *cls, MHD_Connection *, void **context, MHD_RequestTerminationCode)
    {
        auto *holder = static_cast<ExchangeHolder *>(*context);
        if (holder == nullptr)
            return;
        (*holder)->finished = true;
        static_cast<Private *>(cls)->suspended.remove(holder->get());
        delete holder;
        *context = nullptr;
    }
};

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->handler = std::move(handler);
    d->timer.setSingleShot(true);
    connect(&d->timer, &QTimer::timeout, this, [this] { d->run(); });
}

HttpServer::~HttpServer()
{
    if (d->daemon == nullptr)
        return;
    // The library requires that no connection is suspended when it stops. Resuming can read a
    // further request, whose connection is suspended again.
    constexpr int rounds = 8;
    for (int round = 0; round == 0 || (round < rounds && !d->suspended.isEmpty()); ++round) {
        const auto waiting = d->suspended;
        for (Exchange *exchange : waiting) {
            HttpResponse cut;
            cut.ending = HttpResponse::Ending::CutBefore;
            exchange->response = cut;
            d->resume(exchange);
        }
        MHD_run(d->daemon);
    }
    d->notifier.reset();
    MHD_stop_daemon(d->daemon);
    d->daemon = nullptr;
}

Result<Nothing> HttpServer::listen(quint16 port)
{
    const auto failed = [port](int code) {
        Error error;
        error.kind = ErrorKind::Configuration;
        error.message = u"cannot listen on 127.0.0.1 port %1: %2"_s.arg(
            QString::number(port), QString::fromLocal8Bit(std::strerror(code)));
        return error;
    };
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return failed(errno);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr *>(&address), length) != 0 ||
        ::listen(socket, 256) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0) {
        const int code = errno;
        ::close(socket);
        return failed(code);
    }
    d->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr, &Private::onAccess, d.get(),
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_URI_LOG_CALLBACK, &Private::onUri, d.get(),
        MHD_OPTION_NOTIFY_COMPLETED, &Private::onCompleted, d.get(), MHD_OPTION_UNESCAPE_CALLBACK,
        &keepEscapes, d.get(), MHD_OPTION_CONNECTION_LIMIT, 800U, MHD_OPTION_CONNECTION_TIMEOUT,
        120U, MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<size_t>(128 * 1024), MHD_OPTION_END);
    if (d->daemon == nullptr) {
        ::close(socket);
        return failed(EINVAL);
    }
    d->port = ntohs(address.sin_port);
    const MHD_DaemonInfo *info = MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    d->notifier = std::make_unique<QSocketNotifier>(info->epoll_fd, QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] { d->run(); });
    return Nothing{};
}

quint16 HttpServer::port() const
{
    return d->port;
}

} // namespace oriel::demo
