#pragma once

#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/server.h"

// Former names.
namespace oriel::openstack {

using ListServers = List<Server>;
using GetServer = Get<Server>;
using ListFlavors = List<Flavor>;
using ListKeyPairs = List<KeyPair>;

} // namespace oriel::openstack
