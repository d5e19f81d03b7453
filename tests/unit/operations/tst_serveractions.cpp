#include "operations/actions/actions.h"

#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::Outcome;
using test::DemoCloudFixture;

class TestServerActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gets_data();
    void gets();
    void refusedInTheWrongState();
    void lostAnswerIsFoundAmongTheActions();
    void aRebootThatFailedIsNoticed_data();
    void aRebootThatFailedIsNoticed();
    void whatHangsHasALimit();
    void lostRequestIsUnclear();
    void aProxysRefusalIsUnclear();
    void theInstanceIsDeletedDuringTheAction();
    void commands();
};

namespace {

const QRegularExpression powerPath(u"/servers/[^/]+/action$"_s);

operations::Operation *begin(DemoCloudFixture &fixture, const QString &id, const QString &action)
{
    const auto row = fixture.stores->servers.find(id);
    return fixture.center.start(operations::actOn(fixture.context(), action,
                                                  {Kind::Server, id, row ? row->name : QString()}));
}

bool untilEnd(DemoCloudFixture &fixture, const operations::Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

FaultRule cutAnswer(bool carriedOut)
{
    FaultRule rule;
    rule.method = "POST";
    rule.path = powerPath;
    rule.kind = FaultRule::Kind::CutBefore;
    rule.carriedOut = carriedOut;
    return rule;
}

} // namespace

void TestServerActions::gets_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("status");
    QTest::newRow("start") << u"web-3"_s << u"start-server"_s << u"ACTIVE"_s;
    QTest::newRow("shut off") << u"web-1"_s << u"stop-server"_s << u"SHUTOFF"_s;
    QTest::newRow("reboot") << u"web-1"_s << u"reboot-server"_s << u"ACTIVE"_s;
    QTest::newRow("hard reboot") << u"web-1"_s << u"hard-reboot-server"_s << u"ACTIVE"_s;
}

void TestServerActions::gets()
{
    QFETCH(const QString, server);
    QFETCH(const QString, action);
    QFETCH(const QString, status);
    DemoCloudFixture fixture;
    const auto row = fixture.server(server);
    auto *operation = begin(fixture, row.id, action);
    QSet<QString> tasks;
    connect(&fixture.stores->servers, &store::StoreBase::changed, this,
            [&] { tasks.insert(fixture.stores->servers.find(row.id)->taskState); });
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             operation->error() ? qPrintable(operation->error()->message) : "");
    QCOMPARE(fixture.stores->servers.find(row.id)->status, status);
    QVERIFY(fixture.stores->servers.find(row.id)->taskState.isEmpty());
    QVERIFY(tasks.size() > 1); // the way there was seen, not only its end
    QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 1);
    for (const auto &stage : operation->stages())
        QVERIFY(stage.state == operations::StageState::Done);
}

void TestServerActions::refusedInTheWrongState()
{
    DemoCloudFixture fixture;
    auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, u"start-server"_s);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Conflict);
    QVERIFY(operation->error()->message.contains(u"start"_s));
}

void TestServerActions::lostAnswerIsFoundAmongTheActions()
{
    DemoCloudFixture fixture;
    for (const auto &action : {u"reboot-server"_s, u"stop-server"_s}) {
        fixture.cloud.faults().add(cutAnswer(true));
        const int before = fixture.cloud.faults().requestCount("POST", powerPath);
        auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, action);
        QVERIFY(untilEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Succeeded);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), before + 1);
    }
}

void TestServerActions::aProxysRefusalIsUnclear()
{
    for (const int status : {502, 503, 504}) {
        DemoCloudFixture fixture;
        FaultRule rule;
        rule.method = "POST";
        rule.path = powerPath;
        rule.status = status;
        fixture.cloud.faults().add(rule);
        auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, u"stop-server"_s);
        QVERIFY(untilEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Unclear);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 1);
    }
}

void TestServerActions::aRebootThatFailedIsNoticed_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("isLost");
    for (const auto &action : {u"reboot-server"_s, u"hard-reboot-server"_s}) {
        QTest::newRow(qPrintable(action)) << action << false;
        QTest::newRow(qPrintable(action + u", answer lost"_s)) << action << true;
    }
}

/// The instance runs as before: only the cloud's record tells.
void TestServerActions::aRebootThatFailedIsNoticed()
{
    QFETCH(const QString, action);
    QFETCH(const bool, isLost);
    DemoCloudFixture fixture;
    fixture.cloud.faults().failNextAction(u"reboot"_s);
    if (isLost)
        fixture.cloud.faults().add(cutAnswer(true));
    const auto row = fixture.server(u"web-1"_s);
    auto *operation = begin(fixture, row.id, action);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(fixture.stores->servers.find(row.id)->status, u"ACTIVE"_s);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"Failed to reach the hypervisor"_s),
             qPrintable(operation->error()->message));
}

/// Nothing is copied, so it does not take longer than ten minutes.
void TestServerActions::whatHangsHasALimit()
{
    demo::DemoOptions slow;
    slow.speed = 0.002; // three seconds take 25 minutes
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"demo"_s, slow);
    auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, u"reboot-server"_s);
    const auto start = fixture.clock.elapsed();
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(fixture.clock.elapsed() - start < std::chrono::minutes(12));
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QVERIFY2(operation->error()->message.contains(u"after 10 minutes"_s),
             qPrintable(operation->error()->message));
}

void TestServerActions::lostRequestIsUnclear()
{
    DemoCloudFixture fixture;
    fixture.cloud.faults().add(cutAnswer(false));
    auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, u"reboot-server"_s);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Unclear);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 1);
}

void TestServerActions::theInstanceIsDeletedDuringTheAction()
{
    DemoCloudFixture fixture;
    auto *operation = begin(fixture, u"00000000-0000-4000-8000-000000000000"_s, u"start-server"_s);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::NotFound);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 0);
}

void TestServerActions::commands()
{
    const auto command = [](const QString &key, const QString &name, int namesakes) {
        DemoCloudFixture fixture;
        for (int i = 0; i < namesakes; ++i) {
            openstack::Server row;
            row.id = u"id"_s + QString::number(i);
            row.name = name;
            fixture.stores->servers.upsert({row});
        }
        return operations::actOn(fixture.context(), key, {Kind::Server, u"id0"_s, name})->command();
    };
    QCOMPARE(command(u"start-server"_s, u"web 1"_s, 1), u"openstack server start 'web 1'"_s);
    QCOMPARE(command(u"stop-server"_s, u"web"_s, 2), u"openstack server stop id0"_s);
    QCOMPARE(command(u"hard-reboot-server"_s, u"-x"_s, 1), u"openstack server reboot --hard id0"_s);
    QCOMPARE(command(u"reboot-server"_s, u"$(rm)"_s, 1), u"openstack server reboot '$(rm)'"_s);
}

QTEST_GUILESS_MAIN(TestServerActions)
#include "tst_serveractions.moc"
