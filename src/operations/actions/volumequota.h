#pragma once

#include "operations/actions/action.h"
#include "operations/launch/newvolumes.h"

#include <vector>

/// What volumes and volume snapshots take of the quota: in all, and of each type that has a
/// separate limit (Cinder's "volumes_TYPE", "gigabytes_TYPE" and "snapshots_TYPE"). Nothing is
/// said about what is unlimited for the type, or not known.
namespace oriel::operations {

/// Volumes of one type, or snapshots of such volumes.
struct TypedStorage
{
    QString type; ///< a name; empty: not known
    int count = 1;
    qint64 gib = 0; ///< of all of them
};

/// New volumes; with a count of 0, what volumes grow by.
[[nodiscard]] std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores,
                                                    const std::vector<TypedStorage> &volumes);
[[nodiscard]] std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores,
                                                    const std::vector<NewVolume> &volumes);
/// New snapshots of volumes of these types. What has a count of 0 is listed with what is in use.
[[nodiscard]] std::vector<Briefing::Use> snapshotUses(const store::CloudStores &stores,
                                                      const std::vector<TypedStorage> &snapshots);
/// Only of its type: for a volume that changes to it.
[[nodiscard]] std::vector<Briefing::Use> typeUses(const store::CloudStores &stores,
                                                  const TypedStorage &volumes);

/// Of a volume of this size, if the project may not have such a large one; otherwise nothing.
[[nodiscard]] std::vector<Briefing::Use> sizeUses(const store::CloudStores &stores, qint64 gib);

/// What a snapshot of this volume takes; of a volume that is not known: one of 0 GiB.
[[nodiscard]] TypedStorage snapshotStorage(const store::CloudStores &stores,
                                           const QString &volumeId);

/// The type of the volume that a volume snapshot is of; empty: not known.
[[nodiscard]] QString typeOfSnapshot(const store::CloudStores &stores, const QString &snapshotId);
/// The type that the cloud gives this volume: the one that is asked for, its source's, or the
/// default; empty: not known.
[[nodiscard]] QString typeOfNew(const store::CloudStores &stores, const NewVolume &volume);
/// A name; empty: not known.
[[nodiscard]] QString defaultVolumeType(const store::CloudStores &stores);
/// The same for the user; empty also if it is only Cinder's placeholder.
[[nodiscard]] QString shownDefaultType(const store::CloudStores &stores);
/// "The cloud's default: ssd", as a choice.
[[nodiscard]] QString defaultTypeLabel(const store::CloudStores &stores);

/// The stores that these read.
[[nodiscard]] inline std::vector<openstack::Kind> quotaKinds()
{
    return {Kind::BlockStorageLimits, Kind::BlockStorageQuotas};
}
/// These, after `kinds`.
[[nodiscard]] std::vector<openstack::Kind> withQuotas(std::vector<openstack::Kind> kinds);
/// The same for a volume whose type may be the cloud's default.
[[nodiscard]] std::vector<openstack::Kind> withTypedQuotas(std::vector<openstack::Kind> kinds);

} // namespace oriel::operations
