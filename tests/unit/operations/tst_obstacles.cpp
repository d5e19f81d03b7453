#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/actions.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

#include <functional>

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
    void adviceHasAWay_data();
    void adviceHasAWay();
    void whatIsOnNoHostHasNoConsole();
    void allVolumesMustBeInUse();
    void sharedVolumesAreNotForShelvedInstances();
};

namespace {

using Stores = store::CloudStores;

/// The rows, by which an action is impossible.
using Prepare = std::function<void(Stores &)>;

} // namespace
Q_DECLARE_METATYPE(Prepare)

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

namespace {

openstack::Volume volumeOf(const QString &id, const QString &status)
{
    openstack::Volume volume;
    volume.id = id;
    volume.name = id + u"-disk"_s;
    volume.status = status;
    volume.sizeGiB = 10;
    volume.bootable = true;
    if (status == "in-use"_L1)
        volume.attachments = {{.serverId = u"s1"_s, .device = u"/dev/vdb"_s}};
    return volume;
}

/// A volume that is attached to "web-01" beside its root disk.
void attached(Stores &stores)
{
    stores.servers.upsert({serverIn(u"ACTIVE"_s, u"active"_s)});
    stores.volumes.upsert({volumeOf(u"v"_s, u"in-use"_s)});
}

void grouped(Stores &stores, const QString &status)
{
    openstack::VolumeGroup group;
    group.id = u"g"_s;
    group.status = u"available"_s;
    stores.of<openstack::VolumeGroup>().upsert({group});
    openstack::Volume volume = volumeOf(u"v"_s, status);
    volume.groupId = group.id;
    stores.servers.upsert({serverIn(u"ACTIVE"_s, u"active"_s)});
    stores.volumes.upsert({volume});
}

openstack::VolumeSnapshot snapshotOfVolume()
{
    openstack::VolumeSnapshot made;
    made.id = u"snap"_s;
    made.volumeId = u"v"_s;
    made.sizeGiB = 10;
    made.status = u"available"_s;
    return made;
}

void portsWith(Stores &stores, int instances)
{
    openstack::SecurityGroup group;
    group.id = u"sg"_s;
    group.name = u"web"_s;
    stores.of<openstack::SecurityGroup>().upsert({group});
    for (int i = 1; i <= instances; ++i) {
        openstack::Server server = serverIn(u"ACTIVE"_s, u"active"_s);
        server.id = u"s%1"_s.arg(i);
        stores.servers.upsert({server});
        openstack::Port port;
        port.id = u"p%1"_s.arg(i);
        port.deviceId = server.id;
        port.portSecurity = true;
        port.securityGroupIds = {group.id};
        stores.of<openstack::Port>().upsert({port});
    }
}

openstack::Backup backupOf(int gib)
{
    openstack::Backup backup;
    backup.id = u"b"_s;
    backup.status = u"available"_s;
    backup.sizeGiB = gib;
    return backup;
}

} // namespace

void TestObstacles::adviceHasAWay_data()
{
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("id");
    QTest::addColumn<operations::Values>("values");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QStringList>("ways"); ///< "action:id", or "list-kind:"
    const auto row = [](const char *name, Prepare prepare, const QString &key, const QString &id,
                        const operations::Values &values, const QString &says,
                        const QStringList &ways) {
        QTest::newRow(name) << std::move(prepare) << key << id << values << says << ways;
    };
    const QStringList detach{u"detach-from-server:v"_s};
    row("transfer", attached, u"create-volume-transfer"_s, u"v"_s, {},
        u"attached to “web-01”. Detach it first"_s, detach);
    row("read-only", attached, u"make-volume-read-only"_s, u"v"_s, {}, u"available"_s, detach);
    row("delete a volume", attached, u"delete-volume"_s, u"v"_s, {}, u"attached"_s, detach);
    row(
        "revert",
        [](Stores &stores) {
            attached(stores);
            stores.volumeSnapshots.upsert({snapshotOfVolume()});
        },
        u"revert-volume"_s, u"snap"_s, {}, u"Detach it first"_s, detach);
    row("retype", [](Stores &stores) { grouped(stores, u"available"_s); }, u"retype-volume"_s,
        u"v"_s, {}, u"Take it out of the group first"_s, {u"set-volume-group:v"_s});
    row("back up", attached, u"back-up-volume"_s, u"v"_s,
        {{u"name"_s, u"b"_s}, {u"force"_s, false}}, u"Detach it first"_s, detach);
    row(
        "restore over a volume",
        [](Stores &stores) {
            attached(stores);
            stores.of<openstack::Backup>().upsert({backupOf(10)});
        },
        u"overwrite-volume"_s, u"b"_s, {{u"volume"_s, u"v"_s}}, u"Detach it first"_s, detach);
    row("restore over a smaller volume",
        [](Stores &stores) {
            stores.volumes.upsert({volumeOf(u"v"_s, u"available"_s)});
            stores.of<openstack::Backup>().upsert({backupOf(20)});
        },
        u"overwrite-volume"_s, u"b"_s, {{u"volume"_s, u"v"_s}}, u"Extend the volume"_s,
        {u"extend-volume:v"_s});
    row(
        "delete a group with volumes", [](Stores &stores) { grouped(stores, u"in-use"_s); },
        u"delete-volume-group"_s, u"g"_s, {{u"force"_s, true}}, u"Detach it first"_s, detach);
    row("delete a group with captured volumes",
        [](Stores &stores) {
            grouped(stores, u"available"_s);
            stores.volumeSnapshots.upsert({snapshotOfVolume()});
        },
        u"delete-volume-group"_s, u"g"_s, {{u"force"_s, true}}, u"Delete them first"_s,
        {u"list-volume-snapshot:"_s});
    row("delete a captured group",
        [](Stores &stores) {
            grouped(stores, u"available"_s);
            openstack::GroupSnapshot captured;
            captured.id = u"gs"_s;
            captured.groupId = u"g"_s;
            stores.of<openstack::GroupSnapshot>().upsert({captured});
        },
        u"delete-volume-group"_s, u"g"_s, {}, u"Delete them first"_s, {u"list-group-snapshot:"_s});
    row("capture an empty group",
        [](Stores &stores) {
            grouped(stores, u"available"_s);
            stores.volumes.remove({u"v"_s});
        },
        u"create-group-snapshot"_s, u"g"_s, {}, u"put them into the group first"_s,
        {u"list-volume:"_s});
    row("a security group in use", [](Stores &stores) { portsWith(stores, 1); },
        u"delete-security-group"_s, u"sg"_s, {}, u"Remove it from"_s,
        {u"remove-security-group:s1"_s});
    row("a security group of several", [](Stores &stores) { portsWith(stores, 2); },
        u"delete-security-group"_s, u"sg"_s, {}, u"Remove it from"_s, {u"list-server:"_s});
    row("copy a paused instance",
        [](Stores &stores) { stores.servers.upsert({serverIn(u"PAUSED"_s, u"paused"_s)}); },
        u"copy-server-to-zone"_s, u"s1"_s, {}, u"running or shut off"_s, {u"unpause-server:s1"_s});
    row("recreate a deleted instance",
        [](Stores &stores) {
            stores.servers.upsert({serverIn(u"SOFT_DELETED"_s, u"soft-delete"_s)});
        },
        u"recreate-server"_s, u"s1"_s, {}, u"Restore it first"_s, {u"restore-server:s1"_s});
    row("the console of a shelved instance",
        [](Stores &stores) {
            stores.servers.upsert({serverIn(u"SHELVED_OFFLOADED"_s, u"shelved_offloaded"_s)});
        },
        u"open-console"_s, u"s1"_s, {}, u"Unshelve it first"_s, {u"unshelve-server:s1"_s});
    row("detach from a rescued instance",
        [](Stores &stores) {
            stores.servers.upsert({serverIn(u"RESCUE"_s, u"rescued"_s)});
            stores.volumes.upsert({volumeOf(u"v"_s, u"in-use"_s)});
        },
        u"detach-from-server"_s, u"v"_s, {}, u"Leave rescue mode first"_s,
        {u"unrescue-server:s1"_s});
    row("disconnect from a locked instance",
        [](Stores &stores) {
            portsWith(stores, 1);
            openstack::Server server = serverIn(u"ACTIVE"_s, u"active"_s);
            server.locked = true;
            stores.servers.upsert({server});
        },
        u"disconnect-port"_s, u"p1"_s, {}, u"Unlock it first"_s, {u"unlock-server:s1"_s});
    row("undo the rollback of a resized instance",
        [](Stores &stores) { stores.servers.upsert({serverIn(u"VERIFY_RESIZE"_s, u"resized"_s)}); },
        u"undo-rollback"_s, u"s1"_s, {}, u"Confirm or revert the resize first"_s,
        {u"confirm-resize:s1"_s, u"revert-resize:s1"_s});
    row("nothing to attach",
        [](Stores &stores) {
            stores.servers.upsert({serverIn(u"ACTIVE"_s, u"active"_s)});
            stores.volumes.setState(test::loadedAt(QDateTime::currentDateTimeUtc()));
        },
        u"attach-volume"_s, u"s1"_s, {}, u"Create one first"_s, {u"create-new-volume:"_s});
}

/// What a sentence tells the user to do is offered, exists, and is possible on that resource.
void TestObstacles::adviceHasAWay()
{
    QFETCH(const Prepare, prepare);
    QFETCH(const QString, key);
    QFETCH(const QString, id);
    QFETCH(const operations::Values, values);
    QFETCH(const QString, says);
    QFETCH(const QStringList, ways);
    test::ModelFixture cloud;
    prepare(cloud.stores);
    const operations::Situation now{cloud.stores, member};
    const operations::Action *action = operations::actionNamed(key);
    QVERIFY(action);
    QString sentence = action->obstacle(now, id);
    std::vector<operations::Way> found;
    if (!sentence.isEmpty()) {
        found = operations::remediesOf(*action, now, id);
    } else {
        const auto briefing = action->briefing(now, id, values);
        found = operations::waysOf(briefing.remedies, now, id);
        sentence = briefing.problem;
        for (const operations::Field &field : action->fields) {
            if (sentence.isEmpty() && field.problem)
                sentence = field.problem(now, id, values);
        }
    }
    QVERIFY2(QString(sentence).remove(QChar(0x2068)).remove(QChar(0x2069)).contains(says),
             qPrintable(sentence));
    QStringList names;
    for (const operations::Way &way : found) {
        names += way.key() + u':' + way.id;
        QVERIFY(!way.text.isEmpty());
    }
    QCOMPARE(names, ways);
}

/// check_instance_host in nova/compute/api.py
void TestObstacles::whatIsOnNoHostHasNoConsole()
{
    const QString console = u"open-console"_s;
    QCOMPARE(why(serverIn(u"SHUTOFF"_s, u"stopped"_s), console), QString());
    openstack::Server server = serverIn(u"BUILD"_s, u"building"_s);
    server.taskState = u"spawning"_s;
    QCOMPARE(why(server, console), QString());
    server.taskState = u"scheduling"_s;
    QVERIFY(why(server, console).contains(u"on no host"_s));
    server = serverIn(u"ERROR"_s, u"error"_s);
    QCOMPARE(why(server, console), QString());
    server.launched = {};
    QVERIFY(why(server, console).contains(u"on no host"_s));
}

/// Rescue and rebuild: API._check_volume_status in nova/compute/api.py
void TestObstacles::allVolumesMustBeInUse()
{
    test::ModelFixture cloud;
    openstack::Server server = serverIn(u"ACTIVE"_s, u"active"_s);
    server.imageId = u"i"_s;
    server.volumes = {{.id = u"v"_s}};
    cloud.stores.servers.upsert({server});
    for (const QString &key : {u"rescue-server"_s, u"rebuild-server"_s}) {
        const auto *action = operations::actionNamed(key);
        cloud.stores.volumes.upsert({volumeOf(u"v"_s, u"in-use"_s)});
        QCOMPARE(action->obstacle({cloud.stores, member}, server.id), QString());
        cloud.stores.volumes.upsert({volumeOf(u"v"_s, u"error_extending"_s)});
        QVERIFY(action->obstacle({cloud.stores, member}, server.id).contains(u"in use"_s));
    }
}

/// MultiattachToShelvedNotSupported in nova/compute/api.py
void TestObstacles::sharedVolumesAreNotForShelvedInstances()
{
    test::ModelFixture cloud;
    openstack::Volume volume = volumeOf(u"v"_s, u"available"_s);
    const auto problems = [&] {
        const operations::Situation now{cloud.stores, member};
        QStringList found;
        for (const auto &[key, id] :
             {std::pair(u"attach-to-server"_s, u"v"_s), std::pair(u"attach-volume"_s, u"s1"_s)}) {
            for (const auto &option : operations::actionNamed(key)->fields.front().options(now, id))
                found.append(option.problem);
        }
        return found;
    };
    for (const QString &state : {u"shelved_offloaded"_s, u"shelved"_s}) {
        cloud.stores.servers.upsert({serverIn(state.toUpper(), state)});
        for (const bool shared : {false, true}) {
            volume.multiattach = shared;
            cloud.stores.volumes.upsert({volume});
            const QStringList found = problems();
            QCOMPARE(found.size(), 2);
            const bool refused = shared && state == "shelved_offloaded"_L1;
            for (const QString &problem : found)
                QCOMPARE(problem.contains(u"Unshelve it first"_s), refused);
        }
    }
}

QTEST_GUILESS_MAIN(TestObstacles)
#include "tst_obstacles.moc"
