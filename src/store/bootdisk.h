#pragma once

#include "openstack/compute/server.h"

namespace oriel::store {

class CloudStores;

/// Whether the instance's root disk is a volume, so that a snapshot of it captures its volumes.
/// Nova names no image where it is; but an instance launched from the image of a volume-backed
/// snapshot names that image and has its root on a volume all the same, so the image and the
/// volumes that are known are asked too. GUI thread.
[[nodiscard]] bool bootsFromVolume(const openstack::Server &server, const CloudStores &stores);

} // namespace oriel::store
