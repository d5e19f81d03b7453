#include "forms/errortext.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

class TestErrorText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasWords_data();
    void everyKindHasWords();
    void theCloudsMessageComesFirst();
    void aBareWordIsExplained();
    void theNetworksWordsNameTheService();
    void aReadThatTookTooLongHasDoneNothing();
    void detailsCarryWhatAnOperatorNeeds();
    void waitingTimesAreSaid();
};

void TestErrorText::everyKindHasWords_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::Cancelled); ++kind)
        QTest::addRow("%d", kind) << kind;
}

void TestErrorText::everyKindHasWords()
{
    QFETCH(const int, kind);
    Error error;
    error.kind = static_cast<ErrorKind>(kind);
    error.service = u"compute"_s;
    const auto text = forms::describe(error, u"The snapshot was not created."_s);
    QCOMPARE(text.what, u"The snapshot was not created."_s);
    QVERIFY(text.why.endsWith(u'.'));
    QVERIFY(!text.why.contains(u'%'));
    QVERIFY(!text.advice.contains(u'%'));
    if (error.kind != ErrorKind::Cancelled)
        QVERIFY(!text.advice.isEmpty());
}

void TestErrorText::theCloudsMessageComesFirst()
{
    Error error;
    error.kind = ErrorKind::OverQuota;
    error.message = u"  Quota exceeded for resources: snapshots "_s;
    const auto text = forms::describe(error, {});
    // Other sentences follow it.
    QCOMPARE(text.why, u"Quota exceeded for resources: snapshots."_s);
    QVERIFY(text.advice.contains(u"quota"_s));
}

void TestErrorText::aBareWordIsExplained()
{
    Error error;
    error.kind = ErrorKind::NotFound;
    error.message = u"HTTPNotFound"_s;
    QCOMPARE(forms::describe(error, {}).why,
             u"It no longer exists, or it belongs to another project. HTTPNotFound."_s);
}

void TestErrorText::theNetworksWordsNameTheService()
{
    Error error;
    error.kind = ErrorKind::Unreachable;
    error.service = u"identity"_s;
    error.message = u"Connection refused"_s;
    QCOMPARE(forms::describe(error, {}).why,
             u"The identity service could not be reached. Connection refused."_s);
    error.kind = ErrorKind::Unavailable;
    error.message = u"503 Service Unavailable No server is available."_s;
    QVERIFY(forms::describe(error, {}).why.startsWith(u"The identity service is not available"_s));
    QVERIFY(forms::describe(error, {}).why.endsWith(error.message));
}

void TestErrorText::aReadThatTookTooLongHasDoneNothing()
{
    Error error;
    error.kind = ErrorKind::Timeout;
    error.request = u"POST /servers/x/action"_s;
    QVERIFY(forms::describe(error, {}).advice.contains(u"whether it was done"_s));
    error.request = u"GET /servers/detail"_s;
    QVERIFY(!forms::describe(error, {}).advice.contains(u"whether it was done"_s));
    QVERIFY(!forms::describe(error, {}).advice.isEmpty());
}

void TestErrorText::detailsCarryWhatAnOperatorNeeds()
{
    Error error;
    error.service = u"compute"_s;
    error.httpStatus = 409;
    error.requestId = u"req-5e271cad-a803-46ae-a3f9-6298145bcaab"_s;
    error.request = u"POST /servers/x/action"_s;
    error.when = QDateTime({2026, 11, 23}, {2, 51}, Qt::UTC);
    QCOMPARE(forms::describe(error, {}).details,
             u"Service: compute\nRequest: POST /servers/x/action\nHTTP status: 409\n"
             "Request ID: req-5e271cad-a803-46ae-a3f9-6298145bcaab\nTime: 2026-11-23T02:51:00Z"_s);
    QVERIFY(forms::describe(Error{}, {}).details.isEmpty());
}

void TestErrorText::waitingTimesAreSaid()
{
    using namespace std::chrono_literals;
    Error error;
    error.kind = ErrorKind::RateLimited;
    error.retryAfter = 20s;
    QCOMPARE(forms::describe(error, {}).advice, u"Try again in 20 s."_s);
    error.retryAfter = 121s;
    QCOMPARE(forms::describe(error, {}).advice, u"Try again in 3 min."_s);
    error.kind = ErrorKind::Unavailable;
    QVERIFY(forms::describe(error, {}).advice.startsWith(u"Try again in 3 min."_s));
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
