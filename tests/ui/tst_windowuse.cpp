#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "support/netfixture.h"
#include "ui/signin/signinpage.h"
#include "ui/widgets/tableview.h"
#include "ui/window/mainwindow.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace oriel;
using ui::Route;

namespace {

/// The window on the list of instances, over a cloud that has nothing and tells when it was asked
/// for what.
struct UseFixture
{
    UseFixture()
    {
        net.server.otherwise([this](const test::SeenRequest &request) {
            const QByteArray path = request.path();
            ++requests;
            for (const QByteArray list : {"servers", "flavors", "volumes", "images"}) {
                if (!path.contains('/' + list))
                    continue;
                // Two questions may make one list.
                if (asked[list].empty() || asked[list].back() != net.clock.elapsed())
                    asked[list].push_back(net.clock.elapsed());
                return test::Script::json("{\"" + list + "\":[" + rows[list].join(',') + "]}");
            }
            return test::Script::answer(404, "{}"); // a version document
        });
        open(stores);
        window.navigate(Route::list(Kind::Server));
        window.show();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("no window");
        pass(1s);
    }

    void open(store::CloudStores &of)
    {
        openstack::Scope scope;
        scope.cloud = scope.projectName = u"demo"_s;
        window.showScope(
            {scope, {}, false},
            ui::UiContext{
                *net.client, of, operations, net.clock, theme, settings, u"demo"_s, {u"member"_s}});
    }

    /// Lets time pass; answers come as soon as they are asked for.
    void pass(std::chrono::seconds span)
    {
        for (auto second = 0s; second < span; second += 1s) {
            net.clock.advance(1s);
            if (!QTest::qWaitFor([this] { return net.client->running() == 0; }))
                qFatal("no answer");
        }
    }

    static void use(Qt::ApplicationState state) { Q_EMIT qGuiApp->applicationStateChanged(state); }

    /// How long it was between two questions for the same list, at the least.
    [[nodiscard]] std::chrono::milliseconds shortest() const
    {
        auto shortest = std::chrono::milliseconds::max();
        for (const auto &[list, times] : asked) {
            for (std::size_t i = 1; i < times.size(); ++i)
                shortest = std::min(shortest, times[i] - times[i - 1]);
        }
        return shortest;
    }
    [[nodiscard]] std::size_t questions() const
    {
        std::size_t count = 0;
        for (const auto &[list, times] : asked)
            count += times.size();
        return count;
    }

    [[nodiscard]] const QAbstractItemModel &shown()
    {
        return *window.findChild<ui::TableView *>(u"instancesTable"_s)->model();
    }

    std::map<QByteArray, std::vector<std::chrono::milliseconds>> asked;
    int requests = 0;
    std::map<QByteArray, QByteArrayList> rows; ///< by the list's key
    test::NetFixture net;
    store::CloudStores stores{*net.client, net.clock};
    store::CloudStores others{*net.client, net.clock};
    operations::OperationCenter operations;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ui::Theme theme{*qApp, ui::Theme::Scheme::Light};
    ui::MainWindow window{theme,
                          settings,
                          net.clock,
                          operations,
                          new ui::SignInPage(theme),
                          ui::Theme::Scheme::Light};
};

} // namespace

/// How much is asked of the cloud, as the window is used, left alone or out of sight.
class TestWindowUse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneThatIsUsedIsKeptFresh();
    void anIdleListAsksAThirdOfWhatItShows();
    void whatAnotherClientChangesIsShownWithinTenSeconds();
    void oneThatIsLeftAloneAsksEveryOtherMinute();
    void comingBackInTimeKeepsTheScope();
    void oneThatIsNotSeenAsksNothing();
    void anotherScopeDoesNotWakeIt();
    void keysWorkFromTheAccountMenusButton();
};

void TestWindowUse::oneThatIsUsedIsKeptFresh()
{
    UseFixture fixture;
    fixture.pass(120s);
    QVERIFY(fixture.asked["servers"].size() > 3);
    QVERIFY(fixture.shortest() < 60s);
}

void TestWindowUse::anIdleListAsksAThirdOfWhatItShows()
{
    UseFixture fixture;
    fixture.pass(2s); // what the instances refer to is loaded after them
    const int before = fixture.requests;
    fixture.asked.clear();
    fixture.pass(5min);
    QVERIFY2(fixture.requests - before <= 21,
             qPrintable(QString::number(fixture.requests - before)));
    // The lists that the instances refer to.
    for (const QByteArray list : {"flavors", "volumes", "images"})
        QVERIFY2(fixture.asked[list].size() <= 1, list.constData());
}

void TestWindowUse::whatAnotherClientChangesIsShownWithinTenSeconds()
{
    UseFixture fixture;
    const auto instance = [](const QByteArray &id, const QByteArray &status) {
        return R"({"id":")" + id + R"(","name":")" + id + R"(","status":")" + status +
               R"(","image":"","updated":"2026-01-15T12:00:00Z"})";
    };
    QCOMPARE(fixture.shown().rowCount(), 0);
    fixture.rows["servers"] = {instance("a", "ACTIVE")};
    fixture.pass(10s);
    QCOMPARE(fixture.shown().rowCount(), 1);
    fixture.rows["servers"] = {instance("a", "ACTIVE"), instance("b", "ACTIVE")};
    fixture.pass(10s);
    QCOMPARE(fixture.shown().rowCount(), 2);
    // As the list of changes reports a deletion.
    fixture.rows["servers"] = {instance("a", "DELETED"), instance("b", "ACTIVE")};
    fixture.pass(10s);
    QCOMPARE(fixture.shown().rowCount(), 1);

    // Also if the window was left open, as soon as the user looks at it again.
    fixture.pass(4min);
    fixture.rows["servers"] = {instance("b", "ACTIVE"), instance("c", "ACTIVE")};
    fixture.pass(15s);
    const bool shown = fixture.shown().rowCount() == 2;
    QTest::mouseMove(fixture.window.windowHandle(), {100, 100});
    fixture.pass(shown ? 0s : 1s);
    QCOMPARE(fixture.shown().rowCount(), 2);
    fixture.rows["servers"] = {instance("b", "DELETED"), instance("c", "ACTIVE")};
    fixture.pass(10s);
    QCOMPARE(fixture.shown().rowCount(), 1);
}

void TestWindowUse::oneThatIsLeftAloneAsksEveryOtherMinute()
{
    UseFixture fixture;
    UseFixture::use(Qt::ApplicationInactive);
    fixture.asked.clear();
    fixture.pass(5min - 1s);
    QVERIFY(fixture.shortest() < 60s); // somebody may only look something up elsewhere
    fixture.pass(1s);
    fixture.asked.clear();
    fixture.pass(10min);
    QVERIFY(fixture.asked["servers"].size() >= 4);
    QVERIFY(fixture.shortest() >= 120s);

    const auto before = fixture.asked["servers"].size();
    fixture.pass(60s);
    UseFixture::use(Qt::ApplicationActive);
    fixture.pass(1s);
    QVERIFY(fixture.asked["servers"].size() > before); // at once
    fixture.asked.clear();
    fixture.pass(120s);
    QVERIFY(fixture.shortest() < 60s);
}

void TestWindowUse::comingBackInTimeKeepsTheScope()
{
    UseFixture fixture;
    UseFixture::use(Qt::ApplicationInactive);
    fixture.pass(4min);
    UseFixture::use(Qt::ApplicationActive);
    fixture.pass(30s);
    UseFixture::use(Qt::ApplicationInactive);
    fixture.asked.clear();
    fixture.pass(4min); // five minutes after it was left first
    QVERIFY(fixture.shortest() < 60s);
}

void TestWindowUse::oneThatIsNotSeenAsksNothing()
{
    UseFixture fixture;
    fixture.window.showMinimized();
    fixture.pass(1s);
    auto before = fixture.questions();
    fixture.pass(10min);
    QCOMPARE(fixture.questions(), before);
    fixture.window.showNormal();
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    fixture.pass(2s);
    QVERIFY(fixture.questions() > before);

    fixture.window.hide();
    QTRY_VERIFY(!fixture.window.windowHandle()->isExposed());
    QCoreApplication::processEvents(); // the window system's events, which the window learns it by
    fixture.pass(1s);
    before = fixture.questions();
    fixture.pass(10min);
    QCOMPARE(fixture.questions(), before);
}

void TestWindowUse::anotherScopeDoesNotWakeIt()
{
    UseFixture fixture;
    UseFixture::use(Qt::ApplicationInactive);
    fixture.pass(6min);
    fixture.asked.clear();
    fixture.open(fixture.others); // a region that was being opened when the user left
    fixture.pass(10min);
    QVERIFY(!fixture.asked["servers"].empty());
    QVERIFY(fixture.shortest() >= 120s);

    fixture.window.showMinimized();
    fixture.pass(1s);
    const auto before = fixture.questions();
    fixture.open(fixture.stores);
    fixture.pass(10min);
    QCOMPARE(fixture.questions(), before);
}

void TestWindowUse::keysWorkFromTheAccountMenusButton()
{
    UseFixture fixture;
    auto *account = fixture.window.findChild<QWidget *>(u"account"_s);
    account->setFocus();
    QVERIFY(account->hasFocus());
    QTest::keyClick(account, Qt::Key_F1);
    const auto *list = fixture.window.findChild<QWidget *>(u"shortcutsDialog"_s);
    QVERIFY(list && list->isVisible());
}

QTEST_MAIN(TestWindowUse)
#include "tst_windowuse.moc"
