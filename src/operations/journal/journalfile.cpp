#include "operations/journal/journalfile.h"

#include "operations/journal/journalcodec.h"
#include "operations/journal/ownfile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QSet>
#include <QtCore/QUuid>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct JournalWords
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

Error storageError(const QString &message)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.message = message;
    error.when = QDateTime::currentDateTimeUtc();
    return error;
}

/// Without SQLite's extended bits.
int codeOf(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

/// SQLITE_CORRUPT and SQLITE_NOTADB.
bool saysDamaged(const QSqlError &error)
{
    return codeOf(error) == 11 || codeOf(error) == 26;
}

/// SQLITE_BUSY.
bool saysLocked(const QSqlError &error)
{
    return codeOf(error) == 5;
}

Error lockedError(const QString &path, const LockPatience &lockPatience)
{
    return storageError(
        JournalWords::tr("The journal %1 is locked by another process, which did not release it "
                         "within %2 s.")
            .arg(path, QString::number(lockPatience.limit() / std::chrono::seconds(1))));
}

/// Created explicitly, because SQLite uses the umask's mode for a new file; its companions (-wal,
/// -shm) get the same mode.
bool makeFile(const QString &path, QString *why)
{
    const int fd = openOwnFile(path, O_CREAT, why);
    if (fd < 0)
        return false;
    ::close(fd);
    for (const QString &companion : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (!isOwnFileOrMissing(path + companion, why)) {
            *why = path + companion + ": "_L1 + *why;
            return false;
        }
    }
    return true;
}

bool makeFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    const QString above = QFileInfo(folder).path();
    if (above != folder && !makeFolder(above))
        return false;
    return ::mkdir(QFile::encodeName(folder).constData(), 0700) == 0 || errno == EEXIST;
}

/// Renames the damaged file and its companions; empty if that fails.
QString setAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QString aside = path + u".damaged-"_s + stamp;
    for (int i = 2; QFile::exists(aside); ++i)
        aside = path + u".damaged-"_s + stamp + u'-' + QString::number(i);
    if (!QFile::rename(path, aside))
        return {};
    for (const QString &companion : {u"-wal"_s, u"-shm"_s})
        QFile::rename(path + companion, aside + companion);
    return aside;
}

} // namespace

Result<JournalFile::Opened> JournalFile::open(const QString &path, const LockPatience &lockPatience)
{
    if (!makeFolder(QFileInfo(path).path()))
        return storageError(JournalWords::tr("The folder of the journal %1 cannot be created: %2")
                                .arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    const QString lockPath = path + u".lock"_s;
    const OpeningLock lock(lockPath, lockPatience);
    if (lock.timedOut())
        return lockedError(path, lockPatience);
    if (!lock.isHeld())
        return storageError(JournalWords::tr("The lock file %1 of the journal cannot be used: %2")
                                .arg(lockPath, lock.why()));
    bool damaged = false;
    auto first = attempt(path, lockPatience, &damaged);
    if (first.ok())
        return Opened{std::move(first).value(), std::nullopt};
    if (!damaged)
        return first.error();
    const QString aside = setAside(path);
    if (aside.isEmpty())
        return first.error();
    auto second = attempt(path, lockPatience, &damaged);
    if (!second.ok())
        return second.error();
    return Opened{
        std::move(second).value(),
        storageError(
            JournalWords::tr(
                "The journal %1 was damaged. It was kept as %2, and a new one was started.")
                .arg(path, aside))};
}

Result<std::unique_ptr<JournalFile>>
JournalFile::attempt(const QString &path, const LockPatience &lockPatience, bool *damaged)
{
    QString why;
    if (!makeFile(path, &why))
        return storageError(
            JournalWords::tr("The journal %1 cannot be opened for writing: %2").arg(path, why));
    const QString owners = path + u".owners"_s;
    auto owner = JournalOwner::make(owners, &why);
    if (!owner)
        return storageError(
            JournalWords::tr("The folder %1 of the journal cannot be used: %2").arg(owners, why));
    std::unique_ptr<JournalFile> file(new JournalFile(path, lockPatience, std::move(owner)));
    if (const auto connected = file->connect(damaged); !connected.ok())
        return connected.error();
    JournalOwner::sweep(file->owners());
    return file;
}

JournalFile::JournalFile(QString path, const LockPatience &lockPatience,
                         std::unique_ptr<JournalOwner> owner)
    : m_path(std::move(path))
    , m_patience(lockPatience)
    , m_connection(QUuid::createUuid().toString())
    , m_owner(std::move(owner))
{}

JournalFile::~JournalFile()
{
    {
        QSqlDatabase open = database();
        open.close();
    }
    QSqlDatabase::removeDatabase(m_connection);
}

QString JournalFile::owners() const
{
    return m_path + u".owners"_s;
}

QSqlDatabase JournalFile::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Result<Nothing> JournalFile::connect(bool *damaged)
{
    QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    if (!db.isValid())
        return storageError(JournalWords::tr("The journal %1 cannot be opened: Qt's SQLite driver "
                                             "is not installed (libqt6sql6-sqlite).")
                                .arg(m_path));
    db.setDatabaseName(m_path);
    // Short, because LockPatience repeats it and can be interrupted.
    db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=50"_s);
    if (!db.open()) {
        const QSqlError error = db.lastError();
        *damaged = saysDamaged(error);
        return storageError(
            JournalWords::tr("The journal %1 cannot be used: %2")
                .arg(m_path, error.databaseText().isEmpty() ? error.text() : error.databaseText()));
    }
    QSqlQuery query(db);
    if (auto done = run(query, u"PRAGMA user_version"_s, {}, damaged); !done.ok())
        return done;
    const int version = query.next() ? query.value(0).toInt() : 0;
    query.finish();
    if (version > schemaVersion)
        return storageError(
            JournalWords::tr(
                "The journal %1 was written by a newer version of Oriel and is left unchanged.")
                .arg(m_path));
    if (auto done = run(query, u"PRAGMA quick_check(1)"_s, {}, damaged); !done.ok())
        return done;
    const QString verdict = query.next() ? query.value(0).toString() : QString();
    query.finish();
    if (verdict != "ok"_L1) {
        *damaged = true;
        return storageError(JournalWords::tr("The journal %1 is damaged: %2").arg(m_path, verdict));
    }
    if (auto done = version == schemaVersion ? checkTables() : migrate(version); !done.ok())
        return done;
    // After the check, because switching to WAL changes the file.
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s,
                                  u"PRAGMA foreign_keys=ON"_s}) {
        if (auto done = run(query, pragma, {}, damaged); !done.ok())
            return done;
        query.finish();
    }
    return Nothing();
}

Error JournalFile::notAJournal(const QString &why) const
{
    return storageError(JournalWords::tr("The file %1 is not a journal of Oriel (%2). It is left "
                                         "unchanged. Move it away to start a new journal.")
                            .arg(m_path, why));
}

Result<Nothing> JournalFile::checkTables()
{
    for (const QString &statement :
         {u"SELECT seq, %1 FROM entry LIMIT 0"_s.arg(entryColumns()),
          u"SELECT seq, entry_id, name, phase, at, facts FROM step LIMIT 0"_s,
          u"SELECT seq, auth_url, region, measure, amount, took, at FROM duration LIMIT 0"_s}) {
        QSqlQuery query(database());
        if (!query.prepare(statement) && !saysLocked(query.lastError()))
            return notAJournal(query.lastError().databaseText());
    }
    return Nothing();
}

template <typename F>
auto JournalFile::atomically(F work) -> decltype(work())
{
    if (const auto begun = run(u"BEGIN IMMEDIATE"_s); !begun.ok())
        return begun.error();
    auto result = work();
    if (!result.ok()) {
        QSqlQuery(database()).exec(u"ROLLBACK"_s);
        return result;
    }
    if (const auto done = run(u"COMMIT"_s); !done.ok()) {
        QSqlQuery(database()).exec(u"ROLLBACK"_s);
        return done.error();
    }
    return result;
}

Result<Nothing> JournalFile::migrate(int version)
{
    // Never change a released step: a new version is a new step at the end.
    static const std::array<QStringList, schemaVersion> steps{{
        {u"CREATE TABLE entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
         "kind TEXT NOT NULL, auth_url TEXT NOT NULL, region TEXT NOT NULL, "
         "project_id TEXT NOT NULL, scope_words TEXT NOT NULL, user_name TEXT NOT NULL, "
         "subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, subject_name TEXT NOT NULL, "
         "title TEXT NOT NULL, command TEXT NOT NULL, intent TEXT NOT NULL, owner TEXT NOT NULL, "
         "started INTEGER NOT NULL, ended INTEGER, outcome TEXT NOT NULL, error TEXT, "
         "result_id TEXT NOT NULL, request_ids TEXT NOT NULL, notes TEXT NOT NULL, "
         "leftovers TEXT NOT NULL, stages TEXT NOT NULL)"_s,
         u"CREATE INDEX entry_unfinished ON entry (owner) WHERE ended IS NULL"_s,
         u"CREATE TABLE step (seq INTEGER PRIMARY KEY AUTOINCREMENT, "
         "entry_id TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE, name TEXT NOT NULL, "
         "phase TEXT NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL)"_s,
         u"CREATE INDEX step_entry ON step (entry_id)"_s,
         u"CREATE TABLE duration (seq INTEGER PRIMARY KEY AUTOINCREMENT, auth_url TEXT NOT NULL, "
         "region TEXT NOT NULL, measure TEXT NOT NULL, amount REAL NOT NULL, "
         "took INTEGER NOT NULL, at INTEGER NOT NULL)"_s,
         u"CREATE INDEX duration_place ON duration (auth_url, region, seq)"_s},
        // The default also serves an Oriel of version 1 that still has the file open.
        {u"ALTER TABLE entry ADD COLUMN format INTEGER NOT NULL DEFAULT 1"_s},
        // Version 2 wrote the user data of launched instances into their commands.
        {u"UPDATE entry SET command = '' WHERE kind = 'restore-instance' AND command LIKE '%<<%'"_s},
    }};
    return atomically([&]() -> Result<Nothing> {
        for (int step = version; step < schemaVersion; ++step) {
            for (const QString &statement : steps.at(static_cast<std::size_t>(step))) {
                const auto changed = run(statement);
                if (const auto checked = changed.ok() ? changed : checkTables(); !checked.ok())
                    return checked; // another program's file lacks what is changed
                if (!changed.ok())
                    return changed;
            }
        }
        if (const auto checked = checkTables(); !checked.ok())
            return checked; // another program's file, which is not touched
        return run(u"PRAGMA user_version=%1"_s.arg(schemaVersion));
    });
}

Error JournalFile::locked() const
{
    return lockedError(m_path, m_patience);
}

Result<Nothing> JournalFile::run(QSqlQuery &query, const QString &statement,
                                 const QVariantList &values, bool *damaged) const
{
    const bool settled = m_patience.wait([&] {
        if (query.prepare(statement)) {
            for (const QVariant &value : values)
                query.addBindValue(value);
            if (query.exec())
                return true;
        }
        return !saysLocked(query.lastError());
    });
    if (!settled)
        return locked();
    const QSqlError error = query.lastError();
    if (error.type() == QSqlError::NoError)
        return Nothing();
    if (damaged)
        *damaged = saysDamaged(error);
    return storageError(
        JournalWords::tr("The journal %1 cannot be used: %2")
            .arg(m_path, error.databaseText().isEmpty() ? error.text() : error.databaseText()));
}

Result<Nothing> JournalFile::run(const QString &statement, const QVariantList &values) const
{
    QSqlQuery query(database());
    return run(query, statement, values);
}

namespace {

/// The number of earlier runs for estimates, newest first, because clouds change.
constexpr int durationsRead = 400;

/// A null QString is NULL to Qt's driver, and the columns are NOT NULL.
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

/// The owner of entries that were given back. No owner's file has this name.
constexpr auto nobody = "nobody"_L1;

QVariant errorOf(const JournalEntry &entry)
{
    return entry.error ? QVariant(jsonText(toJson(*entry.error)))
                       : QVariant(QMetaType(QMetaType::QString));
}

QStringList stringsFrom(const QString &text)
{
    QStringList strings;
    for (const auto &value : arrayFrom(text))
        strings += value.toString();
    return strings;
}

QDateTime columnTime(const QVariant &value)
{
    return value.isNull() ? QDateTime()
                          : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

} // namespace

QString JournalFile::entryColumns()
{
    return u"id, kind, auth_url, region, project_id, scope_words, user_name, subject_kind, "
           "subject_id, subject_name, title, command, intent, started, ended, outcome, error, "
           "result_id, request_ids, notes, leftovers, stages, owner, format"_s;
}

Result<Nothing> JournalFile::begin(const JournalEntry &entry)
{
    QVariantList values;
    for (const QString &text :
         {entry.id, entry.kind, entry.scope.authUrl, entry.scope.region, entry.scope.projectId,
          entry.scope.words, entry.userName, subjectKindName(entry.subject.kind), entry.subject.id,
          entry.subject.name, entry.title, withoutSecrets(entry.command),
          jsonText(withoutSecrets(entry.intent))})
        values << notNull(text);
    values << entry.started.toMSecsSinceEpoch() << outcomeName(Outcome::Running)
           << notNull(entry.resultId) << jsonText(QJsonArray::fromStringList(entry.requestIds))
           << jsonText(QJsonArray::fromStringList(entry.notes)) << jsonText(toJson(entry.leftovers))
           << jsonText(toJson(entry.stages)) << m_owner->id() << entry.format;
    return run(u"INSERT INTO entry ("_s + entryColumns() +
                   u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?, ?, ?, "
                   u"?, ?, ?, ?)"_s,
               values);
}

Result<Nothing> JournalFile::addStep(const QString &id, const JournalStep &step)
{
    return run(u"INSERT INTO step (entry_id, name, phase, at, facts) VALUES (?, ?, ?, ?, ?)"_s,
               {id, notNull(step.name),
                step.phase == JournalStep::Phase::Intended ? u"intended"_s : u"recorded"_s,
                step.at.toMSecsSinceEpoch(), jsonText(withoutSecrets(step.facts))});
}

Result<Nothing> JournalFile::end(const JournalEntry &entry)
{
    return atomically([&]() -> Result<Nothing> {
        QVariantList values;
        for (const QString &text :
             {entry.subject.id, entry.subject.name, entry.title, withoutSecrets(entry.command),
              entry.resultId, outcomeName(entry.outcome)})
            values << notNull(text);
        values << errorOf(entry) << jsonText(QJsonArray::fromStringList(entry.requestIds))
               << jsonText(QJsonArray::fromStringList(entry.notes))
               << jsonText(toJson(entry.leftovers)) << jsonText(toJson(entry.stages))
               << entry.ended.toMSecsSinceEpoch() << entry.id;
        const auto done =
            run(u"UPDATE entry SET subject_id = ?, subject_name = ?, title = ?, command = ?, "
                "result_id = ?, outcome = ?, error = ?, request_ids = ?, notes = ?, "
                "leftovers = ?, stages = ?, ended = ? WHERE id = ?"_s,
                values);
        return done.ok() ? keepDurations(entry) : done;
    });
}

Result<Nothing> JournalFile::keepDurations(const JournalEntry &entry)
{
    for (const Stage &stage : entry.stages) {
        if (stage.measure.isEmpty() || stage.state != StageState::Done ||
            !stage.started.isValid() || stage.ended <= stage.started)
            continue;
        const auto done = run(u"INSERT INTO duration (auth_url, region, measure, amount, took, at) "
                              "VALUES (?, ?, ?, ?, ?, ?)"_s,
                              {notNull(entry.scope.authUrl), notNull(entry.scope.region),
                               stage.measure, stage.amount, stage.started.msecsTo(stage.ended),
                               stage.ended.toMSecsSinceEpoch()});
        if (!done.ok())
            return done;
    }
    return Nothing();
}

Result<std::vector<JournalEntry>> JournalFile::read(const QString &condition,
                                                    const QVariantList &values, bool withSteps)
{
    QSqlQuery query(database());
    if (const auto done =
            run(query, u"SELECT "_s + entryColumns() + u" FROM entry "_s + condition, values);
        !done.ok())
        return done.error();
    QHash<QString, bool> alive;
    std::vector<JournalEntry> entries;
    while (query.next()) {
        int at = 0;
        const auto text = [&] {
            return query.value(at++).toString();
        };
        JournalEntry entry;
        entry.id = text();
        entry.kind = text();
        entry.scope.authUrl = text();
        entry.scope.region = text();
        entry.scope.projectId = text();
        entry.scope.words = text();
        entry.userName = text();
        entry.subject.kind = subjectKindNamed(text());
        entry.subject.id = text();
        entry.subject.name = text();
        entry.title = text();
        entry.command = text();
        entry.intent = objectFrom(text());
        entry.started = columnTime(query.value(at++));
        entry.ended = columnTime(query.value(at++));
        entry.outcome = outcomeNamed(text());
        if (const QString error = text(); !error.isEmpty())
            entry.error = errorFromJson(objectFrom(error));
        entry.resultId = text();
        entry.requestIds = stringsFrom(text());
        entry.notes = stringsFrom(text());
        entry.leftovers = subjectsFromJson(arrayFrom(text()));
        entry.stages = stagesFromJson(arrayFrom(text()));
        const QString owner = text();
        if (!entry.ended.isValid()) {
            const auto known = alive.constFind(owner);
            entry.alive = known != alive.constEnd()
                              ? *known
                              : *alive.insert(owner, JournalOwner::isAlive(owners(), owner));
            entry.givenBack = owner == nobody;
        }
        entry.format = query.value(at++).toInt();
        entries.push_back(std::move(entry));
    }
    query.finish();
    if (!withSteps)
        return entries;
    for (JournalEntry &entry : entries) {
        auto steps = stepsOf(entry.id);
        if (!steps.ok())
            return steps.error();
        entry.steps = std::move(steps).value();
    }
    return entries;
}

Result<std::vector<JournalStep>> JournalFile::stepsOf(const QString &id)
{
    QSqlQuery query(database());
    if (const auto done =
            run(query, u"SELECT name, phase, at, facts FROM step WHERE entry_id = ? ORDER BY seq"_s,
                {id});
        !done.ok())
        return done.error();
    std::vector<JournalStep> steps;
    while (query.next())
        steps.push_back({query.value(0).toString(),
                         query.value(1).toString() == "intended"_L1 ? JournalStep::Phase::Intended
                                                                    : JournalStep::Phase::Recorded,
                         columnTime(query.value(2)), objectFrom(query.value(3).toString())});
    return steps;
}

Result<std::vector<JournalEntry>> JournalFile::takeUnfinished(const JournalScope &scope,
                                                              const QString &id)
{
    using Entries = Result<std::vector<JournalEntry>>;
    return atomically([&]() -> Entries {
        auto found = read(u"WHERE ended IS NULL AND auth_url = ? AND region = ? AND "
                          u"project_id = ? AND ? IN ('', user_name) AND ? IN ('', id) "
                          u"ORDER BY seq"_s,
                          {notNull(scope.authUrl), notNull(scope.region), notNull(scope.projectId),
                           notNull(scope.user), notNull(id)},
                          true);
        if (!found.ok())
            return found;
        std::vector<JournalEntry> taken;
        for (JournalEntry &entry : found.value()) {
            if (entry.alive)
                continue;
            if (const auto done =
                    run(u"UPDATE entry SET owner = ? WHERE id = ?"_s, {m_owner->id(), entry.id});
                !done.ok())
                return done.error();
            entry.alive = true;
            entry.givenBack = false;
            taken.push_back(std::move(entry));
        }
        return taken;
    });
}

Result<Nothing> JournalFile::giveBack(const QString &id)
{
    return run(u"UPDATE entry SET owner = ? WHERE id = ? AND owner = ? AND ended IS NULL"_s,
               {QString(nobody), id, m_owner->id()});
}

Result<std::vector<JournalEntry>> JournalFile::unfinished()
{
    auto found = read(u"WHERE ended IS NULL ORDER BY seq DESC"_s, {}, false);
    if (found.ok())
        std::erase_if(found.value(), [](const JournalEntry &entry) { return entry.alive; });
    return found;
}

Result<std::vector<JournalEntry>> JournalFile::history(int limit)
{
    return read(u"ORDER BY seq DESC LIMIT ?"_s, {limit}, false);
}

Result<Durations> JournalFile::durations(const JournalScope &scope)
{
    QSqlQuery query(database());
    if (const auto done =
            run(query,
                u"SELECT measure, amount, took FROM duration WHERE auth_url = ? AND region = ? "
                "ORDER BY seq DESC LIMIT ?"_s,
                {notNull(scope.authUrl), notNull(scope.region), durationsRead});
        !done.ok())
        return done.error();
    Durations durations;
    while (query.next())
        durations.add(
            query.value(0).toString(),
            {query.value(1).toDouble(), std::chrono::milliseconds(query.value(2).toLongLong())});
    return durations;
}

Result<Nothing> JournalFile::prune(const QDateTime &now, int most)
{
    return atomically([&]() -> Result<Nothing> {
        const qint64 oldest = now.addDays(-keptDays).toMSecsSinceEpoch();
        const auto done =
            run(u"DELETE FROM entry WHERE ended IS NOT NULL AND (ended < ? OR seq NOT IN "
                "(SELECT seq FROM entry ORDER BY seq DESC LIMIT ?))"_s,
                {oldest, most});
        if (!done.ok())
            return done;
        return run(u"DELETE FROM duration WHERE at < ? OR seq NOT IN (SELECT seq FROM duration "
                   "ORDER BY seq DESC LIMIT ?)"_s,
                   {oldest, most});
    });
}

} // namespace oriel::operations
