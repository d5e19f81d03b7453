#include "unit/demo/harness.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;
using namespace std::chrono_literals;

class ServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cloud = std::make_unique<Harness>();
        QCOMPARE(m_cloud->signIn().status, 201);
    }
    void powerActions_data();
    void powerActions();
    void wrongStateIsAConflict_data();
    void wrongStateIsAConflict();
    void lockBlocksPowerButNotSnapshots();
    void secondLockChangesNothing();
    void administratorsLockStays();
    void hardRebootStartsEveryState_data();
    void hardRebootStartsEveryState();
    void hardRebootInterruptsWhatHangs();
    void rebootNeedsAServerThatOnceRan();
    void failuresThatEndInError_data();
    void failuresThatEndInError();
    void powerStateFollows();
    void suspendedServerTakesNoVolume();
    void metadataOfAServerInError();
    void buildsFromAnImage();
    void buildsFromASnapshotSet();
    void minDiskLargerThanTheRootVolume();
    void instancesQuota();
    void deletedServersShowInChangesSince();
    void deletingKeepsOrDropsVolumes();
    void attachAndDetach();
    void shelveMakesItsImageAndUnshelveTakesIt();
    void resizeWaitsToBeConfirmed();

private:
    QString status(const QString &id) { return m_cloud->server(id).value(u"status").toString(); }
    QString task(const QString &id)
    {
        return m_cloud->server(id).value(u"OS-EXT-STS:task_state").toString();
    }
    QString flavor(const QString &name)
    {
        return m_cloud->idOf(u"/compute/v2.1/flavors"_s, u"flavors"_s, name);
    }
    QString volume(const QString &name)
    {
        return m_cloud->idOf(m_cloud->volumePath(u"/volumes"_s), u"volumes"_s, name);
    }
    QString imageNamed(const QString &name)
    {
        return m_cloud->idOf(u"/image/v2/images?limit=1000"_s, u"images"_s, name);
    }
    Answer create(QJsonObject server)
    {
        server.insert(u"networks"_s, QJsonArray{QJsonObject{
                                         {u"uuid"_s, m_cloud->idOf(u"/network/v2.0/networks"_s,
                                                                   u"networks"_s, u"office"_s)}}});
        return m_cloud->call("POST", u"/compute/v2.1/servers"_s, {{u"server"_s, server}});
    }

    std::unique_ptr<Harness> m_cloud;
};

void ServersTest::powerActions_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QJsonObject>("action");
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("meanwhile");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const char *server, const QJsonValue &argument,
                        const char *task, const char *meanwhile, const char *after) {
        QTest::newRow(name) << QString::fromLatin1(server)
                            << QJsonObject{{QString::fromLatin1(name).section(u' ', 0, 0),
                                            argument}}
                            << QString::fromLatin1(task) << QString::fromLatin1(meanwhile)
                            << QString::fromLatin1(after);
    };
    row("os-stop", "web-1", QJsonValue::Null, "powering-off", "ACTIVE", "SHUTOFF");
    row("os-start", "web-3", QJsonValue::Null, "powering-on", "SHUTOFF", "ACTIVE");
    row("reboot soft", "web-1", QJsonObject{{u"type"_s, u"SOFT"_s}}, "rebooting", "REBOOT",
        "ACTIVE");
    row("reboot hard", "web-3", QJsonObject{{u"type"_s, u"HARD"_s}}, "rebooting_hard", "SHUTOFF",
        "ACTIVE");
    row("pause", "web-1", QJsonValue::Null, "pausing", "ACTIVE", "PAUSED");
    row("unpause", "shop-staging", QJsonValue::Null, "unpausing", "PAUSED", "ACTIVE");
    row("suspend", "web-1", QJsonValue::Null, "suspending", "ACTIVE", "SUSPENDED");
    row("resume", "crm-1", QJsonValue::Null, "resuming", "SUSPENDED", "ACTIVE");
}

void ServersTest::powerActions()
{
    QFETCH(QString, server);
    QFETCH(QJsonObject, action);
    QFETCH(QString, meanwhile);
    QFETCH(QString, after);
    const QString id = m_cloud->serverId(server);
    QCOMPARE(m_cloud->action(id, action).status, 202);
    QTEST(task(id), "task");
    QCOMPARE(status(id), meanwhile);
    // Nothing happens while the clock stands.
    QCOMPARE(status(id), meanwhile);
    m_cloud->clock.advance(10s);
    QCOMPARE(status(id), after);
    QCOMPARE(task(id), QString());
}

void ServersTest::wrongStateIsAConflict_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QJsonObject>("action");
    QTest::addColumn<QString>("message");
    QTest::newRow("stop") << u"web-3"_s << QJsonObject{{u"os-stop"_s, QJsonValue::Null}}
                          << u"Cannot 'stop' instance %1 while it is in vm_state stopped"_s;
    QTest::newRow("soft reboot")
        << u"web-3"_s << QJsonObject{{u"reboot"_s, QJsonObject{{u"type"_s, u"SOFT"_s}}}}
        << u"Cannot 'reboot' instance %1 while it is in vm_state stopped"_s;
    QTest::newRow("snapshot of error")
        << u"ci-runner-4"_s << QJsonObject{{u"createImage"_s, QJsonObject{{u"name"_s, u"x"_s}}}}
        << u"Cannot 'createImage' instance %1 while it is in vm_state error"_s;
    QTest::newRow("snapshot of shelved")
        << u"print-1"_s << QJsonObject{{u"createImage"_s, QJsonObject{{u"name"_s, u"x"_s}}}}
        << u"Cannot 'createImage' instance %1 while it is in vm_state shelved_offloaded"_s;
}

void ServersTest::wrongStateIsAConflict()
{
    QFETCH(QString, server);
    QFETCH(QJsonObject, action);
    QFETCH(QString, message);
    const QString id = m_cloud->serverId(server);
    const Answer answer = m_cloud->action(id, action);
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.message(), message.arg(id));
}

void ServersTest::lockBlocksPowerButNotSnapshots()
{
    const QString id = m_cloud->serverId(u"erp-1"_s);
    const Answer stopped = m_cloud->action(id, {{u"os-stop"_s, QJsonValue::Null}});
    QCOMPARE(stopped.status, 409);
    QCOMPARE(stopped.message(), u"Instance %1 is locked"_s.arg(id));
    QVERIFY(!m_cloud->snapshot(id, u"while locked"_s).isEmpty());
    QCOMPARE(m_cloud->action(id, {{u"unlock"_s, QJsonValue::Null}}).status, 202);
    QCOMPARE(m_cloud->action(id, {{u"os-stop"_s, QJsonValue::Null}}).status, 202);
}

void ServersTest::secondLockChangesNothing()
{
    const QString id = m_cloud->serverId(u"web-1"_s);
    const auto reason = [&] {
        return m_cloud->server(id, "2.93").value(u"locked_reason");
    };
    const auto lock = [&](const QString &why) {
        return m_cloud->action(id, {{u"lock"_s, QJsonObject{{u"locked_reason"_s, why}}}}, "2.93")
            .status;
    };
    QCOMPARE(lock(u"closing"_s), 202);
    QCOMPARE(lock(u"another"_s), 202);
    QCOMPARE(reason(), QJsonValue(u"closing"_s));
    const QString path = u"/compute/v2.1/servers/%1/os-instance-actions"_s.arg(id);
    const QJsonArray actions = m_cloud->get(path).json().value(u"instanceActions").toArray();
    QCOMPARE(actions.size(), 2);
    QCOMPARE(actions[0].toObject().value(u"action").toString(), u"lock"_s);
    const QJsonObject event =
        m_cloud
            ->get(path + u'/' + actions[0].toObject().value(u"request_id").toString(),
                  {{"OpenStack-API-Version", "compute 2.51"}})
            .json()
            .value(u"instanceAction")
            .toObject()
            .value(u"events")
            .toArray()
            .at(0)
            .toObject();
    QCOMPARE(event.value(u"event").toString(), u"api_lock"_s);
    QCOMPARE(event.value(u"result").toString(), u"Success"_s);
    QCOMPARE(m_cloud->action(id, {{u"unlock"_s, QJsonValue::Null}}).status, 202);
    QVERIFY(reason().isNull());
}

void ServersTest::administratorsLockStays()
{
    const QString id = m_cloud->serverId(u"backup-1"_s);
    const Answer refused = m_cloud->action(id, {{u"unlock"_s, QJsonValue::Null}});
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.message(),
             u"Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be "
             "performed."_s);
    QCOMPARE(m_cloud->action(id, {{u"lock"_s, QJsonValue::Null}}).status, 202);
    QCOMPARE(m_cloud->action(id, {{u"pause"_s, QJsonValue::Null}}).status, 409);
    QCOMPARE(m_cloud->server(id, "2.93").value(u"locked_reason").toString(),
             u"storage maintenance"_s);
}

void ServersTest::hardRebootStartsEveryState_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("before");
    QTest::newRow("active") << u"web-1"_s << u"ACTIVE"_s;
    QTest::newRow("shut off") << u"web-3"_s << u"SHUTOFF"_s;
    QTest::newRow("paused") << u"shop-staging"_s << u"PAUSED"_s;
    QTest::newRow("suspended") << u"crm-1"_s << u"SUSPENDED"_s;
    QTest::newRow("error") << u"upgrade-trial"_s << u"ERROR"_s;
}

void ServersTest::hardRebootStartsEveryState()
{
    QFETCH(QString, server);
    const QString id = m_cloud->serverId(server);
    QTEST(status(id), "before");
    const QJsonObject hard{{u"reboot"_s, QJsonObject{{u"type"_s, u"HARD"_s}}}};
    QCOMPARE(m_cloud->action(id, hard).status, 202);
    QCOMPARE(task(id), u"rebooting_hard"_s);
    m_cloud->clock.advance(10s);
    QCOMPARE(status(id), u"ACTIVE"_s);
    QCOMPARE(m_cloud->server(id).value(u"OS-EXT-STS:power_state").toInt(), 1);
    QVERIFY(!m_cloud->server(id).contains(u"fault"));
}

void ServersTest::hardRebootInterruptsWhatHangs()
{
    const QString id = m_cloud->serverId(u"web-1"_s);
    const QJsonObject hard{{u"reboot"_s, QJsonObject{{u"type"_s, u"HARD"_s}}}};
    const QJsonObject soft{{u"reboot"_s, QJsonObject{{u"type"_s, u"SOFT"_s}}}};
    QCOMPARE(m_cloud->action(id, {{u"suspend"_s, QJsonValue::Null}}).status, 202);
    const Answer refused = m_cloud->action(id, soft);
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.message(),
             u"Cannot 'reboot' instance %1 while it is in task_state suspending"_s.arg(id));
    QCOMPARE(m_cloud->action(id, hard).status, 202);
    m_cloud->clock.advance(10s);
    QCOMPARE(status(id), u"ACTIVE"_s);
    const QJsonArray actions =
        m_cloud->get(u"/compute/v2.1/servers/%1/os-instance-actions"_s.arg(id))
            .json()
            .value(u"instanceActions")
            .toArray();
    QCOMPARE(actions[0].toObject().value(u"action").toString(), u"reboot"_s);
    QVERIFY(actions[0].toObject().value(u"message").isNull());
    QCOMPARE(actions[1].toObject().value(u"action").toString(), u"suspend"_s);
    QCOMPARE(actions[1].toObject().value(u"message").toString(), u"Error"_s);
    // A guest that does not shut down is not among what a reboot may interrupt.
    QCOMPARE(m_cloud->action(id, {{u"os-stop"_s, QJsonValue::Null}}).status, 202);
    QCOMPARE(m_cloud->action(id, hard).status, 409);
}

void ServersTest::rebootNeedsAServerThatOnceRan()
{
    const QString id = m_cloud->serverId(u"ci-runner-4"_s);
    const Answer refused =
        m_cloud->action(id, {{u"reboot"_s, QJsonObject{{u"type"_s, u"HARD"_s}}}});
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.message(), u"Instance %1 is in an invalid state for 'reboot'"_s.arg(id));
}

void ServersTest::failuresThatEndInError_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QJsonObject>("action");
    QTest::addColumn<QString>("after");
    const QJsonObject hard{{u"reboot"_s, QJsonObject{{u"type"_s, u"HARD"_s}}}};
    QTest::newRow("pause") << u"web-1"_s << QJsonObject{{u"pause"_s, QJsonValue::Null}}
                           << u"ACTIVE"_s;
    QTest::newRow("unpause") << u"shop-staging"_s << QJsonObject{{u"unpause"_s, QJsonValue::Null}}
                             << u"PAUSED"_s;
    QTest::newRow("suspend") << u"web-1"_s << QJsonObject{{u"suspend"_s, QJsonValue::Null}}
                             << u"ERROR"_s;
    QTest::newRow("resume") << u"crm-1"_s << QJsonObject{{u"resume"_s, QJsonValue::Null}}
                            << u"ERROR"_s;
    QTest::newRow("reboot") << u"web-1"_s << hard << u"ACTIVE"_s;
    QTest::newRow("reboot of one that is off") << u"web-3"_s << hard << u"ERROR"_s;
}

void ServersTest::failuresThatEndInError()
{
    QFETCH(QString, server);
    QFETCH(QJsonObject, action);
    const QString id = m_cloud->serverId(server);
    m_cloud->cloud.faults().failNextAction(action.keys().first());
    QCOMPARE(m_cloud->action(id, action).status, 202);
    m_cloud->clock.advance(10s);
    QTEST(status(id), "after");
    QCOMPARE(task(id), QString());
    QCOMPARE(m_cloud->server(id).contains(u"fault"), status(id) == u"ERROR");
}

void ServersTest::powerStateFollows()
{
    const QString id = m_cloud->serverId(u"web-1"_s);
    const std::pair<QString, int> steps[] = {
        {u"pause"_s, 3}, {u"unpause"_s, 1}, {u"suspend"_s, 7}, {u"resume"_s, 1}, {u"os-stop"_s, 4}};
    for (const auto &[action, power] : steps) {
        QCOMPARE(m_cloud->action(id, {{action, QJsonValue::Null}}).status, 202);
        m_cloud->clock.advance(10s);
        QCOMPARE(m_cloud->server(id).value(u"OS-EXT-STS:power_state").toInt(), power);
    }
}

void ServersTest::suspendedServerTakesNoVolume()
{
    const QString id = m_cloud->serverId(u"crm-1"_s);
    const Answer refused = m_cloud->call(
        "POST", u"/compute/v2.1/servers/%1/os-volume_attachments"_s.arg(id),
        {{u"volumeAttachment"_s, QJsonObject{{u"volumeId"_s, volume(u"spare-fast"_s)}}}});
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.message(),
             u"Cannot 'attach_volume' instance %1 while it is in vm_state suspended"_s.arg(id));
}

void ServersTest::metadataOfAServerInError()
{
    const QString id = m_cloud->serverId(u"upgrade-trial"_s);
    const Answer refused = m_cloud->call("POST", u"/compute/v2.1/servers/%1/metadata"_s.arg(id),
                                         {{u"metadata"_s, QJsonObject{{u"role"_s, u"trial"_s}}}});
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.message(),
             u"Cannot 'update metadata' instance %1 while it is in vm_state error"_s.arg(id));
}

void ServersTest::buildsFromAnImage()
{
    const Answer made = create({{u"name"_s, u"fresh"_s},
                                {u"flavorRef"_s, flavor(u"m1.tiny"_s)},
                                {u"imageRef"_s, imageNamed(u"tiny-linux"_s)}});
    QCOMPARE(made.status, 202);
    const QString id = made.json().value(u"server").toObject().value(u"id").toString();
    QVERIFY(made.headers.value("location").endsWith(id.toLatin1()));
    QStringList tasks;
    for (int i = 0; i < 60; ++i) {
        if (tasks.isEmpty() || tasks.last() != task(id))
            tasks.append(task(id));
        QCOMPARE(status(id), task(id).isEmpty() ? u"ACTIVE"_s : u"BUILD"_s);
        m_cloud->clock.advance(100ms);
    }
    QCOMPARE(tasks, (QStringList{u"scheduling"_s, u"networking"_s, u"spawning"_s, QString()}));
    QVERIFY(!m_cloud->server(id).value(u"hostId").toString().isEmpty());
    QCOMPARE(m_cloud->get(u"/network/v2.0/ports?device_id="_s + id)
                 .json()
                 .value(u"ports")
                 .toArray()
                 .size(),
             1);
}

void ServersTest::buildsFromASnapshotSet()
{
    const QString image = m_cloud->snapshot(m_cloud->serverId(u"db-1"_s), u"to restore"_s);
    m_cloud->clock.advance(10s);
    const Answer made = create({{u"name"_s, u"restored"_s},
                                {u"flavorRef"_s, flavor(u"v1.large"_s)},
                                {u"imageRef"_s, image}});
    QCOMPARE(made.status, 202);
    m_cloud->clock.advance(20s);
    const QString id = made.json().value(u"server").toObject().value(u"id").toString();
    QCOMPARE(status(id), u"ACTIVE"_s);
    const QJsonArray volumes =
        m_cloud->server(id).value(u"os-extended-volumes:volumes_attached").toArray();
    QCOMPARE(volumes.size(), 3);
    const QJsonObject root =
        m_cloud
            ->get(m_cloud->volumePath(u"/volumes/"_s +
                                      volumes.first().toObject().value(u"id").toString()))
            .json()
            .value(u"volume")
            .toObject();
    QCOMPARE(root.value(u"status").toString(), u"in-use"_s);
    QCOMPARE(root.value(u"bootable").toString(), u"true"_s);
    QVERIFY(!root.value(u"snapshot_id").toString().isEmpty());
}

void ServersTest::minDiskLargerThanTheRootVolume()
{
    const QString image = m_cloud->snapshot(m_cloud->serverId(u"wiki-1"_s), u"w"_s);
    QNetworkReply *patch =
        m_cloud->send("PATCH", u"/image/v2/images/"_s + image,
                      "[{\"op\": \"replace\", \"path\": \"/min_disk\", \"value\": 30}]",
                      {{"Content-Type", "application/openstack-images-v2.1-json-patch"}});
    QCOMPARE(Harness::finished(patch).status, 200);
    const Answer refused = create(
        {{u"name"_s, u"r"_s}, {u"flavorRef"_s, flavor(u"v1.small"_s)}, {u"imageRef"_s, image}});
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.message().startsWith(
        u"Volume is smaller than the minimum size specified in image metadata."));
}

void ServersTest::instancesQuota()
{
    const Answer refused = create({{u"name"_s, u"many"_s},
                                   {u"flavorRef"_s, flavor(u"m1.tiny"_s)},
                                   {u"imageRef"_s, imageNamed(u"tiny-linux"_s)},
                                   {u"min_count"_s, 2'000'000'000}});
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.message().startsWith(u"Quota exceeded for instances: Requested "));
}

void ServersTest::deletedServersShowInChangesSince()
{
    const QString before = m_cloud->clock.now().toString(Qt::ISODate);
    m_cloud->clock.advance(5s);
    const QString id = m_cloud->serverId(u"web-3"_s);
    const QString changes = u"/compute/v2.1/servers/detail?changes-since="_s + before;
    QVERIFY(m_cloud->get(changes).json().value(u"servers").toArray().isEmpty());
    QCOMPARE(m_cloud->call("DELETE", u"/compute/v2.1/servers/"_s + id).status, 204);
    QCOMPARE(task(id), u"deleting"_s);
    m_cloud->clock.advance(5s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers/"_s + id).status, 404);
    QVERIFY(m_cloud->serverId(u"web-3"_s).isEmpty());
    const QJsonArray changed = m_cloud->get(changes).json().value(u"servers").toArray();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().toObject().value(u"status").toString(), u"DELETED"_s);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/servers?changes-since=yesterday"_s).status, 400);
}

void ServersTest::deletingKeepsOrDropsVolumes()
{
    const QString kept = volume(u"wiki-1-root"_s);
    m_cloud->call("DELETE", u"/compute/v2.1/servers/"_s + m_cloud->serverId(u"wiki-1"_s));
    const QJsonObject dropping{
        {u"boot_index"_s, 0},           {u"uuid"_s, imageNamed(u"tiny-linux"_s)},
        {u"source_type"_s, u"image"_s}, {u"destination_type"_s, u"volume"_s},
        {u"volume_size"_s, 2},          {u"delete_on_termination"_s, true}};
    const Answer made = create({{u"name"_s, u"short-lived"_s},
                                {u"flavorRef"_s, flavor(u"v1.small"_s)},
                                {u"block_device_mapping_v2"_s, QJsonArray{dropping}}});
    QCOMPARE(made.status, 202);
    m_cloud->clock.advance(15s);
    const QString id = made.json().value(u"server").toObject().value(u"id").toString();
    const QString dropped = m_cloud->server(id)
                                .value(u"os-extended-volumes:volumes_attached")
                                .toArray()
                                .first()
                                .toObject()
                                .value(u"id")
                                .toString();
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/volumes/"_s + kept))
                 .json()
                 .value(u"volume")
                 .toObject()
                 .value(u"status")
                 .toString(),
             u"available"_s);
    m_cloud->call("DELETE", u"/compute/v2.1/servers/"_s + id);
    m_cloud->clock.advance(5s);
    QCOMPARE(m_cloud->get(m_cloud->volumePath(u"/volumes/"_s + dropped)).status, 404);
}

void ServersTest::attachAndDetach()
{
    const QString id = m_cloud->serverId(u"web-1"_s);
    const QString spare = volume(u"spare-fast"_s);
    const QString path = u"/compute/v2.1/servers/%1/os-volume_attachments"_s.arg(id);
    const auto state = [&] {
        return m_cloud->get(m_cloud->volumePath(u"/volumes/"_s + spare))
            .json()
            .value(u"volume")
            .toObject()
            .value(u"status")
            .toString();
    };
    QCOMPARE(
        m_cloud->call("POST", path, {{u"volumeAttachment"_s, QJsonObject{{u"volumeId"_s, spare}}}})
            .status,
        200);
    QCOMPARE(state(), u"reserved"_s);
    m_cloud->clock.advance(1s);
    QCOMPARE(state(), u"attaching"_s);
    m_cloud->clock.advance(2s);
    QCOMPARE(state(), u"in-use"_s);
    QCOMPARE(m_cloud->get(path)
                 .json()
                 .value(u"volumeAttachments")
                 .toArray()
                 .first()
                 .toObject()
                 .value(u"device")
                 .toString(),
             u"/dev/vdb"_s);
    QCOMPARE(m_cloud->call("DELETE", path + u'/' + spare).status, 202);
    QCOMPARE(state(), u"detaching"_s);
    m_cloud->clock.advance(3s);
    QCOMPARE(state(), u"available"_s);
    QVERIFY(m_cloud->get(path).json().value(u"volumeAttachments").toArray().isEmpty());
}

void ServersTest::shelveMakesItsImageAndUnshelveTakesIt()
{
    const QString id = m_cloud->serverId(u"web-3"_s);
    QCOMPARE(m_cloud->action(id, {{u"shelve"_s, QJsonValue::Null}}).status, 202);
    m_cloud->clock.advance(15s);
    QCOMPARE(status(id), u"SHELVED_OFFLOADED"_s);
    const QString image = imageNamed(u"web-3-shelved"_s);
    QCOMPARE(m_cloud->image(image).value(u"image_type").toString(), u"snapshot"_s);
    QCOMPARE(m_cloud->action(id, {{u"unshelve"_s, QJsonValue::Null}}).status, 202);
    m_cloud->clock.advance(15s);
    QCOMPARE(status(id), u"ACTIVE"_s);
    QVERIFY(imageNamed(u"web-3-shelved"_s).isEmpty());
}

void ServersTest::resizeWaitsToBeConfirmed()
{
    const QString id = m_cloud->serverId(u"git-1"_s);
    QCOMPARE(
        m_cloud->action(id, {{u"resize"_s, QJsonObject{{u"flavorRef"_s, flavor(u"v1.large"_s)}}}})
            .status,
        202);
    QCOMPARE(status(id), u"RESIZE"_s);
    m_cloud->clock.advance(10s);
    QCOMPARE(status(id), u"VERIFY_RESIZE"_s);
    QCOMPARE(m_cloud->action(id, {{u"confirmResize"_s, QJsonValue::Null}}).status, 204);
    QCOMPARE(status(id), u"ACTIVE"_s);
    QCOMPARE(
        m_cloud->server(id, "2.93").value(u"flavor").toObject().value(u"original_name").toString(),
        u"v1.large"_s);
}

QTEST_GUILESS_MAIN(ServersTest)
#include "tst_servers.moc"
