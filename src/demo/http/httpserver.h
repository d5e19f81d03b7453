#pragma once

#include "base/result.h"
#include "demo/http/message.h"

#include <QtCore/QObject>

#include <memory>

namespace oriel::demo {

/// An HTTP/1.1 server on 127.0.0.1 that runs in its thread's event loop: libmicrohttpd, its epoll
/// descriptor watched by Qt, connections suspended until their answer is ready. The library handles
/// keep-alive, pipelining, chunked bodies, HEAD and Expect; gzip, if requested, is handled here. No
/// input stops it.
class HttpServer final : public QObject
{
public:
    using Handler = std::function<void(const HttpRequest &, const HttpResponder &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Listens; port 0: any free one. The error states the reason.
    Result<Nothing> listen(quint16 port);
    [[nodiscard]] quint16 port() const;

    /// The largest accepted request body; larger ones are answered with 413.
    static constexpr qsizetype maximumBody = qsizetype{64} * 1024 * 1024;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::demo
