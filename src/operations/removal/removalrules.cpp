#include "operations/removal/removalrules.h"

#include "base/visible.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct RemovalRuleWords
{
    Q_DECLARE_TR_FUNCTIONS(Removal)
};

} // namespace

bool isBeingDeleted(const openstack::Server &server)
{
    return server.taskState == "deleting"_L1 || server.taskState == "soft-deleting"_L1;
}

bool isRestorable(const openstack::Server &server)
{
    return server.status == "SOFT_DELETED"_L1 && server.taskState.isEmpty();
}

QString volumeObstacle(const store::CloudStores &stores, const QString &status,
                       const QString &serverId, const QString &groupId)
{
    static const QStringList deletable{u"available"_s, u"error"_s, u"error_restoring"_s,
                                       u"error_extending"_s, u"error_managing"_s};
    if (!serverId.isEmpty()) {
        const auto server = stores.servers.find(serverId);
        return RemovalRuleWords::tr(
                   "It is attached to the instance “%1”. The cloud deletes only volumes "
                   "that are not attached.")
            .arg(isolated(server ? server->name : serverId));
    }
    if (!groupId.isEmpty()) {
        const auto group = stores.of<openstack::VolumeGroup>().find(groupId);
        return RemovalRuleWords::tr(
                   "It is in the volume group “%1”. The cloud deletes a volume only after it was "
                   "taken out of its group.")
            .arg(isolated(nameOrId(group ? group->name : QString(), groupId)));
    }
    if (status == "error_deleting"_L1)
        return RemovalRuleWords::tr(
            "The cloud tried to delete the volume and failed. Ask the cloud's "
            "operator to reset its state.");
    return deletable.contains(status)
               ? QString()
               : RemovalRuleWords::tr(
                     "The volume is %1. The cloud deletes only volumes that are available or "
                     "in error.")
                     .arg(storageStateWord(status));
}

QString volumeSnapshotObstacle(const QString &status)
{
    return status == "available"_L1 || status == "error"_L1
               ? QString()
               : RemovalRuleWords::tr(
                     "The volume snapshot is %1. The cloud deletes only volume snapshots that are "
                     "available or in error.")
                     .arg(storageStateWord(status));
}

QString backupObstacle(const QString &status)
{
    return status == "available"_L1 || status == "error"_L1
               ? QString()
               : RemovalRuleWords::tr(
                     "The backup is %1. The cloud deletes only backups that are available "
                     "or in error.")
                     .arg(storageStateWord(status));
}

} // namespace oriel::operations
