#include "forms/restoreactions.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/action.h"
#include "operations/removal/removal.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class RestoreWords
{
    Q_DECLARE_TR_FUNCTIONS(RestoreActions)

public:
    static Availability unlessRestoreBusy(const QString &id, const ActionScope &scope);
    static Availability revert(const openstack::VolumeSnapshot &snapshot, const ActionScope &scope);
    static Availability backUp(const ActionScope &scope);
};

/// Disabled for readers, and while it is being deleted. Several may be restored at once.
Availability RestoreWords::unlessRestoreBusy(const QString &id, const ActionScope &scope)
{
    if (const QString reader = operations::readerObstacle(scope.roles); !reader.isEmpty())
        return {false, reader};
    if (operations::beingRemoved(scope.operations).contains(id))
        return {false, tr("It is being deleted.")};
    return {true, {}};
}

Availability RestoreWords::revert(const openstack::VolumeSnapshot &snapshot,
                                  const ActionScope &scope)
{
    const auto volume = scope.stores.volumes.find(snapshot.volumeId);
    if (!volume)
        return {false, tr("The volume is not known.")};
    const bool latest =
        std::ranges::none_of(scope.stores.volumeSnapshots.rows(), [&](const auto &other) {
            return other->volumeId == snapshot.volumeId && other->id != snapshot.id &&
                   other->created > snapshot.created;
        });
    if (!latest)
        return {false, tr("The volume has a later snapshot, and only the latest can be reverted "
                          "to. Create a volume from this one instead.")};
    if (volume->sizeGiB != snapshot.sizeGiB)
        return {false,
                tr("The volume was extended since: it has %1 GiB, the snapshot has %2. Create a "
                   "volume from the snapshot instead.")
                    .arg(QString::number(volume->sizeGiB), QString::number(snapshot.sizeGiB))};
    if (volume->status == "in-use"_L1) {
        const auto server = volume->attachments.empty()
                                ? nullptr
                                : scope.stores.servers.find(volume->attachments.front().serverId);
        return {
            false,
            server
                ? tr("The volume is attached to “%1”. Detach it first.").arg(isolated(server->name))
                : tr("The volume is attached to an instance. Detach it first.")};
    }
    if (volume->status != "available"_L1)
        return {false,
                tr("The volume is “%1”. It must be available.").arg(isolated(volume->status))};
    if (const operations::Operation *running = scope.operations.runningOn(volume->id))
        return {false, tr("Wait until “%1” has finished.").arg(isolated(running->title()))};
    return {true, {}};
}

Availability RestoreWords::backUp(const ActionScope &scope)
{
    const auto &limits = scope.stores.blockStorageLimits.value();
    if (limits && limits->backups.limit == 0)
        return {false, tr("Backups are not available in this project.")};
    if (limits && !limits->backups.fits(1))
        return {false, tr("The backup quota is used up.")};
    return {true, {}};
}

} // namespace

Availability launchAvailability(const QString &imageId, const ActionScope &scope)
{
    if (const Availability busy = RestoreWords::unlessRestoreBusy(imageId, scope); !busy.enabled)
        return busy;
    const auto image = scope.stores.images.find(imageId);
    if (!image)
        return {false, RestoreWords::tr("Its image no longer exists. You can only create volumes "
                                        "from what is left, under Storage → Snapshots.")};
    if (image->status != "active"_L1)
        return {
            false,
            RestoreWords::tr("The image is “%1”. It must be active.").arg(isolated(image->status))};
    const auto set = scope.stores.snapshotSets.find(imageId);
    if (!set)
        return {true, {}};
    if (set->shelved)
        return {false,
                RestoreWords::tr("It holds a shelved instance. Unshelve that instance instead.")};
    if (set->status == store::SetStatus::Incomplete)
        return {false, RestoreWords::tr("The snapshot is incomplete. Create volumes from what is "
                                        "left of it under Storage → Snapshots.")};
    if (set->status == store::SetStatus::Error)
        return {false, RestoreWords::tr("Part of the snapshot is in an error state.")};
    if (set->status != store::SetStatus::Available)
        return {false, RestoreWords::tr("Wait until all of its parts are available.")};
    return {true, {}};
}

Availability restoreAvailability(const QString &snapshotId, VolumeSnapshotAction action,
                                 const ActionScope &scope)
{
    if (const Availability busy = RestoreWords::unlessRestoreBusy(snapshotId, scope); !busy.enabled)
        return busy;
    const auto snapshot = scope.stores.volumeSnapshots.find(snapshotId);
    if (!snapshot)
        return {false, RestoreWords::tr("It no longer exists.")};
    if (snapshot->status != "available"_L1)
        return {false, RestoreWords::tr("The volume snapshot is “%1”. It must be available.")
                           .arg(isolated(snapshot->status))};
    if (action == VolumeSnapshotAction::Revert)
        return RestoreWords::revert(*snapshot, scope);
    if (action == VolumeSnapshotAction::BackUp)
        return RestoreWords::backUp(scope);
    if (action == VolumeSnapshotAction::Launch) {
        const auto volume = scope.stores.volumes.find(snapshot->volumeId);
        if (volume && !volume->bootable)
            return {false,
                    RestoreWords::tr("The volume is not bootable, so an instance cannot boot from "
                                     "its snapshot. Create a volume from it instead.")};
    }
    return {true, {}};
}

operations::RevertRequest revertRequest(const QString &snapshotId, const store::CloudStores &stores)
{
    using operations::Subject;
    operations::RevertRequest request;
    request.snapshot = {openstack::Kind::VolumeSnapshot, snapshotId, {}};
    if (const auto snapshot = stores.volumeSnapshots.find(snapshotId)) {
        request.snapshot.name = snapshot->name.isEmpty() ? snapshot->id : snapshot->name;
        request.volume = {openstack::Kind::Volume, snapshot->volumeId, snapshot->volumeId};
    }
    if (const auto volume = stores.volumes.find(request.volume.id);
        volume && !volume->name.isEmpty())
        request.volume.name = volume->name;
    return request;
}

RevertText revertText(const operations::RevertRequest &request, const store::CloudStores &stores,
                      const QDateTime &now)
{
    const auto snapshot = stores.volumeSnapshots.find(request.snapshot.id);
    const QDateTime made = snapshot ? snapshot->created : QDateTime();
    RevertText words;
    words.title = RestoreWords::tr("Revert “%1”?").arg(isolated(request.volume.name));
    words.text = RestoreWords::tr("The volume “%1” returns to its state of %2 (%3). Everything "
                                  "written to it since then is lost and cannot be recovered.")
                     .arg(isolated(request.volume.name),
                          made.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s), agoText(made, now));
    words.advice =
        RestoreWords::tr(
            "To keep its current contents, cancel and create a volume from “%1” instead.")
            .arg(isolated(request.snapshot.name));
    words.typed = request.volume.name;
    return words;
}

} // namespace oriel::forms
