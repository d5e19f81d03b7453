#pragma once

#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/launch/launchrequest.h"
#include "operations/operation.h"

namespace oriel::operations {

/// The target of a floating IP.
struct FloatingIpTarget
{
    QString portId;
    QString fixedIp; ///< of the port; empty: its first one
};

/// The port of an instance on the network to which the address is connected, with its first IPv4
/// address, because a floating IP is IPv4 too. Conflict: the instance has none there.
[[nodiscard]] Result<FloatingIpTarget> targetIn(const std::vector<openstack::Port> &ports,
                                                const FloatingIpMove &move, const QDateTime &now);

/// Moves a floating IP from its current port to another one, in one step of Neutron's. This is
/// idempotent, so after a lost answer or a crash the step checks where the address is, and resends
/// only if it is still at its origin: an address that another user has moved in the meantime is not
/// taken away. `send`: Operation::sending() of AssociateFloatingIp. The context must outlive the
/// step. https://docs.openstack.org/api-ref/network/v2/#update-floating-ip
[[nodiscard]] Step floatingIpStep(const Context &context, const FloatingIpMove &move,
                                  const FloatingIpTarget &target,
                                  std::function<Awaitable<Result<Facts>>()> send);

} // namespace oriel::operations
