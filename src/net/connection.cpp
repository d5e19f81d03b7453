#include "net/connection.h"

#include "net/resolver.h"
#include "net/tlswords.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QSslError>
#include <QtNetwork/QSslSocket>

#include <algorithm>
#include <utility>

namespace oriel::net {

namespace {

/// The system's buffer is left to fill up beyond this, so that a service that sends faster than its
/// answer is read waits.
constexpr qint64 socketBuffer = qint64{256} * 1024;

/// An address that has not answered by then gets company: hosts with a dead IPv6 are common.
/// https://www.rfc-editor.org/rfc/rfc8305
constexpr std::chrono::milliseconds headStart{250};

constexpr qsizetype mostAddresses = 16;

/// The two families take turns, beginning with the one that the system prefers.
QList<QHostAddress> interleaved(const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> preferred;
    QList<QHostAddress> others;
    for (const QHostAddress &address : addresses)
        (address.protocol() == addresses.first().protocol() ? preferred : others).append(address);
    QList<QHostAddress> order;
    for (qsizetype i = 0; i < std::max(preferred.size(), others.size()); ++i) {
        if (i < preferred.size())
            order.append(preferred.at(i));
        if (i < others.size())
            order.append(others.at(i));
    }
    return order.first(std::min(order.size(), mostAddresses));
}

} // namespace

Connection::Connection(Route route, Resolver &resolver, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_route(std::move(route))
    , m_resolver(resolver)
    , m_clock(clock)
{}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    disconnect();
    if (m_failure == Failure::None)
        m_failure = Failure::Lost;
    m_headStart.reset();
    for (QTcpSocket *socket : std::exchange(m_attempts, {}))
        drop(socket);
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr))
        drop(socket);
}

void Connection::drop(QTcpSocket *socket)
{
    // It may be the sender of the signal that leads here.
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void Connection::open()
{
    if (m_route.proxy.type() != QNetworkProxy::NoProxy) {
        QMetaObject::invokeMethod(this, &Connection::nextAttempt, Qt::QueuedConnection);
        return;
    }
    m_resolver.lookup(m_route.host, this,
                      [this](const Resolver::Addresses &addresses) { dial(addresses); });
}

void Connection::dial(QList<QHostAddress> addresses)
{
    if (addresses.isEmpty()) {
        end(Failure::Connecting,
            QCoreApplication::translate("oriel::net::Transport", "Host %1 not found")
                .arg(m_route.host));
        return;
    }
    m_addresses = interleaved(addresses);
    nextAttempt();
}

QTcpSocket *Connection::newSocket()
{
    if (!m_route.encrypted)
        return new QTcpSocket(this);
    auto *socket = new QSslSocket(this);
    if (m_route.tls)
        socket->setSslConfiguration(*m_route.tls);
    connect(socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_certificateProblem = tlsWords(errors, m_route.host);
    });
    connect(socket, &QSslSocket::encrypted, this, &Connection::becomeReady);
    return socket;
}

void Connection::nextAttempt()
{
    if (m_socket || m_failure != Failure::None)
        return;
    const bool proxied = m_route.proxy.type() != QNetworkProxy::NoProxy;
    if (!proxied && m_addresses.isEmpty())
        return;
    QTcpSocket *socket = newSocket();
    socket->setReadBufferSize(socketBuffer);
    m_attempts.push_back(socket);
    connect(socket, &QTcpSocket::connected, this, [this, socket] { connected(socket); });
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket] { broke(socket); });
    if (!proxied) {
        socket->setProxy(QNetworkProxy::NoProxy);
        const QHostAddress address = m_addresses.takeFirst();
        m_headStart = std::make_unique<QObject>();
        if (!m_addresses.isEmpty())
            m_clock.after(headStart, m_headStart.get(), [this] { nextAttempt(); });
        socket->connectToHost(address, m_route.port);
    } else if (m_route.proxyForwards) {
        socket->setProxy(QNetworkProxy::NoProxy);
        socket->connectToHost(m_route.proxy.hostName(), m_route.proxy.port());
    } else {
        socket->setProxy(m_route.proxy);
        socket->connectToHost(m_route.host, m_route.port);
    }
}

void Connection::connected(QTcpSocket *socket)
{
    if (m_socket)
        return;
    m_socket = socket;
    m_headStart.reset();
    for (QTcpSocket *other : std::exchange(m_attempts, {})) {
        if (other != socket)
            drop(other);
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    connect(socket, &QTcpSocket::readyRead, this, &Connection::readable);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { broke(socket); });
    if (auto *secure = qobject_cast<QSslSocket *>(socket)) {
        secure->setPeerVerifyName(m_route.host);
        secure->startClientEncryption();
    } else {
        becomeReady();
    }
}

void Connection::broke(QTcpSocket *socket)
{
    const QString text = socket->errorString();
    if (socket == m_socket) {
        end(m_ready ? Failure::Lost : Failure::Encrypting, text);
        return;
    }
    std::erase(m_attempts, socket);
    drop(socket);
    if (!m_addresses.isEmpty())
        nextAttempt();
    else if (m_attempts.empty())
        end(Failure::Connecting, text);
}

void Connection::becomeReady()
{
    m_ready = true;
    Q_EMIT ready();
}

void Connection::end(Failure failure, const QString &text)
{
    if (m_failure != Failure::None)
        return;
    m_failure = failure;
    m_failureText = text;
    m_headStart.reset();
    Q_EMIT ended();
}

void Connection::write(const QByteArray &bytes)
{
    if (isOpen())
        m_socket->write(bytes);
}

QByteArray Connection::read(qint64 most)
{
    return m_socket ? m_socket->read(most) : QByteArray();
}

bool Connection::hasBytes() const
{
    return m_socket && m_socket->bytesAvailable() > 0;
}

} // namespace oriel::net
