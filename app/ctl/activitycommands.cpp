#include "app/ctl/command.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/terminal.h"
#include "forms/operationtext.h"
#include "operations/resume/resume.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using operations::JournalEntry;

/// More entries than a journal keeps.
constexpr int wholeHistory = 1'000'000;

struct ActivityWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Activity)
};

QString timeOf(const QDateTime &when)
{
    return when.isValid() ? when.toString(Qt::ISODate) : QString();
}

QString messageOf(const JournalEntry &entry)
{
    if (forms::needsNewerOriel(entry))
        return ActivityWords::tr("This version of Oriel does not know how to finish it.");
    if (forms::isAbandoned(entry))
        return ActivityWords::tr("Oriel quit while this was in progress.");
    const forms::ErrorText text = forms::describe(entry);
    if (!text.what.isEmpty())
        return (text.what + u' ' + text.why).trimmed();
    return forms::outcomeText(entry);
}

/// `activity list`: the content of the window's Activity page, read only from the journal.
class ActivityList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        // Reading must not create a journal.
        if (!QFileInfo::exists(operations::Journal::defaultPath())) {
            show(listing({}));
            return;
        }
        connection().journal().history(wholeHistory, this, [this](const auto &entries) {
            if (entries.ok())
                show(listing(entries.value()));
            else
                fail(entries.error().message);
        });
    }

private:
    [[nodiscard]] Listing listing(const std::vector<JournalEntry> &entries) const
    {
        Listing result;
        result.columns = {u"ID"_s,      u"Operation"_s, u"Where"_s,   u"User"_s,
                          u"Started"_s, u"Ended"_s,     u"Outcome"_s, u"Message"_s};
        for (const JournalEntry &entry : entries) {
            if (invocation().has(u"unfinished"_s) && !forms::isAbandoned(entry))
                continue;
            result.rows.push_back({{entry.id},
                                   {entry.title},
                                   {entry.scope.words},
                                   {entry.userName},
                                   {timeOf(entry.started)},
                                   textCell(timeOf(entry.ended)),
                                   {forms::outcomeWord(entry)},
                                   {messageOf(entry)}});
        }
        return result;
    }
};

/// `resume`: continues the operations that an Oriel that quit left unfinished in this scope.
class Resume final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        connection().journal().takeUnfinished(
            connection().place(), this,
            [this](const auto &taken) {
                if (taken.ok())
                    resume(taken.value());
                else
                    fail(taken.error().message);
            },
            invocation().operands.value(0));
    }

private:
    void resume(const std::vector<JournalEntry> &entries)
    {
        std::vector<std::unique_ptr<operations::Operation>> resumed;
        int unknown = 0;
        for (const JournalEntry &entry : entries) {
            auto operation = operations::resumeOperation(entry, m_run->context());
            if (operation) {
                connect(operation.get(), &operations::Operation::finished, this,
                        [raw = operation.get()] {
                            if (raw->outcome() == operations::Outcome::Succeeded)
                                print(forms::outcomeText(*raw) + u'\n');
                        });
                resumed.push_back(std::move(operation));
                continue;
            }
            ++unknown;
            connection().journal().giveBack(entry.id);
            complain(ActivityWords::tr("orielctl: %1 needs a newer version of Oriel. It was not "
                                       "changed. Resume it with that version.")
                         .arg(entry.title) +
                     u'\n');
        }
        if (!resumed.empty()) {
            m_run->start(std::move(resumed),
                         [this, unknown](int failed) { end(failed + unknown); });
        } else if (unknown > 0) {
            end(unknown);
        } else if (const QString id = invocation().operands.value(0); !id.isEmpty()) {
            fail(ActivityWords::tr("No unfinished operation of this user in this cloud, region and "
                                   "project has the ID “%1”.")
                     .arg(id));
        } else {
            complain(ActivityWords::tr("There are no unfinished operations here.") + u'\n');
            done();
        }
    }

    void end(int failed)
    {
        if (failed == 0)
            done();
        else
            Q_EMIT finished(Failed); // each operation has printed the reason
    }

    std::unique_ptr<OperationRun> m_run;
};

} // namespace

std::vector<CommandEntry> activityCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ActivityList>(
        {.words = {u"activity"_s, u"list"_s},
         .summary = ActivityWords::tr("List what Oriel has changed in all clouds, newest first"),
         .needsCloud = false,
         .options = {{{u"unfinished"_s}, ActivityWords::tr("Only unfinished operations.")}}}));
    commands.push_back(entry<Resume>(
        {.words = {u"resume"_s},
         .summary = ActivityWords::tr("Finish operations that were interrupted in this cloud"),
         .operand = u"ID"_s,
         .optional = true,
         .prints = CommandSpec::Prints::Nothing}));
    return commands;
}

} // namespace oriel::ctl
