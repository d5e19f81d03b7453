#include "forms/scheduleform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/schedulewords.h"
#include "operations/commandline.h"
#include "operations/names.h"
#include "operations/schedule/scheduledbackups.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::SnapshotSchedule;

ScheduleForm::ScheduleForm(store::CloudStores &stores, Clock &clock,
                           const operations::Schedules &schedules, const QString &serverId,
                           CloudOptions cloud, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_clock(clock)
    , m_cloud(std::move(cloud))
    , m_isChange(schedules.of(serverId) != nullptr)
    , m_subscription(
          stores.watch({Kind::Server, Kind::Volume, Kind::Backup, Kind::BlockStorageLimits},
                       store::RefreshRate::Referenced))
{
    constexpr int usualHour = 3;
    if (m_isChange) {
        m_before = *schedules.of(serverId);
    } else {
        m_before.id = operations::newScheduleId();
        m_before.serverId = serverId;
        m_before.time = QTime(usualHour, 0);
        m_before.days = operations::everyDay();
    }
    if (const auto server = stores.servers.find(serverId))
        m_before.serverName = server->name;
    m_schedule = m_before;
    if (m_schedule.keepBackups > 0)
        m_keepBackups = m_schedule.keepBackups;
    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &stores.servers, &stores.volumes, &stores.of<openstack::Backup>(),
             &stores.blockStorageLimits})
        connect(source, &store::StoreBase::changed, this, &ScheduleForm::changed);
}

ScheduleForm::~ScheduleForm() = default;

void ScheduleForm::setTime(const QTime &time)
{
    m_schedule.time = QTime(time.hour(), time.minute());
    Q_EMIT changed();
}

void ScheduleForm::setDay(int day, bool on)
{
    m_schedule.days.removeAll(day);
    if (on)
        m_schedule.days.append(day);
    std::ranges::sort(m_schedule.days);
    Q_EMIT changed();
}

void ScheduleForm::setKeep(int keep)
{
    m_schedule.keep = keep;
    Q_EMIT changed();
}

void ScheduleForm::setShutOffFirst(bool first)
{
    m_schedule.shutOffFirst = first;
    Q_EMIT changed();
}

void ScheduleForm::setBacksUp(bool backsUp)
{
    m_schedule.keepBackups = backsUp ? m_keepBackups : 0;
    Q_EMIT changed();
}

void ScheduleForm::setKeepBackups(int keep)
{
    m_keepBackups = keep;
    setBacksUp(backsUp());
}

void ScheduleForm::setFullEvery(int backups)
{
    m_schedule.fullEvery = backups;
    Q_EMIT changed();
}

QString ScheduleForm::backupObstacle() const
{
    const auto server = m_stores.servers.find(m_schedule.serverId);
    if (server && server->volumes.empty())
        return tr("The instance has no volumes, so there are no volume snapshots to back up.");
    return operations::backupServiceObstacle(m_stores);
}

QString ScheduleForm::backups() const
{
    if (const QString obstacle = backupObstacle(); !obstacle.isEmpty())
        return obstacle;
    if (!backsUp())
        return tr("A snapshot is no safer than the storage that it is on. A backup is in the "
                  "cloud's backup store.");
    const auto server = m_stores.servers.find(m_schedule.serverId);
    const auto volumes = server ? static_cast<qint64>(server->volumes.size()) : 0;
    // A chain goes only as a whole, and the oldest after the newest is complete.
    const qint64 most = (qint64{m_keepBackups} + m_schedule.fullEvery) * volumes;
    QStringList sentences;
    sentences += m_schedule.fullEvery == 1
                     ? tr("Each backup copies all data.")
                     : tr("Every %n backup(s), all data is copied; in between, what has changed.",
                          nullptr, m_schedule.fullEvery);
    sentences += tr("A full backup is deleted only together with its increments, so at most %1 "
                    "backups exist at a time.")
                     .arg(QLocale().toString(most));
    const auto &limits = m_stores.blockStorageLimits.value();
    if (limits && !limits->backups.unlimited() && limits->backups.limit < most)
        sentences += tr("The quota allows %1 backups in the whole project, so later ones will "
                        "fail.")
                         .arg(QString::number(limits->backups.limit));
    else
        sentences += tr("The cloud counts the whole size of the volume for each of them.");
    return sentences.join(u' ');
}

QString ScheduleForm::title() const
{
    return m_isChange ? tr("Change the schedule") : tr("Schedule snapshots");
}

QString ScheduleForm::instance() const
{
    const auto server = m_stores.servers.find(m_schedule.serverId);
    return operations::nameOrId(server ? server->name : m_schedule.serverName, m_schedule.serverId);
}

QString ScheduleForm::actionText() const
{
    //: Button: stores when snapshots are created.
    return m_isChange ? tr("Save") : tr("Schedule");
}

QString ScheduleForm::first() const
{
    if (!problem().isEmpty())
        return {};
    const QDateTime now = m_clock.now();
    const QTimeZone zone = QTimeZone::systemTimeZone();
    //: %1: "tomorrow at 03:00"
    return tr("The next snapshot is created %1.")
        .arg(whenText(nextRun(m_schedule, now, zone), now, zone));
}

QString ScheduleForm::quota() const
{
    const auto server = m_stores.servers.find(m_schedule.serverId);
    if (!server || server->volumes.empty())
        return {};
    int gib = 0;
    for (const openstack::AttachedVolume &attached : server->volumes) {
        const auto volume = m_stores.volumes.find(attached.id);
        if (!volume)
            return {};
        gib += volume->sizeGiB;
    }
    const auto volumes = static_cast<int>(server->volumes.size());
    // One more: the oldest is deleted when the newest is complete.
    const int most = m_schedule.keep + 1;
    QStringList sentences{//: %1 and %2: numbers
                          tr("At most %1 snapshots exist at a time: %2 volume snapshots with %3.")
                              .arg(QLocale().toString(most), QLocale().toString(most * volumes),
                                   gibText(most * gib))};
    const auto &limits = m_stores.blockStorageLimits.value();
    if (limits && !limits->snapshots.unlimited() && limits->snapshots.limit < most * volumes)
        sentences += tr("The quota allows %1 volume snapshots in the whole project, so later ones "
                        "will fail.")
                         .arg(QString::number(limits->snapshots.limit));
    return sentences.join(u' ');
}

QString ScheduleForm::consistency() const
{
    return m_schedule.shutOffFirst
               ? tr("A running instance is shut off each time, and started again when everything "
                    "is captured. Its services are interrupted. If it does not shut down, no "
                    "snapshot is created. A snapshot that is more than two hours late is "
                    "skipped.")
               : tr("The instance keeps running, and its disks are captured as they are at that "
                    "moment, as after a power failure.");
}

QString ScheduleForm::limits()
{
    return tr(
        "Oriel creates these snapshots only while it is running and you are signed in to this "
        "project. The cloud does not know about the schedule, so nothing happens while Oriel is "
        "closed. If snapshots were missed, Oriel creates one as soon as you sign in again. After "
        "each snapshot, Oriel deletes the oldest snapshots of this schedule, and no others.");
}

QString ScheduleForm::problem() const
{
    if (!m_stores.servers.find(m_schedule.serverId) && m_stores.servers.state().loaded)
        return tr("The instance no longer exists.");
    if (m_schedule.days.isEmpty())
        return tr("Choose at least one day.");
    return backsUp() ? backupObstacle() : QString();
}

QString ScheduleForm::command() const
{
    QStringList words{u"orielctl"_s, u"snapshot"_s, u"schedule"_s,
                      u"set"_s,      u"--time"_s,   m_schedule.time.toString(u"HH:mm"_s)};
    if (!m_schedule.isEveryDay())
        words << u"--days"_s << operations::dayKeys(m_schedule.days).join(u',');
    words << u"--keep"_s << QString::number(m_schedule.keep);
    if (m_schedule.shutOffFirst)
        words << u"--shut-off-first"_s;
    if (backsUp())
        words << u"--keep-backups"_s << QString::number(m_schedule.keepBackups) << u"--full-every"_s
              << QString::number(m_schedule.fullEvery);
    words << operations::commandTarget(m_stores,
                                       {Kind::Server, m_schedule.serverId, m_schedule.serverName});
    return operations::shellLine(words);
}

QString ScheduleForm::serverNeeds() const
{
    const QString file =
        m_cloud.inFile
            //: %1: the name of a cloud
            ? tr("Copy the cloud “%1” of your clouds.yaml to ~/.config/openstack/clouds.yaml on "
                 "the "
                 "server, with its password or, better, an application credential.")
                  .arg(isolated(m_cloud.words.value(1)))
            : tr("You are not signed in with a clouds.yaml. Create ~/.config/openstack/clouds.yaml "
                 "on the server, with a cloud named “%1” and its password or, better, an "
                 "application credential.")
                  .arg(isolated(m_cloud.words.value(1)));
    return tr("A server that is always on can do the same, without Oriel's window. Install "
              "orielctl "
              "there. %1 Do not schedule it here as well: there would be two snapshots each time.")
        .arg(file);
}

SnapshotSchedule ScheduleForm::schedule() const
{
    SnapshotSchedule result = m_schedule;
    result.serverName = instance();
    const bool sameTimes =
        m_isChange && result.time == m_before.time && result.days == m_before.days;
    if (!sameTimes)
        result.since = m_clock.now();
    return result;
}

} // namespace oriel::forms
