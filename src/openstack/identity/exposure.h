#pragma once

#include "openstack/config/cloudconfig.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <utility>
#include <vector>

namespace oriel::openstack {

/// Whether requests to `url` stay on this computer.
[[nodiscard]] bool isLoopback(const QUrl &url);

/// What others on the network could read or change while this cloud is used, one sentence each:
/// certificates that are not verified, a token sent over plain http. `identity` is the address for
/// signing in; `services` are the others by name, as far as known.
[[nodiscard]] QStringList cautionsOf(const CloudConfig &cloud, const QUrl &identity,
                                     const std::vector<std::pair<QString, QUrl>> &services);

} // namespace oriel::openstack
