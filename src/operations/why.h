#pragma once

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"

namespace oriel::operations {

/// Why a resource did not reach the requested state, in the cloud's own words; empty: the cloud
/// does not say. `requestId`: of that request; empty: unknown.
[[nodiscard]] Task<QString> whyFailed(const Context *context, openstack::Server server,
                                      QString requestId);
[[nodiscard]] Task<QString> whyFailed(const Context *context, openstack::Volume volume,
                                      QString requestId);
[[nodiscard]] Task<QString> whyFailed(const Context *context, openstack::VolumeSnapshot snapshot,
                                      QString requestId);
[[nodiscard]] Task<QString> whyFailed(const Context *context, openstack::Backup backup,
                                      QString requestId);

/// The step of an action on an instance that has failed, in words with the reason; empty: none has.
[[nodiscard]] QString failedStep(const openstack::InstanceAction &action);

/// Whether Nova's record of the request shows success. For requests of an earlier run of Oriel:
/// hours may have passed, and other users may have changed the instance since.
[[nodiscard]] Task<bool> hasSucceeded(const Context *context, QString serverId, QString requestId);

} // namespace oriel::operations
