#pragma once

#include "base/result.h"
#include "net/tls.h"
#include "openstack/config/cloudconfig.h"

namespace oriel::openstack {

/// TLS as `cloud` wants it: cacert in place of the system's authorities, the client's certificate
/// and key, verify. Configuration, naming the file, where one cannot be read or is no PEM.
[[nodiscard]] Result<net::Tls> tlsConfiguration(const CloudConfig &cloud);

} // namespace oriel::openstack
