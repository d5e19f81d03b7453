#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/availabilityzone.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/fieldvisitor.h"
#include "openstack/identity/project.h"
#include "openstack/identity/tokenrequest.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/router.h"
#include "openstack/network/securitygroup.h"
#include "openstack/network/subnet.h"
#include "support/samples.h"

#include <QtTest/QtTest>

#include <functional>

using namespace oriel;
using namespace oriel::openstack;
using namespace Qt::StringLiterals;

namespace {

/// The ids of the rows that a decoder makes of an answer; an error's message as the only one.
using Decode = std::function<QStringList(const net::Answer &)>;

template <typename Rows>
QStringList idsOf(const Rows &rows)
{
    QStringList ids;
    for (const auto &row : rows) {
        if constexpr (requires { row.id; })
            ids.append(row.id);
        else if constexpr (requires { row.requestId; })
            ids.append(row.requestId);
        else
            ids.append(row.name);
    }
    return ids;
}

template <typename E>
QStringList decoded(const net::Answer &answer)
{
    const auto result = E{}.decode(answer);
    if (!result.ok())
        return {"error: "_L1 + result.error().message};
    if constexpr (requires { result->items; })
        return idsOf(result->items);
    else
        return idsOf(*result);
}

/// Lists the keys of a row's fields.
class Keys : public FieldVisitor<Keys>
{
public:
    void visit(std::string_view key, const auto & /*member*/)
    {
        keys.append(QString::fromUtf8(key));
    }
    void whole(std::string_view /*name*/, const auto & /*member*/, auto /*read*/) {}

    QStringList keys;
};

template <typename Row>
QStringList fieldsOf()
{
    Keys visitor;
    Row row;
    Row::fields(visitor, row);
    return visitor.keys;
}

struct ListCase
{
    const char *sample; ///< null: `body` instead
    QByteArray body;
    QString key;
    QString id;
    Decode decode;
    QStringList fields;  ///< the keys that are read
    QString within = {}; ///< each entry is {within: {…}}
};

std::vector<ListCase> lists()
{
    return {
        {"servers-detail-2.93",
         {},
         u"servers"_s,
         u"id"_s,
         decoded<List<Server>>,
         fieldsOf<Server>()},
        {"flavors-detail-2.61",
         {},
         u"flavors"_s,
         u"id"_s,
         decoded<List<Flavor>>,
         fieldsOf<Flavor>()},
        {"keypairs-2.1",
         {},
         u"keypairs"_s,
         u"name"_s,
         decoded<List<KeyPair>>,
         fieldsOf<KeyPair>(),
         u"keypair"_s},
        {nullptr,
         R"({"server_groups": [{"id": "g1", "name": "n", "policy": "anti-affinity",
             "rules": {"max_server_per_host": 2}, "members": ["s"], "project_id": "p",
             "user_id": "u"}, {"id": "g2", "policies": ["affinity"]}]})",
         u"server_groups"_s, u"id"_s, decoded<List<ServerGroup>>, fieldsOf<ServerGroup>()},
        {"availability-zones",
         {},
         u"availabilityZoneInfo"_s,
         u"zoneName"_s,
         decoded<List<AvailabilityZone>>,
         fieldsOf<AvailabilityZone>()},
        {"instance-actions",
         {},
         u"instanceActions"_s,
         u"request_id"_s,
         decoded<ListInstanceActions>,
         fieldsOf<InstanceAction>()},
        {"images", {}, u"images"_s, u"id"_s, decoded<List<Image>>, fieldsOf<Image>()},
        {"volumes-detail", {}, u"volumes"_s, u"id"_s, decoded<List<Volume>>, fieldsOf<Volume>()},
        {"snapshots-detail-3.70",
         {},
         u"snapshots"_s,
         u"id"_s,
         decoded<List<VolumeSnapshot>>,
         fieldsOf<VolumeSnapshot>()},
        {"volume-types",
         {},
         u"volume_types"_s,
         u"id"_s,
         decoded<List<VolumeType>>,
         fieldsOf<VolumeType>()},
        {nullptr,
         R"({"backups": [{"id": "b1", "name": "n", "status": "available", "fail_reason": null,
             "volume_id": "v", "snapshot_id": "s", "size": 1, "metadata": {"a": "b"},
             "created_at": "2026-11-22T22:44:39.000000"}, {"id": "b2"}]})",
         u"backups"_s, u"id"_s, decoded<List<Backup>>, fieldsOf<Backup>()},
        {nullptr,
         R"({"groups": [{"id": "g1", "name": "n", "description": null, "status": "available",
             "group_type": "t", "volume_types": ["a"], "availability_zone": "nova",
             "group_snapshot_id": null, "source_group_id": null,
             "created_at": "2026-11-22T22:44:39.000000"}, {"id": "g2"}]})",
         u"groups"_s, u"id"_s, decoded<List<VolumeGroup>>, fieldsOf<VolumeGroup>()},
        {nullptr,
         R"({"group_snapshots": [{"id": "s1", "name": "n", "description": null,
             "status": "available", "group_id": "g", "group_type_id": "t",
             "created_at": "2026-11-22T22:44:39.000000"}, {"id": "s2"}]})",
         u"group_snapshots"_s, u"id"_s, decoded<List<GroupSnapshot>>, fieldsOf<GroupSnapshot>()},
        {nullptr,
         R"({"group_types": [{"id": "t1", "name": "n", "description": null, "is_public": true,
             "group_specs": {"consistent_group_snapshot_enabled": "<is> True"}}, {"id": "t2"}]})",
         u"group_types"_s, u"id"_s, decoded<List<VolumeGroupType>>, fieldsOf<VolumeGroupType>()},
        {nullptr,
         R"({"messages": [{"id": "m1", "event_id": "e", "message_level": "ERROR",
             "resource_type": "VOLUME", "resource_uuid": "v", "request_id": "r",
             "user_message": "m", "created_at": "2026-11-22T22:44:39.000000"}, {"id": "m2"}]})",
         u"messages"_s, u"id"_s, decoded<List<Message>>, fieldsOf<Message>()},
        {"networks", {}, u"networks"_s, u"id"_s, decoded<List<Network>>, fieldsOf<Network>()},
        {"ports-of-web-1", {}, u"ports"_s, u"id"_s, decoded<List<Port>>, fieldsOf<Port>()},
        {"security-groups",
         {},
         u"security_groups"_s,
         u"id"_s,
         decoded<List<SecurityGroup>>,
         fieldsOf<SecurityGroup>()},
        {nullptr,
         R"({"floatingips": [{"id": "f1", "floating_ip_address": "203.0.113.4", "port_id": null,
             "floating_network_id": "n", "fixed_ip_address": null, "status": "DOWN"},
             {"id": "f2"}]})",
         u"floatingips"_s, u"id"_s, decoded<List<FloatingIp>>, fieldsOf<FloatingIp>()},
        {nullptr,
         R"({"subnets": [{"id": "s1", "name": "n", "network_id": "n", "cidr": "10.0.0.0/24",
             "gateway_ip": null, "ip_version": 4, "enable_dhcp": true}, {"id": "s2"}]})",
         u"subnets"_s, u"id"_s, decoded<List<Subnet>>, fieldsOf<Subnet>()},
        {nullptr,
         R"({"routers": [{"id": "r1", "name": "n", "status": "ACTIVE", "admin_state_up": true,
             "external_gateway_info": {"network_id": "n", "external_fixed_ips": []}},
             {"id": "r2", "external_gateway_info": null}]})",
         u"routers"_s, u"id"_s, decoded<List<Router>>, fieldsOf<Router>()},
        {nullptr,
         R"({"security_group_rules": [{"id": "r1", "security_group_id": "g",
             "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp",
             "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": "0.0.0.0/0",
             "remote_group_id": null, "remote_address_group_id": null, "description": "d"},
             {"id": "r2"}]})",
         u"security_group_rules"_s, u"id"_s, decoded<List<SecurityGroupRule>>,
         fieldsOf<SecurityGroupRule>()},
        {"auth-projects", {}, u"projects"_s, u"id"_s, decoded<List<Project>>, fieldsOf<Project>()},
    };
}

net::Answer answerTo(const ListCase &list)
{
    return list.sample ? test::sampleAnswer(QString::fromLatin1(list.sample))
                       : test::answerOf(list.body);
}

/// What a value of another kind than expected can look like.
std::vector<std::pair<const char *, QJsonValue>> oddValues()
{
    return {{"null", QJsonValue::Null},
            {"true", true},
            {"false", false},
            {"zero", 0},
            {"one", 1},
            {"whole", 2012},
            {"negative", -7},
            {"fraction", 2.5},
            {"huge", 1e300},
            {"empty", u""_s},
            {"word", u"NO_SUCH_WORD"_s},
            {"unit", u"512MB"_s},
            {"digits", u"42"_s},
            {"python", u"True"_s},
            {"no date", u"0000-00-00T00:00:00Z"_s},
            {"far date", u"2026-13-45T99:99:99"_s},
            {"list", QJsonArray{}},
            {"list of numbers", QJsonArray{1, 2}},
            {"list of lists", QJsonArray{QJsonArray{QJsonArray{}}}},
            {"list of objects", QJsonArray{QJsonObject{{u"id"_s, QJsonArray{1}}}, u"x"_s}},
            {"object", QJsonObject{}},
            {"object of objects", QJsonObject{{u"x"_s, QJsonObject{{u"y"_s, QJsonArray{{}}}}}}}};
}

/// `object` with each value of it, however deep, replaced by `value` in turn.
void eachReplaced(const QJsonObject &object, const QJsonValue &value, const QString &path,
                  const std::function<void(const QJsonObject &, const QString &)> &visit)
{
    for (auto member = object.begin(); member != object.end(); ++member) {
        QJsonObject changed = object;
        const QString here = path + '/'_L1 + member.key();
        changed.insert(member.key(), value);
        visit(changed, here);
        if (member->isObject()) {
            eachReplaced(member->toObject(), value, here,
                         [&](const QJsonObject &inner, const QString &where) {
                             changed.insert(member.key(), inner);
                             visit(changed, where);
                         });
        } else if (member->isArray()) {
            const QJsonArray array = member->toArray();
            for (qsizetype i = 0; i < std::min<qsizetype>(array.size(), 2); ++i) {
                QJsonArray items = array;
                items[i] = value;
                changed.insert(member.key(), items);
                visit(changed, here + u"[%1]"_s.arg(i));
                if (!array[i].isObject())
                    continue;
                eachReplaced(array[i].toObject(), value, here + u"[%1]"_s.arg(i),
                             [&](const QJsonObject &inner, const QString &where) {
                                 QJsonArray others = array;
                                 others[i] = inner;
                                 changed.insert(member.key(), others);
                                 visit(changed, where);
                             });
            }
        }
    }
}

net::Answer with(const net::Answer &answer, const QString &key, const QJsonArray &rows)
{
    QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    root.insert(key, rows);
    net::Answer changed = answer;
    changed.body = QJsonDocument(root).toJson(QJsonDocument::Compact);
    changed.oddities = std::make_shared<net::Oddities>();
    return changed;
}

} // namespace

/// One odd value costs its cell, and only a row that nothing identifies is left out: in every list.
class TestOddValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void costsNoRow_data();
    void costsNoRow();
    void costsARowWithoutId_data();
    void costsARowWithoutId();
    void isReportedOnceByName();
    void isMarkedInItsRow();
    void takesOtherWritings();
    void limitsAreUnknownOneByOne();
    void tokenKeepsWhatItNeeds();
};

void TestOddValues::costsNoRow_data()
{
    QTest::addColumn<int>("list");
    QTest::addColumn<int>("odd");
    const auto all = lists();
    const auto values = oddValues();
    for (std::size_t list = 0; list < all.size(); ++list) {
        for (std::size_t odd = 0; odd < values.size(); ++odd) {
            QTest::addRow("%s, %s", qPrintable(all[list].key), values[odd].first)
                << static_cast<int>(list) << static_cast<int>(odd);
        }
    }
}

void TestOddValues::costsNoRow()
{
    QFETCH(int, list);
    QFETCH(int, odd);
    const ListCase tested = lists()[static_cast<std::size_t>(list)];
    const QJsonValue value = oddValues()[static_cast<std::size_t>(odd)].second;
    const net::Answer answer = answerTo(tested);
    const QStringList before = tested.decode(answer);
    const QJsonArray rows =
        QJsonDocument::fromJson(answer.body).object().value(tested.key).toArray();
    QVERIFY(!rows.isEmpty());
    QCOMPARE(before.size(), rows.size());
    // What is read and not in the sample is tried as well.
    QJsonObject first = rows[0].toObject();
    QJsonObject inner = tested.within.isEmpty() ? first : first.value(tested.within).toObject();
    for (const QString &field : tested.fields) {
        if (!inner.contains(field))
            inner.insert(field, QJsonValue::Null);
    }
    if (tested.within.isEmpty())
        first = inner;
    else
        first.insert(tested.within, inner);
    int changes = 0;
    eachReplaced(first, value, {}, [&](const QJsonObject &row, const QString &path) {
        if (path == '/'_L1 + tested.id || path == '/'_L1 + tested.within ||
            path == '/'_L1 + tested.within + '/'_L1 + tested.id)
            return;
        QJsonArray changed = rows;
        changed[0] = row;
        ++changes;
        const QStringList after = tested.decode(with(answer, tested.key, changed));
        if (after != before)
            QFAIL(qPrintable(path + ": "_L1 + after.join(u' ')));
    });
    QVERIFY(changes + 1 >= tested.fields.size());
}

void TestOddValues::costsARowWithoutId_data()
{
    QTest::addColumn<int>("list");
    const auto all = lists();
    for (std::size_t list = 0; list < all.size(); ++list)
        QTest::addRow("%s", qPrintable(all[list].key)) << static_cast<int>(list);
}

void TestOddValues::costsARowWithoutId()
{
    QFETCH(int, list);
    const ListCase tested = lists()[static_cast<std::size_t>(list)];
    const net::Answer answer = answerTo(tested);
    QJsonArray rows = QJsonDocument::fromJson(answer.body).object().value(tested.key).toArray();
    QStringList rest = tested.decode(answer);
    const auto without = [&](const QJsonValue &id) {
        QJsonObject row = rows[0].toObject();
        if (tested.within.isEmpty()) {
            row.insert(tested.id, id);
        } else {
            QJsonObject inner = row.value(tested.within).toObject();
            inner.insert(tested.id, id);
            row.insert(tested.within, inner);
        }
        QJsonArray changed = rows;
        changed[0] = row;
        return with(answer, tested.key, changed);
    };
    // IDs are opaque: a number identifies a row as well.
    QStringList numbered = rest;
    numbered[0] = u"7"_s;
    QCOMPARE(tested.decode(without(7)), numbered);
    rest.removeFirst();
    if (rest.isEmpty()) { // then it is no list of such rows
        QVERIFY(tested.decode(without(QJsonValue::Null)).value(0).contains("identified"_L1));
        return;
    }
    for (const QJsonValue &none :
         {QJsonValue(QJsonValue::Null), QJsonValue(u""_s), QJsonValue(QJsonArray{1}),
          QJsonValue(QJsonObject{{u"id"_s, u"x"_s}})}) {
        const net::Answer changed = without(none);
        QCOMPARE(tested.decode(changed), rest);
        QCOMPARE(changed.oddities->size(), std::size_t{1} + (none.isArray() || none.isObject()));
        QCOMPARE(changed.oddities->back().cost, net::Oddity::Cost::Row);
        QVERIFY(changed.oddities->back().first.startsWith(tested.key + "[0]"_L1));
    }
    for (const QJsonValue &none : {QJsonValue(u"row"_s), QJsonValue(QJsonValue::Null)}) {
        QJsonArray changed = rows;
        changed[0] = none;
        QCOMPARE(tested.decode(with(answer, tested.key, changed)), rest);
    }
}

void TestOddValues::isReportedOnceByName()
{
    net::Answer answer = test::answerOf(R"({"images": [
        {"id": "1", "min_ram": "512MB"}, {"id": "2", "min_ram": [], "created_at": "soon"},
        {"id": "3", "min_ram": "512MB"}, {"name": "nobody"}, {"name": "nobody else"}]})");
    answer.oddities = std::make_shared<net::Oddities>();
    QCOMPARE(decoded<List<Image>>(answer), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(answer.oddities->size(), std::size_t{3});
    const net::Oddity &ram = answer.oddities->at(0);
    QCOMPARE(ram.field, u"images[].min_ram"_s);
    QCOMPARE(ram.first, u"images[0].min_ram"_s);
    QCOMPARE(ram.count, 3);
    QCOMPARE(ram.cost, net::Oddity::Cost::Value);
    QCOMPARE(answer.oddities->at(1).field, u"images[].created_at"_s);
    const net::Oddity &lost = answer.oddities->at(2);
    QCOMPARE(lost.field, u"images[]"_s);
    QCOMPARE(lost.first, u"images[3]"_s);
    QCOMPARE(lost.count, 2);
    QCOMPARE(lost.cost, net::Oddity::Cost::Row);
}

void TestOddValues::isMarkedInItsRow()
{
    const auto page = List<Server>{}.decode(test::answerOf(R"({"servers": [
        {"id": "1", "locked": "perhaps", "flavor": {"vcpus": "two"}},
        {"id": "2", "locked": true, "os-extended-volumes:volumes_attached": [{"id": []},
            {"id": "v"}]},
        {"id": "3", "locked": null}]})"));
    QVERIFY(page.ok());
    const auto &servers = page->items;
    QCOMPARE(servers.size(), std::size_t{3});
    QCOMPARE(servers[0].unreadable, (QStringList{u"vcpus"_s, u"locked"_s}));
    QVERIFY(!servers[0].locked);
    QVERIFY(servers[1].locked);
    QVERIFY(servers[1].unreadable.isEmpty()); // a volume without ID is left out
    QCOMPARE(servers[1].volumes.size(), std::size_t{1});
    QVERIFY(servers[2].unreadable.isEmpty());

    const auto image = Get<Image>{}.decode(test::answerOf(
        R"({"id": "1", "protected": 2, "block_device_mapping": "[{\"boot_index\":"})"));
    QVERIFY(image.ok());
    QCOMPARE(image->unreadable, (QStringList{u"protected"_s, u"block_device_mapping"_s}));
    QVERIFY(image->blockDevices.empty());
}

void TestOddValues::takesOtherWritings()
{
    const auto page = List<Image>{}.decode(test::answerOf(R"({"images": [
        {"id": 5, "name": 2012, "protected": 1, "os_hidden": "yes", "min_ram": "512",
         "min_disk": "5.0", "owner": 610275, "tags": ["a", 7]}]})"));
    QVERIFY(page.ok());
    const Image &image = page->items.front();
    QCOMPARE(image.id, u"5"_s);
    QCOMPARE(image.name, u"2012"_s);
    QCOMPARE(image.owner, u"610275"_s);
    QVERIFY(image.isProtected);
    QVERIFY(image.hidden);
    QCOMPARE(image.minRamMiB, 512);
    QCOMPARE(image.minDiskGiB, 5);
    QCOMPARE(image.tags, (QStringList{u"a"_s, u"7"_s}));
    QVERIFY(image.unreadable.isEmpty());
}

void TestOddValues::limitsAreUnknownOneByOne()
{
    const auto limits = GetBlockStorageLimits{}.decode(test::answerOf(R"({"limits": {"absolute": {
        "totalVolumesUsed": "many", "maxTotalVolumes": 10, "totalSnapshotsUsed": 3,
        "maxTotalSnapshots": 10, "totalGigabytesUsed": 3}}})"));
    QVERIFY(limits.ok());
    QVERIFY(!limits->volumes.known);
    QVERIFY(limits->volumes.fits(1000));
    QCOMPARE(limits->snapshots, (Quota{3, 10}));
    QVERIFY(!limits->gigabytes.known);
    QVERIFY(!limits->backups.known);
}

void TestOddValues::tokenKeepsWhatItNeeds()
{
    const net::Answer answer = test::sampleAnswer(u"auth-password-201"_s);
    const QByteArray id = "gAAAA";
    const auto whole = decodeToken(answer.body, id);
    QVERIFY(whole.ok());
    const QJsonObject token =
        QJsonDocument::fromJson(answer.body).object().value("token"_L1).toObject();
    for (const auto &[name, value] : oddValues()) {
        eachReplaced(token, value, {}, [&](const QJsonObject &changed, const QString &path) {
            if (path == "/user"_L1 || path == "/user/id"_L1)
                return;
            const auto decoded =
                decodeToken(QJsonDocument(QJsonObject{{u"token"_s, changed}}).toJson(), id);
            QVERIFY2(decoded.ok(), qPrintable(path));
            QCOMPARE(decoded->userId, whole->userId);
        });
    }
}

QTEST_APPLESS_MAIN(TestOddValues)
#include "tst_oddvalues.moc"
