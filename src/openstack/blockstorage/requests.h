#pragma once

#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"

// Former names.
namespace oriel::openstack {

using ListVolumes = List<Volume>;
using GetVolume = Get<Volume>;
using DeleteVolume = Delete<Volume>;
using ListVolumeSnapshots = List<VolumeSnapshot>;
using GetVolumeSnapshot = Get<VolumeSnapshot>;
using DeleteVolumeSnapshot = Delete<VolumeSnapshot>;
using ListMessages = List<Message>;

} // namespace oriel::openstack
