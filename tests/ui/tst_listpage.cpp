#include "base/humanize.h"
#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "support/modelfixture.h"
#include "support/uifixture.h"
#include "ui/actions/actionscontroller.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QAccessible>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::test;

namespace {

/// The Instances page over stores that the test fills.
struct PageFixture
{
    PageFixture()
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

    [[nodiscard]] ui::ListPanel &panel() const { return page->panel(); }

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
    void aLargeSelectionIsCheckedInTurns();
    void theNoticeGoesWhenTheSnapshotIsFinished();
    void filterFindsNothingAndIsCleared();
    void columnsAreRemembered();
    void defaultColumnsFitASmallWindow();
    void actionsKeepTheirWords();
    void longMenusHaveSubmenus();
    void noMenuIsLong();
    void actionsFitBesideAViewSwitch();
    void everyRowHasAMenuButton();
    void theMenuButtonWorksByKeyboardAndName();
    void theMenuButtonStaysAtTheEndOfWhatIsSeen();
    void theSelectionIsCounted();
    void anActionSaysHowManyOfTheSelectedItAffects();
    void aNoticeMovesNoRow();
    void homeAndEndLeadToTheFirstAndLastRow();
    void aNameLeadsToItsPage_data();
    void aNameLeadsToItsPage();
    void aPartHasItsOwnActions();
    void usualNamesAreNotCut();
    void theFilterShortensItsHint();
    void aDisabledButtonPassesTheFocusToTheRows();
};

/// The rows are what the keys move between.
void TestListPage::homeAndEndLeadToTheFirstAndLastRow()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2), makeServer(3)});
    fixture.table->selectId(makeServer(2).id);
    QTest::keyClick(fixture.table, Qt::Key_End);
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(3).id});
    QTest::keyClick(fixture.table, Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(fixture.table->selectedIds().size(), 3);
    QTest::keyClick(fixture.table, Qt::Key_End);
    QTest::keyClick(fixture.table, Qt::Key_Home);
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(1).id});
}

void TestListPage::aNameLeadsToItsPage_data()
{
    QTest::addColumn<Kind>("kind");
    for (const ui::ListPageSpec &spec : ui::listPages()) {
        if (spec.page)
            QTest::newRow(qPrintable(openstack::nameOf(spec.kind))) << spec.kind;
    }
}

void TestListPage::aNameLeadsToItsPage()
{
    QFETCH(const Kind, kind);
    PageFixture fixture;
    openstack::Image image;
    openstack::Volume volume;
    openstack::VolumeSnapshot snapshot;
    openstack::Backup backup;
    openstack::SecurityGroup group;
    openstack::ServerGroup serverGroup;
    openstack::Flavor flavor;
    openstack::VolumeGroup volumeGroup;
    openstack::GroupSnapshot groupSnapshot;
    volumeGroup.id = groupSnapshot.id = u"id-1"_s;
    volumeGroup.name = groupSnapshot.name = u"name-1"_s;
    backup.id = u"id-1"_s;
    backup.name = u"name-1"_s;
    flavor.id = u"id-1"_s;
    flavor.name = u"name-1"_s;
    image.id = volume.id = snapshot.id = group.id = serverGroup.id = u"id-1"_s;
    image.name = volume.name = snapshot.name = group.name = serverGroup.name = u"name-1"_s;
    openstack::Server server = makeServer(1);
    server.id = u"id-1"_s;
    fixture.models.stores.images.upsert({image});
    fixture.models.stores.volumes.upsert({volume});
    fixture.models.stores.volumeSnapshots.upsert({snapshot});
    fixture.models.stores.of<openstack::Backup>().upsert({backup});
    fixture.models.stores.of<openstack::SecurityGroup>().upsert({group});
    fixture.models.stores.of<openstack::ServerGroup>().upsert({serverGroup});
    fixture.models.stores.of<openstack::VolumeGroup>().upsert({volumeGroup});
    fixture.models.stores.of<openstack::GroupSnapshot>().upsert({groupSnapshot});
    fixture.models.stores.flavors.upsert({flavor});
    fixture.models.stores.servers.upsert({server});
    ui::ListPage page(fixture.context, *ui::listPageOf(kind));
    QSignalSpy navigated(&page, &ui::Page::navigate);
    auto &table = page.panel().table();
    const int name = page.panel().model().columnOf(u"name"_s);
    QTRY_COMPARE(page.panel().model().rowCount(), 1);
    table.pressItem(table.model()->index(0, name));
    QCOMPARE(navigated.size(), 1);
    QCOMPARE(navigated.front().front().value<ui::Route>(), ui::Route::to(kind, u"id-1"_s));
}

namespace {

/// The page of snapshots, with one of two volumes that is unfolded.
struct SnapshotsFixture
{
    SnapshotsFixture()
    {
        openstack::Image image;
        image.id = u"set"_s;
        image.name = u"before the upgrade"_s;
        image.status = u"active"_s;
        std::vector<openstack::VolumeSnapshot> parts;
        for (const QString &name : {u"root"_s, u"data"_s}) {
            openstack::VolumeSnapshot part;
            part.id = u"snapshot-of-"_s + name;
            part.name = u"snapshot for before the upgrade"_s;
            part.volumeId = name;
            part.status = u"available"_s;
            part.sizeGiB = 20;
            parts.push_back(part);
            openstack::BlockDevice device;
            device.snapshotId = part.id;
            device.bootIndex = parts.size() == 1 ? 0 : -1;
            image.blockDevices.push_back(device);
        }
        models.stores.volumeSnapshots.replaceAll(parts);
        models.stores.images.replaceAll({image});
        const store::LoadState loaded = loadedAt(models.net.clock.now());
        models.stores.images.setState(loaded);
        models.stores.volumeSnapshots.setState(loaded);
        models.stores.volumes.setState(loaded);
        models.stores.servers.setState(loaded);
        page.resize(1000, 600);
        page.show();
    }

    ModelFixture models;
    operations::OperationCenter operations;
    UiFixture around{*models.net.client, models.stores, operations, models.net.clock};
    ui::ListPage page{around.context, *ui::listPageOf(Kind::SnapshotSet)};
};

} // namespace

void TestListPage::aPartHasItsOwnActions()
{
    SnapshotsFixture fixture;
    auto &table = fixture.page.panel().table();
    const models::RowModel &model = fixture.page.panel().model();
    QTRY_VERIFY(model.rowCount() > 0);
    fixture.page.panel().model().setUnfolded(u"set"_s, true);
    QTRY_COMPARE(model.rowCount(), 3);
    table.selectId(model.idAt(1));
    auto *button = fixture.page.findChild<QPushButton *>(u"restore-snapshotButton"_s);
    QVERIFY(!button->isEnabled());
    QVERIFY2(button->toolTip().contains(u"before the upgrade"_s), qPrintable(button->toolTip()));
    table.requestMenuAtCurrent();
    auto *menu = fixture.page.findChild<QMenu *>(u"rowMenu"_s);
    QVERIFY(menu);
    QStringList possible;
    for (const QAction *action : menu->actions()) {
        if (action->isEnabled() && !action->isSeparator())
            possible += action->objectName();
        // Del is for the whole snapshot, and says why it does nothing here.
        QVERIFY(action->shortcut().isEmpty() || !action->isShortcutVisibleInContextMenu());
    }
    for (const QString &key : {u"restore-volume-snapshot"_s, u"create-volume"_s})
        QVERIFY2(possible.contains(key), qPrintable(possible.join(u' ')));
    delete menu;
    table.selectId(u"set"_s);
    QVERIFY(button->isEnabled());
    QVERIFY(!button->toolTip().contains(u"before the upgrade"_s));
}

/// The other columns scroll away before the names of most rows are cut.
void TestListPage::usualNamesAreNotCut()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 30; ++i) {
        openstack::Server server = makeServer(i);
        server.name = u"a name of 200 pixels or so %1"_s.arg(i);
        server.imageId = u"image-with-a-name-that-is-too-long"_s;
        server.keyName = u"key-with-a-name-that-is-too-long"_s;
        rows.push_back(server);
    }
    fixture.load(rows);
    fixture.page->resize(760, 600);
    const auto cut = [&] {
        int count = 0;
        for (int row = 0; row < 30; ++row) {
            const QModelIndex cell = fixture.table->model()->index(row, 0);
            count += fixture.table->sizeHintForIndex(cell).width() >
                     fixture.table->horizontalHeader()->sectionSize(0);
        }
        return count;
    };
    QTRY_COMPARE(cut(), 0);
}

void TestListPage::theFilterShortensItsHint()
{
    PageFixture fixture;
    ui::ListPage page(fixture.context, *ui::listPageOf(Kind::VolumeSnapshot));
    page.show();
    auto *field = page.findChild<QLineEdit *>(u"filterField"_s);
    page.resize(1400, 600);
    QTRY_COMPARE(field->placeholderText(), u"Filter volume snapshots"_s);
    page.resize(page.minimumSizeHint().width(), 600);
    QTRY_COMPARE(field->placeholderText(), u"Filter"_s);
    QCOMPARE(field->accessibleName(), u"Filter volume snapshots"_s);
}

/// Qt would pass it to the next widget in the tab order, which can be in the sidebar.
void TestListPage::aDisabledButtonPassesTheFocusToTheRows()
{
    PageFixture fixture;
    fixture.load({makeServer(1)});
    fixture.page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
    fixture.table->selectId(makeServer(1).id);
    auto *button = fixture.child<QPushButton>("create-snapshotButton");
    button->setFocus();
    QVERIFY(button->hasFocus());
    fixture.table->clearSelection();
    QVERIFY(!button->isEnabled());
    QVERIFY(fixture.table->hasFocus());
}

void TestListPage::fourStates()
{
    PageFixture fixture;
    QVERIFY(fixture.child<QWidget>("skeleton")->isVisible());

    store::LoadState failed;
    failed.error.emplace();
    failed.error->kind = ErrorKind::Unreachable;
    failed.error->message = u"refused"_s;
    fixture.models.stores.servers.setState(failed);
    QCOMPARE(fixture.child<QLabel>("messageTitle")->text(),
             u"The instances could not be loaded."_s);
    QVERIFY(fixture.child<QPushButton>("retryButton")->isVisible());

    fixture.load({});
    const auto *emptyText = fixture.child<QLabel>("messageText");
    QTRY_VERIFY(emptyText->isVisible() &&
                emptyText->height() >= emptyText->heightForWidth(emptyText->width()));
    QCOMPARE(fixture.child<QLabel>("messageTitle")->text(), u"No instances in this project"_s);

    fixture.load({makeServer(1)});
    QVERIFY(fixture.table->isVisible());
    QVERIFY(!fixture.child<QWidget>("staleBanner")->isVisible());
    auto stale = loadedAt(fixture.models.net.clock.now().addSecs(-180));
    stale.error = failed.error;
    fixture.models.stores.servers.setState(stale);
    QVERIFY(fixture.table->isVisible());
    QVERIFY(fixture.child<QWidget>("staleBanner")->isVisible());
    QVERIFY(fixture.child<QWidget>("staleBanner")->accessibleName().contains(u"3 minutes"_s));
    stale.asOf = fixture.models.net.clock.now().addSecs(-2);
    fixture.models.stores.servers.setState(stale);
    QVERIFY(fixture.child<QWidget>("staleBanner")
                ->accessibleName()
                .startsWith(u"Data from a few seconds ago. "_s));
    QVERIFY(fixture.page->statusText().endsWith(u"data from a few seconds ago"_s));
}

void TestListPage::keptRowsAreShownAndMarked()
{
    PageFixture fixture;
    auto &servers = fixture.models.stores.servers;
    const QDateTime now = fixture.models.net.clock.now();
    store::LoadState kept;
    kept.loading = true;
    kept.cachedAt = now.addSecs(-120);
    servers.setState(kept);
    servers.merge({makeServer(1), makeServer(2)}, 0);
    const QString moment = kept.cachedAt.toLocalTime().date() == now.toLocalTime().date()
                               ? kept.cachedAt.toLocalTime().toString(u"HH:mm"_s)
                               : timeText(kept.cachedAt);
    QVERIFY(fixture.table->isVisible());
    QCOMPARE(fixture.table->model()->rowCount(), 2);
    auto *age = fixture.child<QLabel>("cachedAge");
    QVERIFY(age->isVisible());
    QCOMPARE(age->text(), u"as of %1, refreshing"_s.arg(moment));
    QCOMPARE(fixture.page->statusText(), u"2 instance(s) · "_s + age->text());

    kept.loading = false;
    kept.error.emplace();
    kept.error->kind = ErrorKind::Unreachable;
    servers.setState(kept);
    QVERIFY(fixture.table->isVisible());
    QCOMPARE(age->text(), u"as of %1"_s.arg(moment));
    QVERIFY(fixture.child<QWidget>("staleBanner")->isVisible());

    fixture.load({makeServer(2), makeServer(3)});
    QVERIFY(!age->isVisible());
    QVERIFY(!fixture.child<QWidget>("staleBanner")->isVisible());
    QCOMPARE(fixture.table->model()->rowCount(), 2);
    QCOMPARE(fixture.table->model()->index(0, 0).data().toString(), u"web-2"_s);
    QVERIFY(fixture.page->statusText().contains(u"updated "_s));
}

void TestListPage::selectionStaysOverARefresh()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(makeServer(i));
    fixture.load(rows);
    fixture.table->selectId(makeServer(70).id);
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(70).id});
    // Half of them go and as many come: applied as a reset.
    for (int i = 0; i < 50; ++i)
        rows[static_cast<std::size_t>(i)] = makeServer(200 + i);
    QSignalSpy resets(fixture.table->model(), &QAbstractItemModel::modelReset);
    fixture.load(rows);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(70).id});
    QCOMPARE(fixture.table->currentId(), makeServer(70).id);
}

void TestListPage::everythingStaysSelectedThroughASort()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(makeServer(i, i % 2 == 0 ? u"ACTIVE"_s : u"SHUTOFF"_s));
    fixture.load(rows);
    QSignalSpy told(fixture.table, &ui::TableView::selectedIdsChanged);
    fixture.table->selectAll();
    QCOMPARE(fixture.table->selectedIds().size(), 100);
    QCOMPARE(told.size(), 1);
    fixture.table->sortByColumn(1, Qt::DescendingOrder);
    QCOMPARE(fixture.table->selectedIds().size(), 100);
    QCOMPARE(fixture.table->selectionModel()->selection().size(), 1);
    QCOMPARE(told.size(), 1); // the same ones
    // Of those that are selected a half goes, and others come that nobody has selected.
    for (int i = 0; i < 50; ++i)
        rows[static_cast<std::size_t>(i)] = makeServer(200 + i);
    fixture.load(rows);
    QStringList ids = fixture.table->selectedIds();
    ids.sort();
    QCOMPARE(ids.size(), 50);
    QCOMPARE(ids.front(), makeServer(50).id);
    QCOMPARE(ids.back(), makeServer(99).id);
    QCOMPARE(told.size(), 2);
}

void TestListPage::aRowThatGoesSelectsNoOther()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2), makeServer(3)});
    fixture.table->selectId(makeServer(2).id);
    QVERIFY(fixture.child<QPushButton>("stop-serverButton")->isEnabled());
    fixture.models.stores.servers.remove({makeServer(2).id});
    QCOMPARE(fixture.table->selectedIds(), QStringList());
    QVERIFY(!fixture.child<QPushButton>("stop-serverButton")->isEnabled());
}

void TestListPage::aWantedRowIsSelectedWhenItComes()
{
    PageFixture fixture;
    fixture.load({makeServer(1)});
    fixture.table->selectId(makeServer(9).id);
    QCOMPARE(fixture.table->selectedIds(), QStringList());
    fixture.models.stores.servers.upsert({makeServer(9)});
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(9).id});
}

void TestListPage::keyboardOpensAndCopies()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    QSignalSpy went(fixture.page.get(), &ui::Page::navigate);
    fixture.table->setFocus();
    fixture.table->selectId(makeServer(1).id);
    QTest::keyClick(fixture.table, Qt::Key_Down);
    QTest::keyClick(fixture.table, Qt::Key_Return);
    QCOMPARE(went.size(), 1);
    const auto route = went.front().front().value<ui::Route>();
    QCOMPARE(route.place, ui::Route::Place::Resource);
    QCOMPARE(route.kind, Kind::Server);
    QCOMPARE(route.id, makeServer(2).id);
    QTest::keyClick(fixture.table, Qt::Key_F10, Qt::ShiftModifier);
    auto *menu = fixture.child<QMenu>("rowMenu");
    QVERIFY(menu);
    QVERIFY(menu->isVisible());
    menu->close();
    // The row with the focus is what the menu is about, selected or not.
    fixture.table->clearSelection();
    QTest::keyClick(fixture.table, Qt::Key_F10, Qt::ShiftModifier);
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(2).id});
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
    ui::ListPageSpec spec = ui::volumesList();
    spec.page.reset(); // as of kinds without a page
    auto *page = new ui::ListPage(around.context, spec, &window);
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
        void actOn(const QStringList &) override {}
        void fillMenu(QMenu &) const override {}
        [[nodiscard]] std::vector<ui::ToolbarAction> toolbar() const override
        {
            return {{create, ui::ActionPlace::Main, u"plus"_s}};
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
    PageFixture fixture;
    fixture.load({makeServer(1)});
    auto *start = fixture.child<QPushButton>("start-serverButton");
    QVERIFY(!start->isEnabled());
    QCOMPARE(start->accessibleDescription(), u"Select an instance first."_s);
    fixture.table->selectId(makeServer(1).id);
    QVERIFY(!start->isEnabled()); // it runs already
    QVERIFY(!start->toolTip().isEmpty());
    QVERIFY(start->accessibleDescription() != u"Select an instance first."_s);
    QVERIFY(fixture.child<QPushButton>("create-snapshotButton")->isEnabled());
}

void TestListPage::aLargeSelectionIsCheckedInTurns()
{
    PageFixture fixture;
    std::vector<openstack::Server> servers;
    for (int i = 1; i <= 20'000; ++i)
        servers.push_back(makeServer(i));
    openstack::Server paused = makeServer(20'001);
    paused.status = u"PAUSED"_s;
    paused.vmState = u"paused"_s;
    servers.push_back(paused);
    fixture.load(servers);
    const QAction *unpause =
        fixture.page->findChild<ui::ActionsController *>()->action(u"unpause-server");
    QTRY_COMPARE(fixture.table->model()->rowCount(), 20'001); // a worker compares them
    QVERIFY(!unpause->isEnabled());
    fixture.table->selectAll();
    QTRY_VERIFY(unpause->isEnabled()); // one of them is enough
    // It stays so while other rows change, and ends when none is left that allows it.
    paused.status = u"ACTIVE"_s;
    paused.vmState = u"active"_s;
    fixture.models.stores.servers.upsert({paused});
    QVERIFY(unpause->isEnabled());
    QTRY_VERIFY(!unpause->isEnabled());
    QVERIFY(!unpause->toolTip().isEmpty());
}

void TestListPage::theNoticeGoesWhenTheSnapshotIsFinished()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    auto *controller = fixture.page->findChild<ui::ActionsController *>();
    const operations::Context context{*fixture.models.net.client, fixture.models.stores,
                                      fixture.models.net.clock, u"demo"_s};
    const auto begin = [&](int number) {
        auto *operation =
            static_cast<HeldSnapshot *>(fixture.operations.start(std::make_unique<HeldSnapshot>(
                context, operations::CreateSnapshotRequest{makeServer(number).id, u"mine"_s, {}})));
        Q_EMIT controller->started(operation);
        return operation;
    };
    const auto told = [&] {
        for (const auto *bar : fixture.page->findChildren<ui::NoticeBar *>()) {
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
    QSignalSpy navigated(fixture.page.get(), &ui::Page::navigate);
    for (auto *bar : fixture.page->findChildren<ui::NoticeBar *>()) {
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
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    fixture.page->focusFilter();
    auto *field = fixture.child<QLineEdit>("filterField");
    QTest::keyClicks(field, u"nobody"_s);
    QCOMPARE(fixture.child<QLabel>("messageTitle")->text(), u"No matches"_s);
    QCOMPARE(fixture.child<QLabel>("messageText")->text(), u"2 row(s) hidden by the filter."_s);
    QVERIFY(fixture.page->statusText().startsWith(u"0 of 2 instance(s)"_s));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(fixture.table->isVisible());
    QCOMPARE(fixture.table->model()->rowCount(), 2);
    // A row that was asked for is not hidden by a filter.
    QTest::keyClicks(field, u"web-1"_s);
    fixture.page->entered(ui::Route::list(Kind::Server, makeServer(2).id));
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(2).id});
    fixture.page->left();
}

void TestListPage::columnsAreRemembered()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    fixture.table->horizontalHeader()->setSortIndicator(0, Qt::DescendingOrder);
    fixture.table->horizontalHeader()->resizeSection(1, 333);
    fixture.table->horizontalHeader()->moveSection(0, 2);
    ui::ListPage again(fixture.context, ui::instancesList());
    again.resize(1000, 600);
    again.show();
    auto *table = again.findChild<ui::TableView *>(u"instancesTable"_s);
    QCOMPARE(table->horizontalHeader()->sectionSize(1), 333);
    QCOMPARE(table->horizontalHeader()->visualIndex(0), 2);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"web-2"_s);
}

void TestListPage::defaultColumnsFitASmallWindow()
{
    PageFixture fixture;
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
    fixture.models.stores.images.upsert({image});
    fixture.load(rows);
    const QHeaderView *header = fixture.table->horizontalHeader();
    const int created = 5;
    for (const int width : {992, 1072}) { // windows of 1200 and 1280 pixels
        fixture.page->resize(width, 600);
        QCOMPARE(header->count() - header->hiddenSectionCount(), 6);
        QTRY_COMPARE(fixture.table->horizontalScrollBar()->maximum(), 0);
        QVERIFY(header->sectionSize(created) >=
                fixture.table->sizeHintForIndex(fixture.table->model()->index(0, created)).width());
    }
    // What a user has set stays.
    fixture.table->horizontalHeader()->resizeSection(0, 500);
    fixture.page->resize(992, 600);
    QCOMPARE(header->sectionSize(0), 500);
}

void TestListPage::actionsKeepTheirWords()
{
    PageFixture fixture;
    fixture.load({makeServer(1)});
    fixture.table->selectId(makeServer(1).id);
    const auto *bar = fixture.page->findChild<ui::ActionBar *>();
    const auto buttons = bar->findChildren<ui::ActionButton *>();
    const auto shown = [&] {
        return std::ranges::count_if(buttons, [](auto *b) { return !b->isHidden(); });
    };
    const auto inMenu = [&] {
        auto *menu = fixture.child<QMenu>("moreMenu");
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts += action->text();
        return texts;
    };
    const QStringList inToolbar{u"Create snapshot"_s, u"Start"_s, u"Shut off"_s,
                                u"Launch instance…"_s};
    QTRY_COMPARE(shown(), 4);
    for (const QString &text : inToolbar)
        QVERIFY(!inMenu().contains(text));
    QVERIFY(inMenu().contains(u"Reboot"_s));
    QVERIFY(inMenu().contains(u"Change"_s)); // which has “Rename…”

    fixture.page->resize(fixture.page->minimumSizeHint().width(), 600);
    QTRY_VERIFY(shown() < 4);
    for (const auto *button : buttons) {
        QVERIFY(!button->text().isEmpty());
        QTRY_VERIFY(button->isHidden() || button->width() >= button->sizeHint().width());
        QCOMPARE(inMenu().contains(button->text()), button->isHidden());
    }
    QVERIFY(fixture.child<QPushButton>("restore-instanceButton")->isVisible()); // the main one
    fixture.page->resize(1000, 600);
    QTRY_COMPARE(shown(), 4);
}

void TestListPage::longMenusHaveSubmenus()
{
    PageFixture fixture;
    fixture.load({makeServer(1)});
    fixture.table->selectId(makeServer(1).id);
    fixture.table->requestMenuAtCurrent();
    auto *menu = fixture.child<QMenu>("rowMenu");
    QVERIFY(menu);
    QStringList own;
    QHash<QString, QString> submenuOf; // by the keys of the actions
    for (QAction *entry : menu->actions()) {
        if (entry->isSeparator())
            continue;
        own += entry->menu() ? entry->text() : entry->objectName();
        if (!entry->menu())
            continue;
        QVERIFY(entry->isEnabled()); // the reasons of its entries can be read
        QVERIFY(entry->menu()->toolTipsVisible());
        for (const QAction *inside : entry->menu()->actions()) {
            if (!inside->isSeparator())
                submenuOf.insert(inside->objectName(), entry->text());
        }
    }
    QVERIFY2(own.size() <= 20, qPrintable(own.join(u' ')));
    for (const QString &key : {u"create-snapshot"_s, u"start-server"_s, u"stop-server"_s,
                               u"connect-server"_s, u"open-console"_s, u"delete-server"_s})
        QVERIFY2(own.contains(key), qPrintable(key));
    QVERIFY(own.indexOf(u"delete-server"_s) > own.indexOf(u"Rescue and rebuild"_s));
    QCOMPARE(submenuOf.value(u"pause-server"_s), u"Power"_s);
    QCOMPARE(submenuOf.value(u"resize-server"_s), u"Change"_s);
    QCOMPARE(submenuOf.value(u"attach-volume"_s), u"Volumes"_s);
    // By keys: right into the submenu, and left out of it.
    for (QAction *entry : menu->actions()) {
        if (!entry->menu())
            continue;
        menu->setActiveAction(entry);
        QTest::keyClick(menu, Qt::Key_Right);
        QTRY_VERIFY(entry->menu()->isVisible());
        QTest::keyClick(entry->menu(), Qt::Key_Left);
        QTRY_VERIFY(!entry->menu()->isVisible());
        QVERIFY(menu->isVisible());
    }
    delete menu;
}

/// 700 pixels have room for 22 entries.
void TestListPage::noMenuIsLong()
{
    PageFixture fixture;
    fixture.context.roles = {u"admin"_s};
    for (const ui::ListPageSpec &spec : ui::listPages()) {
        if (!spec.actions)
            continue;
        QWidget window;
        ui::RowActions *actions = spec.actions(fixture.context, &window);
        actions->setIds({u"one"_s});
        QMenu menu;
        actions->fillMenu(menu);
        const auto entries = menu.actions();
        const auto count = std::ranges::count_if(
            entries, [](const QAction *entry) { return !entry->isSeparator(); });
        QVERIFY2(count <= 16, qPrintable(spec.words.title + u' ' + QString::number(count)));
        for (const QAction *entry : entries)
            QVERIFY2(!entry->menu() || entry->menu()->actions().size() > 1,
                     qPrintable(entry->text()));
    }
}

void TestListPage::actionsFitBesideAViewSwitch()
{
    PageFixture fixture;
    ui::ListPage page(fixture.context, *ui::listPageOf(openstack::Kind::SnapshotSet));
    page.show();
    const auto *bar = page.findChild<ui::ActionBar *>();
    const auto *title = page.findChild<QWidget *>(u"pageTitle"_s);
    for (const int width : {1200, 816, 700, page.minimumSizeHint().width()}) {
        page.resize(width, 600);
        QTRY_VERIFY2(bar->mapTo(&page, bar->rect().topRight()).x() < page.width(),
                     qPrintable(QString::number(width)));
        QVERIFY(title->width() >= title->sizeHint().width());
    }
}

void TestListPage::everyRowHasAMenuButton()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 12; ++i)
        rows.push_back(makeServer(i));
    fixture.load(rows);
    auto *button = fixture.child<QToolButton>("rowMenuButton");
    QWidget *viewport = fixture.table->viewport();
    const auto end = [&](int row) {
        return QPoint(viewport->width() - 18, fixture.table->rowViewportPosition(row) + 17);
    };
    const int width = fixture.table->horizontalHeader()->sectionSize(0);
    // Over the row that is pointed at, without moving anything.
    for (const int row : {4, 2}) {
        QMouseEvent move(QEvent::MouseMove, end(row), viewport->mapToGlobal(end(row)), Qt::NoButton,
                         Qt::NoButton, {});
        QCoreApplication::sendEvent(viewport, &move);
        QTRY_VERIFY(button->isVisible());
        QTRY_VERIFY(button->geometry().contains(viewport->mapTo(button->parentWidget(), end(row))));
        QCOMPARE(button->accessibleName(),
                 u"Actions for %1"_s.arg(fixture.table->model()->index(row, 0).data().toString()));
    }
    QCOMPARE(fixture.table->horizontalHeader()->sectionSize(0), width);
    QTest::mouseClick(button, Qt::LeftButton);
    auto *menu = fixture.child<QMenu>("rowMenu");
    QVERIFY(menu && menu->isVisible());
    QVERIFY(!menu->findChildren<QAction *>().isEmpty() || !menu->actions().isEmpty());
    QCOMPARE(fixture.table->selectedIds(), QStringList{fixture.panel().model().idAt(2)});
    delete menu;
    // What is painted on the other rows does the same, also where nobody has pointed before.
    QTest::mouseClick(viewport, Qt::LeftButton, {}, end(7));
    menu = fixture.child<QMenu>("rowMenu");
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(fixture.table->selectedIds(), QStringList{fixture.panel().model().idAt(7)});
    delete menu;
    // On one of several selected rows the menu is about all of them.
    fixture.table->selectAll();
    QTest::mouseClick(viewport, Qt::LeftButton, {}, end(3));
    QCOMPARE(fixture.table->selectedIds().size(), 12);
}

void TestListPage::theMenuButtonWorksByKeyboardAndName()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    fixture.page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
    fixture.table->setFocus();
    fixture.table->selectId(makeServer(2).id);
    auto *button = fixture.child<QToolButton>("rowMenuButton");
    QTRY_VERIFY(button->isVisible());
    QTest::keyClick(fixture.table, Qt::Key_Tab);
    QVERIFY(button->hasFocus());
    QTest::keyClick(button, Qt::Key_Space);
    auto *menu = fixture.child<QMenu>("rowMenu");
    QVERIFY(menu && menu->isVisible());
    delete menu;
    // A screen reader finds it beside the table, and presses it.
    QAccessibleInterface *access = QAccessible::queryAccessibleInterface(button);
    QVERIFY(access && access->actionInterface());
    QCOMPARE(access->text(QAccessible::Name), u"Actions for web-2"_s);
    QAccessibleInterface *around = access->parent();
    QVERIFY(around->indexOfChild(access) >= 0);
    access->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_VERIFY(fixture.child<QMenu>("rowMenu"));
    QCOMPARE(fixture.table->selectedIds(), QStringList{makeServer(2).id});
}

void TestListPage::theMenuButtonStaysAtTheEndOfWhatIsSeen()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2)});
    auto *button = fixture.child<QToolButton>("rowMenuButton");
    fixture.table->selectId(makeServer(1).id);
    fixture.table->horizontalHeader()->resizeSection(0, 1500); // the table scrolls sideways
    QTRY_VERIFY(fixture.table->horizontalScrollBar()->maximum() > 0);
    QWidget *viewport = fixture.table->viewport();
    for (const int value : {0, fixture.table->horizontalScrollBar()->maximum()}) {
        fixture.table->horizontalScrollBar()->setValue(value);
        QTRY_VERIFY(button->isVisible());
        QCOMPARE(button->geometry().right(),
                 viewport->mapTo(button->parentWidget(), viewport->rect().topRight()).x());
    }
    // The last column has room for it, so that nothing is below it.
    int last = 0;
    for (int column = 0; column < fixture.table->model()->columnCount(); ++column) {
        if (fixture.table->isLastColumn(column))
            last = column;
    }
    const QModelIndex cell = fixture.table->model()->index(0, last);
    QVERIFY(fixture.table->sizeHintForIndex(cell).width() >
            fixture.table->fontMetrics().horizontalAdvance(cell.data().toString()) +
                fixture.table->menuWidth());
    // It goes with its row.
    fixture.load({});
    QTRY_VERIFY(!button->isVisible());
}

void TestListPage::theSelectionIsCounted()
{
    PageFixture fixture;
    fixture.load({makeServer(1), makeServer(2), makeServer(3)});
    QSignalSpy told(fixture.page.get(), &ui::Page::headingChanged);
    QVERIFY(!fixture.page->statusText().contains(u"selected"_s));
    fixture.table->selectAll();
    QVERIFY(!told.isEmpty());
    QVERIFY(fixture.page->statusText().startsWith(u"3 selected · 3 instance(s)"_s));
    fixture.table->clearSelection();
    QVERIFY(fixture.page->statusText().startsWith(u"3 instance(s)"_s));
}

void TestListPage::anActionSaysHowManyOfTheSelectedItAffects()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows{makeServer(1), makeServer(2), makeServer(3)};
    rows[1].status = u"SHUTOFF"_s;
    fixture.load(rows);
    const auto *stop = fixture.child<QPushButton>("stop-serverButton");
    const auto *start = fixture.child<QPushButton>("start-serverButton");
    fixture.table->selectAll();
    QCOMPARE(stop->text(), u"Shut off (2 of 3)"_s);
    QCOMPARE(start->text(), u"Start (1 of 3)"_s);
    rows[2].status = u"BUILD"_s;
    fixture.models.stores.servers.replaceAll(rows);
    QTRY_COMPARE(fixture.child<QPushButton>("create-snapshotButton")->text(),
                 u"Create snapshots (2 of 3)…"_s);
    rows[2].status = u"ACTIVE"_s;
    fixture.models.stores.servers.replaceAll(rows);
    QVERIFY(stop->isEnabled() && start->isEnabled());
    QCOMPARE(stop->toolTip(), u"Affects 2 of the 3 selected. Not affected: The instance is already "
                              "shut off."_s);
    // The question names only those.
    fixture.child<QPushButton>("stop-serverButton")->click();
    auto *question = fixture.page->findChild<QDialog *>();
    QTRY_VERIFY(question && question->isVisible());
    QCOMPARE(question->windowTitle(), u"Shut off 2 instance(s)?"_s); // tests have no plural forms
    delete question;
    // All, or none.
    fixture.table->selectId(rows[0].id);
    QCOMPARE(stop->text(), u"Shut off"_s);
    QVERIFY(!start->isEnabled());
    QCOMPARE(start->text(), u"Start"_s);
}

void TestListPage::aNoticeMovesNoRow()
{
    PageFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back(makeServer(i));
    fixture.load(rows);
    fixture.table->verticalScrollBar()->setValue(700);
    const auto places = [&] {
        std::vector<QPoint> all;
        for (int row = 20; row < 32; ++row)
            all.push_back(fixture.table->viewport()->mapTo(
                fixture.page.get(), QPoint(0, fixture.table->rowViewportPosition(row))));
        return all;
    };
    const auto before = places();
    // Data that cannot be refreshed, and what the page says itself.
    auto stale = loadedAt(fixture.models.net.clock.now().addSecs(-180));
    stale.error.emplace();
    fixture.models.stores.servers.setState(stale);
    auto *bar = fixture.child<ui::NoticeBar>("staleBanner");
    QTRY_VERIFY(bar->isVisible() && bar->height() > 20);
    QCOMPARE(places(), before);
    for (auto *notice : fixture.page->findChildren<ui::NoticeBar *>())
        notice->showMessage(ui::NoticeBar::Kind::Note, u"Something is being done."_s, u"Show"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QCOMPARE(places(), before);
    for (auto *notice : fixture.page->findChildren<ui::NoticeBar *>())
        notice->dismiss();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QCOMPARE(places(), before);
}

QTEST_MAIN(TestListPage)

#include "tst_listpage.moc"
