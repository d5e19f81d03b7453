#pragma once

#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"

// Former names.
namespace oriel::openstack {} // namespace oriel::openstack
