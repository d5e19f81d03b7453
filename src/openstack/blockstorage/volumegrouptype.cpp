#include "openstack/blockstorage/volumegrouptype.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<VolumeGroupType>;
template struct Get<VolumeGroupType>;

} // namespace oriel::openstack
