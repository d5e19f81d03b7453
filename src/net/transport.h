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

/// One HTTP request as it goes over the wire.
struct HttpRequest
{
    Method method = Method::Get;
    QUrl url;
    Headers headers;
    QByteArray body; ///< sent by POST, PUT, PATCH and DELETE
    Tls tls{};
    std::chrono::milliseconds deadline{
        30'000}; ///< from sending to the last byte, redirects included

    /// A POST that changes nothing anybody would miss, such as a sign-in. Also sent once, but its
    /// deadline is a Timeout.
    bool harmless = false;

    /// False: a redirect is an answer, for a caller that has its own rule of where to follow.
    bool followRedirects = true;

    /// The service that is asked; connections are counted for each.
    std::optional<Service> service{};

    /// GET and HEAD. Everything else is put on the wire at most once.
    [[nodiscard]] bool idempotent() const noexcept
    {
        return method == Method::Get || method == Method::Head;
    }
};

/// A whole HTTP answer, whatever its status.
struct HttpAnswer
{
    int status = 0;
    Headers headers; ///< names in lower case
    QByteArray body;
    QUrl url; ///< where it came from, after redirects
};

/// Sees what goes over the wire, secrets included: an implementation redacts them.
class Tracer
{
public:
    virtual ~Tracer() = default;
    /// Just before it is sent, each redirect that is followed again; `url` is where to.
    virtual void sending(const HttpRequest &request, const QUrl &url) = 0;
    virtual void answered(const HttpRequest &request, const Result<HttpAnswer> &answer,
                          std::chrono::microseconds elapsed) = 0;
};

/// HTTP/1.1 with libcurl. No changing request is sent twice, no redirect leads a token to another
/// origin, there are no cookies, no cache, and no proxy for this computer's own addresses, and
/// requests whose TLS settings differ share no connection. Main-thread only; several clients may
/// share one.
///
/// It is not QNetworkAccessManager, because that sends changing requests again, has no limit for
/// what comes before a body, unpacks bodies without a limit, reads an endless header on a thread
/// that nothing can stop, and makes the program wait for that thread when it quits.
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
    /// - Unreachable: refused, unknown host, proxy trouble, no connection in time; nothing was sent
    /// - Tls: the certificate was refused; nothing was sent
    /// - Timeout: the deadline of a GET, a HEAD or a harmless request passed
    /// - AnswerLost: the request was sent, and its answer did not arrive whole or not in time
    /// - BrokenAnswer: a redirect that is not followed, a header or a body above the limits, an
    /// encoding that was not asked for. The request was sent.
    QObject *send(HttpRequest request, QObject *context, Callback callback);

    /// The size of an unpacked body in bytes above which an answer is refused; 128 MiB at first.
    [[nodiscard]] qint64 maximumBody() const noexcept { return m_maximumBody; }
    void setMaximumBody(qint64 bytes) noexcept { m_maximumBody = bytes; }

    /// Null: none. It must outlive the requests that are sent from now on.
    void setTracer(Tracer *tracer) noexcept { m_tracer = tracer; }
    [[nodiscard]] Tracer *tracer() const noexcept { return m_tracer; }

private:
    Clock &m_clock;
    std::unique_ptr<CurlLoop> m_loop;
    qint64 m_maximumBody = qint64{128} * 1024 * 1024;
    Tracer *m_tracer = nullptr;
};

} // namespace oriel::net
