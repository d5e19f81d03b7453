#include "net/classify.h"
#include "net/retry.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::net;
using namespace std::chrono_literals;

namespace {

const QDateTime someTime(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);

Error judged(int status, const QByteArray &body, const Headers &headers = {})
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    answer.headers = headers;
    return classify(answer, someTime);
}

/// What each recorded error's status and body must become.
ErrorKind expectedKind(const QString &file, int status)
{
    if (file.contains(QLatin1String("quota")) || file.contains(QLatin1String("gigabytes")))
        return ErrorKind::OverQuota;
    switch (status) {
    case 400:
        return ErrorKind::BadRequest;
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
        return ErrorKind::NotFound;
    case 406:
        return ErrorKind::Unsupported;
    case 409:
        return ErrorKind::Conflict;
    default:
        qFatal("no expectation for a recorded error");
    }
}

} // namespace

/// Making errors of what services and proxies answer.
class TestClassify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedErrors_data();
    void recordedErrors();
    void bodies_data();
    void bodies();
    void statuses_data();
    void statuses();
    void cleansMarkup_data();
    void cleansMarkup();
    void cutsEndlessMessages();
    void searchesNoMoreThanItMay_data();
    void searchesNoMoreThanItMay();
    void readsRetryAfter_data();
    void readsRetryAfter();
    void pausesGrowAndStayWithinBounds();
};

void TestClassify::recordedErrors_data()
{
    QTest::addColumn<QString>("file");
    const QStringList files =
        QDir(QString::fromUtf8(ORIEL_SAMPLES)).entryList({u"error-*.json"_s}, QDir::Files);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file;
    QVERIFY(files.size() > 40);
}

void TestClassify::recordedErrors()
{
    QFETCH(QString, file);
    QFile sample(QString::fromUtf8(ORIEL_SAMPLES "/") + file);
    QVERIFY(sample.open(QIODevice::ReadOnly));
    const QJsonObject response = QJsonDocument::fromJson(sample.readAll())
                                     .object()
                                     .value(QLatin1String("response"))
                                     .toObject();
    Headers headers;
    const QJsonObject recordedHeaders = response.value(QLatin1String("headers")).toObject();
    QString requestId;
    for (auto it = recordedHeaders.begin(); it != recordedHeaders.end(); ++it) {
        headers.append({it.key().toLower().toLatin1(), it.value().toString().toLatin1()});
        if (it.key().compare(QLatin1String("x-openstack-request-id"), Qt::CaseInsensitive) == 0)
            requestId = it.value().toString();
    }
    const QJsonValue body = response.value(QLatin1String("body"));
    const QByteArray text =
        body.isObject() ? QJsonDocument(body.toObject()).toJson() : body.toString().toUtf8();
    const int status = response.value(QLatin1String("status")).toInt();

    const Error error = judged(status, text, headers);
    QCOMPARE(int(error.kind), int(expectedKind(file, status)));
    QCOMPARE(error.httpStatus, status);
    QCOMPARE(error.requestId, requestId);
    QCOMPARE(error.when, someTime);
    QVERIFY(!error.message.isEmpty());
    QVERIFY2(!error.message.contains(u'<') && !error.message.contains(u'\n'),
             qPrintable(error.message));
    // The service's words, not ours, wherever it had some.
    QVERIFY2(!error.message.contains(QLatin1String("no explanation")), qPrintable(error.message));
}

void TestClassify::bodies_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, int status, const char *body, ErrorKind kind,
                        const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << int(kind)
                            << QString::fromUtf8(message);
    };
    row("neutron's conflict", 409,
        R"({"NeutronError": {"type": "PortInUse", "message": "Port is in use.", "detail": ""}})",
        ErrorKind::Conflict, "Port is in use.");
    row("neutron's revision", 412,
        R"({"NeutronError": {"type": "RevisionNumberConstraintFailed", "message": "Constrained to 3, but current revision is 4", "detail": ""}})",
        ErrorKind::Conflict, "Constrained to 3, but current revision is 4");
    row("neutron's quota", 409,
        R"({"NeutronError": {"type": "OverQuota", "message": "Quota exceeded for resources: ['port'].", "detail": ""}})",
        ErrorKind::OverQuota, "Quota exceeded for resources: ['port'].");
    row("neutron's old form", 404, R"({"NeutronError": "Network could not be found"})",
        ErrorKind::NotFound, "Network could not be found");
    row("a quota set refused by policy", 403,
        R"({"forbidden": {"code": 403, "message": "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed."}})",
        ErrorKind::Forbidden,
        "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed.");
    row("cinder's quota for a group", 400,
        R"({"badRequest": {"code": 400, "message": "Maximum number of volumes allowed (10) exceeded for quota 'volumes'."}})",
        ErrorKind::OverQuota,
        "Maximum number of volumes allowed (10) exceeded for quota 'volumes'.");
    row("a limit that is no quota", 400,
        R"({"badRequest": {"code": 400, "message": "The number of tags exceeded the per-server limit 50"}})",
        ErrorKind::BadRequest, "The number of tags exceeded the per-server limit 50");
    row("glance's quota", 413,
        R"({"message": "The size of the data 9 will exceed the limit. Denying attempt to upload image because it exceeds the quota: 5<br /><br />", "code": "413 Request Entity Too Large", "title": "x"})",
        ErrorKind::OverQuota,
        "The size of the data 9 will exceed the limit. Denying attempt to upload image because it "
        "exceeds the quota: 5");
    row("a working group's error", 404,
        R"({"errors": [{"status": 404, "title": "Not Found", "detail": "No such thing", "request_id": "req-1"}]})",
        ErrorKind::NotFound, "No such thing");
    row("a proxy's page", 502,
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad "
        "Gateway</h1></center><hr>nginx</body></html>",
        ErrorKind::Unavailable, "502 Bad Gateway nginx");
    row("a page with nothing but a title", 503,
        "<html><head><title>Service down</title></head><body></body></html>",
        ErrorKind::Unavailable, "Service down");
    row("plain text", 503, "Service Unavailable\r\n", ErrorKind::Unavailable,
        "Service Unavailable");
    row("empty", 500, "", ErrorKind::Unavailable,
        "The service answered with HTTP status 500 and no explanation.");
    row("blank", 500, "  \n", ErrorKind::Unavailable,
        "The service answered with HTTP status 500 and no explanation.");
    row("JSON without words", 500, "{}", ErrorKind::Unavailable,
        "The service answered with HTTP status 500 and no explanation.");
    row("a JSON list", 400, "[1, 2]", ErrorKind::BadRequest,
        "The service answered with HTTP status 400 and no explanation.");
    row("wrong types", 400, R"({"badRequest": {"message": {"a": 1}}})", ErrorKind::BadRequest,
        R"({"a":1})");
    row("cut JSON", 409, R"({"conflictingRequest": {"mess)", ErrorKind::Conflict,
        R"({"conflictingRequest": {"mess)");
}

void TestClassify::bodies()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QString, message);
    const Error error = judged(status, body);
    QCOMPARE(int(error.kind), kind);
    QCOMPARE(error.message, message);
}

void TestClassify::statuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<int>("kind");
    QTest::newRow("408") << 408 << QByteArray() << int(ErrorKind::Timeout);
    QTest::newRow("410") << 410 << QByteArray() << int(ErrorKind::NotFound);
    QTest::newRow("413 that waits") << 413 << QByteArray("30") << int(ErrorKind::RateLimited);
    QTest::newRow("413 without words") << 413 << QByteArray() << int(ErrorKind::BadRequest);
    QTest::newRow("422") << 422 << QByteArray() << int(ErrorKind::BadRequest);
    QTest::newRow("429") << 429 << QByteArray() << int(ErrorKind::RateLimited);
    QTest::newRow("500") << 500 << QByteArray() << int(ErrorKind::Unavailable);
    QTest::newRow("501") << 501 << QByteArray() << int(ErrorKind::Unsupported);
    QTest::newRow("504") << 504 << QByteArray() << int(ErrorKind::Timeout);
    QTest::newRow("304") << 304 << QByteArray() << int(ErrorKind::BrokenAnswer);
}

void TestClassify::statuses()
{
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    QFETCH(int, kind);
    Headers headers;
    if (!retryAfter.isEmpty())
        headers.append({"retry-after", retryAfter});
    QCOMPARE(int(judged(status, "{}", headers).kind), kind);
}

void TestClassify::cleansMarkup_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("plain");
    QTest::newRow("breaks") << "No image found<br /><br />\n\n\n"
                            << "No image found";
    QTest::newRow("entities") << "a &lt;b&gt; &amp;amp; &quot;c&quot;"
                              << "a <b> &amp; \"c\"";
    QTest::newRow("script") << "<html><script>if (a < b) alert(1)</script>Down</html>"
                            << "Down";
    QTest::newRow("no markup") << "size 3 < 5 and 7 > 6"
                               << "size 3 < 5 and 7 > 6";
    QTest::newRow("comment") << "<!-- x --><p>Down</p>"
                             << "Down";
}

void TestClassify::cleansMarkup()
{
    QFETCH(QString, text);
    QFETCH(QString, plain);
    QCOMPARE(withoutMarkup(text), plain);
}

void TestClassify::cutsEndlessMessages()
{
    const Error error = judged(500, QByteArray(1'000'000, 'x'));
    QVERIFY(error.message.size() <= 2001);
    QVERIFY(error.message.endsWith(u'…'));
}

void TestClassify::searchesNoMoreThanItMay_data()
{
    QTest::addColumn<QByteArray>("again");
    // With each of these, a search could restart at every position and run to the end.
    for (const char *again :
         {"<script ", "<style ", "<head ", "<!--", "<title>", "<a ", "</script ",
          "<script></script", "quota ", "exceed ", "maximum number of ", "&lt;"})
        QTest::newRow(again) << QByteArray(again);
}

void TestClassify::searchesNoMoreThanItMay()
{
    QFETCH(QByteArray, again);
    const QByteArray text = again.repeated(800'000 / again.size());
    const QByteArray end = "THE END";
    for (const QByteArray &body :
         {QByteArray("{\"message\":\"" + text + end + "\"}"),
          QByteArray("{\"error\":{\"message\":\"" + text + end + "\"}}"), text + end}) {
        const Error error = judged(403, body);
        QVERIFY(error.message.size() <= 2001);
        QVERIFY(!error.message.contains(QLatin1String(end)));
    }
    // Only the beginning is searched, whatever the caller passes.
    QVERIFY(!withoutMarkup(QString::fromLatin1(text + end)).contains(QLatin1String(end)));
    // A body that is too long to be an error message is not even parsed.
    const Error huge = judged(500, "{\"message\":\"" + QByteArray(2'000'000, 'x') + "\"}");
    QVERIFY(huge.message.startsWith(QLatin1String("{")));
}

void TestClassify::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("milliseconds"); // -1: none
    QTest::newRow("seconds") << QByteArray("7") << qint64(7'000);
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("negative") << QByteArray("-5") << qint64(0);
    QTest::newRow("absurd") << QByteArray("999999999999") << qint64(86'400'000);
    QTest::newRow("date") << QByteArray("Thu, 15 Jan 2026 12:00:30 GMT") << qint64(30'000);
    QTest::newRow("past date") << QByteArray("Thu, 15 Jan 2026 11:00:00 GMT") << qint64(0);
    QTest::newRow("nonsense") << QByteArray("soon") << qint64(-1);
    QTest::newRow("missing") << QByteArray() << qint64(-1);
}

void TestClassify::readsRetryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, milliseconds);
    const auto span = retryAfterOf({{"retry-after", value}}, someTime);
    QCOMPARE(span ? qint64(span->count()) : qint64(-1), milliseconds);
}

void TestClassify::pausesGrowAndStayWithinBounds()
{
    RetryPolicy policy;
    policy.attempts = 20;
    Error error;
    error.httpStatus = 503;
    std::chrono::milliseconds last{0};
    for (int attempt = 1; attempt < 20; ++attempt) {
        const auto least = policy.pause(error, attempt, 0.0);
        const auto most = policy.pause(error, attempt, 1.0);
        QVERIFY(least && most);
        QCOMPARE(*least * 2, *most);
        QVERIFY(*most >= last && *most <= policy.longestPause);
        last = *most;
    }
    QCOMPARE(last, policy.longestPause);
    QVERIFY(!policy.pause(error, 20, 0.5));
    error.retryAfter = 20s;
    QVERIFY(*policy.pause(error, 1, 0.0) >= 20s);
}

QTEST_GUILESS_MAIN(TestClassify)
#include "tst_classify.moc"
