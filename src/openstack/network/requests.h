#pragma once

#include "openstack/network/network.h"
#include "openstack/network/port.h"

// Former names.
namespace oriel::openstack {

using ListNetworks = List<Network>;
using ListPorts = List<Port>;

} // namespace oriel::openstack
