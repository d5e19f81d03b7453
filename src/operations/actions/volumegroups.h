#pragma once

#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "operations/actions/actionoperation.h"
#include "store/cloudstores.h"

#include <chrono>
#include <vector>

/// What the actions on volume groups and on their snapshots share.
namespace oriel::operations {

/// The volumes that are in the group, by name.
[[nodiscard]] std::vector<store::Row<openstack::Volume>> volumesOf(const store::CloudStores &stores,
                                                                   const QString &groupId);
/// The group's name; its ID if it has none, or is not known.
[[nodiscard]] QString volumeGroupName(const store::CloudStores &stores, const QString &groupId);

/// The group that all of these volumes are in; empty: they are not in one.
[[nodiscard]] QString commonGroup(const store::CloudStores &stores, const QStringList &volumeIds);

/// Of the project, without any that Cinder makes no group of.
[[nodiscard]] bool hasVolumeGroupTypes(const store::CloudStores &stores);

inline constexpr auto withoutLimit = std::chrono::milliseconds::max();

/// Waits until no volume is coming or going and the group is complete. ErrorKind::Timeout if that
/// takes longer than `limit`.
[[nodiscard]] Task<Result<openstack::VolumeGroup>>
settledGroup(ActionOperation *operation, QString groupId, std::chrono::milliseconds limit);

/// The volumes that the cloud lists as members now.
[[nodiscard]] Task<Result<std::vector<openstack::Volume>>> membersNow(ActionOperation *operation,
                                                                      QString groupId);

} // namespace oriel::operations
