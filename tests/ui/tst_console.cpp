#include "operations/actions/actions.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/consoledialog.h"
#include "ui/dialogs/consolepanel.h"
#include "ui/dialogs/errorpanel.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/notepanel.h"
#include "ui/pages/instance/consoletab.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QDesktopServices>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;

namespace {

struct Fixture
{
    Fixture()
    {
        cloud.center.setJournal(&journal, {});
        window.resize(1000, 700);
        window.show();
    }

    /// A panel whose browser remembers what it was given.
    ui::ConsolePanel *panel()
    {
        auto *made = new ui::ConsolePanel(
            around.context, server.id,
            [this](const QUrl &url) {
                opened.append(url);
                return hasBrowser;
            },
            &window);
        window.setCentralWidget(made);
        return made;
    }
    bool settled(const ui::ConsolePanel *panel)
    {
        return cloud.pump([panel] { return !panel->isBusy(); });
    }
    static QString status(const QWidget *in)
    {
        return in->findChild<ui::NotePanel *>(u"consoleStatus"_s)->text();
    }
    /// The page at the address: its status, and its text.
    std::pair<int, QString> page(const QUrl &url)
    {
        QNetworkAccessManager browser;
        QNetworkReply *reply = browser.get(QNetworkRequest(url));
        if (!QTest::qWaitFor([reply] { return reply->isFinished(); }))
            qFatal("the console's page does not answer");
        const int code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        return {code, QString::fromUtf8(reply->readAll())};
    }
    /// All text in the window, also of fields.
    [[nodiscard]] QString everything() const
    {
        QString all;
        for (const auto *label : window.findChildren<QLabel *>())
            all += label->text() + label->toolTip() + label->accessibleName() + u'\n';
        for (const auto *edit : window.findChildren<QPlainTextEdit *>())
            all += edit->toPlainText() + u'\n';
        return all;
    }

    test::DemoCloudFixture cloud;
    openstack::Server server = cloud.server(u"web-1"_s);
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QTemporaryDir folder;
    operations::Journal journal{folder.filePath(u"journal.sqlite"_s)};
    QMainWindow window;
    QList<QUrl> opened;
    bool hasBrowser = true;
};

QString tokenOf(const QUrl &url)
{
    return QUrl::fromPercentEncoding(url.query(QUrl::FullyEncoded).toLatin1())
        .section(u"token="_s, 1);
}

} // namespace

/// The console, from the button to the page in the browser.
class TestConsole final : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void takeUrl(const QUrl &url) { m_taken.append(url); }

private Q_SLOTS:
    void opensAPageWithTheInstance();
    void theTokenIsNowhere();
    void withoutABrowserTheAddressCanBeCopied();
    void failuresAreToldAndCanBeRetried();
    void theActionOpensItInTheBrowser();
    void theTabSaysWhyThereIsNone();
    void aTokenExpires();

private:
    QList<QUrl> m_taken;
};

void TestConsole::opensAPageWithTheInstance()
{
    Fixture f;
    ui::ConsolePanel *panel = f.panel();
    panel->open();
    QVERIFY(Fixture::status(panel).startsWith("Waiting"_L1));
    QVERIFY(f.settled(panel));
    QCOMPARE(f.opened.size(), 1);
    QVERIFY(Fixture::status(panel).startsWith("The console was opened"_L1));
    const auto [code, text] = f.page(f.opened.front());
    QCOMPARE(code, 200);
    QVERIFY2(text.contains("web-1: ACTIVE"_L1), qPrintable(text));
    QUrl wrong = f.opened.front();
    wrong.setQuery(u"path=%3Ftoken%3D00000000-0000-4000-8000-000000000000"_s);
    const auto [refused, why] = f.page(wrong);
    QCOMPARE(refused, 403);
    QVERIFY(!why.contains("web-1"_L1));
}

void TestConsole::theTokenIsNowhere()
{
    Fixture f;
    ui::ConsolePanel *panel = f.panel();
    panel->open();
    QVERIFY(f.settled(panel));
    const QString token = tokenOf(f.opened.front());
    QVERIFY(token.size() > 30);
    QVERIFY2(!f.everything().contains(token), qPrintable(f.everything()));
    QVERIFY(f.cloud.center.operations().empty());
    f.cloud.pump([] { return false; }, std::chrono::seconds(1)); // the journal writes
    QFile file(f.folder.filePath(u"journal.sqlite"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(token.toUtf8()));
}

void TestConsole::withoutABrowserTheAddressCanBeCopied()
{
    Fixture f;
    f.hasBrowser = false;
    ui::ConsolePanel *panel = f.panel();
    auto *copy = panel->findChild<QPushButton *>(u"consoleCopy"_s);
    QVERIFY(!copy->isVisible());
    panel->open();
    QVERIFY(f.settled(panel));
    QVERIFY2(Fixture::status(panel).startsWith("No web browser could be started."_L1),
             qPrintable(Fixture::status(panel)));
    QVERIFY(copy->isVisible());
    QGuiApplication::clipboard()->clear();
    QTest::mouseClick(copy, Qt::LeftButton);
    QVERIFY(f.settled(panel));
    QCOMPARE(f.opened.size(), 1); // not tried again
    const QString address = QGuiApplication::clipboard()->text();
    QCOMPARE(f.page(QUrl(address)).first, 200);
    QVERIFY(!f.everything().contains(tokenOf(QUrl(address))));
    QVERIFY(Fixture::status(panel).startsWith("The address was copied."_L1));
}

void TestConsole::failuresAreToldAndCanBeRetried()
{
    Fixture f;
    FaultRule rule;
    rule.method = "POST";
    rule.path = QRegularExpression(u"/remote-consoles$"_s);
    rule.kind = FaultRule::Kind::CutBefore;
    f.cloud.cloud.faults().add(rule);
    ui::ConsolePanel *panel = f.panel();
    panel->open();
    QVERIFY(f.settled(panel));
    auto *error = panel->findChild<ui::ErrorPanel *>();
    QVERIFY(error->isVisible());
    QVERIFY2(error->copyText().startsWith("The console was not opened."_L1),
             qPrintable(error->copyText()));
    QVERIFY(f.opened.isEmpty());
    panel->open();
    QVERIFY(!error->isVisible());
    QVERIFY(f.settled(panel));
    QCOMPARE(f.opened.size(), 1);
}

void TestConsole::theActionOpensItInTheBrowser()
{
    Fixture f;
    QDesktopServices::setUrlHandler(u"http"_s, this, "takeUrl");
    m_taken.clear();
    ui::ActionFlow flow(f.around.context, &f.window);
    flow.begin(*operations::actionNamed(operations::openConsole), {f.server.id});
    QVERIFY(f.cloud.pump([this] { return !m_taken.isEmpty(); }));
    auto *dialog = f.window.findChild<ui::ConsoleDialog *>();
    QVERIFY(dialog->isVisible());
    auto *again = dialog->findChild<QPushButton *>(u"confirm"_s);
    QVERIFY(f.cloud.pump([again] { return again->isEnabled(); }));
    QTest::mouseClick(again, Qt::LeftButton);
    QVERIFY(f.cloud.pump([this] { return m_taken.size() == 2; }));
    QVERIFY(tokenOf(m_taken[0]) != tokenOf(m_taken[1]));
    QDesktopServices::unsetUrlHandler(u"http"_s);
}

void TestConsole::theTabSaysWhyThereIsNone()
{
    Fixture f;
    ui::ActionFlow flow(f.around.context, &f.window);
    auto *tab = new ui::ConsoleTab(f.around.context, flow, f.server.id, &f.window);
    f.window.setCentralWidget(tab);
    auto *open = tab->findChild<QPushButton *>(u"consoleOpen"_s);
    QVERIFY(open->isEnabled());
    auto *password = tab->findChild<QPushButton *>(u"consolePassword"_s);
    QVERIFY(password->isEnabled());
    QTest::mouseClick(password, Qt::LeftButton);
    QPointer<ui::FieldsDialog> dialog = f.window.findChild<ui::FieldsDialog *>(u"set-password"_s);
    QVERIFY(dialog && dialog->isVisible());
    dialog->reject();
    auto *dark = tab->findChild<ui::NotePanel *>(u"consoleDark"_s);
    QVERIFY(!dark->isVisible());
    f.server.status = u"SHUTOFF"_s;
    f.server.vmState = u"stopped"_s;
    f.cloud.stores->servers.upsert({f.server});
    QVERIFY(open->isEnabled());
    QVERIFY2(dark->text().contains("is not running"_L1), qPrintable(dark->text()));
    QVERIFY2(dark->text().endsWith(" Start"_L1), qPrintable(dark->text()));
    QVERIFY(!password->isEnabled());
    QVERIFY2(password->toolTip().contains("running"_L1), qPrintable(password->toolTip()));
    f.server.status = u"SHELVED_OFFLOADED"_s;
    f.cloud.stores->servers.upsert({f.server});
    QVERIFY(!open->isEnabled());
    QVERIFY2(open->toolTip().contains("is on no host"_L1), qPrintable(open->toolTip()));
}

void TestConsole::aTokenExpires()
{
    Fixture f;
    ui::ConsolePanel *panel = f.panel();
    panel->open();
    QVERIFY(f.settled(panel));
    f.cloud.clock.advance(std::chrono::minutes(11));
    QCOMPARE(f.page(f.opened.front()).first, 403);
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
