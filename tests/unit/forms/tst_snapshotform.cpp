#include "forms/snapshotform.h"

#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

class TestSnapshotForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void theProposedNameFollowsTheInstance();
    void nameIsTrimmedAndFallsBack();
    void nameLength_data();
    void nameLength();
    void keepUntilMustNotHavePassed();
    void volumeBackedCapturesEveryVolume();
    void imageBackedLeavesItsVolumesOut();
    void launchedFromASnapshotItNamesAnImageAndBootsFromAVolume();
    void quotaOfSnapshots();
    void quotaOfGigabytes();
    void quotaOfTheVolumeTypes();
    void dataVolumesThatExceedTheirTypeAreLeftOut();
    void gigabytesCountAsTheCloudCountsThem();
    void unlimitedQuota();
    void unknownQuotaDoesNotBlock();
    void waitsForTheVolumes();
    void theInstanceVanishes();
    void theInstanceGetsBusy();
    void aReaderIsRefused();
    void consistencyFollowsTheState();
    void theCommandIsQuoted();
    void shuttingOffIsAChoiceWhereItCanBe();
    void dataVolumesAreOffered();
    void dataVolumesAreIncludedWhereTheyFit();
    void dataVolumesAreIncludedWhenTheQuotaIsUnknown();
    void theGroupOfAllVolumesIsOffered();
    void anEstimateNeedsEarlierRuns();
    void reopensAsItWas();
};

namespace {

const QStringList member{u"member"_s, u"reader"_s};

/// Stores without a cloud: nobody gets a token, so nothing is sent and the rows are those of the
/// test.
struct Cloud
{
    Cloud() { authority.held = true; }

    void addServer(const QString &id, const QString &name, const QStringList &volumes,
                   bool bootsFromVolume)
    {
        openstack::Server server;
        server.id = id;
        server.name = name;
        server.status = u"ACTIVE"_s;
        server.vmState = u"active"_s;
        server.powerState = 1;
        server.flavor.diskGiB = 5;
        server.imageId = bootsFromVolume ? QString() : u"image-1"_s;
        for (const QString &volume : volumes)
            server.volumes.push_back({volume, false});
        stores.servers.upsert({server});
    }
    void addVolume(const QString &id, const QString &name, int size, const QString &server,
                   const QString &device)
    {
        openstack::Volume volume;
        volume.id = id;
        volume.name = name;
        volume.sizeGiB = size;
        volume.attachments = {{server, device}};
        stores.volumes.upsert({volume});
    }
    void setType(const QString &volumeId, const QString &type)
    {
        openstack::Volume volume = *stores.volumes.find(volumeId);
        volume.volumeType = type;
        stores.volumes.upsert({volume});
    }
    void setLimits(openstack::Quota snapshots, openstack::Quota gigabytes)
    {
        openstack::BlockStorageLimits limits;
        limits.snapshots = snapshots;
        limits.gigabytes = gigabytes;
        stores.blockStorageLimits.set(limits);
    }
    template <typename F>
    void changeServer(F change)
    {
        openstack::Server server = *stores.servers.find(u"s1"_s);
        change(server);
        stores.servers.upsert({server});
    }
    static void loaded(store::StoreBase &source)
    {
        store::LoadState state;
        state.loaded = true;
        source.setState(state);
    }
    /// app-1, three volumes, 7 GiB, room for it.
    void volumeBacked()
    {
        addServer(u"s1"_s, u"app-1"_s, {u"v3"_s, u"v1"_s, u"v2"_s}, true);
        addVolume(u"v1"_s, u"root"_s, 5, u"s1"_s, u"/dev/vda"_s);
        addVolume(u"v2"_s, u"data"_s, 1, u"s1"_s, u"/dev/vdb"_s);
        addVolume(u"v3"_s, QString(), 1, u"s1"_s, u"/dev/vdaa"_s);
        setLimits({4, 10}, {20, 100});
        loaded(stores.servers);
    }

    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
};

} // namespace

void TestSnapshotForm::theProposedNameFollowsTheInstance()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    openstack::Server renamed = *cloud.stores.servers.find(u"s1"_s);
    renamed.name = u"app-one"_s;
    cloud.stores.servers.upsert({renamed});
    QCOMPARE(form.name(), u"app-one 2026-01-15 12:00"_s);
    // What somebody has typed is theirs.
    form.setName(u"mine"_s);
    renamed.name = u"app-uno"_s;
    cloud.stores.servers.upsert({renamed});
    QCOMPARE(form.name(), u"mine"_s);
}

void TestSnapshotForm::defaults()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QCOMPARE(form.name(), u"app-1 2026-01-15 12:00"_s);
    QCOMPARE(form.keepUntil(), std::optional(QDate(2026, 1, 22)));
    QCOMPARE(form.problem(), QString());
    QVERIFY(form.ready());
    operations::CreateSnapshotRequest wanted{u"s1"_s, u"app-1 2026-01-15 12:00"_s,
                                             QDate(2026, 1, 22)};
    wanted.shutOffFirst = true; // as recommended
    wanted.promised = form.requests().front().promised;
    QVERIFY(form.requests().front() == wanted);
    QCOMPARE(wanted.promised.size(), form.rows().front().disks.size());
    QCOMPARE(wanted.promised.front().words, form.rows().front().disks.front().device);
    QCOMPARE(wanted.promised.front().sizeGiB, form.rows().front().disks.front().sizeGiB);
}

void TestSnapshotForm::nameIsTrimmedAndFallsBack()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QSignalSpy changed(&form, &forms::SnapshotForm::changed);
    form.setName(u"  before the upgrade\t"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(form.name(), u"  before the upgrade\t"_s);
    QCOMPARE(form.requests().front().name, u"before the upgrade"_s);
    form.setName(u"   "_s);
    QCOMPARE(form.requests().front().name, u"app-1"_s);
    QCOMPARE(form.problem(), QString());
}

void TestSnapshotForm::nameLength_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("1") << u"x"_s << true;
    // Nova names the volume snapshots "snapshot for NAME", which may have 255.
    QTest::newRow("242") << QString(242, u'x') << true;
    QTest::newRow("243") << QString(243, u'x') << false;
    QTest::newRow("242 with blanks around") << u' ' + QString(242, u'x') + u' ' << true;
    QTest::newRow("what Nova does not take") << u"𝄞"_s << false;
    QTest::newRow("a line break") << u"a\nb"_s << false;
}

void TestSnapshotForm::nameLength()
{
    QFETCH(const QString, name);
    QFETCH(const bool, good);
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    form.setName(name);
    QCOMPARE(form.problem().isEmpty(), good);
    if (name.size() == 243 && !good)
        QVERIFY(form.problem().contains(u"243"_s));
    // The default must fit whatever the instance is called.
    cloud.changeServer([](auto &server) { server.name = QString(255, u'y'); });
    QVERIFY(form.defaultName().endsWith(u" 2026-01-15 12:00"_s));
    form.setName(form.defaultName());
    QCOMPARE(form.problem(), QString());
    form.setName({});
    QCOMPARE(form.problem(), QString());
}

void TestSnapshotForm::keepUntilMustNotHavePassed()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    form.setKeepUntil(QDate(2026, 1, 14));
    QVERIFY(form.problem().contains(u"past"_s));
    form.setKeepUntil(QDate(2026, 1, 15));
    QCOMPARE(form.problem(), QString());
    form.setKeepUntil(std::nullopt);
    QCOMPARE(form.problem(), QString());
    QVERIFY(!form.requests().front().keepUntil);
}

void TestSnapshotForm::volumeBackedCapturesEveryVolume()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    const std::vector<forms::CapturedDisk> wanted{{u"root"_s, u"/dev/vda"_s, 5, true, u"v1"_s},
                                                  {u"data"_s, u"/dev/vdb"_s, 1, true, u"v2"_s},
                                                  {u"v3"_s, u"/dev/vdaa"_s, 1, true, u"v3"_s}};
    QVERIFY(form.rows().front().disks == wanted);
    QVERIFY(form.captureText().contains(u"7 GiB"_s));
    const auto room = form.room();
    QCOMPARE(room.size(), std::size_t{2});
    QCOMPARE(room[0].used, 4);
    QCOMPARE(room[0].after, 7);
    QCOMPARE(room[0].text, u"7 of 10 after this one"_s);
    QCOMPARE(room[1].after, 27);
    QCOMPARE(room[1].text, u"27 of 100 GiB after this one"_s);
}

void TestSnapshotForm::imageBackedLeavesItsVolumesOut()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"web-1"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, u"data"_s, 50, u"s1"_s, u"/dev/vdb"_s);
    cloud.setLimits({10, 10}, {100, 100}); // full, and no matter
    Cloud::loaded(cloud.stores.servers);
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    const auto disks = form.rows().front().disks;
    QCOMPARE(disks.size(), std::size_t{2});
    QVERIFY(disks[0].captured);
    QCOMPARE(disks[0].sizeGiB, 5);
    QVERIFY(!disks[1].captured);
    QCOMPARE(disks[1].name, u"data"_s);
    QVERIFY(form.captureText().contains(u"not included"_s));
    QVERIFY2(form.dataVolumesObstacle().contains(u"11 of 10"_s),
             qPrintable(form.dataVolumesObstacle()));
    QCOMPARE(form.problem(), QString());
}

/// As Nova shows an instance that was launched from the image of a volume-backed snapshot.
void TestSnapshotForm::launchedFromASnapshotItNamesAnImageAndBootsFromAVolume()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"restored"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, QString(), 10, u"s1"_s, u"/dev/vda"_s);
    cloud.setLimits({10, 10}, {100, 100}); // full
    Cloud::loaded(cloud.stores.servers);
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(!form.rows().front().disks[1].captured); // a disk of that name alone says too little

    openstack::Image image;
    image.id = u"image-1"_s;
    image.blockDevices.emplace_back().bootIndex = 0;
    cloud.stores.images.upsert({image});
    QCOMPARE(form.rows().front().disks.size(), std::size_t{1});
    QVERIFY(form.rows().front().disks[0].captured);
    QVERIFY(form.captureText().contains(u"One volume snapshot"_s));
    QVERIFY(form.problem().contains(u"exceeds the quota"_s));

    // Its image may have been deleted since.
    cloud.stores.images.remove({u"image-1"_s});
    QCOMPARE(form.rows().front().disks.size(), std::size_t{2});
    openstack::Volume root = *cloud.stores.volumes.find(u"v1"_s);
    root.bootable = true;
    cloud.stores.volumes.upsert({root});
    QCOMPARE(form.rows().front().disks.size(), std::size_t{1});
    QVERIFY(form.problem().contains(u"exceeds the quota"_s));
}

void TestSnapshotForm::quotaOfSnapshots()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    cloud.setLimits({7, 10}, {20, 100});
    QCOMPARE(form.problem(), QString());
    cloud.setLimits({8, 10}, {20, 100});
    QCOMPARE(form.problem(),
             u"This exceeds the quota. Volume snapshots: 11 of 10 after this one: 1 too many."_s);
    QVERIFY(!form.room()[0].fits);
}

void TestSnapshotForm::quotaOfGigabytes()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    cloud.setLimits({0, 10}, {93, 100});
    QCOMPARE(form.problem(), QString());
    cloud.setLimits({0, 10}, {94, 100});
    QVERIFY(form.problem().contains(u"101 of 100 GiB"_s));
}

void TestSnapshotForm::quotaOfTheVolumeTypes()
{
    Cloud cloud;
    cloud.volumeBacked();
    cloud.setType(u"v1"_s, u"fast"_s);
    cloud.setType(u"v2"_s, u"slow"_s);
    cloud.setType(u"v3"_s, u"slow"_s);
    cloud.setLimits({0, 10}, {7, 100});
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    const auto quotas = [&](openstack::Quota snapshots, openstack::Quota gigabytes) {
        openstack::Quotas all;
        all.byKey.insert(u"snapshots_slow"_s, snapshots);
        all.byKey.insert(u"gigabytes_slow"_s, gigabytes);
        all.byKey.insert(u"snapshots_fast"_s, {3, -1}); // unlimited: not worth a line
        cloud.stores.blockStorageQuotas.set(all);
    };
    quotas({3, 5}, {18, 20});
    QCOMPARE(form.problem(), QString());
    QCOMPARE(form.room().size(), std::size_t{4});
    QCOMPARE(form.room()[2].after, 5);
    QCOMPARE(form.room()[3].after, 20);
    quotas({4, 5}, {18, 20});
    QVERIFY(form.problem().startsWith(u"This exceeds the quota. Volume snapshots of the type "_s));
    QVERIFY(form.problem().contains(u"slow"_s));
    QVERIFY(form.problem().contains(u"6 of 5"_s));
    quotas({3, 5}, {19, 20});
    QVERIFY(form.problem().contains(u"21 of 20 GiB"_s));
}

void TestSnapshotForm::dataVolumesThatExceedTheirTypeAreLeftOut()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"app-1"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, u"data"_s, 5, u"s1"_s, u"/dev/vdb"_s);
    cloud.setType(u"v1"_s, u"slow"_s);
    openstack::Quotas quotas;
    quotas.byKey.insert(u"snapshots_slow"_s, {5, 5});
    cloud.stores.blockStorageQuotas.set(quotas);
    cloud.setLimits({0, 10}, {7, 100});
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(!form.withDataVolumes());
    QVERIFY(!form.dataVolumesObstacle().isEmpty());
    QCOMPARE(form.problem(), QString());
    QCOMPARE(form.room()[2].after, 5);
    form.setWithDataVolumes(true);
    QCOMPARE(form.room()[2].after, 6);
    QVERIFY(form.problem().contains(u"6 of 5"_s));
}

void TestSnapshotForm::gigabytesCountAsTheCloudCountsThem()
{
    Cloud cloud;
    cloud.volumeBacked();
    openstack::VolumeSnapshot old;
    old.id = u"old"_s;
    old.sizeGiB = 5;
    cloud.stores.volumeSnapshots.upsert({old});
    Cloud::loaded(cloud.stores.volumes);
    Cloud::loaded(cloud.stores.volumeSnapshots);
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    cloud.setLimits({1, 10}, {12, 13}); // volumes 7 and snapshots 5: they count
    QVERIFY(!form.problem().isEmpty());
    cloud.setLimits({1, 10}, {7, 13}); // the volumes alone: they do not
    QCOMPARE(form.problem(), QString());
    QCOMPARE(form.room().size(), std::size_t{1});
}

void TestSnapshotForm::unlimitedQuota()
{
    Cloud cloud;
    cloud.volumeBacked();
    cloud.setLimits({4000, -1}, {99999, -1});
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QCOMPARE(form.problem(), QString());
    QVERIFY(form.room()[0].text.endsWith(u"no limit"_s));
}

void TestSnapshotForm::unknownQuotaDoesNotBlock()
{
    Cloud cloud;
    cloud.volumeBacked();
    cloud.stores.blockStorageLimits.set({});
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(!form.ready());
    QVERIFY(!form.problem().isEmpty());
    store::LoadState failed;
    failed.error = Error{};
    cloud.stores.blockStorageLimits.setState(failed);
    QVERIFY(form.ready());
    QVERIFY(form.gap().contains(u"quota"_s));
    QCOMPARE(form.problem(), QString());
}

void TestSnapshotForm::waitsForTheVolumes()
{
    Cloud cloud;
    cloud.volumeBacked();
    cloud.stores.volumes.remove({u"v2"_s});
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(!form.ready());
    QVERIFY(!form.problem().isEmpty());
    QSignalSpy changed(&form, &forms::SnapshotForm::changed);
    cloud.addVolume(u"v2"_s, u"data"_s, 1, u"s1"_s, u"/dev/vdb"_s);
    QVERIFY(changed.size() > 0);
    QCOMPARE(form.problem(), QString());
}

void TestSnapshotForm::theInstanceVanishes()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    form.setName(u"mine"_s);
    cloud.stores.servers.remove({u"s1"_s});
    QCOMPARE(form.problem(), u"The instance no longer exists."_s);
    QCOMPARE(form.name(), u"mine"_s);
    QCOMPARE(form.serverName(), u"app-1"_s);
}

void TestSnapshotForm::theInstanceGetsBusy()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    cloud.changeServer([](auto &server) { server.taskState = u"powering-off"_s; });
    QVERIFY2(form.problem().contains(u"shutting off"_s), qPrintable(form.problem()));
    cloud.changeServer([](auto &server) { server.taskState.clear(); });
    QCOMPARE(form.problem(), QString());
}

void TestSnapshotForm::aReaderIsRefused()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, {u"reader"_s});
    QVERIFY(form.problem().contains(u"reader"_s));
}

void TestSnapshotForm::consistencyFollowsTheState()
{
    Cloud cloud;
    cloud.volumeBacked();
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(form.consistencyText().contains(u"running"_s));
    QVERIFY(form.consistencyText().contains(u"power failure"_s));
    cloud.changeServer([](auto &server) { server.status = u"SHUTOFF"_s; });
    QVERIFY(form.consistencyText().contains(u"consistent"_s));
    cloud.changeServer([](auto &server) { server.status = u"ACTIVE"_s; });
    openstack::Volume root = *cloud.stores.volumes.find(u"v1"_s);
    root.bootable = true;
    root.imageMetadata = {{u"hw_qemu_guest_agent"_s, u"yes"_s},
                          {u"os_require_quiesce"_s, u"True"_s}};
    cloud.stores.volumes.upsert({root});
    QVERIFY(form.consistencyText().contains(u"rejects"_s));
    root.imageMetadata.remove(u"os_require_quiesce"_s);
    cloud.stores.volumes.upsert({root});
    QVERIFY(form.consistencyText().contains(u"does not report"_s));
}

void TestSnapshotForm::theCommandIsQuoted()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    form.setName(u"it's done"_s);
    form.setShutOffFirst(false);
    QCOMPARE(form.command(),
             u"openstack server image create --name 'it'\\''s done' --property instance_uuid=s1 "
             "--property image_type=snapshot --property oriel:keep_until=2026-01-22 app-1"_s);
    // A name that two instances share would name the wrong one.
    cloud.addServer(u"s2"_s, u"app-1"_s, {}, true);
    form.setKeepUntil(std::nullopt);
    QVERIFY(form.command().endsWith(u"oriel:keep_until=none s1"_s));
    form.setShutOffFirst(true);
    form.setDescription(u" before the upgrade "_s);
    const QStringList lines = form.command().split(u'\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines.front(), u"openstack server stop s1"_s);
    QVERIFY(lines.at(1).contains(u"= SHUTOFF"_s));
    QVERIFY(lines.at(2).contains(u"image create --wait"_s));
    QVERIFY(lines.at(2).contains(u"--property 'oriel:description=before the upgrade' s1"_s));
    QCOMPARE(lines.back(), u"openstack server start s1"_s);
}

void TestSnapshotForm::shuttingOffIsAChoiceWhereItCanBe()
{
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(form.offersShutOff() && form.shutOffFirst());
    form.setShutOffFirst(false);
    QVERIFY(!form.shutOffFirst() && !form.requests().front().shutOffFirst);
    form.setShutOffFirst(true);
    openstack::Server server = *cloud.stores.servers.find(u"s1"_s);
    server.locked = true;
    cloud.stores.servers.upsert({server});
    QVERIFY(form.offersShutOff() && !form.shutOffFirst() && !form.requests().front().shutOffFirst);
    QVERIFY(form.shutOffText().contains(u"locked"_s));
    QCOMPARE(form.problem(), QString()); // it can still be captured as it runs
    server.locked = false;
    server.status = u"PAUSED"_s;
    server.vmState = u"paused"_s;
    cloud.stores.servers.upsert({server});
    QVERIFY(!form.offersShutOff() && !form.shutOffFirst());
    QVERIFY(form.consistencyText().contains(u"unpause it first"_s));
    server.status = u"SHUTOFF"_s;
    server.vmState = u"stopped"_s;
    cloud.stores.servers.upsert({server});
    QVERIFY(!form.offersShutOff() && !form.requests().front().shutOffFirst);
    form.setDescription(QString(256, u'x'));
    QVERIFY(form.problem().contains(u"256"_s));
}

void TestSnapshotForm::dataVolumesAreOffered()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"app-1"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, u"data"_s, 40, u"s1"_s, u"/dev/vdb"_s);
    cloud.setLimits({9, 10}, {200, 230}); // one more fits, but not its 40 GiB
    store::LoadState loaded;
    loaded.loaded = true;
    cloud.stores.servers.setState(loaded);
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(form.dataVolumesOffer().contains(u"40 GiB"_s));
    QVERIFY(!form.withDataVolumes() && form.requests().front().extraVolumes.isEmpty());
    QVERIFY(form.dataVolumesObstacle().contains(u"240 of 230 GiB"_s));
    QCOMPARE(form.problem(), QString());
    form.setWithDataVolumes(true);
    QCOMPARE(form.dataVolumesObstacle(), QString()); // the problem says it
    QCOMPARE(form.requests().front().extraVolumes, QStringList{u"v1"_s});
    QCOMPARE(form.requests().front().promised.size(), std::size_t{1});
    QCOMPARE(form.room().size(), std::size_t{2});
    QVERIFY2(form.problem().contains(u"quota"_s), qPrintable(form.problem()));
    QVERIFY(form.rows().front().disks.back().captured);
}

void TestSnapshotForm::dataVolumesAreIncludedWhereTheyFit()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"app-1"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, u"data"_s, 40, u"s1"_s, u"/dev/vdb"_s);
    store::LoadState loaded;
    loaded.loaded = true;
    cloud.stores.servers.setState(loaded);
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QVERIFY(!form.ready()); // nothing is decided before the quota is known
    cloud.setLimits({9, 10}, {200, 300});
    QVERIFY(form.ready() && form.withDataVolumes());
    QCOMPARE(form.requests().front().extraVolumes, QStringList{u"v1"_s});
    QCOMPARE(form.dataVolumesObstacle(), QString());
    // What was included is not left out silently when somebody else uses the quota up.
    cloud.setLimits({10, 10}, {300, 300});
    QVERIFY(form.withDataVolumes());
    QVERIFY(form.problem().contains(u"quota"_s));
    form.setWithDataVolumes(false);
    QVERIFY(form.requests().front().extraVolumes.isEmpty());
    QCOMPARE(form.problem(), QString());
    // What the user has chosen stays, whatever comes.
    cloud.setLimits({0, 10}, {0, 300});
    QVERIFY(!form.withDataVolumes());
}

void TestSnapshotForm::dataVolumesAreIncludedWhenTheQuotaIsUnknown()
{
    Cloud cloud;
    cloud.addServer(u"s1"_s, u"app-1"_s, {u"v1"_s}, false);
    cloud.addVolume(u"v1"_s, u"data"_s, 40, u"s1"_s, u"/dev/vdb"_s);
    store::LoadState loaded;
    loaded.loaded = true;
    cloud.stores.servers.setState(loaded);
    const forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    store::LoadState failed;
    failed.error = Error{};
    cloud.stores.blockStorageLimits.setState(failed);
    QVERIFY(form.ready() && form.withDataVolumes());
    QVERIFY(!form.gap().isEmpty()); // and it is said that the cloud may refuse it
}

/// Only if all volumes of the instance are in one group, and its snapshots may be of one moment.
void TestSnapshotForm::theGroupOfAllVolumesIsOffered()
{
    Cloud cloud;
    cloud.volumeBacked();
    const auto put = [&](const QString &id, const QString &group) {
        openstack::Volume volume = *cloud.stores.volumes.find(id);
        volume.groupId = group;
        volume.status = u"in-use"_s;
        cloud.stores.volumes.upsert({volume});
    };
    openstack::VolumeGroup group;
    group.id = u"g"_s;
    group.name = u"both"_s;
    group.status = u"available"_s;
    group.typeId = u"t"_s;
    openstack::VolumeGroupType type;
    type.id = u"t"_s;
    type.name = u"generic"_s;
    cloud.stores.of<openstack::VolumeGroupType>().upsert({type});
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    QCOMPARE(form.groupHint(), QString());
    put(u"v3"_s, u"g"_s);
    put(u"v1"_s, u"g"_s);
    cloud.stores.of<openstack::VolumeGroup>().upsert({group});
    QVERIFY(!form.groupWay()); // the other volume is not in it
    put(u"v2"_s, u"another"_s);
    QVERIFY(!form.groupWay());
    QSignalSpy changed(&form, &forms::SnapshotForm::changed);
    put(u"v2"_s, u"g"_s);
    QVERIFY(!changed.isEmpty());
    QVERIFY(form.groupWay());
    QCOMPARE(form.groupWay()->key(), u"create-group-snapshot"_s);
    QCOMPARE(form.groupWay()->id, u"g"_s);
    QVERIFY(form.groupHint().contains(u"depends on the group type"_s)); // its specs are hidden
    type.specs = {{u"consistent_group_snapshot_enabled"_s, u"<is> True"_s}};
    cloud.stores.of<openstack::VolumeGroupType>().upsert({type});
    QVERIFY(form.groupHint().contains(u"at the same moment"_s));
    type.specs = {{u"consistent_group_snapshot_enabled"_s, u"<is> False"_s}};
    cloud.stores.of<openstack::VolumeGroupType>().upsert({type});
    QCOMPARE(form.groupHint(), QString());
}

void TestSnapshotForm::anEstimateNeedsEarlierRuns()
{
    using operations::CreateSnapshot;
    using namespace std::chrono_literals;
    Cloud cloud;
    cloud.volumeBacked();
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s}, member);
    form.setShutOffFirst(false);
    QCOMPARE(form.estimate(), QString());
    operations::Durations durations;
    for (int i = 0; i < 2; ++i)
        durations.add(CreateSnapshot::volumeMeasure, {0, 40s});
    form.setDurations(durations);
    QVERIFY2(form.estimate().contains(u"40 s"_s), qPrintable(form.estimate()));
    form.setShutOffFirst(true);
    QCOMPARE(form.estimate(), QString()); // nothing is known of shutting off
    QCOMPARE(form.interruption(), u"“app-1” will be offline until the snapshot is captured."_s);
    for (int i = 0; i < 2; ++i) {
        durations.add(CreateSnapshot::shutOffMeasure, {0, 60s});
        durations.add(CreateSnapshot::startMeasure, {0, 20s});
    }
    form.setDurations(durations);
    QCOMPARE(form.interruption(), u"“app-1” will be offline for about 2 min."_s);
    QCOMPARE(form.estimate(), QString()); // which is not told twice
    form.setShutOffFirst(false);
    QCOMPARE(form.interruption(), QString());
}

void TestSnapshotForm::reopensAsItWas()
{
    Cloud cloud;
    cloud.volumeBacked();
    operations::CreateSnapshotRequest request{u"s1"_s, u"mine"_s, {}};
    request.description = u"why"_s;
    const forms::SnapshotForm form(cloud.stores, cloud.clock, request, member);
    request.promised = form.requests().front().promised;
    QVERIFY(form.requests().front() == request);
    QCOMPARE(form.name(), u"mine"_s);
}

QTEST_GUILESS_MAIN(TestSnapshotForm)
#include "tst_snapshotform.moc"
