#include "openstack/network/securitygroup.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<SecurityGroup>;
template struct Get<SecurityGroup>;

} // namespace oriel::openstack
