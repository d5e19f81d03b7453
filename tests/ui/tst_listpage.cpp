#include "base/humanize.h"
#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/actions/rowactionlists.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::test;

namespace {

/// The Instances page over stores that the test fills.
struct PageDesk
{
    PageDesk()
    {
        page = std::make_unique<ui::ListPage>(context, ui::instancesList());
        page->resize(1000, 600);
        page->show();
        table = page->findChild<ui::TableView *>(u"instancesTable"_s);
    }

    void load(std::vector<openstack::Server> rows)
    {
        models.stores.servers.replaceAll(std::move(rows));
        models.stores.servers.setState(loadedAt(models.net.clock.now()));
    }

    template <typename T>
    T *child(const char *name) const
    {
        return page->findChild<T *>(QLatin1String(name));
    }

    ModelFixture models;
    operations::OperationCenter operations;
    UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    ui::UiContext &context = around.context;
    std::unique_ptr<ui::ListPage> page;
    ui::TableView *table = nullptr;
};

/// A snapshot that asks nobody and ends when it is told to.
class HeldSnapshot final : public operations::CreateSnapshot
{
public:
    using CreateSnapshot::CreateSnapshot;
    void refuse() { fail(Error{}); }

protected:
    void run() override {}
};

} // namespace

class TestListPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourStates();
    void keptRowsAreShownAndMarked();
    void selectionStaysOverARefresh();
    void everythingStaysSelectedThroughASort();
    void aRowThatGoesSelectsNoOther();
    void aWantedRowIsSelectedWhenItComes();
    void keyboardOpensAndCopies();
    void enterSaysWhyItLeadsNowhere();
    void anEmptyListOffersItsFirstAction();
    void disabledActionsSayWhy();
    void theNoticeGoesWhenTheSnapshotHasEnded();
    void filterFindsNothingAndIsCleared();
    void columnsAreRemembered();
    void defaultColumnsFitASmallWindow();
    void theTitleHasRoomBeforeTheWordsOfActions();
};

void TestListPage::fourStates()
{
    PageDesk desk;
    QVERIFY(desk.child<QWidget>("skeleton")->isVisible());

    store::LoadState failed;
    failed.error.emplace();
    failed.error->kind = ErrorKind::Unreachable;
    failed.error->message = u"refused"_s;
    desk.models.stores.servers.setState(failed);
    QCOMPARE(desk.child<QLabel>("messageTitle")->text(), u"The instances could not be loaded."_s);
    QVERIFY(desk.child<QPushButton>("retryButton")->isVisible());

    desk.load({});
    const auto *emptyText = desk.child<QLabel>("messageText");
    QTRY_VERIFY(emptyText->isVisible() &&
                emptyText->height() >= emptyText->heightForWidth(emptyText->width()));
    QCOMPARE(desk.child<QLabel>("messageTitle")->text(), u"No instances in this project"_s);

    desk.load({makeServer(1)});
    QVERIFY(desk.table->isVisible());
    QVERIFY(!desk.child<QWidget>("staleBanner")->isVisible());
    auto stale = loadedAt(desk.models.net.clock.now().addSecs(-180));
    stale.error = failed.error;
    desk.models.stores.servers.setState(stale);
    QVERIFY(desk.table->isVisible());
    QVERIFY(desk.child<QWidget>("staleBanner")->isVisible());
    QVERIFY(desk.child<QWidget>("staleBanner")->accessibleName().contains(u"3 minutes"_s));
    stale.asOf = desk.models.net.clock.now().addSecs(-2);
    desk.models.stores.servers.setState(stale);
    QVERIFY(desk.child<QWidget>("staleBanner")
                ->accessibleName()
                .startsWith(u"Data from a few seconds ago. "_s));
    QVERIFY(desk.page->statusText().endsWith(u"data from a few seconds ago"_s));
}

void TestListPage::keptRowsAreShownAndMarked()
{
    PageDesk desk;
    auto &servers = desk.models.stores.servers;
    const QDateTime now = desk.models.net.clock.now();
    store::LoadState kept;
    kept.loading = true;
    kept.cachedAt = now.addSecs(-120);
    servers.setState(kept);
    servers.merge({makeServer(1), makeServer(2)}, 0);
    const QString moment = kept.cachedAt.toLocalTime().date() == now.toLocalTime().date()
                               ? kept.cachedAt.toLocalTime().toString(u"HH:mm"_s)
                               : timeText(kept.cachedAt);
    QVERIFY(desk.table->isVisible());
    QCOMPARE(desk.table->model()->rowCount(), 2);
    auto *age = desk.child<QLabel>("cachedAge");
    QVERIFY(age->isVisible());
    QCOMPARE(age->text(), u"as of %1, refreshing"_s.arg(moment));
    QCOMPARE(desk.page->statusText(), u"2 instance(s) · "_s + age->text());

    kept.loading = false;
    kept.error.emplace();
    kept.error->kind = ErrorKind::Unreachable;
    servers.setState(kept);
    QVERIFY(desk.table->isVisible());
    QCOMPARE(age->text(), u"as of %1"_s.arg(moment));
    QVERIFY(desk.child<QWidget>("staleBanner")->isVisible());

    desk.load({makeServer(2), makeServer(3)});
    QVERIFY(!age->isVisible());
    QVERIFY(!desk.child<QWidget>("staleBanner")->isVisible());
    QCOMPARE(desk.table->model()->rowCount(), 2);
    QCOMPARE(desk.table->model()->index(0, 0).data().toString(), u"web-2"_s);
    QVERIFY(desk.page->statusText().contains(u"data as of"_s));
}

void TestListPage::selectionStaysOverARefresh()
{
    PageDesk desk;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(makeServer(i));
    desk.load(rows);
    desk.table->selectId(makeServer(70).id);
    QCOMPARE(desk.table->selectedIds(), QStringList{makeServer(70).id});
    // Half of them go and as many come: applied as a reset.
    for (int i = 0; i < 50; ++i)
        rows[static_cast<std::size_t>(i)] = makeServer(200 + i);
    QSignalSpy resets(desk.table->model(), &QAbstractItemModel::modelReset);
    desk.load(rows);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(desk.table->selectedIds(), QStringList{makeServer(70).id});
    QCOMPARE(desk.table->currentId(), makeServer(70).id);
}

void TestListPage::everythingStaysSelectedThroughASort()
{
    PageDesk desk;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(makeServer(i, i % 2 == 0 ? u"ACTIVE"_s : u"SHUTOFF"_s));
    desk.load(rows);
    QSignalSpy told(desk.table, &ui::TableView::selectedIdsChanged);
    desk.table->selectAll();
    QCOMPARE(desk.table->selectedIds().size(), 100);
    QCOMPARE(told.size(), 1);
    desk.table->sortByColumn(1, Qt::DescendingOrder);
    QCOMPARE(desk.table->selectedIds().size(), 100);
    QCOMPARE(desk.table->selectionModel()->selection().size(), 1);
    QCOMPARE(told.size(), 1); // the same ones
    // Of those that are selected a half goes, and others come that nobody has selected.
    for (int i = 0; i < 50; ++i)
        rows[static_cast<std::size_t>(i)] = makeServer(200 + i);
    desk.load(rows);
    QStringList ids = desk.table->selectedIds();
    ids.sort();
    QCOMPARE(ids.size(), 50);
    QCOMPARE(ids.front(), makeServer(50).id);
    QCOMPARE(ids.back(), makeServer(99).id);
    QCOMPARE(told.size(), 2);
}

void TestListPage::aRowThatGoesSelectsNoOther()
{
    PageDesk desk;
    desk.load({makeServer(1), makeServer(2), makeServer(3)});
    desk.table->selectId(makeServer(2).id);
    QVERIFY(desk.child<QPushButton>("stop-serverButton")->isEnabled());
    desk.models.stores.servers.remove({makeServer(2).id});
    QCOMPARE(desk.table->selectedIds(), QStringList());
    QVERIFY(!desk.child<QPushButton>("stop-serverButton")->isEnabled());
}

void TestListPage::aWantedRowIsSelectedWhenItComes()
{
    PageDesk desk;
    desk.load({makeServer(1)});
    desk.table->selectId(makeServer(9).id);
    QCOMPARE(desk.table->selectedIds(), QStringList());
    desk.models.stores.servers.upsert({makeServer(9)});
    QCOMPARE(desk.table->selectedIds(), QStringList{makeServer(9).id});
}

void TestListPage::keyboardOpensAndCopies()
{
    PageDesk desk;
    desk.load({makeServer(1), makeServer(2)});
    QSignalSpy went(desk.page.get(), &ui::Page::navigate);
    desk.table->setFocus();
    desk.table->selectId(makeServer(1).id);
    QTest::keyClick(desk.table, Qt::Key_Down);
    QTest::keyClick(desk.table, Qt::Key_Return);
    QCOMPARE(went.size(), 1);
    const auto route = went.front().front().value<ui::Route>();
    QCOMPARE(route.place, ui::Route::Place::Resource);
    QCOMPARE(route.kind, Kind::Server);
    QCOMPARE(route.id, makeServer(2).id);
    QTest::keyClick(desk.table, Qt::Key_F10, Qt::ShiftModifier);
    auto *menu = desk.child<QMenu>("rowMenu");
    QVERIFY(menu);
    QVERIFY(menu->isVisible());
    menu->close();
    // The row with the focus is what the menu is about, selected or not.
    desk.table->clearSelection();
    QTest::keyClick(desk.table, Qt::Key_F10, Qt::ShiftModifier);
    QCOMPARE(desk.table->selectedIds(), QStringList{makeServer(2).id});
}

void TestListPage::enterSaysWhyItLeadsNowhere()
{
    /// Remembers what its status line would show.
    class Window final : public QWidget
    {
    public:
        QString tip;

    protected:
        bool event(QEvent *event) override
        {
            if (event->type() == QEvent::StatusTip)
                tip = static_cast<QStatusTipEvent *>(event)->tip();
            return QWidget::event(event);
        }
    };
    ModelFixture models;
    operations::OperationCenter operations;
    const UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    models.stores.servers.upsert({makeServer(1)});
    openstack::Volume free;
    free.id = free.name = u"a"_s;
    openstack::Volume used = free;
    used.id = used.name = u"b"_s;
    used.attachments = {{.serverId = makeServer(1).id, .device = u"/dev/vdb"_s}};
    models.stores.volumes.replaceAll({free, used});
    models.stores.volumes.setState(loadedAt(models.net.clock.now()));
    Window window;
    auto *page = new ui::ListPage(around.context, ui::volumesList(), &window);
    window.show();
    QSignalSpy went(page, &ui::Page::navigate);
    auto *table = page->findChild<ui::TableView *>(u"volumesTable"_s);
    table->setFocus();
    table->selectId(u"a"_s);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(went.size(), 0);
    QCOMPARE(window.tip, u"The volume is not attached to an instance."_s);
    table->selectId(u"b"_s);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(went.size(), 1);
    QCOMPARE(went.front().front().value<ui::Route>(),
             ui::Route::to(Kind::Server, makeServer(1).id, u"volumes/b"_s));
}

void TestListPage::anEmptyListOffersItsFirstAction()
{
    class Actions final : public ui::RowActions
    {
    public:
        using RowActions::RowActions;
        void setIds(const QStringList &) override {}
        void fillMenu(QMenu &) const override {}
        [[nodiscard]] std::vector<Button> toolbar() const override
        {
            return {{create, u"plus"_s, true}};
        }
        QAction *create = new QAction(u"Create one"_s, this);
    };
    ModelFixture models;
    operations::OperationCenter operations;
    const UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    ui::ListPageSpec spec = ui::volumesList();
    spec.begun.reset();
    using Column = models::Column<openstack::Volume>;
    const auto name = [](const openstack::Volume &volume, const models::Lookup &) {
        return volume.name;
    };
    spec.model =
        ui::modelOf(std::vector{Column{.key = u"name"_s, .title = u"Name"_s, .text = name}});
    spec.actions = [](const ui::UiContext &, QWidget *window) {
        return new Actions(window);
    };
    ui::ListPage page(around.context, spec);
    QSignalSpy created(static_cast<Actions *>(page.actions())->create, &QAction::triggered);
    models.stores.volumes.replaceAll({});
    models.stores.volumes.setState(loadedAt(models.net.clock.now()));
    QCOMPARE(page.panel().model().columnCount(), 1);
    auto *button = page.findChild<QPushButton *>(u"emptyAction"_s);
    QVERIFY(button);
    QCOMPARE(button->text(), u"Create one"_s);
    button->click();
    QCOMPARE(created.size(), 1);
}

void TestListPage::disabledActionsSayWhy()
{
    PageDesk desk;
    desk.load({makeServer(1)});
    auto *start = desk.child<QPushButton>("start-serverButton");
    QVERIFY(!start->isEnabled());
    QCOMPARE(start->accessibleDescription(), u"Select an instance first."_s);
    desk.table->selectId(makeServer(1).id);
    QVERIFY(!start->isEnabled()); // it runs already
    QVERIFY(!start->toolTip().isEmpty());
    QVERIFY(start->accessibleDescription() != u"Select an instance first."_s);
    QVERIFY(desk.child<QPushButton>("createSnapshotButton")->isEnabled());
}

void TestListPage::theNoticeGoesWhenTheSnapshotHasEnded()
{
    PageDesk desk;
    desk.load({makeServer(1), makeServer(2)});
    auto *controller = desk.page->findChild<ui::ActionsController *>();
    const operations::Context context{*desk.models.net.client, desk.models.stores,
                                      desk.models.net.clock, u"demo"_s};
    const auto begin = [&](int number) {
        auto *operation =
            static_cast<HeldSnapshot *>(desk.operations.start(std::make_unique<HeldSnapshot>(
                context, operations::CreateSnapshotRequest{makeServer(number).id, u"mine"_s, {}})));
        Q_EMIT controller->started(operation);
        return operation;
    };
    const auto told = [&] {
        for (const auto *bar : desk.page->findChildren<ui::NoticeBar *>()) {
            if (bar->isVisible() && bar->text().contains(u"being created"_s))
                return bar->text();
        }
        return QString();
    };
    auto *first = begin(1);
    auto *second = begin(2);
    QCOMPARE(told(), u"2 snapshot(s) are being created."_s);
    second->refuse();
    QCOMPARE(told(), u"The snapshot of %1 is being created."_s.arg(first->subject().name));
    // The way to it leads to the one that is left.
    QSignalSpy navigated(desk.page.get(), &ui::Page::navigate);
    for (auto *bar : desk.page->findChildren<ui::NoticeBar *>()) {
        if (bar->isVisible())
            QTest::mouseClick(bar->findChild<QPushButton *>(u"noticeAction"_s), Qt::LeftButton);
    }
    QCOMPARE(navigated.size(), 1);
    QCOMPARE(navigated.front().front().value<ui::Route>().id, makeServer(1).id);
    first->refuse();
    QCOMPARE(told(), QString());
}

void TestListPage::filterFindsNothingAndIsCleared()
{
    PageDesk desk;
    desk.load({makeServer(1), makeServer(2)});
    desk.page->focusFilter();
    auto *field = desk.child<QLineEdit>("filterField");
    QTest::keyClicks(field, u"nobody"_s);
    QCOMPARE(desk.child<QLabel>("messageTitle")->text(), u"No matches"_s);
    QCOMPARE(desk.child<QLabel>("messageText")->text(), u"2 row(s) hidden by the filter."_s);
    QVERIFY(desk.page->statusText().startsWith(u"0 of 2 instance(s)"_s));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(desk.table->isVisible());
    QCOMPARE(desk.table->model()->rowCount(), 2);
    // A row that was asked for is not hidden by a filter.
    QTest::keyClicks(field, u"web-1"_s);
    desk.page->entered(ui::Route::list(Kind::Server, makeServer(2).id));
    QCOMPARE(desk.table->selectedIds(), QStringList{makeServer(2).id});
    desk.page->left();
}

void TestListPage::columnsAreRemembered()
{
    PageDesk desk;
    desk.load({makeServer(1), makeServer(2)});
    desk.table->horizontalHeader()->setSortIndicator(0, Qt::DescendingOrder);
    desk.table->horizontalHeader()->resizeSection(1, 333);
    desk.table->horizontalHeader()->moveSection(0, 2);
    ui::ListPage again(desk.context, ui::instancesList());
    again.resize(1000, 600);
    again.show();
    auto *table = again.findChild<ui::TableView *>(u"instancesTable"_s);
    QCOMPARE(table->horizontalHeader()->sectionSize(1), 333);
    QCOMPARE(table->horizontalHeader()->visualIndex(0), 2);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"web-2"_s);
}

void TestListPage::defaultColumnsFitASmallWindow()
{
    PageDesk desk;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 40; ++i) {
        openstack::Server server = makeServer(i);
        openstack::ServerAddress address;
        address.network = u"office"_s;
        address.address = u"10.20.0.%1"_s.arg(100 + i);
        server.addresses = {address};
        address.address = u"203.0.113.%1"_s.arg(10 + i);
        address.floating = true;
        if (i % 3 == 0)
            server.addresses.push_back(address);
        server.imageId = u"image"_s;
        server.keyName = u"admin-desktop"_s;
        server.availabilityZone = u"nova"_s;
        rows.push_back(server);
    }
    rows[3].name = QString(255, u'w'); // does not push the others out
    openstack::Image image;
    image.id = u"image"_s;
    image.name = u"ubuntu-22.04-server-cloudimg"_s;
    desk.models.stores.images.upsert({image});
    desk.load(rows);
    const QHeaderView *header = desk.table->horizontalHeader();
    const int created = 5;
    for (const int width : {992, 1072}) { // windows of 1200 and 1280 pixels
        desk.page->resize(width, 600);
        QCOMPARE(header->count() - header->hiddenSectionCount(), 8);
        QTRY_COMPARE(desk.table->horizontalScrollBar()->maximum(), 0);
        QVERIFY(header->sectionSize(created) >=
                desk.table->sizeHintForIndex(desk.table->model()->index(0, created)).width());
    }
    // What a person has set stays.
    desk.table->horizontalHeader()->resizeSection(0, 500);
    desk.page->resize(992, 600);
    QCOMPARE(header->sectionSize(0), 500);
}

void TestListPage::theTitleHasRoomBeforeTheWordsOfActions()
{
    PageDesk desk;
    const auto buttons = desk.page->findChildren<ui::ActionButton *>();
    const auto words = [&] {
        return std::ranges::count_if(buttons, [](auto *b) { return !b->text().isEmpty(); });
    };
    QTRY_COMPARE(words(), buttons.size());
    desk.page->resize(desk.page->minimumSizeHint().width(), 600);
    QTRY_VERIFY(words() < buttons.size());
}

QTEST_MAIN(TestListPage)

#include "tst_listpage.moc"
