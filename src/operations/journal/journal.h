#pragma once

#include "base/result.h"
#include "operations/journal/durations.h"
#include "operations/journal/journalentry.h"
#include "operations/journal/lockpatience.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <functional>
#include <memory>

namespace oriel::operations {

class JournalFile;

/// The intents and results of all changing operations of this user, in one SQLite file (WAL,
/// synchronous=FULL, mode 0600) that survives a crash of Oriel and of the computer. It is read and
/// written on a separate thread, in the order of the calls; callbacks run on the journal's thread,
/// and never after their context is destroyed. GUI thread.
///
/// If the file cannot be used, trouble() is emitted once and every callback receives the error, so
/// that a request that is not in the journal is not sent. The next begin() tries to open the file
/// again.
///
/// Several processes share the file. An entry belongs to the process that wrote it while that
/// process runs (it holds a lock that the kernel releases); an entry whose process has exited can
/// be taken by one other process.
class Journal final : public QObject
{
    Q_OBJECT

public:
    /// Opens `path` in the background; creates missing folders (0700). A damaged file is renamed
    /// and a new one started; a file from an older Oriel is migrated; one from a newer Oriel is not
    /// touched.
    explicit Journal(QString path, QObject *parent = nullptr,
                     LockPatience::Milliseconds lockLimit = LockPatience::usual);
    /// Waits until everything is written, but only a few seconds: what another process or a failed
    /// disk prevents from being written is resolved at the next start.
    ~Journal() override;

    /// $XDG_STATE_HOME/oriel/journal.sqlite, by default ~/.local/state/oriel/journal.sqlite.
    [[nodiscard]] static QString defaultPath();
    [[nodiscard]] QString path() const { return m_path; }
    /// Whether, as far as known, operations can be resumed after a crash.
    [[nodiscard]] bool isUsable() const { return !m_troubled; }

    /// Ok: it is on disk.
    using Written = std::function<void(const Result<Nothing> &)>;
    using Entries = std::function<void(Result<std::vector<JournalEntry>>)>;

    /// Adds an unfinished entry of this process.
    void begin(const JournalEntry &entry, QObject *context, Written then);
    /// A changing step of `id` is about to be performed; perform it only after `then` receives Ok.
    void intend(const QString &id, const JournalStep &step, QObject *context, Written then);
    /// The result of a step.
    void record(const QString &id, const JournalStep &step);
    /// Writes everything in the entry except kind, format, scope, user, intent and start.
    void end(const JournalEntry &entry);

    /// Takes over the unfinished entries of exited processes in this scope that its user has
    /// started, with their steps, oldest first. `id`: only this one.
    void takeUnfinished(const JournalScope &scope, QObject *context, Entries then,
                        const QString &id = {});
    /// It was taken, but this version does not understand it: it stays unfinished, for a newer
    /// Oriel.
    void giveBack(const QString &id);
    /// The unfinished entries of exited processes everywhere, without taking them. Newest first.
    void unfinished(QObject *context, Entries then);
    /// The newest entries of every scope, finished or not, newest first.
    void history(int limit, QObject *context, Entries then);
    /// The durations of the measured stages of earlier runs in this cloud and region (any project).
    void durations(const JournalScope &scope, QObject *context,
                   std::function<void(const Durations &)> then);

Q_SIGNALS:
    /// Emitted once, at the first failure: nothing can be resumed after a crash, or what was to be
    /// resumed is damaged. The error's message names the file.
    void trouble(const oriel::Error &error);
    /// An entry was added or has finished.
    void changed();

    /// For tests, on the journal's thread: line `number` (from 1) of this process is about to be
    /// written, or is on disk.
    void writing(int number);
    void written(int number);

private:
    struct Shared;

    template <typename F>
    void onFile(F work);
    template <typename T, typename F>
    void ask(QObject *context, std::function<void(T)> then, F work);
    void write(QObject *context, Written then, std::function<Result<Nothing>(JournalFile &)> work,
               bool notifies, bool reopens = false);
    void noteResult(const Result<Nothing> &done);

    QString m_path;
    /// What the thread uses. It outlives the journal if the thread does not stop in time.
    std::shared_ptr<Shared> m_shared;
    QThread *m_thread;
    QObject *m_worker; ///< lives on m_thread
    bool m_troubled = false;
};

} // namespace oriel::operations
