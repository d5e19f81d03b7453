#include "net/requestlog.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace oriel;
using namespace oriel::net;

class TestRequestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsEverythingButSecrets()
    {
        QStringList lines;
        RequestLog log(RequestLog::Detail::Everything,
                       [&lines](const QString &line) { lines.append(line); });
        run(log);
        const QString text = lines.join(u'\n');
        for (const auto word : {"POST"_L1, "https://cloud.example/v3/auth/tokens"_L1, "ada"_L1,
                                "[201]"_L1, "req-1"_L1, "expires_at"_L1})
            QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY2(!text.contains("hush"_L1), qPrintable(text));
    }

    void oneLineForEachAnswer()
    {
        QStringList lines;
        RequestLog log(RequestLog::Detail::Lines,
                       [&lines](const QString &line) { lines.append(line); });
        run(log);
        QCOMPARE(lines, QStringList{u"POST https://cloud.example/v3/auth/tokens: 201 (0.250 s)"_s});
        QCOMPARE(log.timings().size(), 1u);
        QCOMPARE(log.timings()[0].seconds, 0.25);
    }

    void timesOnly()
    {
        RequestLog log(RequestLog::Detail::None,
                       [](const QString &) { QFAIL("nothing is to be told"); });
        run(log);
        QCOMPARE(log.timings().size(), 1u);
    }

    void aSecretAcrossTheCutIsNotShown()
    {
        QByteArray body = "{'fill': '" + QByteArray(32'700, 'x') + "', 'password': 'hush" +
                          QByteArray(3'000, 'y') + "'}";
        body.replace('\'', '"');
        const QString text = bodyForLog(body);
        QVERIFY(!text.contains("hush"_L1));
        QVERIFY(text.size() < body.size());
    }

private:
    static void run(RequestLog &log)
    {
        HttpRequest request;
        request.method = Method::Post;
        request.url = QUrl(u"https://user:hush@cloud.example/v3/auth/tokens"_s);
        request.headers = {{"X-Auth-Token", "hush-token"}, {"Accept", "application/json"}};
        request.body = "{'auth':{'identity':{'password':{'user':{'name':'ada',"
                       "'password':'hush'}},'token':{'id':'hush'}}}}";
        request.body.replace('\'', '"');
        log.sending(request, request.url);
        HttpAnswer answer;
        answer.status = 201;
        answer.headers = {{"x-subject-token", "hush"}, {"x-openstack-request-id", "req-1"}};
        answer.body = "{'token':{'expires_at':'2030'},'adminPass':'hush'}";
        answer.body.replace('\'', '"');
        log.answered(request, answer, 250ms);
    }
};

QTEST_GUILESS_MAIN(TestRequestLog)
#include "tst_requestlog.moc"
