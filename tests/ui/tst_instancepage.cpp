#include "ui/pages/instancepage.h"

#include "models/instancesnapshots.h"
#include "models/tone.h"
#include "operations/capture/createsnapshot.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/pages/instance/instancebody.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/headbar.h"
#include "ui/widgets/tableview.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;
using ui::Route;

namespace {

/// The page of one instance of the demo cloud, in a window as large as on a small screen.
struct PageDesk
{
    explicit PageDesk(const QString &name)
        : server(cloud.server(name))
        , page(new ui::InstancePage(context, server.id))
    {
        window.setCentralWidget(page);
        window.resize(1030, 700);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not become active");
        enter(u"overview"_s);
        if (!cloud.pump([this] {
                return cloud.stores->snapshotSets.state().loaded && tabs() &&
                       cloud.stores->volumes.state().loaded;
            }))
            qFatal("the cloud does not answer");
    }
    void enter(const QString &detail) { page->entered(Route::to(Kind::Server, server.id, detail)); }
    [[nodiscard]] QTabWidget *tabs() const
    {
        return page->findChild<QTabWidget *>(u"instanceTabs"_s);
    }
    void clickTab(const QString &title)
    {
        QTabBar *bar = tabs()->tabBar();
        for (int i = 0; i < bar->count(); ++i) {
            if (bar->tabText(i) == title)
                QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(i).center());
        }
    }
    [[nodiscard]] QList<QPushButton *> shownButtons(const QString &name) const
    {
        QList<QPushButton *> shown;
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->accessibleName() == name && button->isVisible())
                shown.append(button);
        }
        return shown;
    }
    [[nodiscard]] ui::TableView *snapshots() const
    {
        return page->findChild<ui::TableView *>(u"instanceSnapshotsTable"_s);
    }
    [[nodiscard]] QWidget *details() const
    {
        return page->findChild<QWidget *>(u"snapshotDetails"_s);
    }
    void clickRow(int row) const
    {
        ui::TableView *table = snapshots();
        const QRect cell = table->visualRect(table->model()->index(row, 1));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    }

    DemoCloudFixture cloud;
    UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    ui::UiContext &context = around.context;
    QMainWindow window;
    openstack::Server server;
    ui::InstancePage *page;
};

} // namespace

class TestInstancePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneCreateSnapshotOnEveryTab();
    void routesLeadToTabs();
    void theNewSnapshotIsThereAtOnceAndSelected();
    void detailsShowThePartsAndCloseByKeys();
    void theLogIsRead();
    void aLongNameDoesNotWidenThePage();
    void theNameHasRoomBeforeTheWordsOfActions();
    void factsStandBelowEachOtherWhereItIsNarrow();
    void aDeletedInstanceIsSaid();
};

void TestInstancePage::oneCreateSnapshotOnEveryTab()
{
    PageDesk desk(u"db-1"_s);
    for (const QString &tab : {u"Overview"_s, u"Volumes"_s, u"Networking"_s, u"Snapshots"_s,
                               u"Log"_s, u"Snapshots"_s, u"Overview"_s}) {
        desk.clickTab(tab);
        QCOMPARE(desk.tabs()->tabText(desk.tabs()->currentIndex()), tab);
        const auto buttons = desk.shownButtons(u"Create snapshot"_s);
        QVERIFY2(buttons.size() == 1, qPrintable(tab));
        const bool inTab = desk.tabs()->currentWidget()->isAncestorOf(buttons.front());
        QCOMPARE(inTab, tab == u"Snapshots"_s);
        QVERIFY(buttons.front()->isEnabled());
    }
}

void TestInstancePage::routesLeadToTabs()
{
    PageDesk desk(u"db-1"_s);
    desk.enter(u"volumes"_s);
    QCOMPARE(desk.tabs()->tabText(desk.tabs()->currentIndex()), u"Volumes"_s);
    const QString set = desk.cloud.stores->setsOf(desk.server.id).front()->id;
    desk.enter(u"snapshots/"_s + set);
    QCOMPARE(desk.tabs()->tabText(desk.tabs()->currentIndex()), u"Snapshots"_s);
    QTRY_COMPARE(desk.snapshots()->selectedIds(), QStringList{set});
    QVERIFY(desk.details()->isVisible());
}

void TestInstancePage::theNewSnapshotIsThereAtOnceAndSelected()
{
    PageDesk desk(u"db-1"_s);
    desk.clickTab(u"Snapshots"_s);
    const int before = desk.snapshots()->model()->rowCount();
    QTest::mouseClick(desk.shownButtons(u"Create snapshot"_s).front(), Qt::LeftButton);
    auto *dialog = desk.window.findChild<ui::SnapshotDialog *>();
    QVERIFY(dialog);
    auto *create = dialog->findChild<QPushButton *>(u"create"_s);
    QVERIFY(desk.cloud.pump([create] { return create->isEnabled(); }));
    QTest::mouseClick(create, Qt::LeftButton);

    // Without a moment of the cloud's time.
    QCOMPARE(desk.cloud.center.running(), 1);
    const operations::Operation &operation = *desk.cloud.center.operations().front();
    const QString first = models::InstanceSnapshots::rowIdOf(operation);
    QVERIFY(operation.resultId().isEmpty());
    QTRY_COMPARE(desk.snapshots()->selectedIds(), QStringList{first});
    QCOMPARE(desk.snapshots()->model()->rowCount(), before + 1);
    QVERIFY(desk.details()->isVisible());

    QVERIFY(desk.cloud.pump([&] { return desk.cloud.center.running() == 0; }));
    QVERIFY(!operation.resultId().isEmpty());
    QVERIFY(desk.cloud.pump([&] {
        const auto set = desk.cloud.stores->snapshotSets.find(operation.resultId());
        return set && set->status == store::SetStatus::Available;
    }));
    QTRY_COMPARE(desk.snapshots()->selectedIds(), QStringList{operation.resultId()});
    QCOMPARE(desk.snapshots()->model()->rowCount(), before + 1);
    auto *parts = desk.details()->findChild<ui::TableView *>(u"snapshotPartsTable"_s);
    QTRY_COMPARE(parts->model()->rowCount(), 3);
}

void TestInstancePage::detailsShowThePartsAndCloseByKeys()
{
    PageDesk desk(u"db-1"_s);
    desk.clickTab(u"Snapshots"_s);
    QVERIFY(!desk.details()->isVisible());
    desk.clickRow(0);
    QVERIFY(desk.details()->isVisible());
    auto *parts = desk.details()->findChild<ui::TableView *>(u"snapshotPartsTable"_s);
    QTRY_COMPARE(parts->model()->rowCount(), 3);
    QTRY_VERIFY(parts->viewport()->height() >= 3 * ui::metrics::rowHeight);

    QTest::keyClick(desk.snapshots(), Qt::Key_Escape);
    QTRY_VERIFY(!desk.details()->isVisible());
    QVERIFY(desk.snapshots()->hasFocus());
    QTest::keyClick(desk.snapshots(), Qt::Key_Return);
    QTRY_VERIFY(desk.details()->isVisible());
    QTest::mouseClick(desk.details()->findChild<QWidget *>(u"closeSnapshotDetails"_s),
                      Qt::LeftButton);
    QVERIFY(!desk.details()->isVisible());
    QTest::keyClick(desk.snapshots(), Qt::Key_Space);
    QTRY_VERIFY(desk.details()->isVisible());
}

void TestInstancePage::theLogIsRead()
{
    PageDesk desk(u"db-1"_s);
    desk.clickTab(u"Log"_s);
    auto *log = desk.page->findChild<QPlainTextEdit *>(u"logText"_s);
    QVERIFY(desk.cloud.pump([log] { return log->toPlainText().contains(u"login:"_s); }));
    QVERIFY(log->isVisible());
    QVERIFY(log->isReadOnly());
}

void TestInstancePage::aLongNameDoesNotWidenThePage()
{
    PageDesk desk(u"db-1"_s);
    const int before = desk.page->minimumSizeHint().width();
    openstack::Server longer = desk.server;
    longer.name = QString(255, u'w');
    desk.cloud.stores->servers.upsert({longer});
    const auto *name = desk.page->findChild<QLabel *>(u"instanceName"_s);
    QCOMPARE(name->text(), longer.name); // a screen reader gets the whole
    QCOMPARE(desk.page->minimumSizeHint().width(), before);
}

void TestInstancePage::theNameHasRoomBeforeTheWordsOfActions()
{
    PageDesk desk(u"db-1"_s);
    const auto *name = desk.page->findChild<QLabel *>(u"instanceName"_s);
    QList<ui::ActionButton *> buttons;
    for (auto *button : desk.page->findChild<ui::HeadBar *>()->findChildren<ui::ActionButton *>())
        buttons.append(button);
    QCOMPARE(buttons.size(), 4);
    const auto words = [&buttons] {
        return std::ranges::count_if(buttons, [](const auto *b) { return !b->text().isEmpty(); });
    };
    QTRY_COMPARE(words(), 4);
    openstack::Server longer = desk.server;
    longer.name = u"a-name-that-is-rather-long"_s;
    desk.cloud.stores->servers.upsert({longer});
    desk.window.resize(720, 600);
    QTRY_VERIFY(words() < 4);
    QTRY_VERIFY(name->width() >= name->sizeHint().width());
    QVERIFY(!buttons.last()->text().isEmpty()); // what most come for
    for (const auto *button : buttons)
        QVERIFY(!button->accessibleName().isEmpty());
    desk.window.resize(1030, 600);
    QTRY_COMPARE(words(), 4);
}

void TestInstancePage::factsStandBelowEachOtherWhereItIsNarrow()
{
    PageDesk desk(u"db-1"_s);
    const QLabel *id = nullptr;
    for (const QLabel *label : desk.page->findChildren<QLabel *>()) {
        if (label->text() == desk.server.id)
            id = label;
    }
    QVERIFY(id);
    for (const int width : {1030, 650}) {
        desk.window.resize(width, 600);
        QTRY_VERIFY2(id->width() >= id->sizeHint().width(), qPrintable(QString::number(width)));
    }
}

void TestInstancePage::aDeletedInstanceIsSaid()
{
    PageDesk desk(u"db-1"_s);
    QSignalSpy navigated(desk.page, &ui::Page::navigate);
    desk.cloud.stores->servers.remove({desk.server.id});

    QPushButton *back = desk.page->findChild<QPushButton *>(u"backToInstances"_s);
    QVERIFY(back);
    QVERIFY(back->isVisible());
    const auto labels = desk.page->findChildren<QLabel *>(u"messageTitle"_s);
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"db-1 no longer exists"_s;
    }));
    QVERIFY(!desk.tabs()->isVisible());
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(navigated.size(), 1);
    QCOMPARE(navigated.front().front().value<Route>(), Route::list(Kind::Server));
}

QTEST_MAIN(TestInstancePage)
#include "tst_instancepage.moc"
