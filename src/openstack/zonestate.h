#pragma once

namespace oriel::net::json {
class Value; // NOLINT(bugprone-forward-declaration-namespace): the rows refer to it
} // namespace oriel::net::json

namespace oriel::openstack {

/// `zoneState` of an availability zone, of Nova and of Cinder: whether a service of it is running.
[[nodiscard]] bool readZoneState(const net::json::Value &state);

} // namespace oriel::openstack
