#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumetype.h"

// Former names.
namespace oriel::openstack {

using ListVolumeTypes = List<VolumeType>;

} // namespace oriel::openstack
