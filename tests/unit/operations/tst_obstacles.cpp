#include "operations/actions/actions.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

class TestObstacles final : public QObject
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
    server.launched = QDateTime(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
    return server;
}

const QString snapshot; // NOLINT(cert-err58-cpp) what is not in the table of actions

/// Why the action with this key, or a snapshot, is not possible.
QString why(const openstack::Server &server, const QString &key, const QStringList &roles = member)
{
    test::ModelFixture cloud;
    if (key == snapshot)
        return operations::snapshotObstacle(server, {cloud.stores, roles});
    cloud.stores.servers.upsert({server});
    return operations::actionNamed(key)->obstacle({cloud.stores, roles}, server.id);
}

} // namespace

void TestObstacles::followsTheState_data()
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

void TestObstacles::followsTheState()
{
    QFETCH(const QString, status);
    QFETCH(const QString, vmState);
    QFETCH(const QString, allowed);
    const auto server = serverIn(status, vmState);
    const QList<std::pair<QChar, QString>> all{{u'S', snapshot},
                                               {u'1', u"start-server"_s},
                                               {u'0', u"stop-server"_s},
                                               {u'r', u"reboot-server"_s},
                                               {u'h', u"hard-reboot-server"_s}};
    for (const auto &[letter, action] : all) {
        const QString reason = why(server, action);
        QCOMPARE(reason.isEmpty(), allowed.contains(letter));
        QVERIFY(!reason.contains(u'%'));
    }
}

void TestObstacles::aTaskBlocksEverything()
{
    auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    server.taskState = u"image_uploading"_s;
    for (const QString &action : {snapshot, u"stop-server"_s, u"reboot-server"_s}) {
        const QString reason = why(server, action);
        QVERIFY(reason.contains(u"saving the snapshot"_s));
        QVERIFY(reason.contains(u"snapshot"_s));
    }
    server.taskState = u"powering-off"_s;
    QVERIFY(why(server, u"start-server"_s).contains(u"(shutting off)"_s));
}

void TestObstacles::aLockBlocksPowerButNoSnapshot()
{
    auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    server.locked = true;
    server.lockedReason = u"migration on Friday"_s;
    QCOMPARE(why(server, snapshot), QString());
    QVERIFY(why(server, u"stop-server"_s).contains(u"migration on Friday"_s));
    QCOMPARE(why(server, u"stop-server"_s, {u"admin"_s}), QString());
}

void TestObstacles::aReaderChangesNothing()
{
    const auto server = serverIn(u"ACTIVE"_s, u"active"_s);
    QVERIFY(why(server, snapshot, {u"reader"_s}).contains(u"reader"_s));
    QVERIFY(why(server, u"stop-server"_s, {u"reader"_s}).contains(u"reader"_s));
    QVERIFY(!operations::readerObstacle({u"Reader"_s}).isEmpty());
    QVERIFY(operations::readerObstacle({u"reader"_s, u"operations-team"_s}).isEmpty());
    QVERIFY(operations::readerObstacle({}).isEmpty()); // not known: the cloud decides
}

void TestObstacles::aHiddenVmStateIsReadFromTheStatus()
{
    QCOMPARE(why(serverIn(u"SHUTOFF"_s, {}), u"start-server"_s), QString());
    QVERIFY(!why(serverIn(u"BUILD"_s, {}), u"start-server"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TestObstacles)
#include "tst_obstacles.moc"
