#include "forms/schedulewords.h"

#include "base/literals.h"
#include "operations/schedule/schedulerunner.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::ScheduleRun;
using operations::SnapshotSchedule;

namespace {

struct ScheduleWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::forms::ScheduleWords)
};

} // namespace

QString scheduleTimes(const SnapshotSchedule &schedule)
{
    const QString time = schedule.time.toString(u"HH:mm"_s);
    if (schedule.isEveryDay())
        //: %1: a time: "03:00"
        return ScheduleWords::tr("Every day at %1").arg(time);
    QStringList days;
    for (const int day : schedule.days)
        days += QLocale().standaloneDayName(day, QLocale::ShortFormat);
    //: %1: days of the week: "Mon, Thu"; %2: a time: "03:00"
    return ScheduleWords::tr("%1 at %2").arg(days.join(u", "_s), time);
}

QString whenText(const QDateTime &when, const QDateTime &now, const QTimeZone &zone)
{
    const QDateTime local = when.toTimeZone(zone);
    const QString time = local.toString(u"HH:mm"_s);
    const qint64 days = now.toTimeZone(zone).date().daysTo(local.date());
    if (days == 0)
        return ScheduleWords::tr("today at %1").arg(time);
    if (days == 1)
        return ScheduleWords::tr("tomorrow at %1").arg(time);
    if (days == -1)
        return ScheduleWords::tr("yesterday at %1").arg(time);
    //: %1: a date: "Mon 2027-01-31"; %2: a time
    return ScheduleWords::tr("%1 at %2")
        .arg(QLocale().toString(local.date(), u"ddd yyyy-MM-dd"_s), time);
}

QString scheduleText(const SnapshotSchedule &schedule, const QDateTime &now, const QTimeZone &zone)
{
    QStringList sentences;
    //: %1: "Every day at 03:00"
    sentences += ScheduleWords::tr("%1, while Oriel runs.").arg(scheduleTimes(schedule));
    sentences += ScheduleWords::tr("The newest %n are kept.", nullptr, schedule.keep);
    if (schedule.keepBackups > 0)
        sentences += ScheduleWords::tr("The volume snapshots are backed up, and the newest %n "
                                       "backup(s) of each volume are kept.",
                                       nullptr, schedule.keepBackups);
    //: %1: "tomorrow at 03:00"
    sentences +=
        ScheduleWords::tr("Next: %1.").arg(whenText(nextRun(schedule, now, zone), now, zone));
    return sentences.join(u' ');
}

QString scheduleTrouble(const SnapshotSchedule &schedule, const operations::Schedules &schedules,
                        const operations::OperationCenter &operations, const QDateTime &now,
                        const QTimeZone &zone)
{
    const QString waiting = schedules.waiting(schedule.serverId);
    if (const auto due = dueRun(schedule, now, zone); due && !waiting.isEmpty())
        //: %1: "today at 03:00"; %2: why, sentences
        return ScheduleWords::tr("The snapshot due %1 is waiting. %2")
            .arg(whenText(*due, now, zone), waiting);
    if (!schedule.last)
        return {};
    const QString when = whenText(schedule.last->due, now, zone);
    const auto with = [&](const QString &pattern) {
        return QString(pattern.arg(when) + u' ' + schedule.last->text).trimmed();
    };
    switch (schedule.last->result) {
    case ScheduleRun::Result::Created:
        return {};
    case ScheduleRun::Result::Started:
        //: %1: "today at 03:00"
        return isCapturing(operations, schedule.id)
                   ? QString()
                   : with(ScheduleWords::tr(
                         "It is not known how the snapshot due %1 finished: Oriel "
                         "quit, or you signed out, before it finished."));
    case ScheduleRun::Result::Failed:
        //: %1: "today at 03:00"
        return with(ScheduleWords::tr("The snapshot due %1 failed."));
    case ScheduleRun::Result::Unknown:
        //: %1: "today at 03:00"
        return with(ScheduleWords::tr("It is not known whether the snapshot due %1 was created."));
    case ScheduleRun::Result::Skipped:
        //: %1: "today at 03:00"
        return with(ScheduleWords::tr("The snapshot due %1 was skipped."));
    }
    return {};
}

} // namespace oriel::forms
