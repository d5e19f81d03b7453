#include "openstack/blockstorage/defaultvolumetype.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"

#include "support/samples.h"

#include <QtTest/QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;
using oriel::test::answerOf;
using oriel::test::sampleAnswer;

class TestStorageDecoders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBootableVolume();
    void aVolumeThatIsNotUsed();
    void volumeLists();
    void volumeSnapshots();
    void oneSnapshotInError();
    void progressIsANumberOrUnknown_data();
    void progressIsANumberOrUnknown();
    void snapshotCreatedAndMetadata();
    void limits();
    void messages();
    void anImageOfAVolumeBackedServer();
    void anImageOfAnImageBackedServer();
    void anImageThatIsQueued();
    void aBlockDeviceMappingThatCannotBeRead_data();
    void aBlockDeviceMappingThatCannotBeRead();
    void imagePages();
    void wrongAnswersAreErrors_data();
    void wrongAnswersAreErrors();
    void networksAndPorts();
};

void TestStorageDecoders::aBootableVolume()
{
    for (const QString &sample : {u"volume-in-use-bootable"_s, u"volume-in-use-bootable-3.70"_s}) {
        const auto volume = Get<Volume>{}.decode(sampleAnswer(sample));
        QVERIFY2(volume.ok(), volume.ok() ? "" : qPrintable(volume.error().message));
        QCOMPARE(volume->name, u"app-1-root"_s);
        QCOMPARE(volume->status, u"in-use"_s);
        QCOMPARE(volume->sizeGiB, 5);
        QVERIFY(volume->bootable);
        QVERIFY(!volume->encrypted && !volume->multiattach);
        QCOMPARE(volume->volumeType, u"standard"_s);
        QCOMPARE(static_cast<int>(volume->attachments.size()), 1);
        QCOMPARE(volume->attachments.front().device, u"/dev/vda"_s);
        QVERIFY(!volume->attachments.front().serverId.isEmpty());
        QCOMPARE(volume->imageMetadata.value(u"image_name"_s), u"tiny-linux"_s);
        QCOMPARE(volume->imageId(), volume->imageMetadata.value(u"image_id"_s));
        QVERIFY(!volume->imageId().isEmpty());
        QVERIFY(volume->created.isValid() && volume->updated >= volume->created);
    }
}

void TestStorageDecoders::aVolumeThatIsNotUsed()
{
    const auto volume = Get<Volume>{}.decode(sampleAnswer(u"volume-available"_s));
    QVERIFY(volume.ok());
    QCOMPARE(volume->status, u"available"_s);
    QVERIFY(volume->attachments.empty());
    QVERIFY(!volume->bootable);
    QVERIFY(volume->snapshotId.isEmpty() && volume->imageId().isEmpty());
}

void TestStorageDecoders::volumeLists()
{
    const auto page = List<Volume>{}.decode(sampleAnswer(u"volumes-detail"_s));
    QVERIFY(page.ok());
    QStringList names;
    for (const Volume &volume : page->items)
        names.append(volume.name);
    for (const auto name : {"spare"_L1, "app-1-root"_L1, "app-1-data-1"_L1, "app-1-data-2"_L1})
        QVERIFY2(names.contains(name), name.data());

    const auto paged = List<Volume>{}.decode(answerOf(
        R"({"volumes": [], "volumes_links": [{"rel": "next", "href": "http://x/v3/p/volumes?marker=v9"}]})"));
    QVERIFY(paged.ok());
    QCOMPARE(paged->next.value_or(QString()), u"v9"_s);
}

void TestStorageDecoders::volumeSnapshots()
{
    for (const QString &sample : {u"snapshots-detail"_s, u"snapshots-detail-3.70"_s}) {
        const auto page = List<VolumeSnapshot>{}.decode(sampleAnswer(sample));
        QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().message));
        QVERIFY(page->items.size() >= 4);
        for (const VolumeSnapshot &snapshot : page->items) {
            QVERIFY(snapshot.name.startsWith("snapshot for "_L1));
            QCOMPARE(snapshot.status, u"available"_s);
            QCOMPARE(snapshot.progress, 100);
            QVERIFY(snapshot.sizeGiB > 0);
            QVERIFY(!snapshot.id.isEmpty() && !snapshot.volumeId.isEmpty());
            QCOMPARE(snapshot.userId.isEmpty(), sample == "snapshots-detail"_L1);
        }
    }
    const auto creating =
        List<VolumeSnapshot>{}.decode(sampleAnswer(u"snapshots-detail-creating"_s));
    QVERIFY(creating.ok());
    QVERIFY(std::ranges::any_of(creating->items,
                                [](const auto &s) { return s.status == "creating"_L1; }));
}

void TestStorageDecoders::oneSnapshotInError()
{
    const auto page = List<VolumeSnapshot>{}.decode(sampleAnswer(u"snapshots-detail-one-error"_s));
    QVERIFY(page.ok());
    const auto broken = std::ranges::find(page->items, u"error"_s, &VolumeSnapshot::status);
    QVERIFY(broken != page->items.end());
    QCOMPARE(broken->progress, 0);
}

void TestStorageDecoders::progressIsANumberOrUnknown_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("progress");
    QTest::newRow("percent") << QByteArray(R"("40%")") << 40;
    QTest::newRow("plain") << QByteArray(R"("7")") << 7;
    QTest::newRow("null") << QByteArray("null") << -1;
    QTest::newRow("empty") << QByteArray(R"("")") << -1;
    QTest::newRow("word") << QByteArray(R"("soon")") << -1;
    QTest::newRow("too much") << QByteArray(R"("900%")") << -1;
    QTest::newRow("negative") << QByteArray(R"("-3%")") << -1;
}

void TestStorageDecoders::progressIsANumberOrUnknown()
{
    QFETCH(QByteArray, value);
    QFETCH(int, progress);
    const auto snapshot = Get<VolumeSnapshot>{}.decode(answerOf(
        R"({"snapshot": {"id": "a", "status": "creating", "os-extended-snapshot-attributes:progress": )" +
        value + "}}"));
    QVERIFY(snapshot.ok());
    QCOMPARE(snapshot->progress, progress);
}

void TestStorageDecoders::snapshotCreatedAndMetadata()
{
    const auto created = CreateVolumeSnapshot{}.decode(sampleAnswer(u"create-snapshot"_s));
    QVERIFY2(created.ok(), created.ok() ? "" : qPrintable(created.error().message));
    QCOMPARE(created->status, u"creating"_s);
    QCOMPARE(created->progress, -1);

    const auto metadata =
        UpdateVolumeSnapshotMetadata{}.decode(answerOf(R"({"metadata": {"a": "1", "b": ""}})"));
    QVERIFY(metadata.ok());
    QCOMPARE(*metadata, (QMap<QString, QString>{{u"a"_s, u"1"_s}, {u"b"_s, QString()}}));
    QVERIFY(!UpdateVolumeSnapshotMetadata{}.decode(answerOf("{}")).ok());
}

void TestStorageDecoders::limits()
{
    const auto limits = GetBlockStorageLimits{}.decode(sampleAnswer(u"limits-cinder-ops"_s));
    QVERIFY(limits.ok());
    QCOMPARE(limits->volumes, (Quota{3, 10}));
    QCOMPARE(limits->snapshots, (Quota{0, 2}));
    QCOMPARE(limits->gigabytes, (Quota{7, 20}));
    QVERIFY(!limits->snapshots.fits(3));
    QVERIFY(limits->snapshots.fits(2));
}

void TestStorageDecoders::messages()
{
    const auto page = List<Message>{}.decode(answerOf(
        R"({"messages": [{"id": "m1", "event_id": "VOLUME_VOLUME_SNAPSHOT_001_002",
            "message_level": "ERROR", "resource_type": "VOLUME_SNAPSHOT", "resource_uuid": "s1",
            "request_id": "req-7", "user_message": "create snapshot:Out of space.",
            "created_at": "2026-11-22T22:48:20.000000", "guaranteed_until": "2026-12-22T22:48:20"}]})"));
    QVERIFY(page.ok());
    QCOMPARE(page->items.front().resourceId, u"s1"_s);
    QCOMPARE(page->items.front().userMessage, u"create snapshot:Out of space."_s);
    QCOMPARE(page->items.front().requestId, u"req-7"_s);
    QVERIFY(page->items.front().created.isValid());
}

void TestStorageDecoders::anImageOfAVolumeBackedServer()
{
    const auto image = Get<Image>{}.decode(sampleAnswer(u"image-snapshot-active-volume-backed"_s));
    QVERIFY2(image.ok(), image.ok() ? "" : qPrintable(image.error().message));
    QCOMPARE(image->status, u"active"_s);
    QCOMPARE(image->sizeBytes, 0);
    QCOMPARE(image->minDiskGiB, 5);
    QCOMPARE(static_cast<int>(image->blockDevices.size()), 3);
    const auto root = std::ranges::find(image->blockDevices, 0, &BlockDevice::bootIndex);
    QVERIFY(root != image->blockDevices.end());
    QCOMPARE(root->deviceName, u"/dev/vda"_s);
    QCOMPARE(root->sourceType, u"snapshot"_s);
    QCOMPARE(root->volumeSizeGiB, 5);
    QVERIFY(!root->snapshotId.isEmpty());
    // Nova tags neither on such an image: what leads back to the server is the mapping alone.
    QVERIFY(image->imageType().isEmpty() && image->instanceUuid().isEmpty());
    QCOMPARE(image->properties.value(u"bdm_v2"_s), u"True"_s);
    QVERIFY(!image->properties.contains(u"self"_s) &&
            !image->properties.contains(u"os_hash_algo"_s));
}

void TestStorageDecoders::anImageOfAnImageBackedServer()
{
    const auto image = Get<Image>{}.decode(sampleAnswer(u"image-snapshot-active-image-backed"_s));
    QVERIFY(image.ok());
    QCOMPARE(image->imageType(), u"snapshot"_s);
    QVERIFY(!image->instanceUuid().isEmpty());
    QCOMPARE(image->properties.value(u"purpose"_s), u"nightly"_s);
    QCOMPARE(image->sizeBytes, 1048576);
    QCOMPARE(image->visibility, u"private"_s);
    QVERIFY(image->blockDevices.empty());
}

void TestStorageDecoders::anImageThatIsQueued()
{
    const auto image = Get<Image>{}.decode(sampleAnswer(u"image-snapshot-queued"_s));
    QVERIFY(image.ok());
    QCOMPARE(image->status, u"queued"_s);
    QCOMPARE(image->sizeBytes, -1);
    QVERIFY(image->diskFormat.isEmpty() && image->checksum.isEmpty());
}

void TestStorageDecoders::aBlockDeviceMappingThatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("mapping");
    QTest::newRow("no JSON") << QByteArray(R"("nonsense")");
    QTest::newRow("an object") << QByteArray(R"("{}")");
    QTest::newRow("numbers") << QByteArray(R"("[1, 2]")");
    QTest::newRow("wrong types") << QByteArray(R"("[{\"volume_size\": \"big\"}]")");
}

void TestStorageDecoders::aBlockDeviceMappingThatCannotBeRead()
{
    QFETCH(QByteArray, mapping);
    const auto image = Get<Image>{}.decode(
        answerOf(R"({"id": "i", "status": "active", "block_device_mapping": )" + mapping + "}"));
    QVERIFY(image.ok());
    QVERIFY(image->blockDevices.empty());
    QVERIFY(!image->properties.value(u"block_device_mapping"_s).isEmpty());
}

void TestStorageDecoders::imagePages()
{
    const auto page = List<Image>{}.decode(sampleAnswer(u"images-type-snapshot-page"_s));
    QVERIFY(page.ok());
    QVERIFY(page->next.has_value());
    QVERIFY(page->next->startsWith("/v2/images?"_L1));
    for (const Image &image : page->items)
        QCOMPARE(image.imageType(), u"snapshot"_s);
    const auto last = List<Image>{}.decode(sampleAnswer(u"images"_s));
    QVERIFY(last.ok());
    QVERIFY(!last->next);
}

void TestStorageDecoders::wrongAnswersAreErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("page") << QByteArray("<!DOCTYPE html><html></html>");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("cut") << QByteArray(R"({"volumes": [{"id": "v)");
    QTest::newRow("rows without ids")
        << QByteArray(R"({"volumes": [{}], "snapshots": [{}], "images": [{}], "networks": [{}],
                          "ports": [{}], "messages": [{}]})");
    QTest::newRow("rows of a wrong type")
        << QByteArray(R"({"volumes": [1], "snapshots": ["a"], "images": [[]], "networks": [2],
                          "ports": [true], "messages": [0]})");
}

void TestStorageDecoders::wrongAnswersAreErrors()
{
    QFETCH(QByteArray, body);
    const net::Answer answer = answerOf(body);
    const auto broken = [&answer](const auto &endpoint) {
        const auto result = endpoint.decode(answer);
        return !result.ok() && result.error().kind == ErrorKind::BrokenAnswer;
    };
    QVERIFY(broken(List<Volume>{}));
    QVERIFY(broken(Get<Volume>{}));
    QVERIFY(broken(List<VolumeSnapshot>{}));
    QVERIFY(broken(Get<VolumeSnapshot>{}));
    QVERIFY(broken(CreateVolumeSnapshot{}));
    QVERIFY(broken(GetBlockStorageLimits{}));
    QVERIFY(broken(GetDefaultVolumeType{}));
    QVERIFY(broken(List<Message>{}));
    QVERIFY(broken(List<Image>{}));
    QVERIFY(broken(Get<Image>{}));
    QVERIFY(broken(UpdateImage{}));
    QVERIFY(broken(List<Network>{}));
    QVERIFY(broken(List<Port>{}));
}

void TestStorageDecoders::networksAndPorts()
{
    const auto networks = List<Network>{}.decode(sampleAnswer(u"networks"_s));
    QVERIFY(networks.ok());
    QCOMPARE(networks->items.front().name, u"private"_s);
    QVERIFY(networks->items.front().shared && !networks->items.front().external);
    // Its `router:external` is hidden from those who do not own it.
    QCOMPARE(networks->items.back().name, u"public"_s);
    QVERIFY(networks->items.back().external);
    const auto seen = List<Network>{}.decode(
        answerOf(R"({"networks": [{"id": "n1", "router:external": true},
                                  {"id": "n2", "router:external": false}]})"));
    QVERIFY(seen.ok() && seen->items.front().external && !seen->items.back().external);

    const auto ports = List<Port>{}.decode(sampleAnswer(u"ports-of-web-1"_s));
    QVERIFY(ports.ok());
    const Port &port = ports->items.front();
    QCOMPARE(port.networkId, networks->items.front().id);
    QCOMPARE(static_cast<int>(port.fixedIps.size()), 1);
    QVERIFY(port.fixedIps.front().address.startsWith("10.77."_L1));
    QCOMPARE(port.securityGroupIds.size(), 2);
    QVERIFY(port.mac.startsWith("fa:16:3e"_L1));
}

QTEST_GUILESS_MAIN(TestStorageDecoders)
#include "tst_storagedecoders.moc"
