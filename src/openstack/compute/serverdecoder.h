#pragma once

#include "net/json.h"
#include "openstack/compute/server.h"
#include "openstack/textpool.h"

namespace oriel::openstack {

/// A server from one object of an answer, at any microversion from 2.1 to 2.93. From a cell that is
/// down (2.69) it has little more than its id and the status UNKNOWN.
[[nodiscard]] Server decodeServer(const net::json::Object &object, TextPool &pool);

} // namespace oriel::openstack
