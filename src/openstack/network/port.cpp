#include "openstack/network/port.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Port>;
template struct Get<Port>;
template struct Create<Port>;
template struct Update<Port>;
template struct Delete<Port>;

} // namespace oriel::openstack
