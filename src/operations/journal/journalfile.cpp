#include "operations/journal/journalfile.h"

#include "operations/journal/ownfile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QUuid>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// How the file is opened, made and set aside; journalfile_entries.cpp has what is in it.

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

/// Without the further bits that SQLite sets above.
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

Error lockedError(const QString &path, const LockPatience &patience)
{
    return storageError(
        JournalWords::tr("The journal %1 is locked by another process, which did not release it "
                         "within %2 s.")
            .arg(path, QString::number(patience.limit() / std::chrono::seconds(1))));
}

/// Made by hand, because SQLite gives a new file the mode that the umask leaves; its companions
/// (-wal, -shm) take after it.
bool makeFile(const QString &path, QString *why)
{
    const int fd = openOwnFile(path, O_CREAT, why);
    if (fd < 0)
        return false;
    ::close(fd);
    for (const QString &companion : {u"-wal"_s, u"-shm"_s, u"-journal"_s}) {
        if (!isOwnFileOrNothing(path + companion, why)) {
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

/// Gives the damaged file and its companions another name; empty where that fails.
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

Result<JournalFile::Opened> JournalFile::open(const QString &path, const LockPatience &patience)
{
    if (!makeFolder(QFileInfo(path).path()))
        return storageError(JournalWords::tr("The folder of the journal %1 cannot be made: %2")
                                .arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    const QString lockPath = path + u".lock"_s;
    const OpeningLock lock(lockPath, patience);
    if (lock.timedOut())
        return lockedError(path, patience);
    if (!lock.isHeld())
        return storageError(JournalWords::tr("The lock file %1 of the journal cannot be used: %2")
                                .arg(lockPath, lock.why()));
    bool damaged = false;
    auto first = attempt(path, patience, &damaged);
    if (first.ok())
        return Opened{std::move(first).value(), std::nullopt};
    if (!damaged)
        return first.error();
    const QString aside = setAside(path);
    if (aside.isEmpty())
        return first.error();
    auto second = attempt(path, patience, &damaged);
    if (!second.ok())
        return second.error();
    return Opened{std::move(second).value(),
                  storageError(JournalWords::tr("The journal %1 was damaged. It was kept as %2, "
                                                "and a new one was begun.")
                                   .arg(path, aside))};
}

Result<std::unique_ptr<JournalFile>>
JournalFile::attempt(const QString &path, const LockPatience &patience, bool *damaged)
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
    std::unique_ptr<JournalFile> file(new JournalFile(path, patience, std::move(owner)));
    if (const auto connected = file->connect(damaged); !connected.ok())
        return connected.error();
    JournalOwner::sweep(file->owners());
    return file;
}

JournalFile::JournalFile(QString path, const LockPatience &patience,
                         std::unique_ptr<JournalOwner> owner)
    : m_path(std::move(path))
    , m_patience(patience)
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
    // Short: LockPatience repeats it, and can be cut short.
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
            JournalWords::tr("The journal %1 was written by a newer Oriel and is left as it is.")
                .arg(m_path));
    if (auto done = run(query, u"PRAGMA quick_check(1)"_s, {}, damaged); !done.ok())
        return done;
    const QString verdict = query.next() ? query.value(0).toString() : QString();
    query.finish();
    if (verdict != "ok"_L1) {
        *damaged = true;
        return storageError(JournalWords::tr("The journal %1 is damaged: %2").arg(m_path, verdict));
    }
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s,
                                  u"PRAGMA foreign_keys=ON"_s}) {
        if (auto done = run(query, pragma, {}, damaged); !done.ok())
            return done;
        query.finish();
    }
    return version == schemaVersion ? checkTables() : makeTables();
}

Result<Nothing> JournalFile::checkTables()
{
    for (const QString &statement :
         {u"SELECT seq, %1 FROM entry LIMIT 0"_s.arg(entryColumns()),
          u"SELECT seq, entry_id, name, phase, at, facts FROM step LIMIT 0"_s,
          u"SELECT seq, auth_url, region, measure, amount, took, at FROM duration LIMIT 0"_s}) {
        QSqlQuery query(database());
        if (query.prepare(statement) || saysLocked(query.lastError()))
            continue;
        return storageError(JournalWords::tr("The file %1 is not a journal of Oriel (%2). It is "
                                             "left as it is. Move it away to begin a new journal.")
                                .arg(m_path, query.lastError().databaseText()));
    }
    return Nothing();
}

Result<Nothing> JournalFile::makeTables()
{
    static const std::array statements{
        u"BEGIN IMMEDIATE"_s,
        u"CREATE TABLE entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
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
        u"CREATE INDEX duration_place ON duration (auth_url, region, seq)"_s,
        u"PRAGMA user_version=%1"_s.arg(schemaVersion),
        u"COMMIT"_s,
    };
    for (const QString &statement : statements) {
        if (const auto done = run(statement); !done.ok()) {
            QSqlQuery(database()).exec(u"ROLLBACK"_s);
            return done;
        }
    }
    return Nothing();
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

} // namespace oriel::operations
