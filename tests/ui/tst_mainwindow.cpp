#include "demo/democloud.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/identity/session.h"
#include "operations/actions/actions.h"
#include "operations/batch.h"
#include "operations/launch/launchinstance.h"
#include "operations/operationcenter.h"
#include "support/fakeclock.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/navigation/sidebar.h"
#include "ui/pages/listpages.h"
#include "ui/pages/overview/counttile.h"
#include "ui/pages/overview/quotagauge.h"
#include "ui/signin/signinpage.h"
#include "ui/widgets/foot.h"
#include "ui/widgets/suggestionlist.h"
#include "ui/widgets/tablecolumns.h"
#include "ui/widgets/tableview.h"
#include "ui/window/globalsearch.h"
#include "ui/window/mainwindow.h"
#include "ui/window/noticestack.h"
#include "ui/window/operationnotice.h"
#include "ui/window/settingsdialog.h"
#include "ui/window/statusline.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using ui::Route;

namespace {

/// Something that runs until the test ends it.
class LongOperation final : public operations::Operation
{
public:
    using Operation::Operation;
    [[nodiscard]] QString title() const override { return name; }
    [[nodiscard]] operations::Subject subject() const override
    {
        return {openstack::Kind::Server, u"s1"_s, u"web-01"_s};
    }
    [[nodiscard]] QString command() const override { return u"seq 1000000"_s; }
    [[nodiscard]] QString leavesShutOff() const override { return m_shutOff; }
    [[nodiscard]] QString losesPassword() const override { return m_password; }
    void setPassword(const QString &instance)
    {
        m_password = instance;
        Q_EMIT changed();
    }
    void setShutOff(const QString &instance)
    {
        m_shutOff = instance;
        Q_EMIT changed();
    }
    void finish() { succeed(); }
    void giveUp(const Error &error) { fail(error); }
    void ask() { askUser({u"How far?"_s, {{u"all"_s, u"To the end"_s}}}); }
    void inTwoStages()
    {
        setStages({{u"Count"_s, operations::StageState::Done, {}, {}, -1, {}},
                   {u"Tell"_s, operations::StageState::Running, {}, {}, -1, {}}});
    }

    QString name = u"Count to a million"_s;

protected:
    void run() override
    {
        setStages({{u"Count"_s, operations::StageState::Running, {}, {}, -1, {}}});
    }

private:
    QString m_shutOff;
    QString m_password;
};

/// As if an instance had been restored and had got the address of the original.
class MovingOperation final : public operations::Operation
{
public:
    using Operation::Operation;
    [[nodiscard]] QString title() const override { return u"Launch “web-1 restored 2”"_s; }
    [[nodiscard]] operations::Subject subject() const override
    {
        return {openstack::Kind::Image, u"i1"_s, u"web-1 nightly"_s};
    }
    [[nodiscard]] QString command() const override { return {}; }
    [[nodiscard]] QString kind() const override { return operations::LaunchInstance::kindName; }
    [[nodiscard]] QJsonObject intent() const override
    {
        operations::LaunchRequest request;
        request.source = subject();
        request.server.name = u"web-1 restored 2"_s;
        request.server.flavorId = u"1"_s;
        request.floatingIp = operations::FloatingIpMove{
            u"f1"_s, u"203.0.113.20"_s, u"n1"_s, u"p1"_s, u"10.0.0.5"_s, u"web-1"_s, {}};
        return toJson(request);
    }
    void finish()
    {
        setResultId(u"s9"_s);
        succeed();
    }

protected:
    void run() override
    {
        setStages({{u"Move"_s, operations::StageState::Running, {}, {}, -1, {}}});
    }
};

/// The window, signed in to a demo cloud of its own.
struct WindowFixture
{
    WindowFixture()
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        openstack::CloudConfig config;
        config.name = u"demo"_s;
        config.region = u"RegionOne"_s;
        config.auth.authUrl = cloud.authUrl();
        config.auth.username = config.auth.password = config.auth.projectName = u"demo"_s;
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        session = std::make_unique<openstack::Session>(transport, clock, config);
        client = std::make_unique<net::ApiClient>(transport, *session, clock);
        stores = std::make_unique<store::CloudStores>(*client, clock);
        QSignalSpy signedIn(session.get(), &openstack::Session::signedIn);
        session->signIn();
        if (!QTest::qWaitFor([&] { return signedIn.size() == 1; }))
            qFatal("not signed in");
        window =
            std::make_unique<ui::MainWindow>(theme, settings, clock, operations,
                                             new ui::SignInPage(theme), ui::Theme::Scheme::System);
        window->showScope({*session->scope(), session->regions(), true}, context());
        window->show();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("no window");
    }

    [[nodiscard]] ui::UiContext context()
    {
        return {*client, *stores,  operations, clock,
                theme,   settings, u"demo"_s,  session->scope()->roles};
    }
    /// The page, whatever is selected there.
    [[nodiscard]] Route place() const
    {
        const Route at = *window->currentRoute();
        return {at.place, at.kind, {}, {}};
    }
    LongOperation *begin()
    {
        auto operation = std::make_unique<LongOperation>(
            operations::Context{*client, *stores, clock, u"demo"_s});
        LongOperation *out = operation.get();
        operations.start(std::move(operation));
        return out;
    }

    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    SystemClock clock;
    demo::DemoCloud cloud{{}, clock};
    net::Transport transport{clock};
    ui::Theme theme{*qApp};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    std::unique_ptr<store::CloudStores> stores;
    operations::OperationCenter operations;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overviewShowsTheCloud()
    {
        WindowFixture fixture;
        QCOMPARE(fixture.place(), Route::overview());
        const auto tiles = fixture.window->findChildren<ui::CountTile *>();
        QCOMPARE(tiles.size(), 4);
        QTRY_VERIFY(tiles[0]->accessibleDescription().startsWith(u"40"_s));
        const auto gauges = [&] {
            return fixture.window->findChildren<ui::QuotaGauge *>();
        };
        QTRY_VERIFY(gauges().size() >= 8); // without a project, from the limits
        QTRY_VERIFY(gauges()[0]->text().startsWith(u"40 of "_s));
        QTRY_VERIFY(gauges()[5]->text().endsWith(u"GiB"_s));
        // What waits for a decision has the button that makes it.
        QTRY_VERIFY(fixture.window->findChild<QWidget *>(u"decisions"_s)
                        ->findChild<QPushButton *>(u"unlock-server"_s));
        // A cloud with instances in error has something that needs somebody.
        QTRY_VERIFY(fixture.window->findChild<QWidget *>(u"attention"_s)
                        ->findChildren<QToolButton *>()
                        .size() > 2);
        // Its rows have the menus that they have in their lists.
        auto *more = fixture.window->findChild<QWidget *>(u"attention"_s)
                         ->findChild<QToolButton *>(u"rowMenuButton"_s);
        QVERIFY(more->accessibleName().startsWith(u"Actions for "_s));
        QTest::mouseClick(more, Qt::LeftButton);
        auto *menu = fixture.window->findChild<QMenu *>(u"rowMenu"_s);
        QVERIFY(menu && menu->isVisible());
        QVERIFY(menu->actions().size() > 3);
        delete menu;
        QTest::mouseClick(tiles[2], Qt::LeftButton);
        QCOMPARE(fixture.place(), Route::list(Kind::Volume));
    }

    void whatWasDoneCanBeUndone()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Server));
        auto &servers = fixture.stores->servers;
        QTRY_VERIFY(servers.state().loaded);
        const auto rows = servers.rows();
        const auto row = std::ranges::find_if(rows, [](const auto &one) { return !one->locked; });
        const operations::Subject target{Kind::Server, (*row)->id, (*row)->name};
        const operations::Context context{*fixture.client, *fixture.stores, fixture.clock,
                                          u"demo"_s};
        fixture.operations.start(operations::actOn(context, u"lock-server", target));
        auto *undo = fixture.window->findChild<QToolButton *>(u"statusNoticeAction"_s);
        QTRY_VERIFY(undo->isVisible());
        QCOMPARE(undo->text(), u"Undo"_s);
        QCOMPARE(undo->toolTip(), u"Unlock “%1”"_s.arg(target.name));
        QVERIFY(servers.find(target.id)->locked);
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY(!servers.find(target.id)->locked);
        QTRY_COMPARE(fixture.operations.running(), 0);
        // Activity goes on to offer it, and so for what has undone it.
        fixture.window->navigate(Route::activity());
        auto *button = fixture.window->currentPage()->findChild<QPushButton *>(u"undo"_s);
        QTRY_VERIFY(button->isVisible() && button->isEnabled());
        QCOMPARE(button->toolTip(), u"Lock “%1”"_s.arg(target.name));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(servers.find(target.id)->locked);
        QTRY_COMPARE(fixture.operations.running(), 0);
    }

    void whatWasDoneTogetherIsUndoneTogether()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Server));
        auto *page = fixture.window->currentPage();
        auto *table = page->findChild<ui::TableView *>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        auto &servers = fixture.stores->servers;
        const auto paused = [&] {
            const auto rows = servers.rows();
            return std::ranges::count_if(rows, [](const auto &one) {
                return one->status == "PAUSED"_L1 && one->name.startsWith(u"web-"_s);
            });
        };
        page->findChild<QLineEdit *>(u"filterField"_s)->setText(u"web- active"_s);
        QTRY_VERIFY(table->model()->rowCount() >= 2 && table->model()->rowCount() < 10);
        const int count = table->model()->rowCount();
        QCOMPARE(paused(), 0);
        table->selectAll();
        page->findChild<QAction *>(u"pause-server"_s)->trigger();
        if (auto *question = page->findChild<QDialog *>())
            question->accept();
        auto *undo = fixture.window->findChild<QToolButton *>(u"statusNoticeAction"_s);
        QTRY_COMPARE_WITH_TIMEOUT(paused(), count, 20000);
        QTRY_VERIFY(undo->isVisible());
        QCOMPARE(undo->toolTip(), u"Unpause"_s);
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(paused(), 0, 20000);
        QTRY_COMPARE(fixture.operations.running(), 0);
    }

    void theSearchLeadsToPagesAndCommands()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Server));
        QTRY_VERIFY(fixture.stores->servers.state().loaded);
        auto *search = fixture.window->findChild<ui::GlobalSearch *>();
        const auto choose = [&](const QString &text) {
            QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
            QSignalSpy searched(search, &ui::GlobalSearch::searched);
            QTest::keyClicks(search, text);
            QTRY_COMPARE(search->hitsOf(), text);
            // A list that closed because the window was activated late is opened by Enter.
            const auto *list = fixture.window->findChild<ui::SuggestionList *>();
            QVERIFY(list);
            if (!list->isVisible())
                QTest::keyClick(search, Qt::Key_Return);
            QTRY_VERIFY(list->isVisible());
            QTest::keyClick(search, Qt::Key_Return);
        };
        choose(u"Unpause"_s); // nothing is selected, and it says so
        const auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        QTRY_VERIFY(told->isVisible());
        QCOMPARE(told->accessibleName(), u"Select an instance first."_s);
        choose(u"Settings"_s); // of the account's menu
        auto *settings = fixture.window->findChild<ui::SettingsDialog *>();
        QVERIFY(settings && settings->isVisible());
        settings->reject();
        fixture.window->activateWindow(); // as a window manager does when a dialog has closed
        QTRY_VERIFY(fixture.window->isActiveWindow());
        choose(u"Activity"_s);
        QCOMPARE(fixture.place(), Route::activity());
    }

    void aShortcutWorksWhereverTheFocusIs()
    {
        WindowFixture fixture;
        const auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        const auto press = [&](QWidget *focus) {
            focus->setFocus();
            QTRY_VERIFY(focus->hasFocus());
            QTest::keyClick(focus, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        };
        const std::initializer_list<QWidget *> places{
            fixture.window->findChild<ui::GlobalSearch *>(),
            fixture.window->findChild<QWidget *>(u"account"_s),
            fixture.window->findChild<QWidget *>(u"sidebar"_s)};
        for (QWidget *place : places) {
            // Where there is nothing to take a snapshot of, the key says where there is.
            fixture.window->navigate(Route::overview());
            press(place);
            QTRY_VERIFY(told->isVisible());
            QCOMPARE(told->accessibleName(),
                     u"Create snapshot (Ctrl+Shift+S) is available in Instances."_s);
            // On a page of rows, none of which is selected.
            fixture.window->navigate(Route::list(Kind::Server));
            press(place);
            QTRY_COMPARE(told->accessibleName(), u"Select an instance first."_s);
        }
        auto *table = fixture.window->currentPage()->findChild<ui::TableView *>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        for (QWidget *place : places) {
            table->selectId(fixture.stores->servers.rows().cbegin()->get()->id);
            press(place);
            QTRY_VERIFY(QApplication::activeModalWidget());
            delete QApplication::activeModalWidget();
        }
    }

    void aResourceOfAnotherProjectIsShownThere()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::activity());
        QSignalSpy chosen(fixture.window.get(), &ui::MainWindow::projectChosen);
        const operations::JournalScope lab{{}, {}, u"id-of-lab"_s, u"demo / RegionOne / lab"_s};
        const Route route = Route::list(Kind::Volume, u"v1"_s);
        const auto switched = [&](const QString &projectId) {
            ui::SignedIn signedIn;
            signedIn.scope.cloud = u"demo"_s;
            signedIn.scope.projectId = projectId;
            fixture.window->showScope(signedIn, fixture.context());
            return *fixture.window->currentRoute();
        };
        Q_EMIT fixture.window->currentPage()->navigateIn(lab, route);
        QCOMPARE(chosen.size(), 1);
        const auto project = chosen[0][0].value<openstack::Project>();
        QCOMPARE(project.id, u"id-of-lab"_s);
        QCOMPARE(project.name, u"lab"_s);
        QCOMPARE(switched(u"id-of-lab"_s), route);
        // Who goes elsewhere before it is open, or to another project, does not end up there.
        fixture.window->navigate(Route::activity());
        Q_EMIT fixture.window->currentPage()->navigateIn(lab, route);
        QCOMPARE(switched(u"id-of-another"_s), Route::activity());
        Q_EMIT fixture.window->currentPage()->navigateIn(lab, route);
        fixture.window->navigate(Route::overview());
        QCOMPARE(switched(u"id-of-lab"_s), Route::overview());
    }

    void everyShortcutOfAnActionSaysWhereItWorks()
    {
        WindowFixture fixture;
        const auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        auto *sidebar = fixture.window->findChild<QWidget *>(u"sidebar"_s);
        for (const operations::Action &action : operations::actions()) {
            // What has no list, such as a rule, is on the page of what it belongs to.
            if (action.shortcut.isEmpty() || !ui::listPageOf(action.kind))
                continue;
            fixture.window->navigate(Route::activity()); // has no actions
            sidebar->setFocus();
            QTest::keySequence(sidebar, QKeySequence(action.shortcut, QKeySequence::PortableText));
            const QString page = ui::listPageOf(action.kind)->words.title;
            QTRY_VERIFY2(told->accessibleName().contains(page), qPrintable(action.key));
            QVERIFY(told->accessibleName().contains(u" is available in "_s));
        }
    }

    void aPageIsNotWiderThanCanBeSeenAtOnce()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Server));
        const auto *page = fixture.window->currentPage();
        fixture.window->resize(1900, 800);
        QTRY_VERIFY(page->width() > 1600);
        fixture.window->resize(3440, 1400);
        QTRY_COMPARE(fixture.window->width(), 3440);
        QTRY_COMPARE(page->width(), 1800);
        const auto *sidebar = fixture.window->findChild<QWidget *>(u"sidebar"_s);
        QCOMPARE(page->mapTo(fixture.window.get(), QPoint()).x(), sidebar->width());
        const auto *search = fixture.window->findChild<ui::GlobalSearch *>();
        QVERIFY(search->mapTo(fixture.window.get(), QPoint()).x() > 2000); // the bar is as wide
        // More columns than fit into that get more.
        auto *table = fixture.window->currentPage()->findChild<ui::TableView *>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        QMenu menu;
        table->columns().fillMenu(menu);
        for (QAction *action : menu.actions()) {
            if (action->isCheckable() && !action->isChecked())
                action->trigger();
        }
        QTRY_VERIFY(table->columns().neededWidth() > 1800);
        QTRY_VERIFY(page->width() > 1800);
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    }

    void overviewStartsAtItsTop()
    {
        WindowFixture fixture;
        fixture.window->resize(1000, 480);
        auto *bar = fixture.window->currentPage()->findChild<QScrollArea *>()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 100);
        bar->setValue(bar->maximum());
        fixture.window->navigate(Route::list(Kind::Volume));
        fixture.window->navigate(Route::overview());
        QCOMPARE(bar->value(), 0);
    }

    void keysLeadEverywhereAndBack()
    {
        WindowFixture fixture;
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
        QTest::keyClick(fixture.window.get(), Qt::Key_8, Qt::ControlModifier);
        QCOMPARE(fixture.place(), Route::list(Kind::SnapshotSet));
        QTest::keyClick(fixture.window.get(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(fixture.place(), Route::activity());
        QTest::keyClick(fixture.window.get(), Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(fixture.window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
        QTest::keyClick(fixture.window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(fixture.place(), Route::list(Kind::SnapshotSet));
        QVERIFY(fixture.window->windowTitle().startsWith(
            fixture.window->currentPage()->crumbs().back().text));
    }

    void theSidebarRemembersWhichSnapshotsWereShown()
    {
        WindowFixture fixture;
        const auto press = [&](const QString &text) {
            const auto buttons = fixture.window->currentPage()
                                     ->findChild<QWidget *>(u"viewSwitch"_s)
                                     ->findChildren<QPushButton *>();
            const auto found = std::ranges::find(buttons, text, &QPushButton::text);
            QVERIFY(found != buttons.end());
            QTest::mouseClick(*found, Qt::LeftButton);
        };
        const auto snapshots = [&] {
            QTest::keyClick(fixture.window.get(), Qt::Key_8, Qt::ControlModifier);
        };
        snapshots();
        QCOMPARE(fixture.place(), Route::list(Kind::SnapshotSet));
        press(u"Volume snapshots"_s);
        QCOMPARE(fixture.place(), Route::list(Kind::VolumeSnapshot));
        QCOMPARE(fixture.window->findChild<ui::Sidebar *>()->currentItem()->text(0),
                 u"Snapshots"_s);
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        snapshots();
        QCOMPARE(fixture.place(), Route::list(Kind::VolumeSnapshot));
        press(u"Snapshots"_s);
        QCOMPARE(fixture.place(), Route::list(Kind::SnapshotSet));
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        snapshots();
        QCOMPARE(fixture.place(), Route::list(Kind::SnapshotSet));
    }

    void theSidebarKeepsTheFocusThatWalksIt()
    {
        WindowFixture fixture;
        auto *sidebar = fixture.window->findChild<ui::Sidebar *>();
        // Lists that have come take the focus where a link leads to them.
        fixture.window->navigate(Route::list(Kind::Server));
        QTRY_VERIFY(fixture.window->currentPage()->findChild<QAbstractItemView *>()->hasFocus());
        fixture.window->navigate(Route::overview());
        QVERIFY(!sidebar->hasFocus());
        sidebar->setFocus();
        QTest::keyClick(sidebar, Qt::Key_Down);
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
        QVERIFY(sidebar->hasFocus());
        QTest::keyClick(sidebar, Qt::Key_Down);
        QCOMPARE(fixture.place(), Route::list(Kind::Image));
        QVERIFY(sidebar->hasFocus());
        QTest::keyClick(sidebar, Qt::Key_2, Qt::ControlModifier); // a leap, and no walk
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
        QVERIFY(fixture.window->currentPage()->findChild<QAbstractItemView *>()->hasFocus());
    }

    void everyPlaceOpens()
    {
        WindowFixture fixture;
        QTRY_VERIFY(fixture.stores->servers.size() == 40);
        std::vector<Route> places{Route::activity(), Route::overview()};
        for (const ui::ListPageSpec &spec : ui::listPages())
            places.push_back(Route::list(spec.kind));
        for (const Route &place : places) {
            fixture.window->navigate(place);
            QCOMPARE(fixture.place(), place);
            QVERIFY(fixture.window->currentPage()->isVisible());
            QVERIFY(!fixture.window->currentPage()->crumbs().empty());
        }
        const auto ids = fixture.stores->servers.rows().keys();
        fixture.window->navigate(Route::to(Kind::Server, ids[0]));
        fixture.window->navigate(Route::to(Kind::Server, ids[1], u"volumes"_s));
        QCOMPARE(fixture.window->currentPage()->crumbs().back().text,
                 fixture.stores->servers.find(ids[1])->name);
        fixture.window->goBack();
        QCOMPARE(fixture.window->currentPage()->crumbs().back().text,
                 fixture.stores->servers.find(ids[0])->name);
    }

    void searchFindsByNameAndAddress()
    {
        WindowFixture fixture;
        QTRY_COMPARE(fixture.stores->servers.size(), 40);
        const auto server = fixture.stores->servers.rows().begin().value();
        QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *search = fixture.window->findChild<ui::GlobalSearch *>();
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, server->name);
        QTRY_VERIFY(!search->hits().empty() && search->hits().front().title == server->name);
        QCOMPARE(search->hits().front().route, (Route::to(Kind::Server, server->id)));
        search->clear();
        QVERIFY(search->hits().empty());

        const auto byAddress = std::find_if(
            fixture.stores->servers.rows().begin(), fixture.stores->servers.rows().end(),
            [](const auto &row) { return !row->addresses.empty(); });
        QTest::keyClicks(search, (*byAddress)->addresses.front().address);
        QTRY_VERIFY(!search->hits().empty());
        QCOMPARE(search->hits().front().route.id, (*byAddress)->id);
        QVERIFY(fixture.window->findChild<QWidget *>(u"searchResults"_s)->isVisible());
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(fixture.place(), Route::to(Kind::Server, {}));
        QVERIFY(search->text().isEmpty());
    }

    void shortcutsWorkWhereverTheFocusIs()
    {
        WindowFixture fixture;
        QTRY_COMPARE(fixture.stores->servers.size(), 40);
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = fixture.window->findChild<ui::TableView *>();
        QTRY_VERIFY(table && table->model()->rowCount() > 0);
        auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        const std::vector<QWidget *> places{fixture.window->findChild<ui::Sidebar *>(),
                                            fixture.window->findChild<ui::GlobalSearch *>(),
                                            fixture.window->findChild<QToolButton *>(u"account"_s),
                                            table};
        const auto press = [&fixture](QWidget *place) {
            fixture.window->activateWindow(); // as a window manager does when a dialog has closed
            QTRY_VERIFY(fixture.window->isActiveWindow());
            place->setFocus();
            QTest::keyClick(place, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        };
        // With nothing selected it says why it does nothing.
        for (QWidget *place : places) {
            told->hide();
            press(place);
            QVERIFY2(told->isVisible(), place->metaObject()->className());
            QCOMPARE(told->accessibleName(), u"Select an instance first."_s);
            QVERIFY(!fixture.window->findChild<ui::SnapshotDialog *>());
        }
        QTest::keyClick(table, Qt::Key_Home);
        QTest::keyClick(table, Qt::Key_Space);
        QTRY_COMPARE(table->selectionModel()->selectedRows().size(), 1);
        for (QWidget *place : places) {
            press(place);
            QPointer<ui::SnapshotDialog> dialog = fixture.window->findChild<ui::SnapshotDialog *>();
            QVERIFY2(dialog, place->metaObject()->className());
            dialog->reject();
            QTRY_VERIFY(dialog.isNull());
        }
        // Never of a page that is not seen.
        fixture.window->activateWindow();
        QTRY_VERIFY(fixture.window->isActiveWindow());
        QTest::keyClick(fixture.window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(fixture.place(), Route::overview());
        press(fixture.window->findChild<ui::Sidebar *>());
        QVERIFY(!fixture.window->findChild<ui::SnapshotDialog *>());
    }

    void aMovedAddressIsReportedWithAWayBack()
    {
        WindowFixture fixture;
        auto made = std::make_unique<MovingOperation>(
            operations::Context{*fixture.client, *fixture.stores, fixture.clock, u"demo"_s});
        MovingOperation *operation = made.get();
        fixture.operations.start(std::move(made));
        operation->finish();
        QVERIFY(!QApplication::activeModalWidget()); // told, not asked
        auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        QCOMPARE(notices->count(), 1);
        const auto *card = notices->findChild<QFrame *>(u"notice"_s);
        QCOMPARE(card->accessibleName(),
                 u"203.0.113.20 now points to “web-1 restored 2” instead of “web-1”"_s);
        // It is found again in Activity.
        fixture.window->navigate(Route::activity(operation->id()));
        QTRY_VERIFY(fixture.window->findChild<QPushButton *>(u"moveBack"_s)->isVisible());
        QCOMPARE(fixture.window->findChild<QPushButton *>(u"moveBack"_s)->text(),
                 u"Move 203.0.113.20 back"_s);
        // This cloud does not know the address: nothing is moved, and that is said.
        notices->findChild<QPushButton *>(u"noticeAction"_s)->click();
        QTRY_VERIFY(fixture.window->findChild<ui::ErrorDialog *>());
        QCOMPARE(notices->count(), 0);
        QCOMPARE(fixture.operations.operations().size(), 1U);
    }

    void aFailureDoesNotHideTheOthersOfItsBatch()
    {
        WindowFixture fixture;
        const auto batch = std::make_shared<operations::Batch>(
            2, [](int done) { return u"%1 counted"_s.arg(done); });
        std::vector<LongOperation *> both;
        for (int i = 0; i < 2; ++i) {
            auto operation = std::make_unique<LongOperation>(
                operations::Context{*fixture.client, *fixture.stores, fixture.clock, u"demo"_s});
            both.push_back(operation.get());
            fixture.operations.start(std::move(operation), fixture.window.get(),
                                     [batch](auto &done) { return batch->finished(done); });
        }
        both.front()->finish();
        Error error;
        error.message = u"Out of fingers"_s;
        both.back()->giveUp(error);
        const auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        QCOMPARE(notices->count(), 1);
        QTRY_VERIFY(fixture.window->findChild<QWidget *>(u"statusNotice"_s)->isVisible());
        QCOMPARE(fixture.window->findChild<QWidget *>(u"statusNotice"_s)->accessibleName(),
                 u"1 counted"_s);
    }

    void closingAsksOnlyWhileSomethingRuns()
    {
        WindowFixture fixture;
        QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
        LongOperation *operation = fixture.begin();
        QVERIFY(!fixture.window->close());
        auto *question = fixture.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(question && question->isVisible());
        QVERIFY(question->informativeText().contains(u"Count to a million"_s));
        QCOMPARE(closed.size(), 0);
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(!fixture.window->findChild<QMessageBox *>(u"closeQuestion"_s));
        QVERIFY(fixture.window->isVisible());

        operation->finish();
        QVERIFY(fixture.window->close());
        QCOMPARE(closed.size(), 1);
    }

    void theQuestionDoesNotAnswerItself()
    {
        WindowFixture fixture;
        QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
        LongOperation *operation = fixture.begin();
        QVERIFY(!fixture.window->close());
        auto *question = fixture.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(!question->informativeText().contains(u"shut off"_s));
        operation->setShutOff(u"db-2"_s);
        QVERIFY2(question->informativeText().contains(u"“db-2” stays shut off until"_s),
                 qPrintable(question->informativeText()));
        QVERIFY(!question->informativeText().contains(u"password"_s));
        operation->setPassword(u"db-2"_s);
        QVERIFY2(question->informativeText().contains(u"The password of “db-2” is shown once"_s),
                 qPrintable(question->informativeText()));
        operation->finish();
        QCoreApplication::processEvents();
        QVERIFY(question->isVisible() && fixture.window->isVisible());
        QCOMPARE(closed.size(), 0);
        QCOMPARE(question->informativeText(), u"All operations have finished."_s);
        question->findChild<QPushButton *>(u"leave"_s)->click();
        QTRY_COMPARE(closed.size(), 1);
    }

    void signingOutAsksAsWell_data()
    {
        QTest::addColumn<QByteArray>("leaving");
        QTest::newRow("sign out") << QByteArray("signOut");
        QTest::newRow("switch cloud") << QByteArray("switchCloud");
    }

    void signingOutAsksAsWell()
    {
        QFETCH(QByteArray, leaving);
        WindowFixture fixture;
        const bool out = leaving == "signOut";
        QSignalSpy left(fixture.window.get(),
                        out ? &ui::MainWindow::signOut : &ui::MainWindow::switchCloud);
        auto *topBar = fixture.window->findChild<ui::TopBar *>();
        const auto leave = [&] {
            if (out)
                Q_EMIT topBar->signOut();
            else
                Q_EMIT topBar->switchCloud();
        };
        LongOperation *operation = fixture.begin();
        operation->setShutOff(u"db-2"_s);
        leave();
        QCOMPARE(left.size(), 0);
        auto *question = fixture.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(question && question->isVisible());
        QVERIFY(question->informativeText().contains(u"“db-2” is shut off until then"_s));
        QTest::keyClick(question, Qt::Key_Return); // stays
        QCOMPARE(left.size(), 0);
        QTRY_VERIFY(!fixture.window->findChild<QMessageBox *>(u"closeQuestion"_s));
        leave();
        fixture.window->findChild<QPushButton *>(u"leave"_s)->click();
        QCOMPARE(left.size(), 1);
        operation->finish();
        leave(); // nothing runs: nothing is asked
        QCOMPARE(left.size(), 2);
    }

    void aFinishedOperationIsReportedAndLinked()
    {
        WindowFixture fixture;
        auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        LongOperation *first = fixture.begin();
        auto *running = fixture.window->findChild<QToolButton *>(u"runningOperations"_s);
        QVERIFY(running->isVisible());
        QVERIFY(running->text().contains(u"Count"_s));
        first->finish();
        QVERIFY(!running->isVisible());
        // What went well covers nothing that one reads.
        QCOMPARE(notices->count(), 0);
        auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        QVERIFY(told->isVisible());
        QVERIFY(told->accessibleName().contains(u"Count to a million"_s));

        Error error;
        error.kind = ErrorKind::Conflict;
        error.message = u"It is in a state that does not allow it"_s;
        error.requestId = u"req-1"_s;
        LongOperation *second = fixture.begin();
        second->giveUp(error);
        QCOMPARE(notices->count(), 1);
        QPushButton *details = nullptr;
        for (auto *button : notices->findChildren<QPushButton *>()) {
            if (button->text() == u"Details"_s)
                details = button;
        }
        QVERIFY(details);
        QTest::mouseClick(details, Qt::LeftButton);
        QCOMPARE(fixture.place(), Route::activity());
        QCOMPARE(fixture.window->currentRoute()->id, second->id());
    }

    void whatTookLongIsToldForLonger()
    {
        WindowFixture fixture;
        test::FakeClock clock;
        const operations::Context context{*fixture.client, *fixture.stores, clock, u"demo"_s};
        for (const bool late : {false, true}) {
            auto *operation = new LongOperation(context);
            fixture.operations.start(std::unique_ptr<operations::Operation>(operation));
            clock.advance(std::chrono::seconds(late ? 60 : 2));
            operation->finish();
            ui::StatusLine line(fixture.theme, clock, fixture.operations);
            line.show();
            line.showNotice(ui::operationNotice(*operation, {}));
            const auto *told = line.findChild<QWidget *>(u"statusNotice"_s);
            QVERIFY(told->isVisible());
            clock.advance(std::chrono::seconds(30));
            QCOMPARE(told->isVisible(), late);
            clock.advance(std::chrono::minutes(2));
            QVERIFY(!told->isVisible());
        }
    }

    /// Undo and Show would find nothing there.
    void aNoticeDoesNotFollowIntoAnotherProject()
    {
        WindowFixture fixture;
        fixture.begin()->finish();
        const auto *told = fixture.window->findChild<QWidget *>(u"statusNotice"_s);
        QVERIFY(told->isVisible());
        fixture.window->showScope({*fixture.session->scope(), fixture.session->regions(), true},
                                  fixture.context());
        QVERIFY(!told->isVisible());
    }

    /// Neither the page's text nor the notice is cut while there is space for both.
    void theStatusLineIsReadBesideANotice()
    {
        WindowFixture fixture;
        ui::StatusLine line(fixture.theme, fixture.clock, fixture.operations);
        line.resize(760, line.height());
        line.show();
        line.setPageText(u"1 selected · 22 snapshots · updated just now"_s);
        ui::Notice notice;
        notice.title = u"Select a snapshot first."_s;
        line.showNotice(notice);
        auto *page = line.findChild<QWidget *>(u"pageStatus"_s);
        QTRY_VERIFY(page->width() >= page->sizeHint().width());
        const auto labels = line.findChild<QWidget *>(u"statusNotice"_s)->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(label->width() >= label->sizeHint().width());
    }

    void aNameIsNoPattern()
    {
        WindowFixture fixture;
        LongOperation *operation = fixture.begin();
        operation->name = u"Create snapshot “cpu 100%2 free %3”"_s;
        operation->inTwoStages();
        QCOMPARE(fixture.window->findChild<QToolButton *>(u"runningOperations"_s)->accessibleName(),
                 u"Create snapshot “cpu 100%2 free %3”: step 2 of 2"_s);
        operation->finish();
    }

    void aQuestionDisappearsOnceItIsAnswered()
    {
        WindowFixture fixture;
        auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        LongOperation *operation = fixture.begin();
        operation->ask();
        QCOMPARE(notices->count(), 1);
        operation->decide(u"all"_s); // elsewhere than in the notice
        QCOMPARE(notices->count(), 0);
        operation->ask();
        QCOMPARE(notices->count(), 1);
        operation->finish();
        QCOMPARE(notices->count(), 0);
    }

    void aNoticeCoversNoBarOfThePage()
    {
        WindowFixture fixture;
        const auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        auto *bar = new QWidget(fixture.window.get());
        bar->setGeometry(300, fixture.window->height() - 120, fixture.window->width() - 320, 40);
        ui::markAsFoot(*bar);
        bar->show();
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Error;
        notice.title = u"It failed."_s;
        fixture.window->notify(notice);
        QCOMPARE(notices->count(), 1);
        QVERIFY(!notices->geometry().intersects(bar->geometry()));
    }

    void aNoticeIsAboutWhatIsStillOpen()
    {
        WindowFixture fixture;
        auto *notices = fixture.window->findChild<ui::NoticeStack *>();
        LongOperation *first = fixture.begin();
        LongOperation *second = fixture.begin();
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = u"It goes on now."_s;
        notice.items = {{first->id(), u"the first"_s}, {second->id(), u"the second"_s}};
        fixture.window->notify(notice);
        const auto says = [&](const QString &words) {
            const auto labels = notices->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->isVisible() && label->text().contains(words);
            });
        };
        QVERIFY(says(u"the first"_s) && says(u"the second"_s));
        first->finish();
        QVERIFY(!says(u"the first"_s) && says(u"the second"_s));
        second->finish();
        QCOMPARE(notices->count(), 0);
    }

    void theKeysAreListedFromWhatThereIs()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Server));
        QTest::keyClick(fixture.window.get(), Qt::Key_F1);
        auto *list = fixture.window->findChild<QDialog *>(u"shortcutsDialog"_s);
        QVERIFY(list && list->isVisible() && !list->isModal());
        QStringList names;
        for (const QLabel *label : list->findChildren<QLabel *>())
            names << label->accessibleName();
        QVERIFY(names.contains(u"Refresh the page: F5 or Ctrl+R"_s));
        QVERIFY(names.contains(u"Create snapshot: Ctrl+Shift+S"_s));
        for (const auto *shortcut :
             fixture.window->findChildren<QShortcut *>(QString(), Qt::FindDirectChildrenOnly))
            QVERIFY2(!shortcut->whatsThis().isEmpty(), qPrintable(shortcut->key().toString()));
    }

    void anEndedSessionLeavesThePageAndOffersToSignInAgain()
    {
        WindowFixture fixture;
        fixture.window->navigate(Route::list(Kind::Volume));
        Error error;
        error.kind = ErrorKind::Unauthorized;
        fixture.window->showExpired(error);
        QCOMPARE(fixture.place(), Route::list(Kind::Volume));
        auto *banner = fixture.window->findChild<QWidget *>(u"banner"_s);
        QVERIFY(banner->isVisible());
        QSignalSpy again(fixture.window.get(), &ui::MainWindow::signInAgain);
        QTest::mouseClick(banner->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(again.size(), 1);
        fixture.window->showRenewed();
        QVERIFY(!banner->isVisible());
    }

    void anotherScopeKeepsThePlaceAndNothingElse()
    {
        WindowFixture fixture;
        QTRY_COMPARE(fixture.stores->servers.size(), 40);
        fixture.window->navigate(
            Route::to(Kind::Server, fixture.stores->servers.rows().begin().key()));
        fixture.window->showScope({*fixture.session->scope(), fixture.session->regions(), true},
                                  ui::UiContext{*fixture.client,
                                                *fixture.stores,
                                                fixture.operations,
                                                fixture.clock,
                                                fixture.theme,
                                                fixture.settings,
                                                u"demo"_s,
                                                {}});
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
        QCOMPARE(fixture.window->currentRoute()->id, QString());
        fixture.window->goBack(); // nowhere
        QCOMPARE(fixture.place(), Route::list(Kind::Server));
    }

    void aServiceThatIsMissingHasNoEntry()
    {
        WindowFixture fixture;
        const auto *sidebar = fixture.window->findChild<ui::Sidebar *>();
        const QTreeWidgetItem *volumes =
            sidebar->findItems(u"Volumes"_s, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        QVERIFY(volumes && !volumes->isHidden());
        store::LoadState state = fixture.stores->volumes.state();
        state.absent = Error{};
        fixture.stores->volumes.setState(state);
        QVERIFY(volumes->isHidden());
        state.absent.reset();
        fixture.stores->volumes.setState(state);
        QVERIFY(!volumes->isHidden());
    }

    void signingOutTakesThePagesAway()
    {
        WindowFixture fixture;
        const QPointer<ui::Page> page(fixture.window->currentPage());
        fixture.window->showSignIn();
        QVERIFY(page.isNull());
        QVERIFY(!fixture.window->hasScope());
        fixture.window->navigate(Route::list(Kind::Volume)); // nowhere to go
        QVERIFY(!fixture.window->currentPage());
    }

    void theSizeIsRemembered()
    {
        WindowFixture fixture;
        fixture.window->resize(930, 620);
        QVERIFY(fixture.window->close());
        const ui::MainWindow next(fixture.theme, fixture.settings, fixture.clock,
                                  fixture.operations, new ui::SignInPage(fixture.theme),
                                  ui::Theme::Scheme::System);
        QCOMPARE(next.size(), QSize(930, 620));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
