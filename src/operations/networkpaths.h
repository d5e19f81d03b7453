#pragma once

#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/router.h"
#include "openstack/network/subnet.h"
#include "store/cloudstores.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

/// How ports are connected to external networks, as far as the project can see it. GUI thread.
namespace oriel::operations {

/// The ports of an instance, those with an address on a network of the project first.
[[nodiscard]] std::vector<store::Row<openstack::Port>> portsOf(const store::CloudStores &stores,
                                                               const QString &serverId);

/// The IPv4 addresses by which a port is reached from other networks: its floating IPs; its own if
/// it has none.
[[nodiscard]] QStringList outerAddresses(const store::CloudStores &stores,
                                         const openstack::Port &port);

/// The routers that have an interface in the subnet.
[[nodiscard]] std::vector<store::Row<openstack::Router>> routersAt(const store::CloudStores &stores,
                                                                   const QString &subnetId);

/// Why a floating IP of this external network cannot lead to this address of the port, as a
/// sentence; empty: it can, or the project cannot see why not. `floatingIpId`: the floating IP that
/// may have the address already; empty: none.
[[nodiscard]] QString whyNotAssociable(const store::CloudStores &stores,
                                       const openstack::Port &port,
                                       const openstack::FixedIp &address, const QString &networkId,
                                       const QString &floatingIpId = {});

/// The network's name; its ID if it has none or is unknown.
[[nodiscard]] QString networkName(const store::CloudStores &stores, const QString &id);
/// What has the port: its instance, or the port itself.
[[nodiscard]] QString ownerName(const store::CloudStores &stores, const QString &portId);

/// Whether a port belongs to the cloud's own network services: a router, DHCP.
[[nodiscard]] bool isOfNetwork(const openstack::Port &port);
/// Whether nothing outside the cloud's networks can be reached by it: 10.0.0.0/8, fd00::/8, …
[[nodiscard]] bool isPrivateAddress(const QString &address);

} // namespace oriel::operations
