#pragma once

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/blockstorage/volumezone.h"
#include "openstack/compute/availabilityzone.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/router.h"
#include "openstack/network/securitygroup.h"
#include "openstack/network/subnet.h"

#include <cstddef>

namespace oriel::store {

/// A list of types.
template <typename... T>
struct TypeList
{
    /// Target with these types as arguments.
    template <template <typename...> class Target>
    using Into = Target<T...>;
    /// This list with another type appended.
    template <typename Other>
    using With = TypeList<T..., Other>;

    static constexpr std::size_t size = sizeof...(T);

    /// Calls `visit.operator()<T>()` for each type in order.
    template <typename Visit>
    static void each(Visit &&visit)
    {
        (visit.template operator()<T>(), ...);
    }
};

/// The resource types that stores hold. Adding a type here gives it a store that is polled while
/// watched, searched, cached and looked up.
using Rows = TypeList<openstack::Server, openstack::Image, openstack::KeyPair, openstack::Flavor,
                      openstack::ServerGroup, openstack::AvailabilityZone, openstack::Volume,
                      openstack::VolumeSnapshot, openstack::Backup, openstack::VolumeType,
                      openstack::VolumeZone, openstack::VolumeGroup, openstack::VolumeGroupType,
                      openstack::GroupSnapshot, openstack::Network, openstack::Subnet,
                      openstack::Router, openstack::Port, openstack::FloatingIp,
                      openstack::SecurityGroup, openstack::SecurityGroupRule>;

} // namespace oriel::store
