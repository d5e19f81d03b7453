#include "base/literals.h"
#include "operations/schedule/schedules.h"

#include <QtCore/QDir>
#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;

namespace {

const JournalScope here{u"https://cloud:5000"_s, u"one"_s, u"p1"_s, u"words"_s, u"anna"_s};

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text + u'Z', Qt::ISODate).toUTC();
}

QString textOf(const QDateTime &when)
{
    return when.toUTC().toString(u"yyyy-MM-ddTHH:mm"_s);
}

/// By its rules, so that it needs no time zone database.
QTimeZone berlin()
{
    return QTimeZone("CET-1CEST,M3.5.0,M10.5.0/3");
}

SnapshotSchedule daily(const QString &serverId = u"s1"_s, const QTime &time = QTime(3, 0))
{
    SnapshotSchedule schedule;
    schedule.id = u"oriel-"_s + serverId;
    schedule.serverId = serverId;
    schedule.serverName = u"web"_s;
    schedule.time = time;
    schedule.days = everyDay();
    schedule.since = utc(u"2026-01-10T12:00:00"_s);
    return schedule;
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool fill(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// Waits for the answer of what `start` starts with it.
template <typename T, typename Start>
Result<T> answerOf(Start start)
{
    QEventLoop loop;
    std::optional<Result<T>> answer;
    start([&](const Result<T> &result) {
        answer = result;
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return *answer;
}

Result<Nothing> set(Schedules &schedules, const SnapshotSchedule &schedule)
{
    return answerOf<Nothing>([&](const auto &then) { schedules.set(schedule, &schedules, then); });
}

Result<Nothing> remove(Schedules &schedules, const QString &serverId)
{
    return answerOf<Nothing>(
        [&](const auto &then) { schedules.remove(serverId, &schedules, then); });
}

Result<bool> claim(Schedules &schedules, const SnapshotSchedule &known, const ScheduleRun &run)
{
    return answerOf<bool>([&](const auto &then) { schedules.claim(known, run, &schedules, then); });
}

/// Also what was started before is done afterwards.
void reload(Schedules &schedules)
{
    (void)answerOf<Nothing>(
        [&](const auto &then) { schedules.reload(&schedules, [then] { then(Nothing()); }); });
}

/// Until the schedules of this place are read.
void enter(Schedules &schedules, const JournalScope &place)
{
    schedules.enter(place);
    reload(schedules);
}

struct FolderFixture
{
    QTemporaryDir folder;
    QString path = folder.filePath(u"oriel/schedules.json"_s);
};

} // namespace

class TestSchedules final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachDayHasOneMoment_data();
    void eachDayHasOneMoment();
    void theNextRun();
    void aGapIsOneRun();
    void onlyTheChosenDays();
    void aClockThatWasWrong();
    void theWordsOfDays();
    void aScheduleIsJson();
    void whatIsNotUnderstoodIsNoSchedule();
    void twoWindowsShareTheFile();
    void theFileIsReadByAWorker();
    void onlyOneWindowBegins();
    void aRunWhileItIsEditedIsNotRepeated();
    void aReplacedInstanceTakesItsSchedule();
    void resultsOfOtherPlacesAreKept();
    void whatAnotherVersionWroteStays();
    void aDamagedFileIsPutAside();
    void aFileOfANewerOrielIsLeftAlone();
    void aFolderThatCannotBeWritten();
    void whatIsNotKeptIsNotWritten();
    void whatNobodyWaitsForIsNotBegun();
    void resultsAreWrittenAtTheEnd();
};

void TestSchedules::eachDayHasOneMoment_data()
{
    QTest::addColumn<QDate>("date");
    QTest::addColumn<QTime>("time");
    QTest::addColumn<QString>("moment");
    QTest::newRow("winter") << QDate(2026, 1, 15) << QTime(3, 0) << u"2026-01-15T02:00"_s;
    QTest::newRow("summer") << QDate(2026, 7, 15) << QTime(3, 0) << u"2026-07-15T01:00"_s;
    QTest::newRow("before the hour that is skipped")
        << QDate(2026, 3, 29) << QTime(1, 59) << u"2026-03-29T00:59"_s;
    QTest::newRow("skipped: at the change")
        << QDate(2026, 3, 29) << QTime(2, 30) << u"2026-03-29T01:00"_s;
    QTest::newRow("after it") << QDate(2026, 3, 29) << QTime(3, 0) << u"2026-03-29T01:00"_s;
    QTest::newRow("twice: the first")
        << QDate(2026, 10, 25) << QTime(2, 30) << u"2026-10-25T00:30"_s;
    QTest::newRow("after both") << QDate(2026, 10, 25) << QTime(3, 0) << u"2026-10-25T02:00"_s;
}

void TestSchedules::eachDayHasOneMoment()
{
    QFETCH(const QDate, date);
    QFETCH(const QTime, time);
    const QTimeZone zone = berlin();
    QVERIFY(zone.isValid());
    const QDateTime moment = momentOf(date, time, zone);
    QTEST(textOf(moment), "moment");
    // Once a day, through both changes.
    auto schedule = daily(u"s1"_s, time);
    QDateTime at = utc(u"2026-03-01T00:00:00"_s);
    for (int i = 0; i < 300; ++i) {
        const QDateTime next = nextRun(schedule, at, zone);
        QVERIFY(next > at);
        const qint64 hours = at.secsTo(next) / 3600;
        QVERIFY2(i == 0 || (hours >= 22 && hours <= 26), qPrintable(textOf(next)));
        at = next;
    }
    QVERIFY(at > utc(u"2026-12-20T00:00:00"_s));
}

void TestSchedules::theNextRun()
{
    const auto schedule = daily();
    const QTimeZone zone = QTimeZone::utc();
    QCOMPARE(textOf(nextRun(schedule, utc(u"2026-01-10T02:59:59"_s), zone)), u"2026-01-10T03:00"_s);
    QCOMPARE(textOf(nextRun(schedule, utc(u"2026-01-10T03:00:00"_s), zone)), u"2026-01-11T03:00"_s);
    // Whatever the date is in UTC.
    const QTimeZone east("JST-9");
    QCOMPARE(textOf(nextRun(schedule, utc(u"2026-01-10T17:00:00"_s), east)), u"2026-01-10T18:00"_s);
}

void TestSchedules::aGapIsOneRun()
{
    auto schedule = daily();
    const QTimeZone zone = QTimeZone::utc();
    QVERIFY(!dueRun(schedule, utc(u"2026-01-10T13:00:00"_s), zone)); // not before it was asked for
    QVERIFY(!dueRun(schedule, utc(u"2026-01-11T02:59:00"_s), zone));
    QCOMPARE(textOf(*dueRun(schedule, utc(u"2026-01-11T03:00:00"_s), zone)), u"2026-01-11T03:00"_s);
    const QDateTime later = utc(u"2026-01-19T10:00:00"_s);
    QCOMPARE(textOf(*dueRun(schedule, later, zone)), u"2026-01-19T03:00"_s);
    schedule.last = ScheduleRun{later};
    QVERIFY(!dueRun(schedule, later, zone));
    QVERIFY(!dueRun(schedule, utc(u"2026-01-20T02:59:00"_s), zone));
    QVERIFY(dueRun(schedule, utc(u"2026-01-20T03:00:00"_s), zone));
}

void TestSchedules::onlyTheChosenDays()
{
    auto schedule = daily();
    schedule.days = {1, 4}; // Monday, Thursday
    const QTimeZone zone = QTimeZone::utc();
    const QDateTime saturday = utc(u"2026-01-10T12:00:00"_s);
    const QDateTime monday = nextRun(schedule, saturday, zone);
    QCOMPARE(textOf(monday), u"2026-01-12T03:00"_s);
    QCOMPARE(textOf(nextRun(schedule, monday, zone)), u"2026-01-15T03:00"_s);
    QCOMPARE(textOf(*dueRun(schedule, utc(u"2026-01-18T12:00:00"_s), zone)), u"2026-01-15T03:00"_s);
}

void TestSchedules::aClockThatWasWrong()
{
    auto schedule = daily();
    const QTimeZone zone = QTimeZone::utc();
    schedule.last = ScheduleRun{utc(u"2031-01-01T03:00:00"_s)};
    const QDateTime now = utc(u"2026-01-20T12:00:00"_s);
    QVERIFY(dueRun(schedule, now, zone)); // and not in five years
    schedule.last = ScheduleRun{now.addSecs(2)};
    QVERIFY(!dueRun(schedule, now, zone)); // set back a little: not twice
}

void TestSchedules::theWordsOfDays()
{
    QCOMPARE(dayKeys({1, 7}), (QStringList{u"mon"_s, u"sun"_s}));
    QCOMPARE(daysFromKeys({u"Sun"_s, u" mon"_s, u"sun"_s}), (QList<int>{1, 7}));
    QVERIFY(!daysFromKeys({}));
    QVERIFY(!daysFromKeys({u"mon"_s, u"someday"_s}));
}

void TestSchedules::aScheduleIsJson()
{
    auto schedule = daily();
    schedule.days = {2, 3};
    schedule.keep = 30;
    schedule.keepBackups = 14;
    schedule.fullEvery = 3;
    schedule.shutOffFirst = true;
    QCOMPARE(scheduleFromJson(toJson(schedule)), schedule);
    for (const auto result :
         {ScheduleRun::Result::Started, ScheduleRun::Result::Created, ScheduleRun::Result::Failed,
          ScheduleRun::Result::Unknown, ScheduleRun::Result::Skipped}) {
        schedule.last = ScheduleRun{utc(u"2026-01-20T12:00:00"_s), result, u"why"_s, u"i1"_s,
                                    utc(u"2026-01-20T03:00:00"_s)};
        QCOMPARE(scheduleFromJson(toJson(schedule)), schedule);
    }
}

void TestSchedules::whatIsNotUnderstoodIsNoSchedule()
{
    const QJsonObject good = toJson(daily());
    QVERIFY(scheduleFromJson(good));
    const std::vector<std::pair<QString, QJsonValue>> bad{
        {u"id"_s, {}},         {u"server"_s, 5}, {u"time"_s, u"25:00"_s},
        {u"days"_s, u"mon"_s}, {u"keep"_s, 0},   {u"keep"_s, u"7"_s},
        {u"keep"_s, 9999},     {u"since"_s, {}}, {u"days"_s, QJsonArray{u"x"_s}},
    };
    for (const auto &[key, value] : bad) {
        QJsonObject json = good;
        json.insert(key, value);
        QVERIFY2(!scheduleFromJson(json), qPrintable(key));
    }
    QVERIFY(!scheduleFromJson({}));
}

void TestSchedules::twoWindowsShareTheFile()
{
    const FolderFixture fixture;
    Schedules one(fixture.path);
    Schedules two(fixture.path);
    enter(one, here);
    enter(two, here);
    QVERIFY(set(one, daily()).ok());
    QVERIFY(set(two, daily(u"s2"_s)).ok()); // keeps what the other has written
    QCOMPARE(two.all().size(), std::size_t{2});
    reload(one);
    QCOMPARE(one.all(), two.all());
    QVERIFY(remove(one, u"s1"_s).ok());
    QVERIFY(remove(one, u"s1"_s).ok());
    reload(two);
    QVERIFY(!two.of(u"s1"_s));
    QVERIFY(two.of(u"s2"_s));
    // Only for this user.
    const QFile::Permissions mode = QFile::permissions(fixture.path);
    QVERIFY(!(mode & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup)));
    // Only of this place, and this user.
    for (const JournalScope &other :
         {JournalScope{here.authUrl, here.region, u"p2"_s, {}, here.user},
          JournalScope{here.authUrl, u"two"_s, here.projectId, {}, here.user},
          JournalScope{here.authUrl, here.region, here.projectId, {}, u"ben"_s}}) {
        enter(two, other);
        QVERIFY(two.all().empty());
    }
}

void TestSchedules::theFileIsReadByAWorker()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    Schedules later(fixture.path);
    QSignalSpy changed(&later, &Schedules::changed);
    later.enter(here);
    QVERIFY(later.all().empty()); // nothing was read yet
    changed.clear();
    reload(later);
    QVERIFY(later.of(u"s1"_s));
    QCOMPARE(changed.size(), 1);
    later.enter(here); // again, as after the session of the last time was renewed
    QVERIFY(later.of(u"s1"_s));
    JournalScope elsewhere = here;
    elsewhere.projectId = u"p2"_s;
    later.enter(elsewhere);
    QVERIFY(later.all().empty());
}

void TestSchedules::onlyOneWindowBegins()
{
    const FolderFixture fixture;
    Schedules one(fixture.path);
    Schedules two(fixture.path);
    enter(one, here);
    QVERIFY(set(one, daily()).ok());
    enter(two, here);
    const SnapshotSchedule known = *one.of(u"s1"_s);
    ScheduleRun run{utc(u"2026-01-20T03:00:04"_s)};
    run.due = utc(u"2026-01-20T03:00:00"_s);
    const auto first = claim(one, known, run);
    QVERIFY(first.ok() && *first);
    const auto second = claim(two, known, run);
    QVERIFY(second.ok() && !*second);
    QCOMPARE(two.of(u"s1"_s)->last, run); // it knows now
    // Changed in between: the window does not know what it would do.
    auto changed = *two.of(u"s1"_s);
    changed.since = utc(u"2026-01-20T04:00:00"_s);
    QVERIFY(set(two, changed).ok());
    const auto third = claim(one, *one.of(u"s1"_s), run);
    QVERIFY(third.ok() && !*third);
}

void TestSchedules::aRunWhileItIsEditedIsNotRepeated()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    SnapshotSchedule edited = *schedules.of(u"s1"_s); // a dialog is opened at 02:59
    ScheduleRun run{utc(u"2026-01-20T03:00:04"_s)};
    run.due = utc(u"2026-01-20T03:00:00"_s);
    Schedules window(fixture.path);
    enter(window, here);
    QVERIFY(*claim(window, SnapshotSchedule(*window.of(u"s1"_s)), run));
    edited.keep = 3;
    QVERIFY(set(schedules, edited).ok());
    QCOMPARE(schedules.of(u"s1"_s)->keep, 3);
    QCOMPARE(schedules.of(u"s1"_s)->last, run);
    QVERIFY(!dueRun(*schedules.of(u"s1"_s), utc(u"2026-01-20T03:01:00"_s), QTimeZone::utc()));
    // Another schedule of the instance has had no run.
    edited.id = u"oriel-other"_s;
    QVERIFY(set(schedules, edited).ok());
    QVERIFY(!schedules.of(u"s1"_s)->last);
}

void TestSchedules::aReplacedInstanceTakesItsSchedule()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    QVERIFY(set(schedules, daily(u"s2"_s)).ok());
    JournalScope elsewhere = here;
    elsewhere.projectId = u"p2"_s;
    schedules.move(elsewhere, u"s1"_s, u"s3"_s); // none of that place
    reload(schedules);
    QVERIFY(schedules.of(u"s1"_s));
    schedules.move(here, u"s1"_s, u"s3"_s);
    reload(schedules);
    QVERIFY(!schedules.of(u"s1"_s));
    QCOMPARE(schedules.of(u"s3"_s)->id, u"oriel-s1"_s);
    schedules.move(here, u"s3"_s, u"s2"_s); // which has its own
    reload(schedules);
    QCOMPARE(schedules.of(u"s2"_s)->id, u"oriel-s2"_s);
    schedules.move(here, u"unknown"_s, u"s4"_s);
    reload(schedules);
    QCOMPARE(schedules.all().size(), std::size_t{2});
}

void TestSchedules::resultsOfOtherPlacesAreKept()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    QVERIFY(*claim(schedules, SnapshotSchedule(*schedules.of(u"s1"_s)),
                   {utc(u"2026-01-20T03:00:00"_s)}));
    JournalScope elsewhere = here;
    elsewhere.projectId = u"p2"_s;
    enter(schedules, elsewhere); // the operation goes on
    schedules.record(here, u"oriel-s1"_s,
                     {.result = ScheduleRun::Result::Failed, .text = u"Quota."_s});
    schedules.record(here, u"gone"_s, {.result = ScheduleRun::Result::Failed});
    reload(schedules);
    enter(schedules, here);
    QCOMPARE(schedules.of(u"s1"_s)->last->result, ScheduleRun::Result::Failed);
    QCOMPARE(schedules.of(u"s1"_s)->last->text, u"Quota."_s);
}

void TestSchedules::whatAnotherVersionWroteStays()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    QJsonObject root = QJsonDocument::fromJson(content(fixture.path)).object();
    QJsonArray entries = root.value("schedules"_L1).toArray();
    entries.append(QJsonObject{{u"unknown"_s, true}});
    root.insert(u"schedules"_s, entries);
    QVERIFY(fill(fixture.path, QJsonDocument(root).toJson()));
    reload(schedules);
    QCOMPARE(schedules.all().size(), std::size_t{1});
    QVERIFY(set(schedules, daily(u"s2"_s)).ok());
    QVERIFY(content(fixture.path).contains("\"unknown\": true"));
}

void TestSchedules::aDamagedFileIsPutAside()
{
    for (const QByteArray &damage : {QByteArray("{\"format\": 1, \"sched"), QByteArray("[]"),
                                     QByteArray(), QByteArray("{\"format\": 1}")}) {
        const FolderFixture fixture;
        QVERIFY(QDir().mkpath(fixture.folder.filePath(u"oriel"_s)));
        QVERIFY(fill(fixture.path, damage));
        Schedules schedules(fixture.path);
        const QSignalSpy trouble(&schedules, &Schedules::trouble);
        enter(schedules, here);
        QCOMPARE(trouble.size(), 1);
        const QStringList aside =
            QDir(fixture.folder.filePath(u"oriel"_s)).entryList({u"*.damaged-*"_s});
        QCOMPARE(aside.size(), 1);
        QVERIFY(trouble.first().first().value<Error>().message.contains(aside.first()));
        QVERIFY(set(schedules, daily()).ok());
        reload(schedules);
        QCOMPARE(schedules.all().size(), std::size_t{1});
    }
}

void TestSchedules::aFileOfANewerOrielIsLeftAlone()
{
    const FolderFixture fixture;
    QVERIFY(QDir().mkpath(fixture.folder.filePath(u"oriel"_s)));
    const QByteArray newer = "{\"format\": 99, \"schedules\": {}}";
    QVERIFY(fill(fixture.path, newer));
    Schedules schedules(fixture.path);
    const QSignalSpy trouble(&schedules, &Schedules::trouble);
    enter(schedules, here);
    reload(schedules);
    QCOMPARE(trouble.size(), 1);
    QVERIFY(schedules.unreadable().contains(u"newer version"_s));
    QVERIFY(!set(schedules, daily()).ok());
    QCOMPARE(content(fixture.path), newer);
    QVERIFY(QFile::remove(fixture.path)); // and its end is noticed
    const QSignalSpy changed(&schedules, &Schedules::changed);
    reload(schedules);
    QCOMPARE(changed.size(), 1);
    QVERIFY(schedules.unreadable().isEmpty());
}

void TestSchedules::aFolderThatCannotBeWritten()
{
    const FolderFixture fixture;
    QVERIFY(fill(fixture.folder.filePath(u"oriel"_s), "a file"));
    Schedules schedules(fixture.path);
    enter(schedules, here);
    const auto stored = set(schedules, daily());
    QVERIFY(!stored.ok());
    QCOMPARE(stored.error().kind, ErrorKind::Storage);
    QVERIFY(schedules.all().empty());
    // A link could lead anywhere.
    const FolderFixture linked;
    QVERIFY(QDir().mkpath(linked.folder.filePath(u"oriel"_s)));
    QVERIFY(QFile::link(linked.folder.filePath(u"elsewhere"_s), linked.path));
    Schedules behind(linked.path);
    enter(behind, here);
    QVERIFY(!set(behind, daily()).ok());
}

void TestSchedules::whatIsNotKeptIsNotWritten()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    schedules.enter(here, false);
    QVERIFY(set(schedules, daily()).ok());
    QVERIFY(*claim(schedules, SnapshotSchedule(*schedules.of(u"s1"_s)),
                   {utc(u"2026-01-20T03:00:00"_s)}));
    schedules.record(here, u"oriel-s1"_s,
                     {.result = ScheduleRun::Result::Created, .snapshotId = u"i1"_s});
    QCOMPARE(schedules.of(u"s1"_s)->last->snapshotId, u"i1"_s);
    QVERIFY(!QFile::exists(fixture.path));
    schedules.enter(here, false);
    QVERIFY(schedules.of(u"s1"_s));
}

void TestSchedules::whatNobodyWaitsForIsNotBegun()
{
    const FolderFixture fixture;
    Schedules schedules(fixture.path);
    enter(schedules, here);
    QVERIFY(set(schedules, daily()).ok());
    auto runner = std::make_unique<QObject>();
    schedules.reload(); // it is with the worker while the next one waits
    schedules.claim(*schedules.of(u"s1"_s), {utc(u"2026-01-20T03:00:00"_s)}, runner.get(),
                    [](const Result<bool> &) { QFAIL("its receiver is gone"); });
    runner.reset();
    reload(schedules);
    QVERIFY(!schedules.of(u"s1"_s)->last);
}

void TestSchedules::resultsAreWrittenAtTheEnd()
{
    const FolderFixture fixture;
    {
        Schedules schedules(fixture.path);
        enter(schedules, here);
        QVERIFY(set(schedules, daily()).ok());
        QVERIFY(*claim(schedules, *schedules.of(u"s1"_s), {utc(u"2026-01-20T03:00:00"_s)}));
        schedules.reload();
        schedules.record(here, u"oriel-s1"_s, {.result = ScheduleRun::Result::Created});
    }
    QThreadPool::globalInstance()->waitForDone(); // as at the end of the application
    Schedules later(fixture.path);
    enter(later, here);
    QCOMPARE(later.of(u"s1"_s)->last->result, ScheduleRun::Result::Created);
}

QTEST_GUILESS_MAIN(TestSchedules)
#include "tst_schedules.moc"
