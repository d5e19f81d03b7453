#include "support/netfixture.h"
#include "support/settle.h"

#include <QtCore/QSemaphore>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;

namespace {

/// Numbers that can be listed from both ends, ten per page; the marker is the page's last number.
struct ListEnds
{
    struct Item
    {
        QString id;
    };
    using Value = Page<Item>;
    static constexpr int pageSize = 10;

    QString marker;
    bool backwards = false;

    [[nodiscard]] Request request() const
    {
        Request request;
        request.path = backwards ? u"/backwards"_s : u"/forwards"_s;
        if (!marker.isEmpty())
            request.query.addQueryItem(u"marker"_s, marker);
        return request;
    }
    [[nodiscard]] Result<Value> decode(const Answer &answer) const
    {
        auto page = ListNumbers().decode(answer);
        if (!page)
            return page.error();
        Value value;
        for (const int number : page->items)
            value.items.push_back({QString::number(number)});
        value.next = page->next;
        return value;
    }
    [[nodiscard]] ListEnds withMarker(const QString &next) const { return {next, backwards}; }
    [[nodiscard]] ListEnds reversed() const { return {{}, !backwards}; }

    /// The numbers from 1 to `count`.
    static Script play(const SeenRequest &request, int count)
    {
        const bool back = request.path().endsWith("/backwards");
        const qsizetype at = request.target.indexOf("marker=");
        const int from = at < 0 ? 0 : request.target.mid(at + 7).toInt();
        QByteArrayList items;
        int last = 0;
        for (int i = 0; i < pageSize; ++i) {
            const int number =
                from == 0 ? (back ? count - i : i + 1) : (back ? from - 1 - i : from + 1 + i);
            if (number < 1 || number > count)
                break;
            items.append(QByteArray::number(number));
            last = number;
        }
        const bool more = items.size() == pageSize && last != (back ? 1 : count);
        return Script::json("{\"items\":[" + items.join(',') + "]" +
                            (more ? ",\"next\":\"" + QByteArray::number(last) + "\"" : "") + "}");
    }
};
static_assert(TwoEndedEndpoint<ListEnds>);

/// Numbers whose next page can be peeked, and whose first page is decoded when the test allows it.
struct ListEarly : ListNumbers
{
    static inline QSemaphore mayDecode{0};

    [[nodiscard]] Result<Value> decode(const Answer &answer) const
    {
        if (marker.isEmpty())
            mayDecode.acquire();
        return ListNumbers::decode(answer);
    }
    [[nodiscard]] std::optional<QString> peek(const Answer &answer) const
    {
        return ListNumbers::decode(answer)->next;
    }
    [[nodiscard]] ListEarly withMarker(const QString &next) const { return {{next}}; }
};
static_assert(PeekingEndpoint<ListEarly>);

/// A list of rows with IDs, from one end only.
struct Row
{
    QString id;
};
struct ListRows
{
    using Item = Row;
    using Value = Page<Row>;

    QString marker = {};

    [[nodiscard]] Request request() const
    {
        Request request;
        request.path = u"/rows"_s;
        request.query.addQueryItem(u"marker"_s, marker);
        return request;
    }
    [[nodiscard]] Result<Value> decode(const Answer &answer) const
    {
        return json::decode<Value>(answer, [](const json::Object &root) {
            Value page;
            for (const json::Value row : root.requiredArray("rows"))
                page.items.push_back({row.string()});
            page.next = root.string("next");
            return page;
        });
    }
    [[nodiscard]] ListRows withMarker(const QString &next) const { return {next}; }
};
static_assert(PagedEndpoint<ListRows> && !TwoEndedEndpoint<ListRows>);

using Numbers = std::optional<Result<std::vector<int>>>;

/// Three pages of two.
Script threePages(const SeenRequest &request)
{
    if (request.target.endsWith("marker=b"))
        return Script::json("{\"items\":[3,4],\"next\":\"d\"}");
    if (request.target.endsWith("marker=d"))
        return Script::json("{\"items\":[5]}");
    return Script::json("{\"items\":[1,2],\"next\":\"b\"}");
}

} // namespace

/// Walking the pages of a list.
class TestPaging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { net = std::make_unique<NetFixture>(); }
    void cleanup() { net.reset(); }

    void walksAllPages();
    void takesAnEmptyList();
    void endsWithTheErrorOfAPage();
    void aMarkerThatComesAgainIsBroken();
    void givesUpEmptyPagesWithoutEnd();
    void toleratesSomeEmptyPages();
    void givesUpPagesThatRepeatRows();
    void asksOnlySoFarAhead();
    void abortsBetweenPages();
    void aDestroyedContextStopsTheWalk();
    void onPageMayDestroyTheClient();
    void asksForTheNextPageBeforeShowingTheLast();
    void asksForTheNextPageBeforeDecodingTheLast();
    void walksALongListFromBothEnds_data();
    void walksALongListFromBothEnds();
    void staysAtOneEndWhereTheServiceDoesOneThingAtATime();
    void doesWithoutTheOtherEndWhereItFails();
    void givesPagesAway();
    void endsWithTheFirstSoMany_data();
    void endsWithTheFirstSoMany();

private:
    void all(Numbers &slot, std::function<void(const std::vector<int> &)> onPage = {})
    {
        job = net->client->all(ListNumbers(), std::move(onPage));
        job.then(&net->context,
                 [&slot](Result<std::vector<int>> result) { slot.emplace(std::move(result)); });
    }

    std::unique_ptr<NetFixture> net;
    JobHandle<std::vector<int>> job;
};

void TestPaging::walksAllPages()
{
    net->server.otherwise(threePages);
    std::vector<std::vector<int>> pages;
    Numbers result;
    all(result, [&pages](const std::vector<int> &page) { pages.push_back(page); });
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(**result, (std::vector<int>{1, 2, 3, 4, 5}));
    QCOMPARE(pages, (std::vector<std::vector<int>>{{1, 2}, {3, 4}, {5}}));
    QCOMPARE(net->server.count(), 3);
}

void TestPaging::takesAnEmptyList()
{
    net->server.then(Script::json("{\"items\":[]}"));
    Numbers result;
    all(result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QVERIFY((*result)->empty());
}

void TestPaging::endsWithTheErrorOfAPage()
{
    net->server.then(Script::json("{\"items\":[1],\"next\":\"b\"}"));
    net->server.then(Script::answer(403, "{\"forbidden\":{\"message\":\"no\"}}"));
    Numbers result;
    int pages = 0;
    all(result, [&pages](const std::vector<int> &) { ++pages; });
    QTRY_VERIFY(result);
    // A partial list is an error: otherwise the rest would look deleted.
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Forbidden);
    QCOMPARE(pages, 1);
}

void TestPaging::aMarkerThatComesAgainIsBroken()
{
    net->server.otherwise([](const SeenRequest &request) {
        return request.target.endsWith("marker=b") ? Script::json("{\"items\":[2],\"next\":\"c\"}")
                                                   : Script::json("{\"items\":[1],\"next\":\"b\"}");
    });
    Numbers result;
    all(result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QCOMPARE(result->error().service, u"compute"_s);
    QCOMPARE(result->error().request, u"GET /numbers"_s);
    QCOMPARE(net->server.count(), 3);
}

void TestPaging::givesUpEmptyPagesWithoutEnd()
{
    int page = 0;
    net->server.otherwise([&page](const SeenRequest &) {
        return Script::json("{\"items\":[],\"next\":\"" + QByteArray::number(++page) + "\"}");
    });
    Numbers result;
    all(result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QCOMPARE(result->error().service, u"compute"_s);
    QVERIFY(result->error().message.contains(u"compute"_s));
    QVERIFY2(net->server.count() <= 11, qPrintable(QString::number(net->server.count())));
}

void TestPaging::toleratesSomeEmptyPages()
{
    // Pages are empty if the user may not see their rows.
    int page = 0;
    net->server.otherwise([&page](const SeenRequest &) {
        ++page;
        if (page == 24)
            return Script::json("{\"items\":[24]}");
        return Script::json("{\"items\":[" + QByteArray(page % 8 == 0 ? "1" : "") +
                            "],\"next\":\"" + QByteArray::number(page) + "\"}");
    });
    Numbers result;
    all(result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(**result, (std::vector<int>{1, 1, 24}));
}

void TestPaging::givesUpPagesThatRepeatRows()
{
    int page = 0;
    net->server.otherwise([&page](const SeenRequest &) {
        return Script::json("{\"rows\":[\"a\",\"b\"],\"next\":\"" + QByteArray::number(++page) +
                            "\"}");
    });
    std::optional<Result<Walked>> result;
    qsizetype rows = 0;
    net->client
        ->eachPage(ListRows(),
                   [&rows](const std::vector<Row> &items) {
                       rows += static_cast<qsizetype>(items.size());
                   })
        .then(&net->context,
              [&result](Result<Walked> walked) { result.emplace(std::move(walked)); });
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY2(page <= 12, qPrintable(QString::number(page)));
}

void TestPaging::asksOnlySoFarAhead()
{
    // The service answers faster than the first page is decoded.
    int page = 0;
    net->server.otherwise([&page](const SeenRequest &) {
        ++page;
        return Script::json("{\"items\":[" + QByteArray::number(page) + "]" +
                            (page < 30 ? ",\"next\":\"" + QByteArray::number(page) + "\"}" : "}"));
    });
    ListEarly::mayDecode.tryAcquire(ListEarly::mayDecode.available());
    std::optional<Result<std::vector<int>>> result;
    net->client->all(ListEarly()).then(&net->context, [&result](Result<std::vector<int>> all) {
        result.emplace(std::move(all));
    });
    QTRY_COMPARE(page, 9);
    QTRY_COMPARE(net->client->running(), 1); // the first page, whose decoding is held up
    QCOMPARE(page, 9);
    ListEarly::mayDecode.release();
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->size(), 30U);
}

void TestPaging::abortsBetweenPages()
{
    net->server.otherwise(threePages);
    Numbers result;
    all(result, [this](const std::vector<int> &) { job.abort(); });
    QTRY_VERIFY(!job.running());
    QTRY_COMPARE(net->client->running(), 0);
    settle(net->transport, net->server);
    QVERIFY(!result);
    QVERIFY(net->server.count() <= 2);
}

void TestPaging::aDestroyedContextStopsTheWalk()
{
    net->server.then(Script::json("{\"items\":[1],\"next\":\"b\"}"));
    net->server.then(Script::hold("{\"items\":[2]}"));
    auto context = std::make_unique<QObject>();
    bool called = false;
    int pages = 0;
    net->client->all(ListNumbers(), [&pages](const std::vector<int> &) { ++pages; })
        .then(context.get(), [&called](const Result<std::vector<int>> &) { called = true; });
    QTRY_COMPARE(net->server.count(), 2);
    context.reset();
    QTRY_COMPARE(net->server.open(), 0);
    net->server.release();
    settle(net->transport, net->server);
    QVERIFY(!called);
    QCOMPARE(pages, 1);
}

void TestPaging::onPageMayDestroyTheClient()
{
    net->server.otherwise(threePages);
    Numbers result;
    int pages = 0;
    all(result, [this, &pages](const std::vector<int> &) {
        ++pages;
        net->client.reset();
    });
    QTRY_COMPARE(pages, 1);
    settle(net->transport, net->server);
    QCOMPARE(pages, 1);
    QVERIFY(!result);
}

void TestPaging::asksForTheNextPageBeforeShowingTheLast()
{
    net->server.otherwise(threePages);
    int running = -1;
    Numbers result;
    all(result, [this, &running](const std::vector<int> &page) {
        if (page.front() == 1)
            running = net->client->running();
    });
    QTRY_VERIFY(result);
    QVERIFY(running >= 1);
}

void TestPaging::asksForTheNextPageBeforeDecodingTheLast()
{
    net->server.otherwise(threePages);
    std::vector<int> shown;
    Numbers result;
    net->client
        ->all(ListEarly(),
              [&shown](const std::vector<int> &page) {
                  shown.insert(shown.end(), page.begin(), page.end());
              })
        .then(&net->context,
              [&result](Result<std::vector<int>> all) { result.emplace(std::move(all)); });
    QTRY_COMPARE(net->server.count(), 3);
    QVERIFY(shown.empty());
    QVERIFY(!result);
    ListEarly::mayDecode.release();
    QTRY_VERIFY(result);
    QCOMPARE(**result, (std::vector<int>{1, 2, 3, 4, 5}));
    QCOMPARE(shown, (std::vector<int>{1, 2, 3, 4, 5})); // though the others were decoded first
    QCOMPARE(net->server.count(), 3);                   // none was requested twice
}

void TestPaging::walksALongListFromBothEnds_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("both");
    for (const int count : {0, 5, 10, 11, 30})
        QTest::addRow("%d, short", count) << count << false;
    for (const int count : {31, 39, 40, 41, 55, 100, 101, 199, 200})
        QTest::addRow("%d", count) << count << true;
}

void TestPaging::walksALongListFromBothEnds()
{
    QFETCH(int, count);
    QFETCH(bool, both);
    int backwards = 0;
    net->server.otherwise([&](const SeenRequest &request) {
        backwards += request.path().endsWith("/backwards") ? 1 : 0;
        return ListEnds::play(request, count);
    });
    QStringList shown;
    std::optional<Result<std::vector<ListEnds::Item>>> result;
    net->client
        ->all(ListEnds(),
              [&shown](const std::vector<ListEnds::Item> &page) {
                  for (const auto &item : page)
                      shown.append(item.id);
              })
        .then(&net->context, [&result](auto all) { result.emplace(std::move(all)); });
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QStringList wanted;
    for (int number = 1; number <= count; ++number)
        wanted.append(QString::number(number));
    QStringList got;
    for (const auto &item : **result)
        got.append(item.id);
    QCOMPARE(got, wanted);                 // each once, in order
    QCOMPARE(shown.size(), wanted.size()); // shown once, in any order
    shown.removeDuplicates();
    QCOMPARE(shown.size(), wanted.size());
    QCOMPARE(backwards > 0, both);
    // Only the page that each walk is fetching when they meet may be read twice.
    QVERIFY(net->server.count() <= (count + 9) / 10 + 3);
    QTRY_COMPARE(net->client->running(), 0);
}

void TestPaging::staysAtOneEndWhereTheServiceDoesOneThingAtATime()
{
    int backwards = 0;
    net->server.otherwise([&](const SeenRequest &request) {
        if (request.path().endsWith("/backwards")) {
            ++backwards;
            net->clock.advance(1s);
        }
        return ListEnds::play(request, 200);
    });
    std::optional<Result<std::vector<ListEnds::Item>>> result;
    net->client->all(ListEnds()).then(&net->context, [&result](auto all) {
        result.emplace(std::move(all));
    });
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->size(), std::size_t{200});
    QCOMPARE((*result)->back().id, u"200"_s);
    QCOMPARE(backwards, 1);
}

void TestPaging::doesWithoutTheOtherEndWhereItFails()
{
    net->server.otherwise([](const SeenRequest &request) {
        return request.path().endsWith("/backwards")
                   ? Script::answer(400, "{\"badRequest\":{\"message\":\"no such sort key\"}}")
                   : ListEnds::play(request, 100);
    });
    std::optional<Result<std::vector<ListEnds::Item>>> result;
    net->client->all(ListEnds()).then(&net->context, [&result](auto all) {
        result.emplace(std::move(all));
    });
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->size(), std::size_t{100});
}

void TestPaging::givesPagesAway()
{
    net->server.otherwise(threePages);
    std::vector<int> taken;
    std::optional<Result<Walked>> walked;
    net->client
        ->eachPage(ListNumbers(),
                   [&taken](std::vector<int> page) {
                       taken.insert(taken.end(), page.begin(), page.end());
                   })
        .then(&net->context, [&walked](Result<Walked> ended) { walked.emplace(ended); });
    QTRY_VERIFY(walked);
    QCOMPARE((*walked)->count, qsizetype{5});
    QVERIFY(!(*walked)->hasMore);
    QCOMPARE(taken, (std::vector<int>{1, 2, 3, 4, 5}));

    net->server.otherwise([](const SeenRequest &) {
        return Script::answer(403, "{\"forbidden\":{\"message\":\"no\"}}");
    });
    walked.reset();
    net->client->eachPage(ListNumbers(), [](const std::vector<int> &) {})
        .then(&net->context, [&walked](Result<Walked> ended) { walked.emplace(ended); });
    QTRY_VERIFY(walked);
    QCOMPARE(walked->error().kind, ErrorKind::Forbidden);
}

void TestPaging::endsWithTheFirstSoMany_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("parallel");
    for (const int most : {1, 10, 45, 95}) {
        for (const int count : {1, most, most + 1, most + 10, 300}) {
            for (const bool parallel : {false, true})
                QTest::addRow("%d of %d%s", most, count, parallel ? ", from both ends" : "")
                    << count << most << parallel;
        }
    }
}

void TestPaging::endsWithTheFirstSoMany()
{
    QFETCH(int, count);
    QFETCH(int, most);
    QFETCH(bool, parallel);
    net->server.otherwise([&](const SeenRequest &request) {
        if (!parallel && request.path().endsWith("/backwards"))
            net->clock.advance(1s);
        return ListEnds::play(request, count);
    });
    QSet<QString> taken;
    std::optional<Result<Walked>> walked;
    net->client
        ->eachPage(
            ListEnds(),
            [&taken](const std::vector<ListEnds::Item> &page) {
                for (const auto &item : page)
                    taken.insert(item.id);
            },
            most)
        .then(&net->context, [&walked](Result<Walked> ended) { walked.emplace(ended); });
    QTRY_VERIFY(walked);
    QVERIFY(walked->ok());
    // If the two walks met before the list proved too long, it is complete.
    const bool met = !(*walked)->hasMore && (*walked)->count == count;
    QVERIFY(met || ((*walked)->hasMore && count > most));
    QVERIFY(count > most || met);
    QSet<QString> wanted;
    for (int number = 1; number <= (met ? count : most); ++number)
        wanted.insert(QString::number(number));
    QCOMPARE(taken - (*walked)->beyond, wanted);
    QVERIFY(!(*walked)->beyond.intersects(wanted));
    QCOMPARE((*walked)->count, wanted.size());
    QTRY_COMPARE(net->client->running(), 0);
}

QTEST_GUILESS_MAIN(TestPaging)
#include "tst_paging.moc"
