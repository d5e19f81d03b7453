#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QTimeZone>

#include <optional>

namespace oriel::operations {

/// One attempt of a schedule to create its snapshot.
struct ScheduleRun
{
    enum class Result {
        Started, ///< in progress, or Oriel quit and does not know how it finished
        Created,
        Failed,
        Unknown, ///< whether there is a snapshot
        Skipped, ///< nothing was sent
    };
    QDateTime started{}; ///< UTC
    Result result = Result::Started;
    QString text{};         ///< the reason, whole sentences; empty: none
    QString snapshotId{};   ///< of the image; empty: none
    QDateTime due{};        ///< UTC; the time of the schedule that it is for
    bool backUpDue = false; ///< its volume snapshots are to be backed up, and nobody has begun that

    bool operator==(const ScheduleRun &) const = default;
};

/// The result in files and in the terminal: "created".
[[nodiscard]] QString resultKey(ScheduleRun::Result result);

/// When Oriel creates snapshots of an instance, how many of them it keeps, and whether it backs
/// them up. There is at most one
/// for each instance and user.
struct SnapshotSchedule
{
    static constexpr int mostKept = 365;
    static constexpr int usualFullEvery = 7;
    static constexpr int longestChain = 50;

    QString id; ///< the tag of its snapshots, see scheduleOf()
    QString serverId;
    QString serverName; ///< as last seen
    QTime time;         ///< local, to the minute
    QList<int> days{};  ///< 1: Monday, to 7: Sunday; sorted, at least one
    int keep = 7;       ///< 1 to mostKept
    /// How many backups of each volume are kept, which are made of the volume snapshots: up to
    /// mostKept. 0: none are made.
    int keepBackups = 0;
    int fullEvery = usualFullEvery; ///< every n-th backup of a volume is a full one; 1: each
    bool shutOffFirst = false;
    QDateTime since{}; ///< UTC; earlier times of day were not asked for
    std::optional<ScheduleRun> last{};

    [[nodiscard]] bool isEveryDay() const { return days.size() == 7; }
    bool operator==(const SnapshotSchedule &) const = default;
};

/// A new ID of a schedule: random, so that two users never delete each other's snapshots.
[[nodiscard]] QString newScheduleId();

/// 1 to 7.
[[nodiscard]] QList<int> everyDay();

/// The days as systemd, cron and orielctl name them: "mon", "tue", …
[[nodiscard]] QStringList dayKeys(const QList<int> &days);
/// Sorted, without duplicates; nullopt if one of the words is not a day, or if there is none.
[[nodiscard]] std::optional<QList<int>> daysFromKeys(const QStringList &keys);

/// The moment, in UTC, at which a clock in `zone` shows `time` on `date`. If it shows it twice, the
/// first time; if it skips it, the moment of the change to daylight saving time.
[[nodiscard]] QDateTime momentOf(const QDate &date, const QTime &time, const QTimeZone &zone);

/// The first time of the schedule after `after`. UTC, like all of these.
[[nodiscard]] QDateTime nextRun(const SnapshotSchedule &schedule, const QDateTime &after,
                                const QTimeZone &zone);

/// The latest time of the schedule that has come and was not used yet: a run is due. However many
/// were missed, it is one. nullopt: none is due.
[[nodiscard]] std::optional<QDateTime> dueRun(const SnapshotSchedule &schedule,
                                              const QDateTime &now, const QTimeZone &zone);

[[nodiscard]] QJsonObject toJson(const SnapshotSchedule &schedule);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<SnapshotSchedule> scheduleFromJson(const QJsonObject &json);

} // namespace oriel::operations
