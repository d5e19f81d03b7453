#include "openstack/network/network.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Network>;
template struct Get<Network>;

} // namespace oriel::openstack
