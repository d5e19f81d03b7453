#include "base/visible.h"
#include "net/requestlog.h"
#include "operations/consolefinder.h"
#include "support/netfixture.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using namespace oriel::test;

namespace {

const QString page = u"https://console.example/vnc.html?path=%3Ftoken%3DSECRET"_s; // NOLINT

/// A Nova that offers some types of consoles, each with its address.
struct Nova : NetFixture
{
    Nova()
    {
        transport.setTracer(&log);
        server.otherwise([this](const SeenRequest &request) { return answer(request); });
    }

    Script answer(const SeenRequest &request)
    {
        if (request.target == "/compute/v2.1/")
            return Script::json(R"({"version": {"id": "v2.1", "min_version": "2.1", "version": ")" +
                                newest + R"("}})");
        const QJsonObject root = QJsonDocument::fromJson(request.body).object();
        const QString key = root.keys().value(0);
        const QString type = root.value(key).toObject().value("type"_L1).toString();
        asked.append(type);
        if (refusal)
            return *refusal;
        if (!offered.contains(type))
            return Script::answer(400, R"({"badRequest": {"code": 400, "message": )"
                                       R"("Unavailable console type."}})");
        QJsonObject console{{u"type"_s, type}, {u"url"_s, offered.value(type)}};
        const bool isAction = key.startsWith("os-get"_L1);
        return Script::json(
            QJsonDocument(QJsonObject{{isAction ? u"console"_s : u"remote_console"_s, console}})
                .toJson());
    }

    Result<ConsoleFinder::Console> find()
    {
        asked.clear();
        std::optional<Result<ConsoleFinder::Console>> found;
        ConsoleFinder finder(*client);
        finder.find(u"web"_s, [&found](auto result) { found = std::move(result); });
        if (!QTest::qWaitFor([&] { return found.has_value(); }))
            qFatal("no answer");
        return *found;
    }

    QStringList asked; ///< the types, in order
    QHash<QString, QString> offered{{u"novnc"_s, page}};
    QByteArray newest = "2.93";
    std::optional<Script> refusal;
    QString written;
    net::RequestLog log{net::RequestLog::Detail::Everything, [this](const QString &lines) {
                            written += lines + u'\n';
                        }};
};

} // namespace

/// Which console is found, and what is never opened.
class TestConsoleFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatIsOffered();
    void whatWasRefusedIsTriedLast();
    void noneIsOffered();
    void novaBefore26();
    void aSerialConsoleIsNoWebPage();
    void onlyWebPages_data();
    void onlyWebPages();
    void otherRefusalsEndIt();
    void theTokenIsNotLogged();
};

void TestConsoleFinder::theFirstThatIsOffered()
{
    Nova nova;
    const auto found = nova.find();
    QVERIFY(found.ok());
    QCOMPARE(found->address, page);
    QVERIFY(found->isWebPage);
    QCOMPARE(nova.asked, QStringList{u"novnc"_s});
}

void TestConsoleFinder::whatWasRefusedIsTriedLast()
{
    Nova nova;
    nova.offered = {{u"webmks"_s, page}};
    QVERIFY(nova.find().ok());
    QCOMPARE(nova.asked, (QStringList{u"novnc"_s, u"spice-html5"_s, u"serial"_s, u"webmks"_s}));
    QVERIFY(nova.find().ok());
    QCOMPARE(nova.asked, QStringList{u"webmks"_s});
    // Another host may have it.
    nova.offered = {{u"novnc"_s, page}};
    QVERIFY(nova.find().ok());
    QCOMPARE(nova.asked, (QStringList{u"webmks"_s, u"novnc"_s}));
}

void TestConsoleFinder::noneIsOffered()
{
    Nova nova;
    nova.offered.clear();
    const auto found = nova.find();
    QVERIFY(!found.ok());
    QCOMPARE(found.error().kind, ErrorKind::Unsupported);
    QCOMPARE(found.error().message, u"The cloud offers no console for this instance."_s);
    QCOMPARE(nova.asked.size(), 4);
}

void TestConsoleFinder::novaBefore26()
{
    Nova nova;
    nova.newest = "2.5";
    nova.offered = {{u"spice-html5"_s, page}};
    const auto found = nova.find();
    QVERIFY(found.ok());
    QCOMPARE(found->address, page);
    QCOMPARE(nova.asked, (QStringList{u"novnc"_s, u"spice-html5"_s}));
    nova.offered.clear();
    QVERIFY(!nova.find().ok());
    QCOMPARE(nova.asked, (QStringList{u"spice-html5"_s, u"serial"_s, u"novnc"_s}));
}

void TestConsoleFinder::aSerialConsoleIsNoWebPage()
{
    Nova nova;
    const QString socket = u"wss://console.example:6083/?token=SECRET"_s;
    nova.offered = {{u"serial"_s, socket}};
    const auto found = nova.find();
    QVERIFY(found.ok());
    QCOMPARE(found->address, socket);
    QVERIFY(!found->isWebPage);
    nova.offered.insert(u"webmks"_s, page); // a page is better
    QCOMPARE(nova.find()->address, page);
}

void TestConsoleFinder::onlyWebPages_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *address, const char *word) {
        QTest::newRow(address) << QString::fromUtf8(address) << QString::fromUtf8(word);
    };
    row("javascript:alert(1)", "javascript:");
    row("file:///etc/passwd", "file:");
    row("file://console.example/x", "file:");
    row("FTP://console.example/x", "ftp:");
    row("data:text/html,x", "data:");
    row("vscode://console.example/x", "vscode:");
    row("http:///x", "http:");
    row("http:x", "http:");
    row("/etc/passwd", "is not the address");
    row("-x", "is not the address");
    row("http://[", "is not the address");
}

void TestConsoleFinder::onlyWebPages()
{
    QFETCH(QString, address);
    QFETCH(QString, word);
    Nova nova;
    nova.offered = {{u"novnc"_s, address}};
    const auto found = nova.find();
    QVERIFY(!found.ok());
    const QString said = withoutIsolates(found.error().message);
    QVERIFY2(said.contains(word), qPrintable(said));
}

void TestConsoleFinder::otherRefusalsEndIt()
{
    Nova nova;
    nova.refusal = Script::answer(
        409, R"({"conflictingRequest": {"code": 409, "message": "Instance web is not ready"}})");
    const auto found = nova.find();
    QVERIFY(!found.ok());
    QCOMPARE(found.error().kind, ErrorKind::Conflict);
    QCOMPARE(found.error().message, u"Instance web is not ready"_s);
    QCOMPARE(nova.asked.size(), 1);
}

void TestConsoleFinder::theTokenIsNotLogged()
{
    Nova nova;
    nova.offered = {{u"serial"_s, u"ws://console.example/?token=SECRET"_s}, {u"webmks"_s, page}};
    QVERIFY(nova.find().ok());
    QVERIFY2(nova.written.contains("console.example"_L1), qPrintable(nova.written));
    QVERIFY2(!nova.written.contains("SECRET"_L1), qPrintable(nova.written));
}

QTEST_GUILESS_MAIN(TestConsoleFinder)
#include "tst_consolefinder.moc"
