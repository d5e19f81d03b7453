#pragma once

#include "openstack/compute/server.h"

namespace oriel::store {

class CloudStores;

/// Whether the instance's root disk is a volume, so that a snapshot of it captures its volumes.
/// Nova then usually names no image. But an instance launched from the image of a volume-backed
/// snapshot names that image although its root is a volume, so the known images and volumes are
/// checked too. GUI thread.
[[nodiscard]] bool bootsFromVolume(const openstack::Server &server, const CloudStores &stores);

/// Whether the volume is the instance's root disk. GUI thread.
[[nodiscard]] bool isRootVolume(const openstack::Server &server, const QString &volumeId,
                                const CloudStores &stores);

} // namespace oriel::store
