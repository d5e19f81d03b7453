#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/serverblueprint.h"
#include "operations/launch/launchrequest.h"
#include "operations/rollback/rollbackplan.h"
#include "operations/snapshottags.h"
#include "support/recoveryfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Outcome;
using test::begun;
using test::Cloud;
using test::killed;
using test::opened;
using test::Oriel;
using test::stride;

/// Plans that make and exchange several resources, killed at every step.
class TestPlanRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void launchWithVolumesKilledAtEveryStep_data();
    void launchWithVolumesKilledAtEveryStep();
    void testOfABackupKilledAtEveryStep_data();
    void testOfABackupKilledAtEveryStep();
    void rollbackKilledAtEveryStep_data();
    void rollbackKilledAtEveryStep();
    void undoneRollbackKilledAtEveryStep();
    void recreationKilledAtEveryStep_data();
    void recreationKilledAtEveryStep();
    void copyToAnotherZoneKilledAtEveryStep_data();
    void copyToAnotherZoneKilledAtEveryStep();
    void failingCopyKilledAtEveryStep();
};

void TestPlanRecovery::launchWithVolumesKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<bool>("fromImage");
    QTest::newRow("before a line") << u"writing"_s << false;
    QTest::newRow("after a line") << u"written"_s << false; // what it intends is not sent
    QTest::newRow("before a line, from an image") << u"writing"_s << true;
}

/// No volume is created twice, and none stays without its instance.
void TestPlanRecovery::launchWithVolumesKilledAtEveryStep()
{
    QFETCH(const QString, when);
    QFETCH(const bool, fromImage);
    bool ended = false;
    int launched = 0;
    int refused = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        openstack::List<openstack::Image> images;
        images.filters.insert(u"name"_s, u"db-1 nightly"_s);
        const openstack::Image image = cloud.get(images).items.at(0);
        operations::LaunchRequest request;
        request.source = {Kind::SnapshotSet, image.id, image.name};
        request.server.name = u"again"_s;
        request.server.flavorId = cloud.get(openstack::List<openstack::Flavor>{}).items.front().id;
        for (const openstack::BlockDevice &device : image.blockDevices) {
            request.server.blockDevices.push_back({.uuid = device.snapshotId,
                                                   .deviceName = device.deviceName,
                                                   .bootIndex = device.bootIndex,
                                                   .sizeGiB = device.volumeSizeGiB});
            request.volumeNames.insert(device.snapshotId,
                                       u"again-"_s + device.deviceName.section(u'/', -1));
        }
        if (fromImage) {
            const QString plain = cloud.server(u"web-1"_s).imageId;
            request.source = {Kind::Image, plain, u"debian"_s};
            request.server.blockDevices = {
                {.source = openstack::NewBlockDevice::Source::ImageVolume,
                 .uuid = plain,
                 .bootIndex = 0,
                 .sizeGiB = 10}};
            request.volumeNames = {{plain, u"again-root"_s}};
            request.group = operations::NewGroup{u"again-ssh"_s, u"SSH"_s, u"tcp"_s, 22, {}};
        }
        const auto count = static_cast<int>(request.server.blockDevices.size());
        QCOMPARE(count > 1, !fromImage);
        Oriel first(cloud, journal,
                    killed(begun(u"restore-instance"_s, toJson(request)), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u"^again$"_s);
        const auto made = cloud.get(list).items;
        int volumes = 0;
        for (const auto &volume : cloud.get(openstack::List<openstack::Volume>{}).items)
            volumes += volume.name.startsWith(u"again-"_s) ? 1 : 0;
        const int posts =
            cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s));
        QVERIFY2(made.size() <= 1 && posts <= count, qPrintable(said));
        QVERIFY2(volumes == (made.empty() ? 0 : count), qPrintable(said));
        int groups = 0;
        for (const auto &group : cloud.get(openstack::List<openstack::SecurityGroup>{}).items)
            groups += group.name == u"again-ssh"_s ? 1 : 0;
        QVERIFY2(groups == (made.empty() || !fromImage ? 0 : 1), qPrintable(said));
        for (const openstack::Server &server : made) {
            QCOMPARE(server.status, u"ACTIVE"_s);
            QCOMPARE(static_cast<int>(server.volumes.size()), count);
        }
        launched += made.empty() ? 0 : 1;
        refused += made.empty() && posts > 0 ? 1 : 0;
    }
    QVERIFY(launched * stride > 1);
    // An instance that was not requested is not requested later; its volumes are deleted. It is one
    // line, which a larger stride passes by.
    QVERIFY(refused <= (when == u"written"_s ? 1 : 0));
    QVERIFY(stride > 1 || when != u"written"_s || refused == 1);
}

void TestPlanRecovery::testOfABackupKilledAtEveryStep_data()
{
    QTest::addColumn<int>("newestBlockStorage");
    QTest::addColumn<QString>("when");
    QTest::newRow("in one request") << 70 << u"writing"_s;
    QTest::newRow("in one request, before it is sent") << 70 << u"written"_s;
    QTest::newRow("in two steps") << 46 << u"writing"_s;
}

/// Nothing is made twice, and nothing is left of the test.
void TestPlanRecovery::testOfABackupKilledAtEveryStep()
{
    QFETCH(const int, newestBlockStorage);
    QFETCH(const QString, when);
    bool ended = false;
    int told = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud(newestBlockStorage);
        openstack::List<openstack::Backup> backups;
        backups.filters.insert(u"name"_s, u"accounting-2022"_s);
        const openstack::Backup backup = cloud.get(backups).items.at(0);
        const QJsonObject values{
            {u"name"_s, u"accounting-test"_s},
            {u"size"_s, backup.sizeGiB},
            {u"flavor"_s, cloud.get(openstack::List<openstack::Flavor>{}).items.front().id},
            {u"network"_s, u"none"_s},
            {u"minutes"_s, 5}};
        const QJsonObject intent{
            {u"target"_s, toJson(operations::Subject{Kind::Backup, backup.id, backup.name})},
            {u"values"_s, values}};
        Oriel first(cloud, journal, killed(begun(u"test-backup"_s, intent), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> servers;
        servers.filters.insert(u"name"_s, u"^accounting-test$"_s);
        QVERIFY2(cloud.get(servers).items.empty(), qPrintable(said));
        openstack::List<openstack::Volume> volumes;
        volumes.filters.insert(u"name"_s, u"accounting-test"_s);
        QVERIFY2(cloud.get(volumes).items.empty(), qPrintable(said));
        for (const QString &path : {u"/volumes$"_s, u"/servers$"_s})
            QVERIFY2(cloud.cloud.faults().requestCount("POST", QRegularExpression(path)) <= 1,
                     qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        const bool began =
            cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s)) == 1;
        QVERIFY2(history.front().outcome == (began ? Outcome::Succeeded : Outcome::Failed),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        told += history.front().outcome == Outcome::Succeeded ? 1 : 0;
    }
    QVERIFY(told * stride > 3);
}

void TestPlanRecovery::rollbackKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("instance");
    QTest::addColumn<QStringList>("ways");
    QTest::addColumn<bool>("rebuilds");
    QTest::addColumn<QString>("fault");
    const QString before = u"writing"_s;
    const QString after = u"written"_s;
    const auto row = [](const char *name, const QString &when, const QString &instance,
                        const QStringList &ways, bool rebuilds = false, const QString &fault = {}) {
        QTest::newRow(name) << when << instance << ways << rebuilds << fault;
    };
    row("exchanged", before, u"shop-1"_s, {u"exchange"_s});
    row("reverted", after, u"shop-1"_s, {u"revert"_s});
    row("put back", before, u"shop-1"_s, {u"exchange"_s}, false, u"attach"_s);
    row("reverted and exchanged", before, u"db-1"_s, {u"revert"_s, u"exchange"_s});
    row("exchanged and reverted, after a line", after, u"db-1"_s, {u"exchange"_s, u"revert"_s});
    row("put back before anything is reverted", before, u"db-1"_s, {u"exchange"_s, u"revert"_s},
        false, u"revert"_s);
    row("reverted, and then one is not attached", before, u"db-1"_s, {u"revert"_s, u"exchange"_s},
        false, u"attach"_s);
    row("rebuilt and exchanged", before, u"chat-1"_s, {u"exchange"_s}, true);
    row("rebuilt and exchanged, after a line", after, u"chat-1"_s, {u"exchange"_s}, true);
    row("rebuilt and reverted", before, u"chat-1"_s, {u"revert"_s}, true);
    row("put back when the rebuild is refused", before, u"chat-1"_s, {u"exchange"_s}, true,
        u"image"_s);
}

namespace {

/// The newest one of the volume; if there is none, one is created.
openstack::VolumeSnapshot snapshotOf(Cloud &cloud, const QString &volumeId)
{
    openstack::VolumeSnapshot newest;
    for (const auto &snapshot : cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
        if (snapshot.volumeId == volumeId &&
            (newest.id.isEmpty() || snapshot.created > newest.created))
            newest = snapshot;
    }
    if (newest.id.isEmpty())
        newest =
            cloud.get(openstack::CreateVolumeSnapshot{.volumeId = volumeId, .name = u"of it"_s});
    do {
        newest = cloud.get(openstack::Get<openstack::VolumeSnapshot>{newest.id});
    } while (newest.status == "creating"_L1);
    return newest;
}

/// What happens to a data volume of the instance, which is put back to its newest snapshot.
operations::VolumeChange changeOf(Cloud &cloud, const QString &volumeId, bool reverts)
{
    const auto data = cloud.get(openstack::Get<openstack::Volume>{volumeId});
    const openstack::VolumeSnapshot snapshot = snapshotOf(cloud, volumeId);
    const operations::Subject out{Kind::Volume, data.id, data.name};
    return {.out = out,
            .outName = reverts ? data.name : data.name + u"-before"_s,
            .in = reverts ? out : operations::Subject{Kind::Volume, {}, {}},
            .inName = data.name,
            .snapshot = {Kind::VolumeSnapshot, snapshot.id, snapshot.name},
            .sizeGiB = data.sizeGiB,
            .device = data.attachments.front().device,
            .reverts = reverts};
}

/// The data volumes of the instance, which come last, in the order of their devices.
std::vector<operations::VolumeChange> changesOf(Cloud &cloud, const openstack::Server &server,
                                                const QStringList &ways)
{
    std::vector<operations::VolumeChange> changes;
    const auto first = server.volumes.end() - ways.size();
    for (qsizetype i = 0; i < ways.size(); ++i)
        changes.push_back(changeOf(cloud, (first + i)->id, ways[i] == "revert"_L1));
    std::ranges::sort(changes, {}, &operations::VolumeChange::device);
    return changes;
}

QJsonObject beginningOf(const QString &kind, const openstack::Server &server,
                        const std::vector<operations::VolumeChange> &changes,
                        QJsonObject values = {})
{
    const auto target =
        operations::toJson(operations::Subject{Kind::Server, server.id, server.name});
    QJsonArray array;
    for (const auto &change : changes)
        array.append(operations::toJson(change));
    values.insert(u"server"_s, target);
    values.insert(u"changes"_s, array);
    return begun(kind, {{u"target"_s, target}, {u"values"_s, values}});
}

/// Exchanged: the old volume is kept by its new name, and there is one new one in its place;
/// otherwise it is as before.
QString whatIsWrongWith(Cloud &cloud, const QString &serverId,
                        const operations::VolumeChange &change, bool isExchanged)
{
    const auto isInPlace = [&](const openstack::Volume &volume) {
        return volume.status == "in-use"_L1 && volume.attachments.size() == 1 &&
               volume.attachments.front().serverId == serverId &&
               volume.attachments.front().device == change.device;
    };
    QStringList made;
    for (const auto &volume : cloud.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.snapshotId != change.snapshot.id)
            continue;
        made.append(volume.id);
        if (!isInPlace(volume) || volume.name != change.inName)
            return u"the new volume “%1” is %2"_s.arg(volume.name, volume.status);
    }
    if (made.size() != (isExchanged ? 1 : 0))
        return u"%1 new volumes"_s.arg(made.size());
    const auto old = cloud.get(openstack::Get<openstack::Volume>{change.out.id});
    const QString replacedBy = operations::replacementOf(old);
    const bool isRight =
        isExchanged ? old.status == "available"_L1 && old.name == change.outName &&
                          replacedBy == made.front()
                    : isInPlace(old) && old.name == change.out.name && replacedBy.isEmpty();
    return isRight ? QString()
                   : u"the old volume “%1” is %2, replaced by “%3”"_s.arg(old.name, old.status,
                                                                          replacedBy);
}

/// The instance runs with all of its disks, and there are no other volumes than before, but for
/// those that were exchanged.
QString whatIsWrongWithDisks(Cloud &cloud, const openstack::Server &before, qsizetype volumes,
                             const std::vector<operations::VolumeChange> &changes, bool isDone)
{
    const auto now = cloud.server(before.name);
    if (now.status != "ACTIVE"_L1 || !now.taskState.isEmpty() ||
        now.volumes.size() != before.volumes.size())
        return u"the instance is %1 with %2 disks"_s.arg(now.status,
                                                         QString::number(now.volumes.size()));
    qsizetype expected = volumes;
    for (const auto &change : changes) {
        const bool isExchanged = isDone && !change.reverts;
        expected += isExchanged ? 1 : 0;
        if (const QString wrong = whatIsWrongWith(cloud, now.id, change, isExchanged);
            !wrong.isEmpty())
            return wrong;
    }
    const auto all = cloud.get(openstack::List<openstack::Volume>{}).items.size();
    return all == static_cast<std::size_t>(expected) ? QString() : u"%1 volumes"_s.arg(all);
}

/// The name of a volume in whose place none is attached; empty: all places are taken.
QString missingDisk(Cloud &cloud, const openstack::Server &server,
                    const std::vector<operations::VolumeChange> &changes)
{
    const auto all = cloud.get(openstack::List<openstack::Volume>{}).items;
    for (const auto &change : changes) {
        const bool isTaken = std::ranges::any_of(all, [&](const openstack::Volume &volume) {
            return (volume.id == change.out.id || volume.snapshotId == change.snapshot.id) &&
                   !volume.attachments.empty() && volume.attachments.front().serverId == server.id;
        });
        if (!isTaken)
            return change.inName;
    }
    return {};
}

/// What the cloud does not do while the instance is rolled back: attaching fails once, reverting is
/// always refused.
void addFault(Cloud &cloud, const QString &fault)
{
    if (fault == "attach"_L1)
        cloud.cloud.faults().failNextAction(u"attach_volume"_s);
    if (fault != "revert"_L1)
        return;
    demo::FaultRule refusal;
    refusal.method = "POST";
    refusal.path = QRegularExpression(u"/volumes/[^/]+/action$"_s);
    refusal.count = 0;
    refusal.status = 400;
    cloud.cloud.faults().add(refusal);
}

} // namespace

/// No volume is lost, none is doubled, none is left without its name, and the instance runs with
/// its disks.
void TestPlanRecovery::rollbackKilledAtEveryStep()
{
    QFETCH(const QString, when);
    QFETCH(const QString, instance);
    QFETCH(const QStringList, ways);
    QFETCH(const bool, rebuilds);
    QFETCH(const QString, fault);
    bool ended = false;
    int succeeded = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 80, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(instance);
        const auto changes = changesOf(cloud, server, ways);
        const auto volumes = std::ssize(cloud.get(openstack::List<openstack::Volume>{}).items);
        QJsonObject values;
        openstack::Image image;
        if (rebuilds) {
            openstack::List<openstack::Image> images;
            images.filters.insert(u"name"_s, u"chat-1 before plugins"_s);
            image = cloud.get(images).items.at(0);
            if (fault == "image"_L1) // deleted meanwhile
                image.id = server.id;
            values = {{u"image"_s, operations::toJson(operations::Subject{Kind::SnapshotSet,
                                                                          image.id, image.name})},
                      {u"was_off"_s, false},
                      {u"launched"_s, server.launched.toString(Qt::ISODate)}};
        }
        addFault(cloud, fault);
        cloud.cloud.faults().clearLog();
        Oriel first(
            cloud, journal,
            killed(beginningOf(u"roll-back-server"_s, server, changes, values), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        const bool done = !history.empty() && history.front().outcome == Outcome::Succeeded;
        QVERIFY2(done || history.empty() || history.front().outcome == Outcome::Failed,
                 qPrintable(said));
        // What was reverted cannot be put back, so the words say what is missing.
        const QString missing = missingDisk(cloud, server, changes);
        if (!missing.isEmpty()) {
            QVERIFY2(!history.empty(), qPrintable(said));
            const QString why = history.front().error.value_or(Error()).message;
            QVERIFY2(ways.contains(u"revert"_s) && fault == "attach"_L1 &&
                         why.startsWith(u"No longer attached to"_s) && why.contains(missing),
                     qPrintable(why + u' ' + said));
            continue;
        }
        const QString wrong = whatIsWrongWithDisks(cloud, server, volumes, changes, done);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u' ' + said));
        QVERIFY2(!rebuilds || (cloud.server(instance).imageId == image.id) == done,
                 qPrintable(said));
        const auto requests = [&](const QString &path) {
            return cloud.cloud.faults().requestCount("POST", QRegularExpression(path));
        };
        QVERIFY2(cloud.actions(u"os-stop"_s) <= 1 && cloud.actions(u"os-start"_s) <= 1 &&
                     cloud.actions(u"rebuild"_s) <= (fault.isEmpty() ? 1 : 2),
                 qPrintable(said));
        // A revert may be repeated while nobody uses the volume.
        QVERIFY2(requests(u"/volumes$"_s) <= ways.count(u"exchange"_s) &&
                     cloud.actions(u"revert"_s) <= 2 * ways.count(u"revert"_s),
                 qPrintable(said));
        succeeded += done ? 1 : 0;
    }
    QVERIFY(fault.isEmpty() ? succeeded * stride > 3 : succeeded == 0);
}

/// The old volume is attached and the new one deleted, or nothing has changed.
void TestPlanRecovery::undoneRollbackKilledAtEveryStep()
{
    bool ended = false;
    int succeeded = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(u"shop-1"_s);
        const auto changes = changesOf(cloud, server, {u"exchange"_s});
        const operations::VolumeChange &change = changes.front();
        const auto volumes = std::ssize(cloud.get(openstack::List<openstack::Volume>{}).items);
        Oriel before(cloud, folder.filePath(u"before.sqlite"_s),
                     beginningOf(u"roll-back-server"_s, server, changes));
        QVERIFY(before.wait() && !before.wasKilled());
        const QString fresh = cloud.server(server.name).volumes.back().id;
        QVERIFY(fresh != change.out.id);
        const operations::VolumeChange back{.out = {Kind::Volume, fresh, change.inName},
                                            .outName = u"data-rolled-back"_s,
                                            .in = {Kind::Volume, change.out.id, change.outName},
                                            .inName = change.out.name,
                                            .snapshot = {},
                                            .sizeGiB = change.sizeGiB,
                                            .device = change.device};
        cloud.cloud.faults().clearLog();
        Oriel first(cloud, journal,
                    killed(beginningOf(u"undo-rollback"_s, server, {back},
                                       {{u"undoes"_s, true}, {u"delete_new"_s, true}}),
                           u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        const bool done = !history.empty() && history.front().outcome == Outcome::Succeeded;
        QVERIFY2(done || history.empty() || history.front().outcome == Outcome::Failed,
                 qPrintable(said));
        const QString wrong = whatIsWrongWithDisks(cloud, server, volumes, changes, !done);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u' ' + said));
        QVERIFY2(cloud.actions(u"os-stop"_s) <= 1 && cloud.actions(u"os-start"_s) <= 1 &&
                     cloud.cloud.faults().requestCount(
                         "DELETE", QRegularExpression(u"/os-volume_attachments/"_s)) <= 1,
                 qPrintable(said));
        succeeded += done ? 1 : 0;
    }
    QVERIFY(succeeded * stride > 3);
}

void TestPlanRecovery::recreationKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::newRow("before a line") << u"writing"_s;
    QTest::newRow("after a line") << u"written"_s;
}

/// No volume is lost or doubled, and the instance runs with its disks at the end.
void TestPlanRecovery::recreationKilledAtEveryStep()
{
    QFETCH(const QString, when);
    bool ended = false;
    int recreated = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        auto before = cloud.server(u"wiki-1"_s);
        cloud.get(openstack::SetDeleteOnTermination{before.id, before.volumes.front().id, true});
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name},
                                         .keyName = before.keyName};
        for (const auto &volume : before.volumes)
            plan.disks.push_back({.volumeId = volume.id, .name = volume.id});
        openstack::List<openstack::Port> ports;
        ports.filters.insert(u"device_id"_s, before.id);
        const auto port = cloud.get(ports).items.at(0);
        plan.interfaces = {{port.id, port.networkId, port.fixedIps.front().address, true}};
        plan.securityGroups = port.securityGroupIds;
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"key_name"_s, before.keyName},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal, killed(begun(u"recreate-server"_s, intent), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const auto after = cloud.server(u"wiki-1"_s); // exactly one has the name
        const QString said = u"line %1: %2 %3"_s.arg(QString::number(line), after.status,
                                                     operations::jsonText(second.ended()));
        QVERIFY2(after.status == "ACTIVE"_L1 && after.taskState.isEmpty(), qPrintable(said));
        QVERIFY2(after.volumes.size() == before.volumes.size(), qPrintable(said));
        QCOMPARE(cloud.get(openstack::List<openstack::Volume>{}).items.size(), volumes);
        for (const auto &disk : plan.disks) {
            const auto volume = cloud.get(openstack::Get<openstack::Volume>{disk.volumeId});
            QVERIFY2(!volume.name.isEmpty() && volume.status == "in-use"_L1 &&
                         volume.attachments.front().serverId == after.id,
                     qPrintable(said));
        }
        const auto requests = [&](const QByteArray &method, const QString &path) {
            return cloud.cloud.faults().requestCount(method, QRegularExpression(path));
        };
        QVERIFY2(requests("DELETE", u"/servers/[^/]+$"_s) <= 1 &&
                     requests("POST", u"/servers$"_s) <= 1,
                 qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        const bool changed = after.id != before.id;
        QVERIFY2(history.front().outcome == (changed ? Outcome::Succeeded : Outcome::Failed),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        recreated += changed ? 1 : 0;
    }
    QVERIFY(recreated * stride > 5);
}

void TestPlanRecovery::copyToAnotherZoneKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::newRow("before a line") << u"writing"_s;
    QTest::newRow("after a line") << u"written"_s;
}

/// Either there is one complete copy or nothing of it; what is temporary is gone.
void TestPlanRecovery::copyToAnotherZoneKilledAtEveryStep()
{
    QFETCH(const QString, when);
    bool ended = false;
    int copied = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"upgrade-trial"_s);
        const auto disk = cloud.get(openstack::Get<openstack::Volume>{before.volumes.front().id});
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name}};
        plan.disks = {{disk.id, disk.name, disk.sizeGiB, disk.volumeType, disk.availabilityZone}};
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const auto images = cloud.get(openstack::List<openstack::Image>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"name"_s, u"copied"_s},
                                      {u"availability_zone"_s, u"nova-2"_s},
                                      {u"original"_s, u"keep-running"_s},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal, killed(begun(u"copy-server-to-zone"_s, intent), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> made;
        made.filters.insert(u"name"_s, u"^copied$"_s);
        const auto copies = cloud.get(made).items;
        QVERIFY2(copies.size() <= 1, qPrintable(said));
        for (const auto &copy : copies)
            QVERIFY2(copy.status == "ACTIVE"_L1 && copy.volumes.size() == 1, qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Volume>{}).items.size() ==
                     volumes + copies.size(),
                 qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Image>{}).items.size() == images,
                 qPrintable(said));
        QCOMPARE(cloud.server(u"upgrade-trial"_s).id, before.id);
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        QVERIFY2(history.front().outcome == (copies.empty() ? Outcome::Failed : Outcome::Succeeded),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        copied += copies.empty() ? 0 : 1;
    }
    QVERIFY(copied * stride > 5);
}

/// The other zone has no backend of the type of the second disk. Nothing is left of the copy, and
/// the original runs again.
void TestPlanRecovery::failingCopyKilledAtEveryStep()
{
    bool ended = false;
    int failed = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"wiki-1"_s);
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name}};
        for (const auto &attached : before.volumes) {
            const auto disk = cloud.get(openstack::Get<openstack::Volume>{attached.id});
            plan.disks.push_back(
                {disk.id, disk.name, disk.sizeGiB, disk.volumeType, disk.availabilityZone});
        }
        plan.disks.back().type = u"fast"_s;
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const auto images = cloud.get(openstack::List<openstack::Image>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"name"_s, u"copied"_s},
                                      {u"availability_zone"_s, u"nova-2"_s},
                                      {u"original"_s, u"shut-off"_s},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal,
                    killed(begun(u"copy-server-to-zone"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        QVERIFY2(cloud.get(openstack::List<openstack::Volume>{}).items.size() == volumes,
                 qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Image>{}).items.size() == images,
                 qPrintable(said));
        const auto after = cloud.server(u"wiki-1"_s);
        QVERIFY2(after.status == "ACTIVE"_L1 && after.taskState.isEmpty(), qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        QVERIFY2(history.front().outcome == Outcome::Failed, qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        failed += 1;
    }
    QVERIFY(failed * stride > 10);
}

QTEST_GUILESS_MAIN(TestPlanRecovery)
#include "tst_planrecovery.moc"
