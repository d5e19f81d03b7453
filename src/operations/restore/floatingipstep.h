#pragma once

#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/operation.h"
#include "operations/restore/restorerequest.h"

namespace oriel::operations {

/// Where a floating IP goes to.
struct FloatingIpTarget
{
    QString portId;
    QString fixedIp; ///< of the port; empty: its first one
};

/// The port of an instance on the network to which the address is connected, with its first IPv4
/// address, because a floating IP is one itself. Conflict: the instance has none there.
[[nodiscard]] Result<FloatingIpTarget> targetIn(const std::vector<openstack::Port> &ports,
                                                const FloatingIpMove &move, const QDateTime &now);

/// Moves a floating IP from the port where it is to another one, which Neutron does in one step.
/// Sending it twice is sending it once, so after a lost answer or a crash the step looks where the
/// address is, and it is sent again only if it is still where it was: an address that somebody has
/// given to another instance in the meantime is not taken from there. `send`: Operation::sending()
/// of AssociateFloatingIp. The context outlives the step.
/// https://docs.openstack.org/api-ref/network/v2/#update-floating-ip
[[nodiscard]] Step floatingIpStep(const Context &context, const FloatingIpMove &move,
                                  const FloatingIpTarget &target,
                                  std::function<Awaitable<Result<Facts>>()> send);

} // namespace oriel::operations
