#include "openstack/compute/flavor.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Flavor>;
template struct Get<Flavor>;

} // namespace oriel::openstack
