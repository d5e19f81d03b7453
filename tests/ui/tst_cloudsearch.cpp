#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/pages/resourcepage.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace oriel;
using namespace oriel::test;
using namespace Qt::StringLiterals;

namespace {

/// A cloud of which the newest three instances are held.
struct LongFixture
{
    LongFixture()
    {
        models.stores.servers.replaceAll({makeServer(101), makeServer(102), makeServer(103)});
        setHasMore(true);
        models.net.server.otherwise([this](const SeenRequest &request) {
            if (isVersionDocument(request))
                return Script::answer(404, "{}");
            asked.append(request.target);
            return answer;
        });
    }

    void setHasMore(bool hasMore)
    {
        store::LoadState state = loadedAt(models.net.clock.now());
        state.hasMore = hasMore;
        models.stores.servers.setState(state);
    }

    ModelFixture models;
    operations::OperationCenter operations;
    UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    ui::UiContext &context = around.context;
    QList<QByteArray> asked;
    Script answer = Script::json("{\"servers\":[{\"id\":\"server-000007\",\"name\":\"old-7\","
                                 "\"status\":\"ACTIVE\"}]}");
};

struct ListFixture : LongFixture
{
    ListFixture()
        : page(context, ui::instancesList())
        , field(*page.findChild<QLineEdit *>(u"filterField"_s))
        , table(*page.findChild<ui::TableView *>(u"instancesTable"_s))
        , bar(*page.findChild<QWidget *>(u"cloudSearch"_s))
    {
        page.resize(1000, 600);
        page.show();
    }

    [[nodiscard]] QString words() const { return bar.findChild<QLabel *>(u"noticeText"_s)->text(); }
    [[nodiscard]] QPushButton &button() const
    {
        return *bar.findChild<QPushButton *>(u"noticeAction"_s);
    }

    ui::ListPage page;
    QLineEdit &field;
    ui::TableView &table;
    QWidget &bar;
};

} // namespace

/// Looking through a cloud that has more than is held of it.
class TestCloudSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeListSaysNothing();
    void saysThatThereIsMore();
    void enterLooksThroughTheWholeCloud();
    void theButtonDoesToo();
    void reportsWhatWasNotFound();
    void aFailedSearchCanBeTriedAgain();
    void aLaterSearchWins();
    void opensAnInstanceThatIsNotHeld();
    void reportsAMissingInstance();
};

void TestCloudSearch::aWholeListSaysNothing()
{
    ListFixture fixture;
    fixture.setHasMore(false);
    QVERIFY(!fixture.bar.isVisible());
    QTest::keyClicks(&fixture.field, u"old"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return); // on to the table, as ever
    QCoreApplication::processEvents();
    QVERIFY(fixture.asked.isEmpty());
    QVERIFY(!fixture.bar.isVisible());
}

void TestCloudSearch::saysThatThereIsMore()
{
    ListFixture fixture;
    QVERIFY(fixture.bar.isVisible());
    QVERIFY2(fixture.words().contains(u"newest 3"_s), qPrintable(fixture.words()));
    QVERIFY(!fixture.button().isVisible());
    QCOMPARE(fixture.page.statusText().section(u" · "_s, 0, 0), u"3+ instance(s)"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QVERIFY(fixture.asked.isEmpty());
}

void TestCloudSearch::enterLooksThroughTheWholeCloud()
{
    ListFixture fixture;
    QTest::keyClicks(&fixture.field, u"old"_s);
    QVERIFY2(fixture.words().contains(u"Press Enter"_s), qPrintable(fixture.words()));
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QVERIFY2(fixture.words().startsWith(u"Searching"_s), qPrintable(fixture.words()));
    QTRY_VERIFY2(fixture.words().startsWith(u"1 match"_s), qPrintable(fixture.words()));
    QCOMPARE(fixture.asked.size(), 1);
    QVERIFY2(fixture.asked[0].contains("name=old"), fixture.asked[0].constData());
    QCOMPARE(fixture.table.model()->rowCount(), 1);
    QCOMPARE(fixture.table.model()->index(0, 0).data().toString(), u"old-7"_s);
    QCOMPARE(fixture.page.statusText().section(u" · "_s, 0, 0), u"1 of 4+ instance(s)"_s);
    // What was found is there: Enter goes to it now.
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QCOMPARE(fixture.asked.size(), 1);
}

void TestCloudSearch::theButtonDoesToo()
{
    ListFixture fixture;
    QTest::keyClicks(&fixture.field, u"old"_s);
    QVERIFY(fixture.button().isVisible());
    fixture.button().click();
    QTRY_COMPARE(fixture.table.model()->rowCount(), 1);
}

void TestCloudSearch::reportsWhatWasNotFound()
{
    ListFixture fixture;
    fixture.answer = Script::json("{\"servers\":[]}");
    QTest::keyClicks(&fixture.field, u"new"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QTRY_COMPARE(fixture.words(), u"Nothing matches “new” in the whole cloud."_s);
    fixture.field.clear();
    QVERIFY2(fixture.words().contains(u"newest 3"_s), qPrintable(fixture.words()));
}

void TestCloudSearch::aFailedSearchCanBeTriedAgain()
{
    ListFixture fixture;
    const Script good = std::exchange(
        fixture.answer, Script::answer(403, "{\"forbidden\":{\"message\":\"not you\"}}"));
    QTest::keyClicks(&fixture.field, u"old"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QTRY_VERIFY(fixture.words().startsWith(u"The whole cloud could not be searched"_s));
    fixture.answer = good;
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QTRY_COMPARE(fixture.table.model()->rowCount(), 1);
}

void TestCloudSearch::aLaterSearchWins()
{
    ListFixture fixture;
    const Script good = std::exchange(fixture.answer, Script::hang());
    QTest::keyClicks(&fixture.field, u"ol"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QTRY_COMPARE(fixture.asked.size(), 1);
    fixture.answer = good;
    QTest::keyClicks(&fixture.field, u"d"_s);
    QTest::keyClick(&fixture.field, Qt::Key_Return);
    QTRY_VERIFY2(fixture.words().startsWith(u"1 match"_s), qPrintable(fixture.words()));
}

void TestCloudSearch::opensAnInstanceThatIsNotHeld()
{
    LongFixture fixture;
    fixture.answer = Script::json("{\"server\":{\"id\":\"server-000007\",\"name\":\"old-7\","
                                  "\"status\":\"ACTIVE\"}}");
    ui::ResourcePage page(fixture.context, *ui::listPageOf(openstack::Kind::Server),
                          u"server-000007"_s);
    page.show();
    page.entered(ui::Route::to(Kind::Server, u"server-000007"_s));
    QVERIFY(!page.findChild<QPushButton *>(u"backToList"_s));
    QTRY_VERIFY(fixture.models.stores.servers.find(u"server-000007"_s));
    QCOMPARE(page.crumbs().back().text, u"old-7"_s);
}

void TestCloudSearch::reportsAMissingInstance()
{
    LongFixture fixture;
    fixture.answer = Script::answer(404, "{\"itemNotFound\":{\"message\":\"no such instance\"}}");
    ui::ResourcePage page(fixture.context, *ui::listPageOf(openstack::Kind::Server),
                          u"server-000009"_s);
    page.show();
    page.entered(ui::Route::to(Kind::Server, u"server-000009"_s));
    QTRY_VERIFY(page.findChild<QPushButton *>(u"backToList"_s));
}

QTEST_MAIN(TestCloudSearch)
#include "tst_cloudsearch.moc"
