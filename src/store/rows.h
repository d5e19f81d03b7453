#pragma once

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"

#include <cstddef>

namespace oriel::store {

/// Types, to be gone over.
template <typename... T>
struct TypeList
{
    /// They, as the arguments of Target.
    template <template <typename...> class Target>
    using Into = Target<T...>;
    /// The list with another type behind it.
    template <typename Other>
    using With = TypeList<T..., Other>;

    static constexpr std::size_t size = sizeof...(T);

    /// Calls `visit.operator()<T>()` for each, in their order.
    template <typename Visit>
    static void each(Visit &&visit)
    {
        (visit.template operator()<T>(), ...);
    }
};

/// What clouds list, and the stores hold: a type that is added here has its store, which is
/// refreshed while somebody watches it, searched, cached and looked up.
using Rows =
    TypeList<openstack::Server, openstack::Image, openstack::KeyPair, openstack::Flavor,
             openstack::Volume, openstack::VolumeSnapshot, openstack::Backup, openstack::VolumeType,
             openstack::Network, openstack::Port, openstack::FloatingIp, openstack::SecurityGroup>;

} // namespace oriel::store
