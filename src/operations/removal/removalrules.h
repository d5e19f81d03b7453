#pragma once

#include "openstack/compute/server.h"
#include "store/cloudstores.h"

/// When Nova and Cinder delete something, in words.
namespace oriel::operations {

/// Whether the instance is being deleted, or is deleted already and only kept for a while.
[[nodiscard]] bool isBeingDeleted(const openstack::Server &server);
/// Whether the instance is deleted, but can still be restored.
[[nodiscard]] bool isRestorable(const openstack::Server &server);

/// Why Cinder refuses to delete a volume with this status, attached to this instance and in this
/// volume group (empty: none); empty: it deletes it, unless it has volume snapshots.
/// https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume
[[nodiscard]] QString volumeObstacle(const store::CloudStores &stores, const QString &status,
                                     const QString &serverId, const QString &groupId);
[[nodiscard]] QString volumeSnapshotObstacle(const QString &status);
/// The same for a backup that no other one builds on.
[[nodiscard]] QString backupObstacle(const QString &status);

} // namespace oriel::operations
