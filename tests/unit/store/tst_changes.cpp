#include "store/cloudstores.h"
#include "store/listlimits.h"

#include "support/netfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// More than one page.
constexpr int many = 1001;

QByteArray row(const QByteArray &id, const QByteArray &status = "available",
               const QByteArray &updated = "2026-01-15T11:00:00.000000")
{
    return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"updated_at\":\"" + updated +
           "\",\"created_at\":\"" + updated + "\"}";
}

QByteArrayList rows(int count, const QByteArray &status = "available")
{
    QByteArrayList list;
    for (int i = 0; i < count; ++i)
        list.append(row("r" + QByteArray::number(i), status));
    return list;
}

Script listOf(const QByteArray &key, const QByteArrayList &list, const QByteArray &more = {})
{
    return Script::answer(200, "{\"" + key + "\":[" + list.join(',') + "]" + more + "}",
                          {{"OpenStack-API-Version", "volume 3.70"}});
}

} // namespace

/// Large lists: only changes are fetched if the cloud can list them.
class TestChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<NetFixture>();
        stores = std::make_unique<CloudStores>(*net->client, net->clock);
        net->server.otherwise([this](const SeenRequest &request) {
            const QByteArray path = request.path();
            if (path.endsWith("/volume/v3/"))
                return Script::json("{\"versions\":[{\"id\":\"v3.0\",\"version\":\"" + cinder +
                                    "\",\"min_version\":\"3.0\"}]}");
            if (isVersionDocument(request))
                return Script::answer(404, "{}");
            if (path.contains("/volumes") && cinder != "3.70" &&
                request.header("openstack-api-version") == "volume 3.70")
                return Script::answer(406, "{}");
            asked.append(request.target);
            return answer ? answer(request) : Script::answer(500, "{}");
        });
        answer = {};
        asked.clear();
        cinder = "3.70";
    }
    void cleanup()
    {
        view.reset();
        stores.reset();
        net.reset();
    }

    void asksForTheVolumesThatChangedLast();
    void asksForTheVolumeThatWasBeingDeleted();
    void asksForAllVolumesWhereTheNumberIsWrong();
    void asksForAllVolumesWhereAllHaveChanged();
    void takesWhatIsKnownForTheEndOfTheChanges();
    void asksForWhatServersReferToAfterThem();
    void asksForAllVolumesWhereTheCloudIsTooOld();
    void asksForAllVolumesWhereTheCloudRefuses();
    void asksForAllVolumesOnRequestAndNowAndThen();
    void asksForTheImagesThatWereUpdated();
    void asksForHiddenImagesWhereOneIsMissing();
    void dropsWhatWasKnownFromBefore();

private:
    /// The whole list is there.
    void load(Kind kind, StoreBase &store)
    {
        view = stores->watch({kind});
        net->clock.advance(0ms);
        QTRY_VERIFY(store.state().loaded);
        asked.clear();
    }
    /// The next regular poll has been answered.
    void refresh(StoreBase &store)
    {
        const QDateTime before = store.state().asOf;
        net->clock.advance(15s);
        QTRY_VERIFY(store.state().asOf > before || store.state().error);
        QTRY_COMPARE(net->client->running(), 0);
    }
    /// Answers for volumes: all of them, and those changed last.
    void volumes(const QByteArrayList &all, const QByteArrayList &changed, qsizetype total,
                 bool more = true)
    {
        answer = [=](const SeenRequest &request) {
            if (!request.target.contains("updated_at"))
                return listOf("volumes", all);
            QByteArray rest = ",\"count\":" + QByteArray::number(total);
            if (more)
                rest += ",\"volumes_links\":[{\"rel\":\"next\",\"href\":\"http://x/?marker=m\"}]";
            return listOf("volumes", changed, rest);
        };
    }

    std::unique_ptr<NetFixture> net;
    std::unique_ptr<CloudStores> stores;
    std::unique_ptr<Subscription> view;
    std::function<Script(const SeenRequest &)> answer;
    QByteArrayList asked;
    QByteArray cinder;
};

void TestChanges::asksForTheVolumesThatChangedLast()
{
    volumes(rows(many), {}, many);
    load(Kind::Volume, stores->volumes);
    QCOMPARE(stores->volumes.size(), many);
    volumes(rows(many),
            {row("new", "in-use", "2026-01-15T12:00:00.000000"),
             row("r7", "error", "2026-01-15T11:59:00.000000"),
             row("r8", "available", "2026-01-15T10:00:00.000000")},
            many + 1);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 1);
    QVERIFY2(asked.first().contains("sort=updated_at%3Adesc"), asked.first().constData());
    QVERIFY(asked.first().contains("limit=50"));
    QVERIFY(asked.first().contains("with_count=true"));
    QCOMPARE(stores->volumes.size(), many + 1);
    QCOMPARE(stores->volumes.find(u"r7"_s)->status, u"error"_s);
    QVERIFY(stores->volumes.find(u"new"_s));
    // From the newest on, with some overlap.
    volumes({},
            {row("new", "available", "2026-01-15T12:00:05.000000"),
             row("r7", "error", "2026-01-15T11:59:00.000000")},
            many + 1);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(stores->volumes.find(u"new"_s)->status, u"available"_s);
    QCOMPARE(stores->volumes.size(), many + 1);
}

void TestChanges::asksForTheVolumeThatWasBeingDeleted()
{
    const auto deleting = [this](const QByteArray &id) {
        return row(id, "deleting", net->clock.now().toString(Qt::ISODate).toLatin1());
    };
    QByteArrayList all = rows(many);
    all[3] = deleting("r3");
    volumes(all, {}, many);
    load(Kind::Volume, stores->volumes);
    volumes({}, {}, many - 1);
    const auto before = answer;
    const auto afterwards = [before](const SeenRequest &request) {
        if (!request.target.contains("/detail"))
            return Script::answer(404, "{\"itemNotFound\":{\"message\":\"gone\"}}");
        return before(request);
    };
    answer = afterwards;
    net->clock.advance(2s);
    QTRY_VERIFY(!stores->volumes.find(u"r3"_s));
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked.first().endsWith("/volumes/r3"));
    QCOMPARE(stores->volumes.size(), many - 1);
    view.reset();

    // Of several, the list of changes tells how many are gone.
    for (int i = 0; i < 5; ++i)
        all[i] = deleting("r" + QByteArray::number(i));
    volumes(all, {}, many);
    stores->refresh({Kind::Volume});
    load(Kind::Volume, stores->volumes);
    QTRY_COMPARE(net->client->running(), 0);
    QTRY_COMPARE(stores->volumes.size(), many);
    asked.clear();
    volumes({}, {}, many - 5);
    answer = [changes = answer, afterwards](const SeenRequest &request) {
        return request.target.contains("/detail") ? changes(request) : afterwards(request);
    };
    net->clock.advance(2s);
    QTRY_COMPARE(stores->volumes.size(), many - 5);
    QCOMPARE(asked.size(), 6);
    QVERIFY(asked.first().contains("updated_at"));
}

void TestChanges::asksForAllVolumesWhereTheNumberIsWrong()
{
    volumes(rows(many), {}, many);
    load(Kind::Volume, stores->volumes);
    // Another user deleted one, which no list of changes reports.
    volumes(rows(many - 1), {row("r8", "available", "2026-01-15T10:00:00.000000")}, many - 1);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 2);
    QVERIFY(!asked.last().contains("updated_at"));
    QCOMPARE(stores->volumes.size(), many - 1);
}

void TestChanges::asksForAllVolumesWhereAllHaveChanged()
{
    volumes(rows(many), {}, many);
    load(Kind::Volume, stores->volumes);
    // Even the last row of the page is newer than the known ones: there may be more behind it.
    volumes(rows(many, "in-use"), {row("r8", "in-use", "2026-01-15T12:00:00.000000")}, many);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(stores->volumes.find(u"r999"_s)->status, u"in-use"_s);
}

void TestChanges::takesWhatIsKnownForTheEndOfTheChanges()
{
    // All were written at about the same time.
    QByteArrayList all = rows(many);
    all[0] = row("r0", "available", "2026-01-15T11:00:01.000000");
    volumes(all, {}, many);
    load(Kind::Volume, stores->volumes);
    volumes(all, {row("r7", "error", "2026-01-15T11:00:02.000000"), all[0], all[8]}, many);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(stores->volumes.find(u"r7"_s)->status, u"error"_s);
}

void TestChanges::asksForWhatServersReferToAfterThem()
{
    const auto first =
        listOf("servers", {row("s", "ACTIVE")},
               ",\"servers_links\":[{\"rel\":\"next\",\"href\":\"http://x/?marker=s\"}]");
    answer = [&](const SeenRequest &request) {
        if (request.target.contains("marker"))
            return Script::hang();
        if (!request.path().contains("/servers"))
            return listOf(request.path().contains("/volumes") ? "volumes" : "images", {});
        return asked.size() == 1 ? first : Script::answer(500, "{}");
    };
    view = stores->watch({Kind::Image, Kind::Volume, Kind::Server});
    net->clock.advance(0ms);
    QTRY_COMPARE(stores->servers.size(), 1); // its first page; the next one never comes
    QTRY_COMPARE(asked.size(), 2);
    QVERIFY(asked.first().contains("/servers"));
    QVERIFY(asked.last().contains("/servers"));
    // But not forever.
    net->clock.advance(2s);
    QTRY_VERIFY(stores->images.state().loaded);
    QTRY_VERIFY(stores->volumes.state().loaded);

    // Nor do they wait for servers without a subscription.
    view.reset();
    stores = std::make_unique<CloudStores>(*net->client, net->clock);
    view = stores->watch({Kind::Image});
    net->clock.advance(0ms);
    QTRY_VERIFY(stores->images.state().loaded);
}

void TestChanges::asksForAllVolumesWhereTheCloudIsTooOld()
{
    cinder = "3.44"; // the number of rows came with 3.45
    volumes(rows(many), {}, many);
    load(Kind::Volume, stores->volumes);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 1);
    QVERIFY(!asked.first().contains("updated_at"));
}

void TestChanges::asksForAllVolumesWhereTheCloudRefuses()
{
    answer = [](const SeenRequest &request) {
        return request.target.contains("updated_at")
                   ? Script::answer(400, "{\"badRequest\":{\"message\":\"no such sort key\"}}")
                   : listOf("volumes", rows(many));
    };
    load(Kind::Volume, stores->volumes);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 2);
    QVERIFY(!stores->volumes.state().error);
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 3); // it is not tried again
    QVERIFY(!asked.last().contains("updated_at"));
}

void TestChanges::asksForAllVolumesOnRequestAndNowAndThen()
{
    volumes(rows(many), rows(1), many, false);
    load(Kind::Volume, stores->volumes);
    stores->refresh({Kind::Volume});
    net->clock.advance(0ms);
    QTRY_COMPARE(asked.size(), 1);
    QVERIFY(!asked.last().contains("updated_at"));
    QTRY_VERIFY(!stores->volumes.state().loading); // a long list is compared in a worker
    refresh(stores->volumes);
    QCOMPARE(asked.size(), 2);
    QVERIFY(asked.last().contains("updated_at"));
    view.reset();
    net->clock.advance(5min);
    view = stores->watch({Kind::Volume});
    net->clock.advance(0ms);
    QTRY_COMPARE(asked.size(), 3);
    QVERIFY(!asked.last().contains("updated_at"));
}

void TestChanges::asksForTheImagesThatWereUpdated()
{
    answer = [](const SeenRequest &request) {
        if (request.target.contains("os_hidden"))
            return listOf("images", {row("hidden", "active")});
        if (request.target.contains("updated_at"))
            return listOf("images", {row("r5", "deactivated", "2026-01-15T12:00:00Z")});
        return listOf("images", rows(many, "active"));
    };
    load(Kind::Image, stores->images);
    QCOMPARE(stores->images.size(), many + 1);
    refresh(stores->images);
    QCOMPARE(asked.size(), 1);
    QVERIFY2(asked.first().contains("updated_at=gte%3A2026-01-15T10%3A59%3A50Z"),
             asked.first().constData());
    QCOMPARE(stores->images.size(), many + 1);
    QCOMPARE(stores->images.find(u"r5"_s)->status, u"deactivated"_s);
}

void TestChanges::asksForHiddenImagesWhereOneIsMissing()
{
    QByteArrayList listed{row("a", "active"), row("b", "active")};
    QByteArrayList hidden{row("h", "active")};
    answer = [&](const SeenRequest &request) {
        return listOf("images", request.target.contains("os_hidden") ? hidden : listed);
    };
    load(Kind::Image, stores->images);
    QCOMPARE(stores->images.size(), 3);
    refresh(stores->images);
    QCOMPARE(asked.size(), 1); // nothing is missing
    QCOMPARE(stores->images.size(), 3);

    listed.removeLast(); // hidden by another user
    hidden.append(row("b", "active"));
    asked.clear();
    refresh(stores->images);
    QCOMPARE(asked.size(), 2);
    QVERIFY(stores->images.find(u"b"_s));

    hidden.clear(); // deleted: noticed when the user refreshes, or after a while
    asked.clear();
    refresh(stores->images);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(stores->images.size(), 3);
    net->clock.advance(fullListInterval);
    QTRY_COMPARE(stores->images.size(), 1);

    // What was removed locally does not come back with the hidden rows.
    hidden = {row("h", "active")};
    stores->refresh({Kind::Image});
    net->clock.advance(0ms);
    QTRY_COMPARE(stores->images.size(), 2);
    stores->images.remove({u"h"_s});
    refresh(stores->images);
    QCOMPARE(stores->images.size(), 1);
}

void TestChanges::dropsWhatWasKnownFromBefore()
{
    openstack::Image old;
    old.id = u"old"_s;
    stores->images.merge({old}, stores->images.mark());
    answer = [this](const SeenRequest &request) {
        // Created after the service has read its list.
        openstack::Image created;
        created.id = u"new"_s;
        stores->images.upsert({created});
        return request.target.contains("os_hidden") ? listOf("images", {})
                                                    : listOf("images", {row("here", "active")});
    };
    load(Kind::Image, stores->images);
    QCOMPARE(stores->images.size(), 2);
    QVERIFY(!stores->images.find(u"old"_s));
    QVERIFY(stores->images.find(u"here"_s));
    QVERIFY(stores->images.find(u"new"_s));
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
