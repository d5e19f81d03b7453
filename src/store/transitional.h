#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"
#include "openstack/network/types.h"

namespace oriel::store {

/// Whether a row is on its way from one state to another by itself, so that it is worth asking
/// again soon. Unknown states count as at rest: nobody knows whether they ever end.
[[nodiscard]] bool transitional(const openstack::Server &server);
[[nodiscard]] bool transitional(const openstack::Volume &volume);
[[nodiscard]] bool transitional(const openstack::VolumeSnapshot &snapshot);
[[nodiscard]] bool transitional(const openstack::Image &image);
[[nodiscard]] inline bool transitional(const openstack::Flavor &)
{
    return false;
}
[[nodiscard]] inline bool transitional(const openstack::Network &)
{
    return false;
}

} // namespace oriel::store
