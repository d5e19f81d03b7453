#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;

/// Oriel quit while an operation waited and had sent nothing: nothing is sent at a later sign-in.
class TestNeverSent final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSentLater();
};

void TestNeverSent::nothingIsSentLater()
{
    test::DemoCloudFixture fixture;
    fixture.server(u"web-1"_s); // signs in
    int resumable = 0;
    for (const Action &action : actions()) {
        const Subject target{action.kind, u"an-id"_s, u"it"_s};
        const JournalEntry entry = actOn(fixture.context(), action.key, target)->journalEntry();
        fixture.cloud.faults().clearLog();
        auto resumed = resumeOperation(entry, fixture.context());
        if (!resumed)
            continue;
        ++resumable;
        const Operation *operation = fixture.center.start(std::move(resumed));
        QVERIFY2(fixture.pump([&] { return operation->outcome() != Outcome::Running; }),
                 qPrintable(action.key));
        QVERIFY2(operation->outcome() == Outcome::Failed &&
                     operation->error()->message.contains(u"Nothing was done"_s),
                 qPrintable(action.key));
        for (const char *method : {"POST", "PUT", "DELETE", "PATCH"})
            QVERIFY2(fixture.cloud.faults().requestCount(method, QRegularExpression(u"."_s)) == 0,
                     qPrintable(action.key));
    }
    QVERIFY2(resumable > 50, qPrintable(QString::number(resumable)));
}

QTEST_GUILESS_MAIN(TestNeverSent)
#include "tst_neversent.moc"
