#include "openstack/blockstorage/volumetype.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<VolumeType>;
template struct Get<VolumeType>;

} // namespace oriel::openstack
