#pragma once

#include "openstack/network/floatingip.h"
#include "openstack/network/securitygroup.h"

// Former names.
namespace oriel::openstack {

using ListFloatingIps = List<FloatingIp>;
using GetFloatingIp = Get<FloatingIp>;
using ListSecurityGroups = List<SecurityGroup>;

} // namespace oriel::openstack
