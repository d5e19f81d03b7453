#include "operations/actions/snapshotobstacles.h"

#include "base/visible.h"
#include "operations/actions/availability.h"
#include "operations/actions/serviceversion.h"
#include "operations/operationcenter.h"
#include "operations/ownership.h"
#include "operations/removal/removal.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class SnapshotObstacles
{
    Q_DECLARE_TR_FUNCTIONS(SnapshotObstacles)

public:
    static QString gone() { return tr("It no longer exists."); }
    static QString goes() { return tr("It is being deleted."); }
    static QString removal(const Situation &situation, const QString &id)
    {
        return isBeingRemoved(situation.operations, id) ? goes() : QString();
    }
    /// While anything is done to it.
    static QString busy(const Situation &situation, const QString &id)
    {
        const QString common = commonObstacle(situation, id);
        return common.isEmpty() ? removal(situation, id) : common;
    }
    /// While it goes.
    static QString unusable(const Situation &situation, const QString &id)
    {
        const QString reader = readerObstacle(situation.roles);
        return reader.isEmpty() ? removal(situation, id) : reader;
    }
    static QString launch(const Situation &situation, const QString &imageId);
    static QString change(const Situation &situation, const QString &imageId, bool dated);
    static QString notLatest(const store::CloudStores &stores,
                             const openstack::VolumeSnapshot &snapshot);
    static QString revert(const Situation &situation, const openstack::VolumeSnapshot &snapshot);
};

QString SnapshotObstacles::launch(const Situation &situation, const QString &imageId)
{
    const auto image = situation.stores.images.find(imageId);
    if (!image)
        return tr("Its image no longer exists. You can only restore volumes from what is left.");
    if (image->status != "active"_L1)
        return tr("The image is %1. It must be active.").arg(storageStateWord(image->status));
    const auto set = situation.stores.snapshotSets.find(imageId);
    if (!set)
        return {};
    if (set->shelved)
        return tr("It holds a shelved instance. Unshelve that instance instead.");
    switch (set->status) {
    case store::SetStatus::Available:
        return {};
    case store::SetStatus::Incomplete:
        return tr("The snapshot is incomplete. You can only restore volumes from what is left.");
    case store::SetStatus::Error:
        return tr("Part of the snapshot is in an error state.");
    default:
        return tr("Wait until all of its parts are available.");
    }
}

/// `dated`: its keep-until date is changed; otherwise it is deleted.
QString SnapshotObstacles::change(const Situation &situation, const QString &imageId, bool dated)
{
    if (const auto set = situation.stores.snapshotSets.find(imageId)) {
        if (set->status == store::SetStatus::Deleting)
            return goes();
        return dated && set->shelved
                   ? tr("It holds a shelved instance and is kept until the instance is unshelved.")
                   : QString();
    }
    if (const auto image = situation.stores.images.find(imageId)) {
        const QString other = otherOwner(*image, situation.stores);
        return !dated || !other.isEmpty()
                   ? other
                   : tr("Only snapshots of instances have a keep-until date.");
    }
    return volumeSnapshotsMadeFor(imageId, situation.stores).empty() ? gone() : QString();
}

QString SnapshotObstacles::notLatest(const store::CloudStores &stores,
                                     const openstack::VolumeSnapshot &snapshot)
{
    const bool latest = std::ranges::none_of(stores.volumeSnapshots.rows(), [&](const auto &other) {
        return other->volumeId == snapshot.volumeId && other->id != snapshot.id &&
               other->created > snapshot.created;
    });
    return latest ? QString()
                  : tr("The volume has a later snapshot, and only the latest can be reverted to. "
                       "Create a volume from this one instead.");
}

QString SnapshotObstacles::revert(const Situation &situation,
                                  const openstack::VolumeSnapshot &snapshot)
{
    const store::CloudStores &stores = situation.stores;
    if (const QString later = notLatest(stores, snapshot); !later.isEmpty())
        return later;
    const auto volume = stores.volumes.find(snapshot.volumeId);
    if (!volume) // the terminal client does not list the volumes
        return stores.volumes.state().loaded ? tr("The volume is not known.") : QString();
    if (const QString why = whyNeverRevertible(stores, snapshot, *volume); !why.isEmpty())
        return why;
    const QString why = notDetached(*volume, stores);
    return why.isEmpty() ? commonObstacle(situation, volume->id) : why;
}

} // namespace

QString launchObstacle(const Situation &situation, const QString &imageId)
{
    const QString busy = SnapshotObstacles::unusable(situation, imageId);
    return busy.isEmpty() ? SnapshotObstacles::launch(situation, imageId) : busy;
}

QString volumeLaunchObstacle(const Situation &situation, const QString &id)
{
    if (const QString common = commonObstacle(situation, id); !common.isEmpty())
        return common;
    const auto volume = situation.stores.volumes.find(id);
    if (!volume)
        return SnapshotObstacles::tr("The volume no longer exists.");
    if (!volume->bootable)
        return SnapshotObstacles::tr("The volume is not bootable.");
    return notDetached(*volume, situation.stores);
}

QString volumesRestoreObstacle(const Situation &situation, const QString &imageId)
{
    if (const QString busy = SnapshotObstacles::unusable(situation, imageId); !busy.isEmpty())
        return busy;
    QString first;
    for (const store::SnapshotPart &part : snapshotParts(imageId, situation.stores)) {
        const QString obstacle = volumeSnapshotUseObstacle(situation, part.snapshotId);
        if (obstacle.isEmpty())
            return {}; // one is enough
        if (first.isEmpty())
            first = obstacle;
    }
    if (!first.isEmpty())
        return first;
    return situation.stores.images.find(imageId)
               ? SnapshotObstacles::tr(
                     "It has no volume snapshots: all of its data is in the image.")
               : SnapshotObstacles::gone();
}

QString restoreObstacle(const Situation &situation, const QString &imageId)
{
    const QString launch = launchObstacle(situation, imageId);
    // Whatever can be reverted to can be made a new volume, too.
    return launch.isEmpty() || volumesRestoreObstacle(situation, imageId).isEmpty() ? QString()
                                                                                    : launch;
}

QString keepUntilObstacle(const Situation &situation, const QString &imageId)
{
    const QString busy = SnapshotObstacles::busy(situation, imageId);
    return busy.isEmpty() ? SnapshotObstacles::change(situation, imageId, true) : busy;
}

QString removalObstacle(const Situation &situation, const QString &imageId)
{
    const QString busy = SnapshotObstacles::busy(situation, imageId);
    return busy.isEmpty() ? SnapshotObstacles::change(situation, imageId, false) : busy;
}

QString volumeSnapshotUseObstacle(const Situation &situation, const QString &id)
{
    if (const QString busy = SnapshotObstacles::unusable(situation, id); !busy.isEmpty())
        return busy;
    const auto snapshot = situation.stores.volumeSnapshots.find(id);
    if (!snapshot)
        return SnapshotObstacles::gone();
    return unavailable(Kind::VolumeSnapshot, snapshot->status);
}

QString volumeSnapshotLaunchObstacle(const Situation &situation, const QString &id)
{
    if (const QString use = volumeSnapshotUseObstacle(situation, id); !use.isEmpty())
        return use;
    const auto volume =
        situation.stores.volumes.find(situation.stores.volumeSnapshots.find(id)->volumeId);
    return !volume || volume->bootable
               ? QString()
               : SnapshotObstacles::tr(
                     "The volume is not bootable, so an instance cannot boot from its "
                     "snapshot. Create a volume from it instead.");
}

QString whyNeverRevertible(const store::CloudStores &stores,
                           const openstack::VolumeSnapshot &snapshot,
                           const openstack::Volume &volume)
{
    if (const QString later = SnapshotObstacles::notLatest(stores, snapshot); !later.isEmpty())
        return later;
    if (const QString old = whyTooOld(stores, net::Service::BlockStorage, {3, 40}); !old.isEmpty())
        return old;
    if (volume.sizeGiB == snapshot.sizeGiB)
        return {};
    return SnapshotObstacles::tr("The volume was extended since: it has %1 GiB, the snapshot has "
                                 "%2. Create a volume from the snapshot instead.")
        .arg(QString::number(volume.sizeGiB), QString::number(snapshot.sizeGiB));
}

QString volumeSnapshotRevertObstacle(const Situation &situation, const QString &id)
{
    const QString use = volumeSnapshotUseObstacle(situation, id);
    return use.isEmpty()
               ? SnapshotObstacles::revert(situation, *situation.stores.volumeSnapshots.find(id))
               : use;
}

QString backupQuotaObstacle(const Situation &situation)
{
    const auto &limits = situation.stores.blockStorageLimits.value();
    if (limits && limits->backups.limit == 0)
        return SnapshotObstacles::tr("Backups are not available in this project.");
    if (limits && !limits->backups.fits(1))
        return SnapshotObstacles::tr("The backup quota is used up.");
    return {};
}

QString volumeSnapshotBackupObstacle(const Situation &situation, const QString &id)
{
    const QString use = volumeSnapshotUseObstacle(situation, id);
    return use.isEmpty() ? backupQuotaObstacle(situation) : use;
}

QString volumeSnapshotKeepObstacle(const Situation &situation, const QString &id)
{
    if (const QString busy = SnapshotObstacles::busy(situation, id); !busy.isEmpty())
        return busy;
    const auto snapshot = situation.stores.volumeSnapshots.find(id);
    if (!snapshot)
        return SnapshotObstacles::gone();
    return snapshot->status == "deleting"_L1 ? SnapshotObstacles::goes() : QString();
}

QString volumeSnapshotRemovalObstacle(const Situation &situation, const QString &id)
{
    if (const QString kept = volumeSnapshotKeepObstacle(situation, id); !kept.isEmpty())
        return kept;
    const QString status = situation.stores.volumeSnapshots.find(id)->status;
    return status == "available"_L1 || status.startsWith("error"_L1)
               ? QString()
               : SnapshotObstacles::tr(
                     "The volume snapshot is %1. Wait until it is available again.")
                     .arg(storageStateWord(status));
}

} // namespace oriel::operations
