#include "openstack/network/router.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Router>;
template struct Get<Router>;

} // namespace oriel::openstack
