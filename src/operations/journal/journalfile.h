#pragma once

#include "base/result.h"
#include "operations/journal/durations.h"
#include "operations/journal/journalentry.h"
#include "operations/journal/journalowner.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>

#include <memory>

class QSqlQuery;

namespace oriel::operations {

/// The journal's file: one SQLite connection; every call waits for the disk, and for another
/// process's lock as long as LockPatience allows. Errors are of kind Storage and name the file. All
/// calls on the thread of open(); Journal moves it off the GUI thread.
class JournalFile
{
public:
    struct Opened
    {
        std::unique_ptr<JournalFile> file;
        std::optional<Error> warning; ///< a damaged file was renamed; says to what
    };

    /// Version of the tables (PRAGMA user_version). An older file is migrated when it is opened.
    static constexpr int schemaVersion = 3;
    /// How long finished entries are kept, and how many at most.
    static constexpr int keptDays = 90;
    static constexpr int keptEntries = 5000;

    /// Creates the file and its folders if they are missing. Refuses anything but a regular file of
    /// this user, and files with other tables. `patience` must outlive the file.
    static Result<Opened> open(const QString &path, const LockPatience &patience);
    ~JournalFile();
    JournalFile(const JournalFile &) = delete;
    JournalFile &operator=(const JournalFile &) = delete;

    Result<Nothing> begin(const JournalEntry &entry);
    Result<Nothing> addStep(const QString &id, const JournalStep &step);
    Result<Nothing> end(const JournalEntry &entry);
    /// `id`: only this one; empty: all.
    Result<std::vector<JournalEntry>> takeUnfinished(const JournalScope &scope,
                                                     const QString &id = {});
    /// It was taken, but is not understood here: another Oriel may take it.
    Result<Nothing> giveBack(const QString &id);
    Result<std::vector<JournalEntry>> unfinished();
    Result<std::vector<JournalEntry>> history(int limit);
    Result<Durations> durations(const JournalScope &scope);
    /// Removes what finished more than keptDays before `now` or exceeds keptEntries.
    Result<Nothing> prune(const QDateTime &now, int most = keptEntries);

private:
    JournalFile(QString path, const LockPatience &patience, std::unique_ptr<JournalOwner> owner);

    static Result<std::unique_ptr<JournalFile>>
    attempt(const QString &path, const LockPatience &patience, bool *damaged);
    [[nodiscard]] Result<Nothing> connect(bool *damaged);
    /// Migrates the tables from `version` (0: none) to schemaVersion, step by step, atomically.
    [[nodiscard]] Result<Nothing> migrate(int version);
    [[nodiscard]] Result<Nothing> checkTables();
    [[nodiscard]] Error notAJournal(const QString &why) const;
    [[nodiscard]] QSqlDatabase database() const;
    /// Prepares and executes; sets `damaged` if SQLite reports that.
    Result<Nothing> run(QSqlQuery &query, const QString &statement, const QVariantList &values = {},
                        bool *damaged = nullptr) const;
    Result<Nothing> run(const QString &statement, const QVariantList &values = {}) const;
    [[nodiscard]] Error locked() const;
    /// Runs `work` in a transaction, without concurrent writers.
    template <typename F>
    auto atomically(F work) -> decltype(work());
    Result<std::vector<JournalEntry>> read(const QString &condition, const QVariantList &values,
                                           bool withSteps);
    Result<std::vector<JournalStep>> stepsOf(const QString &id);
    Result<Nothing> keepDurations(const JournalEntry &entry);
    [[nodiscard]] QString owners() const;
    /// The columns of the table "entry" that read() expects.
    [[nodiscard]] static QString entryColumns();

    QString m_path;
    const LockPatience &m_patience;
    QString m_connection; ///< Qt's name for it
    std::unique_ptr<JournalOwner> m_owner;
};

} // namespace oriel::operations
