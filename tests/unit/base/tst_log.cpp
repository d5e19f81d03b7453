#include "base/ids.h"
#include "base/log.h"

#include <QtCore/QSet>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel;

/// That nothing secret reaches a log.
class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesSecrets_data();
    void hidesSecrets();
    void hidesLongSecrets();
    void leavesTheRest_data();
    void leavesTheRest();
    void requestIdsAreUuids();
};

void TestLog::hidesSecrets_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *text) {
        QTest::newRow(name) << QString::fromUtf8(text);
    };
    row("password",
        R"({"auth": {"identity": {"password": {"user": {"name": "demo", "password": "HIDDEN"}}}}})");
    row("password with a quote", R"({"password": "HIDDEN\"HIDDEN", "name": "demo"})");
    row("application credential",
        R"({"application_credential": {"id": "demo", "secret": "HIDDEN"}})");
    row("token id", R"({"token": {"id": "HIDDEN"}, "name": "demo"})");
    row("passcode", R"({"totp": {"user": {"id": "demo", "passcode": "HIDDEN"}}})");
    row("numeric passcode", R"({"demo": 1, "passcode": HIDDEN})");
    row("admin password", R"({"server": {"adminPass": "HIDDEN", "id": "demo"}})");
    row("transfer", R"({"accept": {"auth_key": "HIDDEN"}, "name": "demo"})");
    row("user data", R"({"server": {"user_data": "HIDDEN==", "name": "demo"}})");
    row("single quotes", "{'password': 'HIDDEN', 'name': 'demo'}");
    row("header", "X-Auth-Token: HIDDEN\r\nAccept: demo");
    row("subject header", "X-Subject-Token: HIDDEN\r\nAccept: demo");
    row("authorization", "Authorization: Basic HIDDEN\r\nAccept: demo");
    row("yaml", "username: demo\npassword: HIDDEN HIDDEN\nregion: x");
    row("yaml secret", "  application_credential_secret: HIDDEN\n  name: demo");
    row("query", "GET /demo?token=HIDDEN&x=1");
    row("console", R"({"url": "http://demo/vnc.html?path=%3Ftoken%3DHIDDEN"})");
    row("nested query", "GET /demo?x=1%26token%3DHIDDEN&y=1");
    row("environment", "OS_PASSWORD=HIDDEN demo");
    row("user info", "https://demo:HIDDEN@host/path");
}

void TestLog::hidesSecrets()
{
    QFETCH(QString, text);
    const QString safe = redacted(text);
    QVERIFY2(!safe.contains(QLatin1String("HIDDEN")), qPrintable(safe));
    QVERIFY2(safe.contains(QLatin1String("***")), qPrintable(safe));
    QVERIFY2(safe.contains(QLatin1String("demo")), qPrintable(safe));
    const QString fernet = u"gAAAAABo0123456789-_abcdefghijklmnop=="_s;
    QVERIFY(!redacted(u"token was "_s + fernet).contains(fernet));
}

void TestLog::hidesLongSecrets()
{
    for (const char *part : {"ab", "\\\\a", "\\\""}) {
        const QString secret = QString::fromLatin1(part).repeated(500'000) + u"HIDDEN"_s;
        QCOMPARE(redacted(u"{\"password\": \"%1\"}"_s.arg(secret)), u"{\"password\": \"***\"}"_s);
    }
    QVERIFY(!redacted(u"x"_s.repeated(500'000) + u"_password: HIDDEN"_s)
                 .contains(QLatin1String("HIDDEN")));
}

void TestLog::leavesTheRest_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("path") << "GET /v2.1/servers/detail?limit=1000 200";
    QTest::newRow("json") << R"({"server": {"name": "web-1", "id": "1"}})";
    QTest::newRow("sentence") << "The token was renewed 120 s early";
    QTest::newRow("url") << "http://127.0.0.1:8774/v2.1";
}

void TestLog::leavesTheRest()
{
    QFETCH(QString, text);
    QCOMPARE(redacted(text), text);
}

void TestLog::requestIdsAreUuids()
{
    static const QRegularExpression form(
        u"^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i) {
        const QString id = newRequestId();
        QVERIFY2(form.match(id).hasMatch(), qPrintable(id));
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 1000);
}

QTEST_APPLESS_MAIN(TestLog)
#include "tst_log.moc"
