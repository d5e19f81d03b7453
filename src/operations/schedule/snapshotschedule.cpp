#include "operations/schedule/snapshotschedule.h"

#include "base/literals.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

#include <algorithm>
#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::array dayNames{"mon"_L1, "tue"_L1, "wed"_L1, "thu"_L1, "fri"_L1, "sat"_L1, "sun"_L1};
constexpr int daysOfWeek = static_cast<int>(dayNames.size());

constexpr std::array resultNames{"started"_L1, "created"_L1, "failed"_L1, "unknown"_L1,
                                 "skipped"_L1};

QString timeText(const QDateTime &utc)
{
    return utc.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

QJsonObject runToJson(const ScheduleRun &run)
{
    QJsonObject json{{u"started"_s, timeText(run.started)},
                     {u"result"_s, resultKey(run.result)},
                     {u"text"_s, run.text},
                     {u"snapshot"_s, run.snapshotId},
                     {u"due"_s, timeText(run.due)}};
    if (run.backUpDue)
        json.insert(u"back_up_due"_s, true);
    return json;
}

std::optional<ScheduleRun> runFromJson(const QJsonObject &json)
{
    const QDateTime started = timeOf(json.value("started"_L1));
    if (!started.isValid())
        return std::nullopt;
    ScheduleRun run{started,
                    ScheduleRun::Result::Unknown,
                    json.value("text"_L1).toString(),
                    json.value("snapshot"_L1).toString(),
                    timeOf(json.value("due"_L1)),
                    json.value("back_up_due"_L1).toBool()};
    if (!run.due.isValid())
        run.due = started;
    const QString result = json.value("result"_L1).toString();
    for (std::size_t i = 0; i < resultNames.size(); ++i) {
        if (result == resultNames.at(i))
            run.result = static_cast<ScheduleRun::Result>(i);
    }
    return run;
}

/// Times up to this one do not count. What lies more than a day ahead was written while the clock
/// was wrong.
QDateTime reference(const SnapshotSchedule &schedule, const QDateTime &now)
{
    QDateTime latest = schedule.since;
    if (schedule.last && (!latest.isValid() || schedule.last->started > latest))
        latest = schedule.last->started;
    return latest.isValid() && latest <= now.addDays(1) ? latest : now.addDays(-1);
}

bool isOn(const SnapshotSchedule &schedule, const QDate &date)
{
    return schedule.days.contains(date.dayOfWeek());
}

} // namespace

QString resultKey(ScheduleRun::Result result)
{
    return resultNames.at(static_cast<std::size_t>(result));
}

QString newScheduleId()
{
    return "oriel-"_L1 + QUuid::createUuid().toString(QUuid::Id128).first(8);
}

QList<int> everyDay()
{
    QList<int> days(daysOfWeek);
    std::iota(days.begin(), days.end(), 1);
    return days;
}

QStringList dayKeys(const QList<int> &days)
{
    QStringList keys;
    for (const int day : days)
        keys += dayNames.at(static_cast<std::size_t>(day - 1));
    return keys;
}

std::optional<QList<int>> daysFromKeys(const QStringList &keys)
{
    QList<int> days;
    for (const QString &key : keys) {
        const auto name = std::ranges::find(dayNames, key.trimmed().toLower());
        if (name == dayNames.end())
            return std::nullopt;
        const auto day = static_cast<int>(name - dayNames.begin()) + 1;
        if (!days.contains(day))
            days += day;
    }
    std::ranges::sort(days);
    return days.isEmpty() ? std::nullopt : std::optional(days);
}

QDateTime momentOf(const QDate &date, const QTime &time, const QTimeZone &zone)
{
    // As if the clock showed UTC; the zone's offsets around that moment are the candidates.
    const QDateTime shown(date, time, Qt::UTC);
    const int before = zone.offsetFromUtc(shown.addDays(-1));
    const int after = zone.offsetFromUtc(shown.addDays(1));
    for (const int offset : {std::max(before, after), std::min(before, after)}) {
        const QDateTime moment = shown.addSecs(-offset);
        if (zone.offsetFromUtc(moment) == offset)
            return moment;
    }
    const QDateTime change = zone.nextTransition(shown.addDays(-1)).atUtc;
    return change.isValid() ? change : shown.addSecs(-before);
}

QDateTime nextRun(const SnapshotSchedule &schedule, const QDateTime &after, const QTimeZone &zone)
{
    QDate date = after.toTimeZone(zone).date().addDays(-1);
    for (int i = 0; i <= 2 * daysOfWeek; ++i, date = date.addDays(1)) {
        if (!isOn(schedule, date))
            continue;
        const QDateTime moment = momentOf(date, schedule.time, zone);
        if (moment > after)
            return moment;
    }
    return {};
}

std::optional<QDateTime> dueRun(const SnapshotSchedule &schedule, const QDateTime &now,
                                const QTimeZone &zone)
{
    const QDateTime used = reference(schedule, now);
    QDate date = now.toTimeZone(zone).date().addDays(1);
    for (int i = 0; i <= 2 * daysOfWeek; ++i, date = date.addDays(-1)) {
        if (!isOn(schedule, date))
            continue;
        const QDateTime moment = momentOf(date, schedule.time, zone);
        if (moment <= now)
            return moment > used ? std::optional(moment) : std::nullopt;
    }
    return std::nullopt;
}

QJsonObject toJson(const SnapshotSchedule &schedule)
{
    QJsonObject json{{u"id"_s, schedule.id},
                     {u"server"_s, schedule.serverId},
                     {u"name"_s, schedule.serverName},
                     {u"time"_s, schedule.time.toString(u"HH:mm"_s)},
                     {u"days"_s, QJsonArray::fromStringList(dayKeys(schedule.days))},
                     {u"keep"_s, schedule.keep},
                     {u"shut_off_first"_s, schedule.shutOffFirst},
                     {u"since"_s, timeText(schedule.since)}};
    if (schedule.keepBackups > 0) {
        json.insert(u"keep_backups"_s, schedule.keepBackups);
        json.insert(u"full_every"_s, schedule.fullEvery);
    }
    if (schedule.last)
        json.insert(u"last"_s, runToJson(*schedule.last));
    return json;
}

std::optional<SnapshotSchedule> scheduleFromJson(const QJsonObject &json)
{
    QStringList keys;
    for (const QJsonValue &day : json.value("days"_L1).toArray())
        keys += day.toString();
    const auto days = daysFromKeys(keys);
    SnapshotSchedule schedule;
    schedule.id = json.value("id"_L1).toString();
    schedule.serverId = json.value("server"_L1).toString();
    schedule.serverName = json.value("name"_L1).toString();
    schedule.time = QTime::fromString(json.value("time"_L1).toString(), u"HH:mm"_s);
    schedule.keep = json.value("keep"_L1).toInt();
    schedule.keepBackups = json.value("keep_backups"_L1).toInt();
    schedule.fullEvery = json.value("full_every"_L1).toInt(SnapshotSchedule::usualFullEvery);
    schedule.shutOffFirst = json.value("shut_off_first"_L1).toBool();
    schedule.since = timeOf(json.value("since"_L1));
    if (schedule.id.isEmpty() || schedule.serverId.isEmpty() || !schedule.time.isValid() || !days ||
        schedule.keep < 1 || schedule.keep > SnapshotSchedule::mostKept ||
        schedule.keepBackups < 0 || schedule.keepBackups > SnapshotSchedule::mostKept ||
        schedule.fullEvery < 1 || schedule.fullEvery > SnapshotSchedule::longestChain ||
        !schedule.since.isValid())
        return std::nullopt;
    schedule.days = *days;
    if (json.contains("last"_L1))
        schedule.last = runFromJson(json.value("last"_L1).toObject());
    return schedule;
}

} // namespace oriel::operations
