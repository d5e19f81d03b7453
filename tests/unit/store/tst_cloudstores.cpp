#include "store/attention.h"
#include "store/cloudstores.h"
#include "store/tuning.h"

#include "support/netfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray server(const QByteArray &id, const QByteArray &status = "ACTIVE",
                  const QByteArray &updated = "2026-01-15T11:00:00Z")
{
    return "{\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"status\":\"" + status +
           "\",\"image\":\"\",\"updated\":\"" + updated + "\"}";
}

/// The targets that contain `part`.
QList<QByteArray> with(const char *part, QList<QByteArray> targets)
{
    targets.removeIf([part](const QByteArray &target) { return !target.contains(part); });
    return targets;
}

Script servers(const QByteArrayList &rows)
{
    return Script::json("{\"servers\":[" + rows.join(',') + "]}");
}

} // namespace

/// The stores of one scope with a scripted server.
class TestCloudStores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<NetFixture>();
        stores = std::make_unique<CloudStores>(*net->client, net->clock);
        net->server.otherwise([this](const SeenRequest &request) {
            if (isVersionDocument(request))
                return Script::answer(404, "{}");
            asked.append(request.target);
            return answer ? answer(request) : Script::answer(500, "{}");
        });
        answer = {};
        asked.clear();
    }
    void cleanup()
    {
        stores.reset();
        net.reset();
    }

    void asksNothingWithoutSubscription();
    void everyKindIsWatchedRefreshedAndFound_data();
    void everyKindIsWatchedRefreshedAndFound();
    void loadsForTwoViewsOnce();
    void asksForChangesAfterTheFirstList();
    void removesWhatChangesSinceCallsDeleted();
    void keepsTheRowsWhenARefreshFails();
    void asksForTheFullListWhenTheUserRefreshes();
    void showsTheFirstPageWhileTheNextIsFetched();
    void keepsWhatWasUpsertedDuringTheRequest();
    void asksNothingWhileSuspended();
    void stopsWhenTheViewIsGone();
    void refreshesOneRowAndRemovesItWhenItIsGone();
    void watchesOneRowByRequestsForIt();
    void leavesRowsToTheOperationThatPollsThem();
    void asksForTheListWhereManyRowsAreChanging();
    void fetchesWhatNewRowsReferTo();
    void tiesASnapshotToItsInstance();
    void comparesALargeListInAWorker();
    void saysWhatNeedsAttention();
    void asksSeldomForWhatIsStuck();
    void callsStuckWhatDoesNotEnd();
    void mayStopWithAnswersPending();
    void withoutAServiceItsListsAreEmptyAndSaySo();
    void aServiceThatIsDownCostsItsListsOnly();

private:
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            net->clock.advance(0ms);
            QCoreApplication::processEvents();
        }
    }

    std::unique_ptr<NetFixture> net;
    std::unique_ptr<CloudStores> stores;
    std::function<Script(const SeenRequest &)> answer;
    QList<QByteArray> asked;
};

void TestCloudStores::asksNothingWithoutSubscription()
{
    net->clock.advance(1h);
    settle();
    QCOMPARE(net->server.count(), 0);
}

void TestCloudStores::everyKindIsWatchedRefreshedAndFound_data()
{
    QTest::addColumn<Kind>("kind");
    for (const Kind kind : openstack::allKinds())
        QTest::newRow(openstack::nameOf(kind).data()) << kind;
}

void TestCloudStores::everyKindIsWatchedRefreshedAndFound()
{
    QFETCH(Kind, kind);
    net->server.otherwise([this](const SeenRequest &request) {
        bool list = request.path().contains("/limits") || request.path().contains("quota");
        Rows::each([&]<typename T>() { list = list || request.path().contains(T::api.path); });
        if (!list) // a version document
            return Script::answer(404, "{}");
        asked.append(request.target);
        return Script::json(R"({"servers": [], "images": [], "keypairs": [], "flavors": [],
            "volumes": [], "snapshots": [], "backups": [], "volume_types": [], "networks": [],
            "ports": [], "floatingips": [], "security_groups": [], "server_groups": [],
            "groups": [], "group_types": [], "group_snapshots": [], "availabilityZoneInfo": [],
            "limits": {"absolute": {}}, "quota_set": {}, "volume_type": {"name": "standard"}})");
    });
    stores->setProject(u"p"_s);
    const auto view = stores->watch({kind});
    QTRY_VERIFY((settle(), stores->at(kind).state().loaded));
    QVERIFY(!stores->at(kind).state().error);

    const auto before = asked.size();
    stores->refresh({kind});
    // The cloud of these tests has no network service.
    QTRY_VERIFY((settle(), asked.size() > before || stores->at(kind).state().absent));
    QTRY_COMPARE(net->client->running(), 0);

    bool told = false;
    stores->find(kind, u"web"_s, this, [&told](const Result<Found> & /*found*/) { told = true; });
    QTRY_VERIFY(told);
}

void TestCloudStores::loadsForTwoViewsOnce()
{
    answer = [](const SeenRequest &) {
        return servers({server("a"), server("b")});
    };
    const auto one = stores->watch({Kind::Server});
    const auto two = stores->watch({Kind::Server});
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    QCOMPARE(stores->servers.size(), 2);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(stores->servers.state().asOf, net->clock.now());
}

void TestCloudStores::asksForChangesAfterTheFirstList()
{
    answer = [](const SeenRequest &request) {
        return request.target.contains("changes-since")
                   ? servers({server("b", "SHUTOFF", "2026-01-15T11:30:00Z")})
                   : servers({server("a"), server("b")});
    };
    const auto view = stores->watch({Kind::Server});
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    net->clock.advance(15s);
    QTRY_COMPARE(stores->servers.find(u"b"_s)->status, u"SHUTOFF"_s);
    QCOMPARE(stores->servers.size(), 2);
    // Ten seconds before the newest row, by the cloud's clock.
    QVERIFY2(asked.last().contains("2026-01-15T10%3A59%3A50") ||
                 asked.last().contains("2026-01-15T10:59:50"),
             asked.last().constData());
}

void TestCloudStores::removesWhatChangesSinceCallsDeleted()
{
    answer = [](const SeenRequest &request) {
        return request.target.contains("changes-since") ? servers({server("a", "DELETED")})
                                                        : servers({server("a"), server("b")});
    };
    const auto view = stores->watch({Kind::Server});
    settle();
    QTRY_COMPARE(stores->servers.size(), 2);
    QTRY_VERIFY(stores->servers.state().loaded);
    net->clock.advance(15s);
    QTRY_COMPARE(stores->servers.size(), 1);
    QVERIFY(stores->servers.find(u"b"_s));
}

void TestCloudStores::keepsTheRowsWhenARefreshFails()
{
    bool down = false;
    answer = [&down](const SeenRequest &) {
        return down ? Script::answer(400, "{\"badRequest\":{\"code\":400,\"message\":\"no\"}}")
                    : servers({server("a")});
    };
    const auto view = stores->watch({Kind::Server});
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    down = true;
    net->clock.advance(15s);
    QTRY_VERIFY(stores->servers.state().error);
    QCOMPARE(stores->servers.state().error->kind, ErrorKind::BadRequest);
    QVERIFY(stores->servers.find(u"a"_s));
    QVERIFY(stores->servers.state().loaded);
}

void TestCloudStores::asksForTheFullListWhenTheUserRefreshes()
{
    answer = [](const SeenRequest &) {
        return servers({server("a")});
    };
    const auto view = stores->watch({Kind::Server});
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    // Attachments do not change a server's `updated`: changes-since does not list it.
    stores->refresh({Kind::Server});
    settle();
    QTRY_COMPARE(asked.size(), 2);
    QVERIFY2(!asked.last().contains("changes-since"), asked.last().constData());
    QTRY_VERIFY(!stores->servers.state().loading);
    net->clock.advance(15s);
    QTRY_COMPARE(asked.size(), 3);
    QVERIFY2(asked.last().contains("changes-since"), asked.last().constData());
}

void TestCloudStores::showsTheFirstPageWhileTheNextIsFetched()
{
    answer = [](const SeenRequest &request) {
        if (request.target.contains("marker=b"))
            return Script::hang();
        return Script::json("{\"servers\":[" + server("a") + "," + server("b") +
                            "],\"servers_links\":[{\"rel\":\"next\","
                            "\"href\":\"http://compute.example/servers/detail?marker=b\"}]}");
    };
    const auto view = stores->watch({Kind::Server});
    settle();
    QTRY_COMPARE(stores->servers.size(), 2);
    QVERIFY(!stores->servers.state().loaded);
    QVERIFY(stores->servers.state().loading);
}

void TestCloudStores::keepsWhatWasUpsertedDuringTheRequest()
{
    answer = [this](const SeenRequest &) {
        // Created after the service has read its list.
        openstack::Image created;
        created.id = u"new"_s;
        stores->images.upsert({created});
        return Script::json("{\"images\":[{\"id\":\"old\",\"status\":\"active\"}]}");
    };
    const auto view = stores->watch({Kind::Image});
    settle();
    QTRY_VERIFY(stores->images.state().loaded);
    QVERIFY(stores->images.find(u"old"_s));
    QVERIFY(stores->images.find(u"new"_s));
    // The next list was requested afterwards, so it counts.
    answer = [](const SeenRequest &) {
        return Script::json("{\"images\":[{\"id\":\"old\",\"status\":\"active\"}]}");
    };
    net->clock.advance(15s);
    QTRY_VERIFY(!stores->images.find(u"new"_s));
}

void TestCloudStores::asksNothingWhileSuspended()
{
    answer = [](const SeenRequest &) {
        return servers({server("a")});
    };
    const auto view = stores->watch({Kind::Server}, RefreshRate::Viewed);
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    stores->suspend(true);
    net->clock.advance(1h);
    settle();
    QCOMPARE(asked.size(), 1);
    stores->suspend(false);
    settle();
    QTRY_COMPARE(asked.size(), 2);
}

void TestCloudStores::stopsWhenTheViewIsGone()
{
    answer = [](const SeenRequest &) {
        return servers({server("a")});
    };
    auto view = stores->watch({Kind::Server});
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    view.reset();
    net->clock.advance(1h);
    settle();
    QCOMPARE(asked.size(), 1);
}

void TestCloudStores::refreshesOneRowAndRemovesItWhenItIsGone()
{
    bool gone = false;
    answer = [&gone](const SeenRequest &) {
        return gone ? Script::answer(
                          404,
                          "{\"itemNotFound\":{\"code\":404,\"message\":\"could not be found\"}}")
                    : Script::json("{\"server\":" + server("a") + "}");
    };
    stores->refreshRow(openstack::Kind::Server, u"a"_s);
    QTRY_VERIFY(stores->servers.find(u"a"_s));
    gone = true;
    stores->refreshRow(openstack::Kind::Server, u"a"_s);
    QTRY_VERIFY(!stores->servers.find(u"a"_s));
}

void TestCloudStores::watchesOneRowByRequestsForIt()
{
    QByteArray row = server("a");
    answer = [&row](const SeenRequest &request) {
        if (row == "refused" && request.path().contains("/servers/"))
            return Script::answer(403, "{\"forbidden\":{\"message\":\"no\"}}");
        if (request.path().endsWith("/servers/a"))
            return row.isEmpty() ? Script::answer(404, "{\"itemNotFound\":{\"message\":\"gone\"}}")
                                 : Script::json("{\"server\":" + row + "}");
        const QByteArray other = server("b", "BUILD", "2026-01-15T12:00:00Z");
        return request.path().endsWith("/servers/b") ? Script::json("{\"server\":" + other + "}")
                                                     : servers({server("a"), other});
    };
    auto page = stores->watchRow(Kind::Server, u"a"_s);
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    QCOMPARE(asked.size(), 1); // the list has just told
    const auto pass = [this](std::chrono::seconds span) {
        const auto before = asked.size();
        for (auto second = 0s; second < span; second += 1s) {
            net->clock.advance(1s);
            [&] {
                QTRY_COMPARE(net->client->running(), 0);
            }();
        }
        return asked.sliced(before);
    };
    auto then = pass(55s);
    QCOMPARE(with("/servers/a", then).size(), 11);
    QCOMPARE(stores->rowState(Kind::Server, u"a"_s).asOf, net->clock.now());
    QVERIFY(stores->servers.state().asOf < net->clock.now());
    // The other one is not shown, only referred to.
    then = pass(60s);
    QCOMPARE(with("/servers/a", then).size(), 6);
    QCOMPARE(with("/servers/b", then).size(), 12);
    QCOMPARE(then.size(), 18);

    row = server("a", "REBOOT", "2026-01-15T12:00:00Z");
    pass(10s);
    then = pass(10s);
    QCOMPARE(with("/servers/a", then).size(), 10);
    row = server("a");
    pass(1s);
    // Coming back to the page does not fetch again what is fresh.
    page.reset();
    page = stores->watchRow(Kind::Server, u"a"_s);
    QVERIFY(with("/servers/a", pass(4s)).isEmpty());
    QCOMPARE(with("/servers/a", pass(1s)).size(), 1);

    // Not being answered is reported, and waits longer.
    const auto since = stores->rowState(Kind::Server, u"a"_s).asOf;
    QSignalSpy reported(&stores->servers, &StoreBase::stateChanged);
    row = "refused";
    const auto failing = with("/servers/a", pass(70s)).size();
    QVERIFY2(failing >= 3 && failing <= 5, qPrintable(QString::number(failing)));
    QCOMPARE(stores->rowState(Kind::Server, u"a"_s).error->kind, ErrorKind::Forbidden);
    QCOMPARE(stores->rowState(Kind::Server, u"a"_s).asOf, since);
    QVERIFY(!stores->servers.state().error);
    QVERIFY(!reported.empty());
    row = server("a");
    pass(90s);
    QVERIFY(!stores->rowState(Kind::Server, u"a"_s).error);

    row.clear();
    pass(10s);
    QVERIFY(!stores->servers.find(u"a"_s));
    QVERIFY(with("/servers/a", pass(60s)).isEmpty());
}

void TestCloudStores::leavesRowsToTheOperationThatPollsThem()
{
    const auto image = [this](const char *status) {
        const QByteArray now = net->clock.now().toString(Qt::ISODate).toLatin1();
        return QByteArray(R"({"id":"i","status":")") + status + R"(","created_at":")" + now + "\"}";
    };
    answer = [&](const SeenRequest &request) {
        if (request.path().endsWith("/images/i"))
            return Script::json(image("saving"));
        return Script::json("{\"images\":[" + image("saving") + "]}");
    };
    const auto view = stores->watch({Kind::Image});
    settle();
    QTRY_VERIFY(stores->images.state().loaded);
    const openstack::Image saving = *stores->images.find(u"i"_s);
    asked.clear();
    for (int second = 1; second < 10; ++second) {
        net->clock.advance(1s);
        stores->images.upsert({saving}); // as an operation does
        QTRY_COMPARE(net->client->running(), 0);
    }
    QCOMPARE(asked.size(), 0);
    // When the operation has stopped, the row is still followed, and the list is not fetched.
    const auto pass = [this](int seconds) {
        for (int second = 0; second < seconds; ++second) {
            net->clock.advance(1s);
            [&] {
                QTRY_COMPARE(net->client->running(), 0);
            }();
        }
    };
    pass(3);
    QCOMPARE(with("/images/i", asked).size(), 0);
    pass(1);
    QCOMPARE(with("/images/i", asked).size(), 1);
    pass(2);
    QCOMPARE(with("/images/i", asked).size(), 2);
    QCOMPARE(asked.size(), 3); // and the list, after ten seconds
}

void TestCloudStores::asksForTheListWhereManyRowsAreChanging()
{
    int changing = 4;
    answer = [&](const SeenRequest &request) {
        QByteArrayList rows;
        for (int i = 0; i < 5; ++i) {
            const QByteArray id = "i" + QByteArray::number(i);
            rows.append(R"({"id":")" + id + R"(","status":")" +
                        (i < changing ? "saving" : "active") + "\"}");
            if (request.path().endsWith("/images/" + id))
                return Script::json(rows.last());
        }
        return Script::json("{\"images\":[" + rows.join(',') + "]}");
    };
    const auto view = stores->watch({Kind::Image});
    settle();
    QTRY_VERIFY(stores->images.state().loaded);
    asked.clear();
    net->clock.advance(2s);
    QTRY_COMPARE(asked.size(), 4);
    QCOMPARE(with("/images/i", asked).size(), 4);
    QTRY_COMPARE(net->client->running(), 0);
    changing = 5;
    stores->refresh({Kind::Image});
    settle();
    QTRY_COMPARE(asked.size(), 5);
    QTRY_COMPARE(net->client->running(), 0);
    asked.clear();
    net->clock.advance(2s);
    QTRY_COMPARE(asked.size(), 1);
    QVERIFY(with("/images/i", asked).isEmpty());

    // A slow service is left the time that it needs.
    QTRY_COMPARE(net->client->running(), 0);
    net->clock.advance(2s);
    net->clock.advance(8s); // until the answer
    QTRY_COMPARE(net->client->running(), 0);
    QCOMPARE(asked.size(), 2);
    net->clock.advance(7999ms);
    settle();
    QCOMPARE(asked.size(), 2);
    net->clock.advance(1ms);
    QTRY_COMPARE(asked.size(), 3);
}

void TestCloudStores::fetchesWhatNewRowsReferTo()
{
    QByteArray created;
    answer = [&](const SeenRequest &request) {
        const QByteArray path = request.path();
        if (path.endsWith("/images/new"))
            return Script::json(R"({"id":"new","name":"image","status":"active"})");
        if (path.endsWith("/images/gone"))
            return Script::answer(404, "{\"message\":\"gone\"}");
        if (path.contains("/images"))
            return Script::json(R"({"images":[{"id":"old","status":"active"}]})");
        const auto on = [](const QByteArray &id, const QByteArray &image) {
            return R"({"id":")" + id + R"(","status":"ACTIVE","image":{"id":")" + image +
                   R"("},"updated":"2026-01-15T11:00:00Z"})";
        };
        QByteArrayList rows{on("a", "old"), on("b", "gone")};
        if (!created.isEmpty())
            rows.append(on("c", created));
        return servers(rows);
    };
    const auto shown = stores->watch({Kind::Server});
    const auto references = stores->watch({Kind::Image}, RefreshRate::Referenced);
    QTRY_VERIFY((settle(), stores->images.state().loaded && stores->servers.state().loaded));
    // What was unknown when the lists were fetched does not exist.
    QVERIFY(with("/images/", asked).isEmpty());
    asked.clear();
    created = "new";
    net->clock.advance(10s);
    QTRY_VERIFY(stores->images.find(u"new"_s));
    QCOMPARE(asked.size(), 2);
    QVERIFY(asked.last().endsWith("/images/new"));
    created = "gone"; // is asked for once
    net->clock.advance(10s);
    QTRY_COMPARE(asked.size(), 4);
    QTRY_COMPARE(net->client->running(), 0);
    created = "old";
    net->clock.advance(10s);
    QTRY_COMPARE(asked.size(), 5);
    QTRY_COMPARE(net->client->running(), 0);
    created = "gone";
    net->clock.advance(10s);
    QTRY_COMPARE(asked.size(), 6);
    QTRY_COMPARE(net->client->running(), 0);
    QCOMPARE(with("/images", asked).size(), 2);
}

void TestCloudStores::tiesASnapshotToItsInstance()
{
    openstack::Image image;
    image.id = u"img"_s;
    image.status = u"active"_s;
    openstack::BlockDevice device;
    device.snapshotId = u"snap"_s;
    image.blockDevices = {device};
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"snap"_s;
    snapshot.volumeId = u"vol"_s;
    openstack::Volume volume;
    volume.id = u"vol"_s;
    volume.attachments = {{u"srv"_s, u"/dev/vda"_s}};
    stores->images.upsert({image});
    stores->volumeSnapshots.upsert({snapshot});
    QTRY_COMPARE(stores->snapshotSets.size(), 1);
    QVERIFY(stores->setsOf(u"srv"_s).empty());
    stores->volumes.upsert({volume});
    QTRY_COMPARE(stores->setsOf(u"srv"_s).size(), std::size_t{1});
    QCOMPARE(stores->setOfVolumeSnapshot(u"snap"_s)->id, u"img"_s);
    stores->images.remove({u"img"_s});
    QTRY_VERIFY(stores->setsOf(u"srv"_s).empty());
    QVERIFY(!stores->setOfVolumeSnapshot(u"snap"_s));
}

void TestCloudStores::comparesALargeListInAWorker()
{
    bool changed = false;
    answer = [&changed](const SeenRequest &) {
        QByteArrayList rows;
        for (int i = 0; i < 3000; ++i)
            rows.append("{\"id\":\"" + QByteArray::number(i) + "\",\"size\":1,\"status\":\"" +
                        (changed && i % 2 == 0 ? "error" : "available") + "\"}");
        return Script::json("{\"volumes\":[" + rows.join(',') + "]}");
    };
    const auto view = stores->watch({Kind::Volume});
    settle();
    QTRY_VERIFY(stores->volumes.state().loaded);
    QCOMPARE(stores->volumes.size(), 3000);
    const auto kept = stores->volumes.find(u"1"_s);
    changed = true;
    net->clock.advance(15s);
    QTRY_COMPARE(stores->volumes.find(u"0"_s)->status, u"error"_s);
    QCOMPARE(stores->volumes.find(u"1"_s), kept);
}

void TestCloudStores::saysWhatNeedsAttention()
{
    openstack::Server broken;
    broken.id = u"srv"_s;
    broken.status = u"ERROR"_s;
    broken.fault = openstack::ServerFault{500, u"No valid host was found."_s};
    stores->servers.upsert({broken});
    openstack::Image image;
    image.id = u"img"_s;
    image.status = u"active"_s;
    image.properties = {{u"image_type"_s, u"snapshot"_s}, {u"oriel:keep_until"_s, u"2026-01-10"_s}};
    stores->images.upsert({image});
    QTRY_COMPARE(stores->snapshotSets.size(), 1);
    const auto found = attention(*stores, net->clock.now());
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found.at(0).reason, AttentionReason::ServerError);
    QCOMPARE(found.at(0).detail, u"No valid host was found."_s);
    QCOMPARE(found.at(1).reason, AttentionReason::SetDue);
    QCOMPARE(found.at(1).due, QDate(2026, 1, 10));
}

void TestCloudStores::asksSeldomForWhatIsStuck()
{
    const QByteArray created =
        net->clock.now().toString(u"yyyy-MM-ddTHH:mm:ss.000000"_s).toLatin1();
    answer = [created](const SeenRequest &request) {
        const QByteArray row = "{\"id\":\"v\",\"size\":1,\"status\":\"deleting\","
                               "\"created_at\":\"" +
                               created + "\"}";
        return Script::json(request.path().endsWith("/volumes/v") ? "{\"volume\":" + row + "}"
                                                                  : "{\"volumes\":[" + row + "]}");
    };
    const auto view = stores->watch({Kind::Volume});
    settle();
    QTRY_VERIFY(stores->volumes.state().loaded);
    QCOMPARE(asked.size(), 1);
    net->clock.advance(2s);
    QTRY_COMPARE(asked.size(), 2); // this volume
    QTRY_COMPARE(net->client->running(), 0);
    net->clock.advance(1h);
    QTRY_COMPARE(asked.size(), 4); // it and the list
    QTRY_COMPARE(net->client->running(), 0);
    net->clock.advance(19s);
    settle();
    QCOMPARE(asked.size(), 4);
    net->clock.advance(1s);
    QTRY_COMPARE(asked.size(), 5); // the list
    QVERIFY(!asked.last().endsWith("/volumes/v"));
}

void TestCloudStores::callsStuckWhatDoesNotEnd()
{
    const QDateTime now = net->clock.now();
    openstack::Image image;
    image.id = u"img"_s;
    image.status = u"queued"_s;
    image.created = now.addSecs(-7200);
    image.properties = {{u"instance_uuid"_s, u"srv"_s}};
    openstack::Volume volume;
    volume.id = u"vol"_s;
    volume.status = u"deleting"_s;
    volume.created = now.addDays(-9);
    volume.updated = now.addSecs(-3599);
    openstack::Volume reserved = volume;
    reserved.id = u"shelved"_s;
    reserved.status = u"reserved"_s;
    reserved.updated = now.addDays(-1);
    QVERIFY(transitional(image));
    QVERIFY(!isChanging(image, now));
    QVERIFY(isChanging(volume, now));
    openstack::Volume copied = volume;
    copied.id = u"copied"_s;
    copied.status = u"retyping"_s;
    copied.updated = now.addSecs(-7200);
    stores->volumes.upsert({volume, reserved, copied});
    QVERIFY(attention(*stores, now).empty());
    const auto found = attention(*stores, now.addSecs(2));
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found.at(0).reason, AttentionReason::VolumeStuck);
    QCOMPARE(found.at(0).detail, u"deleting"_s);
    QCOMPARE(attention(*stores, now.addDays(1)).size(), std::size_t{2}); // too long for a copy
}

void TestCloudStores::mayStopWithAnswersPending()
{
    answer = [](const SeenRequest &) {
        return Script::hang();
    };
    auto view = stores->watch({Kind::Server, Kind::Volume, Kind::Image});
    settle();
    QTRY_VERIFY(!asked.isEmpty());
    stores.reset();
    view.reset(); // a Subscription may outlive what it was in
    QCoreApplication::processEvents();
}

void TestCloudStores::withoutAServiceItsListsAreEmptyAndSaySo()
{
    net->authority.endpoints.erase(net::Service::BlockStorage);
    answer = [](const SeenRequest &request) {
        if (request.path().contains("/images"))
            return Script::json(R"({"images":[{"id":"i","name":"n","status":"active",
                                    "image_type":"snapshot","instance_uuid":"s"}]})");
        return servers({server("s")});
    };
    stores->setProject({});
    const auto interest = stores->watch(
        {Kind::Server, Kind::Image, Kind::Volume, Kind::VolumeSnapshot, Kind::BlockStorageLimits},
        RefreshRate::Viewed);
    for (int i = 0; i < 200 && !stores->snapshotSets.state().loaded; ++i) {
        net->clock.advance(100ms);
        settle();
    }
    QTRY_VERIFY(stores->volumes.state().loaded);
    QVERIFY(stores->volumes.state().absent);
    QVERIFY(!stores->volumes.state().error);
    QVERIFY(!stores->volumes.state().isComplete());
    QCOMPARE(stores->volumes.state().absent->kind, ErrorKind::NoService);
    QTRY_VERIFY(stores->volumeSnapshots.state().absent);
    QTRY_VERIFY(stores->blockStorageLimits.state().absent);
    QVERIFY(!stores->blockStorageLimits.value());
    // Snapshots are images, so the cloud has them nevertheless.
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    QVERIFY(!stores->snapshotSets.state().absent);
    QTRY_COMPARE(stores->snapshotSets.size(), 1);
    QVERIFY(!stores->servers.state().absent);
}

void TestCloudStores::aServiceThatIsDownCostsItsListsOnly()
{
    answer = [](const SeenRequest &request) {
        if (request.path().contains("/volumes") || request.path().contains("/snapshots"))
            return Script::answer(503, "down");
        if (request.path().contains("/images"))
            return Script::json(R"({"images":[]})");
        return servers({server("s")});
    };
    const auto interest = stores->watch(
        {Kind::Server, Kind::Image, Kind::Volume, Kind::VolumeSnapshot}, RefreshRate::Viewed);
    settle();
    QTRY_VERIFY(stores->servers.state().loaded);
    QTRY_VERIFY((settle(), stores->images.state().loaded));
    // The other service is asked again a few times, after pauses.
    for (int i = 0; i < 1000 && !stores->snapshotSets.state().error; ++i) {
        net->clock.advance(100ms);
        settle();
    }
    QTRY_VERIFY(stores->volumeSnapshots.state().error);
    QVERIFY(!stores->volumeSnapshots.state().absent);
    QVERIFY(stores->servers.state().loaded);
    QVERIFY(stores->images.state().loaded);
    QVERIFY(!stores->snapshotSets.state().loaded);
    QVERIFY(stores->snapshotSets.state().error);
}

QTEST_GUILESS_MAIN(TestCloudStores)
#include "tst_cloudstores.moc"
