#include "openstack/blockstorage/volumezone.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<VolumeZone>;

} // namespace oriel::openstack
