#pragma once

#include "base/result.h"
#include "base/worker.h"
#include "operations/journal/journalentry.h"
#include "operations/schedule/schedulefile.h"
#include "operations/schedule/snapshotschedule.h"

#include <QtCore/QJsonArray>
#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <deque>
#include <functional>
#include <vector>

namespace oriel::operations {

/// The schedules of this user in one place: a cloud, a region and a project. Those of all places
/// are in one file, which a worker reads and changes, in the order of the calls. An answer comes in
/// this thread, immediately if nothing is written; if its receiver is gone, there is none. GUI
/// thread.
class Schedules final : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Answer = std::function<void(const Result<T> &)>;

    /// Nothing is read before enter().
    explicit Schedules(const QString &path, QObject *parent = nullptr);
    /// What record() and move() have not written yet, a worker writes: nothing waits for it.
    ~Schedules() override;

    /// $XDG_DATA_HOME/oriel/schedules.json, by default ~/.local/share/oriel/schedules.json.
    [[nodiscard]] static QString defaultPath();

    /// From now on all() has the schedules of this place and user, as soon as they are read: until
    /// then, none. `kept`: false for a place that ends with this process, whose schedules are not
    /// written.
    void enter(const JournalScope &place, bool kept = true);

    [[nodiscard]] const std::vector<SnapshotSchedule> &all() const { return m_all; }
    /// The one of this instance; null: none.
    [[nodiscard]] const SnapshotSchedule *of(const QString &serverId) const;
    /// Reads what other processes have changed since, and then calls `then`.
    void reload(QObject *receiver = nullptr, const std::function<void()> &then = {});

    /// Why the file cannot be read, and all() is empty; empty: it can.
    [[nodiscard]] const QString &unreadable() const { return m_unreadable; }

    /// Adds it, or replaces that of the same instance. Its latest run stays the stored one: there
    /// may have been another one since `schedule` was read, which is not repeated.
    void set(const SnapshotSchedule &schedule, QObject *receiver, Answer<Nothing> then);
    void remove(const QString &serverId, QObject *receiver, Answer<Nothing> then);
    /// The instance of this place was replaced: its schedule is now one of the other instance.
    void move(const JournalScope &place, const QString &fromServerId, const QString &toServerId,
              QObject *receiver = nullptr, Answer<Nothing> then = {});
    /// Writes down that a run of this schedule begins (or is skipped), unless another process has
    /// changed the schedule, or was faster: false.
    void claim(const SnapshotSchedule &known, const ScheduleRun &run, QObject *receiver,
               Answer<bool> then);
    /// How the newest run of a schedule of any place has finished: the result, the text and the
    /// snapshot. Nothing happens if the schedule no longer exists, or if `finished` has another
    /// start than that run.
    void record(const JournalScope &place, const QString &scheduleId, const ScheduleRun &finished,
                QObject *receiver = nullptr, Answer<Nothing> then = {});

    /// Writes down that the snapshot of the newest run is being backed up: false, if that is not
    /// due, or if another process was faster.
    void claimBackups(const QString &scheduleId, QObject *receiver, Answer<bool> then);

    /// Why the due run of this instance has not begun yet, a sentence; empty: it need not wait.
    /// Only in this process.
    [[nodiscard]] QString waiting(const QString &serverId) const
    {
        return m_waiting.value(serverId);
    }
    void setWaiting(const QString &serverId, const QString &reason);

Q_SIGNALS:
    /// A schedule of this place, its result, what it waits for, or unreadable().
    void changed();
    /// The file cannot be read: no schedule is carried out. Once for each problem.
    void trouble(const oriel::Error &error);

private:
    struct Job
    {
        JournalScope place;
        ScheduleFile::Change change{}; ///< empty: the file is only read
        QPointer<QObject> receiver{};
        Answer<Nothing> then{};
        bool lasting = false; ///< carried out also if the receiver is gone

        [[nodiscard]] bool isAbandoned() const { return !lasting && then && !receiver; }
    };
    void change(Job job);
    void next();
    void finish(const Job &job, const Result<ScheduleFile::Content> &content);
    void use(const Result<ScheduleFile::Content> &content);
    void take(const QJsonArray &entries);
    void complain(const Error &error);
    void setUnreadable(const QString &why);
    [[nodiscard]] bool isKept(const JournalScope &place) const;

    ScheduleFile m_file;
    std::deque<Job> m_jobs;
    bool m_working = false; ///< one is with the worker
    JournalScope m_place;
    bool m_kept = true;
    QJsonArray m_unkept; ///< in the form of the file
    std::vector<SnapshotSchedule> m_all;
    QMap<QString, QString> m_waiting; ///< by the instance's ID
    QString m_troubled;               ///< the message of the last problem
    QString m_unreadable;
    Worker m_worker;
};

} // namespace oriel::operations
