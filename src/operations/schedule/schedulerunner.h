#pragma once

#include "operations/operation.h"
#include "operations/removal/removalrequest.h"
#include "operations/schedule/freshlists.h"
#include "operations/schedule/scheduledbackups.h"
#include "operations/schedule/schedules.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QTimeZone>

#include <functional>
#include <memory>

namespace oriel::operations {

class CreateSnapshot;
class OperationCenter;

/// Creates the snapshots of the schedules of one signed-in scope while it exists, backs them up if
/// a schedule says so, and afterwards deletes what a schedule does not keep. What the newest run
/// left when Oriel quit is made up for: whether there is a snapshot, and its backups. After missed
/// runs, one snapshot is created, but not hours late if that would shut off a running instance.
/// While something is in progress on the instance, a run waits for up to an hour. A failed run is
/// not repeated before the next scheduled time. GUI thread.
///
/// A question of an operation that it has started, or that an earlier run of Oriel has, is answered
/// as in orielctl: it waits where that is an answer, and otherwise starts the instance again
/// without a snapshot.
class ScheduleRunner final : public QObject
{
    Q_OBJECT

public:
    /// What the deletion of a snapshot of an instance would send. Failed, with a sentence: it
    /// cannot be deleted.
    using Plan =
        std::function<Result<RemovalRequest>(const Subject &snapshot, const store::CloudStores &)>;

    /// All must outlive it. `roles`: of the signed-in user.
    ScheduleRunner(Context context, QStringList roles, OperationCenter &operations,
                   Schedules &schedules, Plan plan, QObject *parent = nullptr);
    ~ScheduleRunner() override;

    /// Instead of the computer's.
    void setTimeZone(const QTimeZone &zone);

Q_SIGNALS:
    /// A run has finished without a snapshot, and no operation reports it: ScheduleRun::text says
    /// why.
    void missed(const oriel::operations::SnapshotSchedule &schedule);
    /// The instance no longer exists, so its schedule was removed.
    void removed(const oriel::operations::SnapshotSchedule &schedule);
    /// The snapshot of the newest run is not backed up yet, which is tried again. `why`: sentences.
    void notBackedUp(const oriel::operations::SnapshotSchedule &schedule, const QString &why);
    /// Snapshots or backups beyond those that are kept could not be deleted. `why`: sentences.
    void notDeleted(const oriel::operations::SnapshotSchedule &schedule, const QStringList &why);

private:
    [[nodiscard]] QTimeZone zone() const;
    void tick();
    void wait();
    /// Evaluates all schedules, and begins what is due and possible.
    void evaluate();
    void evaluateOne(const SnapshotSchedule &schedule);
    /// Whether the run cannot begin yet, because an operation is running on the instance or on one
    /// of its volumes: then it is postponed.
    bool waitsForOperation(const SnapshotSchedule &schedule);
    void begin(const SnapshotSchedule &schedule, const openstack::Server &server);
    void postpone(const SnapshotSchedule &schedule, const QString &reason);
    /// The run that is due is over without a snapshot.
    void skip(const SnapshotSchedule &schedule, const QString &reason);
    /// Writes a run down, and then calls `begin`, unless another process has begun it, or it cannot
    /// be written.
    void claim(const SnapshotSchedule &schedule, const ScheduleRun &run,
               const std::function<void()> &begin);
    [[nodiscard]] ScheduleRun newRun(const SnapshotSchedule &schedule, ScheduleRun::Result result,
                                     const QString &text) const;
    void drop(const SnapshotSchedule &schedule);
    void follow(Operation *operation);
    void answer(CreateSnapshot &snapshot);
    void finished(Operation *operation);
    /// Calls `then` once with current lists, or `failed` with a sentence if they cannot be loaded
    /// for minutes.
    void withLists(std::vector<openstack::Kind> also,
                   const std::function<void(const store::CloudStores &)> &then,
                   const std::function<void(const QString &)> &failed);
    void giveUpLater(FreshLists *lists, const std::function<void(const QString &)> &failed);
    [[nodiscard]] static QString unloaded(const QString &why);
    void thin(const SnapshotSchedule &schedule);
    /// What the newest runs have left, perhaps in another process.
    void makeUp();
    /// For a run that Oriel did not see the end of: looks whether there is a snapshot.
    void lookUp(const SnapshotSchedule &schedule);
    void found(const SnapshotSchedule &schedule, const store::CloudStores &stores);
    /// After the newest run of this schedule has created its snapshot.
    void goOn(const SnapshotSchedule &schedule);
    /// Backs up the volume snapshots of its newest snapshot if that is due, and then deletes the
    /// backups that are not kept.
    void backUp(const SnapshotSchedule &schedule);
    void claimBackups(const SnapshotSchedule &schedule, const store::CloudStores &stores);
    void startBackups(const SnapshotSchedule &schedule, const std::vector<ScheduledBackup> &wanted);
    void thinBackups(const SnapshotSchedule &schedule);
    /// What is being done with a snapshot that is to be deleted, or with a part of it; null:
    /// nothing.
    [[nodiscard]] const Operation *userOf(const RemovalRequest &removal) const;
    /// Deletes these, unless something is in the way. `summary`: of how many were deleted.
    void deleteAll(const SnapshotSchedule &schedule, const std::vector<Subject> &old,
                   const store::CloudStores &stores, std::function<QString(int)> summary);

    Context m_context;
    QStringList m_roles;
    OperationCenter &m_operations;
    Schedules &m_schedules;
    Plan m_plan;
    std::optional<QTimeZone> m_zone;
    std::unique_ptr<FreshLists> m_lists;  ///< only while something is due
    QSet<QString> m_makingUp;             ///< schedules whose lists are being fetched for that
    QHash<QString, QDateTime> m_lookedUp; ///< when, by the schedule's ID
    QHash<QString, QDateTime> m_told;     ///< the start of the run that was not backed up
    QSet<QString> m_asking; ///< instances that are being fetched, or whose schedule is written
    QHash<QString, QDateTime> m_waitingSince;
    QHash<QString, int> m_questions;   ///< the number of those asked, by the operation's ID
    QHash<QString, QString> m_refused; ///< the question that ended an operation, by its ID
    int m_ticks = 0;                   ///< counts the calls of wait(): only the newest timer counts
};

/// Whether one of these operations is creating a snapshot of this schedule.
[[nodiscard]] bool isCapturing(const OperationCenter &operations, const QString &scheduleId);

} // namespace oriel::operations
