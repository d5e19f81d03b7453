#include "net/unknownoutcome.h"

#include "support/netfixture.h"
#include "support/settle.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;

namespace {

QByteArray named(const QByteArray &name)
{
    return "{\"name\":\"" + name + "\"}";
}

using Name = std::optional<Result<QString>>;

} // namespace

/// Calls, from the token to the value.
class TestApiClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { net = std::make_unique<NetFixture>(); }
    void cleanup() { net.reset(); }

    void callsAnEndpoint();
    void idsArriveAsTheyAre_data();
    void idsArriveAsTheyAre();
    void refusesWhatWouldNotArriveAsItIs_data();
    void refusesWhatWouldNotArriveAsItIs();
    void sendsTheQueryAsItIsMeant();
    void sendsABodyWithItsType();
    void decodesOffTheMainThread();
    void namesServiceAndRequestInErrors();
    void aProxyKnowsNoResources_data();
    void aProxyKnowsNoResources();
    void namesServiceAndKeyInDecodingErrors();
    void anHtmlAnswerIsBroken();
    void withoutTheServiceItSaysSo();
    void aFailedSignInIsTheCallsError();
    void noRedirectWithATokenToAnotherOrigin();

    void renewsTheTokenOnce();
    void renewsTheTokenOnceForAChangingRequest();
    void givesUpAfterASecond401();
    void parallel401sRenewOnce();

    void retriesReading_data();
    void retriesReading();
    void retriesAfterACutAnswer();
    void backsOffLongerEachTime();
    void givesUpAfterFourAttempts();
    void honoursRetryAfterInSeconds();
    void honoursRetryAfterAsADate();
    void doesNotWaitForHours();
    void neverRepeatsAChangingRequest_data();
    void neverRepeatsAChangingRequest();
    void doesNotRetryRefusals_data();
    void doesNotRetryRefusals();

    void aDestroyedContextDropsTheCall();
    void abortStopsARetry();
    void abortBeforeTheStartSendsNothing();
    void withoutThenTheWorkIsDone();
    void destroyedWithJobsInFlight();
    void destroyedWhileDecoding();
    void destroyedInACallback();
    void reportsActivity();

private:
    std::unique_ptr<NetFixture> net;
};

void TestApiClient::idsArriveAsTheyAre_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id : {"a/b",
                           "../x",
                           "..\\x",
                           "x/..",
                           "/",
                           "%2e%2e",
                           "%2F",
                           "a?b=c",
                           "a#b",
                           "a b",
                           "a+b",
                           "a;b",
                           "a:b",
                           "@x",
                           "//evil.example/x",
                           "http://evil.example/",
                           "...",
                           ".hidden",
                           "%",
                           "%zz",
                           "a\nb",
                           "a\r\nX-Evil: 1",
                           "\xc3\xa4\xe2\x82\xac",
                           "\xf0\x9f\x98\x80",
                           "[x]",
                           "~",
                           "*"})
        QTest::newRow(id) << QString::fromUtf8(id);
    QTest::newRow("NUL") << QString(QChar(0));
}

void TestApiClient::idsArriveAsTheyAre()
{
    QFETCH(QString, id);
    const QByteArray encoded = QUrl::toPercentEncoding(id);
    net->server.otherwise([](const SeenRequest &) { return Script::json("{\"name\":\"x\"}"); });
    std::optional<Result<QString>> result;
    net->call(ask(Method::Delete, QLatin1String("/things/") + QString::fromLatin1(encoded) +
                                      QLatin1String("/action")),
              result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    const QByteArray target = net->server.seen().back().target;
    QCOMPARE(target.count('/'), 5);
    const auto segments = target.split('/');
    QCOMPARE(segments.mid(0, 4), (QByteArrayList{"", "compute", "v2.1", "things"}));
    QCOMPARE(QUrl::fromPercentEncoding(segments.at(4)), id);
    QCOMPARE(segments.at(5), QByteArray("action"));
}

void TestApiClient::refusesWhatWouldNotArriveAsItIs_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"/things/..", "/things/.", "/things/", "/things//action", "/",
                             "/things/%2E%2E", "/things/%2e/action", "/things/.%2e", "//x"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void TestApiClient::refusesWhatWouldNotArriveAsItIs()
{
    QFETCH(QString, path);
    net->server.otherwise([](const SeenRequest &) { return Script::json("{\"name\":\"x\"}"); });
    for (const Method method : {Method::Get, Method::Post, Method::Delete}) {
        std::optional<Result<QString>> result;
        net->call(ask(method, path), result);
        QTRY_VERIFY(result);
        QVERIFY(!result->ok());
        QCOMPARE(result->error().kind, ErrorKind::BadRequest);
        QVERIFY(!mayHaveHappened(result->error()));
    }
    QCOMPARE(net->server.count(), 0);
}

void TestApiClient::callsAnEndpoint()
{
    net->server.then(
        Script::answer(200, named("web-1"), {{"x-openstack-request-id", "req-theirs"}}));
    Name result;
    const auto job = net->call(ask(Method::Get, u"/servers/1"_s), result);
    QVERIFY(job.running());
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(**result, u"web-1"_s);
    QVERIFY(!job.running());
    const SeenRequest &seen = net->server.seen().front();
    QCOMPARE(seen.target, QByteArray("/compute/v2.1/servers/1"));
    QCOMPARE(seen.header("x-auth-token"), QByteArray("token-1"));
    QCOMPARE(seen.header("accept"), QByteArray("application/json"));
    QVERIFY(seen.header("x-openstack-request-id").startsWith("req-"));
    QCOMPARE(seen.header("x-openstack-request-id").size(), qsizetype(40));
    QVERIFY(seen.header("openstack-api-version").isEmpty());
}

void TestApiClient::sendsTheQueryAsItIsMeant()
{
    net->server.then(Script::json(named("x")));
    NamedRequest endpoint = ask(Method::Get, u"/servers/with%20blank"_s);
    endpoint.what.query.addQueryItem(u"changes-since"_s, u"2026-11-22T22:44:39+00:00"_s);
    endpoint.what.query.addQueryItem(u"name"_s, u"a b&c=d%"_s);
    Name result;
    net->call(endpoint, result);
    QTRY_VERIFY(result);
    const QByteArray target = net->server.seen().front().target;
    QVERIFY2(target.startsWith("/compute/v2.1/servers/with%20blank?"), target.constData());
    QVERIFY2(target.contains("39%2B00:00"), target.constData());
    QVERIFY2(!target.contains('+'), target.constData());
    QVERIFY2(target.contains("a%20b"), target.constData());
}

void TestApiClient::sendsABodyWithItsType()
{
    net->server.then(Script::answer(202));
    NamedRequest endpoint = ask(Method::Patch, u"/v2/images/1"_s, "[]");
    endpoint.what.service = Service::Image;
    endpoint.what.contentType = "application/openstack-images-v2.1-json-patch";
    Name result;
    net->call(endpoint, result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    const SeenRequest &seen = net->server.seen().front();
    QCOMPARE(seen.method, QByteArray("PATCH"));
    QCOMPARE(seen.body, QByteArray("[]"));
    QCOMPARE(seen.header("content-type"),
             QByteArray("application/openstack-images-v2.1-json-patch"));
}

namespace {

struct ThreadRequest
{
    using Value = void *;
    [[nodiscard]] Request request() const { return {}; }
    [[nodiscard]] Result<void *> decode(const Answer &) const
    {
        return static_cast<void *>(QThread::currentThread());
    }
};

} // namespace

void TestApiClient::decodesOffTheMainThread()
{
    net->server.then(Script::json("{}"));
    std::optional<Result<void *>> result;
    QThread *deliveredOn = nullptr;
    net->client->call(ThreadRequest()).then(&net->context, [&](Result<void *> thread) {
        deliveredOn = QThread::currentThread();
        result.emplace(std::move(thread));
    });
    QTRY_VERIFY(result);
    QVERIFY(**result != QThread::currentThread());
    QCOMPARE(deliveredOn, QThread::currentThread());
}

void TestApiClient::aProxyKnowsNoResources_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isReal");
    QTest::addColumn<QByteArray>("requestId");
    const auto row = [](const char *name, const QByteArray &body, bool isReal,
                        const QByteArray &requestId = {}) {
        QTest::newRow(name) << body << isReal << requestId;
    };
    row("nova, cinder", R"({"itemNotFound": {"code": 404, "message": "not found"}})", true);
    row("neutron", R"({"NeutronError": {"type": "PortNotFound", "message": "x", "detail": ""}})",
        true);
    row("keystone", R"({"error": {"code": 404, "message": "x", "title": "Not Found"}})", true);
    row("glance", R"({"message": "x<br />", "code": "404 Not Found", "title": "Not Found"})", true);
    row("an older glance", "<html>404 Not Found</html>", true, "req-1");
    row("a web server", "<html><h1>404 Not Found</h1></html>", false);
    row("a load balancer", "404 page not found", false);
    row("a gateway", R"({"message": "no Route matched with those values"})", false);
    row("nothing", "", false);
}

/// While it is being configured, it answers 404 for what exists.
void TestApiClient::aProxyKnowsNoResources()
{
    QFETCH(const QByteArray, body);
    QFETCH(const bool, isReal);
    QFETCH(const QByteArray, requestId);
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    if (!requestId.isEmpty())
        headers.emplace_back("X-Openstack-Request-Id", requestId);
    net->server.then(Script::answer(404, body, headers));
    Name result;
    net->call(ask(Method::Post, u"/servers/x"_s), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, isReal ? ErrorKind::NotFound : ErrorKind::Unavailable);
    QCOMPARE(result->error().httpStatus, 404);
}

void TestApiClient::namesServiceAndRequestInErrors()
{
    net->server.then(Script::answer(
        404, "{\"itemNotFound\":{\"code\":404,\"message\":\"Instance x could not be found.\"}}",
        {{"X-Compute-Request-Id", "req-nova"}}));
    NamedRequest endpoint = ask(Method::Get, u"/servers/x"_s);
    endpoint.what.query.addQueryItem(u"secret"_s, u"1"_s);
    Name result;
    net->call(endpoint, result);
    QTRY_VERIFY(result);
    const Error &error = result->error();
    QCOMPARE(error.kind, ErrorKind::NotFound);
    QCOMPARE(error.httpStatus, 404);
    QCOMPARE(error.service, u"compute"_s);
    QCOMPARE(error.request, u"GET /servers/x"_s);
    QCOMPARE(error.requestId, u"req-nova"_s);
    QCOMPARE(error.message, u"Instance x could not be found."_s);
    QCOMPARE(error.when, net->clock.now());
}

void TestApiClient::namesServiceAndKeyInDecodingErrors()
{
    net->server.then(Script::json("{\"name\":[1]}"));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    const Error &error = result->error();
    QCOMPARE(error.kind, ErrorKind::BrokenAnswer);
    QCOMPARE(error.service, u"compute"_s);
    QCOMPARE(error.request, u"GET /thing"_s);
    QVERIFY2(error.message.contains(u"name"_s), qPrintable(error.message));
    // The service sent no ID, so Oriel's own is what an operator can search for.
    QCOMPARE(error.requestId.toLatin1(),
             net->server.seen().front().header("x-openstack-request-id"));
}

void TestApiClient::anHtmlAnswerIsBroken()
{
    net->server.then(Script::answer(200,
                                    "<!DOCTYPE html><html><body>Sign in to the hotel</body></html>",
                                    {{"Content-Type", "text/html"}}));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(u"web page"_s));
}

void TestApiClient::withoutTheServiceItSaysSo()
{
    NamedRequest endpoint = ask(Method::Get);
    endpoint.what.service = Service::Network;
    Name result;
    net->call(endpoint, result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::NoService);
    QCOMPARE(result->error().service, u"network"_s);
    QCOMPARE(net->server.count(), 0);
}

void TestApiClient::aFailedSignInIsTheCallsError()
{
    Error refused;
    refused.kind = ErrorKind::Unauthorized;
    refused.service = u"identity"_s;
    refused.message = u"wrong password"_s;
    net->authority.failure = refused;
    Name result;
    net->call(ask(Method::Post, u"/servers"_s, "{}"), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unauthorized);
    QCOMPARE(result->error().service, u"identity"_s);
    QCOMPARE(net->server.count(), 0);
}

void TestApiClient::noRedirectWithATokenToAnotherOrigin()
{
    ScriptedServer thief;
    thief.otherwise([](const SeenRequest &) { return Script::json(named("stolen")); });
    net->server.then(Script::answer(302, {}, {{"Location", thief.url(u"/"_s).toEncoded()}}));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QCOMPARE(result->error().service, u"compute"_s);
    QCOMPARE(thief.count(), 0);
}

void TestApiClient::renewsTheTokenOnce()
{
    net->server.then(Script::answer(401, "{\"error\":{\"code\":401}}"));
    net->server.then(Script::json(named("x")));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(net->authority.rejected, std::vector<QByteArray>{"token-1"});
    QCOMPARE(net->server.seen().back().header("x-auth-token"), QByteArray("token-2"));
}

void TestApiClient::renewsTheTokenOnceForAChangingRequest()
{
    net->server.then(Script::answer(401, "{}"));
    net->server.then(Script::answer(202));
    Name result;
    net->call(ask(Method::Post, u"/servers/1/action"_s, "{\"createImage\":{}}"), result);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(net->server.count(), 2);
    QCOMPARE(net->server.seen().back().body, QByteArray("{\"createImage\":{}}"));
    QCOMPARE(net->server.seen().back().header("x-auth-token"), QByteArray("token-2"));
}

void TestApiClient::givesUpAfterASecond401()
{
    net->server.otherwise([](const SeenRequest &) {
        return Script::answer(
            401,
            "{\"error\":{\"message\":\"The request you have made requires authentication.\"}}");
    });
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unauthorized);
    QCOMPARE(net->server.count(), 2);
    QCOMPARE(net->authority.rejected.size(), std::size_t(2));
}

void TestApiClient::parallel401sRenewOnce()
{
    net->server.otherwise([](const SeenRequest &request) {
        return request.header("x-auth-token") == "token-2" ? Script::json(named("x"))
                                                           : Script::answer(401, "{}");
    });
    std::vector<Name> results(5);
    for (Name &result : results)
        net->call(ask(Method::Get), result);
    for (const Name &result : results) {
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    // Each call reported the refused token; none rejected the new one.
    for (const QByteArray &token : net->authority.rejected)
        QCOMPARE(token, QByteArray("token-1"));
}

void TestApiClient::retriesReading_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {429, 502, 503, 504})
        QTest::addRow("%d", status) << status;
}

void TestApiClient::retriesReading()
{
    QFETCH(int, status);
    net->server.then(Script::answer(status, "<html>busy</html>"));
    net->server.then(Script::json(named("x")));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_COMPARE(net->clock.pending(),
                 1); // the pause; the deadline of the first attempt is gone with it
    QTRY_COMPARE(net->clock.next(), std::optional(500ms));
    QVERIFY(!result);
    net->clock.advance(500ms);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(net->server.count(), 2);
}

void TestApiClient::retriesAfterACutAnswer()
{
    net->server.then(Script::cut(200, "{\"name\":", 500));
    net->server.then(Script::json(named("whole")));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_COMPARE(net->clock.next(), std::optional(500ms));
    net->clock.advance(500ms);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(**result, u"whole"_s);
}

void TestApiClient::backsOffLongerEachTime()
{
    net->server.otherwise([](const SeenRequest &) { return Script::answer(503); });
    net->client->setRandom([] { return 0.0; });
    Name result;
    net->call(ask(Method::Get), result);
    for (const auto pause : {250ms, 500ms, 1000ms}) {
        QTRY_COMPARE(net->clock.next(), std::optional<std::chrono::milliseconds>(pause));
        net->clock.advance(pause);
    }
    QTRY_VERIFY(result);
}

void TestApiClient::givesUpAfterFourAttempts()
{
    net->server.otherwise([](const SeenRequest &) {
        return Script::answer(503, "<html><body>down for maintenance</body></html>");
    });
    Name result;
    net->call(ask(Method::Get), result);
    for (int attempt = 1; attempt < 4; ++attempt) {
        QTRY_COMPARE(net->server.count(), attempt);
        QTRY_VERIFY(net->clock.next() && *net->clock.next() < 10s);
        QVERIFY(!result);
        net->clock.advance(*net->clock.next());
    }
    QTRY_VERIFY(result);
    QCOMPARE(net->server.count(), 4);
    QCOMPARE(result->error().kind, ErrorKind::Unavailable);
    QCOMPARE(result->error().httpStatus, 503);
    QCOMPARE(result->error().message, u"down for maintenance"_s);
}

void TestApiClient::honoursRetryAfterInSeconds()
{
    net->server.then(Script::answer(429, "{}", {{"Retry-After", "7"}}));
    net->server.then(Script::json(named("x")));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(net->clock.next() && *net->clock.next() < 30s);
    QVERIFY(*net->clock.next() >= 7s);
    net->clock.advance(6'999ms);
    settle(net->transport, net->server);
    QCOMPARE(net->server.count(), 1);
    net->clock.advance(1s);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
}

void TestApiClient::honoursRetryAfterAsADate()
{
    const QByteArray date =
        QLocale::c()
            .toString(net->clock.now().addSecs(12), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
            .toLatin1();
    net->server.then(Script::answer(503, "{}", {{"Retry-After", date}}));
    net->server.then(Script::json(named("x")));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(net->clock.next() && *net->clock.next() < 30s);
    QVERIFY(*net->clock.next() >= 12s);
    net->clock.advance(13s);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
}

void TestApiClient::doesNotWaitForHours()
{
    net->server.then(Script::answer(503, "{}", {{"Retry-After", "3600"}}));
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QCOMPARE(net->server.count(), 1);
    QCOMPARE(result->error().retryAfter, std::optional<std::chrono::milliseconds>(3600s));
}

void TestApiClient::neverRepeatsAChangingRequest_data()
{
    QTest::addColumn<int>("status"); // 0: closes without an answer
    QTest::addColumn<int>("kind");
    QTest::newRow("closed") << 0 << int(ErrorKind::AnswerLost);
    QTest::newRow("429") << 429 << int(ErrorKind::RateLimited);
    QTest::newRow("500") << 500 << int(ErrorKind::Unavailable);
    QTest::newRow("502") << 502 << int(ErrorKind::Unavailable);
    QTest::newRow("503") << 503 << int(ErrorKind::Unavailable);
    QTest::newRow("504") << 504 << int(ErrorKind::Timeout);
}

void TestApiClient::neverRepeatsAChangingRequest()
{
    QFETCH(int, status);
    QFETCH(int, kind);
    net->server.otherwise([status](const SeenRequest &) {
        return status ? Script::answer(status, "{}", {{"Retry-After", "1"}}) : Script::close();
    });
    for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
        const int before = net->server.count();
        Name result;
        net->call(ask(method, u"/x"_s, method == Method::Delete ? QByteArray() : QByteArray("{}")),
                  result);
        QTRY_VERIFY(result);
        QCOMPARE(int(result->error().kind), kind);
        net->clock.advance(300s);
        settle(net->transport, net->server);
        QCOMPARE(net->server.count(), before + 1);
    }
}

void TestApiClient::doesNotRetryRefusals_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 403, 404, 409, 413, 500, 501})
        QTest::addRow("%d", status) << status;
}

void TestApiClient::doesNotRetryRefusals()
{
    QFETCH(int, status);
    net->server.otherwise([status](const SeenRequest &) { return Script::answer(status, "{}"); });
    Name result;
    net->call(ask(Method::Get), result);
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(net->server.count(), 1);
}

void TestApiClient::aDestroyedContextDropsTheCall()
{
    net->server.then(Script::hold(named("x")));
    bool called = false;
    auto context = std::make_unique<QObject>();
    auto job = net->client->call(ask(Method::Get));
    job.then(context.get(), [&called](const Result<QString> &) { called = true; });
    QTRY_COMPARE(net->server.count(), 1);
    context.reset();
    QVERIFY(!job.running());
    QTRY_COMPARE(net->server.open(), 0); // the request was cut, not only its answer dropped
    QTRY_COMPARE(net->client->running(), 0);
    QVERIFY(!called);
}

void TestApiClient::abortStopsARetry()
{
    net->server.otherwise([](const SeenRequest &) { return Script::answer(503); });
    Name result;
    auto job = net->call(ask(Method::Get), result);
    QTRY_COMPARE(net->clock.next(), std::optional(500ms));
    job.abort();
    QVERIFY(!job.running());
    net->clock.advance(60s);
    settle(net->transport, net->server);
    QCOMPARE(net->server.count(), 1);
    QVERIFY(!result);
}

void TestApiClient::abortBeforeTheStartSendsNothing()
{
    Name result;
    auto job = net->call(ask(Method::Post, u"/x"_s, "{}"), result);
    job.abort();
    settle(net->transport, net->server);
    QCOMPARE(net->server.count(), 0);
    QVERIFY(!result);
}

void TestApiClient::withoutThenTheWorkIsDone()
{
    net->server.then(Script::answer(202));
    net->client->call(ask(Method::Delete));
    QTRY_COMPARE(net->server.count(), 1);
    QTRY_COMPARE(net->client->running(), 0);
}

void TestApiClient::destroyedWithJobsInFlight()
{
    net->server.otherwise([](const SeenRequest &) { return Script::hold(named("x")); });
    bool called = false;
    for (int i = 0; i < 8; ++i) {
        net->client
            ->call(ask(i % 2 ? Method::Get : Method::Post, u"/x"_s,
                       i % 2 ? QByteArray() : QByteArray("{}")))
            .then(&net->context, [&called](const Result<QString> &) { called = true; });
    }
    QTRY_COMPARE(net->server.count(), 8);
    net->client.reset();
    QTRY_COMPARE(net->server.open(), 0);
    net->server.release();
    settle(net->transport, net->server);
    QVERIFY(!called);
}

namespace {

struct DecodeSlowly
{
    using Value = Nothing;
    std::shared_ptr<std::atomic<int>> begun;
    [[nodiscard]] Request request() const { return {}; }
    [[nodiscard]] Result<Nothing> decode(const Answer &) const
    {
        ++*begun;
        QThread::msleep(100); // blocks a worker, not the test
        return Nothing{};
    }
};

} // namespace

void TestApiClient::destroyedWhileDecoding()
{
    net->server.otherwise([](const SeenRequest &) { return Script::json("{}"); });
    const auto begun = std::make_shared<std::atomic<int>>(0);
    bool called = false;
    for (int i = 0; i < 4; ++i)
        net->client->call(DecodeSlowly{begun})
            .then(&net->context, [&called](const Result<Nothing> &) { called = true; });
    QTRY_VERIFY(*begun > 0);
    net->client.reset();
    settle(net->transport, net->server);
    QVERIFY(!called);
}

void TestApiClient::destroyedInACallback()
{
    net->server.otherwise([](const SeenRequest &) { return Script::json(named("x")); });
    int called = 0;
    for (int i = 0; i < 3; ++i) {
        net->client->call(ask(Method::Get)).then(&net->context, [&](const Result<QString> &result) {
            QVERIFY(result.ok());
            ++called;
            net->client.reset();
        });
    }
    QTRY_VERIFY(called > 0);
    settle(net->transport, net->server);
    QCOMPARE(called, 1);
}

void TestApiClient::reportsActivity()
{
    QSignalSpy activity(net->client.get(), &ApiClient::activity);
    QSignalSpy idle(net->client.get(), &ApiClient::idle);
    net->server.otherwise([](const SeenRequest &) { return Script::json(named("x")); });
    Name first;
    Name second;
    net->call(ask(Method::Get), first);
    net->call(ask(Method::Get), second);
    QCOMPARE(net->client->running(), 2);
    QTRY_COMPARE(idle.count(), 1);
    QCOMPARE(net->client->running(), 0);
    QCOMPARE(activity.count(), 4);
}

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
