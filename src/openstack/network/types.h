#pragma once

#include "openstack/network/network.h"
#include "openstack/network/port.h"

// Former names.
namespace oriel::openstack {} // namespace oriel::openstack
