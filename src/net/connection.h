#pragma once

#include "base/clock.h"

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpSocket>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::net {

class Resolver;

/// Where a connection leads and how. Requests share a connection only where all of this agrees: a
/// connection that was made without asking for a certificate never carries those that ask for one.
struct Route
{
    QString host;
    quint16 port = 0;
    bool encrypted = false;
    std::optional<QSslConfiguration> tls; ///< nothing: Qt's own
    QNetworkProxy proxy{QNetworkProxy::NoProxy};
    /// The proxy speaks HTTP itself and is sent whole addresses, instead of carrying bytes.
    bool proxyForwards = false;

    bool operator==(const Route &) const = default;
};

/// One connection: found by name, connected and encrypted, then carrying bytes. Its deadline is its
/// owner's.
class Connection final : public QObject
{
    Q_OBJECT

public:
    enum class Failure {
        None,
        Connecting, ///< nobody listens, no such host, trouble with the proxy
        Encrypting, ///< the TLS handshake failed; certificateProblem() may say more
        Lost,       ///< it was open, and has ended
    };

    Connection(Route route, Resolver &resolver, Clock &clock, QObject *parent = nullptr);
    ~Connection() override;

    /// Closes it at once and without a signal.
    void close();

    [[nodiscard]] const Route &route() const { return m_route; }
    /// Begins to connect; ready() or ended() follows, not before open() has returned.
    void open();
    void write(const QByteArray &bytes);
    /// At most `most` of the bytes that have arrived; also what is left after ended().
    [[nodiscard]] QByteArray read(qint64 most);
    [[nodiscard]] bool hasBytes() const;
    [[nodiscard]] bool isOpen() const { return m_ready && m_failure == Failure::None; }

    [[nodiscard]] Failure failure() const { return m_failure; }
    [[nodiscard]] const QString &failureText() const { return m_failureText; }
    [[nodiscard]] const QString &certificateProblem() const { return m_certificateProblem; }

    /// When it was last in use, on the clock; for who keeps it.
    std::chrono::milliseconds lastUsed{0};

Q_SIGNALS:
    /// Connected, and encrypted where that is wanted: write() now.
    void ready();
    void readable();
    /// It has failed or is closed; emitted once.
    void ended();

private:
    void dial(QList<QHostAddress> addresses);
    void nextAttempt();
    QTcpSocket *newSocket();
    void connected(QTcpSocket *socket);
    void broke(QTcpSocket *socket);
    void becomeReady();
    void end(Failure failure, const QString &text);
    void drop(QTcpSocket *socket);

    Route m_route;
    Resolver &m_resolver;
    Clock &m_clock;
    QList<QHostAddress> m_addresses;      ///< not tried yet
    std::vector<QTcpSocket *> m_attempts; ///< connecting side by side; one of them wins
    QTcpSocket *m_socket = nullptr;
    std::unique_ptr<QObject> m_headStart; ///< while the next attempt is waited for
    bool m_ready = false;
    Failure m_failure = Failure::None;
    QString m_failureText;
    QString m_certificateProblem;
};

/// Closes a connection at once and deletes it later: what gives it up is often called by it.
struct CloseConnection
{
    void operator()(Connection *connection) const
    {
        connection->close();
        connection->deleteLater();
    }
};
using ConnectionHolder = std::unique_ptr<Connection, CloseConnection>;

} // namespace oriel::net
