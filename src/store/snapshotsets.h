#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "store/snapshotset.h"
#include "store/store.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace oriel::store {

/// What the sets are worked out from. Copies share their memory with the stores.
struct SnapshotSources
{
    RowMap<openstack::Image> images;
    RowMap<openstack::VolumeSnapshot> volumeSnapshots;
    RowMap<openstack::Volume> volumes;
    RowMap<openstack::Server> servers;
    /// Whether what is not in them is gone, or only not yet asked for.
    bool volumeSnapshotsKnown = false;
    /// When they were listed. Those of an image made at about that time may not have been in the
    /// list yet.
    QDateTime volumeSnapshotsAsOf = {};
    /// Whose the sets are: other projects' images are none, whatever their tags say. Empty: not
    /// known, and everything counts.
    QString project = {};
};

/// The sets, and the way back from a volume snapshot to its set.
struct SnapshotLinks
{
    std::vector<SnapshotSet> sets;
    QHash<QString, QString> setOfVolumeSnapshot; ///< volume snapshot id → set id
    QHash<QString, QStringList> setsOfServer;    ///< server id → set ids, newest first
    /// Ids of the volume snapshots that were made for an image and are in no set. Their image may
    /// still come.
    QSet<QString> unclaimed;
    bool awaited = false; ///< a new image names a volume snapshot that was not listed yet
};

/// Whether a resource belongs to `project`; everything does where that is empty.
[[nodiscard]] bool isOwn(const openstack::Image &image, const QString &project);
[[nodiscard]] bool isOwn(const openstack::VolumeSnapshot &snapshot, const QString &project);

/// Whether an image says that it is a snapshot or a backup of an instance, regardless of its owner.
[[nodiscard]] bool isLikelySnapshot(const openstack::Image &image);

/// Finds which of the project's images are snapshots of an instance, which volume snapshots belong
/// to each, and which instance it was:
///  1. `instance_uuid` on the image (Nova's for image-backed instances, Oriel's tag for all),
///     unless the volumes say otherwise: a volume-backed instance's image inherits that property
///     from the image it was once made from;
///  2. block_device_mapping → volume snapshot → volume → the server that it is attached to.
/// Volume snapshots that only say themselves that they were made for an image (oriel:image) belong
/// to it, too: the data volumes of an image-backed instance. A pure function: any thread.
[[nodiscard]] SnapshotLinks linkSnapshots(const SnapshotSources &sources);

} // namespace oriel::store
