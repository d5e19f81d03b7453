#include "unit/demo/harness.h"

#include <QtTest/QtTest>

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
    void metadataIsStamped();
    void quotaOfSnapshotsIsCheckedBeforehand();
    void quotaOfGigabytesLeavesThePartsMadeBefore();
    void speedDividesTheTimes();

private:
    static QJsonArray parts(Harness &cloud, const QString &name)
    {
        return cloud.get(cloud.volumePath(u"/snapshots/detail?name=snapshot%20for%20"_qs + name))
            .json()
            .value(u"snapshots")
            .toArray();
    }
};

void SnapshotsTest::imageBackedPassesThroughItsTaskStates()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_qs);
    const QString image = cloud.snapshot(id, u"s1"_qs);
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
                cloud.action(id, {{u"createImage"_qs, QJsonObject{{u"name"_qs, u"s2"_qs}}}});
            QCOMPARE(second.status, 409);
            QCOMPARE(
                second.message(),
                u"Cannot 'createImage' instance %1 while it is in task_state image_snapshot_pending"_qs
                    .arg(id));
            QCOMPARE(cloud.action(id, {{u"os-stop"_qs, QJsonValue::Null}}).status, 409);
        }
        cloud.clock.advance(200ms);
    }
    QCOMPARE(tasks, (QStringList{u"image_snapshot_pending"_qs, u"image_snapshot"_qs,
                                 u"image_pending_upload"_qs, u"image_uploading"_qs, QString()}));
    QCOMPARE(statuses, (QStringList{u"queued"_qs, u"saving"_qs, u"active"_qs}));
    const QJsonObject done = cloud.image(image);
    QVERIFY(done.value(u"size").toDouble() > 0);
    QCOMPARE(done.value(u"instance_uuid").toString(), id);
    QCOMPARE(done.value(u"image_type").toString(), u"snapshot"_qs);
    QCOMPARE(cloud.server(id).value(u"status").toString(), u"ACTIVE"_qs);
}

void SnapshotsTest::imageBackedThatFailsLeavesOnlyAnAction()
{
    Harness cloud;
    cloud.signIn();
    cloud.cloud.faults().failNextUpload();
    const QString id = cloud.serverId(u"web-2"_qs);
    const QString image = cloud.snapshot(id, u"s1"_qs);
    cloud.clock.advance(1s);
    QCOMPARE(cloud.image(image).value(u"status").toString(), u"queued"_qs);
    cloud.clock.advance(20s);
    QCOMPARE(cloud.get(u"/image/v2/images/"_qs + image).status, 404);
    QVERIFY(cloud.server(id).value(u"OS-EXT-STS:task_state").isNull());
    const QJsonObject action = cloud.get(u"/compute/v2.1/servers/%1/os-instance-actions"_qs.arg(id))
                                   .json()
                                   .value(u"instanceActions")
                                   .toArray()
                                   .first()
                                   .toObject();
    QCOMPARE(action.value(u"action").toString(), u"createImage"_qs);
    QCOMPARE(action.value(u"message").toString(), u"Error"_qs);
    const QJsonObject told = cloud
                                 .get(u"/compute/v2.1/servers/%1/os-instance-actions/%2"_qs.arg(
                                          id, action.value(u"request_id").toString()),
                                      {{"OpenStack-API-Version", "compute 2.93"}})
                                 .json()
                                 .value(u"instanceAction")
                                 .toObject();
    QCOMPARE(told.value(u"events").toArray().first().toObject().value(u"result").toString(),
             u"Error"_qs);
}

void SnapshotsTest::volumeBackedMakesOneSnapshotPerVolume()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"db-1"_qs);
    const QString image = cloud.snapshot(id, u"before"_qs);
    const QJsonObject row = cloud.image(image);
    QCOMPARE(row.value(u"status").toString(), u"active"_qs);
    QCOMPARE(row.value(u"size").toInt(-1), 0);
    QVERIFY(!row.contains(u"instance_uuid"));
    QVERIFY(!row.contains(u"image_type"));
    QVERIFY(cloud.server(id).value(u"OS-EXT-STS:task_state").isNull());
    const QJsonArray mapping =
        QJsonDocument::fromJson(row.value(u"block_device_mapping").toString().toUtf8()).array();
    QCOMPARE(mapping.size(), 3);
    const QJsonArray made = parts(cloud, u"before"_qs);
    QCOMPARE(made.size(), 3);
    QStringList pointedTo;
    for (const auto &entry : mapping)
        pointedTo.append(entry.toObject().value(u"snapshot_id").toString());
    for (const auto &part : made) {
        QVERIFY(pointedTo.contains(part.toObject().value(u"id").toString()));
        QCOMPARE(part.toObject().value(u"status").toString(), u"creating"_qs);
    }
    cloud.clock.advance(7s);
    const QJsonArray finished = parts(cloud, u"before"_qs);
    for (const auto &part : finished)
        QCOMPARE(part.toObject().value(u"status").toString(), u"available"_qs);
}

void SnapshotsTest::progressGoesUpToAHundred()
{
    Harness cloud;
    cloud.signIn();
    cloud.snapshot(cloud.serverId(u"desktop-1"_qs), u"p"_qs);
    int last = -1;
    int steps = 0;
    for (int i = 0; i < 40; ++i) {
        const QJsonObject part = parts(cloud, u"p"_qs).first().toObject();
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
    cloud.cloud.faults().failSnapshotOf(u"db-1-data-1"_qs);
    const QString image = cloud.snapshot(cloud.serverId(u"db-1"_qs), u"half"_qs);
    cloud.clock.advance(10s);
    QCOMPARE(cloud.image(image).value(u"status").toString(), u"active"_qs);
    QStringList statuses;
    const QJsonArray made = parts(cloud, u"half"_qs);
    for (const auto &part : made)
        statuses.append(part.toObject().value(u"status").toString());
    statuses.sort();
    QCOMPARE(statuses, (QStringList{u"available"_qs, u"available"_qs, u"error"_qs}));
    const QJsonArray messages =
        cloud.get(cloud.volumePath(u"/messages"_qs), {{"OpenStack-API-Version", "volume 3.3"}})
            .json()
            .value(u"messages")
            .toArray();
    QCOMPARE(messages.first().toObject().value(u"resource_type").toString(), u"VOLUME_SNAPSHOT"_qs);
}

void SnapshotsTest::deletingTheImageLeavesTheVolumeSnapshots()
{
    Harness cloud;
    cloud.signIn();
    const QString image = cloud.snapshot(cloud.serverId(u"db-1"_qs), u"gone"_qs);
    cloud.clock.advance(10s);
    QCOMPARE(cloud.call("DELETE", u"/image/v2/images/"_qs + image).status, 204);
    QCOMPARE(cloud.get(u"/image/v2/images/"_qs + image).status, 404);
    const QJsonArray left = parts(cloud, u"gone"_qs);
    QCOMPARE(left.size(), 3);
    const QString volume = left.first().toObject().value(u"volume_id").toString();
    QCOMPARE(cloud.call("DELETE", cloud.volumePath(u"/volumes/"_qs + volume)).status, 400);
    for (const auto &part : left) {
        const QString path =
            cloud.volumePath(u"/snapshots/"_qs + part.toObject().value(u"id").toString());
        QCOMPARE(cloud.call("DELETE", path).status, 202);
        QCOMPARE(cloud.get(path).json().value(u"snapshot").toObject().value(u"status").toString(),
                 u"deleting"_qs);
        QCOMPARE(cloud.call("DELETE", path).status, 400);
    }
    cloud.clock.advance(3s);
    QVERIFY(parts(cloud, u"gone"_qs).isEmpty());
}

void SnapshotsTest::locationUpToMicroversion44()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_qs);
    const QJsonObject body{{u"createImage"_qs, QJsonObject{{u"name"_qs, u"old way"_qs}}}};
    const Answer answer = cloud.action(id, body, "2.44");
    QCOMPARE(answer.status, 202);
    QVERIFY(answer.body.isEmpty());
    const QString location = QString::fromLatin1(answer.headers.value("location"));
    QVERIFY(location.contains(u"/image/images/"));
    QCOMPARE(cloud.image(location.section(u'/', -1)).value(u"name").toString(), u"old way"_qs);
    cloud.clock.advance(20s);
    const Answer newer = cloud.action(id, body, "2.45");
    QVERIFY(!newer.headers.contains("location"));
    QVERIFY(newer.json().contains(u"image_id"));
}

void SnapshotsTest::deletingTheServerEndsTheSnapshot()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"web-2"_qs);
    const QString image = cloud.snapshot(id, u"too late"_qs);
    cloud.clock.advance(1s);
    QCOMPARE(cloud.call("DELETE", u"/compute/v2.1/servers/"_qs + id).status, 204);
    cloud.clock.advance(20s);
    QCOMPARE(cloud.get(u"/compute/v2.1/servers/"_qs + id).status, 404);
    QCOMPARE(cloud.get(u"/image/v2/images/"_qs + image).status, 404);
}

void SnapshotsTest::metadataIsStamped()
{
    Harness cloud;
    cloud.signIn();
    const QString id = cloud.serverId(u"db-1"_qs);
    const QJsonObject metadata{{u"instance_uuid"_qs, id},
                               {u"image_type"_qs, u"snapshot"_qs},
                               {u"oriel:keep_until"_qs, u"2026-02-01"_qs}};
    const Answer answer = cloud.action(
        id,
        {{u"createImage"_qs, QJsonObject{{u"name"_qs, u"stamped"_qs}, {u"metadata"_qs, metadata}}}},
        "2.93");
    QCOMPARE(answer.status, 202);
    const QJsonArray found = cloud.get(u"/image/v2/images?instance_uuid=%1&name=stamped"_qs.arg(id))
                                 .json()
                                 .value(u"images")
                                 .toArray();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().toObject().value(u"oriel:keep_until").toString(), u"2026-02-01"_qs);
    const QJsonObject wrong{{u"bad/key"_qs, u"x"_qs}};
    QCOMPARE(cloud
                 .action(id, {{u"createImage"_qs,
                               QJsonObject{{u"name"_qs, u"n"_qs}, {u"metadata"_qs, wrong}}}})
                 .status,
             400);
}

void SnapshotsTest::quotaOfSnapshotsIsCheckedBeforehand()
{
    Harness cloud;
    cloud.signIn(u"demo"_qs, u"demo"_qs, u"lab"_qs);
    const Answer answer =
        cloud.action(cloud.serverId(u"trial-1"_qs),
                     {{u"createImage"_qs, QJsonObject{{u"name"_qs, u"many"_qs}}}});
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.message(), u"Quota exceeded for resources: snapshots"_qs);
    QVERIFY(cloud.get(cloud.volumePath(u"/snapshots"_qs))
                .json()
                .value(u"snapshots")
                .toArray()
                .isEmpty());
}

void SnapshotsTest::quotaOfGigabytesLeavesThePartsMadeBefore()
{
    Harness cloud;
    cloud.signIn(u"demo"_qs, u"demo"_qs, u"lab"_qs);
    const QString server = cloud.serverId(u"trial-1"_qs);
    const QString data =
        cloud.idOf(cloud.volumePath(u"/volumes"_qs), u"volumes"_qs, u"trial-1-data-2"_qs);
    QCOMPARE(cloud
                 .call("DELETE",
                       u"/compute/v2.1/servers/%1/os-volume_attachments/%2"_qs.arg(server, data))
                 .status,
             202);
    cloud.clock.advance(3s);
    // 7 GB are used of 20; 8 more leave five for the root volume of 5, and none for the data volume
    // behind it.
    QCOMPARE(cloud
                 .call("POST", cloud.volumePath(u"/volumes"_qs),
                       {{u"volume"_qs, QJsonObject{{u"size"_qs, 8}, {u"name"_qs, u"filler"_qs}}}})
                 .status,
             202);
    const Answer answer =
        cloud.action(server, {{u"createImage"_qs, QJsonObject{{u"name"_qs, u"big"_qs}}}});
    QCOMPARE(answer.status, 403);
    QCOMPARE(parts(cloud, u"big"_qs).size(), 1);
    QVERIFY(cloud.get(u"/image/v2/images?name=big"_qs).json().value(u"images").toArray().isEmpty());
}

void SnapshotsTest::speedDividesTheTimes()
{
    Harness slow;
    Harness fast({0, 40, 4.0});
    for (Harness *cloud : {&slow, &fast}) {
        cloud->signIn();
        cloud->snapshot(cloud->serverId(u"wiki-1"_qs), u"v"_qs);
        cloud->clock.advance(1s);
    }
    QCOMPARE(parts(fast, u"v"_qs).first().toObject().value(u"status").toString(), u"available"_qs);
    QCOMPARE(parts(slow, u"v"_qs).first().toObject().value(u"status").toString(), u"creating"_qs);
}

QTEST_GUILESS_MAIN(SnapshotsTest)
#include "tst_snapshots.moc"
