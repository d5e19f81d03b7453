#include "demo/democloud.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/identity/session.h"
#include "operations/operationcenter.h"
#include "operations/restore/restoreinstance.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/snapshotdialog.h"
#include "ui/navigation/sidebar.h"
#include "ui/pages/listpages.h"
#include "ui/pages/overview/counttile.h"
#include "ui/pages/overview/quotagauge.h"
#include "ui/signin/signinpage.h"
#include "ui/widgets/tableview.h"
#include "ui/window/globalsearch.h"
#include "ui/window/mainwindow.h"
#include "ui/window/noticestack.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QShortcut>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
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
        return {operations::Subject::Kind::Server, u"s1"_s, u"web-01"_s};
    }
    [[nodiscard]] QString command() const override { return u"seq 1000000"_s; }
    [[nodiscard]] QString leavesShutOff() const override { return m_shutOff; }
    void setShutOff(const QString &instance)
    {
        m_shutOff = instance;
        Q_EMIT changed();
    }
    void finish() { succeed(); }
    void giveUp(const Error &error) { fail(error); }
    void ask() { askPerson({u"How far?"_s, {{u"all"_s, u"To the end"_s}}}); }
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
};

/// As if an instance had been restored and had got the address of the original.
class MovingOperation final : public operations::Operation
{
public:
    using Operation::Operation;
    [[nodiscard]] QString title() const override { return u"Launch “web-1 restored 2”"_s; }
    [[nodiscard]] operations::Subject subject() const override
    {
        return {operations::Subject::Kind::Image, u"i1"_s, u"web-1 nightly"_s};
    }
    [[nodiscard]] QString command() const override { return {}; }
    [[nodiscard]] QString kind() const override { return operations::RestoreInstance::kindName; }
    [[nodiscard]] QJsonObject intent() const override
    {
        operations::RestoreRequest request;
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
struct WindowDesk
{
    WindowDesk()
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
        window->showScope({*session->scope(), session->regions(), true},
                          ui::UiContext{*client, *stores, operations, clock, theme, settings,
                                        u"demo"_s, session->scope()->roles});
        window->show();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("no window");
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
        WindowDesk desk;
        QCOMPARE(desk.place(), Route::overview());
        const auto tiles = desk.window->findChildren<ui::CountTile *>();
        QCOMPARE(tiles.size(), 4);
        QTRY_VERIFY(tiles[0]->accessibleDescription().startsWith(u"40"_s));
        const auto gauges = desk.window->findChildren<ui::QuotaGauge *>();
        QCOMPARE(gauges.size(), 6);
        QTRY_VERIFY(gauges[0]->text().startsWith(u"40 of "_s));
        QTRY_VERIFY(gauges[5]->text().endsWith(u"GiB"_s));
        // A cloud with instances in error has something that needs somebody.
        QTRY_VERIFY(desk.window->findChild<QWidget *>(u"attention"_s)
                        ->findChildren<QToolButton *>()
                        .size() > 2);
        QTest::mouseClick(tiles[2], Qt::LeftButton);
        QCOMPARE(desk.place(), Route::list(Kind::Volume));
    }

    void keysLeadEverywhereAndBack()
    {
        WindowDesk desk;
        QTest::keyClick(desk.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(desk.place(), Route::list(Kind::Server));
        QTest::keyClick(desk.window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(desk.place(), Route::list(Kind::VolumeSnapshot));
        QTest::keyClick(desk.window.get(), Qt::Key_6, Qt::ControlModifier);
        QCOMPARE(desk.place(), Route::activity());
        QTest::keyClick(desk.window.get(), Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(desk.window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(desk.place(), Route::list(Kind::Server));
        QTest::keyClick(desk.window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(desk.place(), Route::list(Kind::VolumeSnapshot));
        QVERIFY(desk.window->windowTitle().startsWith(
            desk.window->currentPage()->crumbs().back().text));
    }

    void theSidebarKeepsTheFocusThatWalksIt()
    {
        WindowDesk desk;
        auto *sidebar = desk.window->findChild<ui::Sidebar *>();
        // Lists that have come take the focus where a link leads to them.
        desk.window->navigate(Route::list(Kind::Server));
        QTRY_VERIFY(desk.window->currentPage()->findChild<QAbstractItemView *>()->hasFocus());
        desk.window->navigate(Route::overview());
        QVERIFY(!sidebar->hasFocus());
        sidebar->setFocus();
        QTest::keyClick(sidebar, Qt::Key_Down);
        QCOMPARE(desk.place(), Route::list(Kind::Server));
        QVERIFY(sidebar->hasFocus());
        QTest::keyClick(sidebar, Qt::Key_Down);
        QCOMPARE(desk.place(), Route::list(Kind::Image));
        QVERIFY(sidebar->hasFocus());
        QTest::keyClick(sidebar, Qt::Key_2, Qt::ControlModifier); // a leap, and no walk
        QCOMPARE(desk.place(), Route::list(Kind::Server));
        QVERIFY(desk.window->currentPage()->findChild<QAbstractItemView *>()->hasFocus());
    }

    void everyPlaceOpens()
    {
        WindowDesk desk;
        QTRY_VERIFY(desk.stores->servers.size() == 40);
        std::vector<Route> places{Route::activity(), Route::overview()};
        for (const ui::ListPageSpec &spec : ui::listPages())
            places.push_back(Route::list(spec.kind));
        for (const Route &place : places) {
            desk.window->navigate(place);
            QCOMPARE(desk.place(), place);
            QVERIFY(desk.window->currentPage()->isVisible());
            QVERIFY(!desk.window->currentPage()->crumbs().empty());
        }
        const auto ids = desk.stores->servers.rows().keys();
        desk.window->navigate(Route::to(Kind::Server, ids[0]));
        desk.window->navigate(Route::to(Kind::Server, ids[1], u"volumes"_s));
        QCOMPARE(desk.window->currentPage()->crumbs().back().text,
                 desk.stores->servers.find(ids[1])->name);
        desk.window->goBack();
        QCOMPARE(desk.window->currentPage()->crumbs().back().text,
                 desk.stores->servers.find(ids[0])->name);
    }

    void searchFindsByNameAndAddress()
    {
        WindowDesk desk;
        QTRY_COMPARE(desk.stores->servers.size(), 40);
        const auto server = desk.stores->servers.rows().begin().value();
        QTest::keyClick(desk.window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *search = desk.window->findChild<ui::GlobalSearch *>();
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, server->name);
        QTRY_VERIFY(!search->hits().empty() && search->hits().front().title == server->name);
        QCOMPARE(search->hits().front().route, (Route::to(Kind::Server, server->id)));
        search->clear();
        QVERIFY(search->hits().empty());

        const auto byAddress =
            std::find_if(desk.stores->servers.rows().begin(), desk.stores->servers.rows().end(),
                         [](const auto &row) { return !row->addresses.empty(); });
        QTest::keyClicks(search, (*byAddress)->addresses.front().address);
        QTRY_VERIFY(!search->hits().empty());
        QCOMPARE(search->hits().front().route.id, (*byAddress)->id);
        QVERIFY(desk.window->findChild<QWidget *>(u"searchResults"_s)->isVisible());
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(desk.place(), Route::to(Kind::Server, {}));
        QVERIFY(search->text().isEmpty());
    }

    void shortcutsWorkWhereverTheFocusIs()
    {
        WindowDesk desk;
        QTRY_COMPARE(desk.stores->servers.size(), 40);
        QTest::keyClick(desk.window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = desk.window->findChild<ui::TableView *>();
        QTRY_VERIFY(table && table->model()->rowCount() > 0);
        auto *told = desk.window->findChild<QWidget *>(u"told"_s);
        const std::vector<QWidget *> places{
            desk.window->findChild<ui::Sidebar *>(), desk.window->findChild<ui::GlobalSearch *>(),
            desk.window->findChild<QToolButton *>(u"account"_s), table};
        const auto press = [&desk](QWidget *place) {
            desk.window->activateWindow(); // as a window manager does when a dialog has closed
            QTRY_VERIFY(desk.window->isActiveWindow());
            place->setFocus();
            QTest::keyClick(place, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        };
        // With nothing selected it says why it does nothing.
        for (QWidget *place : places) {
            told->hide();
            press(place);
            QVERIFY2(told->isVisible(), place->metaObject()->className());
            QCOMPARE(told->accessibleName(), u"Select an instance first."_s);
            QVERIFY(!desk.window->findChild<ui::SnapshotDialog *>());
        }
        QTest::keyClick(table, Qt::Key_Home);
        QTest::keyClick(table, Qt::Key_Space);
        QTRY_COMPARE(table->selectionModel()->selectedRows().size(), 1);
        for (QWidget *place : places) {
            press(place);
            QPointer<ui::SnapshotDialog> dialog = desk.window->findChild<ui::SnapshotDialog *>();
            QVERIFY2(dialog, place->metaObject()->className());
            dialog->reject();
            QTRY_VERIFY(dialog.isNull());
        }
        // Never of a page that is not seen.
        desk.window->activateWindow();
        QTRY_VERIFY(desk.window->isActiveWindow());
        QTest::keyClick(desk.window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(desk.place(), Route::overview());
        press(desk.window->findChild<ui::Sidebar *>());
        QVERIFY(!desk.window->findChild<ui::SnapshotDialog *>());
    }

    void aMovedAddressIsToldWithAWayBack()
    {
        WindowDesk desk;
        auto made = std::make_unique<MovingOperation>(
            operations::Context{*desk.client, *desk.stores, desk.clock, u"demo"_s});
        MovingOperation *operation = made.get();
        desk.operations.start(std::move(made));
        operation->finish();
        QVERIFY(!QApplication::activeModalWidget()); // told, not asked
        auto *notices = desk.window->findChild<ui::NoticeStack *>();
        QCOMPARE(notices->count(), 1);
        const auto *card = notices->findChild<QFrame *>(u"notice"_s);
        QCOMPARE(card->accessibleName(),
                 u"203.0.113.20 now points to “web-1 restored 2” instead of “web-1”"_s);
        // It is found again in Activity.
        desk.window->navigate(Route::activity(operation->id()));
        QTRY_VERIFY(desk.window->findChild<QPushButton *>(u"moveBack"_s)->isVisible());
        QCOMPARE(desk.window->findChild<QPushButton *>(u"moveBack"_s)->text(),
                 u"Move 203.0.113.20 back"_s);
        // This cloud does not know the address: nothing is moved, and that is said.
        notices->findChild<QPushButton *>(u"noticeAction"_s)->click();
        QTRY_VERIFY(desk.window->findChild<ui::ErrorDialog *>());
        QCOMPARE(notices->count(), 0);
        QCOMPARE(desk.operations.operations().size(), 1U);
    }

    void closingAsksOnlyWhileSomethingRuns()
    {
        WindowDesk desk;
        QSignalSpy closed(desk.window.get(), &ui::MainWindow::closed);
        LongOperation *operation = desk.begin();
        QVERIFY(!desk.window->close());
        auto *question = desk.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(question && question->isVisible());
        QVERIFY(question->informativeText().contains(u"Count to a million"_s));
        QCOMPARE(closed.size(), 0);
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(!desk.window->findChild<QMessageBox *>(u"closeQuestion"_s));
        QVERIFY(desk.window->isVisible());

        operation->finish();
        QVERIFY(desk.window->close());
        QCOMPARE(closed.size(), 1);
    }

    void theQuestionDoesNotAnswerItself()
    {
        WindowDesk desk;
        QSignalSpy closed(desk.window.get(), &ui::MainWindow::closed);
        LongOperation *operation = desk.begin();
        QVERIFY(!desk.window->close());
        auto *question = desk.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(!question->informativeText().contains(u"shut off"_s));
        operation->setShutOff(u"db-2"_s);
        QVERIFY2(question->informativeText().contains(u"“db-2” stays shut off until"_s),
                 qPrintable(question->informativeText()));
        operation->finish();
        QCoreApplication::processEvents();
        QVERIFY(question->isVisible() && desk.window->isVisible());
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
        WindowDesk desk;
        const bool out = leaving == "signOut";
        QSignalSpy left(desk.window.get(),
                        out ? &ui::MainWindow::signOut : &ui::MainWindow::switchCloud);
        auto *topBar = desk.window->findChild<ui::TopBar *>();
        const auto leave = [&] {
            if (out)
                Q_EMIT topBar->signOut();
            else
                Q_EMIT topBar->switchCloud();
        };
        LongOperation *operation = desk.begin();
        operation->setShutOff(u"db-2"_s);
        leave();
        QCOMPARE(left.size(), 0);
        auto *question = desk.window->findChild<QMessageBox *>(u"closeQuestion"_s);
        QVERIFY(question && question->isVisible());
        QVERIFY(question->informativeText().contains(u"“db-2” is shut off until then"_s));
        QTest::keyClick(question, Qt::Key_Return); // stays
        QCOMPARE(left.size(), 0);
        QTRY_VERIFY(!desk.window->findChild<QMessageBox *>(u"closeQuestion"_s));
        leave();
        desk.window->findChild<QPushButton *>(u"leave"_s)->click();
        QCOMPARE(left.size(), 1);
        operation->finish();
        leave(); // nothing runs: nothing is asked
        QCOMPARE(left.size(), 2);
    }

    void whatEndedIsToldAndLedTo()
    {
        WindowDesk desk;
        auto *notices = desk.window->findChild<ui::NoticeStack *>();
        LongOperation *first = desk.begin();
        auto *running = desk.window->findChild<QToolButton *>(u"runningOperations"_s);
        QVERIFY(running->isVisible());
        QVERIFY(running->text().contains(u"Count"_s));
        first->finish();
        QVERIFY(!running->isVisible());
        // What went well covers nothing that one reads.
        QCOMPARE(notices->count(), 0);
        auto *told = desk.window->findChild<QWidget *>(u"told"_s);
        QVERIFY(told->isVisible());
        QVERIFY(told->accessibleName().contains(u"Count to a million"_s));

        Error error;
        error.kind = ErrorKind::Conflict;
        error.message = u"It is in a state that does not allow it"_s;
        error.requestId = u"req-1"_s;
        LongOperation *second = desk.begin();
        second->giveUp(error);
        QCOMPARE(notices->count(), 1);
        QPushButton *details = nullptr;
        for (auto *button : notices->findChildren<QPushButton *>()) {
            if (button->text() == u"Details"_s)
                details = button;
        }
        QVERIFY(details);
        QTest::mouseClick(details, Qt::LeftButton);
        QCOMPARE(desk.place(), Route::activity());
        QCOMPARE(desk.window->currentRoute()->id, second->id());
    }

    void aNameIsNoPattern()
    {
        WindowDesk desk;
        LongOperation *operation = desk.begin();
        operation->name = u"Create snapshot “cpu 100%2 free %3”"_s;
        operation->inTwoStages();
        QCOMPARE(desk.window->findChild<QToolButton *>(u"runningOperations"_s)->accessibleName(),
                 u"Create snapshot “cpu 100%2 free %3”: 1 of 2"_s);
        operation->finish();
    }

    void aQuestionIsNoLongerToldOnceItIsAnswered()
    {
        WindowDesk desk;
        auto *notices = desk.window->findChild<ui::NoticeStack *>();
        LongOperation *operation = desk.begin();
        operation->ask();
        QCOMPARE(notices->count(), 1);
        operation->decide(u"all"_s); // elsewhere than in the notice
        QCOMPARE(notices->count(), 0);
        operation->ask();
        QCOMPARE(notices->count(), 1);
        operation->finish();
        QCOMPARE(notices->count(), 0);
    }

    void aNoticeIsAboutWhatIsStillOpen()
    {
        WindowDesk desk;
        auto *notices = desk.window->findChild<ui::NoticeStack *>();
        LongOperation *first = desk.begin();
        LongOperation *second = desk.begin();
        ui::Notice notice;
        notice.kind = ui::Notice::Kind::Warning;
        notice.title = u"It goes on now."_s;
        notice.matters = {{first->id(), u"the first"_s}, {second->id(), u"the second"_s}};
        desk.window->notify(notice);
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
        WindowDesk desk;
        desk.window->navigate(Route::list(Kind::Server));
        QTest::keyClick(desk.window.get(), Qt::Key_F1);
        auto *list = desk.window->findChild<QDialog *>(u"shortcutsDialog"_s);
        QVERIFY(list && list->isVisible() && !list->isModal());
        QStringList names;
        for (const QLabel *label : list->findChildren<QLabel *>())
            names << label->accessibleName();
        QVERIFY(names.contains(u"Refresh the page: F5 or Ctrl+R"_s));
        QVERIFY(names.contains(u"Create snapshot: Ctrl+Shift+S"_s));
        for (const auto *shortcut :
             desk.window->findChildren<QShortcut *>(QString(), Qt::FindDirectChildrenOnly))
            QVERIFY2(!shortcut->whatsThis().isEmpty(), qPrintable(shortcut->key().toString()));
    }

    void anEndedSessionLeavesThePageAndOffersToSignInAgain()
    {
        WindowDesk desk;
        desk.window->navigate(Route::list(Kind::Volume));
        Error error;
        error.kind = ErrorKind::Unauthorized;
        desk.window->showExpired(error);
        QCOMPARE(desk.place(), Route::list(Kind::Volume));
        auto *banner = desk.window->findChild<QWidget *>(u"banner"_s);
        QVERIFY(banner->isVisible());
        QSignalSpy again(desk.window.get(), &ui::MainWindow::signInAgain);
        QTest::mouseClick(banner->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(again.size(), 1);
        desk.window->showRenewed();
        QVERIFY(!banner->isVisible());
    }

    void anotherScopeKeepsThePlaceAndNothingElse()
    {
        WindowDesk desk;
        QTRY_COMPARE(desk.stores->servers.size(), 40);
        desk.window->navigate(Route::to(Kind::Server, desk.stores->servers.rows().begin().key()));
        desk.window->showScope({*desk.session->scope(), desk.session->regions(), true},
                               ui::UiContext{*desk.client,
                                             *desk.stores,
                                             desk.operations,
                                             desk.clock,
                                             desk.theme,
                                             desk.settings,
                                             u"demo"_s,
                                             {}});
        QCOMPARE(desk.place(), Route::list(Kind::Server));
        QCOMPARE(desk.window->currentRoute()->id, QString());
        desk.window->goBack(); // nowhere
        QCOMPARE(desk.place(), Route::list(Kind::Server));
    }

    void aServiceThatIsMissingHasNoEntry()
    {
        WindowDesk desk;
        const auto *sidebar = desk.window->findChild<ui::Sidebar *>();
        const QTreeWidgetItem *volumes =
            sidebar->findItems(u"Volumes"_s, Qt::MatchExactly | Qt::MatchRecursive).value(0);
        QVERIFY(volumes && !volumes->isHidden());
        store::LoadState state = desk.stores->volumes.state();
        state.absent = Error{};
        desk.stores->volumes.setState(state);
        QVERIFY(volumes->isHidden());
        state.absent.reset();
        desk.stores->volumes.setState(state);
        QVERIFY(!volumes->isHidden());
    }

    void signingOutTakesThePagesAway()
    {
        WindowDesk desk;
        const QPointer<ui::Page> page(desk.window->currentPage());
        desk.window->showSignIn();
        QVERIFY(page.isNull());
        QVERIFY(!desk.window->hasScope());
        desk.window->navigate(Route::list(Kind::Volume)); // nowhere to go
        QVERIFY(!desk.window->currentPage());
    }

    void theSizeIsRemembered()
    {
        WindowDesk desk;
        desk.window->resize(930, 620);
        QVERIFY(desk.window->close());
        const ui::MainWindow next(desk.theme, desk.settings, desk.clock, desk.operations,
                                  new ui::SignInPage(desk.theme), ui::Theme::Scheme::System);
        QCOMPARE(next.size(), QSize(930, 620));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
