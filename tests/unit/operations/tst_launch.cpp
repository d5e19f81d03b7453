#include "net/apiclient.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/servergroup.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/actions.h"
#include "operations/actions/requests.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchinstance.h"
#include "operations/launch/newvolumes.h"
#include "operations/resume/resume.h"

#include "support/democloudfixture.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::JournalEntry;
using operations::JournalStep;
using operations::LaunchInstance;
using operations::LaunchRequest;
using operations::Operation;
using operations::Outcome;
using operations::Subject;
using test::DemoCloudFixture;

namespace {

const QRegularExpression serversPath(u"/servers$"_s);         // NOLINT(cert-err58-cpp)
const QRegularExpression volumesPath(u"/volumes$"_s);         // NOLINT(cert-err58-cpp)
const QRegularExpression actionPath(u"/action$"_s);           // NOLINT(cert-err58-cpp)
const QRegularExpression floatingIpsPath(u"/floatingips$"_s); // NOLINT(cert-err58-cpp)
const QRegularExpression backupsPath(u"/backups$"_s);         // NOLINT(cert-err58-cpp)

FaultRule cut(const QRegularExpression &path, bool carriedOut)
{
    FaultRule rule;
    rule.method = "POST";
    rule.path = path;
    rule.kind = FaultRule::Kind::CutBefore;
    rule.carriedOut = carriedOut;
    return rule;
}

/// A snapshot of an instance with three volumes, and what launches from it.
LaunchRequest restoreOf(DemoCloudFixture &fixture, const QString &server)
{
    const openstack::Server row = fixture.server(server);
    const auto made = fixture.get(openstack::CreateImage{.serverId = row.id, .name = u"before"_s});
    const openstack::Image image = fixture.get(openstack::Get<openstack::Image>{made.imageId});
    for (const openstack::BlockDevice &device : image.blockDevices) {
        if (!fixture.pump([&] {
                return fixture.get(openstack::Get<openstack::VolumeSnapshot>{device.snapshotId})
                           .status == u"available"_s;
            }))
            qFatal("the volume snapshot is not there");
    }
    LaunchRequest request;
    request.source = {openstack::Kind::SnapshotSet, image.id, image.name};
    request.server.name = u"web-01 restored (ü)"_s;
    request.server.flavorId = fixture.get(openstack::List<openstack::Flavor>{}).items.front().id;
    for (const openstack::Flavor &flavor :
         fixture.get(openstack::List<openstack::Flavor>{}).items) {
        if (flavor.name == row.flavor.name)
            request.server.flavorId = flavor.id;
    }
    for (const openstack::Port &port :
         fixture.get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, row.id}}}).items)
        request.server.networkIds.append(port.networkId);
    for (const openstack::BlockDevice &device : image.blockDevices) {
        request.server.blockDevices.push_back({.uuid = device.snapshotId,
                                               .deviceName = device.deviceName,
                                               .bootIndex = device.bootIndex,
                                               .sizeGiB = device.volumeSizeGiB});
        request.volumeNames.insert(device.snapshotId,
                                   u"web-01 restored-"_s + device.deviceName.section(u'/', -1));
    }
    return request;
}

/// The volumes of the cloud that have this operation's tag.
std::vector<openstack::Volume> volumesOf(DemoCloudFixture &fixture, const Operation &operation)
{
    std::vector<openstack::Volume> all = fixture.get(openstack::List<openstack::Volume>{}).items;
    std::erase_if(all, [&](const openstack::Volume &volume) {
        return volume.metadata.value(u"oriel:operation"_s) != operation.id();
    });
    return all;
}

template <typename T, typename Request>
T *begin(DemoCloudFixture &fixture, Request request)
{
    auto operation = std::make_unique<T>(fixture.context(), std::move(request));
    T *raw = operation.get();
    fixture.center.start(std::move(operation));
    return raw;
}

Operation *start(DemoCloudFixture &fixture, QStringView key, const operations::Subject &target,
                 const operations::Values &values)
{
    return fixture.center.start(operations::actOn(fixture.context(), key, target, values));
}

bool untilEnd(DemoCloudFixture &fixture, const Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

const char *why(const Operation *operation)
{
    static QByteArray text;
    text = operation->error() ? operation->error()->message.toUtf8() : QByteArray();
    return text.constData();
}

/// What a dead Oriel has left of this operation.
JournalEntry leftOf(const Operation &operation, std::vector<JournalStep> steps)
{
    JournalEntry entry = operation.journalEntry();
    entry.kind = operation.kind();
    entry.intent = operation.intent();
    entry.started = QDateTime(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
    entry.outcome = Outcome::Running;
    entry.steps = std::move(steps);
    return entry;
}

Operation *resume(DemoCloudFixture &fixture, const JournalEntry &entry)
{
    auto operation = operations::resumeOperation(entry, fixture.context());
    return operation ? fixture.center.start(std::move(operation)) : nullptr;
}

JournalStep intended(const QString &name, const QJsonObject &facts = {})
{
    return {name, JournalStep::Phase::Intended, {}, facts};
}

/// A volume snapshot of a volume that nobody uses, of this size.
openstack::VolumeSnapshot snapshotOfFreeVolume(DemoCloudFixture &fixture)
{
    for (const openstack::Volume &volume :
         fixture.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.status != u"available"_s)
            continue;
        auto snapshot = fixture.get(openstack::CreateVolumeSnapshot{volume.id, u"now"_s});
        if (!fixture.pump([&] {
                snapshot = fixture.get(openstack::Get<openstack::VolumeSnapshot>{snapshot.id});
                return snapshot.status == u"available"_s;
            }))
            break;
        return snapshot;
    }
    qFatal("no free volume in the demo cloud");
}

operations::Subject subjectOf(const openstack::VolumeSnapshot &snapshot)
{
    return {openstack::Kind::VolumeSnapshot, snapshot.id, snapshot.name};
}

Operation *startRevert(DemoCloudFixture &fixture, const openstack::VolumeSnapshot &snapshot)
{
    return start(fixture, u"revert-volume", {openstack::Kind::Volume, snapshot.volumeId, u"v"_s},
                 {{u"snapshot"_s, operations::toJson(subjectOf(snapshot))}});
}

Operation *startBackup(DemoCloudFixture &fixture, const openstack::VolumeSnapshot &snapshot)
{
    return start(fixture, u"create-backup", subjectOf(snapshot),
                 {{u"volume"_s, snapshot.volumeId}, {u"name"_s, u"copy"_s}});
}

Operation *startVolume(DemoCloudFixture &fixture, const openstack::VolumeSnapshot &snapshot,
                       const QString &name, int gib)
{
    return start(fixture, u"create-volume", subjectOf(snapshot),
                 {{u"name"_s, name}, {u"size"_s, gib}});
}

/// From this image, on a new volume, on the network of web-1.
LaunchRequest onNewVolume(DemoCloudFixture &fixture, const QString &imageId)
{
    const auto port = fixture
                          .get(openstack::List<openstack::Port>{
                              .filters = {{u"device_id"_s, fixture.server(u"web-1"_s).id}}})
                          .items.front();
    LaunchRequest request;
    request.source = {Kind::Image, imageId, u"image"_s};
    request.server.name = u"fresh"_s;
    request.server.flavorId = fixture.get(openstack::List<openstack::Flavor>{}).items.front().id;
    request.server.blockDevices = {{.source = openstack::NewBlockDevice::Source::ImageVolume,
                                    .uuid = imageId,
                                    .bootIndex = 0,
                                    .sizeGiB = 12,
                                    .deleteOnTermination = true}};
    request.volumeNames = {{imageId, u"fresh-root"_s}};
    request.volumeZone = u"nova"_s;
    request.server.networkIds = {port.networkId};
    request.server.fixedIps = {
        {port.networkId, port.fixedIps.front().address.section(u'.', 0, 2) + u".77"_s}};
    request.server.description = u"A first one"_s;
    request.server.tags = {u"blue"_s};
    return request;
}

/// The same, with an address, and a group that lets SSH in.
LaunchRequest reachable(DemoCloudFixture &fixture, bool freeAddress)
{
    LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    request.server.fixedIps.clear();
    request.server.securityGroups = {u"default"_s};
    operations::FloatingIpMove move;
    move.networkId = request.server.networkIds.front();
    for (const auto &network : fixture.get(openstack::List<openstack::Network>{}).items) {
        if (network.external)
            move.poolId = network.id;
    }
    if (freeAddress) {
        const auto free = fixture.get(
            openstack::Create<openstack::FloatingIp>{{{u"floating_network_id"_s, move.poolId}}});
        const auto row = fixture.get(openstack::Get<openstack::FloatingIp>{free.id});
        move.id = row.id;
        move.address = row.address;
    }
    request.floatingIp = move;
    request.group = operations::NewGroup{u"fresh-ssh"_s, u"SSH"_s, u"tcp"_s, 22, {}};
    return request;
}

/// The security groups that this operation has created.
std::vector<openstack::SecurityGroup> groupsOf(DemoCloudFixture &fixture,
                                               const Operation &operation)
{
    auto all = fixture.get(openstack::List<openstack::SecurityGroup>{}).items;
    std::erase_if(all, [&](const openstack::SecurityGroup &group) {
        return !group.description.contains(operation.id());
    });
    return all;
}

operations::FloatingIpMove floatingIpOf(DemoCloudFixture &fixture, const QString &server)
{
    const auto ports = fixture
                           .get(openstack::List<openstack::Port>{
                               .filters = {{u"device_id"_s, fixture.server(server).id}}})
                           .items;
    for (const auto &address : fixture.get(openstack::List<openstack::FloatingIp>{}).items) {
        if (address.portId == ports.front().id)
            return {address.id,     address.address, ports.front().networkId,
                    address.portId, address.fixedIp, server,
                    u"new"_s};
    }
    qFatal("the instance has no floating IP");
}

} // namespace

Q_DECLARE_METATYPE(oriel::demo::FaultRule)
Q_DECLARE_METATYPE(oriel::operations::VolumeOrigin)

class TestLaunch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anInstanceOfThreeVolumes();
    void aLostAnswerIsFoundByItsTag();
    void aLostRequestIsUnclear();
    void itsVolumesAreNamedAndTagged();
    void aVolumeWithoutAnAnswerIsFound();
    void aRefusalMakesNothing();
    void volumesBeyondTheQuotaMakeNoInstance();
    void whatFailsWhileItIsBuiltIsNamed();
    void namesOfRestoredVolumes_data();
    void namesOfRestoredVolumes();
    void onlyTheVolumes();
    void withoutVolumesNothingSucceeds();
    void oneOfTheVolumesFails();
    void resumedBeforeItLeft();
    void resumedWithoutAnAnswer_data();
    void resumedWithoutAnAnswer();
    void theRequestSurvivesTheJournal();
    void aVolume();
    void aVolumeWhoseAnswerIsLost();
    void aVolumeThatIsTooSmall();
    void revert();
    void revertOfAVolumeInUse();
    void revertWhoseAnswerIsLost_data();
    void revertWhoseAnswerIsLost();
    void backup();
    void backupWithoutABackupService();
    void theFloatingIpMovesAndComesBack();
    void aFloatingIpThatAnotherUserTookStays();
    void noAnswerIsNoFailure_data();
    void noAnswerIsNoFailure();
    void everyRequestWithEveryFault_data();
    void everyRequestWithEveryFault();
    void fromAnImageOnANewVolume();
    void fromAVolume();
    void severalWithAQuotaForFewer();
    void userDataIsSentButNotKept();
    void canceledWhileItsVolumesAreCreated_data();
    void canceledWhileItsVolumesAreCreated();
    void aCanceledLaunchIsNotResumed();
    void commandsEqualWhatIsSent();
    void thePasswordIsShownOnce();
    void aPasswordOfTheUsersOwn();
    void aLostPasswordIsSaid();
    void thePolicyOfItsGroupIsNamed_data();
    void thePolicyOfItsGroupIsNamed();
    void isMadeReachable_data();
    void isMadeReachable();
    void makingItReachableWithEveryFault_data();
    void makingItReachableWithEveryFault();
};

void TestLaunch::anInstanceOfThreeVolumes()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    QVERIFY(request.server.blockDevices.size() >= 2);
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QSet<QString> details;
    connect(operation, &Operation::changed, this, [&] {
        for (const operations::Stage &stage : operation->stages())
            details.insert(stage.detail);
    });
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 1);
    const auto server = fixture.get(openstack::Get<openstack::Server>{operation->resultId()});
    QCOMPARE(server.status, u"ACTIVE"_s);
    QCOMPARE(server.name, request.server.name);
    QCOMPARE(server.metadata.value(u"oriel:operation"_s), operation->id());
    QCOMPARE(server.volumes.size(), request.server.blockDevices.size());
    QVERIFY(!operation->addresses().isEmpty());
    QCOMPARE(operation->addresses().size(), static_cast<qsizetype>(server.addresses.size()));
    QVERIFY(details.size() > 2); // the way there was seen
    QVERIFY(details.contains(u"block_device_mapping"_s));
    QVERIFY(details.contains(u"spawning"_s));
    for (const operations::Stage &stage : operation->stages())
        QCOMPARE(stage.state, operations::StageState::Done);
}

void TestLaunch::aLostAnswerIsFoundByItsTag()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(serversPath, true));
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 1);
    QCOMPARE(fixture.get(openstack::Get<openstack::Server>{operation->resultId()}).name,
             request.server.name);
}

void TestLaunch::aLostRequestIsUnclear()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(serversPath, false));
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 1);
}

void TestLaunch::aRefusalMakesNothing()
{
    DemoCloudFixture fixture;
    LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    request.server.keyName = u"not there"_s;
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::BadRequest);
    QVERIFY(operation->leftovers().empty());
    QVERIFY(volumesOf(fixture, *operation).empty()); // they were created, and deleted again
    QCOMPARE(operation->notes().size(), 1);
}

void TestLaunch::itsVolumesAreNamedAndTagged()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    const std::size_t count = request.server.blockDevices.size();
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    // Their names are in the requests that create them: nothing changes them later.
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), static_cast<int>(count));
    QCOMPARE(fixture.cloud.faults().requestCount("PUT", QRegularExpression(u"/volumes/[^/]+$"_s)),
             0);
    const auto volumes = volumesOf(fixture, *operation);
    QCOMPARE(volumes.size(), count);
    for (const openstack::Volume &volume : volumes) {
        QCOMPARE(volume.name, request.volumeNames.value(volume.snapshotId));
        QCOMPARE(volume.status, u"in-use"_s);
        QCOMPARE(volume.attachments.front().serverId, operation->resultId());
    }
}

void TestLaunch::aVolumeWithoutAnAnswerIsFound()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    const auto count = static_cast<int>(request.server.blockDevices.size());
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(volumesPath, true));
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), count);
    QCOMPARE(static_cast<int>(volumesOf(fixture, *operation).size()), count);
}

void TestLaunch::volumesBeyondTheQuotaMakeNoInstance()
{
    DemoCloudFixture fixture;
    LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    request.server.blockDevices.back().sizeGiB = 90'000; // more than the quota allows
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"gigabytes quota"_s), why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
    QVERIFY(operation->leftovers().empty());
    QVERIFY(volumesOf(fixture, *operation).empty());
}

void TestLaunch::whatFailsWhileItIsBuiltIsNamed()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    fixture.cloud.faults().failNextAction(u"create"_s);
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"No valid host"_s), why(operation));
    QCOMPARE(operation->leftovers().size(), 1 + request.server.blockDevices.size());
    QCOMPARE(operation->leftovers().front().kind, openstack::Kind::Server);
    QCOMPARE(operation->leftovers().front().id, operation->resultId());
    QCOMPARE(operation->leftovers().back().kind, openstack::Kind::Volume);
    QCOMPARE(volumesOf(fixture, *operation).size(), request.server.blockDevices.size());
}

void TestLaunch::namesOfRestoredVolumes_data()
{
    using Origin = operations::VolumeOrigin;
    QTest::addColumn<QString>("owner");
    QTest::addColumn<Origin>("origin");
    QTest::addColumn<QString>("name");
    const QString owner = u"web-1-restored"_s;
    QTest::newRow("the rest of its name")
        << owner << Origin{u"web-1-data"_s, u"web-1"_s, u"/dev/vdb"_s, false}
        << u"web-1-restored-data"_s;
    QTest::newRow("the rest of its name, after a space")
        << owner << Origin{u"web-1 data"_s, u"web-1"_s, u"/dev/vdb"_s, false}
        << u"web-1-restored-data"_s;
    QTest::newRow("of another instance")
        << owner << Origin{u"web-10-data"_s, u"web-1"_s, u"/dev/vdb"_s, false}
        << u"web-1-restored-web-10-data"_s;
    QTest::newRow("boot volume") << owner << Origin{QString(), u"web-1"_s, u"/dev/vda"_s, true}
                                 << u"web-1-restored-root"_s;
    QTest::newRow("no name") << owner << Origin{QString(), u"web-1"_s, u"/dev/vdc"_s, false}
                             << u"web-1-restored-vdc"_s;
    QTest::newRow("nothing known") << owner << Origin{} << u"web-1-restored-volume"_s;
    QTest::newRow("taken") << owner << Origin{u"taken"_s, {}, {}, false}
                           << u"web-1-restored-taken-2"_s;
    QTest::newRow("too long") << QString(255, u'x') << Origin{u"data"_s, {}, {}, false}
                              << QString(250, u'x') + u"-data"_s;
}

void TestLaunch::namesOfRestoredVolumes()
{
    QFETCH(const QString, owner);
    QFETCH(const operations::VolumeOrigin, origin);
    QFETCH(const QString, name);
    const auto isTaken = [](const QString &candidate) {
        return candidate.endsWith(u"-taken"_s);
    };
    QCOMPARE(operations::restoredVolumeName(owner, origin, isTaken), name);
}

void TestLaunch::withoutVolumesNothingSucceeds()
{
    DemoCloudFixture fixture;
    Operation *operation =
        start(fixture, operations::restoreWays().volumes->key,
              {openstack::Kind::SnapshotSet, u"gone"_s, u"gone"_s}, {{u"name"_s, u"copy"_s}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(!operation->error()->message.isEmpty());
}

void TestLaunch::onlyTheVolumes()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    const auto watched =
        fixture.stores->watch({Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server});
    QVERIFY(fixture.pump([&] {
        const store::CloudStores &stores = *fixture.stores;
        return stores.snapshotSets.find(request.source.id) && stores.servers.state().loaded &&
               stores.volumes.state().loaded && stores.volumeSnapshots.state().loaded;
    }));
    fixture.cloud.faults().clearLog();
    const auto *action = operations::restoreWays().volumes;
    QCOMPARE(action->obstacle({*fixture.stores}, request.source.id), QString());
    Operation *operation = start(fixture, action->key, request.source, {{u"name"_s, u"copy"_s}});
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(operation->stages().size(), request.server.blockDevices.size());
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath),
             static_cast<int>(request.server.blockDevices.size()));
    QSet<QString> names;
    for (const openstack::Volume &volume : volumesOf(fixture, *operation)) {
        QCOMPARE(volume.status, u"available"_s);
        QVERIFY2(volume.name.startsWith(u"copy-"_s), qPrintable(volume.name));
        names.insert(volume.name);
    }
    QCOMPARE(static_cast<std::size_t>(names.size()), request.server.blockDevices.size());
}

void TestLaunch::oneOfTheVolumesFails()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    QJsonArray volumes;
    for (const openstack::NewBlockDevice &device : request.server.blockDevices)
        volumes.append(QJsonObject{
            {u"snapshot"_s, operations::toJson(Subject{Kind::VolumeSnapshot, device.uuid, u"s"_s})},
            {u"name"_s, u"copy-"_s + device.deviceName.section(u'/', -1)},
            {u"size"_s, volumes.isEmpty() ? 90'000 : device.sizeGiB}});
    Operation *operation = start(fixture, u"restore-volumes", request.source,
                                 {{u"name"_s, u"copy"_s}, {u"volumes"_s, volumes}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.startsWith(u"copy-vda: "_s), why(operation));
    QCOMPARE(operation->stages().front().state, operations::StageState::Failed);
    QCOMPARE(operation->stages().back().state, operations::StageState::Done);
    QVERIFY(!operation->resultId().isEmpty()); // it is not offered to be entered again
    // The others are what the user wanted.
    QCOMPARE(volumesOf(fixture, *operation).size(), request.server.blockDevices.size() - 1);
}

void TestLaunch::resumedBeforeItLeft()
{
    DemoCloudFixture fixture;
    const LaunchInstance dead(fixture.context(), restoreOf(fixture, u"db-1"_s));
    fixture.cloud.faults().clearLog();
    Operation *operation = resume(fixture, leftOf(dead, {}));
    QVERIFY(operation);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::Cancelled);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
}

void TestLaunch::resumedWithoutAnAnswer_data()
{
    QTest::addColumn<bool>("arrived");
    QTest::newRow("the cloud had carried it out") << true;
    QTest::newRow("it never reached the cloud") << false;
}

void TestLaunch::resumedWithoutAnAnswer()
{
    QFETCH(const bool, arrived);
    DemoCloudFixture fixture;
    const LaunchInstance dead(fixture.context(), restoreOf(fixture, u"db-1"_s));
    QString made;
    if (arrived) {
        openstack::CreateServer create = dead.request().server;
        create.metadata.insert(u"oriel:operation"_s, dead.id());
        made = fixture.get(create).id;
    }
    fixture.cloud.faults().clearLog();
    Operation *operation = resume(fixture, leftOf(dead, {intended(u"create-server"_s)}));
    QVERIFY(operation);
    QCOMPARE(operation->id(), dead.id());
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
    QCOMPARE(operation->resultId(), made);
    QCOMPARE(operation->outcome(), arrived ? Outcome::Succeeded : Outcome::Failed);
    if (!arrived)
        QCOMPARE(operation->error()->kind, ErrorKind::Cancelled);
}

void TestLaunch::theRequestSurvivesTheJournal()
{
    LaunchRequest request;
    request.source = {openstack::Kind::VolumeSnapshot, u"s"_s, u"n"_s};
    request.server.name = u"x"_s;
    request.server.flavorId = u"f"_s;
    request.server.imageId = u"i"_s;
    request.server.blockDevices = {{.source = openstack::NewBlockDevice::Source::Image,
                                    .uuid = u"i"_s,
                                    .bootIndex = 0,
                                    .deleteOnTermination = true},
                                   {.uuid = u"s"_s, .deviceName = u"/dev/vdb"_s, .sizeGiB = 3}};
    request.volumeNames = {{u"s"_s, u"x-data"_s}};
    request.server.networkIds = {u"n1"_s, u"n2"_s};
    request.server.securityGroups = {u"g"_s};
    request.server.keyName = u"k"_s;
    request.server.availabilityZone = u"z"_s;
    request.server.metadata = {{u"a"_s, u"b"_s}};
    request.flavorName = u"m1"_s;
    request.floatingIp = {u"fip"_s,      u"203.0.113.7"_s, u"net"_s, u"p"_s,
                          u"10.0.0.3"_s, u"o"_s,           u"x"_s};
    const auto back = operations::launchRequestFromJson(operations::toJson(request));
    QVERIFY(back);
    QCOMPARE(back->server.blockDevices, request.server.blockDevices);
    QCOMPARE(back->volumeNames, request.volumeNames);
    QCOMPARE(back->server.metadata, request.server.metadata);
    QCOMPARE(back->server.networkIds, request.server.networkIds);
    QCOMPARE(back->floatingIp, request.floatingIp);
    QVERIFY(*back == request);
    QVERIFY(!operations::launchRequestFromJson({}));
    QCOMPARE(
        operations::launchCommand(request),
        u"volume1=$(openstack volume create -f value -c id --snapshot s --size 3 x-data)\n"
        "until [ \"$(openstack volume show -f value -c status \"$volume1\")\" = available ]; do "
        "sleep 2; done\n"
        "openstack server create --flavor f --image i --block-device "
        "uuid=\"$volume1\",source_type=volume,destination_type=volume,device_name=/dev/"
        "vdb,delete_on_termination=false --network n1 --network n2 --security-group g "
        "--key-name k --availability-zone z --property a=b x"_s);
}

void TestLaunch::aVolume()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().clearLog();
    auto *operation = startVolume(fixture, snapshot, u"from now"_s, snapshot.sizeGiB + 1);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), 1);
    const auto volume = fixture.get(openstack::Get<openstack::Volume>{operation->resultId()});
    QCOMPARE(volume.status, u"available"_s);
    QCOMPARE(volume.sizeGiB, snapshot.sizeGiB + 1);
    QCOMPARE(volume.snapshotId, snapshot.id);
    QVERIFY(fixture.stores->volumes.find(volume.id));
}

void TestLaunch::aVolumeWhoseAnswerIsLost()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(volumesPath, true));
    auto *operation = startVolume(fixture, snapshot, u"from now"_s, snapshot.sizeGiB);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), 1);
    QCOMPARE(fixture.get(openstack::Get<openstack::Volume>{operation->resultId()}).name,
             u"from now"_s);
}

void TestLaunch::aVolumeThatIsTooSmall()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    QVERIFY(snapshot.sizeGiB > 1);
    auto *operation = startVolume(fixture, snapshot, u"x"_s, snapshot.sizeGiB - 1);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::BadRequest);
    QVERIFY(operation->leftovers().empty());
}

void TestLaunch::revert()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().clearLog();
    auto *operation = startRevert(fixture, snapshot);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", actionPath), 1);
    QCOMPARE(fixture.get(openstack::Get<openstack::Volume>{snapshot.volumeId}).status,
             u"available"_s);
}

void TestLaunch::revertOfAVolumeInUse()
{
    DemoCloudFixture fixture;
    const LaunchRequest set = restoreOf(fixture, u"db-1"_s);
    const auto snapshot = fixture.get(
        openstack::Get<openstack::VolumeSnapshot>{set.server.blockDevices.front().uuid});
    fixture.cloud.faults().clearLog();
    auto *operation = startRevert(fixture, snapshot);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::Conflict);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", actionPath), 0);
}

void TestLaunch::revertWhoseAnswerIsLost_data()
{
    QTest::addColumn<bool>("carriedOut");
    QTest::newRow("carried out") << true;
    QTest::newRow("not carried out") << false;
}

void TestLaunch::revertWhoseAnswerIsLost()
{
    QFETCH(const bool, carriedOut);
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(actionPath, carriedOut));
    auto *operation = startRevert(fixture, snapshot);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), carriedOut ? Outcome::Succeeded : Outcome::Unclear);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", actionPath), 1);
}

void TestLaunch::backup()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().add(cut(backupsPath, true));
    auto *operation = startBackup(fixture, snapshot);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", backupsPath), 1);
    const auto backup = fixture.get(openstack::Get<openstack::Backup>{operation->resultId()});
    QCOMPARE(backup.status, u"available"_s);
    QCOMPARE(backup.snapshotId, snapshot.id);
    QVERIFY(operation->notes().isEmpty());
}

void TestLaunch::backupWithoutABackupService()
{
    DemoCloudFixture fixture;
    const auto snapshot = snapshotOfFreeVolume(fixture);
    fixture.cloud.faults().stopBackupService();
    auto *operation = startBackup(fixture, snapshot);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"Service not found"_s), why(operation));
    QCOMPARE(operation->notes().size(), 1);
    QVERIFY(operation->notes().front().contains(u"Backing up"_s));
    QCOMPARE(fixture.stores->volumeSnapshots.find(snapshot.id)->status, u"backing-up"_s);
}

void TestLaunch::theFloatingIpMovesAndComesBack()
{
    DemoCloudFixture fixture;
    LaunchRequest request = restoreOf(fixture, u"shop-1"_s);
    const auto address = floatingIpOf(fixture, u"shop-1"_s);
    request.floatingIp = address;
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QVERIFY2(operation->notes().isEmpty(), qPrintable(operation->notes().join(u'\n')));
    const auto ports = fixture
                           .get(openstack::List<openstack::Port>{
                               .filters = {{u"device_id"_s, operation->resultId()}}})
                           .items;
    QCOMPARE(fixture.get(openstack::Get<openstack::FloatingIp>{address.id}).portId,
             ports.front().id);
    QVERIFY(operation->movedFloatingIp());
    QCOMPARE(operation->movedFloatingIp()->fromPortId, ports.front().id);

    auto back = operations::operationFor(fixture.context(), *operation->movedFloatingIp(),
                                         address.fromPortId, address.fromFixedIp);
    Operation *undone = fixture.center.start(std::move(back));
    QVERIFY(untilEnd(fixture, undone));
    QVERIFY2(undone->outcome() == Outcome::Succeeded, why(undone));
    const auto now = fixture.get(openstack::Get<openstack::FloatingIp>{address.id});
    QCOMPARE(now.portId, address.fromPortId);
    QCOMPARE(now.fixedIp, address.fromFixedIp);
}

void TestLaunch::aFloatingIpThatAnotherUserTookStays()
{
    DemoCloudFixture fixture;
    LaunchRequest request = restoreOf(fixture, u"shop-1"_s);
    const auto address = floatingIpOf(fixture, u"shop-1"_s);
    request.floatingIp = address;
    (void)fixture.get(openstack::AssociateFloatingIp{.id = address.id});
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded); // the instance is up nevertheless
    QCOMPARE(operation->notes().size(), 1);
    QVERIFY(operation->notes().front().contains(address.address));
    QVERIFY(!operation->movedFloatingIp());
    QCOMPARE(fixture.get(openstack::Get<openstack::FloatingIp>{address.id}).portId, QString());
}

void TestLaunch::noAnswerIsNoFailure_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    using Kind = FaultRule::Kind;
    QTest::newRow("502") << int(Kind::Status) << 502;
    QTest::newRow("503") << int(Kind::Status) << 503;
    QTest::newRow("504") << int(Kind::Status) << 504;
    QTest::newRow("a page of HTML") << int(Kind::Html) << 200;
    QTest::newRow("cut off") << int(Kind::CutBefore) << 0;
}

/// Nothing shows that it was carried out, and nothing proves that it was not.
void TestLaunch::noAnswerIsNoFailure()
{
    QFETCH(const int, kind);
    QFETCH(const int, status);
    FaultRule rule;
    rule.kind = static_cast<FaultRule::Kind>(kind);
    rule.status = status;
    rule.carriedOut = false;
    rule.count = 0;
    const auto faulty = [&rule](DemoCloudFixture &fixture, const QByteArray &method,
                                const QRegularExpression &path) {
        rule.method = method;
        rule.path = path;
        fixture.cloud.faults().clearLog();
        fixture.cloud.faults().add(rule);
    };
    const QRegularExpression addressPath(u"/floatingips/[^/]+$"_s);
    {
        DemoCloudFixture fixture;
        const auto snapshot = snapshotOfFreeVolume(fixture);
        faulty(fixture, "POST", actionPath);
        auto *operation = startRevert(fixture, snapshot);
        QVERIFY(untilEnd(fixture, operation));
        QCOMPARE(operation->outcome(), Outcome::Unclear);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", actionPath), 1);
    }
    {
        DemoCloudFixture fixture;
        const auto snapshot = snapshotOfFreeVolume(fixture);
        faulty(fixture, "POST", backupsPath);
        auto *operation = startBackup(fixture, snapshot);
        QVERIFY(untilEnd(fixture, operation));
        QCOMPARE(operation->outcome(), Outcome::Unclear);
        QCOMPARE(fixture.cloud.faults().requestCount("POST", backupsPath), 1);
    }
    {
        DemoCloudFixture fixture;
        const auto move = floatingIpOf(fixture, u"shop-1"_s);
        const auto port = fixture
                              .get(openstack::List<openstack::Port>{
                                  .filters = {{u"device_id"_s, fixture.server(u"web-1"_s).id}}})
                              .items.front();
        faulty(fixture, "PUT", addressPath);
        auto made = operations::operationFor(fixture.context(), move, port.id, QString());
        Operation *operation = made.get();
        fixture.center.start(std::move(made));
        QVERIFY(untilEnd(fixture, operation));
        QCOMPARE(operation->outcome(), Outcome::Unclear);
        QCOMPARE(fixture.cloud.faults().requestCount("PUT", addressPath), 1);
    }
}

/// A faulty request of a launch with three volumes: the first, second and third volume, and the
/// instance.
void TestLaunch::everyRequestWithEveryFault_data()
{
    QTest::addColumn<bool>("ofInstance");
    QTest::addColumn<int>("from");
    QTest::addColumn<FaultRule>("fault");
    using Kind = FaultRule::Kind;
    const auto row = [](const char *name, int request, const FaultRule &fault) {
        QTest::addRow("%s, request %d", name, request + 1)
            << (request == 3) << (request == 3 ? 1 : request + 1) << fault;
    };
    for (int request = 0; request < 4; ++request) {
        FaultRule fault;
        fault.kind = Kind::CutBefore;
        row("carried out, then cut", request, fault);
        fault.carriedOut = false;
        row("cut before it was carried out", request, fault);
        fault.kind = Kind::CutBody;
        fault.carriedOut = true;
        fault.bytes = 20;
        row("half an answer", request, fault);
        fault.kind = Kind::Status;
        fault.status = 403;
        row("refused", request, fault);
        fault.status = 504;
        row("a proxy's time-out", request, fault);
        fault.kind = Kind::Delay;
        fault.delay = std::chrono::seconds(50);
        row("delayed", request, fault);
        fault.kind = Kind::Hang;
        row("no answer at all", request, fault);
        fault.kind = Kind::Html;
        row("a page of HTML", request, fault);
    }
}

/// No request leaves twice, no second instance or volume is created, and everything that exists at
/// the end belongs to the instance or is named.
void TestLaunch::everyRequestWithEveryFault()
{
    QFETCH(const bool, ofInstance);
    QFETCH(const int, from);
    QFETCH(FaultRule, fault);
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    const std::size_t count = request.server.blockDevices.size();
    QCOMPARE(count, 3U);
    fixture.cloud.faults().clearLog();
    fault.method = "POST";
    fault.path = ofInstance ? serversPath : volumesPath;
    fault.from = from;
    fixture.cloud.faults().add(fault);
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY(operation->outcome() != Outcome::Canceled);
    QVERIFY(fixture.cloud.faults().requestCount("POST", serversPath) <= 1);
    QVERIFY(fixture.cloud.faults().requestCount("POST", volumesPath) <= 3);

    std::vector<openstack::Server> servers =
        fixture.get(openstack::List<openstack::Server>{}).items;
    std::erase_if(servers, [&](const openstack::Server &server) {
        return server.metadata.value(u"oriel:operation"_s) != operation->id();
    });
    QVERIFY(servers.size() <= 1);
    QCOMPARE(operation->outcome() == Outcome::Succeeded, servers.size() == 1);
    const auto volumes = volumesOf(fixture, *operation);
    QVERIFY(volumes.size() <= count);
    for (const openstack::Volume &volume : volumes) {
        QVERIFY(!volume.name.isEmpty());
        const bool attached = !servers.empty() && !volume.attachments.empty() &&
                              volume.attachments.front().serverId == servers.front().id;
        const bool named = std::ranges::any_of(
            operation->leftovers(), [&](const Subject &left) { return left.id == volume.id; });
        QVERIFY2(attached || named, qPrintable(volume.name));
    }
    if (operation->outcome() == Outcome::Succeeded)
        QCOMPARE(volumes.size(), count);
    else
        QVERIFY(operation->error() && !operation->error()->message.isEmpty());
}

void TestLaunch::fromAnImageOnANewVolume()
{
    DemoCloudFixture fixture;
    const openstack::Server like = fixture.server(u"web-1"_s);
    const LaunchRequest request = onNewVolume(fixture, like.imageId);
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(operation->title(), u"Launch instance “fresh”"_s);
    const auto server = fixture.get(openstack::Get<openstack::Server>{operation->resultId()});
    QVERIFY(server.imageId.isEmpty());
    QCOMPARE(server.addresses.front().address, request.server.fixedIps.first());
    QCOMPARE(server.description, u"A first one"_s);
    QCOMPARE(server.tags, QStringList{u"blue"_s});
    const auto volumes = volumesOf(fixture, *operation);
    QCOMPARE(volumes.size(), 1U);
    QCOMPARE(volumes.front().name, u"fresh-root"_s);
    QCOMPARE(volumes.front().sizeGiB, 12);
    QCOMPARE(volumes.front().imageId(), like.imageId);
    QCOMPARE(volumes.front().availabilityZone, u"nova"_s);
    QVERIFY(volumes.front().bootable);
    QCOMPARE(server.volumes.front().id, volumes.front().id);
    QVERIFY(server.volumes.front().deleteOnTermination);
}

void TestLaunch::fromAVolume()
{
    DemoCloudFixture fixture;
    LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    const auto volume = fixture.get(
        openstack::CreateVolume{.name = u"mine"_s, .sizeGiB = 12, .imageId = request.source.id});
    QVERIFY(fixture.pump([&] {
        return fixture.get(openstack::Get<openstack::Volume>{volume.id}).status == u"available"_s;
    }));
    request.source = {Kind::Volume, volume.id, volume.name};
    request.server.blockDevices = {
        {.source = openstack::NewBlockDevice::Source::Volume, .uuid = volume.id, .bootIndex = 0}};
    request.volumeNames.clear();
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), 0);
    QCOMPARE(fixture.get(openstack::Get<openstack::Volume>{volume.id}).attachments.front().serverId,
             operation->resultId());

    // A second one from the same volume is refused, and the volume stays.
    request.server.name = u"second"_s;
    request.server.fixedIps.clear();
    auto *second = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, second));
    QCOMPARE(second->outcome(), Outcome::Failed);
    QVERIFY(second->leftovers().empty());
    QCOMPARE(fixture.get(openstack::Get<openstack::Volume>{volume.id}).status, u"in-use"_s);
}

void TestLaunch::severalWithAQuotaForFewer()
{
    DemoCloudFixture fixture;
    LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    request.server.fixedIps.clear();
    const auto limits = fixture.get(openstack::GetComputeLimits{});
    const auto flavors = fixture.get(openstack::List<openstack::Flavor>{}).items;
    const auto smallest = std::ranges::min(flavors, {}, &openstack::Flavor::vcpus);
    request.server.flavorId = smallest.id;
    const auto fits =
        static_cast<int>(std::min({limits.instances.limit - limits.instances.used,
                                   (limits.cores.limit - limits.cores.used) / smallest.vcpus,
                                   (limits.ramMiB.limit - limits.ramMiB.used) / smallest.ramMiB}));
    const int wanted = fits + 8;
    const auto requests = operations::severalOf(request, {wanted});
    QCOMPARE(static_cast<int>(requests.size()), wanted);
    QCOMPARE(requests.front().server.name, u"fresh-1"_s);
    QCOMPARE(requests.front().volumeNames.first(), u"fresh-1-root"_s);
    std::vector<LaunchInstance *> all;
    for (const LaunchRequest &one : requests)
        all.push_back(begin<LaunchInstance>(fixture, one));
    QVERIFY(fixture.pump([&] {
        return std::ranges::all_of(all,
                                   [](auto *one) { return one->outcome() != Outcome::Running; });
    }));
    int launched = 0;
    for (const LaunchInstance *one : all) {
        launched += one->outcome() == Outcome::Succeeded ? 1 : 0;
        if (one->outcome() == Outcome::Succeeded)
            continue;
        QCOMPARE(one->outcome(), Outcome::Failed);
        QVERIFY2(one->error()->message.contains(u"uota"_s), why(one));
        QVERIFY(one->leftovers().empty());
        QVERIFY(volumesOf(fixture, *one).empty());
    }
    QCOMPARE(launched, fits);
    QCOMPARE(operations::severalOf(request, {1}).front(), request);
}

void TestLaunch::userDataIsSentButNotKept()
{
    DemoCloudFixture fixture;
    LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    request.server.userData = "#cloud-config\npassword: hunter2\n";
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    const auto &log = fixture.cloud.faults().log();
    const auto sent = std::ranges::find_if(log, [](const demo::LoggedRequest &one) {
        return one.method == "POST" && one.path.endsWith(u"/servers"_s);
    });
    QVERIFY(sent != log.end() && sent->body.contains(request.server.userData.toBase64()));
    const QString kept = operations::jsonText(operation->intent());
    QVERIFY2(!kept.contains(u"hunter2"_s), qPrintable(kept));
    QVERIFY(operations::launchRequestFromJson(operation->intent())->lacksUserData);
    const QString command = operation->journalEntry().command;
    QVERIFY2(!command.contains(u"hunter2"_s), qPrintable(command));
    QVERIFY2(command.contains(u"--user-data user-data.txt"_s), qPrintable(command));

    // Without it, the instance is not requested in a later run, and its volume is deleted.
    request.server.fixedIps.clear();
    request.server.name = u"fresh again"_s;
    const LaunchInstance dead(fixture.context(), request);
    const auto volume =
        fixture.get(openstack::CreateVolume{.name = u"fresh-root"_s,
                                            .sizeGiB = 12,
                                            .metadata = {{u"oriel:operation"_s, dead.id()}},
                                            .imageId = request.source.id});
    fixture.cloud.faults().clearLog();
    const QString step = u"create-volume:"_s + request.source.id;
    Operation *resumed = resume(
        fixture, leftOf(dead, {intended(step),
                               {step, JournalStep::Phase::Recorded, {}, {{u"id"_s, volume.id}}}}));
    QVERIFY(resumed);
    QVERIFY(untilEnd(fixture, resumed));
    QCOMPARE(resumed->outcome(), Outcome::Failed);
    QVERIFY2(resumed->error()->message.contains(u"user data"_s), why(resumed));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
    QVERIFY(volumesOf(fixture, *resumed).empty());
}

void TestLaunch::commandsEqualWhatIsSent()
{
    LaunchRequest request;
    request.server.name = u"web"_s;
    request.server.flavorId = u"f"_s;
    request.server.blockDevices = {{.source = openstack::NewBlockDevice::Source::ImageVolume,
                                    .uuid = u"i"_s,
                                    .bootIndex = 0,
                                    .sizeGiB = 12,
                                    .volumeType = u"fast"_s}};
    request.server.networkIds = {u"n"_s, u"m"_s};
    request.server.fixedIps = {{u"m"_s, u"10.0.0.9"_s}};
    request.server.portIds = {u"p"_s};
    request.server.keyName = u"desk"_s;
    request.server.description = u"two words"_s;
    request.server.tags = {u"blue"_s};
    request.server.serverGroupId = u"g"_s;
    request.server.configDrive = true;
    request.server.userData = "#!/bin/sh\necho USER_DATA\n";
    request.volumeNames = {{u"i"_s, u"web-root"_s}};
    request.volumeZone = u"z"_s;
    // Each of several has its own volume. The names are those of severalOf().
    const auto several = operations::severalOf(request, {3});
    QCOMPARE(several.back().server.name, u"web-3"_s);
    QCOMPARE(several.back().volumeNames.value(u"i"_s), u"web-3-root"_s);
    QCOMPARE(
        operations::launchCommand(request, {3}),
        u"for n in $(seq 3); do\n"
        "volume1=$(openstack volume create -f value -c id --image i --size 12 --type fast "
        "--availability-zone z web-\"$n\"-root)\n"
        "until [ \"$(openstack volume show -f value -c status \"$volume1\")\" = available ]; do "
        "sleep 2; done\n"
        "openstack --os-compute-api-version 2.52 server create --flavor f --block-device "
        "uuid=\"$volume1\",source_type=volume,destination_type=volume,boot_index=0,"
        "delete_on_termination=false --network n --nic "
        "net-id=m,v4-fixed-ip=10.0.0.9 --port p --key-name desk --user-data /dev/stdin "
        "--description 'two words' --tag blue --hint group=g --use-config-drive web-\"$n\" "
        "<<'USER_DATA_'\n#!/bin/sh\necho USER_DATA\nUSER_DATA_\ndone"_s);
    // Without new volumes, the terminal client can launch several by itself.
    request.server.blockDevices.clear();
    request.server.userData.clear();
    QVERIFY2(operations::launchCommand(request, {3}).endsWith(u"--min 1 --max 3 web"_s),
             qPrintable(operations::launchCommand(request, {3})));
    QVERIFY(!operations::launchCommand(request, {3}).contains(u'\n'));
}

void TestLaunch::thePasswordIsShownOnce()
{
    DemoCloudFixture fixture;
    const auto request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QVERIFY(operation->notes().isEmpty());
    QVERIFY(operation->hasPassword());
    const QString password = operation->takePassword();
    QVERIFY(!password.isEmpty());
    QVERIFY(!operation->hasPassword());
    QCOMPARE(operation->takePassword(), QString());
    // It is nowhere else.
    const JournalEntry entry = operation->journalEntry();
    QVERIFY(!QJsonDocument(operation->intent()).toJson().contains(password.toUtf8()));
    QVERIFY(!entry.command.contains(password) && !entry.notes.join(u' ').contains(password));
    QVERIFY(!operation->command().contains(password));
}

/// The cloud returns it, as Nova does. The journal does not keep it.
void TestLaunch::aPasswordOfTheUsersOwn()
{
    DemoCloudFixture fixture;
    LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    request.server.adminPassword = u"correct horse"_s;
    const QString password = request.server.adminPassword;
    QVERIFY(operations::launchCommand(request).startsWith(u"read -rsp"_s));
    QVERIFY(operations::launchCommand(request).contains(u"--password=\"$password\""_s));
    QVERIFY(!operations::launchCommand(request).contains(password));
    auto *operation = begin<LaunchInstance>(fixture, request);
    const QJsonObject intent = operation->intent();
    QVERIFY(!operations::jsonText(intent).contains(password));
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QCOMPARE(operation->takePassword(), password);
    QCOMPARE(operation->request().server.adminPassword, QString()); // forgotten
    QCOMPARE(operation->intent(), intent);
    const QString command = operation->command();
    QVERIFY(command.contains(u"$password"_s) && !command.contains(password));

    // Without it, the instance is not requested in a later run.
    request.server.fixedIps.clear();
    request.server.name = u"fresh again"_s;
    const LaunchInstance dead(fixture.context(), request);
    QVERIFY(operations::launchRequestFromJson(dead.intent())->lacksPassword);
    fixture.cloud.faults().clearLog();
    Operation *resumed =
        resume(fixture, leftOf(dead, {intended(u"create-volume:"_s + request.source.id)}));
    QVERIFY(resumed && untilEnd(fixture, resumed));
    QCOMPARE(resumed->outcome(), Outcome::Failed);
    QVERIFY2(resumed->error()->message.contains(u"password is not kept"_s), why(resumed));
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), 0); // for nothing
}

void TestLaunch::canceledWhileItsVolumesAreCreated_data()
{
    QTest::addColumn<bool>("stands");
    QTest::newRow("usual") << false;
    QTest::newRow("the storage stands still") << true;
}

void TestLaunch::canceledWhileItsVolumesAreCreated()
{
    QFETCH(const bool, stands);
    DemoCloudFixture fixture;
    const LaunchRequest request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    fixture.cloud.faults().clearLog();
    fixture.cloud.faults().stopStorage(stands);
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(
        fixture.pump([&] { return fixture.cloud.faults().requestCount("POST", volumesPath) > 0; }));
    QVERIFY(operation->canCancel());
    operation->cancel();
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; },
                         std::chrono::minutes(4)));
    QCOMPARE(operation->outcome(), Outcome::Canceled);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
    // Cinder deletes no volume that is being created.
    QCOMPARE(operation->leftovers().size(), std::size_t(stands ? 1 : 0));
    QCOMPARE(volumesOf(fixture, *operation).size(), std::size_t(stands ? 1 : 0));
}

/// Canceled, and killed at once: the next run creates nothing, and deletes what it finds.
void TestLaunch::aCanceledLaunchIsNotResumed()
{
    DemoCloudFixture fixture;
    const LaunchRequest request = restoreOf(fixture, u"db-1"_s);
    const LaunchInstance dead(fixture.context(), request);
    fixture.cloud.faults().clearLog();
    Operation *resumed =
        resume(fixture,
               leftOf(dead, {intended(u"create-volume:"_s + request.newVolumes().front().source.id),
                             JournalStep{u"cancel"_s, JournalStep::Phase::Recorded, {}, {}}}));
    QVERIFY(resumed && untilEnd(fixture, resumed));
    QCOMPARE(resumed->outcome(), Outcome::Canceled);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", volumesPath), 0);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", serversPath), 0);
}

/// A lost answer has had it, and so has an earlier run of Oriel.
void TestLaunch::aLostPasswordIsSaid()
{
    DemoCloudFixture fixture;
    auto request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    fixture.cloud.faults().add(cut(serversPath, true));
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QVERIFY(!operation->hasPassword());
    QVERIFY2(operation->notes().join(u' ').contains(u"password"_s),
             qPrintable(operation->notes().join(u' ')));
    const JournalEntry left = leftOf(*operation, {intended(u"create-server"_s)});
    auto *resumed = qobject_cast<LaunchInstance *>(resume(fixture, left));
    QVERIFY(resumed && untilEnd(fixture, resumed));
    QCOMPARE(resumed->resultId(), operation->resultId());
    QVERIFY(!resumed->hasPassword());
    QVERIFY(resumed->notes().join(u' ').contains(u"password"_s));
}

void TestLaunch::thePolicyOfItsGroupIsNamed_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("instances"); ///< that fit on the three hosts of the demo cloud
    QTest::newRow("strict") << u"anti-affinity"_s << 3;
    QTest::newRow("as far as possible") << u"soft-anti-affinity"_s << 4;
}

void TestLaunch::thePolicyOfItsGroupIsNamed()
{
    QFETCH(const QString, policy);
    QFETCH(const int, instances);
    DemoCloudFixture fixture;
    const auto group = fixture.get(openstack::CreateServerGroup{u"spread"_s, policy});
    fixture.stores->of<openstack::ServerGroup>().upsert({group});
    auto request = onNewVolume(fixture, fixture.server(u"web-1"_s).imageId);
    request.server.blockDevices.clear();
    request.server.imageId = fixture.server(u"web-1"_s).imageId;
    request.server.fixedIps.clear();
    request.server.serverGroupId = group.id;
    for (int number = 1; number <= 4; ++number) {
        request.server.name = u"spread-%1"_s.arg(number);
        auto *operation = begin<LaunchInstance>(fixture, request);
        QVERIFY(untilEnd(fixture, operation));
        if (number <= instances) {
            QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
            continue;
        }
        QCOMPARE(operation->outcome(), Outcome::Failed);
        const QString &message = operation->error()->message;
        QVERIFY2(message.contains(u"No valid host"_s), qPrintable(message));
        QVERIFY2(message.contains(u"spread"_s) && message.contains(u"Different hosts"_s),
                 qPrintable(message));
    }
    const auto now = fixture.get(openstack::Get<openstack::ServerGroup>{group.id});
    QVERIFY(now.members.size() >= instances);
}

void TestLaunch::isMadeReachable_data()
{
    QTest::addColumn<bool>("free");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<int>("rules");
    QTest::newRow("a new address, from anywhere") << false << QString() << 2;
    QTest::newRow("a free address, from one network") << true << u"192.0.2.0/24"_s << 1;
}

void TestLaunch::isMadeReachable()
{
    QFETCH(const bool, free);
    QFETCH(const QString, prefix);
    QFETCH(const int, rules);
    DemoCloudFixture fixture;
    LaunchRequest request = reachable(fixture, free);
    request.group->prefix = prefix;
    fixture.cloud.faults().clearLog();
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation));
    QVERIFY2(operation->notes().isEmpty(), qPrintable(operation->notes().join(u'\n')));
    QVERIFY(!operation->movedFloatingIp()); // nothing was taken from another instance
    const auto server = fixture.get(openstack::Get<openstack::Server>{operation->resultId()});
    const auto floating =
        std::ranges::find(server.addresses, true, &openstack::ServerAddress::floating);
    QVERIFY(floating != server.addresses.end());
    QVERIFY(operation->addresses().contains(floating->address));
    QVERIFY(operation->stages().back().title.contains(floating->address));
    if (free)
        QCOMPARE(floating->address, request.floatingIp->address);
    QCOMPARE(fixture.cloud.faults().requestCount("POST", floatingIpsPath), free ? 0 : 1);
    QVERIFY(server.securityGroups.contains(u"fresh-ssh"_s));
    const auto groups = groupsOf(fixture, *operation);
    QCOMPARE(groups.size(), 1U);
    int ingress = 0;
    for (const auto &rule : fixture
                                .get(openstack::List<openstack::SecurityGroupRule>{
                                    .filters = {{u"security_group_id"_s, groups.front().id}}})
                                .items) {
        if (rule.direction != u"ingress"_s)
            continue;
        ++ingress;
        QCOMPARE(rule.portMin, 22);
        QCOMPARE(rule.portMax, 22);
        QCOMPARE(rule.remotePrefix, prefix);
    }
    QCOMPARE(ingress, rules);
    QVERIFY2(operation->command().contains(u"security group rule create"_s),
             qPrintable(operation->command()));
    QVERIFY(operation->command().contains(free ? request.floatingIp->address
                                               : u"floating ip create"_s));
    QCOMPARE(*operations::launchRequestFromJson(operation->intent()), request);
}

void TestLaunch::makingItReachableWithEveryFault_data()
{
    QTest::addColumn<QRegularExpression>("path");
    QTest::addColumn<FaultRule>("fault");
    using Kind = FaultRule::Kind;
    const auto add = [](const char *what, const QRegularExpression &path) {
        FaultRule fault;
        fault.kind = Kind::CutBefore;
        QTest::addRow("cut, carried out: %s", what) << path << fault;
        fault.carriedOut = false;
        QTest::addRow("cut before it was carried out: %s", what) << path << fault;
        fault.kind = Kind::Status;
        fault.status = 409;
        QTest::addRow("refused: %s", what) << path << fault;
        fault.kind = Kind::Html;
        QTest::addRow("a page of HTML: %s", what) << path << fault;
    };
    add("group", QRegularExpression(u"/security-groups$"_s));
    add("rule", QRegularExpression(u"/security-group-rules$"_s));
    add("instance", serversPath);
    add("address", floatingIpsPath);
}

/// Nothing exists twice, and nothing is left without a name.
void TestLaunch::makingItReachableWithEveryFault()
{
    QFETCH(const QRegularExpression, path);
    QFETCH(FaultRule, fault);
    DemoCloudFixture fixture;
    const LaunchRequest request = reachable(fixture, false);
    const auto before = fixture.get(openstack::List<openstack::FloatingIp>{}).items.size();
    fault.method = "POST";
    fault.path = path;
    fixture.cloud.faults().add(fault);
    auto *operation = begin<LaunchInstance>(fixture, request);
    QVERIFY(untilEnd(fixture, operation));
    const auto groups = groupsOf(fixture, *operation);
    QVERIFY(groups.size() <= 1);
    const auto addresses = fixture.get(openstack::List<openstack::FloatingIp>{}).items.size();
    QVERIFY(addresses <= before + 1);
    const auto volumes = volumesOf(fixture, *operation);
    if (operation->outcome() == Outcome::Succeeded) {
        QCOMPARE(groups.size(), 1U);
        QCOMPARE(volumes.size(), 1U);
        // The instance is running: a missing address is only an additional remark.
        const QStringList aboutIt = operation->notes().filter(u"floating IP"_s);
        QCOMPARE(addresses == before, !aboutIt.isEmpty());
        return;
    }
    QVERIFY(operation->error() && !operation->error()->message.isEmpty());
    QCOMPARE(addresses, before);
    const auto isNamed = [&](const QString &id) {
        return std::ranges::find(operation->leftovers(), id, &Subject::id) !=
               operation->leftovers().end();
    };
    for (const auto &group : groups)
        QVERIFY(isNamed(group.id));
    for (const auto &volume : volumes)
        QVERIFY(isNamed(volume.id));
}

QTEST_GUILESS_MAIN(TestLaunch)
#include "tst_launch.moc"
