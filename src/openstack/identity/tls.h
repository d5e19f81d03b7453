#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"

#include <QtNetwork/QSslConfiguration>

namespace oriel::openstack {

/// TLS as `cloud` wants it: cacert in place of the system's authorities, the client's certificate
/// and key, verify. Configuration, naming the file, where one cannot be read or is no PEM.
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const CloudConfig &cloud);

} // namespace oriel::openstack
