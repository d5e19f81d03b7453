#pragma once

#include "openstack/blockstorage/volume.h"
#include "operations/actions/action.h"

/// Why a resource of Cinder or Glance cannot be used in its present status, as a sentence; empty:
/// it can. And what helps.
namespace oriel::operations {

/// Unless its status is “available”: of a volume, volume snapshot, backup, volume group or group
/// snapshot.
[[nodiscard]] QString unavailable(openstack::Kind kind, const QString &status);
/// Unless a volume is “available” or “in-use”.
[[nodiscard]] QString notIdle(const openstack::Volume &volume);
/// While Cinder does not change a volume's name and other details.
[[nodiscard]] QString notEditable(const openstack::Volume &volume);
/// The same for its metadata and the image properties that it keeps.
[[nodiscard]] QString hasFixedMetadata(const openstack::Volume &volume);
/// Unless a volume is “available”. Of an attached one, it names the instance.
[[nodiscard]] QString notDetached(const openstack::Volume &volume,
                                  const store::CloudStores &stores);
/// What helps then: to detach it.
[[nodiscard]] Remedies waysToDetach(const openstack::Volume &volume);

} // namespace oriel::operations
