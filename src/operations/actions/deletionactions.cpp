#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/serverconditions.h"

#include "base/visible.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "operations/removal/removalrules.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;
using openstack::Volume;

/// Deleting instances and volumes, which Removal carries out, and what is possible while the cloud
/// keeps a deleted instance.
class DeletionActions
{
    Q_DECLARE_TR_FUNCTIONS(DeletionActions)

public:
    static Action removeServer();
    static Action restoreServer();
    static Action removeServerNow();
    static Action removeVolume();
    static Action removeBackup();

private:
    template <typename T>
    static ActionOf<T> removal(const QString &unfinished);
    static ServerCondition restorable();
};

/// `unfinished`: the sentence for a deletion that failed.
template <typename T>
ActionOf<T> DeletionActions::removal(const QString &unfinished)
{
    return std::move(ActionOf<T>(removalKind(T::kind),
                                 {tr("Delete…"), tr("Delete “%1”"), tr("“%1” is being deleted."),
                                  tr("“%1” was deleted."), unfinished,
                                  tr("It is not known whether “%1” was deleted.")})
                         .icon(u"trash-2"_s)
                         .separated()
                         .shortcut(u"Del"_s)
                         .form(Action::Form::Removal));
}

Action DeletionActions::removeServer()
{
    Action action = removal<Server>(tr("“%1” was not completely deleted."))
                        .possible([](const Server &server, const Situation &) {
                            return isBeingDeleted(server) ? tr("It is being deleted.") : QString();
                        });
    action.undo = [](const store::CloudStores &stores, const Subject &target,
                     const Values &) -> std::optional<Undo> {
        const auto server = stores.servers.find(target.id);
        if (target.kind != Kind::Server || !server || !isRestorable(*server))
            return std::nullopt;
        return Undo{u"restore-server"_s, target};
    };
    action.reads = {Kind::Volume, Kind::VolumeSnapshot, Kind::SnapshotSet, Kind::Port,
                    Kind::FloatingIp};
    return action;
}

Action DeletionActions::removeVolume()
{
    Action action = removal<Volume>(tr("“%1” was not deleted."))
                        .frequent()
                        .possible([](const Volume &volume, const Situation &situation) {
                            if (volume.status == "deleting"_L1 ||
                                isBeingRemoved(situation.operations, volume.id))
                                return tr("It is being deleted.");
                            return volumeObstacle(situation.stores, volume.status,
                                                  volume.attachments.empty()
                                                      ? QString()
                                                      : volume.attachments.front().serverId,
                                                  volume.groupId);
                        })
                        .remedies([](const Volume &volume, const Situation &) {
                            return volume.groupId.isEmpty() ? waysToDetach(volume)
                                                            : remediesBy({u"set-volume-group"_s});
                        });
    action.reads = {Kind::Server, Kind::VolumeSnapshot, Kind::SnapshotSet};
    return action;
}

Action DeletionActions::removeBackup()
{
    Action action = removal<openstack::Backup>(tr("“%1” was not deleted."))
                        .frequent()
                        .possible([](const openstack::Backup &backup, const Situation &situation) {
                            if (backup.status == "deleting"_L1 ||
                                isBeingRemoved(situation.operations, backup.id))
                                return tr("It is being deleted.");
                            return backupObstacle(backup.status);
                        });
    action.reads = {Kind::Volume};
    return action;
}

ServerCondition DeletionActions::restorable()
{
    return {.vmStates = {u"soft-delete"_s},
            .otherwise = tr("Only a deleted instance that the cloud still keeps can be restored or "
                            "deleted now; this one is %1.")};
}

Action DeletionActions::restoreServer()
{
    Action action =
        ActionOf<Server>(u"restore-server"_s,
                         //: Menu entry (a verb): a deleted instance that the cloud still keeps.
                         {tr("Restore"), tr("Restore “%1”"), tr("“%1” is being restored."),
                          tr("“%1” was restored."), tr("“%1” was not restored."),
                          tr("It is not known whether “%1” was restored.")})
            .summary(tr("Restore deleted instances that the cloud still keeps"))
            .harmless()
            .when(restorable())
            .sends([](const ActionOperation &operation) {
                return openstack::ActOnServer{operation.target().id, u"restore"_s};
            })
            .tracedAs(u"restore"_s)
            .until([](const Server &server, const Values &) {
                return !server.taskState.isEmpty()          ? Progress::InProgress
                       : server.status == "SOFT_DELETED"_L1 ? Progress::Idle
                                                            : Progress::Done;
            })
            .command([](const QString &target, const Values &) {
                return QStringList{u"openstack"_s, u"server"_s, u"restore"_s, target};
            });
    action.indirect = true;
    return action;
}

Action DeletionActions::removeServerNow()
{
    Action action =
        ActionOf<Server>(u"force-delete-server"_s,
                         {tr("Delete now…"), tr("Delete “%1” now"), tr("“%1” is being deleted."),
                          tr("“%1” was deleted."), tr("“%1” was not deleted."),
                          tr("It is not known whether “%1” was deleted.")})
            .summary(tr("Delete instances that the cloud only keeps to be restored"))
            .deletes()
            .when(restorable())
            .warns([](const QStringList &names) {
                const auto count = static_cast<int>(names.size());
                const QString text = tr("It can no longer be restored. Volumes that are deleted "
                                        "with their instance are lost as well.");
                if (count > 1)
                    return Confirmation{tr("Delete %n instance(s) now?", nullptr, count), text,
                                        tr("Delete %n instance(s)", nullptr, count)};
                return Confirmation{tr("Delete “%1” now?").arg(isolated(names.value(0))), text,
                                    //: Button.
                                    tr("Delete")};
            })
            .sends([](const ActionOperation &operation) {
                return openstack::ActOnServer{operation.target().id, u"forceDelete"_s};
            })
            .refreshes({Kind::Volume, Kind::ComputeLimits})
            .terminal({u"server"_s, u"force-delete"_s})
            .command([](const QString &target, const Values &) {
                return QStringList{u"openstack"_s, u"server"_s, u"delete"_s, u"--force"_s, target};
            });
    action.indirect = true;
    return action;
}

} // namespace

void addDeletionActions(std::vector<Action> &actions)
{
    actions.push_back(DeletionActions::restoreServer());
    actions.push_back(DeletionActions::removeServerNow());
    actions.push_back(DeletionActions::removeServer());
    actions.push_back(DeletionActions::removeVolume());
    actions.push_back(DeletionActions::removeBackup());
}

} // namespace oriel::operations
