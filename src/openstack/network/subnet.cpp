#include "openstack/network/subnet.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Subnet>;
template struct Get<Subnet>;

} // namespace oriel::openstack
