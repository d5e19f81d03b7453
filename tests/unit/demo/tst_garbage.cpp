#include "unit/demo/harness.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;

/// Whatever comes onto its port, the demo cloud goes on and answers the next one.
class GarbageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_cloud = std::make_unique<Harness>(); }
    void cleanup()
    {
        // Whatever the test has done: an honest client is answered.
        QCOMPARE(m_cloud->signIn().status, 201);
        QCOMPARE(m_cloud->get(u"/compute/v2.1/servers?limit=1"_s).status, 200);
        m_cloud.reset();
    }
    void randomBytes();
    void halfRequests();
    void hugeHeaders();
    void otherHosts_data();
    void otherHosts();
    void wrongJson_data();
    void wrongJson();
    void oddPaths();
    void clientLeavesWhileTheAnswerHangs();
    void hangingAnswerCostsNoTime();
    void pipelinedRequestsKeepTheirOrder();
    void chunkedBodyIsRead();
    void headHasNoBody();
    void expectIsContinued();
    void gzipWhenAsked();
    void connectionIsKept();
    void portTaken();
    void cloudEndsWhileRequestsHang();

private:
    /// Sends the bytes on a connection of their own and reads until `enough` or the peer closes.
    QByteArray exchange(const QByteArray &bytes,
                        const std::function<bool(const QByteArray &)> &enough)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, m_cloud->cloud.port());
        if (!socket.waitForConnected(5000))
            return "not connected";
        socket.write(bytes);
        QByteArray got;
        (void)QTest::qWaitFor([&] {
            got += socket.readAll();
            return enough(got) || socket.state() != QAbstractSocket::ConnectedState;
        });
        return got;
    }

    std::unique_ptr<Harness> m_cloud;
};

void GarbageTest::randomBytes()
{
    QRandomGenerator random(7);
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 60; ++i) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(u"127.0.0.1"_s, m_cloud->cloud.port());
        QVERIFY(socket->waitForConnected(5000));
        QByteArray bytes(1 + random.bounded(4000), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = static_cast<char>(random.bounded(256));
        if (i % 3 == 0)
            bytes.prepend("GET /compute/v2.1/servers HTTP/1.1\r\nHost: localhost\r\n");
        socket->write(bytes);
        socket->flush();
        sockets.push_back(std::move(socket));
        QCoreApplication::processEvents();
    }
    for (const auto &socket : sockets)
        socket->abort();
    QCoreApplication::processEvents();
}

void GarbageTest::halfRequests()
{
    const QByteArray whole =
        "POST /identity/v3/auth/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        "500\r\n\r\n{\"auth\": {";
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (qsizetype length = 1; length <= whole.size(); length += 7) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(u"127.0.0.1"_s, m_cloud->cloud.port());
        QVERIFY(socket->waitForConnected(5000));
        socket->write(whole.left(length));
        socket->flush();
        QCoreApplication::processEvents();
        if (length % 2 == 0)
            socket->abort();
        sockets.push_back(std::move(socket));
    }
    // The other half of them still hang in there.
    QCOMPARE(m_cloud->signIn().status, 201);
}

void GarbageTest::hugeHeaders()
{
    const QByteArray got = exchange(
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + QByteArray(400'000, 'a') + "\r\n\r\n",
        [](const QByteArray &bytes) { return bytes.contains("\r\n\r\n"); });
    QVERIFY2(got.isEmpty() || got.startsWith("HTTP/1.1 4"), got.left(60).constData());
    const QByteArray uri =
        exchange("GET /" + QByteArray(400'000, 'b') + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 [](const QByteArray &bytes) { return bytes.contains("\r\n\r\n"); });
    QVERIFY2(uri.isEmpty() || uri.startsWith("HTTP/1.1 4"), uri.left(60).constData());
}

void GarbageTest::otherHosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("served");
    for (const char *const host : {"127.0.0.1", "127.0.0.1:9000", "localhost", "LocalHost:9000",
                                   "[::1]", "[::1]:9000", " localhost"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char *const host :
         {"evil.example", "evil.example:9000", "localhost.evil.example", "127.0.0.1.evil.example",
          "evil.example#localhost", "localhost:x", "localhost:", "::1", "0.0.0.0", "user@localhost",
          "localhost,evil.example"})
        QTest::newRow(host) << QByteArray(host) << false;
}

/// A page in a browser may rename its own host to 127.0.0.1; the name that it was loaded from stays
/// in the request.
void GarbageTest::otherHosts()
{
    QFETCH(const QByteArray, host);
    QFETCH(const bool, served);
    const QByteArray got =
        exchange("GET /identity/v3 HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
                 [](const QByteArray &bytes) { return bytes.contains("\r\n\r\n"); });
    QVERIFY2(got.startsWith(served ? "HTTP/1.1 200" : "HTTP/1.1 421"), got.left(80).constData());
}

void GarbageTest::wrongJson_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("cut") << QByteArray("{\"server\": {\"name\": ");
    QTest::newRow("array") << QByteArray("[1, 2, 3]");
    QTest::newRow("binary") << QByteArray("\x00\x01\xff\xfe", 4);
    QTest::newRow("deep") << QByteArray(50'000, '[');
    QTest::newRow("wrong types") << QByteArray(
        "{\"server\": 7, \"createImage\": 7, \"snapshot\": [], \"volume\": null, \"auth\": 3}");
    QTest::newRow("null action") << QByteArray("{\"createImage\": null}");
}

void GarbageTest::wrongJson()
{
    QFETCH(QByteArray, body);
    m_cloud->signIn();
    const QString id = m_cloud->serverId(u"web-1"_s);
    for (const QString &path :
         {u"/identity/v3/auth/tokens"_s, u"/compute/v2.1/servers"_s,
          u"/compute/v2.1/servers/%1/action"_s.arg(id), m_cloud->volumePath(u"/volumes"_s),
          m_cloud->volumePath(u"/snapshots"_s)}) {
        const Answer answer = Harness::finished(m_cloud->send("POST", path, body));
        QVERIFY2(answer.status == 400, qPrintable(path + u' ' + QString::number(answer.status)));
    }
}

void GarbageTest::oddPaths()
{
    m_cloud->signIn();
    for (const QString &path :
         {u"/"_s, u"//"_s, u"/nothing"_s, u"/compute//servers"_s,
          u"/compute/v2.1/servers/%2F..%2F/action"_s, u"/volume/v3"_s, u"/volume/v3/"_s,
          u"/image/v2/images/%00"_s, u"/network/v2.0/nothing"_s,
          u"/compute/v2.1/servers?limit=-3"_s, u"/compute/v2.1/servers?name=%28"_s,
          u"/identity/v3/%FF%FE"_s, u"/compute/v2.1/servers?&&==&limit"_s}) {
        const Answer answer = m_cloud->get(path);
        QVERIFY2(answer.status >= 200 && answer.status < 500, qPrintable(path));
    }
}

void GarbageTest::clientLeavesWhileTheAnswerHangs()
{
    oriel::demo::FaultRule hang;
    hang.path = QRegularExpression(u"/servers$"_s);
    hang.kind = oriel::demo::FaultRule::Kind::Hang;
    m_cloud->cloud.faults().add(hang);
    oriel::demo::FaultRule delay = hang;
    delay.kind = oriel::demo::FaultRule::Kind::Delay;
    delay.from = 2;
    delay.delay = std::chrono::seconds(5);
    m_cloud->cloud.faults().add(delay);
    m_cloud->signIn();
    for (int i = 0; i < 2; ++i) {
        QNetworkReply *reply = m_cloud->send("GET", u"/compute/v2.1/servers"_s, {});
        QTRY_COMPARE(m_cloud->cloud.faults().requestCount("GET", hang.path), i + 1);
        reply->abort();
        reply->deleteLater();
    }
    QCoreApplication::processEvents();
    m_cloud->clock.advance(std::chrono::seconds(6));
}

void GarbageTest::hangingAnswerCostsNoTime()
{
    // Beside it a kept connection and half a request: none of them may keep the loop turning.
    oriel::demo::FaultRule hang;
    hang.path = QRegularExpression(u"/servers$"_s);
    hang.kind = oriel::demo::FaultRule::Kind::Hang;
    m_cloud->cloud.faults().add(hang);
    m_cloud->signIn();
    QNetworkReply *reply = m_cloud->send("GET", u"/compute/v2.1/servers"_s, {});
    QTRY_COMPARE(m_cloud->cloud.faults().requestCount("GET", hang.path), 1);
    QTcpSocket half;
    half.connectToHost(u"127.0.0.1"_s, m_cloud->cloud.port());
    QVERIFY(half.waitForConnected(5000));
    half.write("GET /comp");
    QCOMPARE(m_cloud->get(u"/identity/v3"_s).status, 200); // behind what was just sent
    int turns = 0;
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, &half,
            [&turns] { ++turns; });
    bool over = false;
    QTimer::singleShot(200, &half, [&over] { over = true; });
    QTRY_VERIFY(over);
    QVERIFY2(turns < 100,
             qPrintable(QString::number(turns))); // a loop that spins turns thousands of times
    reply->abort();
    reply->deleteLater();
}

void GarbageTest::pipelinedRequestsKeepTheirOrder()
{
    QByteArray requests;
    for (const char *const path : {"/identity/v3", "/compute/", "/network/"})
        requests += "GET " + QByteArray(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const QByteArray got = exchange(requests, [](const QByteArray &bytes) {
        return bytes.count("HTTP/1.1 ") == 3 && bytes.contains("/network/v2.0/");
    });
    const qsizetype first = got.indexOf("identity-v3+json");
    const qsizetype second = got.indexOf("2011-01-21");
    const qsizetype third = got.indexOf("/network/v2.0/");
    QVERIFY2(first > 0 && second > first && third > second, got.constData());
}

void GarbageTest::chunkedBodyIsRead()
{
    const QByteArray body =
        QJsonDocument(Harness::passwordAuth(u"demo"_s, u"demo"_s)).toJson(QJsonDocument::Compact);
    QByteArray request = "POST /identity/v3/auth/tokens HTTP/1.1\r\nHost: "
                         "localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (qsizetype from = 0; from < body.size(); from += 20) {
        const QByteArray part = body.mid(from, 20);
        request += QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n";
    }
    request += "0\r\n\r\n";
    const QByteArray got =
        exchange(request, [](const QByteArray &bytes) { return bytes.contains("\r\n\r\n"); });
    QVERIFY2(got.startsWith("HTTP/1.1 201"), got.left(80).constData());
}

void GarbageTest::headHasNoBody()
{
    const QByteArray got =
        exchange("HEAD /compute/ HTTP/1.1\r\nHost: localhost\r\n\r\nGET /network/ "
                 "HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 [](const QByteArray &bytes) { return bytes.contains("/network/v2.0/"); });
    QVERIFY(got.startsWith("HTTP/1.1 200"));
    const qsizetype end = got.indexOf("\r\n\r\n") + 4;
    QVERIFY2(got.mid(end).startsWith("HTTP/1.1 200"), got.constData());
}

void GarbageTest::expectIsContinued()
{
    const QByteArray body =
        QJsonDocument(Harness::passwordAuth(u"demo"_s, u"demo"_s)).toJson(QJsonDocument::Compact);
    const QByteArray got =
        exchange("POST /identity/v3/auth/tokens HTTP/1.1\r\nHost: localhost\r\nExpect: "
                 "100-continue\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body,
                 [](const QByteArray &bytes) { return bytes.contains(" 201 "); });
    QVERIFY2(got.startsWith("HTTP/1.1 100") && got.contains("HTTP/1.1 201"),
             got.left(200).constData());
}

void GarbageTest::gzipWhenAsked()
{
    m_cloud->signIn();
    const Answer plain =
        m_cloud->get(u"/compute/v2.1/servers/detail"_s, {{"Accept-Encoding", "identity"}});
    QVERIFY(!plain.headers.contains("content-encoding"));
    // Without a word about encodings the network library asks for gzip, and unpacks it.
    const Answer zipped = m_cloud->get(u"/compute/v2.1/servers/detail"_s);
    QCOMPARE(zipped.json().value(u"servers").toArray(), plain.json().value(u"servers").toArray());
    const QByteArray raw = exchange("GET /compute/v2.1/servers/detail HTTP/1.1\r\nHost: "
                                    "localhost\r\nAccept-Encoding: gzip\r\nX-Auth-Token: " +
                                        m_cloud->token + "\r\n\r\n",
                                    [](const QByteArray &bytes) { return bytes.size() > 2000; });
    QVERIFY(raw.contains("Content-Encoding: gzip"));
    QVERIFY(raw.size() < plain.body.size());
}

void GarbageTest::connectionIsKept()
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_cloud->cloud.port());
    QVERIFY(socket.waitForConnected(5000));
    for (int i = 0; i < 20; ++i) {
        socket.write("GET /network/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QByteArray got;
        QTRY_VERIFY((got += socket.readAll()).contains("/network/v2.0/"));
        QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    }
}

void GarbageTest::portTaken()
{
    oriel::demo::DemoOptions options;
    options.port = m_cloud->cloud.port();
    oriel::demo::DemoCloud second(options, m_cloud->clock);
    const auto started = second.start();
    QVERIFY(!started);
    QVERIFY(started.error().message.contains(QString::number(options.port)));
}

void GarbageTest::cloudEndsWhileRequestsHang()
{
    Harness other;
    oriel::demo::FaultRule hang;
    hang.path = QRegularExpression(u"."_s);
    hang.kind = oriel::demo::FaultRule::Kind::Hang;
    hang.count = 0;
    auto dying = std::make_unique<oriel::demo::DemoCloud>(oriel::demo::DemoOptions{}, other.clock);
    QVERIFY(dying->start());
    dying->faults().add(hang);
    QNetworkReply *reply = other.network.get(QNetworkRequest(dying->authUrl()));
    QTRY_COMPARE(dying->faults().requestCount(), 1);
    dying.reset();
    const Answer answer = Harness::finished(reply);
    QCOMPARE(answer.status, 0);
}

QTEST_GUILESS_MAIN(GarbageTest)
#include "tst_garbage.moc"
