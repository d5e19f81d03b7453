#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/rebuildserver.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/identity/project.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/quotas.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

QString line(const net::Request &request)
{
    const QString query = request.query.query(QUrl::FullyEncoded);
    return QString::fromLatin1(net::methodName(request.method)) + u' ' + request.path +
           (query.isEmpty() ? QString() : u'?' + query);
}

QJsonObject bodyOf(const net::Request &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

} // namespace

class TestRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void pagesGrow();
    void actions();
    void keyPairs();
    void serverGroups();
    void whatEveryCollectionHas();
    void createImageCarriesItsTagsAndTime();
    void createSnapshotForces();
    void imagePatch();
    void nextPageOfImagesTakesTheQueryAlone();
    void idsCannotLeaveTheirSegment();
    void namesFitTheirFilter_data();
    void namesFitTheirFilter();
    void versions();
};

void TestRequests::lines_data()
{
    QTest::addColumn<QString>("is");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const net::Request &request, const char *wanted) {
        QTest::newRow(wanted) << line(request) << QString::fromLatin1(wanted);
    };
    row(List<Server>{.limit = 50}.request(), "GET /servers/detail?limit=50");
    row(List<Server>{.limit = 1000, .marker = u"m"_s}.request(),
        "GET /servers/detail?limit=1000&marker=m");
    row(List<Server>{.filters = {{u"all_tenants"_s, u"1"_s},
                                 {u"name"_s, u"a+b&c d%"_s},
                                 {u"status"_s, u"ERROR"_s}},
                     .limit = 10}
            .request(),
        "GET /servers/detail?limit=10&all_tenants=1&name=a%2Bb%26c%20d%25&status=ERROR");
    row(List<Server>{.changesSince = QDateTime(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC)}
            .request(),
        "GET /servers/detail?limit=1000&changes-since=2026-01-15T12%3A00%3A00Z");
    row(List<Server>{.marker = u"m"_s}.reversed().request(),
        "GET /servers/detail?limit=1000&marker=m&sort_key=created_at&sort_dir=asc");
    row(List<Volume>{.filters = {{u"sort"_s, u"updated_at:desc"_s}, {u"with_count"_s, u"true"_s}},
                     .limit = 50}
            .request(),
        "GET /volumes/detail?limit=50&sort=updated_at%3Adesc&with_count=true");
    row(List<VolumeSnapshot>{.filters = {{u"sort"_s, u"updated_at:desc"_s},
                                         {u"with_count"_s, u"true"_s}},
                             .limit = 50}
            .request(),
        "GET /snapshots/detail?limit=50&sort=updated_at%3Adesc&with_count=true");
    row(Get<Server>{u"s"_s}.request(), "GET /servers/s");
    row(StartServer{u"s"_s}.request(), "POST /servers/s/action");
    row(ListInstanceActions{u"s"_s}.request(), "GET /servers/s/os-instance-actions");
    row(GetInstanceAction{u"s"_s, u"req-1"_s}.request(),
        "GET /servers/s/os-instance-actions/req-1");
    row(GetComputeLimits{}.request(), "GET /limits");
    row(GetQuotas{net::Service::Network, u"p"_s}.request(), "GET /quotas/p/details");
    row(List<Flavor>{.marker = u"f"_s}.request(), "GET /flavors/detail?limit=1000&marker=f");
    row(List<KeyPair>{}.request(), "GET /os-keypairs");
    row(List<Volume>{.filters = {{u"status"_s, u"error"_s}}, .limit = 5}.request(),
        "GET /volumes/detail?limit=5&status=error");
    row(Get<Volume>{u"v"_s}.request(), "GET /volumes/v");
    row(Delete<Volume>{u"v"_s}.request(), "DELETE /volumes/v");
    row(Delete<Volume>{u"v"_s, {{u"cascade"_s, u"True"_s}}}.request(),
        "DELETE /volumes/v?cascade=True");
    row(List<VolumeSnapshot>{.filters = {{u"volume_id"_s, u"v"_s}}}.request(),
        "GET /snapshots/detail?limit=1000&volume_id=v");
    row(Get<VolumeSnapshot>{u"n"_s}.request(), "GET /snapshots/n");
    row(Delete<VolumeSnapshot>{u"n"_s}.request(), "DELETE /snapshots/n");
    row(UpdateVolumeSnapshotMetadata{u"n"_s, {}, false}.request(), "POST /snapshots/n/metadata");
    row(UpdateVolumeSnapshotMetadata{u"n"_s, {}, true}.request(), "PUT /snapshots/n/metadata");
    row(List<Message>{.filters = {{u"resource_uuid"_s, u"n"_s}}}.request(),
        "GET /messages?limit=1000&resource_uuid=n");
    row(List<Image>{.filters = {{u"instance_uuid"_s, u"s"_s}}, .limit = 3}.request(),
        "GET /images?limit=3&instance_uuid=s");
    row(List<Image>{.filters = {{u"updated_at"_s, u"gt:2026-01-15T12:00:00Z"_s}}}.request(),
        "GET /images?limit=1000&updated_at=gt%3A2026-01-15T12%3A00%3A00Z");
    row(Get<Image>{u"i"_s}.request(), "GET /images/i");
    row(Delete<Image>{u"i"_s}.request(), "DELETE /images/i");
    row(List<Network>{}.request(), "GET /networks?limit=1000");
    row(List<Port>{.filters = {{u"device_id"_s, u"s"_s}}}.request(),
        "GET /ports?limit=1000&device_id=s");
    row(List<Project>{}.request(), "GET /auth/projects");
}

void TestRequests::lines()
{
    QFETCH(QString, is);
    QFETCH(QString, wanted);
    QCOMPARE(is, wanted);
}

void TestRequests::pagesGrow()
{
    const auto limits = [](List<Server> list) {
        QStringList seen;
        for (int page = 0; page < 5; ++page) {
            seen.append(list.request().query.queryItemValue(u"limit"_s));
            list = list.withMarker(u"m"_s);
        }
        return seen.join(u' ');
    };
    QCOMPARE(limits({}), u"50 200 800 1000 1000"_s);
    QCOMPARE(limits(List<Server>{}.reversed()), u"50 200 800 1000 1000"_s);
    QCOMPARE(limits({.limit = 100}), u"50 100 100 100 100"_s);
    QCOMPARE(limits({.limit = 20}), u"20 20 20 20 20"_s);
    QCOMPARE(limits({.firstLimit = 1000}), u"1000 1000 1000 1000 1000"_s);
    QCOMPARE(limits({.changesSince = QDateTime::currentDateTimeUtc()}),
             u"1000 1000 1000 1000 1000"_s);
}

void TestRequests::actions()
{
    QCOMPARE(bodyOf(StartServer{u"s"_s}.request()), (QJsonObject{{u"os-start"_s, QJsonValue()}}));
    QCOMPARE(bodyOf(StopServer{u"s"_s}.request()), (QJsonObject{{u"os-stop"_s, QJsonValue()}}));
    QCOMPARE(bodyOf(RebootServer{u"s"_s}.request()),
             (QJsonObject{{u"reboot"_s, QJsonObject{{u"type"_s, u"SOFT"_s}}}}));
    QCOMPARE(bodyOf(RebootServer{u"s"_s, true}.request()),
             (QJsonObject{{u"reboot"_s, QJsonObject{{u"type"_s, u"HARD"_s}}}}));
    QCOMPARE(bodyOf(GetConsoleOutput{u"s"_s, 20}.request()),
             (QJsonObject{{u"os-getConsoleOutput"_s, QJsonObject{{u"length"_s, 20}}}}));
    QCOMPARE(bodyOf(GetConsoleOutput{u"s"_s, 0}.request()),
             (QJsonObject{{u"os-getConsoleOutput"_s, QJsonObject{}}}));
    QVERIFY(!StartServer{}.request().idempotent());
    const auto rebuild = [](const RebuildServer &wanted) {
        return bodyOf(wanted.request()).value(u"rebuild"_s).toObject();
    };
    QCOMPARE(rebuild({.id = u"s"_s, .imageId = u"i"_s}), (QJsonObject{{u"imageRef"_s, u"i"_s}}));
    QCOMPARE(rebuild({.imageId = u"i"_s, .keyName = QString(), .userData = QString()}),
             (QJsonObject{{u"imageRef"_s, u"i"_s},
                          {u"key_name"_s, QJsonValue::Null},
                          {u"user_data"_s, QJsonValue::Null}}));
    QCOMPARE(rebuild({.imageId = u"i"_s,
                      .keyName = u"k"_s,
                      .userData = u"#!"_s,
                      .name = u"n"_s,
                      .description = u"d"_s,
                      .hostname = u"h"_s,
                      .preservesEphemeral = true}),
             (QJsonObject{{u"imageRef"_s, u"i"_s},
                          {u"key_name"_s, u"k"_s},
                          {u"user_data"_s, u"IyE="_s},
                          {u"name"_s, u"n"_s},
                          {u"description"_s, u"d"_s},
                          {u"hostname"_s, u"h"_s},
                          {u"preserve_ephemeral"_s, true}}));
}

void TestRequests::keyPairs()
{
    const QJsonObject pair{{u"name"_s, u"k"_s}, {u"public_key"_s, u"ssh-rsa A"_s}};
    const net::Request imported = Create<KeyPair>{pair}.request();
    QCOMPARE(line(imported), u"POST /os-keypairs"_s);
    QCOMPARE(bodyOf(imported), (QJsonObject{{u"keypair"_s, pair}}));
    QCOMPARE(*imported.microversions, (net::MicroversionRange{{2, 1}, {2, 93}}));
    QVERIFY(!imported.idempotent());
    QCOMPARE(line(List<KeyPair>{.filters = {{u"user_id"_s, u"u"_s}}}.withMarker(u"k"_s).request()),
             u"GET /os-keypairs?marker=k&user_id=u"_s);
    QCOMPARE(line(Get<KeyPair>{u"a b"_s}.request()), u"GET /os-keypairs/a%20b"_s);
    QCOMPARE(line(Delete<KeyPair>{u"k"_s}.request()), u"DELETE /os-keypairs/k"_s);
}

void TestRequests::serverGroups()
{
    QCOMPARE(line(List<ServerGroup>{}.request()), u"GET /os-server-groups"_s);
    // The older form works on every cloud, so it is used unless the newer one is needed.
    const net::Request hard = CreateServerGroup{u"g"_s, u"affinity"_s}.request();
    QCOMPARE(line(hard), u"POST /os-server-groups"_s);
    QCOMPARE(*hard.microversions, (net::MicroversionRange{{2, 1}, {2, 63}}));
    QCOMPARE(bodyOf(hard),
             (QJsonObject{
                 {u"server_group"_s,
                  QJsonObject{{u"name"_s, u"g"_s}, {u"policies"_s, QJsonArray{u"affinity"_s}}}}}));
    const net::Request soft = CreateServerGroup{u"g"_s, u"soft-affinity"_s}.request();
    QCOMPARE(*soft.microversions, (net::MicroversionRange{{2, 15}, {2, 63}}));
    const net::Request limited = CreateServerGroup{u"g"_s, u"anti-affinity"_s, 3}.request();
    QCOMPARE(*limited.microversions, (net::MicroversionRange{{2, 64}, {2, 93}}));
    QCOMPARE(
        bodyOf(limited),
        (QJsonObject{{u"server_group"_s,
                      QJsonObject{{u"name"_s, u"g"_s},
                                  {u"policy"_s, u"anti-affinity"_s},
                                  {u"rules"_s, QJsonObject{{u"max_server_per_host"_s, 3}}}}}}));
}

void TestRequests::whatEveryCollectionHas()
{
    QCOMPARE(bodyOf(Create<Volume>{{{u"size"_s, 1}}}.request()),
             (QJsonObject{{u"volume"_s, QJsonObject{{u"size"_s, 1}}}}));
    QCOMPARE(line(Act<Volume>{u"v"_s, u"os-extend"_s}.request()), u"POST /volumes/v/action"_s);
    const net::Request extend =
        Act<Volume>{u"v"_s, u"os-extend"_s, QJsonObject{{u"new_size"_s, 2}}, {3, 42}}.request();
    QCOMPARE(bodyOf(extend), (QJsonObject{{u"os-extend"_s, QJsonObject{{u"new_size"_s, 2}}}}));
    QCOMPARE(extend.microversions->min, (net::Microversion{3, 42}));
    QVERIFY(!extend.idempotent());
    QCOMPARE(line(List<VolumeType>{}.request()), u"GET /types"_s); // it comes whole
    QCOMPARE(line(List<Backup>{.filters = {{u"volume_id"_s, u"v"_s}}}.request()),
             u"GET /backups/detail?limit=1000&volume_id=v"_s);
    QCOMPARE(line(List<FloatingIp>{}.request()), u"GET /floatingips?limit=1000"_s);
}

void TestRequests::createImageCarriesItsTagsAndTime()
{
    const net::Request request =
        CreateImage{u"s"_s, u"ночь “1”"_s, {{u"oriel:keep_until"_s, u"none"_s}}}.request();
    const QJsonObject action = bodyOf(request).value(u"createImage"_s).toObject();
    QCOMPARE(action.value(u"name"_s).toString(), u"ночь “1”"_s);
    QCOMPARE(action.value(u"metadata"_s).toObject(),
             (QJsonObject{{u"oriel:keep_until"_s, u"none"_s}}));
    QVERIFY(request.deadline >= std::chrono::minutes(10));
    QVERIFY(!request.idempotent());
}

void TestRequests::createSnapshotForces()
{
    const QJsonObject snapshot =
        bodyOf(CreateVolumeSnapshot{u"v"_s, u"n"_s, u"d"_s, {{u"k"_s, u"w"_s}}}.request())
            .value(u"snapshot"_s)
            .toObject();
    QCOMPARE(snapshot, (QJsonObject{{u"volume_id"_s, u"v"_s},
                                    {u"name"_s, u"n"_s},
                                    {u"description"_s, u"d"_s},
                                    {u"metadata"_s, QJsonObject{{u"k"_s, u"w"_s}}},
                                    {u"force"_s, true}}));
}

void TestRequests::imagePatch()
{
    const net::Request request =
        UpdateImage{u"i"_s, {{u"a/b~c"_s, u"x"_s}, {u"min_disk"_s, 2}}, {u"old"_s}}.request();
    QCOMPARE(request.method, net::Method::Patch);
    QCOMPARE(request.contentType, "application/openstack-images-v2.1-json-patch"_ba);
    const QJsonArray patch = QJsonDocument::fromJson(request.body).array();
    QCOMPARE(patch,
             (QJsonArray{
                 QJsonObject{{u"op"_s, u"add"_s}, {u"path"_s, u"/a~1b~0c"_s}, {u"value"_s, u"x"_s}},
                 QJsonObject{{u"op"_s, u"add"_s}, {u"path"_s, u"/min_disk"_s}, {u"value"_s, 2}},
                 QJsonObject{{u"op"_s, u"remove"_s}, {u"path"_s, u"/old"_s}}}));
}

void TestRequests::nextPageOfImagesTakesTheQueryAlone()
{
    const List<Image> next =
        List<Image>{}.withMarker(u"http://elsewhere.example/v2/images?marker=m%2F1&limit=2"_s);
    QCOMPARE(line(next.request()), u"GET /images?marker=m%2F1&limit=2"_s);
}

void TestRequests::idsCannotLeaveTheirSegment()
{
    QCOMPARE(Get<Server>{u"../flavors?x=1#"_s}.request().path,
             u"/servers/..%2Fflavors%3Fx%3D1%23"_s);
    // An encoded dot is still a dot on the way: these are refused when they are sent.
    for (const QString &id : {u".."_s, u"."_s, QString()}) {
        QVERIFY(!net::keepsItsSegments(Get<Image>{id}.request().path));
        QVERIFY(!net::keepsItsSegments(Delete<Image>{id}.request().path));
        QVERIFY(!net::keepsItsSegments(Get<Server>{id}.request().path));
        QVERIFY(!net::keepsItsSegments(StopServer{id}.request().path));
        QVERIFY(!net::keepsItsSegments(Delete<VolumeSnapshot>{id}.request().path));
    }
    QVERIFY(net::keepsItsSegments(Get<Server>{u"..."_s}.request().path));
}

void TestRequests::versions()
{
    const auto compute = Get<Server>{}.request().microversions;
    QVERIFY(compute.has_value());
    QCOMPARE(compute->min, (net::Microversion{2, 1}));
    QCOMPARE(compute->max, (net::Microversion{2, 93}));
    const auto volumes = Get<Volume>{}.request().microversions;
    QVERIFY(volumes.has_value());
    QCOMPARE(volumes->max, (net::Microversion{3, 70}));
    QCOMPARE(List<Message>{}.request().microversions->min, (net::Microversion{3, 5}));
    QVERIFY(!Get<Image>{}.request().microversions);
    QVERIFY(!List<Port>{}.request().microversions);
    QCOMPARE(List<Port>{}.request().service, net::Service::Network);
    QCOMPARE(Get<Volume>{}.request().service, net::Service::BlockStorage);
}

void TestRequests::namesFitTheirFilter_data()
{
    QTest::addColumn<QString>("filter");
    QTest::newRow("web-1") << u"^web-1$"_s;
    QTest::newRow("a b_c") << u"^a b_c$"_s;
    QTest::newRow("web.[1]") << u"^web.*1.*$"_s;
    QTest::newRow("(*)") << u"^.*$"_s;
    QTest::newRow("größe 中") << u"^größe 中$"_s;
    QTest::newRow("x\\E$") << u"^x.*E.*$"_s;
}

/// Nova's filter is a regular expression, which must not be narrower than the name.
void TestRequests::namesFitTheirFilter()
{
    QFETCH(const QString, filter);
    const QString name = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(openstack::serverNameFilter(name), filter);
    QVERIFY(QRegularExpression(filter).match(name).hasMatch());
}

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
