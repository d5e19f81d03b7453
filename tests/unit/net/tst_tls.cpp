#include "net/transport.h"

#include "support/fakeclock.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslServer>
#include <QtNetwork/QSslSocket>
#include <QtTest/QtTest>

#include <optional>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;

namespace {

struct Identity
{
    QSslCertificate certificate = QSslCertificate();
    QSslKey key = QSslKey();
    QString path{}; ///< of the certificate
};

/// A self-signed certificate for this run, so that no secret is stored in the project.
Identity newIdentity(const QString &folder, const QString &name, const QString &alternative)
{
    const QString key = folder + u'/' + name + QLatin1String(".key");
    const QString certificate = folder + u'/' + name + QLatin1String(".pem");
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s,
                   u"2"_s, u"-subj"_s, u"/CN=oriel-test"_s, u"-addext"_s,
                   u"subjectAltName="_s + alternative, u"-keyout"_s, key, u"-out"_s, certificate});
    if (!openssl.waitForFinished() || openssl.exitCode() != 0)
        return Identity();
    QFile keyFile(key);
    if (!keyFile.open(QIODevice::ReadOnly))
        return Identity();
    return {QSslCertificate::fromPath(certificate).value(0), QSslKey(keyFile.readAll(), QSsl::Rsa),
            certificate};
}

/// Answers every request over TLS with {}.
class TlsServer : public QObject
{
public:
    /// `closing`: after each answer; otherwise connections stay open for the next request.
    explicit TlsServer(const Identity &identity, bool closing = true)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(identity.certificate);
        configuration.setPrivateKey(identity.key);
        m_server.setSslConfiguration(configuration);
        connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this, closing] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket, closing] {
                    received += socket->readAll();
                    if (!answer.isEmpty()) {
                        socket->write(answer);
                        socket->disconnectFromHost();
                    } else if (received.endsWith("\r\n\r\n")) {
                        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
                        socket->write(closing ? "Connection: close\r\n\r\n{}" : "\r\n{}");
                    }
                });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QUrl url() const
    {
        return QUrl(u"https://127.0.0.1:%1/v3"_s.arg(m_server.serverPort()));
    }

    QByteArray received;
    QByteArray answer;   ///< sent instead of {}, and then the connection is closed
    int connections = 0; ///< whose handshake succeeded

private:
    QSslServer m_server;
};

} // namespace

/// Certificates: trusted, untrusted, unverified, for another host.
class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder.isValid());
        right = newIdentity(folder.path(), u"right"_s, u"IP:127.0.0.1"_s);
        wrong = newIdentity(folder.path(), u"wrong"_s, u"DNS:elsewhere.example"_s);
        QVERIFY2(!right.certificate.isNull() && !right.key.isNull() && !wrong.key.isNull(),
                 "openssl (the command) is needed");
    }

    void refusesAnUnknownCertificate_data();
    void refusesAnUnknownCertificate();
    void takesACertificateOfTheCaGiven();
    void refusesACertificateForAnotherName();
    void takesAnythingWhereVerifyIsOff();
    void asksForTheCertificateThoughAConnectionIsOpen();
    void readsALargeAnswerWhole_data();
    void readsALargeAnswerWhole();
    void aHostWithoutTlsIsNotTakenForOneWithAWrongCertificate();

private:
    void send(const TlsServer &server, const Tls &tls, Method method = Method::Get)
    {
        result.reset();
        HttpRequest request;
        request.url = server.url();
        request.tls = tls;
        request.method = method;
        request.headers = {{"X-Auth-Token", "secret"}};
        transport.send(std::move(request), &context,
                       [this](Result<HttpAnswer> answer) { result.emplace(std::move(answer)); });
    }
    static Tls trusting(const Identity &identity) { return {.authorities = identity.path}; }

    QTemporaryDir folder;
    Identity right;
    Identity wrong;
    FakeClock clock;
    QObject context;
    Transport transport{clock};
    std::optional<Result<HttpAnswer>> result;
};

void TestTls::refusesAnUnknownCertificate_data()
{
    QTest::addColumn<int>("method");
    QTest::newRow("GET") << int(Method::Get);
    QTest::newRow("POST") << int(Method::Post);
}

void TestTls::refusesAnUnknownCertificate()
{
    QFETCH(int, method);
    TlsServer server(right);
    send(server, Tls(), static_cast<Method>(method));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Tls);
    QVERIFY2(result->error().message.contains(QLatin1String("self-signed")),
             qPrintable(result->error().message));
    QVERIFY(server.received.isEmpty());
}

void TestTls::takesACertificateOfTheCaGiven()
{
    TlsServer server(right);
    send(server, trusting(right));
    QTRY_VERIFY(result);
    QVERIFY2(result->ok(), result->ok() ? "" : qPrintable(result->error().message));
    QCOMPARE((*result)->body, QByteArray("{}"));
    QVERIFY(server.received.contains("secret"));
}

void TestTls::refusesACertificateForAnotherName()
{
    TlsServer server(wrong);
    send(server, trusting(wrong));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Tls);
    QVERIFY2(result->error().message.contains(QLatin1String("not for the host 127.0.0.1")),
             qPrintable(result->error().message));
    QVERIFY(server.received.isEmpty());
}

void TestTls::takesAnythingWhereVerifyIsOff()
{
    TlsServer server(wrong);
    send(server, {.verify = false});
    QTRY_VERIFY(result);
    QVERIFY2(result->ok(), result->ok() ? "" : qPrintable(result->error().message));
}

void TestTls::asksForTheCertificateThoughAConnectionIsOpen()
{
    TlsServer server(wrong, false);
    const Tls careless{.verify = false};
    send(server, careless);
    QTRY_VERIFY(result);
    QVERIFY2(result->ok(), result->ok() ? "" : qPrintable(result->error().message));
    QCOMPARE(server.received.count("secret"), 1);
    send(server, Tls());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Tls);
    QCOMPARE(server.received.count("secret"), 1);
    // Requests with equal settings do share one.
    const int before = server.connections;
    send(server, careless);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(server.connections, before);
    QCOMPARE(server.received.count("secret"), 2);
}

void TestTls::readsALargeAnswerWhole_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("with a length") << QByteArray("Content-Length: 8000000\r\n");
    QTest::newRow("until the connection closes") << QByteArray("Connection: close\r\n");
}

void TestTls::readsALargeAnswerWhole()
{
    // More than the sockets hold, and the service closes as soon as it has sent it.
    QFETCH(QByteArray, fields);
    TlsServer server(right);
    server.answer = "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + QByteArray(8'000'000, 'x');
    send(server, trusting(right));
    QTRY_VERIFY(result);
    QVERIFY2(result->ok(), result->ok() ? "" : qPrintable(result->error().message));
    QCOMPARE((*result)->body.size(), 8'000'000);
}

void TestTls::aHostWithoutTlsIsNotTakenForOneWithAWrongCertificate()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, &context, [&plain] {
        QTcpSocket *socket = plain.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    HttpRequest request;
    request.url = QUrl(u"https://127.0.0.1:%1/v3"_s.arg(plain.serverPort()));
    result.reset();
    transport.send(std::move(request), &context,
                   [this](Result<HttpAnswer> answer) { result.emplace(std::move(answer)); });
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Unreachable);
    QVERIFY2(result->error().message.contains(QLatin1String("http://")),
             qPrintable(result->error().message));
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
