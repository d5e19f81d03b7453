#include "app/ctl/backupoptions.h"
#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/terminal.h"
#include "operations/schedule/schedules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using operations::SnapshotSchedule;

struct ScheduleCommandWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ScheduleCommands)
};

/// The base of commands on the schedules of this place, which Oriel's window carries out.
class ScheduleCommand : public Command
{
public:
    ScheduleCommand(Connection &connection, Invocation invocation)
        : Command(connection, std::move(invocation))
        , m_schedules(operations::Schedules::defaultPath())
    {
        connect(&m_schedules, &operations::Schedules::trouble, this,
                [this](const Error &error) { m_trouble = error; });
    }

    void run() override
    {
        m_schedules.enter(connection().place());
        m_schedules.reload(this, [this] {
            if (m_trouble)
                fail(m_trouble->message);
            else
                use(m_schedules);
        });
    }

protected:
    virtual void use(operations::Schedules &schedules) = 0;

    void finish(const Result<Nothing> &stored)
    {
        if (stored.ok())
            done();
        else
            fail(stored.error().message);
    }

private:
    operations::Schedules m_schedules;
    std::optional<Error> m_trouble;
};

class ScheduleList final : public ScheduleCommand
{
public:
    using ScheduleCommand::ScheduleCommand;

protected:
    void use(operations::Schedules &schedules) override
    {
        Listing result;
        result.columns = {u"Instance ID"_s, u"Instance"_s, u"Schedule"_s,       u"Days"_s,
                          u"Time"_s,        u"Keep"_s,     u"Shut Off First"_s, u"Keep Backups"_s,
                          u"Next Run"_s,    u"Last Run"_s, u"Last Result"_s};
        for (const SnapshotSchedule &one : schedules.all())
            result.rows.push_back(rowOf(one));
        show(std::move(result));
    }

private:
    [[nodiscard]] std::vector<Cell> rowOf(const SnapshotSchedule &one)
    {
        const QDateTime next =
            nextRun(one, connection().clock().now(), QTimeZone::systemTimeZone());
        return {{one.serverId},
                textCell(one.serverName),
                {one.id},
                {operations::dayKeys(one.days).join(u',')},
                {one.time.toString(u"HH:mm"_s)},
                {one.keep},
                {one.shutOffFirst},
                {one.keepBackups},
                {next.toString(Qt::ISODate)},
                textCell(one.last ? one.last->started.toString(Qt::ISODate) : QString()),
                textCell(one.last ? operations::resultKey(one.last->result) : QString())};
    }
};

class ScheduleSet final : public ScheduleCommand
{
public:
    using ScheduleCommand::ScheduleCommand;

    void run() override
    {
        const QString fault = optionFault();
        if (fault.isEmpty()) {
            ScheduleCommand::run();
            return;
        }
        refuse(fault);
    }

protected:
    void use(operations::Schedules &schedules) override
    {
        findServer(client(), invocation().operands.first(), this,
                   [this, &schedules](const Result<openstack::Server> &server) {
                       if (server.ok())
                           set(schedules, *server);
                       else
                           fail(server.error(),
                                ScheduleCommandWords::tr("The schedule was not changed."));
                   });
    }

private:
    [[nodiscard]] QString optionFault()
    {
        m_wanted.time = QTime(3, 0);
        m_wanted.days = operations::everyDay();
        static const QRegularExpression clock(u"^[0-2]?[0-9]:[0-5][0-9]$"_s);
        if (const QString time = invocation().value(u"time"_s); invocation().has(u"time"_s)) {
            m_wanted.time = QTime::fromString(time, u"H:mm"_s);
            if (!clock.match(time).hasMatch() || !m_wanted.time.isValid())
                return ScheduleCommandWords::tr("--time takes a time from 00:00 to 23:59.");
        }
        if (invocation().has(u"days"_s)) {
            const auto days = operations::daysFromKeys(invocation().value(u"days"_s).split(u','));
            if (!days)
                return ScheduleCommandWords::tr(
                    "--days takes days, separated by commas: mon,tue,wed,thu,fri,sat,sun.");
            m_wanted.days = *days;
        }
        m_wanted.shutOffFirst = invocation().has(u"shut-off-first"_s);
        if (const QString fault = backupOptionFault(invocation(), m_wanted); !fault.isEmpty())
            return fault;
        if (!invocation().has(u"keep"_s))
            return {};
        bool isNumber = false;
        m_wanted.keep = invocation().value(u"keep"_s).toInt(&isNumber);
        return isNumber && m_wanted.keep >= 1 && m_wanted.keep <= SnapshotSchedule::mostKept
                   ? QString()
                   : ScheduleCommandWords::tr("--keep takes a number from 1 to %1.")
                         .arg(QString::number(SnapshotSchedule::mostKept));
    }

    void set(operations::Schedules &schedules, const openstack::Server &server)
    {
        const SnapshotSchedule *before = schedules.of(server.id);
        m_wanted.id = before ? before->id : operations::newScheduleId();
        m_wanted.serverId = server.id;
        m_wanted.serverName = server.name;
        m_wanted.since = connection().clock().now();
        if (before) {
            m_wanted.last = before->last;
            if (before->time == m_wanted.time && before->days == m_wanted.days)
                m_wanted.since = before->since;
        }
        schedules.set(m_wanted, this, [this](const Result<Nothing> &stored) { report(stored); });
    }

    void report(const Result<Nothing> &stored)
    {
        if (stored.ok() && !invocation().quiet)
            complain(ScheduleCommandWords::tr("Oriel's window creates these snapshots while it is "
                                              "running and you are signed in to this project.") +
                     u'\n');
        finish(stored);
    }

    SnapshotSchedule m_wanted;
};

class ScheduleUnset final : public ScheduleCommand
{
public:
    using ScheduleCommand::ScheduleCommand;

protected:
    /// By what the schedule says: the instance may no longer exist.
    void use(operations::Schedules &schedules) override
    {
        const QString wanted = invocation().operands.first();
        QStringList found;
        for (const SnapshotSchedule &one : schedules.all()) {
            if (one.serverId == wanted || one.serverName == wanted)
                found += one.serverId;
        }
        if (schedules.of(wanted))
            found = {wanted};
        if (found.isEmpty())
            fail(ScheduleCommandWords::tr("No instance with a name or ID of “%1” has a schedule.")
                     .arg(wanted));
        else if (found.size() > 1)
            fail(ScheduleCommandWords::tr(
                     "More than one instance with the name “%1” has a schedule. Use an ID: %2.")
                     .arg(wanted, found.join(", "_L1)));
        else
            schedules.remove(found.first(), this,
                             [this](const Result<Nothing> &removed) { finish(removed); });
    }
};

} // namespace

std::vector<CommandEntry> scheduleCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ScheduleList>(
        {.words = {u"snapshot"_s, u"schedule"_s, u"list"_s},
         .summary = ScheduleCommandWords::tr("List the snapshot schedules of instances")}));
    commands.push_back(entry<ScheduleSet>(
        {.words = {u"snapshot"_s, u"schedule"_s, u"set"_s},
         .summary = ScheduleCommandWords::tr(
             "Schedule snapshots of an instance; Oriel's window creates them while it is running"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Nothing,
         .options = {
             {{u"time"_s},
              ScheduleCommandWords::tr("The local time of day; by default 03:00."),
              u"HH:MM"_s},
             {{u"days"_s},
              ScheduleCommandWords::tr("The days of the week, as in mon,thu; by default all."),
              u"DAYS"_s},
             {{u"keep"_s},
              ScheduleCommandWords::tr("How many snapshots of this schedule are kept; by default "
                                       "7."),
              u"NUMBER"_s},
             {{u"shut-off-first"_s},
              ScheduleCommandWords::tr("Shut a running instance off, capture it and start it "
                                       "again, so that its data is consistent.")},
             keepBackupsOption(),
             fullEveryOption()}}));
    commands.push_back(entry<ScheduleUnset>(
        {.words = {u"snapshot"_s, u"schedule"_s, u"unset"_s},
         .summary =
             ScheduleCommandWords::tr("Remove the schedule of an instance; its snapshots are kept"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Nothing}));
    return commands;
}

} // namespace oriel::ctl
