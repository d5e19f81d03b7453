#include "unit/demo/harness.h"

#include <QtNetwork/QTcpSocket>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;
using namespace std::chrono_literals;
using oriel::demo::FaultRule;

class FaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cloud = std::make_unique<Harness>();
        QCOMPARE(m_cloud->signIn().status, 201);
        m_cloud->cloud.faults().clearLog();
    }
    void statusOnTheNthRequest();
    void unauthorizedSpeaksTheServicesWords();
    void delayWaitsForTheClock();
    void latencyDelaysNoOtherRequest();
    void cutBodyAnnouncesTheFullLength();
    void cutBeforeLosesTheAnswerNotTheDeed();
    void cutBeforeMayLoseBoth();
    void garbageIsNoHttp();
    void htmlComesAsSuccess();
    void otherEndpointsAreLeftAlone();
    void logKeepsNoSecrets();
    void twoClientsAtOnce();

private:
    FaultRule rule(FaultRule::Kind kind, const char *path = "/servers$") const
    {
        FaultRule made;
        made.kind = kind;
        made.path = QRegularExpression(QString::fromLatin1(path));
        return made;
    }
    Answer servers() { return m_cloud->get(u"/compute/v2.1/servers"_s); }
    static Answer alone(Harness &cloud, const QByteArray &method, const QString &path,
                        const QByteArray &body = {})
    {
        // A bare socket: the network library would send a lost request again automatically.
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, cloud.cloud.port());
        Answer answer;
        if (!socket.waitForConnected(5000))
            return answer;
        socket.write(method + ' ' + path.toLatin1() +
                     " HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: " + cloud.token +
                     "\r\nOpenStack-API-Version: compute 2.93\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        answer.broken = QTest::qWaitFor(
            [&] {
                answer.body += socket.readAll();
                return socket.state() != QAbstractSocket::ConnectedState;
            },
            3000);
        answer.body += socket.readAll();
        return answer;
    }

    std::unique_ptr<Harness> m_cloud;
};

void FaultsTest::statusOnTheNthRequest()
{
    FaultRule fault = rule(FaultRule::Kind::Status);
    fault.from = 2;
    fault.count = 2;
    fault.status = 503;
    fault.retryAfter = 7;
    m_cloud->cloud.faults().add(fault);
    QCOMPARE(servers().status, 200);
    for (int i = 0; i < 2; ++i) {
        const Answer answer = servers();
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.headers.value("retry-after"), QByteArray("7"));
    }
    QCOMPARE(servers().status, 200);
    QCOMPARE(m_cloud->cloud.faults().requestCount(), 4);
}

void FaultsTest::unauthorizedSpeaksTheServicesWords()
{
    FaultRule fault = rule(FaultRule::Kind::Unauthorized, "/servers$|/images$");
    fault.count = 2;
    m_cloud->cloud.faults().add(fault);
    const Answer nova = servers();
    QCOMPARE(nova.status, 401);
    QVERIFY(nova.json().contains(u"error"));
    const Answer glance = m_cloud->get(u"/image/v2/images"_s);
    QCOMPARE(glance.status, 401);
    QVERIFY(glance.json().contains(u"title"));
    QCOMPARE(servers().status, 200);
}

void FaultsTest::delayWaitsForTheClock()
{
    FaultRule fault = rule(FaultRule::Kind::Delay);
    fault.delay = 3s;
    m_cloud->cloud.faults().add(fault);
    QNetworkReply *reply = m_cloud->send("GET", u"/compute/v2.1/servers"_s, {});
    QTRY_COMPARE(m_cloud->cloud.faults().requestCount(), 1);
    m_cloud->clock.advance(2900ms);
    QCOMPARE(m_cloud->get(u"/identity/v3"_s).status, 200);
    QVERIFY(!reply->isFinished());
    m_cloud->clock.advance(200ms);
    QCOMPARE(Harness::finished(reply).status, 200);
}

void FaultsTest::latencyDelaysNoOtherRequest()
{
    oriel::demo::DemoOptions options;
    options.latency = 300ms;
    Harness far(options);
    // Two answers are in progress at once, and each comes in its own time.
    QNetworkReply *first = far.send("GET", u"/identity/v3"_s, {});
    QTRY_COMPARE(far.cloud.faults().requestCount(), 1);
    far.clock.advance(200ms);
    QNetworkReply *second = far.send("GET", u"/identity/v3"_s, {});
    QTRY_COMPARE(far.cloud.faults().requestCount(), 2);
    QVERIFY(!first->isFinished());
    far.clock.advance(100ms);
    QCOMPARE(Harness::finished(first).status, 200);
    QVERIFY(!second->isFinished());
    far.clock.advance(200ms);
    QCOMPARE(Harness::finished(second).status, 200);
}

void FaultsTest::cutBodyAnnouncesTheFullLength()
{
    FaultRule fault = rule(FaultRule::Kind::CutBody);
    fault.bytes = 100;
    m_cloud->cloud.faults().add(fault);
    const Answer answer = alone(*m_cloud, "GET", u"/compute/v2.1/servers"_s);
    QVERIFY(answer.broken);
    const qsizetype end = answer.body.indexOf("\r\n\r\n") + 4;
    QCOMPARE(answer.body.size() - end, qsizetype{100});
    const QRegularExpression length(u"Content-Length: (\\d+)"_s);
    QVERIFY(length.match(QString::fromLatin1(answer.body)).captured(1).toInt() > 1000);
}

void FaultsTest::cutBeforeLosesTheAnswerNotTheDeed()
{
    const QString id = m_cloud->serverId(u"db-1"_s);
    m_cloud->cloud.faults().add(rule(FaultRule::Kind::CutBefore, "/action$"));
    const Answer answer = alone(*m_cloud, "POST", u"/compute/v2.1/servers/%1/action"_s.arg(id),
                                "{\"createImage\": {\"name\": \"lost answer\"}}");
    QVERIFY(answer.broken);
    QVERIFY(answer.body.isEmpty());
    QCOMPARE(m_cloud->cloud.faults().requestCount("POST", QRegularExpression(u"/action$"_s)), 1);
    QCOMPARE(m_cloud->get(u"/image/v2/images?name=lost%20answer"_s)
                 .json()
                 .value(u"images")
                 .toArray()
                 .size(),
             1);
}

void FaultsTest::cutBeforeMayLoseBoth()
{
    const QString id = m_cloud->serverId(u"db-1"_s);
    FaultRule fault = rule(FaultRule::Kind::CutBefore, "/action$");
    fault.carriedOut = false;
    m_cloud->cloud.faults().add(fault);
    const Answer answer = alone(*m_cloud, "POST", u"/compute/v2.1/servers/%1/action"_s.arg(id),
                                "{\"createImage\": {\"name\": \"never arrived\"}}");
    QVERIFY(answer.broken);
    QVERIFY(m_cloud->get(u"/image/v2/images?name=never%20arrived"_s)
                .json()
                .value(u"images")
                .toArray()
                .isEmpty());
}

void FaultsTest::garbageIsNoHttp()
{
    m_cloud->cloud.faults().add(rule(FaultRule::Kind::Garbage));
    const Answer answer = alone(*m_cloud, "GET", u"/compute/v2.1/servers"_s);
    QVERIFY(answer.broken);
    QVERIFY(!answer.body.isEmpty());
    QVERIFY(!answer.body.startsWith("HTTP/"));
    QCOMPARE(servers().status, 200);
}

void FaultsTest::htmlComesAsSuccess()
{
    m_cloud->cloud.faults().add(rule(FaultRule::Kind::Html));
    const Answer answer = servers();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.value("content-type").startsWith("text/html"));
}

void FaultsTest::otherEndpointsAreLeftAlone()
{
    FaultRule fault = rule(FaultRule::Kind::Status, "/volumes");
    fault.method = "POST";
    fault.count = 0;
    m_cloud->cloud.faults().add(fault);
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/volumes"_s)).status, 200);
    QCOMPARE(servers().status, 200);
    const QJsonObject body{{u"volume"_s, QJsonObject{{u"size"_s, 1}}}};
    QCOMPARE(m_cloud->call("POST", m_cloud->volumePath(u"/volumes"_s), body).status, 503);
    m_cloud->cloud.faults().clear();
    QCOMPARE(m_cloud->call("POST", m_cloud->volumePath(u"/volumes"_s), body).status, 202);
}

void FaultsTest::logKeepsNoSecrets()
{
    m_cloud->signIn();
    servers();
    const auto &log = m_cloud->cloud.faults().log();
    QCOMPARE(log.size(), std::size_t{2});
    for (const auto &entry : log) {
        QVERIFY(!entry.body.contains("password"));
        for (const QByteArray &value : entry.headers)
            QVERIFY(!value.contains(m_cloud->token));
    }
}

void FaultsTest::twoClientsAtOnce()
{
    QNetworkAccessManager second;
    std::vector<QNetworkReply *> replies;
    for (int i = 0; i < 40; ++i) {
        QNetworkRequest request(
            QUrl(u"http://127.0.0.1:%1/compute/v2.1/servers/detail"_s.arg(m_cloud->cloud.port())));
        request.setRawHeader("X-Auth-Token", m_cloud->token);
        replies.push_back(i % 2 == 0 ? second.get(request) : m_cloud->network.get(request));
    }
    for (QNetworkReply *reply : replies) {
        const Answer answer = Harness::finished(reply);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value(u"servers").toArray().size(), 40);
    }
    QCOMPARE(m_cloud->cloud.faults().requestCount(), 40);
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
