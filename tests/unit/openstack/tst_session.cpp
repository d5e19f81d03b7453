#include "net/transport.h"
#include "openstack/identity/exposure.h"
#include "openstack/identity/identityversions.h"
#include "openstack/identity/session.h"
#include "openstack/identity/signin.h"

#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace oriel;
using namespace oriel::openstack;
using oriel::test::FakeClock;
using oriel::test::Script;
using oriel::test::ScriptedServer;
using oriel::test::SeenRequest;

namespace {

QByteArray endpointEntry(const QByteArray &interface, const QByteArray &region,
                         const QByteArray &host)
{
    return "{'interface': '" + interface + "', 'region': '" + region + "', 'url': 'http://" + host +
           "'}";
}

QByteArray catalogOfTwoRegions()
{
    QByteArray catalog = "[{'type': 'compute', 'name': 'nova', 'endpoints': [" +
                         endpointEntry("public", "north", "n.example/v2.1") + ", " +
                         endpointEntry("internal", "north", "in.example/v2.1") + ", " +
                         endpointEntry("public", "south", "s.example/v2.1") +
                         "]}, {'type': 'image', 'name': 'glance', 'endpoints': [" +
                         endpointEntry("public", "north", "n.example/image") + "]}]";
    return catalog.replace('\'', '"');
}

/// What Keystone answers to a request for a token. Issued at an hour of its own: its clock is not
/// ours.
Script tokenAnswer(const QByteArray &token, const QByteArray &scope, int seconds = 3600)
{
    const QDateTime issued(QDate(2020, 5, 1), QTime(8, 0), Qt::UTC);
    QByteArray body = R"({"token": {"methods": ["password"], "user": {"id": "u1", "name": "ada"},
        "issued_at": "@from", "expires_at": "@until", "roles": [{"name": "member"}]@scope}})";
    body.replace("@from", issued.toString(Qt::ISODate).toLatin1());
    body.replace("@until", issued.addSecs(seconds).toString(Qt::ISODate).toLatin1());
    body.replace("@scope", scope);
    return Script::answer(201, body, {{"X-Subject-Token", token}});
}

QByteArray projectScope(const QByteArray &id)
{
    QByteArray scope = R"(, "project": {"id": "@id", "name": "name of @id",
        "domain": {"name": "Default"}}, "catalog": )";
    scope.replace("@id", id);
    return scope + catalogOfTwoRegions();
}

Script scoped(const QByteArray &token, const QByteArray &project = "p1", int seconds = 3600)
{
    return tokenAnswer(token, projectScope(project), seconds);
}

Script refused()
{
    return Script::answer(
        401, R"({"error": {"code": 401, "title": "Unauthorized", "message": "Not you."}})");
}

int posts(const ScriptedServer &server)
{
    return static_cast<int>(
        std::ranges::count(server.seen(), QByteArray("POST"), &SeenRequest::method));
}

Script says(const QByteArray &message)
{
    return Script::answer(401, R"({"error": {"code": 401, "title": "Unauthorized", "message": ")" +
                                   message + "\"}}");
}

/// The identity service's version document.
Script versionDocument(const QUrl &third)
{
    return Script::answer(300, R"({"versions": {"values": [{"id": "v2.0", "links": []},
        {"id": "v3.14", "links": [{"rel": "self", "href": ")" +
                                   third.toEncoded() + "\"}]}]}}");
}

Script redirect(const QUrl &to)
{
    return Script::answer(308, {}, {{"Location", to.toEncoded()}});
}

QJsonObject authOf(const SeenRequest &request)
{
    return QJsonDocument::fromJson(request.body).object().value(u"auth"_s).toObject();
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void signsIn();
    void callersShareOneSignIn();
    void renewsBeforeTheEnd();
    void renewsAfterARefusalOnce();
    void anOldTokenRejectedLateChangesNothing();
    void aShortLivedTokenIsNotRenewedForEver();
    void aRefusedRenewalEndsTheSession();
    void aLostNetworkLeavesTheTokenThatIsStillGood();
    void aPasscodeIsUsedOnce();
    void theOnlyProjectIsUsed();
    void severalProjectsAreOffered();
    void noProjectAtAll();
    void switchesTheProject();
    void aFailedSwitchKeepsTheOldScope();
    void credentialsCannotSwitch();
    void unknownRegionIsSaid();
    void endpointsAndOverrides();
    void failures_data();
    void failures();
    void anUnreachableHost();
    void aMissingPasswordSendsNothing();
    void aMissingCertificateSendsNothing();
    void certificatesAreReadOnce();
    void aReceiptAsksForAPasscode();
    void aReceiptSaysWhichMethods_data();
    void aReceiptSaysWhichMethods();
    void theCloudsReasonIsShown_data();
    void theCloudsReasonIsShown();
    void aRefusedTokenSaysNothingOfPasswords();
    void followsARedirectOnTheSameHost();
    void neverToAnotherHost();
    void aRedirectInACircleEnds();
    void placesWithoutEndAreGivenUp();
    void usesTheAddressOfTheVersionDocument();
    void aVersionDocumentOfAnotherHost();
    void aVersionDocumentWithoutVersion3();
    void whichMovesAreAllowed();
    void aCredentialOfAnotherProject();
    void choiceIsReported();
    void unsafeConnectionIsShown();
    void versionsLimitWhatIsAsked();
    void signsOut();
    void waitersWhoAreGoneAreNotCalled();

private:
    CloudConfig cloud() const
    {
        CloudConfig config;
        config.name = u"lab"_s;
        config.auth.authUrl = server->url(u"/identity"_s);
        config.auth.username = u"ada"_s;
        config.auth.password = u"secret"_s;
        config.auth.projectName = u"web"_s;
        return config;
    }

    void open(const CloudConfig &config)
    {
        session = std::make_unique<Session>(*transport, *clock, config);
        signedIn = std::make_unique<QSignalSpy>(session.get(), &Session::signedIn);
        failed = std::make_unique<QSignalSpy>(session.get(), &Session::signInFailed);
        needed = std::make_unique<QSignalSpy>(session.get(), &Session::projectNeeded);
        expired = std::make_unique<QSignalSpy>(session.get(), &Session::expired);
    }

    void signInWith(const CloudConfig &config, Script script)
    {
        open(config);
        server->then(std::move(script));
        session->signIn();
        QTRY_COMPARE(signedIn->count(), 1);
    }

    /// Asks for a token and waits for the answer.
    Result<QByteArray> ask()
    {
        std::optional<Result<QByteArray>> answer;
        session->token(this, [&answer](Result<QByteArray> result) { answer = std::move(result); });
        (void)QTest::qWaitFor([&answer] { return answer.has_value(); });
        return answer ? *answer : Result<QByteArray>(QByteArray("nothing came"));
    }

    QByteArray askedToken()
    {
        const auto answer = ask();
        return answer ? *answer : QByteArray("error: ") + answer.error().message.toUtf8();
    }

    Error failure() const { return failed->at(0).at(0).value<Error>(); }

    std::unique_ptr<ScriptedServer> server;
    std::unique_ptr<FakeClock> clock;
    std::unique_ptr<net::Transport> transport;
    std::unique_ptr<Session> session;
    std::unique_ptr<QSignalSpy> signedIn;
    std::unique_ptr<QSignalSpy> failed;
    std::unique_ptr<QSignalSpy> needed;
    std::unique_ptr<QSignalSpy> expired;
};

void TestSession::init()
{
    server = std::make_unique<ScriptedServer>();
    clock = std::make_unique<FakeClock>();
    transport = std::make_unique<net::Transport>(*clock);
}

void TestSession::cleanup()
{
    session.reset();
    transport.reset();
    server.reset();
    clock.reset();
}

void TestSession::signsIn()
{
    signInWith(cloud(), scoped("t1"));
    const Scope scope = signedIn->at(0).at(0).value<Scope>();
    QCOMPARE(scope, (Scope{.cloud = u"lab"_s,
                           .region = u"north"_s,
                           .interface = u"public"_s,
                           .projectId = u"p1"_s,
                           .projectName = u"name of p1"_s,
                           .domain = u"Default"_s,
                           .userId = u"u1"_s,
                           .userName = u"ada"_s,
                           .roles = {u"member"_s}}));
    QCOMPARE(session->scope().value_or(Scope{}), scope);
    QCOMPARE(server->seen().at(0).method, "POST"_ba);
    QCOMPARE(server->seen().at(0).target, "/identity/v3/auth/tokens"_ba);
    QVERIFY(server->seen().at(0).header("x-auth-token").isEmpty());
    QCOMPARE(askedToken(), "t1"_ba);
    QCOMPARE(server->count(), 1);
}

void TestSession::callersShareOneSignIn()
{
    open(cloud());
    server->then(scoped("t1"));
    QByteArrayList tokens;
    for (int i = 0; i < 20; ++i)
        session->token(this, [&tokens](Result<QByteArray> token) { tokens.append(*token); });
    QTRY_COMPARE(tokens.size(), 20);
    QCOMPARE(tokens.count("t1"), 20);
    QCOMPARE(server->count(), 1);
}

void TestSession::renewsBeforeTheEnd()
{
    signInWith(cloud(), scoped("t1"));
    clock->advance(3600s - 121s);
    QCOMPARE(askedToken(), "t1"_ba);
    server->then(scoped("t2"));
    clock->advance(1s);
    QTRY_COMPARE(server->count(), 2); // automatically, without anybody asking
    QCOMPARE(askedToken(), "t2"_ba);
    QCOMPARE(server->count(), 2);
    QCOMPARE(signedIn->count(), 1); // nothing has changed for anybody
}

void TestSession::renewsAfterARefusalOnce()
{
    signInWith(cloud(), scoped("t1"));
    session->reject("t1");
    server->then(scoped("t2"));
    QCOMPARE(askedToken(), "t2"_ba);
    QCOMPARE(server->count(), 2);
}

void TestSession::anOldTokenRejectedLateChangesNothing()
{
    signInWith(cloud(), scoped("t1"));
    session->reject("t1");
    server->then(scoped("t2"));
    QCOMPARE(askedToken(), "t2"_ba);
    session->reject("t1"); // by a call that was in progress with it
    QCOMPARE(askedToken(), "t2"_ba);
    QCOMPARE(server->count(), 2);
}

void TestSession::aShortLivedTokenIsNotRenewedForEver()
{
    signInWith(cloud(), scoped("t1", "p1", 60));
    QCOMPARE(askedToken(), "t1"_ba);
    clock->advance(29s);
    QCOMPARE(askedToken(), "t1"_ba);
    QCOMPARE(server->count(), 1);
    server->then(scoped("t2", "p1", 60));
    clock->advance(1s);
    QCOMPARE(askedToken(), "t2"_ba);
}

void TestSession::aRefusedRenewalEndsTheSession()
{
    signInWith(cloud(), scoped("t1"));
    session->reject("t1");
    server->then(refused());
    const auto answer = ask();
    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(expired->count(), 1);
    // A wrong password is not tried again: it would lock the account.
    QVERIFY(!ask().ok());
    QCOMPARE(server->count(), 2);
    QCOMPARE(expired->count(), 1);

    server->then(scoped("t3"));
    session->signIn();
    QTRY_COMPARE(signedIn->count(), 2);
    QCOMPARE(askedToken(), "t3"_ba);
}

void TestSession::aLostNetworkLeavesTheTokenThatIsStillGood()
{
    signInWith(cloud(), scoped("t1"));
    server->then(Script::close());
    clock->advance(3600s - 100s);
    QTRY_COMPARE(server->count(), 2);
    QTRY_VERIFY(!session->signingIn());
    server->then(Script::close());
    QCOMPARE(askedToken(), "t1"_ba);
    clock->advance(101s);
    server->then(Script::close());
    const auto answer = ask();
    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().kind, ErrorKind::Unreachable);
    QCOMPARE(expired->count(), 0);
    server->then(scoped("t2"));
    QCOMPARE(askedToken(), "t2"_ba);
}

void TestSession::aPasscodeIsUsedOnce()
{
    CloudConfig config = cloud();
    config.method = AuthMethod::Multifactor;
    config.auth.passcode = u"123456"_s;
    signInWith(config, scoped("t1"));
    QVERIFY(session->cloud().auth.passcode.isEmpty());
    clock->advance(3600s - 1s); // nothing is renewed early: it would need a passcode
    QCOMPARE(askedToken(), "t1"_ba);
    clock->advance(1s);
    QVERIFY(!ask().ok());
    QCOMPARE(server->count(), 1);
    QCOMPARE(expired->count(), 1);
}

void TestSession::theOnlyProjectIsUsed()
{
    CloudConfig config = cloud();
    config.auth.projectName.clear();
    open(config);
    server->then(tokenAnswer("unscoped", ""));
    server->then(Script::json(R"({"projects": [{"id": "p9", "name": "only"},
                                               {"id": "p8", "name": "off", "enabled": false}]})"));
    server->then(scoped("t1", "p9"));
    session->signIn();
    QTRY_COMPARE(signedIn->count(), 1);
    QCOMPARE(session->scope()->projectId, u"p9"_s);
    QCOMPARE(server->seen().at(1).target, "/identity/v3/auth/projects"_ba);
    QCOMPARE(server->seen().at(1).header("x-auth-token"), "unscoped"_ba);
    QCOMPARE(
        QJsonDocument(authOf(server->seen().at(2))).toJson(QJsonDocument::Compact),
        R"({"identity":{"methods":["token"],"token":{"id":"unscoped"}},"scope":{"project":{"id":"p9"}}})"_ba);
    QCOMPARE(needed->count(), 0);
}

void TestSession::severalProjectsAreOffered()
{
    CloudConfig config = cloud();
    config.auth.projectName.clear();
    open(config);
    server->then(tokenAnswer("unscoped", ""));
    server->then(Script::json(
        R"({"projects": [{"id": "p1", "name": "one"}, {"id": "p2", "name": "two"}]})"));
    session->signIn();
    QTRY_COMPARE(needed->count(), 1);
    const auto projects = needed->at(0).at(0).value<std::vector<Project>>();
    QCOMPARE(static_cast<int>(projects.size()), 2);
    QVERIFY(!session->scope());
    const auto early = ask();
    QVERIFY(!early.ok()); // an unscoped token would open nothing

    server->then(scoped("t1", "p2"));
    session->switchProject(projects.at(1));
    QTRY_COMPARE(signedIn->count(), 1);
    QCOMPARE(session->scope()->projectId, u"p2"_s);
    QCOMPARE(askedToken(), "t1"_ba);
}

void TestSession::noProjectAtAll()
{
    CloudConfig config = cloud();
    config.auth.projectName.clear();
    open(config);
    server->then(tokenAnswer("unscoped", ""));
    server->then(Script::json(R"({"projects": []})"));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Forbidden);
    QVERIFY(failure().message.contains("ada"_L1));
}

void TestSession::switchesTheProject()
{
    signInWith(cloud(), scoped("t1"));
    server->then(scoped("t2", "p2"));
    server->otherwise([](const SeenRequest &) { return Script::answer(204); });
    session->switchProject({.id = u"p2"_s, .name = u"two"_s});
    QTRY_COMPARE(signedIn->count(), 2);
    QCOMPARE(session->scope()->projectId, u"p2"_s);
    QCOMPARE(authOf(server->seen().at(1)).value(u"scope"_s).toObject(),
             (QJsonObject{{u"project"_s, QJsonObject{{u"id"_s, u"p2"_s}}}}));
    QTRY_COMPARE(server->count(), 3); // the old token is given back
    QCOMPARE(server->seen().at(2).method, "DELETE"_ba);
    QCOMPARE(server->seen().at(2).header("x-subject-token"), "t1"_ba);

    // And it stays there when the token is renewed.
    server->then(scoped("t3", "p2"));
    session->reject("t2");
    QCOMPARE(askedToken(), "t3"_ba);
    QVERIFY(server->seen().back().body.contains(R"("id":"p2")"));
}

void TestSession::aFailedSwitchKeepsTheOldScope()
{
    signInWith(cloud(), scoped("t1"));
    const Scope before = *session->scope();
    server->then(refused());
    session->switchProject({.id = u"p2"_s, .name = u"two"_s});
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(*session->scope(), before);
    QCOMPARE(askedToken(), "t1"_ba);
    QCOMPARE(expired->count(), 0);
}

void TestSession::credentialsCannotSwitch()
{
    CloudConfig config = cloud();
    config.method = AuthMethod::ApplicationCredential;
    config.auth.applicationCredentialId = u"c1"_s;
    config.auth.applicationCredentialSecret = u"hush"_s;
    config.auth.projectName.clear(); // it belongs to one
    signInWith(config, scoped("t1"));
    QVERIFY(!session->canSwitchProject());
    session->switchProject({.id = u"p2"_s, .name = u"two"_s});
    QCOMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Unsupported);
    QCOMPARE(server->count(), 1);
}

void TestSession::unknownRegionIsSaid()
{
    CloudConfig config = cloud();
    config.region = u"moon"_s;
    open(config);
    server->then(scoped("t1"));
    server->otherwise([](const SeenRequest &) { return Script::answer(204); });
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    for (const auto word : {"moon"_L1, "north"_L1, "south"_L1})
        QVERIFY(failure().message.contains(word));
    QVERIFY(!session->scope());
}

void TestSession::endpointsAndOverrides()
{
    CloudConfig config = cloud();
    config.interface = u"internal"_s;
    config.services[u"volumev3"_s].endpointOverride = u"http://vol.example/v3/%(project_id)s"_s;
    config.services[u"network"_s].endpointOverride = u"http://net.example:9696/"_s;
    signInWith(config, scoped("t1"));
    QCOMPARE(*session->endpoint(net::Service::Compute), QUrl(u"http://in.example/v2.1"_s));
    QCOMPARE(*session->endpoint(net::Service::BlockStorage), QUrl(u"http://vol.example/v3/p1"_s));
    QCOMPARE(*session->endpoint(net::Service::Network), QUrl(u"http://net.example:9696/v2.0"_s));
    QCOMPARE(*session->endpoint(net::Service::Identity), server->url(u"/identity/v3"_s));
    const auto image = session->endpoint(net::Service::Image); // public only
    QVERIFY(!image.ok());
    QCOMPARE(image.error().kind, ErrorKind::NoService);
    QVERIFY(image.error().message.contains("image"_L1));
    QVERIFY(image.error().message.contains("north"_L1));
}

void TestSession::failures_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const Script &script, ErrorKind kind, const char *said) {
        QTest::newRow(name) << script.raw << static_cast<int>(kind) << QString::fromLatin1(said);
    };
    row("wrong password", refused(), ErrorKind::Unauthorized, "Not you.");
    row("a web page", Script::answer(200, "<html>Hello</html>", {{"Content-Type", "text/html"}}),
        ErrorKind::BrokenAnswer, "identity");
    row("a web server", Script::answer(405, "<h1>Method Not Allowed</h1>"), ErrorKind::BrokenAnswer,
        "405");
    row("nothing there", Script::answer(404, "<h1>Not Found</h1>"), ErrorKind::BrokenAnswer, "404");
    row("a credential that is gone",
        Script::answer(404, R"({"error": {"code": 404, "title": "Not Found",)"
                            R"( "message": "Could not find Application Credential: a1."}})"),
        ErrorKind::Unauthorized, "Could not find Application Credential: a1.");
    row("a wrong path of an old Keystone",
        Script::answer(404, R"({"error": {"code": 404, "title": "Not Found",)"
                            R"( "message": "The resource could not be found."}})"),
        ErrorKind::BrokenAnswer, "404");
    row("not Keystone's JSON", Script::answer(404, R"({"detail": "Not Found"})"),
        ErrorKind::BrokenAnswer, "404");
    row("other JSON", Script::answer(200, R"({"hello": "world"})"), ErrorKind::BrokenAnswer,
        "token");
    row("versions", Script::answer(300, R"({"versions": []})"), ErrorKind::BrokenAnswer, "300");
    row("down", Script::answer(503, "<h1>Service Unavailable</h1>"), ErrorKind::Unavailable, "");
    row("broken inside", Script::answer(500, R"({"error": {"message": "Unexpected."}})"),
        ErrorKind::Unavailable, "Unexpected.");
    row("elsewhere", Script::answer(302, "", {{"Location", "http://login.example/"}}),
        ErrorKind::Configuration, "http://login.example");
    row("limited", Script::answer(429, "{}", {{"Retry-After", "7"}}), ErrorKind::RateLimited, "");
}

void TestSession::failures()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, kind);
    QFETCH(QString, said);
    open(cloud());
    server->then({Script::Do::Answer, raw});
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    const Error error = failure();
    QCOMPARE(static_cast<int>(error.kind), kind);
    QVERIFY2(error.message.contains(said), qPrintable(error.message));
    QVERIFY(!error.message.isEmpty());
    QVERIFY(!error.message.contains("secret"_L1));
    QCOMPARE(error.service, u"identity"_s);
    QCOMPARE(error.request, u"POST /auth/tokens"_s);
    QVERIFY(error.when.isValid());
    QVERIFY(!session->scope());
    QCOMPARE(posts(*server), 1);
}

void TestSession::anUnreachableHost()
{
    server->shut();
    open(cloud());
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Unreachable);
}

void TestSession::aMissingPasswordSendsNothing()
{
    CloudConfig config = cloud();
    config.auth.password.clear();
    open(config);
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    QCOMPARE(server->count(), 0);
}

void TestSession::aMissingCertificateSendsNothing()
{
    CloudConfig config = cloud();
    config.caCertificate = u"/nowhere/authority.pem"_s;
    open(config);
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    QVERIFY(failure().message.contains("/nowhere/authority.pem"_L1));
    QCOMPARE(server->count(), 0);
}

void TestSession::certificatesAreReadOnce()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"authority.pem"_s);
    QVERIFY(QFile::copy(QString::fromUtf8(ORIEL_FIXTURES "/authority.pem"), file));
    CloudConfig config = cloud();
    config.caCertificate = file;
    signInWith(config, scoped("t1"));
    QCOMPARE(session->tls().authorities, file);
    // It is not looked at for each request.
    QVERIFY(QFile::remove(file));
    QCOMPARE(session->tls().authorities, file);
}

void TestSession::aReceiptAsksForAPasscode()
{
    open(cloud());
    server->then(Script::answer(401, R"({"receipt": {"methods": ["password"]}})",
                                {{"Openstack-Auth-Receipt", "r1"}}));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Unauthorized);
    QVERIFY(failure().message.contains("passcode"_L1));
    QVERIFY(session->needsPasscode());
}

void TestSession::aReceiptSaysWhichMethods_data()
{
    QTest::addColumn<QByteArray>("methods");
    QTest::addColumn<bool>("passcode");
    QTest::newRow("both") << R"([["password", "totp"]])"_ba << true;
    QTest::newRow("one of two rules")
        << R"([["password", "x509"], ["totp", "password"]])"_ba << true;
    QTest::newRow("another method") << R"([["password", "x509"]])"_ba << false;
    QTest::newRow("all three") << R"([["password", "totp", "x509"]])"_ba << false;
}

void TestSession::aReceiptSaysWhichMethods()
{
    QFETCH(const QByteArray, methods);
    open(cloud());
    server->then(Script::answer(401, R"({"receipt": {}, "required_auth_methods": )" + methods + '}',
                                {{"Openstack-Auth-Receipt", "r1"}}));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Unauthorized);
    QTEST(session->needsPasscode(), "passcode");
    // Nobody who has given one is asked for it again.
    server->then(says("The request you have made requires authentication."_ba));
    session->signIn();
    QTRY_COMPARE(failed->count(), 2);
    QVERIFY(!session->needsPasscode());
}

void TestSession::theCloudsReasonIsShown_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("expired") << "The password is expired and needs to be changed for user: 3f."_ba;
    QTest::newRow("locked") << "The account is locked for user: 3f."_ba;
    QTest::newRow("disabled") << "Project is disabled: web"_ba;
}

void TestSession::theCloudsReasonIsShown()
{
    QFETCH(QByteArray, message);
    open(cloud());
    server->then(says(message));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().message, QString::fromUtf8(message)); // and nothing that contradicts it
}

void TestSession::aRefusedTokenSaysNothingOfPasswords()
{
    const QByteArray nothing = "The request you have made requires authentication.";
    open(cloud());
    server->then(says(nothing));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QVERIFY(failure().message.contains("password"_L1));
    CloudConfig config = cloud();
    config.method = AuthMethod::Token;
    config.auth.token = u"old"_s;
    open(config);
    server->then(says(nothing));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QVERIFY2(failure().message.contains("token"_L1) && !failure().message.contains("password"_L1),
             qPrintable(failure().message));
}

void TestSession::followsARedirectOnTheSameHost()
{
    ScriptedServer other; // another port
    open(cloud());
    server->then(redirect(other.url(u"/keystone/v3/auth/tokens"_s)));
    other.then(Script::json(R"({"version": {"id": "v3.14", "links": []}})"));
    other.then(scoped("t1"));
    session->signIn();
    QTRY_COMPARE(signedIn->count(), 1);
    QCOMPARE(posts(*server), 1);
    // The new place is looked at first, without any secret; then it gets the request once.
    QCOMPARE(other.seen().at(0).method, "GET"_ba);
    QCOMPARE(other.seen().at(0).target, "/keystone/v3"_ba);
    QVERIFY(other.seen().at(0).body.isEmpty());
    QCOMPARE(other.seen().at(1).target, "/keystone/v3/auth/tokens"_ba);
    QCOMPARE(posts(other), 1);
    QCOMPARE(*session->endpoint(net::Service::Identity), other.url(u"/keystone/v3"_s));
    // It is remembered.
    session->reject("t1");
    other.then(scoped("t2"));
    QCOMPARE(askedToken(), "t2"_ba);
    QCOMPARE(posts(*server), 1);
}

void TestSession::neverToAnotherHost()
{
    ScriptedServer other;
    QUrl elsewhere = other.url(u"/identity/v3/auth/tokens"_s);
    elsewhere.setHost(u"localhost"_s); // the same machine under a name that is not the configured
    open(cloud());
    server->then(redirect(elsewhere));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    elsewhere.setPath(u"/identity/v3"_s);
    QVERIFY2(failure().message.contains(elsewhere.toString()) &&
                 failure().message.contains("auth_url"_L1),
             qPrintable(failure().message));
    QCOMPARE(other.count(), 0);
}

void TestSession::aRedirectInACircleEnds()
{
    open(cloud());
    server->otherwise(
        [this](const SeenRequest &) { return redirect(server->url(u"/identity/v3"_s)); });
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    QCOMPARE(posts(*server), 1);
    QVERIFY(server->count() < 10);
}

void TestSession::placesWithoutEndAreGivenUp()
{
    // Every place redirects, and what is there names yet another one.
    open(cloud());
    int place = 0;
    server->otherwise([this, &place](const SeenRequest &seen) {
        const QUrl next = server->url(u"/identity%1/v3"_s.arg(++place));
        return seen.method == "POST" ? redirect(next) : versionDocument(next);
    });
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    QVERIFY(posts(*server) <= 5);
}

void TestSession::usesTheAddressOfTheVersionDocument()
{
    open(cloud());
    server->then(Script::answer(404, "<h1>Not Found</h1>"));
    server->then(versionDocument(server->url(u"/elsewhere/v3/"_s)));
    server->then(scoped("t1"));
    session->signIn();
    QTRY_COMPARE(signedIn->count(), 1);
    QCOMPARE(server->seen().at(1).method, "GET"_ba);
    QCOMPARE(server->seen().at(1).target, "/identity"_ba);
    QVERIFY(server->seen().at(1).body.isEmpty());
    QCOMPARE(server->seen().at(2).target, "/elsewhere/v3/auth/tokens"_ba);
}

void TestSession::aVersionDocumentOfAnotherHost()
{
    ScriptedServer other;
    QUrl elsewhere = other.url(u"/v3"_s);
    elsewhere.setHost(u"localhost"_s);
    open(cloud());
    server->then(Script::answer(404, "{}"));
    server->then(versionDocument(elsewhere));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Configuration);
    QVERIFY(failure().message.contains(elsewhere.toString()));
    QCOMPARE(other.count(), 0);
}

void TestSession::aVersionDocumentWithoutVersion3()
{
    open(cloud());
    server->then(Script::answer(404, "{}"));
    server->then(Script::json(R"({"versions": [{"id": "v2.0"}]})"));
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QCOMPARE(failure().kind, ErrorKind::Unsupported);
    QVERIFY(failure().message.contains("v2.0"_L1));
}

void TestSession::whichMovesAreAllowed()
{
    const auto move = [](const char *from, const char *to) {
        return moveOf(QUrl(QString::fromLatin1(from)), QUrl(QString::fromLatin1(to)));
    };
    QCOMPARE(move("http://a.example:5000/v3", "https://a.example/identity/v3"), Move::Allowed);
    QCOMPARE(move("http://a.example/v3", "http://a.example:5000/v3"), Move::Allowed);
    QCOMPARE(move("https://a.example/v3", "https://A.example:5000/v3"), Move::Allowed);
    QCOMPARE(move("https://a.example/v3", "http://a.example/v3"), Move::Weaker);
    QCOMPARE(move("https://a.example/v3", "https://b.example/v3"), Move::OtherHost);
    QCOMPARE(move("https://a.example/v3", "https://a.example.evil/v3"), Move::OtherHost);
    QCOMPARE(move("https://a.example/v3", "file:///etc/passwd"), Move::Unusable);
    QCOMPARE(move("https://a.example/v3", "ftp://a.example/v3"), Move::Unusable);
}

void TestSession::aCredentialOfAnotherProject()
{
    CloudConfig config = cloud();
    config.method = AuthMethod::ApplicationCredential;
    config.auth.applicationCredentialId = u"c1"_s;
    config.auth.applicationCredentialSecret = u"hush"_s;
    config.auth.projectName = u"lab"_s;
    open(config);
    server->then(scoped("t1"));
    server->otherwise([](const SeenRequest &) { return Script::answer(204); });
    session->signIn();
    QTRY_COMPARE(failed->count(), 1);
    QVERIFY2(failure().message.contains("lab"_L1) && failure().message.contains("name of p1"_L1),
             qPrintable(failure().message));
    // The token is revoked; the answer to the next sign-in must not go to that request.
    QTRY_COMPARE(server->seen().back().method, "DELETE"_ba);
    config.auth.projectName = u"NAME of p1"_s;
    signInWith(config, scoped("t1"));
}

void TestSession::choiceIsReported()
{
    CloudConfig config = cloud();
    config.auth.projectName.clear();
    signInWith(config, scoped("t1")); // the user's default project
    QString said = session->choices().join(u'\n');
    for (const auto word : {"north"_L1, "south"_L1, "name of p1"_L1})
        QVERIFY2(said.contains(word), qPrintable(said));
    config = cloud();
    config.region = u"south"_s;
    signInWith(config, scoped("t1"));
    QCOMPARE(session->choices(), QStringList());
}

void TestSession::unsafeConnectionIsShown()
{
    CloudConfig config = cloud();
    config.region = u"north"_s;
    signInWith(config, scoped("t1")); // n.example over http
    const QString said = session->cautions().join(u'\n');
    QVERIFY2(said.contains("compute"_L1) && said.contains("image"_L1) &&
                 !said.contains("identity"_L1), // on loopback
             qPrintable(said));
    const auto cautions = [](const char *identity, const char *compute, bool verify) {
        CloudConfig one;
        one.verify = verify;
        return cautionsOf(one, QUrl(QString::fromLatin1(identity)),
                          {{u"compute"_s, QUrl(QString::fromLatin1(compute))}});
    };
    QCOMPARE(cautions("https://a.example", "https://a.example", true).size(), 0);
    QCOMPARE(cautions("http://127.0.0.1", "http://localhost:8774", true).size(), 0);
    QCOMPARE(cautions("http://[::1]/v3", "http://127.0.0.5", false).size(), 0);
    QCOMPARE(cautions("https://a.example", "https://a.example", false).size(), 1);
    QVERIFY(
        cautions("https://a.example", "http://a.example", true).value(0).contains("https://"_L1));
    QVERIFY(
        !cautions("http://a.example", "http://a.example", true).value(0).contains("https://"_L1));
    QCOMPARE(cautions("https://a.example", "http://a.example", false).size(), 2);
}

void TestSession::versionsLimitWhatIsAsked()
{
    CloudConfig config = cloud();
    config.services[u"compute"_s].apiVersion = u"2.60"_s;
    config.services[u"volume"_s].apiVersion = u"3"_s;
    open(config);
    QCOMPARE(session->ceiling(net::Service::Compute), (net::Microversion{2, 60}));
    QVERIFY(!session->ceiling(net::Service::BlockStorage));
    config.services[u"compute"_s].apiVersion = u"2.1"_s; // the API's own name
    open(config);
    QVERIFY(!session->ceiling(net::Service::Compute));
}

void TestSession::signsOut()
{
    signInWith(cloud(), scoped("t1"));
    server->then(Script::answer(204));
    session->signOut();
    QVERIFY(!session->scope());
    QTRY_COMPARE(server->count(), 2);
    QCOMPARE(server->seen().at(1).method, "DELETE"_ba);
    QCOMPARE(server->seen().at(1).target, "/identity/v3/auth/tokens"_ba);
    QCOMPARE(server->seen().at(1).header("x-subject-token"), "t1"_ba);
    QVERIFY(session->cloud().auth.password.isEmpty());
    const auto after = ask();
    QVERIFY(!after.ok());
    QCOMPARE(after.error().kind, ErrorKind::Cancelled);
    QCOMPARE(server->count(), 2);
}

void TestSession::waitersWhoAreGoneAreNotCalled()
{
    open(cloud());
    server->then(scoped("t1"));
    auto context = std::make_unique<QObject>();
    bool called = false;
    session->token(context.get(), [&called](const Result<QByteArray> &) { called = true; });
    context.reset();
    QCOMPARE(askedToken(), "t1"_ba);
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
