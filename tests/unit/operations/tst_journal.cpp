#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtTest/QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Durations;
using operations::Journal;
using operations::JournalEntry;
using operations::JournalFile;
using operations::JournalScope;
using operations::JournalStep;
using operations::Outcome;
using operations::Stage;
using operations::StageState;
using operations::Subject;

namespace {

const operations::LockPatience usualPatience;                    // NOLINT(cert-err58-cpp)
const QDateTime noon(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC); // NOLINT(cert-err58-cpp)

JournalScope home()
{
    return {u"https://cloud.example/identity"_s, u"RegionOne"_s, u"p1"_s,
            u"home / RegionOne / demo"_s};
}

JournalEntry entryNamed(const QString &id, const JournalScope &scope = home())
{
    JournalEntry entry;
    entry.id = id;
    entry.kind = u"create-snapshot"_s;
    entry.scope = scope;
    entry.userName = u"demo"_s;
    entry.subject = {openstack::Kind::Server, u"s1"_s, u"web-01"_s};
    entry.title = u"Create snapshot “ü”"_s;
    entry.command = u"openstack server image create --name ü web-01"_s;
    entry.intent = {{u"server"_s, u"s1"_s}, {u"nested"_s, QJsonObject{{u"a"_s, 1}}}};
    entry.started = noon;
    return entry;
}

JournalEntry ended(JournalEntry entry, const QDateTime &when = noon.addSecs(60))
{
    entry.ended = when;
    entry.outcome = Outcome::Failed;
    entry.resultId = u"image-1"_s;
    entry.requestIds = {u"req-1"_s, u"req-2"_s};
    entry.notes = {u"One note."_s};
    entry.leftovers = {{openstack::Kind::VolumeSnapshot, u"vs1"_s, u"left"_s}};
    Stage stage{u"Capture /dev/vda"_s, StageState::Done, noon, noon.addMSecs(1500), 100};
    stage.measure = u"capture-volume"_s;
    stage.amount = 5;
    entry.stages = {stage};
    Error error;
    error.kind = ErrorKind::OverQuota;
    error.service = u"volumev3"_s;
    error.httpStatus = 413;
    error.message = u"SnapshotLimitExceeded"_s;
    error.requestId = u"req-2"_s;
    error.request = u"POST /servers/s1/action"_s;
    error.retryAfter = std::chrono::seconds(3);
    error.when = when;
    entry.error = error;
    return entry;
}

std::unique_ptr<JournalFile> opened(const QString &path)
{
    auto result = JournalFile::open(path, usualPatience);
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().message));
    return std::move(result->file);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void fill(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QString fixture()
{
    return QString::fromUtf8(ORIEL_FIXTURES) + u"/journal/1/journal.sqlite"_s;
}

int oldestOf(const std::vector<JournalEntry> &entries)
{
    return entries.empty() ? -1 : entries.back().id.toInt();
}

} // namespace

class TestJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void keepsEverything();
    void stepsOfWhatTheDeadLeft();
    void theLivingKeepTheirs();
    void oneOfManyTakesIt();
    void secretsStayOut();
    void userDataOfOlderVersionsIsForgotten();
    void onlyForTheUser();
    void newerSchemaIsLeftAlone();
    void olderSchemaIsMigrated();
    void migrationIsAllOrNothing();
    void damagedIsSetAside_data();
    void damagedIsSetAside();
    void whereItCannotBe_data();
    void whereItCannotBe();
    void fullDiskIsSaidOnce();
    void keepsNinetyDaysAndNoMoreThanItsNumber();
    void estimates();
    void samePlaceUnderOtherSpellings();
    void waitsForTheDiskAndKeepsTheOrder();
    void nothingForTheDestroyed();
    void onlyRegularFilesOfThisUser_data();
    void onlyRegularFilesOfThisUser();
    void othersModesStay();
    void anotherDatabaseIsLeftAlone_data();
    void anotherDatabaseIsLeftAlone();
    void aHeldLockIsReportedAsALockedDatabase();
    void closingNeverBlocks();
    void opensAgainWhereItCan();
    void givenBack();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"state/journal.sqlite"_s); }
    /// Executes these in the journal's file, around JournalFile; the first column of what each
    /// gives.
    QStringList execute(const QStringList &statements) const
    {
        QStringList values;
        {
            auto db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"around"_s);
            db.setDatabaseName(path());
            if (!db.open())
                qFatal("%s", qPrintable(db.lastError().text()));
            QSqlQuery query(db);
            for (const QString &statement : statements) {
                if (!query.exec(statement))
                    qFatal("%s", qPrintable(query.lastError().text()));
                if (query.next())
                    values.append(query.value(0).toString());
                query.finish();
            }
        }
        QSqlDatabase::removeDatabase(u"around"_s);
        return values;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestJournal::keepsEverything()
{
    const JournalEntry first = entryNamed(u"1"_s);
    const JournalEntry done = ended(first);
    {
        const auto file = opened(path());
        QVERIFY(file->begin(first).ok());
        const auto running = file->history(10);
        QVERIFY(running->front().alive);
        JournalEntry expected = first;
        expected.alive = true;
        QVERIFY(running->front() == expected);
        QVERIFY(file->end(done).ok());
    }
    const auto again = opened(path());
    const auto history = again->history(10);
    QCOMPARE(history->size(), std::size_t{1});
    QVERIFY(history->front() == done);
    QVERIFY(again->takeUnfinished(home())->empty());
}

void TestJournal::stepsOfWhatTheDeadLeft()
{
    {
        const auto file = opened(path());
        QVERIFY(file->begin(entryNamed(u"1"_s)).ok());
        using Phase = JournalStep::Phase;
        for (const JournalStep &step :
             {JournalStep{u"stop"_s, Phase::Intended, noon, {{u"before"_s, 1}}},
              JournalStep{u"stop"_s, Phase::Recorded, noon, {{u"requestId"_s, u"req-7"_s}}},
              JournalStep{u"capture"_s, Phase::Intended, noon, {}}})
            QVERIFY(file->addStep(u"1"_s, step).ok());
    }
    const auto file = opened(path());
    JournalScope other = home();
    other.projectId = u"p2"_s;
    QVERIFY(file->takeUnfinished(other)->empty());
    JournalScope reader = home();
    reader.user = u"reader"_s; // may not be allowed to go on with it
    QVERIFY(file->takeUnfinished(reader)->empty());
    JournalScope demo = home();
    demo.user = u"demo"_s;
    QCOMPARE(file->unfinished()->size(), std::size_t{1});
    const auto taken = file->takeUnfinished(demo);
    QCOMPARE(taken->size(), std::size_t{1});
    const JournalEntry &entry = taken->front();
    QVERIFY(entry.outcome == Outcome::Running);
    QCOMPARE(entry.steps.size(), std::size_t{3});
    QCOMPARE(entry.intentOf(u"stop"_s)->value(u"before"_s).toInt(), 1);
    QCOMPARE(entry.recordOf(u"stop"_s)->value(u"requestId"_s).toString(), u"req-7"_s);
    QVERIFY(entry.intended(u"capture"_s) && !entry.recordOf(u"capture"_s));
    QVERIFY(!entry.intended(u"start"_s) && !entry.recordOf(u"start"_s));
    // Taken is taken, and no longer anybody's to finish.
    QVERIFY(file->takeUnfinished(home())->empty() && file->unfinished()->empty());
}

void TestJournal::theLivingKeepTheirs()
{
    auto one = opened(path());
    const auto two = opened(path());
    QVERIFY(one->begin(entryNamed(u"1"_s)).ok());
    QVERIFY(two->takeUnfinished(home())->empty());
    QVERIFY(two->unfinished()->empty());
    QVERIFY(two->history(5)->front().alive);
    one.reset();
    QCOMPARE(two->unfinished()->size(), std::size_t{1});
    QVERIFY(!two->history(5)->front().alive);
    QCOMPARE(two->takeUnfinished(home())->size(), std::size_t{1});
}

void TestJournal::oneOfManyTakesIt()
{
    constexpr int entries = 50;
    {
        const auto file = opened(path());
        for (int i = 0; i < entries; ++i)
            QVERIFY(file->begin(entryNamed(QString::number(i))).ok());
    }
    std::vector<std::unique_ptr<Journal>> journals;
    QMap<QString, int> taken;
    int answers = 0;
    for (int i = 0; i < 6; ++i) {
        journals.push_back(std::make_unique<Journal>(path()));
        journals.back()->takeUnfinished(home(), this, [&](const auto &result) {
            ++answers;
            QVERIFY2(result.ok(), qPrintable(result.ok() ? QString() : result.error().message));
            for (const JournalEntry &entry : *result)
                ++taken[entry.id];
        });
    }
    QTRY_COMPARE(answers, 6);
    QCOMPARE(taken.size(), entries);
    for (const int times : std::as_const(taken))
        QCOMPARE(times, 1);
}

void TestJournal::secretsStayOut()
{
    {
        const auto file = opened(path());
        JournalEntry entry = entryNamed(u"1"_s);
        entry.intent = {
            {u"adminPass"_s, u"hunter2"_s},
            {u"server"_s, QJsonObject{{u"user_data"_s, u"hunter2"_s}, {u"name"_s, u"kept"_s}}},
            {u"metadata"_s, QJsonObject{{u"db_password"_s, u"hunter2"_s}, {u"role"_s, u"kept"_s}}},
            {u"auth_key"_s, u"hunter2"_s},
            {u"list"_s, QJsonArray{QJsonObject{{u"auth_token"_s, u"hunter2"_s}}}}};
        entry.command = u"openstack server create --password=\"$password\" "
                        "--property db_password=hunter2 --property 'api-token=hunter2 '\\''x' "
                        "--property role=kept --key-name laptop web"_s;
        QVERIFY(file->begin(entry).ok());
        const JournalStep step{u"x"_s,
                               JournalStep::Phase::Intended,
                               noon,
                               {{u"password"_s, u"hunter2"_s}, {u"id"_s, u"kept-too"_s}}};
        QVERIFY(file->addStep(u"1"_s, step).ok());
        entry = ended(entry);
        entry.error->message = u"refused: \"password\": \"hunter2\""_s;
        QVERIFY(file->end(entry).ok());
    }
    const QByteArray all = contentOf(path()) + contentOf(path() + u"-wal"_s);
    QVERIFY(all.contains("kept") && all.contains("kept-too"));
    QVERIFY(!all.contains("hunter2"));
    const auto read = opened(path())->history(1);
    QVERIFY(read.ok());
    const JournalEntry &entry = read->front();
    QCOMPARE(entry.command, u"openstack server create --password=\"$password\" "
                            "--property db_password=*** --property api-token=*** "
                            "--property role=kept --key-name laptop web"_s);
    // What the user called so is missed when it is needed.
    const QJsonObject metadata = entry.intent.value(u"metadata"_s).toObject();
    QCOMPARE(operations::notKept(metadata), QStringList(u"db_password"_s));
    QCOMPARE(operations::keptItems(metadata), (QJsonObject{{u"role"_s, u"kept"_s}}));
}

void TestJournal::userDataOfOlderVersionsIsForgotten()
{
    {
        const auto file = opened(path());
        for (const QString &id : {u"1"_s, u"2"_s}) {
            JournalEntry entry = entryNamed(id);
            entry.kind = id == u"1" ? u"restore-instance"_s : u"create-snapshot"_s;
            entry.command = u"openstack server create --user-data /dev/stdin x <<'USER_DATA'\n"
                            "hunter2\nUSER_DATA"_s;
            QVERIFY(file->begin(entry).ok());
        }
    }
    execute({u"PRAGMA user_version=2"_s});
    const auto read = opened(path())->history(2);
    QVERIFY(read.ok());
    QCOMPARE(read->size(), 2U);
    for (const JournalEntry &entry : *read)
        QCOMPARE(entry.command.isEmpty(), entry.id == u"1");
}

void TestJournal::onlyForTheUser()
{
    const auto file = opened(path());
    QVERIFY(file->begin(entryNamed(u"1"_s)).ok());
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const QString folder = QFileInfo(path()).path();
    QVERIFY(!(QFileInfo(folder).permissions() & others));
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files))
        QVERIFY2(!(info.permissions() & others), qPrintable(info.filePath()));
}

void TestJournal::newerSchemaIsLeftAlone()
{
    opened(path()).reset();
    execute({u"PRAGMA user_version=99"_s, u"CREATE TABLE more (what TEXT)"_s});
    const QByteArray before = contentOf(path());
    const auto result = JournalFile::open(path(), usualPatience);
    QVERIFY(!result.ok());
    QVERIFY(result.error().kind == ErrorKind::Storage);
    QVERIFY2(result.error().message.contains(path()), qPrintable(result.error().message));
    QVERIFY(result.error().message.contains(u"newer version of Oriel"_s));
    {
        // The program says so once, goes on without it and tries again with each operation.
        Journal journal(path());
        QSignalSpy trouble(&journal, &Journal::trouble);
        int refused = 0;
        for (int i = 0; i < 3; ++i)
            journal.begin(entryNamed(QString::number(i)), this,
                          [&](const auto &written) { refused += written.ok() ? 0 : 1; });
        std::optional<Error> said;
        journal.history(10, this, [&](const auto &entries) { said = entries.error(); });
        QTRY_VERIFY(said.has_value());
        QCOMPARE(refused, 3);
        QCOMPARE(trouble.size(), 1);
        QVERIFY(!journal.isUsable());
    }
    QCOMPARE(contentOf(path()), before);
    QCOMPARE(QDir(QFileInfo(path()).path()).entryList({u"*.damaged-*"_s}), QStringList());
}

/// A journal as version 1 of the tables wrote it, before anything is done to it.
void TestJournal::olderSchemaIsMigrated()
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QVERIFY(QFile::copy(fixture(), path()));
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    const auto rows = [this] {
        return execute({u"SELECT group_concat(id || kind || intent || owner || started) FROM "
                        "entry"_s,
                        u"SELECT group_concat(entry_id || name || phase || facts) FROM step"_s});
    };
    QCOMPARE(execute({u"PRAGMA user_version"_s}), QStringList(u"1"_s));
    const QStringList before = rows();
    QVERIFY(before.front().size() > 1000 && before.back().size() > 1000);
    {
        const auto first = opened(path());
        const auto second = opened(path()); // finds it migrated
        const auto found = first->unfinished();
        QVERIFY(found.ok() && found->size() > 50);
        for (const JournalEntry &entry : *found)
            QCOMPARE(entry.format, 1);
        QVERIFY(first->begin(entryNamed(u"1"_s)).ok());
        QCOMPARE(second->history(1)->front().format, JournalEntry::newestFormat);
        // An Oriel of version 1 that still has the file open does not name the column.
        const QString columns =
            u"kind, auth_url, region, project_id, scope_words, user_name, subject_kind, "
            "subject_id, subject_name, title, command, intent, owner, started, outcome, "
            "result_id, request_ids, notes, leftovers, stages"_s;
        execute({u"INSERT INTO entry (id, %1) SELECT '2', %1 FROM entry WHERE id = '1'"_s.arg(
            columns)});
        QCOMPARE(second->history(1)->front().format, 1);
        execute({u"DELETE FROM entry WHERE id IN ('1', '2')"_s});
    }
    QCOMPARE(execute({u"PRAGMA user_version"_s}),
             QStringList(QString::number(JournalFile::schemaVersion)));
    QCOMPARE(rows(), before);
}

void TestJournal::migrationIsAllOrNothing()
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QVERIFY(QFile::copy(fixture(), path()));
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    execute({u"DROP TABLE duration"_s}); // the check that comes last refuses it
    const QByteArray before = contentOf(path());
    QVERIFY(!JournalFile::open(path(), usualPatience).ok());
    QCOMPARE(contentOf(path()), before);
}

void TestJournal::damagedIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    {
        const QTemporaryDir folder;
        const QString good = folder.filePath(u"good.sqlite"_s);
        {
            const auto file = opened(good);
            for (int i = 0; i < 200; ++i)
                QVERIFY(file->begin(entryNamed(QString::number(i))).ok());
        }
        QByteArray broken = contentOf(good);
        QVERIFY(broken.size() > 20'000);
        broken.replace(4096, 12'000, QByteArray(12'000, 'x'));
        QTest::newRow("pages overwritten") << broken;
    }
    QTest::newRow("no database at all")
        << QByteArray("this is a letter to my mother\n").repeated(99);
    QTest::newRow("cut short") << QByteArray("SQLite format 3\0garbage", 23);
}

void TestJournal::damagedIsSetAside()
{
    QFETCH(const QByteArray, content);
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    fill(path(), content);
    {
        auto result = JournalFile::open(path(), usualPatience);
        QVERIFY2(result.ok(), qPrintable(result.ok() ? QString() : result.error().message));
        QVERIFY(result->warning.has_value());
        QVERIFY(result->warning->kind == ErrorKind::Storage);
        QVERIFY(result->warning->message.contains(path()));
        QVERIFY(result->file->begin(entryNamed(u"1"_s)).ok());
    }
    const QDir folder(QFileInfo(path()).path());
    const QStringList aside = folder.entryList({u"journal.sqlite.damaged-*"_s});
    QCOMPARE(aside.size(), 1);
    QCOMPARE(contentOf(folder.filePath(aside.front())), content);
    auto second = JournalFile::open(path(), usualPatience);
    QVERIFY(second.ok() && !second->warning);
    QCOMPARE(second->file->unfinished()->size(), std::size_t{1});
}

void TestJournal::whereItCannotBe_data()
{
    QTest::addColumn<QString>("made");
    QTest::newRow("a file where its folder should be") << u"state"_s;
    QTest::newRow("a folder where it should be") << u"state/journal.sqlite/"_s;
    QTest::newRow("no room for locks") << u"state/journal.sqlite.owners"_s;
}

void TestJournal::whereItCannotBe()
{
    QFETCH(const QString, made);
    const QString inTheWay = m_folder->filePath(made);
    if (made.endsWith(u'/')) {
        QVERIFY(QDir().mkpath(inTheWay));
    } else {
        QVERIFY(QDir().mkpath(QFileInfo(inTheWay).path()));
        fill(inTheWay, "in the way");
    }
    Journal journal(path());
    QSignalSpy trouble(&journal, &Journal::trouble);
    int refused = 0;
    const auto told = [&](const Result<Nothing> &written) {
        if (!written.ok() && written.error().message.contains(path()))
            ++refused;
    };
    journal.begin(entryNamed(u"1"_s), this, told);
    journal.intend(u"1"_s, {u"x"_s, JournalStep::Phase::Intended, noon, {}}, this, told);
    std::optional<Error> said;
    journal.history(10, this, [&](const auto &result) { said = result.error(); });
    QTRY_VERIFY(said.has_value());
    QVERIFY(said->kind == ErrorKind::Storage);
    QCOMPARE(refused, 2);
    QCOMPARE(trouble.size(), 1);
    const auto error = trouble.front().front().value<Error>();
    QVERIFY(error.kind == ErrorKind::Storage);
    QVERIFY2(error.message.contains(path()), qPrintable(error.message));
}

void TestJournal::fullDiskIsSaidOnce()
{
    Journal journal(path());
    QSignalSpy trouble(&journal, &Journal::trouble);
    int written = 0;
    int refused = 0;
    journal.begin(entryNamed(u"0"_s), this, [&](const auto &) { ++written; });
    QTRY_COMPARE(written, 1);
    QCOMPARE(trouble.size(), 0);

    // Files that may not grow are what a full disk looks like from here.
    struct rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit full = before;
    full.rlim_cur = 64 * 1024;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
    for (int i = 1; i <= 40; ++i) {
        JournalEntry large = entryNamed(QString::number(i));
        large.command = QString(20'000, u'x');
        journal.begin(large, this, [&](const Result<Nothing> &done) {
            ++written;
            refused += done.ok() ? 0 : 1;
        });
    }
    QTRY_COMPARE(written, 41);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(refused > 30, qPrintable(QString::number(refused)));
    QCOMPARE(trouble.size(), 1);
    QVERIFY(trouble.front().front().value<Error>().message.contains(path()));

    // There is room again: what was kept before is still there, and it goes on.
    std::vector<JournalEntry> history;
    journal.begin(entryNamed(u"99"_s), this, [](const auto &) {});
    journal.history(100, this, [&](const auto &result) { history = *result; });
    QTRY_VERIFY(!history.empty());
    QCOMPARE(history.front().id, u"99"_s);
    QCOMPARE(history.back().id, u"0"_s);
}

void TestJournal::keepsNinetyDaysAndNoMoreThanItsNumber()
{
    const auto file = opened(path());
    for (int i = 0; i < 20; ++i) {
        JournalEntry entry = entryNamed(QString::number(i));
        QVERIFY(file->begin(entry).ok());
        if (i != 1) // which never ended, and is not thrown away for that
            QVERIFY(file->end(ended(entry, noon.addDays(i))).ok());
    }
    QVERIFY(file->prune(noon.addDays(JournalFile::keptDays + 3)).ok());
    auto kept = *file->history(100);
    QCOMPARE(kept.size(), std::size_t{18}); // 0 and 2 are gone
    QCOMPARE(oldestOf(kept), 1);
    QVERIFY(file->prune(noon.addDays(20), 5).ok());
    kept = *file->history(100);
    QCOMPARE(kept.size(), std::size_t{6});
    QCOMPARE(kept.front().id, u"19"_s);
    QCOMPARE(oldestOf(kept), 1);
}

void TestJournal::estimates()
{
    const auto file = opened(path());
    const auto run = [&](const QString &id, const JournalScope &scope, double gib, int seconds) {
        JournalEntry entry = ended(entryNamed(id, scope));
        entry.stages.front().amount = gib;
        entry.stages.front().ended = noon.addSecs(seconds);
        QVERIFY(file->begin(entryNamed(id, scope)).ok() && file->end(entry).ok());
    };
    JournalScope project = home();
    project.projectId = u"p2"_s;
    JournalScope elsewhere = home();
    elsewhere.region = u"RegionTwo"_s;
    run(u"1"_s, home(), 10, 20);
    QVERIFY(!file->durations(home())->estimate(u"capture-volume"_s, 5)); // one run is no history
    run(u"2"_s, project, 20, 40);
    run(u"3"_s, home(), 1, 60); // an odd one out
    run(u"4"_s, elsewhere, 10, 9000);
    const Durations durations = *file->durations(home());
    QVERIFY(durations.estimate(u"capture-volume"_s, 5) == std::chrono::seconds(10));
    QVERIFY(durations.estimate(u"capture-volume"_s) == std::chrono::seconds(40));
    QVERIFY(!durations.estimate(u"upload"_s, 5));
}

void TestJournal::samePlaceUnderOtherSpellings()
{
    const QString plain = operations::scopeUrl(QUrl(u"https://cloud.example:5000/identity"_s));
    for (const QString &other :
         {u"https://cloud.example:5000/identity/v3"_s, u"https://cloud.example:5000/identity/v3/"_s,
          u"https://Cloud.Example:5000//identity/"_s,
          u"https://me:secret@cloud.example:5000/identity?x=1#y"_s})
        QCOMPARE(operations::scopeUrl(QUrl(other)), plain);
    QVERIFY(operations::scopeUrl(QUrl(u"https://cloud.example:5001/identity"_s)) != plain);
    QVERIFY(operations::scopeUrl(QUrl(u"http://cloud.example:5000/identity"_s)) != plain);
}

void TestJournal::waitsForTheDiskAndKeepsTheOrder()
{
    const auto other = opened(path());
    QStringList order;
    {
        Journal journal(path());
        journal.begin(entryNamed(u"1"_s), this, [&](const auto &) {
            order += u"begun"_s;
            QCOMPARE(other->history(5)->size(), std::size_t{1});
        });
        journal.intend(u"1"_s, {u"x"_s, JournalStep::Phase::Intended, noon, {}}, this,
                       [&](const auto &) { order += u"intended"_s; });
        QVERIFY(order.isEmpty()); // never before the call has returned
        QTRY_COMPARE(order.size(), 2);
        journal.record(u"1"_s, {u"x"_s, JournalStep::Phase::Recorded, noon, {}});
        journal.end(ended(entryNamed(u"1"_s)));
    } // waits for the last two
    QCOMPARE(order, (QStringList{u"begun"_s, u"intended"_s}));
    QVERIFY(other->history(5)->front().ended.isValid());
}

void TestJournal::nothingForTheDestroyed()
{
    Journal journal(path());
    bool late = false;
    auto context = std::make_unique<QObject>();
    journal.begin(entryNamed(u"1"_s), context.get(), [&](const auto &) { late = true; });
    context.reset();
    bool answered = false;
    journal.history(1, this, [&](const auto &) { answered = true; });
    QTRY_VERIFY(answered);
    QVERIFY(!late);
}

void TestJournal::onlyRegularFilesOfThisUser_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("pipe");
    QTest::addColumn<QString>("words");
    const QString link = u"symbolic link"_s;
    QTest::newRow("the journal is a link") << u""_s << false << link;
    QTest::newRow("its log is a link") << u"-wal"_s << false << link;
    QTest::newRow("its lock is a link") << u".lock"_s << false << link;
    QTest::newRow("the folder of its owners is a link") << u".owners"_s << false << link;
    QTest::newRow("the journal is a pipe") << u""_s << true << u"named pipe"_s;
    QTest::newRow("its lock is a pipe") << u".lock"_s << true << u"named pipe"_s;
}

void TestJournal::onlyRegularFilesOfThisUser()
{
    QFETCH(const QString, name);
    QFETCH(const bool, pipe);
    QFETCH(const QString, words);
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    const QString other = m_folder->filePath(u"other"_s);
    if (name == u".owners"_s)
        QVERIFY(QDir().mkpath(other));
    else
        fill(other, "somebody's");
    const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QVERIFY(QFile::setPermissions(other, open | QFile::ExeOwner));
    const auto before = QFileInfo(other).permissions();
    const QByteArray made = QFile::encodeName(path() + name);
    if (pipe)
        QCOMPARE(::mkfifo(made.constData(), 0600), 0);
    else
        QVERIFY(QFile::link(other, path() + name));
    const auto result = JournalFile::open(path(), usualPatience);
    QVERIFY(!result.ok());
    QVERIFY(result.error().kind == ErrorKind::Storage);
    QVERIFY2(result.error().message.contains(path() + name), qPrintable(result.error().message));
    QVERIFY2(result.error().message.contains(words), qPrintable(result.error().message));
    QCOMPARE(QFileInfo(other).permissions(), before);
    if (name != u".owners"_s)
        QCOMPARE(contentOf(other), QByteArray("somebody's"));
}

void TestJournal::othersModesStay()
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    fill(path(), {});
    const auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup;
    QVERIFY(QFile::setPermissions(path(), mode));
    const auto before = QFileInfo(path()).permissions();
    opened(path()).reset();
    QCOMPARE(QFileInfo(path()).permissions(), before);
}

void TestJournal::anotherDatabaseIsLeftAlone_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("older version") << 1;
    QTest::newRow("this version") << JournalFile::schemaVersion;
}

void TestJournal::anotherDatabaseIsLeftAlone()
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QFETCH(const int, version);
    execute({u"CREATE TABLE entry (letter TEXT)"_s, u"PRAGMA user_version=%1"_s.arg(version)});
    const QByteArray before = contentOf(path());
    const auto result = JournalFile::open(path(), usualPatience);
    QVERIFY(!result.ok());
    QVERIFY2(result.error().message.contains(u"not a journal of Oriel"_s),
             qPrintable(result.error().message));
    QVERIFY(result.error().message.contains(path()));
    QCOMPARE(contentOf(path()), before);
    QCOMPARE(QDir(QFileInfo(path()).path()).entryList({u"*.damaged-*"_s}), QStringList());
}

void TestJournal::aHeldLockIsReportedAsALockedDatabase()
{
    using namespace std::chrono_literals;
    const operations::LockPatience none(0ms);
    auto file = JournalFile::open(path(), none);
    QVERIFY(file.ok());
    QString lockedDatabase;
    {
        auto db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"holder"_s);
        db.setDatabaseName(path());
        QVERIFY(db.open());
        QSqlQuery query(db);
        QVERIFY(query.exec(u"BEGIN IMMEDIATE"_s));
        const auto refused = file->file->begin(entryNamed(u"1"_s));
        QVERIFY(!refused.ok());
        lockedDatabase = refused.error().message;
        QVERIFY(query.exec(u"ROLLBACK"_s));
    }
    QSqlDatabase::removeDatabase(u"holder"_s);
    QVERIFY(file->file->begin(entryNamed(u"1"_s)).ok());

    const int held = ::open(QFile::encodeName(path() + u".lock"_s).constData(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(held, LOCK_EX), 0);
    const auto second = JournalFile::open(path(), none);
    QVERIFY(!second.ok());
    QVERIFY(second.error().kind == ErrorKind::Storage);
    QCOMPARE(second.error().message, lockedDatabase);
    QVERIFY2(lockedDatabase.contains(u"locked by another process"_s), qPrintable(lockedDatabase));
    ::close(held);
    QVERIFY(JournalFile::open(path(), none).ok());
}

/// Without its limit this test would never end.
void TestJournal::closingNeverBlocks()
{
    opened(path()).reset();
    const int held = ::open(QFile::encodeName(path() + u".lock"_s).constData(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(held, LOCK_EX), 0);
    {
        Journal journal(path(), nullptr, std::chrono::hours(1));
        journal.begin(entryNamed(u"1"_s), this, [](const auto &) {});
        journal.intend(u"1"_s, {u"x"_s, JournalStep::Phase::Intended, noon, {}}, this,
                       [](const auto &) {});
        journal.end(ended(entryNamed(u"1"_s)));
    }
    ::close(held);
    QVERIFY(opened(path())->history(5)->empty());
}

void TestJournal::opensAgainWhereItCan()
{
    opened(path()).reset();
    const int held = ::open(QFile::encodeName(path() + u".lock"_s).constData(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(held, LOCK_EX), 0);
    Journal journal(path(), nullptr, std::chrono::milliseconds(0));
    std::optional<bool> written;
    const auto told = [&written](const Result<Nothing> &done) {
        written = done.ok();
    };
    journal.begin(entryNamed(u"1"_s), this, told);
    QTRY_VERIFY(written.has_value());
    QVERIFY(!*written && !journal.isUsable());
    ::close(held);
    written.reset();
    journal.begin(entryNamed(u"2"_s), this, told);
    QTRY_VERIFY(written.has_value());
    QVERIFY(*written && journal.isUsable());
}

void TestJournal::givenBack()
{
    QVERIFY(opened(path())->begin(entryNamed(u"1"_s)).ok());
    const auto one = opened(path());
    const auto two = opened(path());
    QVERIFY(one->takeUnfinished(home(), u"another"_s)->empty());
    QCOMPARE(one->takeUnfinished(home(), u"1"_s)->size(), std::size_t{1});
    QVERIFY(two->giveBack(u"1"_s).ok()); // which it has not taken
    QVERIFY(two->takeUnfinished(home())->empty());
    QVERIFY(one->giveBack(u"1"_s).ok());
    QVERIFY(!two->history(5)->front().alive && two->history(5)->front().givenBack);
    QCOMPARE(two->takeUnfinished(home())->size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
