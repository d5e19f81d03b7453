#include "ui/pages/listpages.h"
#include "ui/pages/resourcepage.h"

#include "models/snapshotrows.h"
#include "models/tone.h"
#include "operations/capture/createsnapshot.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/pages/instance/instancebody.h"
#include "ui/pages/instance/snapshotstab.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/headbar.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;
using ui::Route;

namespace {

/// The page of one instance of the demo cloud, in a window as large as on a small screen.
struct PageFixture
{
    explicit PageFixture(const QString &name)
        : server(cloud.server(name))
        , page(new ui::ResourcePage(context, *ui::listPageOf(openstack::Kind::Server), server.id))
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
    ui::ResourcePage *page;
};

} // namespace

class TestInstancePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneCreateSnapshotOnEveryTab();
    void deleteIsNeverAmbiguous();
    void routesLeadToTabs();
    void theNewSnapshotIsThereAtOnceAndSelected();
    void detailsShowThePartsAndCloseByKeys();
    void theLogIsRead();
    void aLongNameDoesNotWidenThePage();
    void aLongNameIsCutBeforeActionsLoseTheirWords();
    void columnsAndRefreshLoseTheirWordsBeforeActions();
    void factsStandBelowEachOtherWhereItIsNarrow();
    void aLongNameIsElidedAndCanBeCopied();
    void dataThatIsNotUpToDateIsSaid();
    void ownTagsAreNoMetadata();
    void aDeletedInstanceIsSaid();
    void whatWasDoneToADeletedInstanceStays();
    void aFaultMovesNothing();
    void theStateOffersItsWaysOut_data();
    void theStateOffersItsWaysOut();
};

void TestInstancePage::oneCreateSnapshotOnEveryTab()
{
    PageFixture fixture(u"db-1"_s);
    QPoint before;
    for (const QString &tab : {u"Overview"_s, u"Volumes"_s, u"Networking"_s, u"Snapshots"_s,
                               u"Log"_s, u"Snapshots"_s, u"Overview"_s}) {
        fixture.clickTab(tab);
        QCOMPARE(fixture.tabs()->tabText(fixture.tabs()->currentIndex()), tab);
        const auto buttons = fixture.shownButtons(u"Create snapshot"_s);
        QVERIFY2(buttons.size() == 1, qPrintable(tab));
        QVERIFY(!fixture.tabs()->isAncestorOf(buttons.front()));
        const QPoint place = buttons.front()->mapTo(&fixture.window, QPoint());
        if (tab != u"Overview"_s)
            QCOMPARE(place, before); // nothing moves under the pointer
        before = place;
        QVERIFY(buttons.front()->isEnabled());
    }
}

/// The Delete key means the rows of a tab's list, and the instance only where there is none.
void TestInstancePage::deleteIsNeverAmbiguous()
{
    PageFixture fixture(u"db-1"_s);
    const auto *remove = fixture.page->findChild<QAction *>(u"delete-server"_s);
    QVERIFY(remove);
    for (const QString &tab :
         {u"Snapshots"_s, u"Overview"_s, u"Volumes"_s, u"Networking"_s, u"Log"_s, u"Overview"_s}) {
        fixture.clickTab(tab);
        const bool alone = tab == u"Overview"_s || tab == u"Log"_s;
        QCOMPARE(remove->shortcut(), alone ? QKeySequence(Qt::Key_Delete) : QKeySequence());
        QVERIFY(remove->isEnabled());
    }
}

void TestInstancePage::routesLeadToTabs()
{
    PageFixture fixture(u"db-1"_s);
    fixture.enter(u"volumes"_s);
    QCOMPARE(fixture.tabs()->tabText(fixture.tabs()->currentIndex()), u"Volumes"_s);
    const QString set = fixture.cloud.stores->setsOf(fixture.server.id).front()->id;
    fixture.enter(u"snapshots/"_s + set);
    QCOMPARE(fixture.tabs()->tabText(fixture.tabs()->currentIndex()), u"Snapshots"_s);
    QTRY_COMPARE(fixture.snapshots()->selectedIds(), QStringList{set});
    QVERIFY(fixture.details()->isVisible());
}

void TestInstancePage::theNewSnapshotIsThereAtOnceAndSelected()
{
    PageFixture fixture(u"db-1"_s);
    fixture.clickTab(u"Snapshots"_s);
    const int before = fixture.snapshots()->model()->rowCount();
    QTest::mouseClick(fixture.shownButtons(u"Create snapshot"_s).front(), Qt::LeftButton);
    auto *dialog = fixture.window.findChild<ui::SnapshotDialog *>();
    QVERIFY(dialog);
    auto *create = dialog->findChild<QPushButton *>(u"create"_s);
    QVERIFY(fixture.cloud.pump([create] { return create->isEnabled(); }));
    QTest::mouseClick(create, Qt::LeftButton);

    // Without a moment of the cloud's time.
    QCOMPARE(fixture.cloud.center.running(), 1);
    const operations::Operation &operation = *fixture.cloud.center.operations().front();
    const QString first = models::SnapshotRows::rowIdOf(operation);
    QVERIFY(operation.resultId().isEmpty());
    QTRY_COMPARE(fixture.snapshots()->selectedIds(), QStringList{first});
    QCOMPARE(fixture.snapshots()->model()->rowCount(), before + 1);
    QVERIFY(fixture.details()->isVisible());

    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    QVERIFY(!operation.resultId().isEmpty());
    QVERIFY(fixture.cloud.pump([&] {
        const auto set = fixture.cloud.stores->snapshotSets.find(operation.resultId());
        return set && set->status == store::SetStatus::Available;
    }));
    QTRY_COMPARE(fixture.snapshots()->selectedIds(), QStringList{operation.resultId()});
    QCOMPARE(fixture.snapshots()->model()->rowCount(), before + 1);
    auto *parts = fixture.details()->findChild<ui::TableView *>(u"snapshotPartsTable"_s);
    QTRY_COMPARE(parts->model()->rowCount(), 3);
}

void TestInstancePage::detailsShowThePartsAndCloseByKeys()
{
    PageFixture fixture(u"db-1"_s);
    fixture.clickTab(u"Snapshots"_s);
    QVERIFY(!fixture.details()->isVisible());
    fixture.clickRow(0);
    QVERIFY(fixture.details()->isVisible());
    auto *parts = fixture.details()->findChild<ui::TableView *>(u"snapshotPartsTable"_s);
    QTRY_COMPARE(parts->model()->rowCount(), 3);
    QTRY_VERIFY(parts->viewport()->height() >= 3 * ui::metrics::rowHeight);

    QTest::keyClick(fixture.snapshots(), Qt::Key_Escape);
    QTRY_VERIFY(!fixture.details()->isVisible());
    QVERIFY(fixture.snapshots()->hasFocus());
    QTest::keyClick(fixture.snapshots(), Qt::Key_Return);
    QTRY_VERIFY(fixture.details()->isVisible());
    QTest::mouseClick(fixture.details()->findChild<QWidget *>(u"closeSnapshotDetails"_s),
                      Qt::LeftButton);
    QVERIFY(!fixture.details()->isVisible());
    QTest::keyClick(fixture.snapshots(), Qt::Key_Space);
    QTRY_VERIFY(fixture.details()->isVisible());
}

void TestInstancePage::theLogIsRead()
{
    PageFixture fixture(u"db-1"_s);
    fixture.clickTab(u"Log"_s);
    auto *log = fixture.page->findChild<QPlainTextEdit *>(u"logText"_s);
    QVERIFY(fixture.cloud.pump([log] { return log->toPlainText().contains(u"login:"_s); }));
    QVERIFY(log->isVisible());
    QVERIFY(log->isReadOnly());
}

void TestInstancePage::aLongNameDoesNotWidenThePage()
{
    PageFixture fixture(u"db-1"_s);
    const int before = fixture.page->minimumSizeHint().width();
    openstack::Server longer = fixture.server;
    longer.name = QString(255, u'w');
    fixture.cloud.stores->servers.upsert({longer});
    const auto *name = fixture.page->findChild<QLabel *>(u"resourceName"_s);
    QCOMPARE(name->text(), longer.name); // a screen reader gets the whole
    QCOMPARE(fixture.page->minimumSizeHint().width(), before);
}

void TestInstancePage::aLongNameIsCutBeforeActionsLoseTheirWords()
{
    PageFixture fixture(u"db-1"_s);
    const auto *name = fixture.page->findChild<QLabel *>(u"resourceName"_s);
    const auto *bar = fixture.page->findChild<ui::HeadBar *>()->findChild<ui::ActionBar *>();
    const auto buttons = bar->findChildren<ui::ActionButton *>();
    QCOMPARE(buttons.size(), 3);
    const auto shown = [&buttons] {
        return std::ranges::count_if(buttons, [](const auto *b) { return b->isVisible(); });
    };
    QTRY_COMPARE(shown(), 3);
    openstack::Server longer = fixture.server;
    longer.name = QString(255, u'w');
    fixture.cloud.stores->servers.upsert({longer});
    QTRY_VERIFY(name->width() < name->sizeHint().width());
    QCOMPARE(shown(), 3);
    fixture.window.resize(560, 600);
    QTRY_VERIFY(shown() < 3);
    QTRY_VERIFY(name->width() >= 150); // it says which one it is
    const auto *main = bar->findChild<QPushButton *>(u"create-snapshotButton"_s);
    QVERIFY(main->isVisible()); // what most come for
    QCOMPARE(main->text(), u"Create snapshot"_s);
    fixture.window.resize(1030, 600);
    QTRY_COMPARE(shown(), 3);
}

void TestInstancePage::columnsAndRefreshLoseTheirWordsBeforeActions()
{
    PageFixture fixture(u"db-1"_s);
    fixture.tabs()->setCurrentWidget(fixture.page->findChild<QWidget *>(u"snapshotsTab"_s));
    auto &bar = fixture.page->findChild<ui::SnapshotsTab *>()->panel().filterBar();
    const auto *columns = bar.findChild<QToolButton *>(u"columnsButton"_s);
    const auto *restore = bar.findChild<QPushButton *>(u"restore-snapshotButton"_s);
    fixture.window.resize(1300, 600);
    QTRY_COMPARE(columns->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    QVERIFY(restore->isVisible());
    fixture.window.resize(640, 600);
    QTRY_COMPARE(columns->toolButtonStyle(), Qt::ToolButtonIconOnly);
    QVERIFY(restore->isVisible() && !restore->text().isEmpty());
    QTRY_VERIFY(restore->width() >= restore->sizeHint().width());
}

void TestInstancePage::aLongNameIsElidedAndCanBeCopied()
{
    PageFixture fixture(u"db-1"_s);
    openstack::Server longer = fixture.server;
    longer.name = QString(255, u'w');
    longer.metadata.insert(u"note"_s, QString(200, u'n')); // like any value that cannot be wrapped
    fixture.cloud.stores->servers.upsert({longer});
    auto *tab = fixture.page->findChild<QWidget *>(u"overviewTab"_s);
    const auto valueOf = [&](const QString &label) {
        for (auto *value : tab->findChildren<ui::ElidedLabel *>())
            if (value->accessibleName().startsWith(label + u": "_s))
                return value;
        return static_cast<ui::ElidedLabel *>(nullptr);
    };
    for (const auto &[label, text] :
         {std::pair(u"Name"_s, longer.name), std::pair(u"note"_s, longer.metadata[u"note"_s])}) {
        QTRY_VERIFY2(valueOf(label), qPrintable(label));
        const ui::ElidedLabel *value = valueOf(label);
        QCOMPARE(value->fullText(), text);
        // The label paints “…” where it is narrower than its text, and nothing is clipped.
        QTRY_VERIFY(value->width() < value->sizeHint().width());
        auto *copy = value->parentWidget()->findChild<QToolButton *>();
        QCOMPARE(copy->accessibleName(), u"Copy %1"_s.arg(label));
        const int end = copy->mapTo(tab, copy->rect().topRight()).x();
        QVERIFY2(end < tab->width(), qPrintable(QString::number(end)));
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
    }
}

void TestInstancePage::dataThatIsNotUpToDateIsSaid()
{
    PageFixture fixture(u"db-1"_s);
    auto &servers = fixture.cloud.stores->servers;
    const auto *bar = fixture.page->findChild<ui::NoticeBar *>(u"staleBanner"_s, // not of a list
                                                               Qt::FindDirectChildrenOnly);
    QVERIFY(bar && !bar->isVisible());
    QVERIFY(fixture.page->statusText().contains(u"Updated "_s));
    store::LoadState stale = servers.state();
    stale.asOf = fixture.cloud.clock.now().addSecs(-180);
    stale.error.emplace();
    stale.error->kind = ErrorKind::Unreachable;
    servers.setState(stale);
    QTRY_VERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains(u"3 minutes"_s), qPrintable(bar->text()));
    QVERIFY(fixture.page->statusText().contains(u"Data from"_s));
    // A list says so itself; twice would be once too often.
    fixture.tabs()->setCurrentWidget(fixture.page->findChild<QWidget *>(u"networkingTab"_s));
    const auto visible = [&] {
        const auto bars = fixture.page->findChildren<ui::NoticeBar *>(u"staleBanner"_s);
        return std::ranges::count_if(bars, [](const auto *one) { return one->isVisible(); });
    };
    QTRY_COMPARE(visible(), 1);
    QVERIFY(!bar->isVisible());
    fixture.tabs()->setCurrentIndex(0);
    QTRY_VERIFY(bar->isVisible());
    stale.error.reset();
    stale.asOf = fixture.cloud.clock.now();
    servers.setState(stale);
    QTRY_VERIFY(!bar->isVisible());
}

void TestInstancePage::factsStandBelowEachOtherWhereItIsNarrow()
{
    PageFixture fixture(u"db-1"_s);
    const QLabel *id = nullptr;
    for (const QLabel *label : fixture.page->findChildren<QLabel *>()) {
        if (label->text() == fixture.server.id)
            id = label;
    }
    QVERIFY(id);
    for (const int width : {1030, 650}) {
        fixture.window.resize(width, 600);
        QTRY_VERIFY2(id->width() >= id->sizeHint().width(), qPrintable(QString::number(width)));
    }
}

void TestInstancePage::ownTagsAreNoMetadata()
{
    PageFixture fixture(u"db-1"_s);
    openstack::Server tagged = fixture.server;
    tagged.metadata = {{u"oriel:operation"_s, u"0b9e"_s}, {u"role"_s, u"database"_s}};
    fixture.cloud.stores->servers.upsert({tagged});
    QStringList texts;
    for (const QLabel *label : fixture.page->findChildren<QLabel *>())
        texts += label->text();
    QVERIFY(texts.contains(u"role"_s) && texts.contains(u"database"_s));
    QVERIFY2(texts.filter(u"oriel:"_s).isEmpty(), qPrintable(texts.join(u' ')));
    QVERIFY(!texts.contains(u"0b9e"_s));
}

void TestInstancePage::aFaultMovesNothing()
{
    PageFixture fixture(u"db-1"_s);
    const auto place = [&] {
        for (const QLabel *label : fixture.page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == fixture.server.id)
                return label->mapTo(fixture.page, QPoint());
        }
        return QPoint();
    };
    QTRY_VERIFY(!place().isNull());
    const QPoint before = place();
    openstack::Server failed = fixture.server;
    failed.status = u"ERROR"_s;
    failed.vmState = u"error"_s;
    failed.fault = openstack::ServerFault{.message = u"No valid host was found."_s};
    fixture.cloud.stores->servers.upsert({failed});
    auto *notice = fixture.page->findChild<QWidget *>(u"stateBar"_s);
    QTRY_VERIFY(notice->isVisible() && notice->height() > 0);
    QTRY_COMPARE(place(), before);
    QVERIFY(notice->mapTo(fixture.page, QPoint()).y() > before.y());
}

void TestInstancePage::theStateOffersItsWaysOut_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("vmState");
    QTest::addColumn<bool>("locked");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QStringList>("buttons");
    QTest::newRow("running") << u"ACTIVE"_s << u"active"_s << false << QString() << QStringList();
    QTest::newRow("locked") << u"ACTIVE"_s << u"active"_s << true << u"locked"_s
                            << QStringList{u"Unlock"_s};
    QTest::newRow("resized") << u"VERIFY_RESIZE"_s << u"resized"_s << false << u"resized to"_s
                             << QStringList{u"Confirm resize"_s, u"Revert resize"_s};
    QTest::newRow("rescued") << u"RESCUE"_s << u"rescued"_s << false << u"rescue system"_s
                             << QStringList{u"Leave rescue"_s};
    QTest::newRow("shelved") << u"SHELVED_OFFLOADED"_s << u"shelved_offloaded"_s << false
                             << u"shelved"_s << QStringList{u"Unshelve…"_s};
    QTest::newRow("in error") << u"ERROR"_s << u"error"_s << false
                              << u"Failed to reach the hypervisor."_s
                              << QStringList{u"Hard reboot"_s, u"Rebuild…"_s, u"Delete…"_s};
}

void TestInstancePage::theStateOffersItsWaysOut()
{
    QFETCH(const QString, status);
    QFETCH(const QString, vmState);
    QFETCH(const bool, locked);
    QFETCH(const QString, says);
    QFETCH(const QStringList, buttons);
    PageFixture fixture(u"web-1"_s);
    openstack::Server row = fixture.server;
    row.status = status;
    row.vmState = vmState;
    row.locked = locked;
    if (status == "ERROR"_L1)
        row.fault = openstack::ServerFault{.message = u"Failed to reach the hypervisor"_s};
    fixture.cloud.stores->servers.upsert({row});
    auto *bar = fixture.page->findChild<QWidget *>(u"stateBar"_s);
    QVERIFY(bar);
    QTRY_COMPARE(bar->isVisible(), !says.isEmpty());
    const auto *text = bar->findChild<QLabel *>(u"stateBarText"_s);
    if (!says.isEmpty())
        QVERIFY2(text->text().contains(says), qPrintable(text->text()));
    QStringList shown;
    for (const QPushButton *button : bar->findChildren<QPushButton *>()) {
        if (button->isVisible())
            shown.append(button->text());
    }
    QCOMPARE(shown, buttons);
    // While the cloud works on it, there is nothing to decide.
    row.taskState = u"rebooting_hard"_s;
    fixture.cloud.stores->servers.upsert({row});
    QTRY_VERIFY(!bar->isVisible());
}

void TestInstancePage::aDeletedInstanceIsSaid()
{
    PageFixture fixture(u"db-1"_s);
    QSignalSpy navigated(fixture.page, &ui::Page::navigate);
    fixture.cloud.stores->servers.remove({fixture.server.id});

    QPushButton *back = fixture.page->findChild<QPushButton *>(u"backToList"_s);
    QVERIFY(back);
    QVERIFY(back->isVisible());
    const auto labels = fixture.page->findChildren<QLabel *>(u"messageTitle"_s);
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"db-1 no longer exists"_s;
    }));
    QVERIFY(!fixture.tabs()->isVisible());
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(navigated.size(), 1);
    QCOMPARE(navigated.front().front().value<Route>(), Route::list(Kind::Server));
}

void TestInstancePage::whatWasDoneToADeletedInstanceStays()
{
    PageFixture fixture(u"web-1"_s);
    const QString id = fixture.server.id;
    fixture.cloud.get(openstack::Delete<openstack::Server>{id});
    std::optional<bool> there = true;
    while (there != false) {
        fixture.cloud.clock.advance(std::chrono::seconds(1));
        there.reset();
        fixture.cloud.client->call(openstack::Get<openstack::Server>{id})
            .then(&fixture.cloud.clockContext, [&](const auto &row) { there = row.ok(); });
        QVERIFY(fixture.cloud.pump([&] { return there.has_value(); }));
    }
    fixture.cloud.stores->servers.remove({id});
    auto *gone = fixture.page->findChild<QWidget *>(u"deletedInstance"_s);
    QVERIFY(gone && gone->isVisible());
    auto *title = gone->findChild<QLabel *>(u"messageTitle"_s);
    QVERIFY(fixture.cloud.pump([&] { return title->text().contains(u"was deleted"_s); }));
    QVERIFY2(title->text().contains(u"web-1"_s), qPrintable(title->text()));
    const auto *history = gone->findChild<ui::TableView *>(u"instanceHistoryTable"_s);
    QVERIFY(history);
    QTRY_COMPARE(history->model()->index(0, 0).data().toString(), u"Delete"_s);
}

QTEST_MAIN(TestInstancePage)
#include "tst_instancepage.moc"
