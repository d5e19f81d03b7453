#include "forms/operationtext.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journalcodec.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::JournalEntry;
using operations::Outcome;
using operations::Stage;
using operations::StageState;

namespace {

JournalEntry entryOf(const QString &kind, Outcome outcome, const QJsonObject &intent = {})
{
    JournalEntry entry;
    entry.kind = kind;
    entry.title = u"Do it"_s;
    entry.subject = {Kind::Server, u"s1"_s, u"web-1"_s};
    entry.intent = intent;
    entry.outcome = outcome;
    entry.alive = outcome == Outcome::Running;
    if (outcome == Outcome::Failed || outcome == Outcome::Unclear) {
        Error error;
        error.kind = ErrorKind::Conflict;
        error.service = u"compute"_s;
        error.requestId = u"req-1"_s;
        error.message = u"The cloud says no"_s;
        entry.error = error;
    }
    return entry;
}

QString said(const JournalEntry &entry)
{
    return withoutIsolates(forms::outcomeText(entry));
}

const QJsonObject named{{u"name"_s, u"nightly"_s}}; // NOLINT(cert-err58-cpp)

} // namespace

/// What an operation of this run or of an earlier one means, in words.
class TestOperationText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionSaysHowItWent();
    void operationsOfTheirOwn_data();
    void operationsOfTheirOwn();
    void aWholeSnapshotWhoseInstanceStayedOff();
    void oldEntriesAreUnderstood();
    void anUnknownKindIsNamedByItsTitle();
    void whatWasCanceledSaysWhatWasUndone();
    void outcomesAreWords();
    void anErrorIsSaidInItsOrder();
    void whatIsUnknownIsLookedForFirst();
    void whatIsLeftBehindIsNamed();
    void whatWentWellHasNoError();
};

void TestOperationText::everyActionSaysHowItWent()
{
    for (const operations::Action &action : operations::actions()) {
        using Form = operations::Action::Form;
        if (action.form == Form::Reach || action.form == Form::Connect ||
            action.form == Form::Console || action.form == Form::WindowsPassword ||
            action.form == Form::Schedule || (action.form == Form::InPlace && !action.perform))
            continue; // they change nothing, so they have no outcome
        for (const Outcome outcome :
             {Outcome::Running, Outcome::Succeeded, Outcome::Failed, Outcome::Unclear}) {
            JournalEntry entry = entryOf(action.key, outcome);
            const QJsonObject move{{u"toName"_s, u"nightly"_s}};
            const QJsonObject values{{u"name"_s, u"nightly"_s},
                                     {u"network_name"_s, u"nightly"_s},
                                     {u"volume_name"_s, u"nightly"_s},
                                     {u"move"_s, move}};
            entry.intent = {{u"target"_s, operations::toJson(entry.subject)},
                            {u"values"_s, values}};
            const QString text = said(entry);
            QVERIFY2(text.endsWith(u'.') && !text.contains(u'%'), qPrintable(text));
            // An address stands without quotation marks.
            QVERIFY2(text.contains(u"“web-1”"_s) || text.contains(u"“nightly”"_s) ||
                         text.contains(u"floating IP web-1"_s) ||
                         text.contains(u"description of web-1"_s),
                     qPrintable(text));
        }
    }
}

void TestOperationText::operationsOfTheirOwn_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("resultId");
    QTest::addColumn<QString>("text");
    const auto row = [](const QString &kind, Outcome outcome, const QString &resultId,
                        const QString &text) {
        QTest::addRow("%s %d %s", qPrintable(kind), static_cast<int>(outcome), qPrintable(resultId))
            << kind << static_cast<int>(outcome) << resultId << text;
    };
    const QString capture = u"create-snapshot"_s;
    row(capture, Outcome::Running, {}, u"The snapshot “nightly” is being created."_s);
    row(capture, Outcome::Succeeded, u"i"_s, u"The snapshot “nightly” was created."_s);
    row(capture, Outcome::Failed, {}, u"The snapshot “nightly” was not created."_s);
    row(capture, Outcome::Failed, u"i"_s, u"The snapshot “nightly” could not be completed."_s);
    row(capture, Outcome::Unclear, {},
        u"It is not known whether the snapshot “nightly” was created."_s);
    row(capture, Outcome::Unclear, u"i"_s,
        u"It is not known whether the snapshot “nightly” is complete."_s);
    const QString launch = u"restore-instance"_s;
    row(launch, Outcome::Running, {}, u"The instance “nightly” is being launched."_s);
    row(launch, Outcome::Succeeded, u"s"_s, u"The instance “nightly” is running."_s);
    row(launch, Outcome::Failed, {}, u"The instance “nightly” was not launched."_s);
    row(launch, Outcome::Failed, u"s"_s,
        u"The instance “nightly” was created but did not start."_s);
    row(launch, Outcome::Unclear, {},
        u"It is not known whether the instance “nightly” was launched."_s);
    const QString removal = u"delete-snapshot"_s;
    row(removal, Outcome::Running, {}, u"“web-1” is being deleted."_s);
    row(removal, Outcome::Succeeded, {}, u"“web-1” was deleted."_s);
    row(removal, Outcome::Failed, {}, u"“web-1” was not completely deleted."_s);
    row(removal, Outcome::Unclear, {}, u"It is not known whether “web-1” was deleted."_s);
}

void TestOperationText::operationsOfTheirOwn()
{
    QFETCH(const QString, kind);
    QFETCH(const int, outcome);
    QFETCH(const QString, resultId);
    QFETCH(const QString, text);
    JournalEntry entry = entryOf(kind, static_cast<Outcome>(outcome),
                                 kind == "delete-snapshot"_L1 ? QJsonObject() : named);
    entry.resultId = resultId;
    QCOMPARE(said(entry), text);
}

void TestOperationText::aWholeSnapshotWhoseInstanceStayedOff()
{
    JournalEntry entry = entryOf(u"create-snapshot"_s, Outcome::Failed, named);
    entry.resultId = u"i"_s;
    entry.stages = {Stage{.title = u"Capture"_s, .state = StageState::Done},
                    Stage{.title = u"Start again"_s,
                          .state = StageState::Failed,
                          .measure = operations::CreateSnapshot::startMeasure}};
    QCOMPARE(said(entry),
             u"The snapshot “nightly” was created, but the instance “web-1” is still shut off."_s);
    entry.stages.front().state = StageState::Failed;
    QCOMPARE(said(entry), u"The snapshot “nightly” could not be completed."_s);
}

void TestOperationText::oldEntriesAreUnderstood()
{
    JournalEntry entry =
        entryOf(u"power"_s, Outcome::Succeeded,
                {{u"server"_s, u"s1"_s}, {u"server_name"_s, u"web-1"_s}, {u"action"_s, u"stop"_s}});
    QCOMPARE(said(entry), u"“web-1” was shut off."_s);
}

void TestOperationText::anUnknownKindIsNamedByItsTitle()
{
    QCOMPARE(said(entryOf(u"fly"_s, Outcome::Running)), u"In progress: Do it"_s);
    QCOMPARE(said(entryOf(u"fly"_s, Outcome::Succeeded)), u"Done: Do it"_s);
    QCOMPARE(said(entryOf(u"fly"_s, Outcome::Failed)), u"Not done: Do it"_s);
    QCOMPARE(said(entryOf(u"fly"_s, Outcome::Unclear)),
             u"It is not known whether this was done: Do it"_s);
}

void TestOperationText::whatWasCanceledSaysWhatWasUndone()
{
    JournalEntry entry = entryOf(u"create-snapshot"_s, Outcome::Canceled, named);
    QCOMPARE(said(entry), u"Canceled."_s);
    Error undone;
    undone.message = u"The instance was started again."_s;
    entry.error = undone;
    QCOMPARE(said(entry), u"Canceled. The instance was started again."_s);
}

void TestOperationText::outcomesAreWords()
{
    const auto word = [](Outcome outcome, bool alive = true, const QString &kind = u"fly"_s) {
        JournalEntry entry = entryOf(kind, outcome);
        entry.alive = alive;
        return forms::outcomeWord(entry);
    };
    QCOMPARE(word(Outcome::Running), u"Running"_s);
    QCOMPARE(word(Outcome::Running, false), u"Needs a newer Oriel"_s);
    QCOMPARE(word(Outcome::Running, false, u"pause-server"_s), u"Not finished"_s);
    QCOMPARE(word(Outcome::Succeeded), u"Done"_s);
    QCOMPARE(word(Outcome::Failed), u"Failed"_s);
    QCOMPARE(word(Outcome::Unclear), u"Unknown"_s);
    QCOMPARE(word(Outcome::Canceled), u"Canceled"_s);
    QCOMPARE(word(Outcome::Requested), u"Requested"_s);
    QCOMPARE(said(entryOf(u"pause-server"_s, Outcome::Requested)),
             u"Everything was requested: Do it. Whether the cloud has finished it is not known."_s);
    QCOMPARE(operations::outcomeNamed(operations::outcomeName(Outcome::Requested)),
             Outcome::Requested);
}

void TestOperationText::anErrorIsSaidInItsOrder()
{
    JournalEntry entry = entryOf(u"pause-server"_s, Outcome::Failed);
    entry.requestIds = {u"req-0"_s, u"req-1"_s};
    entry.notes = {u"A note."_s};
    const forms::ErrorText text = forms::describe(entry);
    QCOMPARE(withoutIsolates(text.what), u"“web-1” was not paused."_s);
    QCOMPARE(text.why, u"The cloud says no."_s);
    QVERIFY(!text.advice.isEmpty());
    QVERIFY(text.details.contains(u"req-0"_s));
    QCOMPARE(text.details.count(u"req-1"_s), 1);
    QVERIFY(text.details.endsWith(u"A note."_s));
}

void TestOperationText::whatIsUnknownIsLookedForFirst()
{
    const forms::ErrorText text = forms::describe(entryOf(u"pause-server"_s, Outcome::Unclear));
    QCOMPARE(withoutIsolates(text.what), u"It is not known whether “web-1” was paused."_s);
    QVERIFY2(text.advice.startsWith(u"Check whether it was done."_s), qPrintable(text.advice));
}

void TestOperationText::whatIsLeftBehindIsNamed()
{
    JournalEntry entry = entryOf(u"create-snapshot"_s, Outcome::Failed, named);
    entry.leftovers = {{Kind::Image, u"i"_s, u"nightly"_s}, {Kind::VolumeSnapshot, u"v"_s, {}}};
    forms::ErrorText text = forms::describe(entry);
    QVERIFY2(withoutIsolates(text.advice)
                 .startsWith(u"Left behind in the cloud: Image “nightly”, Volume snapshot “v”."_s),
             qPrintable(text.advice));
    QVERIFY(withoutIsolates(text.details).contains(u"Left behind: Image i"_s));
    entry.kind = u"delete-snapshot"_s; // that is what was tried
    text = forms::describe(entry);
    QVERIFY(text.advice.startsWith(u"Still in the cloud: "_s));
}

void TestOperationText::whatWentWellHasNoError()
{
    for (const Outcome outcome : {Outcome::Running, Outcome::Succeeded, Outcome::Canceled})
        QCOMPARE(forms::describe(entryOf(u"pause-server"_s, outcome)), forms::ErrorText());
}

QTEST_GUILESS_MAIN(TestOperationText)
#include "tst_operationtext.moc"
