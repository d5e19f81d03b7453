#pragma once

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"

namespace oriel::operations {

/// Why a resource did not get where a request was to bring it, in the cloud's own words; empty: the
/// cloud does not say. `requestId`: of that request; empty: not known.
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

/// Whether Nova's record of the request says that it is done. For what an earlier run of Oriel has
/// sent: hours may have passed, and others may have acted on the instance since.
[[nodiscard]] Task<bool> hasSucceeded(const Context *context, QString serverId, QString requestId);

} // namespace oriel::operations
