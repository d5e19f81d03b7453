#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/quotas.h"

#include "support/samples.h"

#include <QtTest/QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;
using oriel::test::answerOf;
using oriel::test::sampleAnswer;

namespace {

QByteArray serverWith(const QByteArray &members)
{
    return R"({"server": {"id": "s1", "status": "ACTIVE")" +
           (members.isEmpty() ? QByteArray() : ", " + members) + "}}";
}

} // namespace

class TestComputeDecoders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerAtEveryVersion_data();
    void aServerAtEveryVersion();
    void listsAtEveryVersion_data();
    void listsAtEveryVersion();
    void taskStateAndFault();
    void addressesOfAllKinds();
    void imageIsAnObjectOrTheEmptyText();
    void aRowFromACellThatIsDown();
    void unknownStatesAreKept();
    void oneSecurityGroupOnPerPort();
    void nextPage();
    void nextPageIsSeenBeforeDecoding_data();
    void nextPageIsSeenBeforeDecoding();
    void textsThatRepeatThemselvesShareMemory();
    void wrongAnswersAreErrors_data();
    void wrongAnswersAreErrors();
    void cutSamplesAreErrors();
    void createdImage_data();
    void createdImage();
    void createdImageWithoutAName();
    void instanceActions();
    void limits();
    void networkQuotas();
    void serverGroups();
    void flavors();
    void keyPairs();
    void createdKeyPairs();
    void consoleOutput();
};

void TestComputeDecoders::aServerAtEveryVersion_data()
{
    QTest::addColumn<QString>("sample");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("volumeBacked");
    QTest::addColumn<bool>("embeddedFlavor");
    QTest::addColumn<int>("volumes");

    QTest::newRow("app-1 2.1") << u"server-app-1-2.1"_s << u"app-1"_s << true << false << 3;
    QTest::newRow("app-1 2.93") << u"server-app-1-2.93"_s << u"app-1"_s << true << true << 3;
    QTest::newRow("as admin") << u"server-app-1-2.93-as-admin"_s << u"app-1"_s << true << true << 3;
    QTest::newRow("db-1 2.1") << u"server-db-1-2.1"_s << u"db-1"_s << true << false << 1;
    QTest::newRow("db-1 2.93") << u"server-db-1-2.93"_s << u"db-1"_s << true << true << 1;
    QTest::newRow("web-1 2.1") << u"server-web-1-2.1"_s << u"web-1"_s << false << false << 0;
    QTest::newRow("web-1 2.93") << u"server-web-1-2.93"_s << u"web-1"_s << false << true << 0;
}

void TestComputeDecoders::aServerAtEveryVersion()
{
    QFETCH(QString, sample);
    QFETCH(QString, name);
    QFETCH(bool, volumeBacked);
    QFETCH(bool, embeddedFlavor);
    QFETCH(int, volumes);

    const auto server = Get<Server>{}.decode(sampleAnswer(sample));
    QVERIFY2(server.ok(), server.ok() ? "" : qPrintable(server.error().message));
    QCOMPARE(server->name, name);
    QCOMPARE(server->status, u"ACTIVE"_s);
    QCOMPARE(server->vmState, u"active"_s);
    QCOMPARE(server->taskState, QString());
    QCOMPARE(server->powerState, 1);
    QCOMPARE(server->keyName, u"laptop"_s);
    QCOMPARE(server->bootsFromVolume(), volumeBacked);
    QCOMPARE(static_cast<int>(server->volumes.size()), volumes);
    QCOMPARE(server->flavor.id.isEmpty(), embeddedFlavor);
    QCOMPARE(server->flavor.name.isEmpty(), !embeddedFlavor);
    QCOMPARE(server->flavor.vcpus, embeddedFlavor ? 1 : 0);
    QCOMPARE(server->created.timeSpec(), Qt::UTC);
    QVERIFY(server->created.isValid() && server->updated.isValid() && server->launched.isValid());
    QCOMPARE(static_cast<int>(server->addresses.size()), 1);
    QCOMPARE(server->addresses.front().network, u"private"_s);
    QVERIFY(server->addresses.front().address.startsWith("10.77."_L1));
    QVERIFY(server->addresses.front().mac.startsWith("fa:16:3e:"_L1));
    QVERIFY(!server->addresses.front().floating);
    QVERIFY(!server->projectId.isEmpty() && !server->userId.isEmpty());
    if (embeddedFlavor)
        QCOMPARE(server->hostname, name);
}

void TestComputeDecoders::listsAtEveryVersion_data()
{
    QTest::addColumn<QString>("sample");
    for (const char *sample :
         {"servers-detail-2.1", "servers-detail-2.67", "servers-detail-2.79", "servers-detail-2.93",
          "servers-detail-2.93-old-header", "servers-detail-all-tenants-admin"})
        QTest::newRow(sample) << QString::fromLatin1(sample);
}

void TestComputeDecoders::listsAtEveryVersion()
{
    QFETCH(QString, sample);
    const auto page = List<Server>{}.decode(sampleAnswer(sample));
    QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().message));
    QStringList names;
    for (const Server &server : page->items)
        names.append(server.name);
    for (const auto name : {"app-1"_L1, "db-1"_L1, "web-1"_L1})
        QVERIFY2(names.contains(name), name.data());
    QVERIFY(!page->next);
}

void TestComputeDecoders::taskStateAndFault()
{
    const auto busy = Get<Server>{}.decode(sampleAnswer(u"server-web-1-while-snapshotting"_s));
    QVERIFY(busy.ok());
    QVERIFY(busy->taskState.startsWith("image_"_L1));
    QCOMPARE(busy->metadata.value(u"role"_s), u"web"_s);

    const auto broken = Get<Server>{}.decode(sampleAnswer(u"server-ERROR-fault"_s));
    QVERIFY(broken.ok());
    QCOMPARE(broken->status, u"ERROR"_s);
    QVERIFY(broken->fault.has_value());
    QCOMPARE(broken->fault->code, 500);
    QVERIFY(broken->fault->message.contains("Exhausted all hosts"_L1));
    QVERIFY(!broken->launched.isValid());
}

void TestComputeDecoders::addressesOfAllKinds()
{
    const auto server = Get<Server>{}.decode(answerOf(serverWith(
        R"("addresses": {"lan": [{"addr": "10.0.0.4", "version": 4, "OS-EXT-IPS:type": "fixed"},
            {"addr": "203.0.113.9", "version": 4, "OS-EXT-IPS:type": "floating"}],
            "six": [{"addr": "2001:db8::4", "version": 6}]})")));
    QVERIFY(server.ok());
    QCOMPARE(static_cast<int>(server->addresses.size()), 3);
    QVERIFY(!server->addresses[0].floating);
    QVERIFY(server->addresses[1].floating);
    QCOMPARE(server->addresses[1].network, u"lan"_s);
    QCOMPARE(server->addresses[2].version, 6);
    QCOMPARE(server->addresses[2].address, u"2001:db8::4"_s);
}

void TestComputeDecoders::imageIsAnObjectOrTheEmptyText()
{
    const auto fromImage = Get<Server>{}.decode(answerOf(serverWith(R"("image": {"id": "i1"})")));
    QVERIFY(fromImage.ok());
    QCOMPARE(fromImage->imageId, u"i1"_s);
    const auto fromVolume = Get<Server>{}.decode(answerOf(serverWith(R"("image": "")")));
    QVERIFY(fromVolume.ok());
    QVERIFY(fromVolume->bootsFromVolume());
    const auto asText = Get<Server>{}.decode(answerOf(serverWith(R"("image": "i1")")));
    QVERIFY(asText.ok());
    QCOMPARE(asText->imageId, u"i1"_s);
    const auto wrong = Get<Server>{}.decode(answerOf(serverWith(R"("image": ["i1"])")));
    QVERIFY(wrong.ok());
    QCOMPARE(wrong->unreadable, QStringList{u"image"_s});
}

void TestComputeDecoders::aRowFromACellThatIsDown()
{
    const auto page = List<Server>{}.decode(answerOf(
        R"({"servers": [{"id": "s1", "status": "UNKNOWN", "tenant_id": "p", "links": [],
                        "created": "2026-11-22T22:44:39Z", "security_groups": []}]})"));
    QVERIFY(page.ok());
    QCOMPARE(page->items.front().status, u"UNKNOWN"_s);
    QCOMPARE(page->items.front().name, QString());
}

void TestComputeDecoders::unknownStatesAreKept()
{
    const auto server = Get<Server>{}.decode(answerOf(
        R"({"server": {"id": "s1", "status": "DREAMING", "OS-EXT-STS:task_state": "yawning"}})"));
    QVERIFY(server.ok());
    QCOMPARE(server->status, u"DREAMING"_s);
    QCOMPARE(server->taskState, u"yawning"_s);
}

void TestComputeDecoders::oneSecurityGroupOnPerPort()
{
    const auto server = Get<Server>{}.decode(answerOf(serverWith(
        R"("security_groups": [{"name": "web"}, {"name": "default"}, {"name": "web"}])")));
    QVERIFY(server.ok());
    QCOMPARE(server->securityGroups, QStringList({u"web"_s, u"default"_s}));
}

void TestComputeDecoders::nextPage()
{
    const QByteArray link = R"({"servers": [], "servers_links": [{"rel": "next",
        "href": "http://compute.example/v2.1/servers/detail?limit=2&marker=a%2Fb"}]})";
    const auto page = List<Server>{}.decode(answerOf(link));
    QVERIFY(page.ok());
    QCOMPARE(page->next.value_or(QString()), u"a/b"_s);
    const List<Server> failed{.filters = {{u"status"_s, u"ERROR"_s}}};
    QCOMPARE(failed.withMarker(*page->next).filters, failed.filters);
    QCOMPARE(List<Server>{}.withMarker(*page->next).marker, u"a/b"_s);

    const auto without = List<Server>{}.decode(answerOf(
        R"({"servers": [], "servers_links": [{"rel": "next", "href": "http://compute.example/"}]})"));
    QVERIFY(!without.ok());
    QVERIFY(without.error().message.contains("servers_links[0]"_L1));
}

void TestComputeDecoders::nextPageIsSeenBeforeDecoding_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("marker");
    const QByteArray link = R"("servers_links": [{"rel": "next",
        "href": "http://compute.example/v2.1/servers/detail?limit=2&marker=a%2Fb"}])";
    QTest::newRow("behind the rows") << R"({"servers": [{"id": "s"}], )" + link + "}" << u"a/b"_s;
    QTest::newRow("before them") << "{" + link + R"(, "servers": []})" << u"a/b"_s;
    QTest::newRow("last page") << QByteArray(R"({"servers": []})") << QString();
    QTest::newRow("no next") << QByteArray(R"({"servers": [], "servers_links": []})") << QString();
    QTest::newRow("no marker") << QByteArray(R"({"servers": [],
            "servers_links": [{"rel": "next", "href": "http://compute.example/"}]})")
                               << QString();
    QTest::newRow("cut short") << R"({"servers": [], )" + link << QString();
    // Not the list's own.
    QTest::newRow("in a row") << R"({"servers": [{"id": "s", )" + link + "}]}" << QString();
    QTest::newRow("in a text") << QByteArray(R"({"servers": [{"name": "\"servers_links\": [1]"}]})")
                               << QString();
    QTest::newRow("far from the end")
        << "{" + link + R"(, "servers": [], "x": ")" + QByteArray(10'000, 'x') + "\"}" << QString();
    QTest::newRow("nothing") << QByteArray() << QString();
}

void TestComputeDecoders::nextPageIsSeenBeforeDecoding()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, marker);
    QCOMPARE(List<Server>{}.peek(answerOf(body)).value_or(QString()), marker);
}

void TestComputeDecoders::textsThatRepeatThemselvesShareMemory()
{
    const auto row = [](const QByteArray &id) {
        return R"({"id": ")" + id + R"(", "name": "n-)" + id + R"(", "hostname": "x",
            "OS-EXT-SRV-ATTR:hostname": "n-)" +
               id + R"(", "status": "ACTIVE", "key_name": "laptop", "tenant_id": "p",
            "flavor": {"original_name": "m1.small"}, "image": {"id": "img"},
            "addresses": {"private": [{"addr": "10.0.0.1"}]}, "metadata": {"role": "web"},
            "security_groups": [{"name": "default"}]})";
    };
    const auto page =
        List<Server>{}.decode(answerOf("{\"servers\": [" + row("a") + "," + row("b") + "]}"));
    QVERIFY(page.ok());
    const Server &a = page->items.at(0);
    const Server &b = page->items.at(1);
    QCOMPARE(b.metadata.value(u"role"_s), u"web"_s);
    QCOMPARE(b.addresses.at(0).network, u"private"_s);
    const auto same = [](const QString &one, const QString &other) {
        return !one.isEmpty() && one.constData() == other.constData();
    };
    QVERIFY(same(a.status, b.status));
    QVERIFY(same(a.keyName, b.keyName));
    QVERIFY(same(a.projectId, b.projectId));
    QVERIFY(same(a.flavor.name, b.flavor.name));
    QVERIFY(same(a.imageId, b.imageId));
    QVERIFY(same(a.addresses.at(0).network, b.addresses.at(0).network));
    QVERIFY(same(a.metadata.cbegin().value(), b.metadata.cbegin().value()));
    QVERIFY(a.metadata.isSharedWith(b.metadata));
    QVERIFY(a.securityGroups.isSharedWith(b.securityGroups));
    QVERIFY(same(a.name, a.hostname));
    QCOMPARE(b.name, u"n-b"_s);
}

void TestComputeDecoders::wrongAnswersAreErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("named");

    QTest::newRow("nothing") << QByteArray() << u"empty"_s;
    QTest::newRow("a page") << QByteArray("<html><body>Login</body></html>") << u"web page"_s;
    QTest::newRow("a list") << QByteArray("[]") << u"object"_s;
    QTest::newRow("no server") << QByteArray("{}") << u"server"_s;
    QTest::newRow("null") << QByteArray(R"({"server": null})") << u"server"_s;
    QTest::newRow("no id") << QByteArray(R"({"server": {"status": "ACTIVE"}})") << u"id"_s;
    QTest::newRow("id a list") << QByteArray(R"({"server": {"id": [5], "status": "A"}})")
                               << u"server.id"_s;
    QTest::newRow("a text") << QByteArray(R"({"server": "s1"})") << u"server"_s;
}

void TestComputeDecoders::wrongAnswersAreErrors()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, named);
    const auto server = Get<Server>{}.decode(answerOf(body));
    QVERIFY(!server.ok());
    QCOMPARE(server.error().kind, ErrorKind::BrokenAnswer);
    QVERIFY2(server.error().message.contains(named), qPrintable(server.error().message));
}

void TestComputeDecoders::cutSamplesAreErrors()
{
    net::Answer answer = sampleAnswer(u"servers-detail-2.93"_s);
    const QByteArray whole = answer.body;
    for (qsizetype length = 0; length < whole.size(); length += 97) {
        answer.body = whole.left(length);
        QVERIFY(!List<Server>{}.decode(answer).ok());
    }
}

void TestComputeDecoders::createdImage_data()
{
    QTest::addColumn<QString>("sample");
    for (const char *sample : {"create-image-2.1-image-backed", "create-image-2.1-volume-backed",
                               "create-image-2.45-image-backed", "create-image-2.93-volume-backed"})
        QTest::newRow(sample) << QString::fromLatin1(sample);
}

void TestComputeDecoders::createdImage()
{
    QFETCH(QString, sample);
    const net::Answer answer = sampleAnswer(sample);
    const auto created = CreateImage{}.decode(answer);
    QVERIFY2(created.ok(), created.ok() ? "" : qPrintable(created.error().message));
    static const QRegularExpression uuid(u"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"_s);
    QVERIFY2(uuid.match(created->imageId).hasMatch(), qPrintable(created->imageId));
    QVERIFY((answer.body + answer.header("location")).contains(created->imageId.toLatin1()));
    QVERIFY(created->requestId.startsWith("req-"_L1));
}

void TestComputeDecoders::createdImageWithoutAName()
{
    for (const QByteArray &body :
         {QByteArray(), QByteArray("{}"), QByteArray(R"({"image_id": ""})")}) {
        const auto created = CreateImage{}.decode(answerOf(body));
        QVERIFY(!created.ok());
        QCOMPARE(created.error().kind, ErrorKind::BrokenAnswer);
    }
    net::Answer slashed = answerOf({});
    slashed.headers.append({"location"_ba, "http://image.example/v2/images/abc/"_ba});
    const auto created = CreateImage{}.decode(slashed);
    QVERIFY(created.ok());
    QCOMPARE(created->imageId, u"abc"_s);
}

void TestComputeDecoders::instanceActions()
{
    const auto all =
        ListInstanceActions{}.decode(sampleAnswer(u"instance-actions-after-failed-upload"_s));
    QVERIFY(all.ok());
    QCOMPARE(all->front().action, u"createImage"_s);
    QCOMPARE(all->front().message, u"Error"_s);
    QCOMPARE(all->at(1).message, QString());
    QVERIFY(std::ranges::is_sorted(*all, std::ranges::greater(), &InstanceAction::started));

    const auto failed =
        GetInstanceAction{}.decode(sampleAnswer(u"instance-action-failed-upload"_s));
    QVERIFY(failed.ok());
    QCOMPARE(static_cast<int>(failed->events.size()), 1);
    QCOMPARE(failed->events.front().event, u"compute_snapshot_instance"_s);
    QCOMPARE(failed->events.front().result, u"Error"_s);
    QVERIFY(failed->events.front().started <= failed->events.front().finished);
}

void TestComputeDecoders::limits()
{
    const auto limits = GetComputeLimits{}.decode(sampleAnswer(u"limits-nova"_s));
    QVERIFY(limits.ok());
    QCOMPARE(limits->instances, (Quota{3, 100}));
    QCOMPARE(limits->cores, (Quota{3, 200}));
    QCOMPARE(limits->ramMiB, (Quota{4608, 512000}));
    QCOMPARE(limits->serverGroups, (Quota{0, 10}));
    QCOMPARE(limits->mostServerGroupMembers, 10);

    const auto none = GetComputeLimits{}.decode(
        answerOf(R"({"limits": {"absolute": {"maxTotalInstances": -1}}})"));
    QVERIFY(none.ok());
    QVERIFY(none->instances.unlimited() && none->cores.unlimited());
    QVERIFY(!none->serverGroups.known && none->mostServerGroupMembers == -1);
    QVERIFY(!GetComputeLimits{}.decode(answerOf(R"({"limits": {}})")).ok());
}

void TestComputeDecoders::networkQuotas()
{
    const GetQuotas get{.service = net::Service::Network, .projectId = u"p"_s};
    const auto quotas = get.decode(answerOf(R"({"quota": {
        "floatingip": {"limit": 50, "used": 1, "reserved": 2},
        "security_group": {"limit": -1, "used": 3, "reserved": 0},
        "port": {"limit": 10}, "network": 7}})"));
    QVERIFY(quotas.ok());
    QCOMPARE(quotas->of(u"floatingip"_s), (Quota{3, 50}));
    QCOMPARE(quotas->of(u"security_group"_s), (Quota{3, -1}));
    for (const Quota &unknown :
         {quotas->of(u"port"_s), quotas->of(u"network"_s), quotas->of(u"router"_s)})
        QVERIFY(!unknown.known && unknown.fits(1000));
    QVERIFY(!get.decode(answerOf("{}")).ok());
}

void TestComputeDecoders::serverGroups()
{
    const auto groups = List<ServerGroup>{}.decode(answerOf(R"({"server_groups": [
        {"id": "new", "name": "web", "policy": "anti-affinity",
         "rules": {"max_server_per_host": 3}, "members": ["a", "b"]},
        {"id": "plain", "name": "db", "policy": "soft-affinity", "rules": {}, "members": []},
        {"id": "old", "name": "", "policies": ["affinity"], "metadata": {}, "members": ["c"]},
        {"name": "lost"}]})"));
    QVERIFY(groups.ok());
    QCOMPARE(groups->items.size(), std::size_t{3});
    const ServerGroup &newer = groups->items[0];
    QCOMPARE(newer.policy, u"anti-affinity"_s);
    QCOMPARE(newer.rules.mostPerHost, 3);
    QCOMPARE(newer.members, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(groups->items[1].rules.mostPerHost, 1);
    QCOMPARE(groups->items[2].policy, u"affinity"_s);
    QCOMPARE(groups->items[2].rules.mostPerHost, 1);
}

void TestComputeDecoders::flavors()
{
    for (const QString &sample : {u"flavors-detail-2.1"_s, u"flavors-detail-2.61"_s}) {
        const auto page = List<Flavor>{}.decode(sampleAnswer(sample));
        QVERIFY(page.ok());
        const auto small = std::ranges::find(page->items, u"m1.small"_s, &Flavor::name);
        QVERIFY(small != page->items.end());
        QCOMPARE(small->ramMiB, 2048);
        QCOMPARE(small->diskGiB, 5);
        QCOMPARE(small->vcpus, 1);
        QVERIFY(small->isPublic);
    }
}

void TestComputeDecoders::keyPairs()
{
    const auto page = List<KeyPair>{}.decode(sampleAnswer(u"keypairs-2.1"_s));
    QVERIFY(page.ok());
    QCOMPARE(page->items.front().name, u"laptop"_s);
    QCOMPARE(page->items.front().type, u"ssh"_s);
    QVERIFY(page->items.front().publicKey.startsWith("ssh-ed25519 "_L1));
    QCOMPARE(idOf(page->items.front()), u"laptop"_s);

    const auto one = Get<KeyPair>{}.decode(answerOf(R"({"keypair": {
        "id": 7, "name": "laptop", "type": "x509", "user_id": "u", "deleted": false,
        "fingerprint": "7e:eb", "public_key": "A"}})"));
    QVERIFY(one.ok());
    QCOMPARE(one->name, u"laptop"_s);
    QCOMPARE(one->type, u"x509"_s);
    QCOMPARE(one->fingerprint, u"7e:eb"_s);

    const auto paged = List<KeyPair>{}.decode(answerOf(R"({"keypairs": [{"keypair": {"name": "a"}}],
        "keypairs_links": [{"rel": "next", "href": "http://nova.example/os-keypairs?marker=a"}]})"));
    QVERIFY(paged.ok());
    QCOMPARE(paged->next, u"a"_s);
}

void TestComputeDecoders::createdKeyPairs()
{
    const auto imported = Create<KeyPair>{}.decode(answerOf(R"({"keypair": {"name": "k",
        "type": "ssh", "fingerprint": "7e:eb", "public_key": "A", "user_id": "u"}})"));
    QVERIFY(imported.ok());
    QCOMPARE(imported->name, u"k"_s);
    QCOMPARE(imported->publicKey, u"A"_s);
    QVERIFY(!Create<KeyPair>{}.decode(answerOf(R"({"keypair": {}})")).ok());
}

void TestComputeDecoders::consoleOutput()
{
    const auto output = GetConsoleOutput{}.decode(answerOf(R"({"output": "login:\n"})"));
    QVERIFY(output.ok());
    QCOMPARE(*output, u"login:\n"_s);
    const auto none = GetConsoleOutput{}.decode(answerOf(R"({"output": null})"));
    QVERIFY(none.ok());
    QCOMPARE(*none, QString());
}

QTEST_GUILESS_MAIN(TestComputeDecoders)
#include "tst_computedecoders.moc"
