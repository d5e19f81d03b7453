#pragma once

#include "base/result.h"
#include "operations/journal/durations.h"
#include "operations/journal/journalentry.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <functional>
#include <memory>

namespace oriel::operations {

class JournalFile;

/// What every changing operation of this person was about to do and has done, in one SQLite file
/// (WAL, synchronous=FULL, mode 0600) that survives the death of Oriel and of the computer. Read
/// and written on a thread of its own, in the order of the calls; callbacks come on the thread of
/// the journal, never once their context is destroyed. GUI thread.
///
/// Where the file cannot be used nothing is lost but the picking up: trouble() says it once, every
/// writing callback still comes, and every reading one says the error.
///
/// Several Oriels use the same file. An entry belongs to the process that wrote it as long as that
/// process lives (a lock that the kernel lets go of); only what the dead have left can be taken, by
/// one of them.
class Journal final : public QObject
{
    Q_OBJECT

public:
    /// Opens `path` in the background; folders on the way are made (0700). A damaged file is set
    /// aside under another name and a new one begun; one of a newer Oriel is left alone.
    explicit Journal(QString path, QObject *parent = nullptr);
    /// Waits until everything is written.
    ~Journal() override;

    /// $XDG_STATE_HOME/oriel/journal.sqlite, by default ~/.local/state/oriel/journal.sqlite.
    [[nodiscard]] static QString defaultPath();
    [[nodiscard]] QString path() const { return m_path; }
    /// Whether, as far as is known yet, what is written can be picked up after a crash.
    [[nodiscard]] bool isUsable() const { return !m_troubled; }

    using Written = std::function<void()>;
    using Entries = std::function<void(Result<std::vector<JournalEntry>>)>;

    /// Adds an unfinished entry of this process. `then`: it is on the disk (or cannot be).
    void begin(const JournalEntry &entry, QObject *context, Written then);
    /// A changing step of `id` is about to be taken. `then`: that is on the disk (or cannot be).
    void intend(const QString &id, const JournalStep &step, QObject *context, Written then);
    /// What came of a step.
    void record(const QString &id, const JournalStep &step);
    /// Writes all that has a name in the entry but kind, scope, user, intent and start.
    void end(const JournalEntry &entry);

    /// The unfinished entries of dead processes in this scope that its user has begun; they belong
    /// to this process from now on. With their steps, oldest first.
    void takeUnfinished(const JournalScope &scope, QObject *context, Entries then);
    /// The unfinished entries of dead processes everywhere, which stay as they are. Newest first.
    void unfinished(QObject *context, Entries then);
    /// The newest entries, ended or not, of every scope, newest first.
    void history(int limit, QObject *context, Entries then);
    /// How long the measured stages of earlier runs took in this cloud and region (any project).
    void durations(const JournalScope &scope, QObject *context,
                   std::function<void(const Durations &)> then);

Q_SIGNALS:
    /// Once, at the first failure: nothing can be picked up after a crash, or what was to be picked
    /// up is damaged. The error's message names the file.
    void trouble(const oriel::Error &error);
    /// The file has got another entry, or one has ended.
    void changed();

    /// For tests, on the journal's thread: line number `number` (from 1) of this process is about
    /// to be written, or is on the disk.
    void writing(int number);
    void written(int number);

private:
    template <typename F>
    void onFile(F work);
    template <typename T, typename F>
    void ask(QObject *context, std::function<void(T)> then, F work);
    void report(const Error &error);
    void write(QObject *context, Written then, std::function<Result<Nothing>(JournalFile &)> work,
               bool tells);

    QString m_path;
    QThread m_thread;
    QObject m_worker;                    ///< lives on m_thread
    std::unique_ptr<JournalFile> m_file; ///< used on m_thread only
    int m_lines = 0;                     ///< used on m_thread only
    bool m_troubled = false;
};

} // namespace oriel::operations
