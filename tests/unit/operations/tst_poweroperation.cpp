#include "operations/poweroperation.h"

#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::Outcome;
using operations::PowerAction;
using test::DemoCloudFixture;

class TestPowerOperation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gets_data();
    void gets();
    void refusedInTheWrongState();
    void lostAnswerIsFoundAmongTheActions();
    void lostRequestIsUnclear();
    void aProxysRefusalIsUnclear();
    void theInstanceIsDeletedMeanwhile();
    void commands();
};

namespace {

const QRegularExpression powerPath(u"/servers/[^/]+/action$"_s);

operations::Operation *begin(DemoCloudFixture &fixture, const QString &id, PowerAction action)
{
    return fixture.center.start(
        std::make_unique<operations::PowerOperation>(fixture.context(), id, action));
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

void TestPowerOperation::gets_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<int>("action");
    QTest::addColumn<QString>("status");
    QTest::newRow("start") << u"web-3"_s << int(PowerAction::Start) << u"ACTIVE"_s;
    QTest::newRow("shut off") << u"web-1"_s << int(PowerAction::ShutOff) << u"SHUTOFF"_s;
    QTest::newRow("reboot") << u"web-1"_s << int(PowerAction::Reboot) << u"ACTIVE"_s;
    QTest::newRow("hard reboot") << u"web-1"_s << int(PowerAction::HardReboot) << u"ACTIVE"_s;
}

void TestPowerOperation::gets()
{
    QFETCH(const QString, server);
    QFETCH(const int, action);
    QFETCH(const QString, status);
    DemoCloudFixture fixture;
    const auto row = fixture.server(server);
    auto *operation = begin(fixture, row.id, static_cast<PowerAction>(action));
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

void TestPowerOperation::refusedInTheWrongState()
{
    DemoCloudFixture fixture;
    auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, PowerAction::Start);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Conflict);
    QVERIFY(operation->error()->message.contains(u"start"_s));
}

void TestPowerOperation::lostAnswerIsFoundAmongTheActions()
{
    DemoCloudFixture fixture;
    for (const auto action : {PowerAction::Reboot, PowerAction::ShutOff}) {
        fixture.cloud.faults().add(cutAnswer(true));
        const int before = fixture.cloud.faults().requestCount("POST", powerPath);
        auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, action);
        QVERIFY(untilEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Succeeded);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), before + 1);
    }
}

void TestPowerOperation::aProxysRefusalIsUnclear()
{
    for (const int status : {502, 503, 504}) {
        DemoCloudFixture fixture;
        FaultRule rule;
        rule.method = "POST";
        rule.path = powerPath;
        rule.status = status;
        fixture.cloud.faults().add(rule);
        auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, PowerAction::ShutOff);
        QVERIFY(untilEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Unclear);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 1);
    }
}

void TestPowerOperation::lostRequestIsUnclear()
{
    DemoCloudFixture fixture;
    fixture.cloud.faults().add(cutAnswer(false));
    auto *operation = begin(fixture, fixture.server(u"web-1"_s).id, PowerAction::Reboot);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Unclear);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 1);
}

void TestPowerOperation::theInstanceIsDeletedMeanwhile()
{
    DemoCloudFixture fixture;
    auto *operation = begin(fixture, u"00000000-0000-4000-8000-000000000000"_s, PowerAction::Start);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::NotFound);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", powerPath), 0);
}

void TestPowerOperation::commands()
{
    QCOMPARE(operations::powerCommand(PowerAction::Start, u"id"_s, u"web 1"_s, true),
             u"openstack server start 'web 1'"_s);
    QCOMPARE(operations::powerCommand(PowerAction::ShutOff, u"id"_s, u"web"_s, false),
             u"openstack server stop id"_s);
    QCOMPARE(operations::powerCommand(PowerAction::HardReboot, u"id"_s, u"-x"_s, true),
             u"openstack server reboot --hard id"_s);
    QCOMPARE(operations::powerCommand(PowerAction::Reboot, u"id"_s, u"$(rm)"_s, true),
             u"openstack server reboot '$(rm)'"_s);
}

QTEST_GUILESS_MAIN(TestPowerOperation)
#include "tst_poweroperation.moc"
