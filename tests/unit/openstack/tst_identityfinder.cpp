#include "openstack/identity/identityfinder.h"

#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;
using test::Script;
using test::SeenRequest;

namespace {

QByteArray document(const QString &link)
{
    return R"({"version":{"id":"v3.14","status":"stable","links":[{"rel":"self","href":")" +
           link.toUtf8() + R"("}]}})";
}

QByteArray oldDocument()
{
    return R"({"versions":{"values":[{"id":"v2.0","status":"stable","links":[]}]}})";
}

/// A web server whose paths are the keys; everything else is a page that was not found.
struct Search
{
    explicit Search(std::map<QByteArray, Script> places = {})
    {
        // The server does not understand TLS: nothing comes back.
        QObject::connect(&finder, &IdentityFinder::trying, &finder, [this](const QUrl &address) {
            last = address;
            QTimer::singleShot(0, &finder, [this, address] {
                if (address == last && address.scheme() == "https"_L1)
                    clock.advance(std::chrono::seconds(8));
            });
        });
        server.otherwise([scripts = std::move(places)](const SeenRequest &request) {
            const auto script = scripts.find(request.path());
            return script == scripts.end() ? Script::answer(404, "<html>No such page</html>",
                                                            {{"Content-Type", "text/html"}})
                                           : script->second;
        });
    }

    /// `typed` with HOST for the server's host and port.
    bool find(QString typed)
    {
        typed.replace("HOST"_L1, server.url().authority());
        finder.find(typed);
        return QTest::qWaitFor([this] { return found.size() + failed.size() > 0; }, 30'000);
    }

    [[nodiscard]] QUrl address() const
    {
        return found.isEmpty() ? QUrl() : found.front().front().toUrl();
    }
    [[nodiscard]] Error error() const
    {
        return failed.isEmpty() ? Error{} : failed.front().front().value<Error>();
    }
    [[nodiscard]] QList<QByteArray> paths() const
    {
        QList<QByteArray> paths;
        for (const SeenRequest &request : server.seen())
            paths.append(request.path());
        return paths;
    }

    test::FakeClock clock;
    QUrl last; ///< that is being tried
    net::Transport transport{clock};
    test::ScriptedServer server{QHostAddress(u"127.0.0.2"_s)};
    IdentityFinder finder{transport, clock, CloudConfig{}};
    QSignalSpy found{&finder, &IdentityFinder::found};
    QSignalSpy failed{&finder, &IdentityFinder::failed};
};

} // namespace

class TestIdentityFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typedAddresses_data();
    void typedAddresses();
    void looksInThisOrder_data();
    void looksInThisOrder();
    void finds_data();
    void finds();
    void sendsNothingSecret();
    void takesTheFirst();
    void followsOnTheSameHost();
    void doesNotGoRoundInCircles();
    void goesToNoOtherHost();
    void saysWhatItTried();
    void saysThatTheVersionIsTooOld();
    void nobodyThere();
    void goesOnWhereNothingAnswers();
    void canBeGivenUp();
};

void TestIdentityFinder::typedAddresses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    const auto row = [](const char *typed, const char *address) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(address);
    };
    row("cloud.example.org", "https://cloud.example.org");
    row("  cloud.example.org:5000/ ", "https://cloud.example.org:5000");
    row("https://cloud.example.org/horizon/", "https://cloud.example.org/horizon");
    row("http://cloud.example.org/v3", "http://cloud.example.org/v3");
    row("HTTPS://Cloud.Example.org/v3/", "https://cloud.example.org/v3");
    row("https://cloud.example.org/auth/login/?next=/project/#top",
        "https://cloud.example.org/auth/login");
    row("[2001:db8::1]:5000", "https://[2001:db8::1]:5000");
    row("10.0.0.1", "https://10.0.0.1");
    row("ftp://cloud.example.org", "");
    row("https://", "");
    row("cloud example", "");
    row("cloud.example.org:99999999", "");
    row("", "");
}

void TestIdentityFinder::typedAddresses()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, address);
    QCOMPARE(typedAddress(typed).toString(), address);
}

void TestIdentityFinder::looksInThisOrder_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("places");
    QTest::newRow("whole") << u"https://c.example/v3"_s
                           << QStringList{u"https://c.example/v3"_s, u"https://c.example:5000/v3"_s,
                                          u"https://c.example/identity/v3"_s,
                                          u"https://c.example/keystone/v3"_s};
    QTest::newRow("dashboard") << u"https://c.example/horizon/auth/login/?next=/"_s
                               << QStringList{u"https://c.example/horizon/auth/login"_s,
                                              u"https://c.example:5000/v3"_s,
                                              u"https://c.example/identity/v3"_s,
                                              u"https://c.example/keystone/v3"_s,
                                              u"https://c.example/v3"_s};
    QTest::newRow("port") << u"http://c.example:8080"_s
                          << QStringList{
                                 u"http://c.example:8080"_s, u"http://c.example:8080/identity/v3"_s,
                                 u"http://c.example:8080/keystone/v3"_s,
                                 u"http://c.example:8080/v3"_s, u"http://c.example:5000/v3"_s};
    QTest::newRow("tokens") << u"https://c.example:5000/v3/auth/tokens"_s
                            << QStringList{u"https://c.example:5000/v3"_s,
                                           u"https://c.example:5000/identity/v3"_s,
                                           u"https://c.example:5000/keystone/v3"_s};
    QTest::newRow("old version") << u"https://c.example:5000/identity/v2.0"_s
                                 << QStringList{u"https://c.example:5000/identity/v3"_s,
                                                u"https://c.example:5000/keystone/v3"_s,
                                                u"https://c.example:5000/v3"_s};
    QTest::newRow("host alone") << u"c.example"_s
                                << QStringList{u"https://c.example"_s,
                                               u"https://c.example:5000/v3"_s,
                                               u"https://c.example/identity/v3"_s,
                                               u"https://c.example/keystone/v3"_s,
                                               u"https://c.example/v3"_s,
                                               u"http://c.example"_s,
                                               u"http://c.example:5000/v3"_s,
                                               u"http://c.example/identity/v3"_s,
                                               u"http://c.example/keystone/v3"_s,
                                               u"http://c.example/v3"_s};
}

void TestIdentityFinder::looksInThisOrder()
{
    QFETCH(const QString, typed);
    QFETCH(const QStringList, places);
    QStringList got;
    for (const QUrl &place : IdentityFinder::placesOf(typed))
        got.append(place.toString());
    QCOMPARE(got, places);
}

void TestIdentityFinder::finds_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("where");
    QTest::newRow("as typed") << u"http://HOST/v3"_s << "/v3"_ba;
    QTest::newRow("without the version") << u"http://HOST"_s << "/v3"_ba;
    QTest::newRow("host and port only") << u"HOST"_s << "/identity/v3"_ba;
    QTest::newRow("dashboard") << u"http://HOST/dashboard/auth/login/?next=/dashboard/"_s
                               << "/identity/v3"_ba;
    QTest::newRow("another dashboard") << u"HOST/horizon"_s << "/keystone/v3"_ba;
    QTest::newRow("where tokens are made") << u"http://HOST/v3/auth/tokens"_s << "/v3"_ba;
    QTest::newRow("old version") << u"http://HOST/v2.0/"_s << "/v3"_ba;
}

void TestIdentityFinder::finds()
{
    QFETCH(const QString, typed);
    QFETCH(const QByteArray, where);
    Search search({{where, Script::json(document(u"http://elsewhere.example/v3/"_s))}});
    QVERIFY(search.find(typed));
    QCOMPARE(search.address(), search.server.url(QString::fromLatin1(where)));
}

void TestIdentityFinder::sendsNothingSecret()
{
    Search search({{"/v3", Script::json(document({}))}});
    QVERIFY(search.find(u"http://HOST/horizon"_s));
    QVERIFY(search.server.count() > 1);
    for (const SeenRequest &request : search.server.seen()) {
        QCOMPARE(request.method, "GET"_ba);
        QVERIFY(request.body.isEmpty());
    }
}

void TestIdentityFinder::takesTheFirst()
{
    Search search(
        {{"/identity/v3", Script::json(document({}))}, {"/v3", Script::json(document({}))}});
    QVERIFY(search.find(u"http://HOST/horizon"_s));
    QCOMPARE(search.address(), search.server.url(u"/identity/v3"_s));
    const QList<QByteArray> asked{"/horizon", "/identity/v3"};
    QCOMPARE(search.paths(), asked);
}

void TestIdentityFinder::followsOnTheSameHost()
{
    Search search({{"/cloud", Script::answer(302, {}, {{"Location", "/moved/v3/"}})},
                   {"/moved/v3/", Script::json(document({}))}});
    QVERIFY(search.find(u"http://HOST/cloud"_s));
    QCOMPARE(search.address(), search.server.url(u"/moved/v3/"_s));
}

void TestIdentityFinder::doesNotGoRoundInCircles()
{
    Search search({{"/cloud", Script::answer(302, {}, {{"Location", "/cloud"}})},
                   {"/v3", Script::json(document({}))}});
    QVERIFY(search.find(u"http://HOST/cloud"_s));
    QCOMPARE(search.address(), search.server.url(u"/v3"_s));
    QCOMPARE(search.paths().count("/cloud"), 6);
}

void TestIdentityFinder::goesToNoOtherHost()
{
    test::ScriptedServer other;
    Search search(
        {{"/horizon",
          Script::answer(301, {},
                         {{"Location", "http://localhost:" +
                                           QByteArray::number(other.url().port()) + "/v3"}})}});
    QVERIFY(search.find(u"http://HOST/horizon"_s));
    QCOMPARE(search.failed.size(), 1);
    QVERIFY(search.error().message.contains("another host: http://localhost"_L1));
    QCOMPARE(other.count(), 0);
}

void TestIdentityFinder::saysWhatItTried()
{
    Search search({{"/v3", Script::answer(503, {})}});
    QVERIFY(search.find(u"http://HOST/horizon"_s));
    const Error error = search.error();
    QCOMPARE(error.kind, ErrorKind::BrokenAnswer);
    QCOMPARE(error.service, u"identity"_s);
    for (const char *path : {"/horizon", "/identity/v3", "/keystone/v3", "/v3"})
        QVERIFY2(error.message.contains(search.server.url(QString::fromLatin1(path)).toString()),
                 qPrintable(error.message));
    QVERIFY(error.message.contains("503"_L1));
    // What is the same of several is said once.
    QCOMPARE(error.message.count("404"_L1), 1);
}

void TestIdentityFinder::saysThatTheVersionIsTooOld()
{
    Search search({{"/horizon", Script::answer(300, oldDocument())}});
    QVERIFY(search.find(u"http://HOST/horizon"_s));
    QVERIFY(search.error().message.contains("v2.0"_L1));
    QVERIFY(search.error().message.contains("needs version 3"_L1));
}

void TestIdentityFinder::nobodyThere()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const int port = closed.serverPort();
    closed.close();
    Search search;
    QVERIFY(search.find(u"http://localhost.invalid:%1/v3"_s.arg(port)));
    QCOMPARE(search.error().kind, ErrorKind::Unreachable);
    QVERIFY(search.error().message.contains("localhost.invalid"_L1));
}

void TestIdentityFinder::goesOnWhereNothingAnswers()
{
    Search search({{"/keystone/v3", Script::json(document({}))}});
    QSignalSpy trying(&search.finder, &IdentityFinder::trying);
    QVERIFY(search.find(u"HOST/horizon"_s));
    int encrypted = 0;
    for (const QList<QVariant> &arguments : trying)
        encrypted += arguments.front().toUrl().scheme() == "https"_L1 ? 1 : 0;
    QCOMPARE(encrypted, 2); // its own port and the usual one, each once
    QCOMPARE(search.address(), search.server.url(u"/keystone/v3"_s));
}

void TestIdentityFinder::canBeGivenUp()
{
    Search search;
    auto *finder = new IdentityFinder(search.transport, search.clock, CloudConfig{});
    search.server.otherwise([](const SeenRequest &) { return Script::hang(); });
    QSignalSpy trying(finder, &IdentityFinder::trying);
    finder->find(search.server.url(u"/v3"_s).toString());
    QCOMPARE(trying.size(), 1);
    QTRY_COMPARE(search.server.count(), 1);
    delete finder;
    QTRY_COMPARE(search.server.open(), 0);
}

QTEST_GUILESS_MAIN(TestIdentityFinder)
#include "tst_identityfinder.moc"
