#include "net/waiter.h"

#include "support/netfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;

namespace {

using Last = std::optional<Result<std::optional<QString>>>;

Script state(const QByteArray &name)
{
    return Script::json("{\"name\":\"" + name + "\"}");
}

} // namespace

/// Waiting until something is as wanted.
class TestWaiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<NetFixture>();
        previous.clear();
        last.reset();
    }
    void cleanup() { net.reset(); }

    void asksUntilDone();
    void slowsDownWhileNothingChanges();
    void endsWithTheJudgesError();
    void goneIsAnErrorUnlessWanted();
    void timesOut();
    void livesThroughTroubleThatPasses();
    void givesUpOnLastingTrouble();
    void aRefusalEndsIt();
    void abortStopsAsking();

private:
    JobHandle<std::optional<QString>> wait(WaitPolicy policy = {})
    {
        auto job = waitUntil(*net->client, ask(Method::Get, QStringLiteral("/images/1")),
                             std::function<Result<Look>(const QString &)>(
                                 [this](const QString &name) -> Result<Look> {
                                     if (name == QLatin1String("error")) {
                                         Error error;
                                         error.kind = ErrorKind::Conflict;
                                         error.message = QStringLiteral("the image has failed");
                                         return error;
                                     }
                                     const bool changed = name != previous;
                                     previous = name;
                                     if (name == QLatin1String("active"))
                                         return Look::Done;
                                     return changed ? Look::Changing : Look::Same;
                                 }),
                             policy);
        job.then(&net->context, [this](Result<std::optional<QString>> result) {
            last.emplace(std::move(result));
        });
        return job;
    }
    /// Lets the next look happen after exactly `pause`.
    void lookAfter(std::chrono::milliseconds pause)
    {
        QTRY_COMPARE(net->clock.next(), std::optional(pause));
        const int before = net->server.count();
        net->clock.advance(pause - 1ms);
        QTest::qWait(5);
        QCOMPARE(net->server.count(), before);
        net->clock.advance(1ms);
        QTRY_COMPARE(net->server.count(), before + 1);
    }

    std::unique_ptr<NetFixture> net;
    QString previous;
    Last last;
};

void TestWaiter::asksUntilDone()
{
    net->server.then(state("queued"));
    net->server.then(state("saving"));
    net->server.then(state("active"));
    wait();
    lookAfter(1s);
    lookAfter(1s);
    QTRY_VERIFY(last);
    QVERIFY(last->ok());
    QCOMPARE(**last, std::optional(QStringLiteral("active")));
}

void TestWaiter::slowsDownWhileNothingChanges()
{
    for (int i = 0; i < 4; ++i)
        net->server.then(state("queued"));
    net->server.then(state("saving"));
    net->server.then(state("active"));
    WaitPolicy policy;
    policy.growth = 2;
    policy.longest = 3s;
    wait(policy);
    lookAfter(1s); // it was new
    lookAfter(1s);
    lookAfter(2s);
    lookAfter(3s); // "saving": as fast as at first
    lookAfter(1s);
    QTRY_VERIFY(last);
}

void TestWaiter::endsWithTheJudgesError()
{
    net->server.then(state("error"));
    wait();
    QTRY_VERIFY(last);
    QVERIFY(!last->ok());
    QCOMPARE(last->error().message, QStringLiteral("the image has failed"));
    net->clock.advance(3600s);
    QTest::qWait(20);
    QCOMPARE(net->server.count(), 1);
}

void TestWaiter::goneIsAnErrorUnlessWanted()
{
    net->server.otherwise([](const SeenRequest &) { return Script::answer(404, "{}"); });
    wait();
    QTRY_VERIFY(last);
    QVERIFY(!last->ok());
    QCOMPARE(last->error().kind, ErrorKind::NotFound);

    last.reset();
    WaitPolicy policy;
    policy.goneIsDone = true;
    wait(policy);
    QTRY_VERIFY(last);
    QVERIFY(last->ok());
    QVERIFY(!**last);
}

void TestWaiter::timesOut()
{
    net->server.otherwise([](const SeenRequest &) { return state("queued"); });
    WaitPolicy policy;
    policy.timeout = 2min;
    policy.first = 50s;
    policy.longest = 50s;
    wait(policy);
    lookAfter(50s);
    lookAfter(50s);
    QVERIFY(!last);
    QTRY_COMPARE(net->client->running(), 0);
    net->clock.advance(20s);
    QTRY_VERIFY(last);
    QVERIFY(!last->ok());
    QCOMPARE(last->error().kind, ErrorKind::Timeout);
    QCOMPARE(last->error().service, QStringLiteral("compute"));
    net->clock.advance(600s);
    QTest::qWait(20);
    QCOMPARE(net->server.count(), 3);
}

void TestWaiter::livesThroughTroubleThatPasses()
{
    net->server.then(state("queued"));
    net->server.then(Script::answer(500, "{}"));
    net->server.then(Script::answer(500, "{}"));
    net->server.then(state("active"));
    wait();
    lookAfter(1s);
    lookAfter(1s);
    lookAfter(1500ms);
    QTRY_VERIFY(last);
    QVERIFY(last->ok());
}

void TestWaiter::givesUpOnLastingTrouble()
{
    net->server.otherwise([](const SeenRequest &) { return Script::answer(500, "{}"); });
    WaitPolicy policy;
    policy.failures = 2;
    policy.growth = 1;
    wait(policy);
    lookAfter(1s);
    lookAfter(1s);
    QTRY_VERIFY(last);
    QCOMPARE(last->error().kind, ErrorKind::Unavailable);
    QCOMPARE(net->server.count(), 3);
}

void TestWaiter::aRefusalEndsIt()
{
    net->server.otherwise([](const SeenRequest &) { return Script::answer(403, "{}"); });
    wait();
    QTRY_VERIFY(last);
    QCOMPARE(last->error().kind, ErrorKind::Forbidden);
    QCOMPARE(net->server.count(), 1);
}

void TestWaiter::abortStopsAsking()
{
    net->server.otherwise([](const SeenRequest &) { return state("queued"); });
    auto job = wait();
    QTRY_COMPARE(net->clock.next(), std::optional<std::chrono::milliseconds>(1s));
    job.abort();
    net->clock.advance(3600s);
    QTest::qWait(20);
    QCOMPARE(net->server.count(), 1);
    QVERIFY(!last);
}

QTEST_GUILESS_MAIN(TestWaiter)
#include "tst_waiter.moc"
