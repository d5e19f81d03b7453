#include "openstack/network/securitygroup.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<SecurityGroup>;
template struct Get<SecurityGroup>;
template struct Create<SecurityGroup>;
template struct Update<SecurityGroup>;
template struct Delete<SecurityGroup>;

template struct List<SecurityGroupRule>;
template struct Get<SecurityGroupRule>;
template struct Create<SecurityGroupRule>;
template struct Delete<SecurityGroupRule>;

} // namespace oriel::openstack
