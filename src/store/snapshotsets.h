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

/// The input for the sets. Copies share their memory with the stores.
struct SnapshotSources
{
    RowMap<openstack::Image> images;
    RowMap<openstack::VolumeSnapshot> volumeSnapshots;
    RowMap<openstack::Volume> volumes;
    RowMap<openstack::Server> servers;
    /// Whether volume snapshots that are not listed do not exist; otherwise they may not be fetched
    /// yet.
    bool volumeSnapshotsKnown = false;
    /// When they were listed. Those of an image created at about that time may not be in the list
    /// yet.
    QDateTime volumeSnapshotsAsOf = {};
    /// The project whose sets are wanted: other projects' images are excluded, whatever their tags.
    /// Empty: unknown, and everything counts.
    QString project = {};
};

/// The sets, and the reverse mapping from a volume snapshot to its set.
struct SnapshotLinks
{
    std::vector<SnapshotSet> sets;
    QHash<QString, QString> setOfVolumeSnapshot; ///< volume snapshot ID → set ID
    QHash<QString, QStringList> setsOfServer;    ///< server ID → set IDs, newest first
    /// IDs of the volume snapshots that were created for an image and are in no set. Their image
    /// may not be listed yet.
    QSet<QString> unclaimed;
    bool awaited = false; ///< a new image names a volume snapshot that is not listed yet
};

/// Whether a resource belongs to `project`; true for all if that is empty.
[[nodiscard]] bool isOwn(const openstack::Image &image, const QString &project);
[[nodiscard]] bool isOwn(const openstack::VolumeSnapshot &snapshot, const QString &project);

/// Whether an image is marked as a snapshot or a backup of an instance, regardless of its owner.
[[nodiscard]] bool isLikelySnapshot(const openstack::Image &image);

/// Finds the project's images that are snapshots of an instance, the volume snapshots that belong
/// to each, and the instance:
///  1. `instance_uuid` on the image (Nova's for image-backed instances, Oriel's tag for all),
///     unless the volumes say otherwise: a volume-backed instance's image inherits that property
///     from the image that it was created from;
///  2. block_device_mapping → volume snapshot → volume → the server that it is attached to.
/// Volume snapshots that are only tagged with an image (oriel:image) belong to it too: those of the
/// data volumes of an image-backed instance. A pure function: any thread.
[[nodiscard]] SnapshotLinks linkSnapshots(const SnapshotSources &sources);

} // namespace oriel::store
