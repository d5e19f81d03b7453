#include "forms/snapshotactions.h"

#include "base/visible.h"
#include "forms/ownership.h"
#include "forms/restoreactions.h"
#include "operations/actions/action.h"
#include "operations/removal/removal.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct SnapshotActionWords
{
    Q_DECLARE_TR_FUNCTIONS(SnapshotActions)
};

/// Disabled for readers, and while something else is being done to it.
Availability unlessBusy(const QString &id, const ActionScope &scope)
{
    const operations::Situation situation{scope.stores, scope.roles, &scope.operations};
    if (const QString common = operations::commonObstacle(situation, id); !common.isEmpty())
        return {false, common};
    if (operations::beingRemoved(scope.operations).contains(id))
        return {false, SnapshotActionWords::tr("It is being deleted.")};
    return {true, {}};
}

Availability ofSet(const store::SnapshotSet &set, SnapshotAction action)
{
    if (set.status == store::SetStatus::Deleting)
        return {false, SnapshotActionWords::tr("It is being deleted.")};
    if (action == SnapshotAction::KeepUntil && set.shelved)
        return {false,
                SnapshotActionWords::tr(
                    "It holds a shelved instance and is kept until the instance is unshelved.")};
    return {true, {}};
}

} // namespace

std::vector<store::Row<openstack::VolumeSnapshot>>
volumeSnapshotsMadeFor(const QString &imageId, const store::CloudStores &stores)
{
    std::vector<store::Row<openstack::VolumeSnapshot>> found;
    if (imageId.isEmpty())
        return found;
    const QString key = operations::tagKey("image"_L1);
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (snapshot->metadata.value(key) == imageId && stores.owns(*snapshot))
            found.push_back(snapshot);
    }
    std::ranges::sort(
        found, {}, [](const auto &snapshot) { return std::pair(snapshot->created, snapshot->id); });
    return found;
}

Availability availability(const QString &setId, SnapshotAction action, const ActionScope &scope)
{
    if (action == SnapshotAction::Launch)
        return launchAvailability(setId, scope);
    if (const Availability busy = unlessBusy(setId, scope); !busy.enabled)
        return busy;
    if (const auto set = scope.stores.snapshotSets.find(setId))
        return ofSet(*set, action);
    if (const auto image = scope.stores.images.find(setId)) {
        if (const QString other = otherOwner(*image, scope.stores); !other.isEmpty())
            return {false, other};
        if (action == SnapshotAction::KeepUntil)
            return {false,
                    SnapshotActionWords::tr("Only snapshots of instances have a keep-until date.")};
        return {true, {}};
    }
    if (volumeSnapshotsMadeFor(setId, scope.stores).empty())
        return {false, SnapshotActionWords::tr("It no longer exists.")};
    return {true, {}};
}

Availability availability(const QString &snapshotId, VolumeSnapshotAction action,
                          const ActionScope &scope)
{
    if (action != VolumeSnapshotAction::KeepUntil && action != VolumeSnapshotAction::Delete)
        return restoreAvailability(snapshotId, action, scope);
    if (const Availability busy = unlessBusy(snapshotId, scope); !busy.enabled)
        return busy;
    const auto snapshot = scope.stores.volumeSnapshots.find(snapshotId);
    if (!snapshot)
        return {false, SnapshotActionWords::tr("It no longer exists.")};
    if (snapshot->status == "deleting"_L1)
        return {false, SnapshotActionWords::tr("It is being deleted.")};
    if (action == VolumeSnapshotAction::Delete && snapshot->status != "available"_L1 &&
        !snapshot->status.startsWith("error"_L1))
        return {false, SnapshotActionWords::tr("The volume snapshot is “%1”. Wait until it is "
                                               "“available” again.")
                           .arg(isolated(snapshot->status))};
    return {true, {}};
}

} // namespace oriel::forms
