#pragma once

#include "base/result.h"
#include "operations/journal/journalentry.h"
#include "operations/schedule/snapshotschedule.h"

#include <QtCore/QJsonArray>
#include <QtCore/QMap>
#include <QtCore/QObject>

#include <functional>
#include <vector>

namespace oriel::operations {

/// The schedules of this user in one place: a cloud, a region and a project. Those of all places
/// are in one file (mode 0600), which several windows and orielctl share: each change is made,
/// under a lock, to what the file contains at that moment, and replaces the file at once. A damaged
/// file is renamed, one of a newer Oriel is not touched. GUI thread.
class Schedules final : public QObject
{
    Q_OBJECT

public:
    /// Nothing is read before enter().
    explicit Schedules(QString path, QObject *parent = nullptr);

    /// $XDG_DATA_HOME/oriel/schedules.json, by default ~/.local/share/oriel/schedules.json.
    [[nodiscard]] static QString defaultPath();

    /// From now on all() has the schedules of this place and user. `kept`: false for a place that
    /// ends with this process, whose schedules are not written.
    void enter(const JournalScope &place, bool kept = true);

    [[nodiscard]] const std::vector<SnapshotSchedule> &all() const { return m_all; }
    /// The one of this instance; null: none.
    [[nodiscard]] const SnapshotSchedule *of(const QString &serverId) const;
    /// Reads what other processes have changed since.
    void reload();

    /// Why the file cannot be read, and all() is empty; empty: it can.
    [[nodiscard]] const QString &unreadable() const { return m_unreadable; }

    /// Adds it, or replaces that of the same instance. Its latest run stays the stored one: there
    /// may have been another one since `schedule` was read, which is not repeated.
    [[nodiscard]] Result<Nothing> set(const SnapshotSchedule &schedule);
    [[nodiscard]] Result<Nothing> remove(const QString &serverId);
    /// The instance of this place was replaced: its schedule is now one of the other instance.
    void move(const JournalScope &place, const QString &fromServerId, const QString &toServerId);
    /// Writes down that a run of this schedule begins (or is skipped), unless another process has
    /// changed the schedule, or was faster: false.
    [[nodiscard]] Result<bool> claim(const SnapshotSchedule &known, const ScheduleRun &run);
    /// How the newest run of a schedule of any place has finished. Nothing happens if the schedule
    /// no longer exists.
    void record(const JournalScope &place, const QString &scheduleId, ScheduleRun::Result result,
                const QString &text, const QString &snapshotId);

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
    /// Returns what is to be written; nullopt: nothing is.
    using Change = std::function<std::optional<QJsonArray>(QJsonArray)>;
    [[nodiscard]] Result<Nothing> change(const JournalScope &place, const Change &change);
    [[nodiscard]] Result<QJsonArray> read();
    [[nodiscard]] Result<Nothing> write(const QJsonArray &entries);
    void take(const QJsonArray &entries);
    void complain(const Error &error);
    void setUnreadable(const QString &why);
    [[nodiscard]] bool isKept(const JournalScope &place) const;

    QString m_path;
    JournalScope m_place;
    bool m_kept = true;
    QJsonArray m_unkept; ///< in the form of the file
    std::vector<SnapshotSchedule> m_all;
    QMap<QString, QString> m_waiting; ///< by the instance's ID
    QString m_troubled;               ///< the message of the last problem
    QString m_unreadable;
};

} // namespace oriel::operations
