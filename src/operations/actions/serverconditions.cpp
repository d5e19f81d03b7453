#include "operations/actions/serverconditions.h"

#include "base/visible.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

class ConditionWords
{
    Q_DECLARE_TR_FUNCTIONS(ServerConditions)

public:
    static QString busy(const Server &server);
    static QString locked(const Server &server);
    static QString waiting(const QString &vmState);
};

QString ConditionWords::busy(const Server &server)
{
    if (server.taskState == "deleting"_L1 || server.taskState == "soft-deleting"_L1)
        return tr("It is being deleted.");
    if (server.taskState.startsWith("image_"_L1))
        return tr("A snapshot of this instance is being created (%1). Wait until it has finished.")
            .arg(stateWord(server.taskState));
    return tr("The instance is busy (%1). Wait until it has finished.")
        .arg(stateWord(server.taskState));
}

QString ConditionWords::locked(const Server &server)
{
    return server.lockedReason.isEmpty()
               ? tr("The instance is locked. Unlock it first.")
               : tr("The instance is locked: %1").arg(isolated(server.lockedReason));
}

/// States in which an instance waits for the user, whatever else is wanted of it.
QString ConditionWords::waiting(const QString &vmState)
{
    if (vmState == "resized"_L1)
        return tr("The instance was resized. Confirm or revert the resize first.");
    if (vmState == "rescued"_L1)
        return tr("The instance is in rescue mode. Leave rescue mode first.");
    if (vmState == "shelved"_L1 || vmState == "shelved_offloaded"_L1)
        return tr("The instance is shelved. Unshelve it first.");
    if (vmState == "soft-delete"_L1)
        return tr("The instance is deleted, and the cloud keeps it for a while. Restore it first.");
    return {};
}

} // namespace

bool isAdministrator(const QStringList &roles)
{
    return roles.contains("admin"_L1);
}

QString vmStateOf(const Server &server)
{
    if (!server.vmState.isEmpty())
        return server.vmState;
    static const QHash<QString, QString> known{{u"ACTIVE"_s, u"active"_s},
                                               {u"BUILD"_s, u"building"_s},
                                               {u"SHUTOFF"_s, u"stopped"_s},
                                               {u"PAUSED"_s, u"paused"_s},
                                               {u"SUSPENDED"_s, u"suspended"_s},
                                               {u"RESCUE"_s, u"rescued"_s},
                                               {u"VERIFY_RESIZE"_s, u"resized"_s},
                                               {u"SHELVED"_s, u"shelved"_s},
                                               {u"SHELVED_OFFLOADED"_s, u"shelved_offloaded"_s},
                                               {u"SOFT_DELETED"_s, u"soft-delete"_s},
                                               {u"ERROR"_s, u"error"_s}};
    return known.value(server.status);
}

bool hasNeverRun(const Server &server)
{
    return vmStateOf(server) == "error"_L1 && !server.launched.isValid() &&
           !server.unreadable.contains("OS-SRV-USG:launched_at"_L1);
}

ServerCondition::Cause ServerCondition::cause(const Server &server,
                                              const Situation &situation) const
{
    const QString state = vmStateOf(server);
    if (!anyTask && !server.taskState.isEmpty() && !tasks.contains(server.taskState))
        return Cause::Busy;
    if (!done.isEmpty() && server.status == doneStatus)
        return Cause::Done;
    if (!vmStates.isEmpty() && !vmStates.contains(state)) {
        if (hasNeverRun(server))
            return Cause::NeverRan;
        return ConditionWords::waiting(state).isEmpty() ? Cause::State : Cause::Waiting;
    }
    if (!vmStates.isEmpty() && hasNeverRun(server))
        return Cause::NeverRan;
    // A lock never stops an administrator.
    return heedsLock && server.locked && !isAdministrator(situation.roles) ? Cause::Locked
                                                                           : Cause::None;
}

QString ServerCondition::why(const Server &server, const Situation &situation) const
{
    const QString &pattern = otherwise;
    switch (cause(server, situation)) {
    case Cause::Busy:
        return ConditionWords::busy(server);
    case Cause::Done:
        return done;
    case Cause::NeverRan:
        return ConditionWords::tr("The instance has never run, because the cloud could not create "
                                  "it. Delete it and launch another one.");
    case Cause::Waiting:
        return ConditionWords::waiting(vmStateOf(server));
    case Cause::State:
        return pattern.arg(stateWord(server.status));
    case Cause::Locked:
        return ConditionWords::locked(server);
    case Cause::None:
        break;
    }
    return {};
}

QStringList ServerCondition::remedies(const Server &server, const Situation &situation) const
{
    switch (cause(server, situation)) {
    case Cause::Locked:
        return {u"unlock-server"_s};
    case Cause::NeverRan:
    case Cause::Waiting:
        return waysOut(server, situation.roles);
    case Cause::State:
        break;
    default:
        return {};
    }
    // What it takes to run: most actions want a running instance.
    static const QHash<QString, QString> runs{{u"stopped"_s, u"start-server"_s},
                                              {u"paused"_s, u"unpause-server"_s},
                                              {u"suspended"_s, u"resume-server"_s},
                                              {u"error"_s, u"hard-reboot-server"_s}};
    const QString way = runs.value(vmStateOf(server));
    return vmStates.contains("active"_L1) && !way.isEmpty() ? QStringList{way} : QStringList();
}

Remedies ServerCondition::remediesOn(const Server &server, const Situation &situation) const
{
    Remedies ways = remediesBy(remedies(server, situation));
    for (Remedy &way : ways)
        way.on = server.id;
    return ways;
}

QString whyVolumesNotInUse(const Server &server, const store::CloudStores &stores)
{
    for (const openstack::AttachedVolume &attached : server.volumes) {
        const auto volume = stores.volumes.find(attached.id);
        if (volume && volume->status != "in-use"_L1)
            return ConditionWords::tr("Its volume “%1” is %2. All of its volumes must be in use.")
                .arg(isolated(nameOrId(volume->name, volume->id)),
                     storageStateWord(volume->status));
    }
    return {};
}

QStringList waysOut(const Server &server, const QStringList &roles)
{
    const QString state = vmStateOf(server);
    if (!server.taskState.isEmpty())
        return {};
    if (server.locked && !isAdministrator(roles))
        return {u"unlock-server"_s};
    if (state == "resized"_L1)
        return {u"confirm-resize"_s, u"revert-resize"_s};
    if (state == "rescued"_L1)
        return {u"unrescue-server"_s};
    if (state == "shelved"_L1 || state == "shelved_offloaded"_L1)
        return {u"unshelve-server"_s};
    if (state == "soft-delete"_L1)
        return {u"restore-server"_s, u"force-delete-server"_s};
    if (state != "error"_L1)
        return {};
    QStringList ways;
    if (!hasNeverRun(server))
        ways = {u"hard-reboot-server"_s, u"rebuild-server"_s};
    if (isAdministrator(roles))
        ways.append(u"reset-server-state"_s);
    return ways << u"delete-server"_s;
}

} // namespace oriel::operations
