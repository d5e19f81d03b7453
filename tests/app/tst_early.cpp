#include "app/application.h"
#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalfile.h"
#include "ui/signin/cloudcard.h"
#include "ui/window/noticestack.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QThreadPool>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;

namespace {

/// A cloud that clouds.yaml names, and Oriel as it is started on it.
struct EarlyFixture
{
    EarlyFixture()
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        qputenv("XDG_CACHE_HOME", folder.filePath(u"cache"_s).toLocal8Bit());
        qputenv("XDG_STATE_HOME", folder.filePath(u"state"_s).toLocal8Bit());
        qputenv("OS_CLIENT_CONFIG_FILE", folder.filePath(u"clouds.yaml"_s).toLocal8Bit());
        write(u"demo"_s);
    }

    void write(const QString &password) const
    {
        QFile file(folder.filePath(u"clouds.yaml"_s));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file");
        file.write(
            u"clouds:\n"
            "  work:\n"
            "    region_name: RegionOne\n"
            "    auth:\n"
            "      auth_url: %1\n"
            "      username: demo\n"
            "      password: %2\n"
            "      project_name: demo\n"
            "      user_domain_name: Default\n"
            "      project_domain_name: Default\n"_s.arg(cloud.authUrl().toString(), password)
                .toUtf8());
    }

    void start()
    {
        app::Options options;
        options.signIn.insert(u"cloud"_s, u"work"_s);
        application = std::make_unique<app::Application>(*qApp, options);
        if (application->start())
            qFatal("it does not start");
    }
    /// It writes what it knows as it ends.
    void end()
    {
        application.reset();
        QThreadPool::globalInstance()->waitForDone();
    }
    /// An Oriel that was here before.
    void wasHereBefore()
    {
        start();
        openInstances();
        if (!QTest::qWaitFor([this] { return rows() == 40; }))
            qFatal("no instances");
        end();
    }

    [[nodiscard]] static ui::MainWindow *window()
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<ui::MainWindow *>(top))
                return found;
        }
        return nullptr;
    }
    static void openInstances()
    {
        if (!QTest::qWaitFor([] { return window()->isVisible() && window()->hasScope(); }))
            qFatal("no scope");
        window()->navigate(ui::Route::list(Kind::Server));
    }
    [[nodiscard]] static int rows()
    {
        return window()->currentPage()->findChild<QTableView *>()->model()->rowCount();
    }
    /// What the list says of its age; empty where it is fresh.
    [[nodiscard]] static QString age()
    {
        const auto *label = window()->currentPage()->findChild<QLabel *>(u"cachedAge"_s);
        return label->isVisible() ? label->text() : QString();
    }

    /// What signing in meets from now on.
    void meet(FaultRule::Kind kind, std::chrono::milliseconds delay = {})
    {
        FaultRule rule;
        rule.method = "POST";
        rule.path = QRegularExpression(u"/auth/tokens$"_s);
        rule.kind = kind;
        rule.delay = delay;
        rule.count = 0;
        cloud.faults().add(rule);
    }

    QTemporaryDir folder;
    SystemClock clock;
    demo::DemoCloud cloud{{}, clock};
    std::unique_ptr<app::Application> application;
};

} // namespace

/// The window opens on what was known last, while the cloud is still being asked who is there.
class TestEarly final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensBeforeTheCloudHasAnswered();
    void becomesFreshInItsPlace();
    void leavesWhereItMayNotSignIn();
    void signsInFirstWhereNothingIsKnown();
    void keepsWhatNeedsANewerOriel();
    void opensTheFileThatIsNamed();
};

void TestEarly::opensBeforeTheCloudHasAnswered()
{
    EarlyFixture fixture;
    fixture.wasHereBefore();
    fixture.meet(FaultRule::Kind::Hang);
    fixture.cloud.faults().clearLog();
    fixture.start();
    EarlyFixture::openInstances();
    QTRY_COMPARE(EarlyFixture::rows(), 40);
    QTRY_VERIFY(!EarlyFixture::age().isEmpty());
    // Nothing can be asked for without a token.
    QCOMPARE(fixture.cloud.faults().requestCount("GET", QRegularExpression(u"/servers"_s)), 0);
}

void TestEarly::becomesFreshInItsPlace()
{
    EarlyFixture fixture;
    fixture.wasHereBefore();
    fixture.meet(FaultRule::Kind::Delay, std::chrono::milliseconds(300));
    fixture.start();
    EarlyFixture::openInstances();
    QTRY_COMPARE(EarlyFixture::rows(), 40);
    QVERIFY(!EarlyFixture::age().isEmpty());
    const QPointer<ui::Page> page(EarlyFixture::window()->currentPage());
    QTRY_VERIFY(EarlyFixture::age().isEmpty());
    QCOMPARE(EarlyFixture::rows(), 40);
    // It is the same page: whoever has begun to read or to filter goes on.
    QCOMPARE(EarlyFixture::window()->currentPage(), page.data());
    QVERIFY(page);
}

void TestEarly::leavesWhereItMayNotSignIn()
{
    EarlyFixture fixture;
    fixture.wasHereBefore();
    fixture.write(u"another"_s); // the password is no part of what the cache goes by
    fixture.meet(FaultRule::Kind::Delay, std::chrono::milliseconds(300));
    fixture.start();
    QTRY_VERIFY(EarlyFixture::window()->isVisible() && EarlyFixture::window()->hasScope());
    QTRY_VERIFY(!EarlyFixture::window()->hasScope());
    QVERIFY(EarlyFixture::window()->isVisible());
}

void TestEarly::signsInFirstWhereNothingIsKnown()
{
    EarlyFixture fixture;
    fixture.meet(FaultRule::Kind::Hang);
    fixture.start();
    QVERIFY(EarlyFixture::window()->isVisible());
    QVERIFY(!EarlyFixture::window()->hasScope());
}

void TestEarly::keepsWhatNeedsANewerOriel()
{
    EarlyFixture fixture;
    const QString path = fixture.folder.filePath(u"state/oriel/journal.sqlite"_s);
    operations::JournalEntry entry;
    entry.id = u"1"_s;
    entry.kind = u"teleport"_s;
    entry.scope = {operations::scopeUrl(fixture.cloud.authUrl()), u"RegionOne"_s,
                   u"442590c809b4badfd5f267016d8769b3"_s, u"work / RegionOne / demo"_s};
    entry.userName = u"demo"_s;
    entry.title = u"Teleport “web-1”"_s;
    entry.started = fixture.clock.now();
    {
        operations::Journal newer(path);
        newer.begin(entry, this, [](const auto &) {});
    }
    fixture.start();
    EarlyFixture::openInstances();
    const auto *notices = EarlyFixture::window()->findChild<ui::NoticeStack *>();
    const auto says = [notices](const QString &words) {
        const auto labels = notices->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const auto *label) { return label->text().contains(words); });
    };
    QTRY_VERIFY(says(u"needs a newer version of Oriel"_s) && says(entry.title));
    QVERIFY(!says(u"Sign in there"_s));
    fixture.end();
    const operations::LockPatience patience;
    const auto journal = operations::JournalFile::open(path, patience);
    const auto left = journal->file->unfinished();
    QCOMPARE(left->size(), std::size_t{1});
    QVERIFY(left->front().givenBack && !left->front().ended.isValid());
}

void TestEarly::opensTheFileThatIsNamed()
{
    EarlyFixture fixture;
    app::Options options;
    options.file = fixture.folder.filePath(u"lab-openrc.sh"_s);
    QFile file(options.file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("export OS_AUTH_URL=" + fixture.cloud.authUrl().toEncoded() +
               "\nexport OS_USERNAME=demo\n");
    file.close();
    fixture.application = std::make_unique<app::Application>(*qApp, options);
    QVERIFY(!fixture.application->start());
    ui::MainWindow *window = EarlyFixture::window();
    const auto cards = window->findChild<ui::SignInPage *>()->cardsOf(options.file);
    QCOMPARE(cards.size(), std::size_t{1});
    QTRY_VERIFY(cards.front()->isVisible());
    QTRY_VERIFY(cards.front()->button()->hasFocus());
    // It is not signed in to before the user has seen where: clouds.yaml has a cloud as well.
    QCOMPARE(fixture.cloud.faults().requestCount(), 0);
    // The page of help is there before anything else is.
    auto *help = window->findChild<QPushButton *>(u"gettingStarted"_s);
    help->click();
    const auto *page = window->findChild<QDialog *>(u"gettingStartedDialog"_s);
    QTRY_VERIFY(page && page->isVisible());
    fixture.end();
}

int main(int argc, char **argv)
{
    const QTemporaryDir home;
    for (const char *name : {"HOME", "XDG_CONFIG_HOME"})
        qputenv(name, home.path().toLocal8Bit());
    for (const QString &name : QProcessEnvironment::systemEnvironment().keys()) {
        if (name.startsWith(u"OS_"_s))
            qunsetenv(name.toLocal8Bit().constData());
    }
    QApplication qt(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestEarly test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_early.moc"
