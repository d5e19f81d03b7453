#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/blockstorage/volumezone.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/userdata.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/securitygroup.h"

#include "support/samples.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;
using oriel::test::answerOf;
using oriel::test::sampleAnswer;

namespace {

QJsonObject inner(const net::Request &request, const QString &key)
{
    return QJsonDocument::fromJson(request.body).object().value(key).toObject();
}

} // namespace

/// What restoring asks for, and what a cloud answers. The answers are those of a real cloud.
class TestLaunchRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerFromVolumeSnapshots();
    void aServerFromAnImage();
    void whatElseAServerMayHave();
    void userData_data();
    void userData();
    void theCreatedServer();
    void availabilityZones();
    void aVolumeFromASnapshot();
    void revertNeedsItsMicroversion();
    void volumeTypes();
    void backups();
    void floatingIps();
    void securityGroups();
};

void TestLaunchRequests::aServerFromVolumeSnapshots()
{
    CreateServer create{.name = u"web-01 restored"_s, .flavorId = u"f"_s};
    create.blockDevices = {{.uuid = u"s0"_s,
                            .deviceName = u"/dev/vda"_s,
                            .diskBus = u"virtio"_s,
                            .bootIndex = 0,
                            .sizeGiB = 6},
                           {.uuid = u"s1"_s, .sizeGiB = 1, .deleteOnTermination = true}};
    create.networkIds = {u"n1"_s, u"n2"_s};
    create.securityGroups = {u"g"_s};
    create.metadata = {{u"oriel:operation"_s, u"o"_s}};
    const net::Request request = create.request();
    QCOMPARE(request.path, u"/servers"_s);
    QVERIFY(!request.idempotent());
    QCOMPARE(request.microversions->min, (net::Microversion{2, 37}));
    const QJsonObject server = inner(request, u"server"_s);
    QVERIFY(!server.contains(u"imageRef"_s));
    QVERIFY(!server.contains(u"key_name"_s));
    QVERIFY(!server.contains(u"availability_zone"_s));
    QCOMPARE(server.value(u"networks"_s).toArray().at(1).toObject().value(u"uuid"_s), u"n2"_s);
    QCOMPARE(server.value(u"metadata"_s).toObject().value(u"oriel:operation"_s), u"o"_s);
    const QJsonArray devices = server.value(u"block_device_mapping_v2"_s).toArray();
    QCOMPARE(devices.size(), 2);
    const QJsonObject root = devices.at(0).toObject();
    QCOMPARE(root.value(u"source_type"_s), u"snapshot"_s);
    QCOMPARE(root.value(u"destination_type"_s), u"volume"_s);
    QCOMPARE(root.value(u"boot_index"_s), 0);
    QCOMPARE(root.value(u"volume_size"_s), 6);
    QCOMPARE(root.value(u"disk_bus"_s), u"virtio"_s);
    QCOMPARE(root.value(u"delete_on_termination"_s), false);
    const QJsonObject data = devices.at(1).toObject();
    QCOMPARE(data.value(u"boot_index"_s), -1);
    QVERIFY(!data.contains(u"device_name"_s));
    QCOMPARE(data.value(u"delete_on_termination"_s), true);
}

void TestLaunchRequests::aServerFromAnImage()
{
    CreateServer create{.name = u"x"_s, .flavorId = u"f"_s, .imageId = u"i"_s};
    create.blockDevices = {{.source = NewBlockDevice::Source::Image,
                            .uuid = u"i"_s,
                            .bootIndex = 0,
                            .deleteOnTermination = true}};
    create.securityGroups = {u"g"_s};
    const QJsonObject server = inner(create.request(), u"server"_s);
    QCOMPARE(server.value(u"imageRef"_s), u"i"_s);
    // Without a network there is nothing that a security group could be on; Nova refuses both.
    QCOMPARE(server.value(u"networks"_s), u"none"_s);
    QVERIFY(!server.contains(u"security_groups"_s));
    const QJsonObject device =
        server.value(u"block_device_mapping_v2"_s).toArray().at(0).toObject();
    QCOMPARE(device.value(u"destination_type"_s), u"local"_s);
    QVERIFY(!device.contains(u"volume_size"_s));
}

void TestLaunchRequests::whatElseAServerMayHave()
{
    CreateServer create{.name = u"x"_s, .flavorId = u"f"_s};
    create.blockDevices = {{.source = NewBlockDevice::Source::ImageVolume,
                            .uuid = u"i"_s,
                            .bootIndex = 0,
                            .sizeGiB = 20}};
    create.networkIds = {u"n"_s};
    create.fixedIps = {{u"n"_s, u"10.0.0.9"_s}};
    create.portIds = {u"p"_s};
    create.userData = "#!/bin/sh\n";
    create.description = u"why"_s;
    create.serverGroupId = u"g"_s;
    create.configDrive = true;
    create.adminPassword = u"a \"word\" "_s;
    QCOMPARE(create.request().microversions->min, (net::Microversion{2, 37}));
    create.tags = {u"blue"_s};
    QCOMPARE(create.request().microversions->min, (net::Microversion{2, 52}));
    create.blockDevices.front().volumeType = u"fast"_s;
    const net::Request request = create.request();
    QCOMPARE(request.microversions->min, (net::Microversion{2, 67}));
    const QJsonObject server = inner(request, u"server"_s);
    const QJsonObject disk = server.value(u"block_device_mapping_v2"_s).toArray().at(0).toObject();
    QCOMPARE(disk.value(u"source_type"_s), u"image"_s);
    QCOMPARE(disk.value(u"destination_type"_s), u"volume"_s);
    QCOMPARE(disk.value(u"volume_size"_s), 20);
    QCOMPARE(disk.value(u"volume_type"_s), u"fast"_s);
    const QJsonArray networks = server.value(u"networks"_s).toArray();
    QCOMPARE(networks.at(0).toObject().value(u"fixed_ip"_s), u"10.0.0.9"_s);
    QCOMPARE(networks.at(1).toObject().value(u"port"_s), u"p"_s);
    QCOMPARE(server.value(u"user_data"_s), u"IyEvYmluL3NoCg=="_s);
    QCOMPARE(server.value(u"description"_s), u"why"_s);
    QCOMPARE(server.value(u"tags"_s).toArray().at(0), u"blue"_s);
    QCOMPARE(server.value(u"config_drive"_s), true);
    QCOMPARE(server.value(u"adminPass"_s), create.adminPassword);
    QCOMPARE(inner(request, u"os:scheduler_hints"_s).value(u"group"_s), u"g"_s);
}

void TestLaunchRequests::userData_data()
{
    using Kind = UserDataFault::Kind;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("line");
    const auto row = [](const char *name, const QByteArray &text, Kind kind, int line = 0) {
        QTest::newRow(name) << text << static_cast<int>(kind) << line;
    };
    row("none", {}, Kind::None);
    row("a script", "#!/bin/sh\ntrue\n", Kind::None);
    row("cloud-config", "#cloud-config\npackages: [nginx]\n", Kind::None);
    row("a tab", "#cloud-config\na:\n\t- b\n", Kind::NotYaml, 3);
    row("a list", "#cloud-config\n- nginx\n", Kind::NotAMap);
    row("compressed", "\x1f\x8b\x08", Kind::None);
    row("no header", "packages: [nginx]\n", Kind::NoHeader);
    row("as large as allowed", "#!" + QByteArray(49'149 - 2, 'x'), Kind::None);
    row("too large", "#!" + QByteArray(49'152 - 1, 'x'), Kind::TooLarge);
}

void TestLaunchRequests::userData()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, kind);
    QFETCH(const int, line);
    const UserDataFault fault = userDataFault(text);
    QCOMPARE(static_cast<int>(fault.kind), kind);
    QCOMPARE(fault.line, line);
    QCOMPARE(fault.message.isEmpty(), fault.kind != UserDataFault::Kind::NotYaml);
    QCOMPARE(encodedSize(text), text.toBase64().size());
}

void TestLaunchRequests::theCreatedServer()
{
    const net::Answer answer = sampleAnswer(u"create-server-202"_s);
    const auto created = CreateServer{}.decode(answer);
    QVERIFY(created.ok());
    QCOMPARE(created->id.size(), 36);
    QCOMPARE(created->requestId, answer.requestId);
    QVERIFY(!created->adminPassword.isEmpty());
    QVERIFY(!CreateServer{}.decode(answerOf("{\"server\":{}}")).ok());
}

void TestLaunchRequests::availabilityZones()
{
    const auto zones = List<AvailabilityZone>{}.decode(sampleAnswer(u"availability-zones"_s));
    QVERIFY(zones.ok());
    QCOMPARE(zones->items, (std::vector<AvailabilityZone>{{u"nova"_s, true}, {u"nova-2"_s, true}}));
    // One alone comes from the list, too.
    const Get<AvailabilityZone> second{u"nova-2"_s};
    QVERIFY(second.request().path.endsWith("/os-availability-zone"_L1));
    QCOMPARE(second.decode(sampleAnswer(u"availability-zones"_s)).value().name, u"nova-2"_s);
    const auto missing = Get<VolumeZone>{u"x"_s}.decode(sampleAnswer(u"availability-zones"_s));
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().kind, ErrorKind::NotFound);
}

void TestLaunchRequests::aVolumeFromASnapshot()
{
    const CreateVolume create{.name = u"v"_s,
                              .snapshotId = u"s"_s,
                              .sizeGiB = 3,
                              .metadata = {{u"oriel:operation"_s, u"o"_s}}};
    const QJsonObject volume = inner(create.request(), u"volume"_s);
    QCOMPARE(volume.value(u"snapshot_id"_s), u"s"_s);
    QCOMPARE(volume.value(u"size"_s), 3);
    QVERIFY(!volume.contains(u"volume_type"_s));
    QVERIFY(!volume.contains(u"imageRef"_s));
    const QJsonObject fromImage = inner(
        CreateVolume{.name = u"v"_s, .sizeGiB = 3, .imageId = u"i"_s, .availabilityZone = u"az"_s}
            .request(),
        u"volume"_s);
    QCOMPARE(fromImage.value(u"imageRef"_s), u"i"_s);
    QCOMPARE(fromImage.value(u"availability_zone"_s), u"az"_s);
    QVERIFY(!fromImage.contains(u"snapshot_id"_s));
    QCOMPARE(volume.value(u"metadata"_s).toObject().value(u"oriel:operation"_s), u"o"_s);
    const auto made = create.decode(answerOf(R"({"volume": {
        "id": "1f41090c-fd78-45ee-8e48-97a6c9d3c1d8", "status": "creating", "size": 3,
        "availability_zone": "nova", "created_at": "2026-11-23T07:01:40.669348",
        "updated_at": null, "name": "restore-v", "description": null,
        "volume_type": "standard", "snapshot_id": "a6a052d5-fe3a-478d-b9dd-ccad2c3cdc0b",
        "source_volid": null, "metadata": {"oriel:operation": "op1"}, "bootable": "true",
        "encrypted": false, "multiattach": false, "attachments": [], "group_id": null}})"));
    QVERIFY(made.ok());
    QCOMPARE(made->status, u"creating"_s);
    QCOMPARE(made->snapshotId, u"a6a052d5-fe3a-478d-b9dd-ccad2c3cdc0b"_s);
    QVERIFY(made->bootable);
}

void TestLaunchRequests::revertNeedsItsMicroversion()
{
    const net::Request request = RevertVolume{u"v"_s, u"s"_s}.request();
    QCOMPARE(request.path, u"/volumes/v/action"_s);
    QCOMPARE(request.microversions->min, (net::Microversion{3, 40}));
    QCOMPARE(inner(request, u"revert"_s).value(u"snapshot_id"_s), u"s"_s);
}

void TestLaunchRequests::volumeTypes()
{
    const auto types = List<VolumeType>{}.decode(sampleAnswer(u"volume-types"_s));
    QVERIFY(types.ok());
    QVERIFY(!types->items.empty());
    QCOMPARE(types->items.front().name, u"standard"_s);
}

void TestLaunchRequests::backups()
{
    const CreateBackup create{u"v"_s, u"s"_s, u"b"_s, {{u"oriel:operation"_s, u"o"_s}}};
    QCOMPARE(create.request().microversions->min, (net::Microversion{3, 43}));
    QCOMPARE(inner(create.request(), u"backup"_s).value(u"snapshot_id"_s), u"s"_s);
    const auto made = create.decode(answerOf(
        R"({"backup": {"id": "f3e6c125-a5a0-4b3d-832d-2680f9ce03d4", "name": "b", "links": []}})"));
    QVERIFY(made.ok());
    QCOMPARE(*made, u"f3e6c125-a5a0-4b3d-832d-2680f9ce03d4"_s);
    const auto page = List<Backup>{}.decode(answerOf(R"({"backups": [{
        "id": "f3e6c125-a5a0-4b3d-832d-2680f9ce03d4", "status": "error", "size": 2,
        "object_count": 0, "availability_zone": null, "container": null,
        "created_at": "2026-11-23T07:00:20.000000", "name": "b", "description": null,
        "fail_reason": "Service not found for creating backup.",
        "volume_id": "d5c87724-7166-455b-a6fa-a855051d1b6d", "is_incremental": false,
        "snapshot_id": "a6a052d5-fe3a-478d-b9dd-ccad2c3cdc0b", "metadata": {}}]})"));
    QVERIFY(page.ok());
    QCOMPARE(page->items.size(), 1U);
    QCOMPARE(page->items.front().failReason, u"Service not found for creating backup."_s);
    QCOMPARE(page->items.front().snapshotId, u"a6a052d5-fe3a-478d-b9dd-ccad2c3cdc0b"_s);
}

void TestLaunchRequests::floatingIps()
{
    const AssociateFloatingIp move{u"f"_s, u"p"_s, u"10.0.0.4"_s};
    QCOMPARE(move.request().method, net::Method::Put);
    QCOMPARE(inner(move.request(), u"floatingip"_s).value(u"port_id"_s), u"p"_s);
    QCOMPARE(inner(move.request(), u"floatingip"_s).value(u"fixed_ip_address"_s), u"10.0.0.4"_s);
    const QJsonObject away = inner(AssociateFloatingIp{.id = u"f"_s}.request(), u"floatingip"_s);
    QVERIFY(away.value(u"port_id"_s).isNull());
    const auto page = List<FloatingIp>{}.decode(answerOf(R"({"floatingips": [
        {"id": "a", "floating_ip_address": "172.24.4.228", "floating_network_id": "n",
         "port_id": "p", "fixed_ip_address": "10.0.0.3", "status": "ACTIVE"},
        {"id": "b", "floating_ip_address": "172.24.4.42", "floating_network_id": "n",
         "port_id": null, "fixed_ip_address": null, "status": "DOWN"}]})"));
    QVERIFY(page.ok());
    QCOMPARE(page->items.front().fixedIp, u"10.0.0.3"_s);
    QCOMPARE(page->items.back().portId, QString());
    QCOMPARE(page->items.back().address, u"172.24.4.42"_s);
}

void TestLaunchRequests::securityGroups()
{
    const auto page = List<SecurityGroup>{}.decode(sampleAnswer(u"security-groups"_s));
    QVERIFY(page.ok());
    QCOMPARE(page->items.size(), 2U);
    QCOMPARE(page->items.front().name, u"default"_s);
    QCOMPARE(page->items.front().id.size(), 36);
}

QTEST_GUILESS_MAIN(TestLaunchRequests)
#include "tst_launchrequests.moc"
