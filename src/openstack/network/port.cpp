#include "openstack/network/port.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Port>;
template struct Get<Port>;

} // namespace oriel::openstack
