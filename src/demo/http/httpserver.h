#pragma once

#include "base/result.h"
#include "demo/http/message.h"

#include <QtCore/QObject>

#include <memory>

namespace oriel::demo {

/// An HTTP/1.1 server on 127.0.0.1 that runs in its thread's event loop: libmicrohttpd, its epoll
/// descriptor watched by Qt, connections suspended while their answer is not there yet. Keep-alive,
/// pipelining, chunked bodies, HEAD and Expect are the library's; gzip, where asked for, is ours.
/// Whatever arrives on the port, it goes on.
class HttpServer final : public QObject
{
public:
    using Handler = std::function<void(const HttpRequest &, const HttpResponder &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Listens; port 0 means any free one. The error says why it cannot.
    Result<Nothing> listen(quint16 port);
    [[nodiscard]] quint16 port() const;

    /// Largest request body taken; more is answered with 413.
    static constexpr qsizetype maximumBody = qsizetype{64} * 1024 * 1024;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace oriel::demo
