#include "ui/pages/instance/instancehistory.h"

#include "base/humanize.h"
#include "forms/operationtext.h"
#include "models/words.h"
#include "operations/eventwords.h"
#include "operations/why.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Column;
using models::Lookup;
using models::Tone;
using openstack::InstanceAction;
using openstack::InstanceActionEvent;
using operations::JournalEntry;

class HistoryWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::History)

public:
    /// What Nova calls an action, in words; unknown ones as they are.
    static QString action(const QString &name);
    static QString outcome(const InstanceAction &action, bool isRunning);
    static Tone tone(const JournalEntry &entry);
    static QString event(const InstanceActionEvent &event);
    static std::vector<Column<HistoryRow>> columns();
    //: %1: the name of a user
    static QString withOriel(const QString &user) { return tr("%1, with Oriel").arg(user); }
    /// The cloud tells ordinary users no names of others.
    static QString shortId(const QString &userId)
    {
        constexpr qsizetype shown = 8;
        return userId.size() > 2 * shown ? userId.first(shown) + u'…' : userId;
    }
    static QString duration(const HistoryRow &row)
    {
        return row.until.isValid() && row.until >= row.when
                   ? durationText(std::chrono::seconds(row.when.secsTo(row.until)))
                   : models::emptyCell();
    }
};

QString HistoryWords::action(const QString &name)
{
    static const QHash<QString, QString> words{
        {u"create"_s, tr("Create")},
        {u"delete"_s, tr("Delete")},
        {u"restore"_s, tr("Restore")},
        {u"evacuate"_s, tr("Evacuate to another host")},
        {u"stop"_s, tr("Shut off")},
        {u"start"_s, tr("Start")},
        {u"reboot"_s, tr("Reboot")},
        {u"rebuild"_s, tr("Rebuild")},
        {u"resize"_s, tr("Resize")},
        {u"confirmResize"_s, tr("Confirm resize")},
        {u"revertResize"_s, tr("Revert resize")},
        {u"migrate"_s, tr("Migrate to another host")},
        {u"live-migration"_s, tr("Migrate to another host while running")},
        {u"live_migration_cancel"_s, tr("Cancel migration")},
        {u"live_migration_force_complete"_s, tr("Force migration to complete")},
        {u"pause"_s, tr("Pause")},
        {u"unpause"_s, tr("Unpause")},
        {u"suspend"_s, tr("Suspend")},
        {u"resume"_s, tr("Resume")},
        {u"rescue"_s, tr("Rescue")},
        {u"unrescue"_s, tr("Leave rescue")},
        {u"changePassword"_s, tr("Change password")},
        {u"shelve"_s, tr("Shelve")},
        {u"shelveOffload"_s, tr("Shelve: free its host")},
        {u"unshelve"_s, tr("Unshelve")},
        {u"createImage"_s, tr("Create snapshot")},
        {u"createBackup"_s, tr("Create backup image")},
        {u"trigger_crash_dump"_s, tr("Trigger a crash dump")},
        {u"extend_volume"_s, tr("Extend volume")},
        {u"attach_volume"_s, tr("Attach volume")},
        {u"detach_volume"_s, tr("Detach volume")},
        {u"swap_volume"_s, tr("Replace volume")},
        {u"attach_interface"_s, tr("Connect to a network")},
        {u"detach_interface"_s, tr("Disconnect from a network")},
        {u"lock"_s, tr("Lock")},
        {u"unlock"_s, tr("Unlock")}};
    return words.value(name, name);
}

QString HistoryWords::outcome(const InstanceAction &action, bool isRunning)
{
    if (!action.message.isEmpty())
        return tr("Failed");
    return isRunning ? tr("In progress") : tr("Done");
}

Tone HistoryWords::tone(const JournalEntry &entry)
{
    switch (entry.outcome) {
    case operations::Outcome::Running:
        return Tone::Busy;
    case operations::Outcome::Succeeded:
        return Tone::Good;
    case operations::Outcome::Failed:
        return Tone::Error;
    case operations::Outcome::Canceled:
    case operations::Outcome::Requested:
        return Tone::Off;
    case operations::Outcome::Unclear:
        break;
    }
    return Tone::Warning;
}

QString HistoryWords::event(const InstanceActionEvent &event)
{
    const QString word = operations::eventWord(event.event);
    const QString step =
        word == event.event ? event.event
                            //: %1: a step in words; %2: Nova's name of it: "compute_start_instance"
                            : tr("%1 (%2)").arg(word, event.event);
    if (!event.finished.isValid())
        //: %1: a step: "Start the instance (compute_start_instance)"
        return tr("%1: in progress").arg(step);
    const QString took = durationText(std::chrono::seconds(event.started.secsTo(event.finished)));
    if (event.result == "Success"_L1)
        //: %1: a step: "Start the instance (compute_start_instance)"; %2: how long it took
        return tr("%1: finished in %2").arg(step, took);
    return event.details.isEmpty()
               //: %1: a step: "Start the instance (compute_start_instance)"; %2: how long it took
               ? tr("%1: failed after %2").arg(step, took)
               //: %1: a step; %2: how long it took; %3: Nova's message
               : tr("%1: failed after %2. %3").arg(step, took, event.details);
}

std::vector<Column<HistoryRow>> HistoryWords::columns()
{
    using R = HistoryRow;
    using C = Column<R>;
    return {
        C{.key = u"what"_s,
          .title = tr("Action"),
          .text = [](const R &row, const Lookup &) { return row.what; },
          .width = 30},
        C{.key = u"outcome"_s,
          .title = tr("Outcome"),
          .text = [](const R &row, const Lookup &) { return row.outcome; },
          .tone = [](const R &row, const Lookup &) { return row.tone; },
          .cut = models::Cut::Never,
          .width = 14},
        C{.key = u"when"_s,
          .title = tr("Started"),
          .text = [](const R &row,
                     const Lookup &lookup) { return agoText(row.when, lookup.now()); },
          .number = [](const R &row, const Lookup &) { return row.when.toMSecsSinceEpoch(); },
          .tip = [](const R &row, const Lookup &) { return timeText(row.when); },
          .width = 16,
          .ages = true},
        C{.key = u"took"_s,
          .title = tr("Duration"),
          .text = [](const R &row, const Lookup &) { return duration(row); },
          .number = [](const R &row, const Lookup &) { return row.when.secsTo(row.until); },
          .width = 10},
        C{.key = u"by"_s,
          .title = tr("By"),
          .text = [](const R &row, const Lookup &) { return row.by; },
          .tip = [](const R &row, const Lookup &) { return row.byTip; },
          .width = 22},
        C{.key = u"why"_s,
          .title = tr("Reason"),
          .text = [](const R &row,
                     const Lookup &) { return row.why.isEmpty() ? models::emptyCell() : row.why; },
          .tip = [](const R &row, const Lookup &) { return row.why; },
          .width = 28},
        C{.key = u"request"_s,
          .title = tr("Request ID"),
          .text = [](const R &row, const Lookup &) { return row.requestId; },
          .width = 42},
    };
}

bool inProgress(const InstanceAction &action)
{
    return std::ranges::any_of(
        action.events, [](const InstanceActionEvent &one) { return !one.finished.isValid(); });
}

/// The names of users that are known because they have used this Oriel, by the user's ID.
QHash<QString, QString> knownUsers(const InstanceHistory &history)
{
    QHash<QString, QString> users;
    for (const JournalEntry &entry : history.entries) {
        for (const InstanceAction &action : history.actions) {
            if (!entry.userName.isEmpty() && entry.requestIds.contains(action.requestId))
                users.insert(action.userId, entry.userName);
        }
    }
    return users;
}

HistoryRow rowOf(const JournalEntry &entry)
{
    return {.id = entry.id,
            .what = entry.title,
            .outcome = forms::outcomeWord(entry),
            .tone = HistoryWords::tone(entry),
            .why = forms::describe(entry).why,
            .by = HistoryWords::withOriel(entry.userName),
            .when = entry.started,
            .until = entry.ended,
            .requestId = entry.requestIds.value(0),
            .operationId = entry.id};
}

HistoryRow rowOf(const InstanceAction &action, const InstanceHistory &history, const QString &name)
{
    const bool own = !action.userId.isEmpty() && action.userId == history.userId;
    const bool isIdOnly = !own && name.isEmpty();
    const auto detail = history.details.constFind(action.requestId);
    const bool known = detail != history.details.cend();
    const bool isRunning = known && inProgress(*detail);
    const bool failed = !action.message.isEmpty();
    return {.id = action.requestId,
            .what = HistoryWords::action(action.action),
            .outcome = HistoryWords::outcome(action, isRunning),
            .tone = failed      ? Tone::Error
                    : isRunning ? Tone::Busy
                                : Tone::Good,
            .why = failed && known ? operations::failedStep(*detail) : QString(),
            .by = own        ? HistoryWords::tr("You")
                  : isIdOnly ? HistoryWords::shortId(action.userId)
                             : name,
            .when = action.started,
            .until = isRunning ? QDateTime() : action.updated,
            .requestId = action.requestId,
            .byTip = isIdOnly ? action.userId : QString()};
}

} // namespace

std::vector<HistoryRow> historyRows(const QString &serverId, const InstanceHistory &history)
{
    std::vector<HistoryRow> rows;
    QSet<QString> merged;
    for (const JournalEntry &entry : history.entries) {
        const bool about = entry.subject.kind == Kind::Server && entry.subject.id == serverId;
        const bool caused = std::ranges::any_of(history.actions, [&](const InstanceAction &action) {
            return entry.requestIds.contains(action.requestId);
        });
        if (!about && !caused)
            continue;
        rows.push_back(rowOf(entry));
        merged += QSet<QString>(entry.requestIds.begin(), entry.requestIds.end());
    }
    const QHash<QString, QString> users = knownUsers(history);
    for (const InstanceAction &action : history.actions) {
        if (!merged.contains(action.requestId))
            rows.push_back(rowOf(action, history, users.value(action.userId)));
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &HistoryRow::when);
    return rows;
}

QStringList unexplainedActions(const InstanceHistory &history)
{
    // What is in progress need not be the newest: a lock, or an attached volume, may follow it.
    constexpr std::ptrdiff_t mayBeInProgress = 5;
    QStringList ids;
    for (const InstanceAction &action : history.actions) {
        const auto known = history.details.constFind(action.requestId);
        if (known != history.details.cend()) {
            if (inProgress(*known)) // is asked about again
                ids.append(action.requestId);
            continue;
        }
        const std::ptrdiff_t newer = &action - history.actions.data();
        if (newer == 0 || !action.message.isEmpty() || (history.isBusy && newer < mayBeInProgress))
            ids.append(action.requestId);
    }
    return ids;
}

QString eventsText(const InstanceAction &action)
{
    QStringList lines;
    for (const InstanceActionEvent &event : action.events)
        lines.append(HistoryWords::event(event));
    return lines.join(u'\n');
}

HistoryModel::HistoryModel(const store::Store<HistoryRow> &rows, const store::CloudStores &stores,
                           Clock &clock, QObject *parent)
    : StoreModel(rows, stores, clock, HistoryWords::columns(), {}, parent)
{
    sort(2, Qt::DescendingOrder);
}

} // namespace oriel::ui
