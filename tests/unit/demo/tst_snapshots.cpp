#include "unit/demo/harness.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;
using namespace std::chrono_literals;

/// What a snapshot of an instance goes through, step by step, under a clock that the test advances.
class SnapshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imageBackedPassesThroughItsTaskStates();
    void imageBackedThatFailsLeavesOnlyAnAction();
    void volumeBackedMakesOneSnapshotPerVolume();
    void progressGoesUpToAHundred();
    void oneVolumeSnapshotFails();
    void deletingTheImageLeavesTheVolumeSnapshots();
    void locationUpToMicroversion44();
    void deletingTheServerEndsTheSnapshot();
    void metadataIsTagged();
    void quotaOfSnapshotsIsCheckedBeforehand();
    void quotaOfGigabytesLeavesThePartsMadeBefore();
    void speedDividesTheTimes();

private:
    static QJsonArray parts(Harness &cloud, const QString &name)
    {
        return cloud.get(cloud.volumePath(u"/snapshots/detail?name=snapshot%20for%20"_s + name))
            .json()
            .value(u"snapshots")
            .toArray();
    }
};

void SnapshotsTest::imageBackedPassesThroughItsTaskStates()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_s);
    const QString image = cloud.snapshot(id, u"s1"_s);
    QVERIFY(!image.isEmpty());
    QStringList tasks;
    QStringList statuses;
    for (int i = 0; i < 100; ++i) {
        const QString task = cloud.server(id).value(u"OS-EXT-STS:task_state").toString();
        const QString status = cloud.image(image).value(u"status").toString();
        if (tasks.isEmpty() || tasks.last() != task)
            tasks.append(task);
        if (statuses.isEmpty() || statuses.last() != status)
            statuses.append(status);
        if (task.isEmpty())
            break;
        if (i == 0) {
            const Answer second =
                cloud.action(id, {{u"createImage"_s, QJsonObject{{u"name"_s, u"s2"_s}}}});
            QCOMPARE(second.status, 409);
            QCOMPARE(
                second.message(),
                u"Cannot 'createImage' instance %1 while it is in task_state image_snapshot_pending"_s
                    .arg(id));
            QCOMPARE(cloud.action(id, {{u"os-stop"_s, QJsonValue::Null}}).status, 409);
        }
        cloud.clock.advance(200ms);
    }
    QCOMPARE(tasks, (QStringList{u"image_snapshot_pending"_s, u"image_snapshot"_s,
                                 u"image_pending_upload"_s, u"image_uploading"_s, QString()}));
    QCOMPARE(statuses, (QStringList{u"queued"_s, u"saving"_s, u"active"_s}));
    const QJsonObject done = cloud.image(image);
    QVERIFY(done.value(u"size").toDouble() > 0);
    QCOMPARE(done.value(u"instance_uuid").toString(), id);
    QCOMPARE(done.value(u"image_type").toString(), u"snapshot"_s);
    QCOMPARE(cloud.server(id).value(u"status").toString(), u"ACTIVE"_s);
}

void SnapshotsTest::imageBackedThatFailsLeavesOnlyAnAction()
{
    Harness cloud;
    cloud.signIn();
    cloud.cloud.faults().failNextUpload();
    const QString id = cloud.serverId(u"web-2"_s);
    const QString image = cloud.snapshot(id, u"s1"_s);
    cloud.clock.advance(1s);
    QCOMPARE(cloud.image(image).value(u"status").toString(), u"queued"_s);
    cloud.clock.advance(20s);
    QCOMPARE(cloud.get(u"/image/v2/images/"_s + image).status, 404);
    QVERIFY(cloud.server(id).value(u"OS-EXT-STS:task_state").isNull());
    const QJsonObject action = cloud.get(u"/compute/v2.1/servers/%1/os-instance-actions"_s.arg(id))
                                   .json()
                                   .value(u"instanceActions")
                                   .toArray()
                                   .first()
                                   .toObject();
    QCOMPARE(action.value(u"action").toString(), u"createImage"_s);
    QCOMPARE(action.value(u"message").toString(), u"Error"_s);
    const QJsonObject told = cloud
                                 .get(u"/compute/v2.1/servers/%1/os-instance-actions/%2"_s.arg(
                                          id, action.value(u"request_id").toString()),
                                      {{"OpenStack-API-Version", "compute 2.93"}})
                                 .json()
                                 .value(u"instanceAction")
                                 .toObject();
    QCOMPARE(told.value(u"events").toArray().first().toObject().value(u"result").toString(),
             u"Error"_s);
}

void SnapshotsTest::volumeBackedMakesOneSnapshotPerVolume()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"db-1"_s);
    const QString image = cloud.snapshot(id, u"before"_s);
    const QJsonObject row = cloud.image(image);
    QCOMPARE(row.value(u"status").toString(), u"active"_s);
    QCOMPARE(row.value(u"size").toInt(-1), 0);
    QVERIFY(!row.contains(u"instance_uuid"));
    QVERIFY(!row.contains(u"image_type"));
    QVERIFY(cloud.server(id).value(u"OS-EXT-STS:task_state").isNull());
    const QJsonArray mapping =
        QJsonDocument::fromJson(row.value(u"block_device_mapping").toString().toUtf8()).array();
    QCOMPARE(mapping.size(), 3);
    const QJsonArray made = parts(cloud, u"before"_s);
    QCOMPARE(made.size(), 3);
    QStringList pointedTo;
    for (const auto &entry : mapping)
        pointedTo.append(entry.toObject().value(u"snapshot_id").toString());
    for (const auto &part : made) {
        QVERIFY(pointedTo.contains(part.toObject().value(u"id").toString()));
        QCOMPARE(part.toObject().value(u"status").toString(), u"creating"_s);
    }
    cloud.clock.advance(7s);
    const QJsonArray finished = parts(cloud, u"before"_s);
    for (const auto &part : finished)
        QCOMPARE(part.toObject().value(u"status").toString(), u"available"_s);
}

void SnapshotsTest::progressGoesUpToAHundred()
{
    Harness cloud;
    cloud.signIn();
    cloud.snapshot(cloud.serverId(u"desktop-1"_s), u"p"_s);
    int last = -1;
    int steps = 0;
    for (int i = 0; i < 40; ++i) {
        const QJsonObject part = parts(cloud, u"p"_s).first().toObject();
        const int progress =
            part.value(u"os-extended-snapshot-attributes:progress").toString().chopped(1).toInt();
        QVERIFY2(progress >= last, "progress went back");
        steps += progress > last ? 1 : 0;
        last = progress;
        QCOMPARE(part.value(u"status").toString() == u"available", progress == 100);
        cloud.clock.advance(250ms);
    }
    QCOMPARE(last, 100);
    QVERIFY2(steps >= 4, "too few steps to show a person");
}

void SnapshotsTest::oneVolumeSnapshotFails()
{
    Harness cloud;
    cloud.signIn();
    cloud.cloud.faults().failSnapshotOf(u"db-1-data-1"_s);
    const QString image = cloud.snapshot(cloud.serverId(u"db-1"_s), u"half"_s);
    cloud.clock.advance(10s);
    QCOMPARE(cloud.image(image).value(u"status").toString(), u"active"_s);
    QStringList statuses;
    const QJsonArray made = parts(cloud, u"half"_s);
    for (const auto &part : made)
        statuses.append(part.toObject().value(u"status").toString());
    statuses.sort();
    QCOMPARE(statuses, (QStringList{u"available"_s, u"available"_s, u"error"_s}));
    const QJsonArray messages =
        cloud.get(cloud.volumePath(u"/messages"_s), {{"OpenStack-API-Version", "volume 3.3"}})
            .json()
            .value(u"messages")
            .toArray();
    QCOMPARE(messages.first().toObject().value(u"resource_type").toString(), u"VOLUME_SNAPSHOT"_s);
}

void SnapshotsTest::deletingTheImageLeavesTheVolumeSnapshots()
{
    Harness cloud;
    cloud.signIn();
    const QString image = cloud.snapshot(cloud.serverId(u"db-1"_s), u"gone"_s);
    cloud.clock.advance(10s);
    QCOMPARE(cloud.call("DELETE", u"/image/v2/images/"_s + image).status, 204);
    QCOMPARE(cloud.get(u"/image/v2/images/"_s + image).status, 404);
    const QJsonArray left = parts(cloud, u"gone"_s);
    QCOMPARE(left.size(), 3);
    const QString volume = left.first().toObject().value(u"volume_id").toString();
    QCOMPARE(cloud.call("DELETE", cloud.volumePath(u"/volumes/"_s + volume)).status, 400);
    for (const auto &part : left) {
        const QString path =
            cloud.volumePath(u"/snapshots/"_s + part.toObject().value(u"id").toString());
        QCOMPARE(cloud.call("DELETE", path).status, 202);
        QCOMPARE(cloud.get(path).json().value(u"snapshot").toObject().value(u"status").toString(),
                 u"deleting"_s);
        QCOMPARE(cloud.call("DELETE", path).status, 400);
    }
    cloud.clock.advance(3s);
    QVERIFY(parts(cloud, u"gone"_s).isEmpty());
}

void SnapshotsTest::locationUpToMicroversion44()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_s);
    const QJsonObject body{{u"createImage"_s, QJsonObject{{u"name"_s, u"old way"_s}}}};
    const Answer answer = cloud.action(id, body, "2.44");
    QCOMPARE(answer.status, 202);
    QVERIFY(answer.body.isEmpty());
    const QString location = QString::fromLatin1(answer.headers.value("location"));
    QVERIFY(location.contains(u"/image/images/"));
    QCOMPARE(cloud.image(location.section(u'/', -1)).value(u"name").toString(), u"old way"_s);
    cloud.clock.advance(20s);
    const Answer newer = cloud.action(id, body, "2.45");
    QVERIFY(!newer.headers.contains("location"));
    QVERIFY(newer.json().contains(u"image_id"));
}

void SnapshotsTest::deletingTheServerEndsTheSnapshot()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_s);
    const QString image = cloud.snapshot(id, u"too late"_s);
    cloud.clock.advance(1s);
    QCOMPARE(cloud.call("DELETE", u"/compute/v2.1/servers/"_s + id).status, 204);
    cloud.clock.advance(20s);
    QCOMPARE(cloud.get(u"/compute/v2.1/servers/"_s + id).status, 404);
    QCOMPARE(cloud.get(u"/image/v2/images/"_s + image).status, 404);
}

void SnapshotsTest::metadataIsTagged()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"db-1"_s);
    const QJsonObject metadata{{u"instance_uuid"_s, id},
                               {u"image_type"_s, u"snapshot"_s},
                               {u"oriel:keep_until"_s, u"2026-02-01"_s}};
    const Answer answer = cloud.action(
        id, {{u"createImage"_s, QJsonObject{{u"name"_s, u"stamped"_s}, {u"metadata"_s, metadata}}}},
        "2.93");
    QCOMPARE(answer.status, 202);
    const QJsonArray found = cloud.get(u"/image/v2/images?instance_uuid=%1&name=stamped"_s.arg(id))
                                 .json()
                                 .value(u"images")
                                 .toArray();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().toObject().value(u"oriel:keep_until").toString(), u"2026-02-01"_s);
    const QJsonObject wrong{{u"bad/key"_s, u"x"_s}};
    QCOMPARE(cloud
                 .action(id, {{u"createImage"_s,
                               QJsonObject{{u"name"_s, u"n"_s}, {u"metadata"_s, wrong}}}})
                 .status,
             400);
}

void SnapshotsTest::quotaOfSnapshotsIsCheckedBeforehand()
{
    Harness cloud;
    cloud.signIn(u"demo"_s, u"demo"_s, u"lab"_s);
    const Answer answer = cloud.action(cloud.serverId(u"trial-1"_s),
                                       {{u"createImage"_s, QJsonObject{{u"name"_s, u"many"_s}}}});
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.message(), u"Quota exceeded for resources: snapshots"_s);
    QVERIFY(cloud.get(cloud.volumePath(u"/snapshots"_s))
                .json()
                .value(u"snapshots")
                .toArray()
                .isEmpty());
}

void SnapshotsTest::quotaOfGigabytesLeavesThePartsMadeBefore()
{
    Harness cloud;
    cloud.signIn(u"demo"_s, u"demo"_s, u"lab"_s);
    const QString server = cloud.serverId(u"trial-1"_s);
    const QString data =
        cloud.idOf(cloud.volumePath(u"/volumes"_s), u"volumes"_s, u"trial-1-data-2"_s);
    QCOMPARE(cloud
                 .call("DELETE",
                       u"/compute/v2.1/servers/%1/os-volume_attachments/%2"_s.arg(server, data))
                 .status,
             202);
    cloud.clock.advance(3s);
    // 7 GB are used of 20; 8 more leave five for the root volume of 5, and none for the data volume
    // behind it.
    QCOMPARE(cloud
                 .call("POST", cloud.volumePath(u"/volumes"_s),
                       {{u"volume"_s, QJsonObject{{u"size"_s, 8}, {u"name"_s, u"filler"_s}}}})
                 .status,
             202);
    const Answer answer =
        cloud.action(server, {{u"createImage"_s, QJsonObject{{u"name"_s, u"big"_s}}}});
    QCOMPARE(answer.status, 403);
    QCOMPARE(parts(cloud, u"big"_s).size(), 1);
    QVERIFY(cloud.get(u"/image/v2/images?name=big"_s).json().value(u"images").toArray().isEmpty());
}

void SnapshotsTest::speedDividesTheTimes()
{
    Harness slow;
    Harness fast({0, 40, 4.0});
    for (Harness *cloud : {&slow, &fast}) {
        cloud->signIn();
        cloud->snapshot(cloud->serverId(u"wiki-1"_s), u"v"_s);
        cloud->clock.advance(1s);
    }
    QCOMPARE(parts(fast, u"v"_s).first().toObject().value(u"status").toString(), u"available"_s);
    QCOMPARE(parts(slow, u"v"_s).first().toObject().value(u"status").toString(), u"creating"_s);
}

QTEST_GUILESS_MAIN(SnapshotsTest)
#include "tst_snapshots.moc"
