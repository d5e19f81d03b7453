#include "openstack/blockstorage/volumezone.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<VolumeZone>;
template struct Get<VolumeZone>;

} // namespace oriel::openstack
