#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverrecipes.h"

#include "base/visible.h"
#include "operations/capture/createsnapshot.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

/// task_states.ALLOW_REBOOT in Nova: a hard reboot helps where one of these hangs.
QStringList rebootTasks()
{
    return {u"rebooting"_s, u"reboot_pending"_s, u"reboot_started"_s, u"rebooting_hard"_s,
            u"pausing"_s,   u"unpausing"_s,      u"suspending"_s,     u"resuming"_s};
}

class ServerActions
{
    Q_DECLARE_TR_FUNCTIONS(ServerActions)

public:
    static void add(std::vector<Action> &actions);
    /// Of a snapshot.
    static ServerCondition captureCondition();

private:
    static Action createSnapshot();
    static Action scheduleSnapshots();
    static QString snapshotSentence(const JournalEntry &entry);
    static void addPower(std::vector<Action> &actions);
    static void addOthers(std::vector<Action> &actions);
};

ServerCondition ServerActions::captureCondition()
{
    return {.vmStates = {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s},
            .otherwise = tr("You can create a snapshot of an instance that is running, shut off, "
                            "paused or suspended. This one is %1."),
            .heedsLock = false};
}

/// Until its image is known there is nothing that could be incomplete.
QString ServerActions::snapshotSentence(const JournalEntry &entry)
{
    if (entry.resultId.isEmpty())
        return {};
    const QString name = isolated(entry.intent.value("name"_L1).toString());
    if (entry.outcome != Outcome::Failed && entry.outcome != Outcome::Unclear)
        return {};
    const bool isComplete =
        entry.stages.size() > 1 && entry.stages.back().measure == CreateSnapshot::startMeasure &&
        entry.stages.back().state == StageState::Failed &&
        std::all_of(entry.stages.begin(), entry.stages.end() - 1,
                    [](const Stage &stage) { return stage.state == StageState::Done; });
    const QString instance = isolated(entry.subject.name);
    if (entry.outcome == Outcome::Unclear)
        return isComplete ? tr("The snapshot “%1” was created, but it is not known whether the "
                               "instance “%2” is running again.")
                                .arg(name, instance)
                          : tr("It is not known whether the snapshot “%1” is complete.").arg(name);
    return isComplete
               ? tr("The snapshot “%1” was created, but the instance “%2” is still shut off.")
                     .arg(name, instance)
               : tr("The snapshot “%1” could not be completed.").arg(name);
}

Action ServerActions::createSnapshot()
{
    return ActionOf<Server>(CreateSnapshot::kindName,
                            {tr("Create snapshot"), tr("Create snapshot “%1”"),
                             tr("The snapshot “%1” is being created."),
                             tr("The snapshot “%1” was created."),
                             tr("The snapshot “%1” was not created."),
                             tr("It is not known whether the snapshot “%1” was created.")})
        .icon(u"camera"_s)
        .primary()
        .shortcut(u"Ctrl+Shift+S"_s)
        .form(Action::Form::Capture)
        .named([](const Subject &, const Values &values) {
            return values.value("name"_L1).toString();
        })
        .says(snapshotSentence)
        .menuOfMany(tr("Create snapshots…"))
        .when(captureCondition());
}

/// Changes nothing in the cloud, so it is possible in every state.
Action ServerActions::scheduleSnapshots()
{
    return ActionOf<Server>(
               scheduleSnapshotsKey,
               {tr("Schedule snapshots…"), tr("Schedule snapshots of “%1”"), {}, {}, {}, {}})
        .icon(u"clock"_s)
        .form(Action::Form::Schedule)
        .single()
        .obstacle([](const Situation &situation, const QString &id) {
            if (const QString reader = readerObstacle(situation.roles); !reader.isEmpty())
                return reader;
            return situation.stores.servers.find(id) ? QString() : tr("It no longer exists.");
        });
}

void ServerActions::addPower(std::vector<Action> &actions)
{
    const auto interrupted = [](const QStringList &names) {
        const auto count = static_cast<int>(names.size());
        if (count > 1)
            return Confirmation{
                tr("Reboot %n instance(s)?", nullptr, count),
                tr("Services on these instances are interrupted until they have restarted."),
                tr("Reboot %n instance(s)", nullptr, count)};
        return Confirmation{tr("Reboot “%1”?").arg(isolated(names.value(0))),
                            tr("Services on this instance are interrupted until it has restarted."),
                            //: Button.
                            tr("Reboot")};
    };
    actions.push_back(
        ActionOf<Server>(u"start-server"_s,
                         //: Menu entry (a verb).
                         {tr("Start"), tr("Start “%1”"), tr("“%1” is being started."),
                          tr("“%1” was started."), tr("“%1” was not started."),
                          tr("It is not known whether “%1” was started.")})
            .summary(tr("Start instances that are shut off"))
            .icon(u"play"_s)
            .frequent()
            .harmless()
            .when(ServerCondition{
                .vmStates = {u"stopped"_s},
                .otherwise =
                    tr("Only an instance that is shut off can be started; this one is %1."),
                .doneStatus = u"ACTIVE"_s,
                .done = tr("The instance is already running.")})
            .undoneBy(u"stop-server"_s)
            .sends(serverAction(u"os-start"_s))
            .tracedAs(u"start"_s)
            .until(reaches("ACTIVE"_L1))
            .command(serverCommand({u"start"_s})));
    actions.push_back(
        ActionOf<Server>(u"stop-server"_s,
                         //: Menu entry and button (a verb).
                         {tr("Shut off"), tr("Shut off “%1”"), tr("“%1” is being shut off."),
                          tr("“%1” was shut off."), tr("“%1” was not shut off."),
                          tr("It is not known whether “%1” was shut off.")})
            .summary(tr("Shut off instances"))
            .icon(u"power"_s)
            .frequent()
            .when(ServerCondition{
                .vmStates = {u"active"_s, u"error"_s},
                .otherwise = tr("Only a running instance can be shut off; this one is %1."),
                .doneStatus = u"SHUTOFF"_s,
                .done = tr("The instance is already shut off.")})
            .warns([](const QStringList &names) {
                const auto count = static_cast<int>(names.size());
                if (count > 1)
                    return Confirmation{
                        tr("Shut off %n instance(s)?", nullptr, count),
                        tr("Services on these instances stop until you start them again."),
                        tr("Shut off %n instance(s)", nullptr, count)};
                return Confirmation{
                    tr("Shut off “%1”?").arg(isolated(names.value(0))),
                    tr("The operating system is asked to shut down. If it does not do so in time, "
                       "the power is cut. Services on the instance stop until you start it again."),
                    tr("Shut off")};
            })
            .undoneBy(u"start-server"_s)
            .sends(serverAction(u"os-stop"_s))
            .tracedAs(u"stop"_s)
            .until(reaches("SHUTOFF"_L1))
            .command(serverCommand({u"stop"_s})));
    actions.push_back(
        ActionOf<Server>(u"reboot-server"_s,
                         {tr("Reboot"), tr("Reboot “%1”"), tr("“%1” is being rebooted."),
                          tr("“%1” was rebooted."), tr("“%1” was not rebooted."),
                          tr("It is not known whether “%1” was rebooted.")})
            .summary(tr("Reboot instances"))
            .icon(u"rotate-cw"_s)
            .harmless()
            .when(ServerCondition{
                .vmStates = {u"active"_s},
                .otherwise = tr("Only a running instance can be rebooted; this one is %1.")})
            .warns(interrupted)
            .sends([](const ActionOperation &operation) {
                return openstack::RebootServer{operation.target().id, false};
            })
            .tracedAs(u"reboot"_s)
            .readsRecord()
            .until(reaches("ACTIVE"_L1))
            .command(serverCommand({u"reboot"_s})));
    actions.push_back(
        ActionOf<Server>(u"hard-reboot-server"_s,
                         {tr("Hard reboot"), tr("Hard reboot “%1”"), tr("“%1” is being rebooted."),
                          tr("“%1” was rebooted."), tr("“%1” was not rebooted."),
                          tr("It is not known whether “%1” was rebooted.")})
            .summary(tr("Reboot instances as if by cutting the power"))
            .harmless()
            .when(ServerCondition{
                .vmStates = {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s, u"error"_s},
                .otherwise = tr("An instance that is %1 cannot be rebooted."),
                .tasks = rebootTasks(),
                .interrupts = true})
            .warns([](const QStringList &names) {
                const auto count = static_cast<int>(names.size());
                const QString text = tr("A hard reboot is like cutting the power: data that is not "
                                        "yet on disk is lost.");
                if (count > 1)
                    return Confirmation{tr("Hard reboot %n instance(s)?", nullptr, count), text,
                                        tr("Hard reboot %n instance(s)", nullptr, count)};
                return Confirmation{tr("Hard reboot “%1”?").arg(isolated(names.value(0))), text,
                                    tr("Hard reboot")};
            })
            .sends([](const ActionOperation &operation) {
                return openstack::RebootServer{operation.target().id, true};
            })
            .tracedAs(u"reboot"_s)
            .readsRecord()
            .until(reaches("ACTIVE"_L1))
            .command(serverCommand({u"reboot"_s, u"--hard"_s})));
}

void ServerActions::addOthers(std::vector<Action> &actions)
{
    actions.push_back(
        ActionOf<Server>(u"pause-server"_s,
                         {tr("Pause"), tr("Pause “%1”"), tr("“%1” is being paused."),
                          tr("“%1” was paused."), tr("“%1” was not paused."),
                          tr("It is not known whether “%1” was paused.")})
            .summary(tr("Pause instances: they stay in memory"))
            .means(tr("It stops at once and stays in its host's memory, so it goes on where it was "
                      "within seconds. Its memory and processors stay reserved: most clouds charge "
                      "for it as if it were running. A restart of the host loses what is in "
                      "memory."))
            .when(ServerCondition{.vmStates = {u"active"_s},
                                  .otherwise =
                                      tr("Only a running instance can be paused; this one is %1."),
                                  .doneStatus = u"PAUSED"_s,
                                  .done = tr("The instance is already paused.")})
            .undoneBy(u"unpause-server"_s)
            .sends(serverAction(u"pause"_s))
            .tracedAs(u"pause"_s)
            .until(reaches("PAUSED"_L1))
            .command(serverCommand({u"pause"_s})));
    actions.push_back(
        ActionOf<Server>(u"unpause-server"_s,
                         {tr("Unpause"), tr("Unpause “%1”"), tr("“%1” is being unpaused."),
                          tr("“%1” was unpaused."), tr("“%1” was not unpaused."),
                          tr("It is not known whether “%1” was unpaused.")})
            .insteadOf(u"pause-server"_s)
            .summary(tr("Unpause instances"))
            .harmless()
            .when(ServerCondition{
                .vmStates = {u"paused"_s},
                .otherwise = tr("Only a paused instance can be unpaused; this one is %1.")})
            .undoneBy(u"pause-server"_s)
            .sends(serverAction(u"unpause"_s))
            .tracedAs(u"unpause"_s)
            .until(reaches("ACTIVE"_L1))
            .command(serverCommand({u"unpause"_s})));
    actions.push_back(
        ActionOf<Server>(u"suspend-server"_s,
                         {tr("Suspend"), tr("Suspend “%1”"), tr("“%1” is being suspended."),
                          tr("“%1” was suspended."), tr("“%1” was not suspended."),
                          tr("It is not known whether “%1” was suspended.")})
            .summary(tr("Suspend instances: their memory is written to disk"))
            .means(tr("Its memory is written to the host's disk, so it survives a restart of the "
                      "host. The host's memory is freed, but the quota stays in use, and most "
                      "clouds charge for it as if it were running. To stop paying for the flavor, "
                      "shelve it."))
            .when(ServerCondition{
                .vmStates = {u"active"_s},
                .otherwise = tr("Only a running instance can be suspended; this one is %1."),
                .doneStatus = u"SUSPENDED"_s,
                .done = tr("The instance is already suspended.")})
            .undoneBy(u"resume-server"_s)
            .sends(serverAction(u"suspend"_s))
            .tracedAs(u"suspend"_s)
            .until(reaches("SUSPENDED"_L1))
            .command(serverCommand({u"suspend"_s})));
    actions.push_back(
        ActionOf<Server>(u"resume-server"_s,
                         //: Menu entry (a verb): resumes a suspended instance.
                         {tr("Resume"), tr("Resume “%1”"), tr("“%1” is being resumed."),
                          tr("“%1” was resumed."), tr("“%1” was not resumed."),
                          tr("It is not known whether “%1” was resumed.")})
            .insteadOf(u"suspend-server"_s)
            .summary(tr("Resume suspended instances"))
            .harmless()
            .when(ServerCondition{
                .vmStates = {u"suspended"_s},
                .otherwise = tr("Only a suspended instance can be resumed; this one is %1.")})
            .undoneBy(u"suspend-server"_s)
            .sends(serverAction(u"resume"_s))
            .tracedAs(u"resume"_s)
            .until(reaches("ACTIVE"_L1))
            .command(serverCommand({u"resume"_s})));
    actions.push_back(
        ActionOf<Server>(u"lock-server"_s,
                         //: Menu entry (a verb): protects an instance against changes.
                         {tr("Lock…"), tr("Lock “%1”"), tr("“%1” is being locked."),
                          tr("“%1” was locked."), tr("“%1” was not locked."),
                          tr("It is not known whether “%1” was locked.")})
            .summary(tr("Lock instances against changes"))
            .harmless()
            .asks({.key = u"reason"_s,
                   .label = tr("Reason (optional)"),
                   .help = tr("Why the instances are locked, in clouds with compute API 2.73 or "
                              "later. By default, no reason is given.")})
            .briefs([](const Situation &situation, const QString &, const Values &) {
                return Briefing{
                    .notes = {{isAdministrator(situation.roles)
                                   ? tr("The cloud then refuses to change, shut off or delete it, "
                                        "except for administrators such as you. It goes on as it "
                                        "is, and costs the same. Every member of the project can "
                                        "unlock it.")
                                   : tr("The cloud then refuses to change, shut off or delete it, "
                                        "also for you. It goes on as it is, and costs the same. "
                                        "Every member of the project can unlock it.")}}};
            })
            .possible([](const Server &server, const Situation &) {
                return server.locked ? tr("The instance is already locked.") : QString();
            })
            .undoneBy(u"unlock-server"_s)
            .sends([](const ActionOperation &operation) {
                return openstack::LockServer{operation.target().id, operation.text("reason"_L1)};
            })
            .untilItIs([](const Server &server, const Values &) { return server.locked; })
            .command([](const QString &target, const Values &values) {
                const QString reason = values.value("reason"_L1).toString();
                return QStringList{u"openstack"_s, u"server"_s, u"lock"_s} +
                       (reason.isEmpty() ? QStringList() : QStringList{u"--reason"_s, reason}) +
                       QStringList{target};
            }));
    actions.push_back(
        ActionOf<Server>(u"unlock-server"_s,
                         {tr("Unlock"), tr("Unlock “%1”"), tr("“%1” is being unlocked."),
                          tr("“%1” was unlocked."), tr("“%1” was not unlocked."),
                          tr("It is not known whether “%1” was unlocked.")})
            .insteadOf(u"lock-server"_s)
            .summary(tr("Unlock instances"))
            .harmless()
            .possible([](const Server &server, const Situation &) {
                return server.locked ? QString() : tr("The instance is not locked.");
            })
            .completes([](const store::CloudStores &stores, const QString &id, Values values) {
                if (const auto row = stores.servers.find(id); row && !row->lockedReason.isEmpty())
                    values.insert(u"reason"_s, row->lockedReason);
                return values;
            })
            .undoneBy(u"lock-server"_s, [](const Server &, const Subject &,
                                           const Values &sent) { return std::optional(sent); })
            .sends(serverAction(u"unlock"_s))
            .untilItIs([](const Server &server, const Values &) { return !server.locked; })
            .command(serverCommand({u"unlock"_s})));
    actions.push_back(
        ActionOf<Server>(u"rename-server"_s,
                         {tr("Rename…"), tr("Rename “%1”"), tr("“%1” is being renamed."),
                          tr("“%1” was renamed."), tr("“%1” was not renamed."),
                          tr("It is not known whether “%1” was renamed.")})
            .summary(tr("Rename an instance"))
            .single()
            .harmless()
            .needs({u"name"_s})
            .asks({.key = u"name"_s,
                   .label = tr("Name"),
                   .required = true,
                   .preset =
                       [](const Situation &situation, const QString &id) {
                           const auto row = situation.stores.servers.find(id);
                           return QJsonValue(row ? row->name : QString());
                       },
                   .problem =
                       [](const Situation &, const QString &, const Values &values) {
                           const QString name = values.value("name"_L1).toString();
                           return describe(computeNameFault(name), name);
                       }})
            .possible([](const Server &, const Situation &) { return QString(); })
            .undoneBy(u"rename-server"_s,
                      [](const Server &server, const Subject &was,
                         const Values &sent) -> std::optional<Values> {
                          if (server.name != sent.value("name"_L1).toString())
                              return std::nullopt;
                          return Values{{u"name"_s, was.name}};
                      })
            .sends([](const ActionOperation &operation) {
                return openstack::RenameServer{operation.target().id, operation.text("name"_L1)};
            })
            .untilItIs([](const Server &server, const Values &values) {
                return server.name == values.value("name"_L1).toString();
            })
            .command([](const QString &target, const Values &values) {
                return QStringList{u"openstack"_s,
                                   u"server"_s,
                                   u"set"_s,
                                   u"--name"_s,
                                   values.value("name"_L1).toString(),
                                   target};
            }));
}

void ServerActions::add(std::vector<Action> &actions)
{
    actions.push_back(createSnapshot());
    actions.push_back(scheduleSnapshots());
    addPower(actions);
    addOthers(actions);
}

} // namespace

QString snapshotObstacle(const Server &server, const Situation &situation)
{
    const QString reader = readerObstacle(situation.roles);
    return reader.isEmpty() ? ServerActions::captureCondition().why(server, situation) : reader;
}

void addServerActions(std::vector<Action> &actions)
{
    ServerActions::add(actions);
}

} // namespace oriel::operations
