#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/request.h"
#include "net/tls.h"

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace oriel::net {

class CurlLoop;

/// One HTTP request as sent over the wire.
struct HttpRequest
{
    Method method = Method::Get;
    QUrl url;
    Headers headers;
    QByteArray body; ///< sent by POST, PUT, PATCH and DELETE
    Tls tls{};
    std::chrono::milliseconds deadline{
        30'000}; ///< from sending to the last byte, redirects included

    /// A POST without side effects that matter, such as a sign-in. It is also sent only once, but
    /// exceeding its deadline is a Timeout.
    bool harmless = false;

    /// False: a redirect is returned as an answer, for callers with their own redirect rules.
    bool followRedirects = true;

    /// The service that is called; connections are limited per service.
    std::optional<Service> service{};

    /// GET and HEAD. Everything else is put on the wire at most once.
    [[nodiscard]] bool idempotent() const noexcept
    {
        return method == Method::Get || method == Method::Head;
    }
};

/// A complete HTTP answer with any status.
struct HttpAnswer
{
    int status = 0;
    Headers headers; ///< names in lower case
    QByteArray body;
    QUrl url; ///< where it came from, after redirects
};

/// Receives what goes over the wire, including secrets; implementations must redact them.
class Tracer
{
public:
    virtual ~Tracer() = default;
    /// Called before each send, also of a followed redirect; `url` is the address.
    virtual void sending(const HttpRequest &request, const QUrl &url) = 0;
    virtual void answered(const HttpRequest &request, const Result<HttpAnswer> &answer,
                          std::chrono::microseconds elapsed) = 0;
};

/// HTTP/1.1 with libcurl. No changing request is sent twice; no redirect carries a token to another
/// origin; there are no cookies, no cache and no proxy for loopback addresses; requests with
/// different TLS settings share no connection. Main thread only; several clients may share one.
///
/// QNetworkAccessManager is not used, because it resends changing requests, limits neither headers
/// nor decompressed bodies, reads endless headers on a thread that cannot be stopped, and makes the
/// program wait for that thread on exit.
class Transport : public QObject
{
    Q_OBJECT

public:
    using Callback = std::function<void(Result<HttpAnswer>)>;

    /// `clock` must outlive the transport.
    explicit Transport(Clock &clock, QObject *parent = nullptr);
    ~Transport() override;

    /// Sends. `callback` is called once, never before send() has returned; destroying `context`,
    /// the returned exchange or the transport aborts the request and drops the callback. Every HTTP
    /// status is an answer. Failures:
    /// - Unreachable: refused, unknown host, proxy failure, no connection in time; nothing was sent
    /// - Tls: the certificate was refused; nothing was sent
    /// - Timeout: the deadline of a GET, a HEAD or a harmless request passed
    /// - AnswerLost: the request was sent, and its answer did not arrive completely or in time
    /// - BrokenAnswer: a redirect that is not followed, a header or a body above the limits, an
    ///   unrequested encoding. The request was sent.
    QObject *send(HttpRequest request, QObject *context, Callback callback);

    /// Answers whose decompressed body exceeds this size in bytes are refused; initially 128 MiB.
    [[nodiscard]] qint64 maximumBody() const noexcept { return m_maximumBody; }
    void setMaximumBody(qint64 bytes) noexcept { m_maximumBody = bytes; }

    /// May be null. It must outlive all requests sent from now on.
    void setTracer(Tracer *tracer) noexcept { m_tracer = tracer; }
    [[nodiscard]] Tracer *tracer() const noexcept { return m_tracer; }

private:
    Clock &m_clock;
    std::unique_ptr<CurlLoop> m_loop;
    qint64 m_maximumBody = qint64{128} * 1024 * 1024;
    Tracer *m_tracer = nullptr;
};

} // namespace oriel::net
