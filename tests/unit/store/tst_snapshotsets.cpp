#include "store/snapshotsets.h"

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "support/samples.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::openstack;
using namespace Qt::StringLiterals;

namespace {

template <typename T>
void put(RowMap<T> &rows, T row)
{
    const QString id = row.id;
    rows.insert(id, std::make_shared<const T>(std::move(row)));
}

/// An instance "srv" with two volumes, and one image that names a snapshot of each.
SnapshotSources twoVolumes()
{
    SnapshotSources sources;
    sources.volumeSnapshotsKnown = true;
    Server server;
    server.id = u"srv"_s;
    server.name = u"db-01"_s;
    put(sources.servers, server);
    Image image;
    image.id = u"img"_s;
    image.name = u"before the upgrade"_s;
    image.status = u"active"_s;
    image.sizeBytes = 0;
    for (int i = 0; i < 2; ++i) {
        const QString n = QString::number(i);
        Volume volume;
        volume.id = u"vol"_s + n;
        volume.name = u"data"_s + n;
        volume.attachments = {{u"srv"_s, u"/dev/vda"_s}};
        put(sources.volumes, volume);
        VolumeSnapshot snapshot;
        snapshot.id = u"snap"_s + n;
        snapshot.name = u"snapshot for before the upgrade"_s;
        snapshot.volumeId = volume.id;
        snapshot.status = u"available"_s;
        snapshot.sizeGiB = 10 * (i + 1);
        put(sources.volumeSnapshots, snapshot);
        BlockDevice device;
        device.sourceType = u"snapshot"_s;
        device.snapshotId = snapshot.id;
        device.deviceName = i == 0 ? u"/dev/vda"_s : u"/dev/vdb"_s;
        device.bootIndex = i == 0 ? 0 : -1;
        device.volumeSizeGiB = snapshot.sizeGiB;
        image.blockDevices.push_back(device);
    }
    put(sources.images, image);
    return sources;
}

template <typename T>
void change(RowMap<T> &rows, const QString &id, const std::function<void(T &)> &how)
{
    T row = *rows.value(id);
    how(row);
    rows.insert(id, std::make_shared<const T>(std::move(row)));
}

SnapshotSet only(const SnapshotSources &sources)
{
    const SnapshotLinks links = linkSnapshots(sources);
    return links.sets.size() == 1 ? links.sets.front() : SnapshotSet();
}

} // namespace

/// Which images and volume snapshots make one snapshot of an instance, and of which.
class TestSnapshotSets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void othersImagesAreNoSets();
    void othersVolumeSnapshotsBelongToNoSet();
    void deducesTheInstanceFromTheVolumes();
    void believesATagWhereTheVolumesAreGone();
    void doesNotBelieveAnInheritedTag();
    void believesOrielsOwnTagEvenWhenTheVolumeHasMoved();
    void addsUpTheRealSize();
    void isBeingCreatedWhileAnyPartIs();
    void isInErrorWithAnyPartThoughTheImageIsActive();
    void isIncompleteWhenAPartIsGone();
    void missesNothingBeforeTheVolumeSnapshotsAreKnown();
    void awaitsThePartsOfANewImage();
    void readsItsOwnTags();
    void includesDataVolumesThatOnlyTheirTagTies();
    void doesNotBelieveTagsThatCameWithTheInstancesImage();
    void guardsTheImageOfAShelvedInstance();
    void guardsItWhenTheInstanceWasRenamed();
    void isBeingCreatedWhileItsImageIsFilled();
    void leavesOrdinaryImagesAlone();
    void readsTheRealCloudsImages();
    void ordersTheSetsOfAnInstanceNewestFirst();
};

void TestSnapshotSets::deducesTheInstanceFromTheVolumes()
{
    const auto links = linkSnapshots(twoVolumes());
    QCOMPARE(links.sets.size(), std::size_t{1});
    const SnapshotSet &set = links.sets.front();
    QCOMPARE(set.serverId, u"srv"_s);
    QCOMPARE(set.serverName, u"db-01"_s);
    QCOMPARE(set.evidence, SetEvidence::Deduced);
    QCOMPARE(set.parts.size(), std::size_t{2});
    QCOMPARE(set.parts.at(1).volumeName, u"data1"_s);
    QCOMPARE(links.setOfVolumeSnapshot.value(u"snap1"_s), u"img"_s);
    QCOMPARE(links.setsOfServer.value(u"srv"_s), QStringList{u"img"_s});
}

void TestSnapshotSets::believesATagWhereTheVolumesAreGone()
{
    auto sources = twoVolumes();
    sources.volumes.clear();
    change<Image>(sources.images, u"img"_s,
                  [](Image &image) { image.properties[u"instance_uuid"_s] = u"srv"_s; });
    const auto set = only(sources);
    QCOMPARE(set.serverId, u"srv"_s);
    QCOMPARE(set.evidence, SetEvidence::Tagged);
}

void TestSnapshotSets::doesNotBelieveAnInheritedTag()
{
    auto sources = twoVolumes();
    change<Image>(sources.images, u"img"_s, [](Image &image) {
        image.properties[u"instance_uuid"_s] = u"the one it was made from"_s;
        image.properties[u"oriel:operation"_s] = u"of long ago"_s;
        image.properties[u"oriel:consistency"_s] = u"shut-off"_s;
        image.properties[u"oriel:keep_until"_s] = u"2025-01-01"_s;
    });
    const auto set = only(sources);
    QCOMPARE(set.consistency, Consistency::Unknown);
    QVERIFY(!set.keepUntil);
    QCOMPARE(set.serverId, u"srv"_s);
    QCOMPARE(set.evidence, SetEvidence::Deduced);
}

void TestSnapshotSets::believesOrielsOwnTagEvenWhenTheVolumeHasMoved()
{
    auto sources = twoVolumes();
    change<Image>(sources.images, u"img"_s, [](Image &image) {
        image.properties[u"instance_uuid"_s] = u"srv"_s;
        image.properties[u"oriel:operation"_s] = u"op"_s;
    });
    change<VolumeSnapshot>(sources.volumeSnapshots, u"snap0"_s, [](VolumeSnapshot &snapshot) {
        snapshot.metadata[u"oriel:image"_s] = u"img"_s;
    });
    for (const QString &id : {u"vol0"_s, u"vol1"_s}) {
        change<Volume>(sources.volumes, id, [](Volume &volume) {
            volume.attachments = {{u"another"_s, u"/dev/vdb"_s}};
        });
    }
    QCOMPARE(only(sources).serverId, u"srv"_s);
}

void TestSnapshotSets::addsUpTheRealSize()
{
    const auto set = only(twoVolumes());
    QCOMPARE(set.volumesGiB, 30);
    QCOMPARE(set.totalBytes(), qint64{30} << 30);
}

void TestSnapshotSets::isBeingCreatedWhileAnyPartIs()
{
    auto sources = twoVolumes();
    change<VolumeSnapshot>(sources.volumeSnapshots, u"snap1"_s,
                           [](VolumeSnapshot &snapshot) { snapshot.status = u"creating"_s; });
    QCOMPARE(only(sources).status, SetStatus::Creating);
}

void TestSnapshotSets::isInErrorWithAnyPartThoughTheImageIsActive()
{
    auto sources = twoVolumes();
    change<VolumeSnapshot>(sources.volumeSnapshots, u"snap1"_s,
                           [](VolumeSnapshot &snapshot) { snapshot.status = u"error"_s; });
    QCOMPARE(only(sources).status, SetStatus::Error);
}

void TestSnapshotSets::isIncompleteWhenAPartIsGone()
{
    auto sources = twoVolumes();
    sources.volumeSnapshots.remove(u"snap1"_s);
    const auto set = only(sources);
    QCOMPARE(set.status, SetStatus::Incomplete);
    QVERIFY(set.parts.at(1).missing);
    QCOMPARE(set.volumesGiB, 10);
}

void TestSnapshotSets::missesNothingBeforeTheVolumeSnapshotsAreKnown()
{
    auto sources = twoVolumes();
    sources.volumeSnapshots.clear();
    sources.volumeSnapshotsKnown = false;
    const auto set = only(sources);
    QCOMPARE(set.status, SetStatus::Available);
    QVERIFY(!set.parts.at(0).missing);
}

void TestSnapshotSets::awaitsThePartsOfANewImage()
{
    auto sources = twoVolumes();
    const QDateTime made(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
    change<Image>(sources.images, u"img"_s, [made](Image &image) { image.created = made; });
    sources.volumeSnapshots.clear();
    sources.volumeSnapshotsAsOf = made.addSecs(-5); // the list is older than the image
    auto links = linkSnapshots(sources);
    QCOMPARE(links.sets.front().status, SetStatus::Creating);
    QVERIFY(!links.sets.front().parts.at(0).missing);
    QVERIFY(links.awaited);
    sources.volumeSnapshotsAsOf = made.addSecs(120);
    links = linkSnapshots(sources);
    QCOMPARE(links.sets.front().status, SetStatus::Incomplete);
    QVERIFY(!links.awaited);
}

void TestSnapshotSets::readsItsOwnTags()
{
    auto sources = twoVolumes();
    change<Image>(sources.images, u"img"_s, [](Image &image) {
        image.properties[u"oriel:consistency"_s] = u"shut-off"_s;
        image.properties[u"oriel:keep_until"_s] = u"2026-02-01"_s;
    });
    auto set = only(sources);
    QCOMPARE(set.consistency, Consistency::ShutOff);
    QCOMPARE(set.keepUntil, QDate(2026, 2, 1));
    change<Image>(sources.images, u"img"_s,
                  [](Image &image) { image.properties[u"oriel:keep_until"_s] = u"none"_s; });
    QVERIFY(!only(sources).keepUntil);
}

void TestSnapshotSets::includesDataVolumesThatOnlyTheirTagTies()
{
    SnapshotSources sources = twoVolumes();
    change<Image>(sources.images, u"img"_s, [](Image &image) {
        image.blockDevices.clear();
        image.sizeBytes = 1000;
        image.properties = {{u"instance_uuid"_s, u"srv"_s},
                            {u"image_type"_s, u"snapshot"_s},
                            {u"oriel:instance"_s, u"srv"_s},
                            {u"oriel:description"_s, u"before the upgrade"_s}};
    });
    QCOMPARE(only(sources).parts.size(), std::size_t{0});
    change<VolumeSnapshot>(sources.volumeSnapshots, u"snap1"_s, [](VolumeSnapshot &snapshot) {
        snapshot.metadata.insert(u"oriel:image"_s, u"img"_s);
    });
    // The volume is attached to another instance now: the set stays assigned.
    change<Volume>(sources.volumes, u"vol1"_s, [](Volume &volume) {
        volume.attachments = {{u"another"_s, u"/dev/vdz"_s}};
    });
    const SnapshotLinks links = linkSnapshots(sources);
    const SnapshotSet &set = links.sets.front();
    QCOMPARE(set.parts.size(), std::size_t{1});
    QCOMPARE(set.parts.front().snapshotId, u"snap1"_s);
    QVERIFY(set.parts.front().device.isEmpty());
    QCOMPARE(set.volumesGiB, 20);
    QVERIFY(set.hasData);
    QCOMPARE(set.serverId, u"srv"_s);
    QCOMPARE(set.description, u"before the upgrade"_s);
    QCOMPARE(links.setOfVolumeSnapshot.value(u"snap1"_s), u"img"_s);
    // A part that is being created makes the set "creating".
    change<VolumeSnapshot>(sources.volumeSnapshots, u"snap1"_s,
                           [](VolumeSnapshot &snapshot) { snapshot.status = u"creating"_s; });
    QVERIFY(only(sources).status == SetStatus::Creating);
    // If the image names it too, it is listed once.
    QCOMPARE(only(twoVolumes()).parts.size(), std::size_t{2});
}

void TestSnapshotSets::guardsTheImageOfAShelvedInstance()
{
    SnapshotSources sources;
    Server server;
    server.id = u"srv"_s;
    server.name = u"wiki"_s;
    server.status = u"SHELVED_OFFLOADED"_s;
    put(sources.servers, server);
    Image image;
    image.id = u"img"_s;
    image.name = u"wiki-shelved"_s;
    image.status = u"active"_s;
    image.properties = {{u"instance_uuid"_s, u"srv"_s}, {u"image_type"_s, u"snapshot"_s}};
    put(sources.images, image);
    QVERIFY(only(sources).shelved);
    change<Server>(sources.servers, u"srv"_s, [](Server &s) { s.status = u"ACTIVE"_s; });
    QVERIFY(!only(sources).shelved);
}

void TestSnapshotSets::guardsItWhenTheInstanceWasRenamed()
{
    SnapshotSources sources;
    Server server;
    server.id = u"srv"_s;
    server.name = u"renamed since"_s;
    server.status = u"SHELVED"_s;
    put(sources.servers, server);
    Image image;
    image.id = u"img"_s;
    image.name = u"wiki-shelved"_s;
    image.status = u"active"_s;
    image.properties = {{u"instance_uuid"_s, u"srv"_s}, {u"image_type"_s, u"snapshot"_s}};
    put(sources.images, image);
    QVERIFY(only(sources).shelved);
}

void TestSnapshotSets::doesNotBelieveTagsThatCameWithTheInstancesImage()
{
    // An instance "new" was launched from Oriel's snapshot of "old"; then another client created a
    // snapshot of it. Nova lets that image inherit everything that it does not set itself.
    SnapshotSources sources;
    Image image;
    image.id = u"img"_s;
    image.status = u"active"_s;
    image.properties = {{u"image_type"_s, u"snapshot"_s},
                        {u"instance_uuid"_s, u"new"_s},
                        {u"oriel:instance"_s, u"old"_s},
                        {u"oriel:consistency"_s, u"shut-off"_s},
                        {u"oriel:keep_until"_s, u"2026-02-01"_s}};
    put(sources.images, image);
    const auto inherited = only(sources);
    QCOMPARE(inherited.serverId, u"new"_s);
    QVERIFY(!inherited.keepUntil);
    QCOMPARE(inherited.consistency, Consistency::Unknown);
    change<Image>(sources.images, u"img"_s,
                  [](Image &i) { i.properties[u"oriel:instance"_s] = u"new"_s; });
    QCOMPARE(only(sources).keepUntil, QDate(2026, 2, 1));
}

void TestSnapshotSets::isBeingCreatedWhileItsImageIsFilled()
{
    for (const auto &status : {u"queued"_s, u"saving"_s, u"importing"_s, u"uploading"_s}) {
        auto sources = twoVolumes();
        change<Image>(sources.images, u"img"_s, [&](Image &image) { image.status = status; });
        QVERIFY2(only(sources).status == SetStatus::Creating, qPrintable(status));
    }
}

void TestSnapshotSets::leavesOrdinaryImagesAlone()
{
    SnapshotSources sources;
    Image image;
    image.id = u"debian"_s;
    image.status = u"active"_s;
    put(sources.images, image);
    QVERIFY(linkSnapshots(sources).sets.empty());
}

void TestSnapshotSets::readsTheRealCloudsImages()
{
    SnapshotSources sources;
    auto volumeBacked =
        Get<Image>{}.decode(test::sampleAnswer(u"image-snapshot-active-volume-backed"_s));
    auto imageBacked =
        Get<Image>{}.decode(test::sampleAnswer(u"image-snapshot-active-image-backed"_s));
    auto snapshots = List<VolumeSnapshot>{}.decode(test::sampleAnswer(u"snapshots-detail"_s));
    QVERIFY(volumeBacked.ok() && imageBacked.ok() && snapshots.ok());
    const QString volumeBackedId = volumeBacked->id;
    const QString imageBackedId = imageBacked->id;
    put(sources.images, std::move(*volumeBacked));
    put(sources.images, std::move(*imageBacked));
    for (auto &snapshot : snapshots->items)
        put(sources.volumeSnapshots, std::move(snapshot));
    const auto links = linkSnapshots(sources);
    QCOMPARE(links.sets.size(), std::size_t{2});
    for (const SnapshotSet &set : links.sets) {
        if (set.id == volumeBackedId) {
            QCOMPARE(set.parts.size(), std::size_t{3});
            QCOMPARE(set.volumesGiB, 7);
            QVERIFY(!set.hasData);
        } else {
            QCOMPARE(set.id, imageBackedId);
            QVERIFY(set.hasData);
            QVERIFY(!set.serverId.isEmpty());
        }
    }
}

void TestSnapshotSets::ordersTheSetsOfAnInstanceNewestFirst()
{
    SnapshotSources sources;
    for (int day = 1; day <= 3; ++day) {
        Image image;
        image.id = QString::number(day);
        image.status = u"active"_s;
        image.created = QDateTime(QDate(2026, 1, day), QTime(), Qt::UTC);
        image.properties = {{u"instance_uuid"_s, u"srv"_s}, {u"image_type"_s, u"snapshot"_s}};
        put(sources.images, image);
    }
    QCOMPARE(linkSnapshots(sources).setsOfServer.value(u"srv"_s),
             (QStringList{u"3"_s, u"2"_s, u"1"_s}));
}

void TestSnapshotSets::othersImagesAreNoSets()
{
    SnapshotSources sources = twoVolumes();
    Image image = *sources.images.value(u"img"_s);
    image.owner = u"theirs"_s;
    image.visibility = u"public"_s;
    image.properties = {{u"image_type"_s, u"snapshot"_s},
                        {u"instance_uuid"_s, u"srv"_s},
                        {u"oriel:operation"_s, u"op"_s},
                        {u"oriel:keep_until"_s, u"2020-01-01"_s}};
    put(sources.images, image);
    sources.project = u"ours"_s;
    const SnapshotLinks links = linkSnapshots(sources);
    QVERIFY(links.sets.empty());
    QVERIFY(links.setsOfServer.isEmpty());
    QVERIFY(links.setOfVolumeSnapshot.isEmpty()); // nor does it claim our volume snapshots
    QVERIFY(isLikelySnapshot(image));
    QVERIFY(!isOwn(image, u"ours"_s));

    image.owner = u"ours"_s;
    put(sources.images, image);
    QCOMPARE(linkSnapshots(sources).sets.size(), std::size_t{1});
    // If the project is unknown, everything counts.
    image.owner.clear();
    put(sources.images, image);
    QVERIFY(linkSnapshots(sources).sets.empty());
    sources.project.clear();
    QCOMPARE(linkSnapshots(sources).sets.size(), std::size_t{1});
}

void TestSnapshotSets::othersVolumeSnapshotsBelongToNoSet()
{
    SnapshotSources sources = twoVolumes();
    Image image = *sources.images.value(u"img"_s);
    image.owner = u"ours"_s;
    put(sources.images, image);
    sources.project = u"ours"_s;
    VolumeSnapshot snapshot;
    snapshot.id = u"theirs"_s;
    snapshot.status = u"available"_s;
    snapshot.projectId = u"another"_s;
    snapshot.metadata = {{u"oriel:image"_s, u"img"_s}};
    put(sources.volumeSnapshots, snapshot);
    QCOMPARE(linkSnapshots(sources).sets.front().parts.size(), std::size_t{2});
    snapshot.projectId = u"ours"_s;
    put(sources.volumeSnapshots, snapshot);
    QCOMPARE(linkSnapshots(sources).sets.front().parts.size(), std::size_t{3});
}

QTEST_GUILESS_MAIN(TestSnapshotSets)
#include "tst_snapshotsets.moc"
