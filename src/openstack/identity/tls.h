#pragma once

#include "base/result.h"
#include "net/tls.h"
#include "openstack/config/cloudconfig.h"

namespace oriel::openstack {

/// The TLS settings of `cloud`: cacert instead of the system's authorities, the client's
/// certificate and key, verify. Configuration, naming the file, if one cannot be read or is not
/// PEM.
[[nodiscard]] Result<net::Tls> tlsConfiguration(const CloudConfig &cloud);

} // namespace oriel::openstack
