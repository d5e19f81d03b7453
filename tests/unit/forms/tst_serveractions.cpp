#include "forms/serveractions.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using forms::ServerAction;

class TestServerActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheState_data();
    void followsTheState();
    void aTaskBlocksEverything();
    void aLockBlocksPowerButNoSnapshot();
    void aReaderChangesNothing();
    void aHiddenVmStateIsReadFromTheStatus();
};

namespace {

const QStringList member{u"member"_s, u"reader"_s};

openstack::Server serverIn(const QString &status, const QString &vmState)
{
    openstack::Server server;
    server.id = u"s1"_s;
    server.name = u"web-01"_s;
    server.status = status;
    server.vmState = vmState;
    return server;
}

} // namespace

void TestServerActions::followsTheState_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("vmState");
    QTest::addColumn<QString>(
        "allowed"); // S snapshot, 1 start, 0 shut off, r reboot, h hard reboot
    QTest::newRow("active") << u"ACTIVE"_s << u"active"_s << u"S0rh"_s;
    QTest::newRow("stopped") << u"SHUTOFF"_s << u"stopped"_s << u"S1h"_s;
    QTest::newRow("paused") << u"PAUSED"_s << u"paused"_s << u"Sh"_s;
    QTest::newRow("suspended") << u"SUSPENDED"_s << u"suspended"_s << u"Sh"_s;
    QTest::newRow("error") << u"ERROR"_s << u"error"_s << u"0h"_s;
    QTest::newRow("building") << u"BUILD"_s << u"building"_s << QString();
    QTest::newRow("shelved") << u"SHELVED_OFFLOADED"_s << u"shelved_offloaded"_s << QString();
    QTest::newRow("never heard of") << u"DREAMING"_s << u"dreaming"_s << QString();
}

void TestServerActions::followsTheState()
{
    QFETCH(const QString, status);
    QFETCH(const QString, vmState);
    QFETCH(const QString, allowed);
    const auto server = serverIn(status, vmState);
    const QList<std::pair<QChar, ServerAction>> all{{u'S', ServerAction::CreateSnapshot},
                                                    {u'1', ServerAction::Start},
                                                    {u'0', ServerAction::ShutOff},
                                                    {u'r', ServerAction::Reboot},
                                                    {u'h', ServerAction::HardReboot}};
    for (const auto &[letter, action] : all) {
        const auto can = forms::availability(server, action, member);
        QCOMPARE(can.enabled, allowed.contains(letter));
        QCOMPARE(can.reason.isEmpty(), can.enabled);
        QVERIFY(!can.reason.contains(u'%'));
    }
}

void TestServerActions::aTaskBlocksEverything()
{
    auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    server.taskState = u"image_uploading"_s;
    for (const auto action :
         {ServerAction::CreateSnapshot, ServerAction::ShutOff, ServerAction::Reboot}) {
        const auto can = forms::availability(server, action, member);
        QVERIFY(!can.enabled);
        QVERIFY(can.reason.contains(u"image_uploading"_s));
        QVERIFY(can.reason.contains(u"snapshot"_s));
    }
    server.taskState = u"powering-off"_s;
    QVERIFY(forms::availability(server, ServerAction::Start, member)
                .reason.contains(u"powering-off"_s));
}

void TestServerActions::aLockBlocksPowerButNoSnapshot()
{
    auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    server.locked = true;
    server.lockedReason = u"migration on Friday"_s;
    QVERIFY(forms::availability(server, ServerAction::CreateSnapshot, member).enabled);
    const auto can = forms::availability(server, ServerAction::ShutOff, member);
    QVERIFY(!can.enabled);
    QVERIFY(can.reason.contains(u"migration on Friday"_s));
    QVERIFY(forms::availability(server, ServerAction::ShutOff, {u"admin"_s}).enabled);
}

void TestServerActions::aReaderChangesNothing()
{
    const auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    const auto can = forms::availability(server, ServerAction::CreateSnapshot, {u"reader"_s});
    QVERIFY(!can.enabled);
    QVERIFY(can.reason.contains(u"reader"_s));
    QVERIFY(!forms::mayChange({u"Reader"_s}));
    QVERIFY(forms::mayChange({u"reader"_s, u"operations-team"_s}));
    QVERIFY(forms::mayChange({})); // not known: the cloud decides
}

void TestServerActions::aHiddenVmStateIsReadFromTheStatus()
{
    QVERIFY(forms::availability(serverIn(u"SHUTOFF"_s, {}), ServerAction::Start, member).enabled);
    QVERIFY(!forms::availability(serverIn(u"BUILD"_s, {}), ServerAction::Start, member).enabled);
}

QTEST_GUILESS_MAIN(TestServerActions)
#include "tst_serveractions.moc"
