#pragma once

#include "base/clock.h"
#include "forms/serverlines.h"
#include "operations/schedule/schedules.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>

#include <memory>

namespace oriel::forms {

/// The logic of the dialog in which the snapshots of an instance are scheduled. Its result is a
/// schedule: nothing is sent. GUI thread.
class ScheduleForm final : public QObject
{
    Q_OBJECT

public:
    /// Begins with the instance's schedule, if it has one. `cloud`: for the lines for a server.
    ScheduleForm(store::CloudStores &stores, Clock &clock, const operations::Schedules &schedules,
                 const QString &serverId, CloudOptions cloud, QObject *parent = nullptr);
    ~ScheduleForm() override;

    [[nodiscard]] QTime time() const { return m_schedule.time; }
    [[nodiscard]] const QList<int> &days() const { return m_schedule.days; }
    [[nodiscard]] int keep() const { return m_schedule.keep; }
    [[nodiscard]] bool shutOffFirst() const { return m_schedule.shutOffFirst; }
    void setTime(const QTime &time);
    void setDay(int day, bool on); ///< 1: Monday, to 7: Sunday
    void setKeep(int keep);
    void setShutOffFirst(bool first);

    /// Whether the volume snapshots are backed up.
    [[nodiscard]] bool backsUp() const { return m_schedule.keepBackups > 0; }
    void setBacksUp(bool backsUp);
    [[nodiscard]] int keepBackups() const { return m_keepBackups; } ///< also while there are none
    void setKeepBackups(int keep);
    [[nodiscard]] int fullEvery() const { return m_schedule.fullEvery; }
    void setFullEvery(int backups);
    /// Why they cannot be backed up; empty: they can.
    [[nodiscard]] QString backupObstacle() const;
    /// What the backups take, and when; of backupObstacle(), if there is one.
    [[nodiscard]] QString backups() const;

    /// Whether the instance had a schedule when the form was opened.
    [[nodiscard]] bool isChange() const { return m_isChange; }
    /// Whether something was entered that differs from what the form began with.
    [[nodiscard]] bool isEdited() const { return m_schedule != m_before; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString instance() const; ///< its name
    [[nodiscard]] QString actionText() const;
    /// When the first snapshot is created, a sentence; empty while there is a problem.
    [[nodiscard]] QString first() const;
    /// What the snapshots take of the quota, and whether that is too much.
    [[nodiscard]] QString quota() const;
    /// What shutting the instance off means, or not doing it.
    [[nodiscard]] QString consistency() const;
    /// That it needs Oriel, and what happens otherwise.
    [[nodiscard]] static QString limits();
    /// Why it cannot be scheduled; empty: it can.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] QString command() const;
    /// How a server does the same: what it needs, a line for cron, a script for systemd.
    [[nodiscard]] QString serverNeeds() const;
    [[nodiscard]] QString cron() const { return cronLine(m_schedule, m_cloud); }
    [[nodiscard]] QString systemd() const { return systemdUnits(m_schedule, m_cloud); }

    /// What was entered.
    [[nodiscard]] operations::SnapshotSchedule schedule() const;

Q_SIGNALS:
    void changed();

private:
    static constexpr int usualBackups = 14;

    store::CloudStores &m_stores;
    Clock &m_clock;
    CloudOptions m_cloud;
    operations::SnapshotSchedule m_before;
    operations::SnapshotSchedule m_schedule;
    bool m_isChange;
    int m_keepBackups = usualBackups;
    std::unique_ptr<store::Subscription> m_subscription;
};

} // namespace oriel::forms
