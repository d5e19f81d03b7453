#include "net/transport.h"

#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <QtTest/QtTest>

#include <optional>

using namespace oriel;
using namespace oriel::net;
using namespace oriel::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(oriel::net::Method)

/// The transport against a server that misbehaves.
class TestTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        server = std::make_unique<ScriptedServer>();
        clock = std::make_unique<FakeClock>();
        transport = std::make_unique<Transport>(*clock);
        context = std::make_unique<QObject>();
        result.reset();
        calls = 0;
    }
    void cleanup()
    {
        context.reset();
        transport.reset();
        server.reset();
    }

    void getsAnAnswer();
    void sendsAChangingRequestOnce_data();
    void sendsAChangingRequestOnce();
    void sendsAChangingRequestOnceOnAConnectionInUse_data() { sendsAChangingRequestOnce_data(); }
    void sendsAChangingRequestOnceOnAConnectionInUse();
    void delivers401OfAChangingRequest_data() { sendsAChangingRequestOnce_data(); }
    void delivers401OfAChangingRequest();
    void sendsALargeBodyWhole();
    void refusedConnectionIsUnreachable_data();
    void refusedConnectionIsUnreachable();
    void deadlineOfAGetIsATimeout();
    void deadlineOfAPostThatLeftIsALostAnswer();
    void deadlineOfASignInIsATimeout();
    void refusalAfterALostAnswerIsStillALostAnswer_data() { sendsAChangingRequestOnce_data(); }
    void refusalAfterALostAnswerIsStillALostAnswer();
    void deadlineCoversASlowBody();
    void destroyedContextAborts();
    void destroyedExchangeAborts();
    void destroyedTransportAborts();
    void callbackMayDestroyEverything();
    void followsARedirectWithinTheOrigin();
    void followsNoRedirectToAnotherOrigin();
    void followsNoRedirectOfAPost();
    void followsNoCircle();
    void takes300AsAnAnswer();
    void cutBodyIsALostAnswer_data();
    void cutBodyIsALostAnswer();
    void garbageIsALostAnswer();
    void hugeBodyIsRefused();
    void unpacksGzip();
    void hugeUnpackedBodyIsRefused();
    void readsChunks();
    void saysThatPlainTextSpeaksNoTls();
    void keepsNoCookies();

private:
    QObject *send(HttpRequest request)
    {
        return transport->send(std::move(request), context.get(),
                               [this](Result<HttpAnswer> answer) {
                                   ++calls;
                                   result.emplace(std::move(answer));
                               });
    }
    HttpRequest get(const QString &path = QStringLiteral("/"))
    {
        HttpRequest request;
        request.url = server->url(path);
        request.headers = {{"X-Auth-Token", "secret"}};
        return request;
    }

    std::unique_ptr<ScriptedServer> server;
    std::unique_ptr<FakeClock> clock;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QObject> context;
    std::optional<Result<HttpAnswer>> result;
    int calls = 0;
};

namespace {

/// Lets the event loop turn until nothing more can come: long enough for a second send over
/// loopback.
void letAnythingHappen()
{
    QTest::qWait(150);
}

/// `text` as a gzip stream, made of qCompress's zlib one.
QByteArray gzip(const QByteArray &text)
{
    const QByteArray zlib = qCompress(text, 9).mid(4);
    const QByteArray deflate = zlib.mid(2, zlib.size() - 6);
    quint32 crc = 0xffffffff;
    for (const char c : text) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320u : 0u);
    }
    crc = ~crc;
    QByteArray tail;
    for (const quint32 number : {crc, static_cast<quint32>(text.size())}) {
        for (int shift = 0; shift < 32; shift += 8)
            tail.append(static_cast<char>((number >> shift) & 0xff));
    }
    return QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + deflate + tail;
}

} // namespace

void TestTransport::getsAnAnswer()
{
    server->then(Script::answer(200, "{\"a\":1}", {{"X-Thing", "Value"}}));
    send(get(QStringLiteral("/v3/things")));
    QVERIFY(!result); // never before send() has returned
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->status, 200);
    QCOMPARE((*result)->body, QByteArray("{\"a\":1}"));
    QCOMPARE(headerValue((*result)->headers, "x-thing"), QByteArray("Value"));
    const SeenRequest &seen = server->seen().front();
    QCOMPARE(seen.method, QByteArray("GET"));
    QCOMPARE(seen.target, QByteArray("/v3/things"));
    QCOMPARE(seen.header("x-auth-token"), QByteArray("secret"));
    QCOMPARE(seen.header("user-agent"), QByteArray("Oriel/" ORIEL_VERSION));
    QVERIFY(seen.header("accept-encoding").contains("gzip"));
}

void TestTransport::sendsAChangingRequestOnce_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("POST") << Method::Post << QByteArray("{\"createImage\":{}}");
    QTest::newRow("POST without a body") << Method::Post << QByteArray();
    QTest::newRow("PUT") << Method::Put << QByteArray("{}");
    QTest::newRow("PUT without a body") << Method::Put << QByteArray();
    QTest::newRow("PATCH") << Method::Patch << QByteArray("[]");
    QTest::newRow("DELETE") << Method::Delete << QByteArray();
    QTest::newRow("DELETE with a body") << Method::Delete << QByteArray("{}");
}

void TestTransport::sendsAChangingRequestOnce()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, body);
    server->otherwise([](const SeenRequest &) { return Script::close(); });
    HttpRequest request = get();
    request.method = method;
    request.body = body;
    send(std::move(request));
    QTRY_VERIFY(result);
    letAnythingHappen();
    QCOMPARE(server->count(), 1);
    QCOMPARE(server->seen().front().method, methodName(method));
    QCOMPARE(server->seen().front().body, body);
    QCOMPARE(server->seen().front().header("content-length"), QByteArray::number(body.size()));
    QCOMPARE(server->seen().front().header("connection"), QByteArray("close"));
    QCOMPARE(calls, 1);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    QVERIFY(result->error().when.isValid());
}

void TestTransport::sendsAChangingRequestOnceOnAConnectionInUse()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, body);
    HttpRequest request = get();
    request.method = method;
    request.body = body;
    server->then(Script::answer(202));
    server->otherwise([](const SeenRequest &) { return Script::close(); });
    send(request);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->status, 202);
    result.reset();
    send(request);
    QTRY_VERIFY(result);
    letAnythingHappen();
    QCOMPARE(server->count(), 2);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
}

void TestTransport::delivers401OfAChangingRequest()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, body);
    for (const QByteArray challenge :
         {"Keystone uri=\"http://127.0.0.1:5000\"", "Basic realm=\"x\""}) {
        result.reset();
        const int before = server->count();
        server->then(Script::answer(401, "{\"error\":{}}", {{"WWW-Authenticate", challenge}}));
        HttpRequest request = get();
        request.method = method;
        request.body = body;
        send(std::move(request));
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
        QCOMPARE((*result)->status, 401);
        QCOMPARE((*result)->body, QByteArray("{\"error\":{}}"));
        QCOMPARE(server->count(), before + 1);
    }
}

void TestTransport::sendsALargeBodyWhole()
{
    const QByteArray body(3'000'000, 'x');
    server->then(Script::answer(200, "{}"));
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = body;
    send(std::move(request));
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(server->seen().front().body, body);
}

void TestTransport::refusedConnectionIsUnreachable_data()
{
    QTest::addColumn<Method>("method");
    QTest::newRow("GET") << Method::Get;
    QTest::newRow("POST") << Method::Post;
    QTest::newRow("DELETE") << Method::Delete;
}

void TestTransport::refusedConnectionIsUnreachable()
{
    QFETCH(Method, method);
    server->shut();
    HttpRequest request = get();
    request.method = method;
    if (method == Method::Post)
        request.body = "{}";
    send(std::move(request));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::Unreachable);
    QVERIFY(!result->error().message.isEmpty());
}

void TestTransport::deadlineOfAGetIsATimeout()
{
    server->then(Script::hang());
    HttpRequest request = get();
    request.deadline = 5s;
    send(std::move(request));
    QTRY_COMPARE(server->count(), 1);
    clock->advance(4'999ms);
    QVERIFY(!result);
    clock->advance(1ms);
    QVERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Timeout);
    QTRY_COMPARE(server->open(), 0);
}

void TestTransport::deadlineOfAPostThatLeftIsALostAnswer()
{
    server->then(Script::hang());
    HttpRequest request = get();
    request.method = Method::Delete;
    send(std::move(request));
    QTRY_COMPARE(server->count(), 1);
    clock->advance(30s);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    letAnythingHappen();
    QCOMPARE(server->count(), 1);
}

void TestTransport::deadlineOfASignInIsATimeout()
{
    server->then(Script::hang());
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    request.harmless = true;
    send(std::move(request));
    QTRY_COMPARE(server->count(), 1);
    clock->advance(30s);
    QVERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Timeout);
}

void TestTransport::refusalAfterALostAnswerIsStillALostAnswer()
{
    // The network library connects anew after the connection broke, and is refused: the first
    // request was sent all the same.
    QFETCH(Method, method);
    QFETCH(QByteArray, body);
    server->otherwise([this](const SeenRequest &) {
        server->shut();
        return Script::close();
    });
    HttpRequest request = get();
    request.method = method;
    request.body = body;
    send(std::move(request));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
}

void TestTransport::deadlineCoversASlowBody()
{
    // Some of the body, and never the rest: an inactivity timeout would do, a deadline must too.
    server->then({Script::Do::Answer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"});
    send(get());
    QTRY_COMPARE(server->count(), 1);
    letAnythingHappen();
    QVERIFY(!result);
    clock->advance(30s);
    QVERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Timeout);
}

void TestTransport::destroyedContextAborts()
{
    server->then(Script::hold("{}"));
    send(get());
    QTRY_COMPARE(server->count(), 1);
    context.reset();
    QTRY_COMPARE(server->open(), 0);
    QCOMPARE(calls, 0);
}

void TestTransport::destroyedExchangeAborts()
{
    server->then(Script::hold("{}"));
    QObject *exchange = send(get());
    QTRY_COMPARE(server->count(), 1);
    delete exchange;
    QTRY_COMPARE(server->open(), 0);
    QCOMPARE(calls, 0);
}

void TestTransport::destroyedTransportAborts()
{
    server->otherwise([](const SeenRequest &) { return Script::hold("{}"); });
    send(get());
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    send(std::move(request));
    QTRY_COMPARE(server->count(), 2);
    transport.reset();
    QTRY_COMPARE(server->open(), 0);
    QCOMPARE(calls, 0);
}

void TestTransport::callbackMayDestroyEverything()
{
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    QPointer<QObject> exchange =
        transport->send(get(), context.get(), [this](const Result<HttpAnswer> &answer) {
            QVERIFY(answer.ok());
            ++calls;
            context.reset();
            transport.reset();
        });
    QTRY_COMPARE(calls, 1);
    QTRY_VERIFY(!exchange);
}

void TestTransport::followsARedirectWithinTheOrigin()
{
    server->then(Script::answer(301, {}, {{"Location", "/v3/"}}));
    server->then(Script::json("{\"there\":true}"));
    send(get(QStringLiteral("/v3")));
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->body, QByteArray("{\"there\":true}"));
    QCOMPARE(server->seen().back().target, QByteArray("/v3/"));
    QCOMPARE(server->seen().back().header("x-auth-token"), QByteArray("secret"));
    QCOMPARE((*result)->url.path(), QStringLiteral("/v3/"));
}

void TestTransport::followsNoRedirectToAnotherOrigin()
{
    ScriptedServer other;
    other.otherwise([](const SeenRequest &) { return Script::json("{}"); });
    server->then(Script::answer(
        302, {}, {{"Location", other.url(QStringLiteral("/steal?q=1")).toEncoded()}}));
    send(get());
    QTRY_VERIFY(result);
    letAnythingHappen();
    QCOMPARE(other.count(), 0);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(other.url(QStringLiteral("/steal")).toString()));
}

void TestTransport::followsNoRedirectOfAPost()
{
    server->then(Script::answer(307, {}, {{"Location", "/elsewhere"}}));
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    send(std::move(request));
    QTRY_VERIFY(result);
    letAnythingHappen();
    QCOMPARE(server->count(), 1);
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
}

void TestTransport::followsNoCircle()
{
    server->otherwise([](const SeenRequest &) {
        return Script::answer(302, {}, {{"Location", "/"}});
    });
    send(get());
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QCOMPARE(server->count(), 6);
}

void TestTransport::takes300AsAnAnswer()
{
    // Keystone's root: several choices, and a Location that is only one of them.
    server->then(
        Script::answer(300, "{\"versions\":{}}", {{"Location", "http://127.0.0.1:1/v3/"}}));
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->status, 300);
    QCOMPARE((*result)->body, QByteArray("{\"versions\":{}}"));
}

void TestTransport::cutBodyIsALostAnswer_data()
{
    refusedConnectionIsUnreachable_data();
}

void TestTransport::cutBodyIsALostAnswer()
{
    QFETCH(Method, method);
    server->otherwise([](const SeenRequest &) { return Script::cut(200, "{\"servers\":[", 1000); });
    HttpRequest request = get();
    request.method = method;
    send(std::move(request));
    QTRY_VERIFY(result);
    letAnythingHappen();
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    QCOMPARE(server->count(), 1);
}

void TestTransport::garbageIsALostAnswer()
{
    server->otherwise(
        [](const SeenRequest &) { return Script::bytes("\x01\x02\xff what is this\r\n\r\n\r\n"); });
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    send(std::move(request));
    QTRY_VERIFY(result);
    letAnythingHappen();
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    QCOMPARE(server->count(), 1);
}

void TestTransport::hugeBodyIsRefused()
{
    transport->setMaximumBody(1024 * 1024);
    // Fifty promised, two on the way: what is too much is not waited for.
    server->then({Script::Do::Answer, "HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n" +
                                          QByteArray(2 * 1024 * 1024, ' ')});
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(QStringLiteral("1 MiB")));
    QTRY_COMPARE(server->open(), 0);
}

void TestTransport::unpacksGzip()
{
    const QByteArray text = "{\"servers\":[" + QByteArray(200'000, ' ') + "]}";
    server->then(Script::answer(200, gzip(text), {{"Content-Encoding", "gzip"}}));
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->body, text);
}

void TestTransport::hugeUnpackedBodyIsRefused()
{
    transport->setMaximumBody(1024 * 1024);
    const QByteArray packed = gzip(QByteArray(20 * 1024 * 1024, ' '));
    QVERIFY(packed.size() < 100'000);
    server->then(Script::answer(200, packed, {{"Content-Encoding", "gzip"}}));
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
}

void TestTransport::readsChunks()
{
    const QByteArray text = "{\"text\":\"" + QByteArray(5000, 'y') + "\"}";
    server->then(Script::chunked(text, 7));
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->body, text);
}

void TestTransport::saysThatPlainTextSpeaksNoTls()
{
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    server->greet("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    request.url.setScheme(QStringLiteral("https"));
    send(std::move(request));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    // No certificate was refused: it is no matter of trust, and nothing has left.
    QCOMPARE(result->error().kind, ErrorKind::Unreachable);
    QVERIFY(result->error().message.contains(QLatin1String("http://")));
}

void TestTransport::keepsNoCookies()
{
    server->then(Script::answer(200, "{}", {{"Set-Cookie", "session=1; Path=/"}}));
    server->then(Script::json("{}"));
    send(get());
    QTRY_VERIFY(result);
    result.reset();
    send(get());
    QTRY_VERIFY(result);
    QCOMPARE(server->seen().back().header("cookie"), QByteArray());
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
