#pragma once

#include "forms/availability.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"

namespace oriel::forms {

/// What can be done with a snapshot of an instance, or with an image.
enum class SnapshotAction { Launch, KeepUntil, Delete };
/// What can be done with a volume snapshot.
enum class VolumeSnapshotAction { Launch, NewVolume, Revert, BackUp, KeepUntil, Delete };

/// Who asks, of what.
struct ActionScope
{
    const store::CloudStores &stores;
    const operations::OperationCenter &operations;
    QStringList roles; ///< in the token
};

/// Of the set or image with this id, as far as what is known says; the cloud has the last word. A
/// set whose image is gone is what its volume snapshots say that they are left of.
[[nodiscard]] Availability availability(const QString &setId, SnapshotAction action,
                                        const ActionScope &scope);
[[nodiscard]] Availability availability(const QString &snapshotId, VolumeSnapshotAction action,
                                        const ActionScope &scope);

/// The volume snapshots that say that they were made for this image, whether it is there or not.
[[nodiscard]] std::vector<store::Row<openstack::VolumeSnapshot>>
volumeSnapshotsMadeFor(const QString &imageId, const store::CloudStores &stores);

} // namespace oriel::forms
