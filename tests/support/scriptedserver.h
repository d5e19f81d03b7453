#pragma once

#include "base/literals.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace oriel::test {

/// A received request.
struct SeenRequest
{
    QByteArray method;
    QByteArray target;                                      ///< path and query, as sent
    std::vector<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
    [[nodiscard]] QByteArray path() const
    {
        return target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    }
};

/// The server's reaction to one request.
struct Script
{
    enum class Do {
        Answer, ///< sends `raw`
        Close,  ///< reads the whole request, then closes the connection
        Hang,   ///< reads the request and never answers
        Cut,    ///< sends `raw`, an incomplete answer, then closes the connection
        Hold,   ///< delays the answer until release()
        Flood,  ///< sends `raw`, then `again` forever
    };
    Do what = Do::Answer;
    QByteArray raw;
    QByteArray again{};

    /// A complete answer.
    static Script answer(int status, const QByteArray &body = {},
                         const std::vector<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        return {Do::Answer, head(status, headers, body.size()) + body};
    }
    static Script json(const QByteArray &body) { return answer(200, body); }
    static Script hold(const QByteArray &body) { return {Do::Hold, answer(200, body).raw}; }
    static Script close() { return {Do::Close, {}}; }
    static Script hang() { return {Do::Hang, {}}; }
    /// Begins with `raw` and continues with `again` as long as the client reads.
    static Script flood(const QByteArray &raw, const QByteArray &again)
    {
        return {Do::Flood, raw, again};
    }
    /// Announces `promised` bytes, sends `body`, and closes the connection.
    static Script cut(int status, const QByteArray &body, qsizetype promised)
    {
        return {Do::Cut, head(status, {}, promised) + body};
    }
    /// Any bytes, then closes the connection.
    static Script bytes(const QByteArray &raw) { return {Do::Cut, raw}; }
    /// The body in chunks of `size` bytes.
    static Script chunked(const QByteArray &body, qsizetype size)
    {
        QByteArray raw = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                         "chunked\r\n\r\n";
        for (qsizetype at = 0; at < body.size(); at += size) {
            const QByteArray piece = body.mid(at, size);
            raw += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
        }
        return {Do::Answer, raw + "0\r\n\r\n"};
    }

private:
    static QByteArray head(int status,
                           const std::vector<std::pair<QByteArray, QByteArray>> &headers,
                           qsizetype length)
    {
        QByteArray raw = "HTTP/1.1 " + QByteArray::number(status) + " Some Reason\r\n";
        bool typed = false;
        for (const auto &[name, value] : headers) {
            raw += name + ": " + value + "\r\n";
            typed = typed || name.toLower() == "content-type";
        }
        if (!typed)
            raw += "Content-Type: application/json\r\n";
        if (status != 204)
            raw += "Content-Length: " + QByteArray::number(length) + "\r\n";
        return raw + "\r\n";
    }
};

/// A scripted HTTP server on 127.0.0.1: answers, hangs, cuts, sends invalid data, and records the
/// requests. Scripts are used in order; further requests get `otherwise`, or a 599.
class ScriptedServer : public QObject
{
public:
    using Handler = std::function<Script(const SeenRequest &)>;

    /// The path for settle(); answered outside the script and not recorded.
    static constexpr const char *settled = "/settled";

    /// `address`: another one of loopback, for what must not find a Keystone that runs on this machine.
    explicit ScriptedServer(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
        if (!m_server.listen(address))
            qFatal("no port on loopback");
    }

    ~ScriptedServer() override
    {
        // The sockets emit "disconnected" during their destruction, when the buffers no longer
        // exist.
        for (const auto &[socket, buffer] : m_buffers)
            socket->disconnect(this);
    }

    [[nodiscard]] QUrl url(const QString &path = {}) const
    {
        QUrl url;
        url.setScheme(u"http"_s);
        url.setHost(m_server.serverAddress().toString());
        url.setPort(m_server.serverPort());
        url.setPath(path);
        return url;
    }

    void then(Script script) { m_queue.push_back(std::move(script)); }
    void otherwise(Handler handler) { m_otherwise = std::move(handler); }
    [[nodiscard]] const std::vector<SeenRequest> &seen() const { return m_seen; }
    [[nodiscard]] int count() const { return static_cast<int>(m_seen.size()); }
    /// The number of open connections.
    [[nodiscard]] int open() const
    {
        int number = 0;
        for (const auto &[socket, buffer] : m_buffers)
            number += socket->state() == QAbstractSocket::ConnectedState ? 1 : 0;
        return number;
    }
    /// The number of connections so far.
    [[nodiscard]] int connections() const { return m_connections; }
    /// The number of bytes of floods handed to the system.
    [[nodiscard]] qint64 flooded() const { return m_flooded; }
    /// Closes all connections, like a service that was idle for a while.
    void closeAll()
    {
        std::vector<QTcpSocket *> sockets;
        for (const auto &[socket, buffer] : m_buffers)
            sockets.push_back(socket);
        for (QTcpSocket *socket : sockets)
            socket->disconnectFromHost();
    }
    /// Sends the answers delayed by Script::hold().
    void release()
    {
        for (const auto &[socket, raw] : std::exchange(m_held, {})) {
            if (socket)
                socket->write(raw);
        }
    }
    /// Sends `raw` to each new connection before any request, and closes it.
    void greet(const QByteArray &raw) { m_greeting = raw; }
    /// Stops listening on the port.
    void shut() { m_server.close(); }

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            m_buffers[socket];
            ++m_connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_buffers.erase(socket);
                socket->deleteLater();
            });
            if (!m_greeting.isEmpty())
                play(socket, Script::bytes(m_greeting));
        }
    }

    void read(QTcpSocket *socket)
    {
        m_buffers[socket] += socket->readAll();
        for (;;) {
            const auto found = m_buffers.find(socket);
            if (found == m_buffers.end())
                return;
            QByteArray &buffer = found->second;
            const qsizetype end = buffer.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            SeenRequest request = parse(buffer.left(end));
            const qsizetype length = request.header("content-length").toLongLong();
            if (buffer.size() < end + 4 + length)
                return;
            request.body = buffer.mid(end + 4, length);
            buffer.remove(0, end + 4 + length);
            if (request.target == settled) {
                socket->write("HTTP/1.1 204 No Content\r\n\r\n");
                continue;
            }
            m_seen.push_back(request);
            play(socket, next(request));
        }
    }

    Script next(const SeenRequest &request)
    {
        if (!m_queue.empty()) {
            Script script = std::move(m_queue.front());
            m_queue.pop_front();
            return script;
        }
        return m_otherwise ? m_otherwise(request) : Script::answer(599, "{}");
    }

    void play(QTcpSocket *socket, const Script &script)
    {
        switch (script.what) {
        case Script::Do::Answer:
            socket->write(script.raw);
            break;
        case Script::Do::Cut:
            socket->write(script.raw);
            socket->disconnectFromHost();
            break;
        case Script::Do::Close:
            socket->disconnectFromHost();
            break;
        case Script::Do::Hang:
            break;
        case Script::Do::Flood:
            socket->write(script.raw);
            connect(socket, &QTcpSocket::bytesWritten, this,
                    [this, socket, again = script.again](qint64 bytes) {
                        m_flooded += bytes;
                        while (socket->state() == QAbstractSocket::ConnectedState &&
                               socket->bytesToWrite() < 256 * 1024)
                            socket->write(again);
                    });
            break;
        case Script::Do::Hold:
            m_held.push_back({socket, script.raw});
            break;
        }
    }

    static SeenRequest parse(const QByteArray &head)
    {
        SeenRequest request;
        const QList<QByteArray> lines = head.split('\n');
        const QList<QByteArray> words = lines.first().trimmed().split(' ');
        request.method = words.value(0);
        request.target = words.value(1);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const QByteArray line = lines.at(i).trimmed();
            const qsizetype colon = line.indexOf(':');
            if (colon > 0)
                request.headers.push_back(
                    {line.left(colon).toLower(), line.mid(colon + 1).trimmed()});
        }
        return request;
    }

    QTcpServer m_server;
    std::map<QTcpSocket *, QByteArray> m_buffers;
    std::vector<std::pair<QPointer<QTcpSocket>, QByteArray>> m_held;
    std::deque<Script> m_queue;
    Handler m_otherwise;
    int m_connections = 0;
    qint64 m_flooded = 0;
    QByteArray m_greeting;
    std::vector<SeenRequest> m_seen;
};

} // namespace oriel::test
