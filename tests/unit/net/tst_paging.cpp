#include "support/netfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;

namespace {

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
    void abortsBetweenPages();
    void aDestroyedContextStopsTheWalk();
    void onPageMayDestroyTheClient();
    void asksForTheNextPageBeforeShowingTheLast();

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
    // Half a list is no list: it would look as if the rest had been deleted.
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
    QCOMPARE(result->error().service, QStringLiteral("compute"));
    QCOMPARE(result->error().request, QStringLiteral("GET /numbers"));
    QCOMPARE(net->server.count(), 3);
}

void TestPaging::abortsBetweenPages()
{
    net->server.otherwise(threePages);
    Numbers result;
    all(result, [this](const std::vector<int> &) { job.abort(); });
    QTRY_VERIFY(!job.running());
    QTRY_COMPARE(net->client->running(), 0);
    QTest::qWait(30);
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
    QTest::qWait(30);
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
    QTest::qWait(30);
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

QTEST_GUILESS_MAIN(TestPaging)
#include "tst_paging.moc"
