#include "openstack/compute/availabilityzone.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<AvailabilityZone>;
template struct Get<AvailabilityZone>;

} // namespace oriel::openstack
