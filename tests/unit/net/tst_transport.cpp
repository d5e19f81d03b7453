#include "net/transport.h"

#include "support/fakeclock.h"
#include "support/scriptedserver.h"
#include "support/settle.h"

#include <QtTest/QtTest>

#include <optional>
#include <zlib.h>

using namespace Qt::StringLiterals;

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
    void endlessBodyIsRefused();
    void unpacksGzip();
    void hugeUnpackedBodyIsRefused();
    void stopsUnpackingAtTheLimit_data();
    void stopsUnpackingAtTheLimit();
    void refusesAnUnknownEncoding();
    void damagedPackedBodyIsRefused();
    void refusesAFlood_data();
    void refusesAFlood();
    void aFloodCostsOneRequest();
    void aServiceThatHangsHoldsNoOtherUp();
    void servicesShareConnections();
    void goesOnWhereAFreeConnectionWasClosed();
    void asksAgainWhereAnUsedConnectionDies();
    void handshakeThatHangsIsGivenUp();
    void refusesOtherSchemes();
    void keepsLineBreaksOutOfTheHead();
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
    HttpRequest get(const QString &path = u"/"_s)
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

/// A compressed body of 1 MiB of spaces, and a piece that adds another 1 MiB for each repetition.
struct Bomb
{
    QByteArray start;
    QByteArray again;
};

Bomb makeBomb(bool gzipped)
{
    const QByteArray blanks(1024 * 1024, ' ');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, gzipped ? MAX_WBITS + 16 : MAX_WBITS, 8,
                 Z_DEFAULT_STRATEGY);
    const auto pack = [&stream, &blanks] {
        QByteArray packed(64 * 1024, '\0');
        QByteArray input = blanks;
        stream.next_in = reinterpret_cast<Bytef *>(input.data());
        stream.avail_in = static_cast<uInt>(input.size());
        stream.next_out = reinterpret_cast<Bytef *>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FULL_FLUSH);
        packed.resize(packed.size() - stream.avail_out);
        return packed;
    };
    Bomb bomb;
    bomb.start = pack();
    bomb.again = pack();
    deflateEnd(&stream);
    return bomb;
}

/// The peak memory of this process in bytes. 0 under AddressSanitizer, which does not return freed
/// memory, so that the peak is meaningless.
qint64 peakMemory()
{
#ifndef ORIEL_SANITIZED
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
#endif
    return 0;
}

} // namespace

void TestTransport::getsAnAnswer()
{
    server->then(Script::answer(200, "{\"a\":1}", {{"X-Thing", "Value"}}));
    send(get(u"/v3/things"_s));
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
    settle(*transport, *server);
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
    settle(*transport, *server);
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
    settle(*transport, *server);
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
    // The network library reconnects after the connection broke, and is refused: the first request
    // was nevertheless sent.
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
    // Part of the body, and never the rest: the deadline must cover this too, not only an
    // inactivity timeout.
    server->then({Script::Do::Answer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"});
    send(get());
    QTRY_COMPARE(server->count(), 1);
    settle(*transport, *server);
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
    send(get(u"/v3"_s));
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE((*result)->body, QByteArray("{\"there\":true}"));
    QCOMPARE(server->seen().back().target, QByteArray("/v3/"));
    QCOMPARE(server->seen().back().header("x-auth-token"), QByteArray("secret"));
    QCOMPARE((*result)->url.path(), u"/v3/"_s);
}

void TestTransport::followsNoRedirectToAnotherOrigin()
{
    ScriptedServer other;
    other.otherwise([](const SeenRequest &) { return Script::json("{}"); });
    server->then(Script::answer(302, {}, {{"Location", other.url(u"/steal?q=1"_s).toEncoded()}}));
    send(get());
    QTRY_VERIFY(result);
    settle(*transport, *server);
    QCOMPARE(other.count(), 0);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(other.url(u"/steal"_s).toString()));
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
    settle(*transport, *server);
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
    settle(*transport, *server);
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
    settle(*transport, *server);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    QCOMPARE(server->count(), 1);
}

void TestTransport::hugeBodyIsRefused()
{
    transport->setMaximumBody(1024 * 1024);
    // Fifty MiB announced, two sent: an oversized body is refused without waiting for it.
    server->then({Script::Do::Answer, "HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n" +
                                          QByteArray(2 * 1024 * 1024, ' ')});
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(u"1 MiB"_s));
    QTRY_COMPARE(server->open(), 0);
}

void TestTransport::endlessBodyIsRefused()
{
    constexpr qint64 limit = 32 * 1024 * 1024;
    transport->setMaximumBody(limit);
    server->then(Script::flood("HTTP/1.1 200 OK\r\n\r\n", QByteArray(64 * 1024, ' ')));
    const qint64 before = peakMemory();
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QTRY_COMPARE(server->open(), 0);
    QVERIFY2(peakMemory() - before < 2 * limit, qPrintable(QString::number(peakMemory() - before)));
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

void TestTransport::stopsUnpackingAtTheLimit_data()
{
    QTest::addColumn<bool>("gzipped");
    QTest::newRow("gzip") << true;
    QTest::newRow("deflate") << false;
}

void TestTransport::stopsUnpackingAtTheLimit()
{
    QFETCH(bool, gzipped);
    constexpr qint64 limit = 32 * 1024 * 1024;
    transport->setMaximumBody(limit);
    const Bomb bomb = makeBomb(gzipped);
    QVERIFY(bomb.again.size() < 2048); // 1 MiB each
    server->then(Script::flood(
        "HTTP/1.1 200 OK\r\nContent-Encoding: " + QByteArray(gzipped ? "gzip" : "deflate") +
            "\r\n\r\n" + bomb.start,
        bomb.again.repeated(32)));
    const qint64 before = peakMemory();
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY(result->error().message.contains(u"32 MiB"_s));
    QTRY_COMPARE(server->open(), 0);
    // Decompressed, the body would be gigabytes.
    QVERIFY2(peakMemory() - before < 2 * limit, qPrintable(QString::number(peakMemory() - before)));
}

void TestTransport::refusesAnUnknownEncoding()
{
    server->then(Script::answer(200, "{}", {{"Content-Encoding", "rot13"}}));
    send(get());
    QTRY_VERIFY(result);
    QCOMPARE(server->seen().front().header("accept-encoding"), QByteArray("gzip"));
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
}

void TestTransport::damagedPackedBodyIsRefused()
{
    server->then(Script::answer(200, "no gzip at all", {{"Content-Encoding", "gzip"}}));
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
}

void TestTransport::refusesAFlood_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("again");
    const QByteArray many = QByteArray(4096, 'a');
    QTest::newRow("status line") << QByteArray("HTTP/1.1 200 ") << many;
    QTest::newRow("field") << QByteArray("HTTP/1.1 200 OK\r\nX-A: ") << many;
    QTest::newRow("fields") << QByteArray("HTTP/1.1 200 OK\r\n") << QByteArray("X-A: b\r\n");
    QTest::newRow("folded field") << QByteArray("HTTP/1.1 200 OK\r\nX-A: b\r\n")
                                  << QByteArray(" c\r\n");
    QTest::newRow("100 Continue") << QByteArray() << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("trailers") << chunked + "0\r\n" << QByteArray("X-A: b\r\n");
    QTest::newRow("chunk extension") << chunked + "1;" << many;
    QTest::newRow("chunk extensions")
        << chunked << QByteArray("1;" + QByteArray(2000, 'e') + "\r\nx\r\n");
    // Stored blocks of no length: the body never grows.
    QTest::newRow("packed nothing")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") +
               QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10)
        << QByteArray("\0\0\0\xff\xff", 5);
}

void TestTransport::refusesAFlood()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, again);
    transport->setMaximumBody(1024 * 1024);
    server->then(Script::flood(start + again, again.repeated(1 + 16384 / again.size())));
    HttpRequest request = get();
    request.method = Method::Post;
    request.body = "{}";
    send(std::move(request));
    QTRY_VERIFY(result); // no deadline passes: the clock stands still
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::BrokenAnswer);
    QVERIFY2(result->error().message.contains(u" KiB"_s) ||
                 result->error().message.contains(u" MiB"_s) ||
                 result->error().message.contains(u"too large"_s),
             qPrintable(result->error().message));
    QCOMPARE(server->count(), 1);
    QTRY_COMPARE(server->open(), 0);
    // What both systems buffer, not what the service would have sent.
    QVERIFY2(server->flooded() < 32 * 1024 * 1024, qPrintable(QString::number(server->flooded())));
}

void TestTransport::aFloodCostsOneRequest()
{
    server->then(Script::hold("{\"held\":1}"));
    server->then(Script::flood("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"));
    server->then(Script::json("{\"next\":1}"));
    send(get());
    QTRY_COMPARE(server->count(), 1);
    std::optional<Result<HttpAnswer>> flooded;
    std::optional<Result<HttpAnswer>> next;
    transport->send(get(), context.get(),
                    [&flooded](Result<HttpAnswer> answer) { flooded.emplace(std::move(answer)); });
    QTRY_COMPARE(server->count(), 2);
    transport->send(get(), context.get(),
                    [&next](Result<HttpAnswer> answer) { next.emplace(std::move(answer)); });
    QTRY_VERIFY(flooded && next);
    QVERIFY(!flooded->ok());
    QVERIFY(next->ok());
    server->release();
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
}

void TestTransport::aServiceThatHangsHoldsNoOtherUp()
{
    server->otherwise([](const SeenRequest &seen) {
        return seen.target == "/hangs" ? Script::hang() : Script::json("{}");
    });
    HttpRequest hangs = get(u"/hangs"_s);
    hangs.service = Service::Compute;
    int ignored = 0;
    for (int i = 0; i < 20; ++i)
        transport->send(hangs, context.get(),
                        [&ignored](const Result<HttpAnswer> &) { ++ignored; });
    QTRY_COMPARE(server->count(), 6);
    // A change at the same service, and another service at the same address.
    HttpRequest request = get();
    request.service = Service::Compute;
    request.method = Method::Post;
    send(request);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    result.reset();
    request.method = Method::Get;
    request.service = Service::BlockStorage;
    send(request);
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(ignored, 0);
    // Queued requests were never sent, and say so.
    clock->advance(30s);
    QTRY_COMPARE(ignored, 20);
    QCOMPARE(server->count(), 8);
}

void TestTransport::servicesShareConnections()
{
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    for (const Service service :
         {Service::Identity, Service::Compute, Service::BlockStorage, Service::Image}) {
        result.reset();
        HttpRequest request = get();
        request.service = service;
        send(std::move(request));
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
    }
    QCOMPARE(server->connections(), 1);
}

void TestTransport::goesOnWhereAFreeConnectionWasClosed()
{
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    send(get());
    QTRY_VERIFY(result);
    server->closeAll();
    QTRY_COMPARE(server->open(), 0);
    result.reset();
    send(get());
    QTRY_VERIFY(result);
    QVERIFY(result->ok());
    QCOMPARE(server->connections(), 2);
    QCOMPARE(server->count(), 2);
}

void TestTransport::asksAgainWhereAnUsedConnectionDies()
{
    server->then(Script::json("{}"));
    server->then(Script::close());
    server->then(Script::close());
    server->otherwise([](const SeenRequest &) { return Script::json("{}"); });
    send(get());
    QTRY_VERIFY(result);
    result.reset();
    send(get());
    QTRY_VERIFY(result);
    // Sent once, over a new connection.
    QVERIFY(!result->ok());
    QCOMPARE(result->error().kind, ErrorKind::AnswerLost);
    QCOMPARE(server->count(), 3);
    QCOMPARE(server->connections(), 2);
}

void TestTransport::handshakeThatHangsIsGivenUp()
{
    HttpRequest request = get();
    request.method = Method::Post;
    request.url.setScheme(u"https"_s);
    send(std::move(request));
    QTRY_COMPARE(server->open(), 1); // connected, and the server waits for a request in clear text
    clock->advance(30s);
    QTRY_VERIFY(result);
    QCOMPARE(result->error().kind, ErrorKind::Unreachable);
    QTRY_COMPARE(server->open(), 0);
}

void TestTransport::refusesOtherSchemes()
{
    for (const char *url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "http:", "data:,x", "/x"}) {
        result.reset();
        HttpRequest request;
        request.url = QUrl(QString::fromLatin1(url));
        send(std::move(request));
        QTRY_VERIFY(result);
        QVERIFY(!result->ok());
        QCOMPARE(result->error().kind, ErrorKind::Unreachable);
    }
}

void TestTransport::keepsLineBreaksOutOfTheHead()
{
    server->then(Script::json("{}"));
    HttpRequest request = get();
    request.headers = {{"X-Auth-Token", "a\r\nX-Evil: 1\r\n\r\nGET /2 HTTP/1.1"}};
    send(std::move(request));
    QTRY_VERIFY(result);
    QCOMPARE(server->count(), 1);
    QCOMPARE(server->seen().front().header("x-evil"), QByteArray());
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
    request.url.setScheme(u"https"_s);
    send(std::move(request));
    QTRY_VERIFY(result);
    QVERIFY(!result->ok());
    // No certificate was refused: this is not a trust problem, and nothing was sent.
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
