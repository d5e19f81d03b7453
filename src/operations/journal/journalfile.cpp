#include "operations/journal/journalfile.h"

#include "base/log.h"

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

/// SQLITE_CORRUPT and SQLITE_NOTADB, also with further bits above.
bool saysDamaged(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return code == 11 || code == 26;
}

/// Made by hand, because SQLite gives a new file the mode that the umask leaves; its companions
/// (-wal, -shm) take after it.
bool makeFile(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const int fd = ::open(name.constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    struct stat status = {};
    const bool wide = ::fstat(fd, &status) == 0 && (status.st_mode & 0077) != 0;
    const bool good = !wide || ::fchmod(fd, 0600) == 0;
    ::close(fd);
    return good;
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

Result<JournalFile::Opened> JournalFile::open(const QString &path)
{
    if (!makeFolder(QFileInfo(path).path()))
        return storageError(JournalWords::tr("The folder of the journal %1 cannot be made: %2")
                                .arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    const OpeningLock lock(path + u".lock"_s);
    bool damaged = false;
    auto first = attempt(path, &damaged);
    if (first.ok())
        return Opened{std::move(first).value(), std::nullopt};
    if (!damaged)
        return first.error();
    const QString aside = setAside(path);
    if (aside.isEmpty())
        return first.error();
    auto second = attempt(path, &damaged);
    if (!second.ok())
        return second.error();
    return Opened{std::move(second).value(),
                  storageError(JournalWords::tr("The journal %1 was damaged. It was kept as %2, "
                                                "and a new one was begun.")
                                   .arg(path, aside))};
}

Result<std::unique_ptr<JournalFile>> JournalFile::attempt(const QString &path, bool *damaged)
{
    if (!makeFile(path))
        return storageError(JournalWords::tr("The journal %1 cannot be opened for writing: %2")
                                .arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    QString why;
    auto owner = JournalOwner::make(path + u".owners"_s, &why);
    if (!owner)
        return storageError(
            JournalWords::tr("Beside the journal %1 no lock can be made: %2").arg(path, why));
    std::unique_ptr<JournalFile> file(new JournalFile(path, std::move(owner)));
    if (const auto connected = file->connect(damaged); !connected.ok())
        return connected.error();
    JournalOwner::sweep(file->owners());
    return file;
}

JournalFile::JournalFile(QString path, std::unique_ptr<JournalOwner> owner)
    : m_path(std::move(path))
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
    db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=10000"_s);
    const auto failed = [&](const QSqlError &error) {
        *damaged = saysDamaged(error);
        return storageError(
            JournalWords::tr("The journal %1 cannot be used: %2")
                .arg(m_path, error.databaseText().isEmpty() ? error.text() : error.databaseText()));
    };
    if (!db.open())
        return failed(db.lastError());
    QSqlQuery query(db);
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return failed(query.lastError());
    const int version = query.value(0).toInt();
    query.finish();
    if (version > schemaVersion)
        return storageError(
            JournalWords::tr("The journal %1 was written by a newer Oriel and is left as it is.")
                .arg(m_path));
    if (!query.exec(u"PRAGMA quick_check(1)"_s) || !query.next())
        return failed(query.lastError());
    if (const QString verdict = query.value(0).toString(); verdict != "ok"_L1) {
        *damaged = true;
        return storageError(JournalWords::tr("The journal %1 is damaged: %2").arg(m_path, verdict));
    }
    query.finish();
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s,
                                  u"PRAGMA foreign_keys=ON"_s}) {
        if (!query.exec(pragma))
            return failed(query.lastError());
        query.finish();
    }
    if (version == schemaVersion)
        return Nothing();
    return makeTables();
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

Result<Nothing> JournalFile::run(QSqlQuery &query) const
{
    if (query.exec())
        return Nothing();
    const QSqlError error = query.lastError();
    return storageError(
        JournalWords::tr("The journal %1 cannot be used: %2")
            .arg(m_path, error.databaseText().isEmpty() ? error.text() : error.databaseText()));
}

Result<Nothing> JournalFile::run(const QString &statement) const
{
    QSqlQuery query(database());
    query.prepare(statement);
    return run(query);
}

} // namespace oriel::operations
