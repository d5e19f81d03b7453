#include "forms/serverlines.h"

#include "base/literals.h"
#include "operations/commandline.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::SnapshotSchedule;

namespace {

constexpr auto program = "/usr/bin/orielctl"_L1;

/// A crontab turns an unescaped % into the end of the line.
QString forCron(QString command)
{
    return command.replace(u'%', u"\\%"_s);
}

/// One word of ExecStart, see systemd.service(5).
QString systemdQuoted(QString word)
{
    static const QRegularExpression special(u"[^A-Za-z0-9@+=:,./_-]"_s);
    const bool quotes = word.isEmpty() || word.contains(special);
    word.replace(u'\\', u"\\\\"_s)
        .replace(u'"', u"\\\""_s)
        .replace(u'%', u"%%"_s)
        .replace(u'$', u"$$"_s);
    return quotes ? u'"' + word + u'"' : word;
}

/// A value of a unit file: one line, without specifiers.
QString systemdText(QString text)
{
    static const QRegularExpression control(u"[\\x00-\\x1f\\x7f\\\\]"_s);
    return text.replace(control, u" "_s).replace(u'%', u"%%"_s);
}

QString calendar(const SnapshotSchedule &schedule)
{
    const QString time = schedule.time.toString(u"'*-*-*' HH:mm:ss"_s);
    if (schedule.isEveryDay())
        return time;
    QStringList days;
    for (QString day : operations::dayKeys(schedule.days)) {
        day[0] = day.at(0).toUpper();
        days += day;
    }
    return days.join(u',') + u' ' + time;
}

} // namespace

QStringList scheduledCommand(const SnapshotSchedule &schedule, const CloudOptions &cloud)
{
    QStringList words{program};
    words += cloud.words;
    words += {u"snapshot"_s, u"create"_s, u"--schedule"_s,
              schedule.id,   u"--keep"_s, QString::number(schedule.keep)};
    if (schedule.shutOffFirst)
        words += u"--shut-off-first"_s;
    if (schedule.keepBackups > 0)
        words += {u"--keep-backups"_s, QString::number(schedule.keepBackups), u"--full-every"_s,
                  QString::number(schedule.fullEvery)};
    words += schedule.serverId;
    return words;
}

QString cronLine(const SnapshotSchedule &schedule, const CloudOptions &cloud)
{
    QStringList days;
    for (const int day : schedule.days)
        days += QString::number(day % 7); // 0: Sunday
    return u"%1 %2 * * %3 %4"_s.arg(
        QString::number(schedule.time.minute()), QString::number(schedule.time.hour()),
        schedule.isEveryDay() ? u"*"_s : days.join(u','),
        forCron(operations::shellLine(scheduledCommand(schedule, cloud))));
}

QString systemdUnits(const SnapshotSchedule &schedule, const CloudOptions &cloud)
{
    QStringList words;
    for (const QString &word : scheduledCommand(schedule, cloud))
        words += systemdQuoted(word);
    const QString about =
        systemdText(schedule.serverName.isEmpty() ? schedule.serverId : schedule.serverName);
    return u"mkdir -p ~/.config/systemd/user\n"
           "cat > ~/.config/systemd/user/%1.service <<'END'\n"
           "[Unit]\n"
           "Description=Snapshot of %2\n"
           "\n"
           "[Service]\n"
           "Type=oneshot\n"
           "ExecStart=%3\n"
           "END\n"
           "cat > ~/.config/systemd/user/%1.timer <<'END'\n"
           "[Unit]\n"
           "Description=Snapshots of %2\n"
           "\n"
           "[Timer]\n"
           "OnCalendar=%4\n"
           "Persistent=true\n"
           "\n"
           "[Install]\n"
           "WantedBy=timers.target\n"
           "END\n"
           "systemctl --user daemon-reload\n"
           "systemctl --user enable --now %1.timer\n"
           "loginctl enable-linger\n"_s.arg(schedule.id, about, words.join(u' '),
                                            calendar(schedule));
}

} // namespace oriel::forms
