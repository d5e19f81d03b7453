#include "store/cloudstores.h"
#include "store/search.h"

#include "support/netfixture.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The ID for a number, as clouds format them.
QString idOf(int number)
{
    return u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
}

QByteArray rowOf(int number, const QString &name)
{
    return "{\"id\":\"" + idOf(number).toUtf8() + "\",\"name\":\"" + name.toUtf8() +
           "\",\"status\":\"available\",\"size\":1,\"volume_id\":\"v\"," +
           "\"created_at\":\"2026-01-01T00:00:00Z\",\"updated\":\"2026-01-01T00:00:00Z\"}";
}

/// A cloud with more rows than are held: the highest numbers are the newest, and come first.
struct LongCloud
{
    QMap<int, QString> names;
    bool knowsParts = false; ///< Cinder's `name~`
    QList<QByteArray> asked;

    explicit LongCloud(int count)
    {
        for (int number = 1; number <= count; ++number)
            names.insert(number, u"name-%1"_s.arg(number));
    }

    Script play(const SeenRequest &request)
    {
        const QUrl url(QString::fromUtf8(request.target));
        const QUrlQuery query(url.query());
        const auto value = [&query](const char *key) {
            return query.queryItemValue(QLatin1StringView(key), QUrl::FullyDecoded);
        };
        asked.append(request.target);
        const QString path = url.path();
        const QString last = path.section(u'/', -1);
        if (last.startsWith("00000000-"_L1)) {
            const int number = last.right(12).toInt();
            if (!names.contains(number))
                return Script::answer(404, "{\"itemNotFound\":{\"message\":\"no such thing\"}}");
            const QByteArray kind = path.section(u'/', -2, -2).chopped(1).toUtf8();
            return Script::json("{\"" + kind + "\":" + rowOf(number, names[number]) + "}");
        }
        if (last != "detail"_L1 && last != "images"_L1) // what was typed, asked for as an ID
            return Script::answer(404, "{\"itemNotFound\":{\"message\":\"no such thing\"}}");
        if (query.hasQueryItem(u"name~"_s) && !knowsParts)
            return Script::answer(400, "{\"badRequest\":{\"message\":\"Invalid filters name~\"}}");
        const QString kind = path.contains("/servers"_L1)     ? u"servers"_s
                             : path.contains("/snapshots"_L1) ? u"snapshots"_s
                             : path.contains("/volumes"_L1)   ? u"volumes"_s
                                                              : u"images"_s;
        QList<int> numbers = names.keys();
        if (!query.hasQueryItem(u"sort_dir"_s))
            std::ranges::reverse(numbers);
        if (query.hasQueryItem(u"changes-since"_s) || query.hasQueryItem(u"ip"_s))
            numbers.clear();
        if (const QString name = value("name"); !name.isEmpty()) {
            const QRegularExpression expression(
                kind == "servers"_L1
                    ? name
                    : QRegularExpression::anchoredPattern(QString(name).remove(u"eq:"_s)));
            numbers.removeIf(
                [&](int number) { return !expression.match(names[number]).hasMatch(); });
        }
        if (const QString part = value("name~"); !part.isEmpty())
            numbers.removeIf([&](int number) { return !names[number].contains(part); });
        if (const QString marker = value("marker"); !marker.isEmpty())
            numbers.remove(0, numbers.indexOf(marker.right(12).toInt()) + 1);
        const qsizetype limit = std::min<qsizetype>(10, value("limit").toInt());
        const bool more = numbers.size() > limit;
        numbers.resize(std::min(limit, numbers.size()));
        QByteArrayList rows;
        for (const int number : numbers)
            rows.append(rowOf(number, names[number]));
        QByteArray next;
        if (more && kind == "images"_L1)
            next = ",\"next\":\"/v2/images?marker=" + idOf(numbers.last()).toUtf8() + "&limit=10\"";
        else if (more)
            next = ",\"" + kind.toUtf8() + "_links\":[{\"rel\":\"next\",\"href\":\"http://x" +
                   path.toUtf8() + "?marker=" + idOf(numbers.last()).toUtf8() + "\"}]";
        return Script::json("{\"" + kind.toUtf8() + "\":[" + rows.join(',') + "]" + next + "}");
    }
};

} // namespace

/// Lists with more rows than are held.
class TestLongLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<NetFixture>();
        stores = std::make_unique<CloudStores>(*net->client, net->clock);
        stores->setMaximumHeld(25);
        cloud = std::make_unique<LongCloud>(100);
        net->server.otherwise([this](const SeenRequest &request) {
            if (isVersionDocument(request))
                return Script::answer(404, "{}");
            return cloud->play(request);
        });
    }
    void cleanup()
    {
        stores.reset();
        net.reset();
    }

    void holdsTheNewestAndSaysSo();
    void holdsAListThatFitsWhole();
    void reportsAListThatHasGrownTooLong();
    void findsByName();
    void findsById();
    void keepsWhatWasFoundOverARefresh();
    void dropsRowsThatAreNoLongerFound();
    void looksForWholeNamesWhereTheServiceKnowsNoParts();
    void reportsAFailedSearch();
    void calmsDownAboutWhatItDoesNotHold();
    void asksNovaForWordsAndAddresses_data();
    void asksNovaForWordsAndAddresses();
    void asksGlanceForNamesWithAColon();

private:
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            net->clock.advance(0ms);
            QCoreApplication::processEvents();
        }
    }

    void load(Kind kind, const StoreBase &store)
    {
        view = stores->watch({kind});
        settle();
        QTRY_VERIFY(store.state().loaded);
    }

    void again(Kind kind, const StoreBase &store)
    {
        stores->refresh({kind});
        QVERIFY(store.state().loading || (settle(), true));
        QTRY_VERIFY(!store.state().loading);
    }

    Result<Found> find(Kind kind, const QString &text)
    {
        std::optional<Result<Found>> found;
        stores->find(kind, text, this,
                     [&found](Result<Found> result) { found.emplace(std::move(result)); });
        [&] {
            QTRY_VERIFY(found);
        }();
        return found ? *found : Result<Found>(Error{});
    }

    std::unique_ptr<NetFixture> net;
    std::unique_ptr<CloudStores> stores;
    std::unique_ptr<LongCloud> cloud;
    std::unique_ptr<Subscription> view;
};

void TestLongLists::holdsTheNewestAndSaysSo()
{
    load(Kind::Server, stores->servers);
    QVERIFY(stores->servers.state().hasMore);
    QVERIFY(!stores->servers.state().isComplete());
    QCOMPARE(stores->servers.size(), 25);
    for (int number = 76; number <= 100; ++number)
        QVERIFY2(stores->servers.find(idOf(number)), qPrintable(idOf(number)));

    again(Kind::Server, stores->servers);
    QCOMPARE(stores->servers.size(), 25);
    QVERIFY(stores->servers.find(idOf(76)));
    QVERIFY(stores->servers.state().hasMore);
}

void TestLongLists::holdsAListThatFitsWhole()
{
    cloud = std::make_unique<LongCloud>(25);
    load(Kind::Server, stores->servers);
    QVERIFY(stores->servers.state().isComplete());
    QCOMPARE(stores->servers.size(), 25);
}

void TestLongLists::reportsAListThatHasGrownTooLong()
{
    cloud = std::make_unique<LongCloud>(20);
    load(Kind::Volume, stores->volumes);
    QVERIFY(stores->volumes.state().isComplete());
    cloud = std::make_unique<LongCloud>(40);
    again(Kind::Volume, stores->volumes);
    QVERIFY(stores->volumes.state().hasMore);
    QCOMPARE(stores->volumes.size(), 25);
    QVERIFY(!stores->volumes.find(idOf(1)));
    cloud = std::make_unique<LongCloud>(3);
    again(Kind::Volume, stores->volumes);
    QVERIFY(stores->volumes.state().isComplete());
    QCOMPARE(stores->volumes.size(), 3);
}

void TestLongLists::findsByName()
{
    load(Kind::Server, stores->servers);
    cloud->names[3] = u"Web (old)"_s;
    const auto found = find(Kind::Server, u"Web (o"_s);
    QVERIFY(found.ok());
    QCOMPARE(found->count, 1);
    QVERIFY(!found->hasMore);
    QVERIFY(!found->exactNames);
    QCOMPARE(stores->servers.find(idOf(3))->name, u"Web (old)"_s);

    QCOMPARE(find(Kind::Server, u"nothing of the kind"_s)->count, 0);
}

void TestLongLists::findsById()
{
    load(Kind::Server, stores->servers);
    QCOMPARE(find(Kind::Server, idOf(5))->count, 1);
    QVERIFY(stores->servers.find(idOf(5)));
    QCOMPARE(find(Kind::Server, idOf(500))->count, 0);
    again(Kind::Server, stores->servers);
    QVERIFY(stores->servers.find(idOf(5)));
}

void TestLongLists::keepsWhatWasFoundOverARefresh()
{
    load(Kind::Server, stores->servers);
    QCOMPARE(find(Kind::Server, u"name-7$"_s)->count, 0); // not an expression that the user entered
    QCOMPARE(find(Kind::Server, u"name-17"_s)->count, 1);
    QCOMPARE(stores->servers.size(), 26);
    again(Kind::Server, stores->servers);
    QCOMPARE(stores->servers.size(), 26);
    QVERIFY(stores->servers.find(idOf(17)));

    // A list that fits again is complete.
    cloud = std::make_unique<LongCloud>(10);
    again(Kind::Server, stores->servers);
    QCOMPARE(stores->servers.size(), 10);
    QVERIFY(!stores->servers.find(idOf(17)));
}

void TestLongLists::dropsRowsThatAreNoLongerFound()
{
    load(Kind::Volume, stores->volumes);
    QCOMPARE(find(Kind::Volume, u"name-17"_s)->count, 1);
    cloud->names.remove(17);
    again(Kind::Volume, stores->volumes); // the same search is made again
    again(Kind::Volume, stores->volumes);
    QVERIFY(!stores->volumes.find(idOf(17)));
    QCOMPARE(stores->volumes.size(), 25);
}

void TestLongLists::looksForWholeNamesWhereTheServiceKnowsNoParts()
{
    load(Kind::VolumeSnapshot, stores->volumeSnapshots);
    auto found = find(Kind::VolumeSnapshot, u"name-1"_s);
    QVERIFY(found.ok());
    QCOMPARE(found->count, 1);
    QVERIFY(found->exactNames);
    cloud->knowsParts = true;
    found = find(Kind::VolumeSnapshot, u"name-1"_s); // 1, 10 to 19, 100
    QCOMPARE(found->count, 12);
    QVERIFY(!found->exactNames);
}

void TestLongLists::reportsAFailedSearch()
{
    load(Kind::Volume, stores->volumes);
    net->server.otherwise([](const SeenRequest &) {
        return Script::answer(403, "{\"forbidden\":{\"message\":\"no\"}}");
    });
    QCOMPARE(find(Kind::Volume, u"name-17"_s).error().kind, ErrorKind::Forbidden);
    QCOMPARE(find(Kind::Volume, idOf(17)).error().kind, ErrorKind::Forbidden);
}

void TestLongLists::calmsDownAboutWhatItDoesNotHold()
{
    load(Kind::VolumeSnapshot, stores->volumeSnapshots);
    view = stores->watch({Kind::VolumeSnapshot, Kind::Image});
    settle();
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    QVERIFY(stores->snapshotSets.state().hasMore);
    // Their images may be among those that are not held.
    QVERIFY(stores->orphanedVolumeSnapshots().empty());
}

void TestLongLists::asksNovaForWordsAndAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("ip");
    QTest::addRow("part") << u"web"_s << u"web"_s << QString();
    QTest::addRow("words") << u" web  12 "_s << u"web.*12"_s << QString();
    QTest::addRow("signs") << u"a.b(c)[d]+*?^$|\\"_s
                           << u"a\\.b\\(c\\)\\[d\\]\\+\\*\\?\\^\\$\\|\\\\"_s << QString();
    QTest::addRow("address") << u"10.0.3."_s << QString() << u"10.0.3."_s;
    QTest::addRow("address of version 6") << u"fd00:0"_s << QString() << u"fd00:0"_s;
    QTest::addRow("a number") << u"10"_s << u"10"_s << QString();
}

void TestLongLists::asksNovaForWordsAndAddresses()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QFETCH(QString, ip);
    const auto ways = searchWays<openstack::Server>(text);
    QCOMPARE(ways.size(), std::size_t{1});
    QCOMPARE(ways[0].list.filters.value(u"name"_s), name);
    QCOMPARE(ways[0].list.filters.value(u"ip"_s), ip);
}

void TestLongLists::asksGlanceForNamesWithAColon()
{
    const auto ways = searchWays<openstack::Image>(u" in: a"_s);
    QCOMPARE(ways.size(), std::size_t{1});
    QCOMPARE(ways[0].list.filters.value(u"name"_s), u"eq:in: a"_s);
    QVERIFY(ways[0].exactNames);
}

QTEST_GUILESS_MAIN(TestLongLists)
#include "tst_longlists.moc"
