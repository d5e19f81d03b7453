#pragma once

#include <QtCore/QStringView>

#include <cstddef>
#include <optional>
#include <span>

namespace oriel::openstack {

/// All kinds of resource that Oriel knows; there is no second list. Stores, the journal, routes,
/// search, the cache and notices identify a resource by its kind.
enum class Kind {
    // Compute
    Server,
    Image,
    KeyPair,
    Flavor,
    ServerGroup,
    AvailabilityZone, ///< of instances
    // Storage
    Volume,
    VolumeSnapshot,
    SnapshotSet, ///< an image with its volume snapshots; derived from them, no API lists it
    Backup,
    VolumeType,
    VolumeZone, ///< an availability zone of volumes
    VolumeGroup,
    VolumeGroupType,
    GroupSnapshot,
    // Networking
    Network,
    Subnet,
    Router,
    Port,
    FloatingIp,
    SecurityGroup,
    SecurityGroupRule,
    // One per project
    ComputeLimits,
    BlockStorageLimits,
    ComputeQuotas,
    BlockStorageQuotas,
    NetworkQuotas,
    DefaultVolumeType,
};

inline constexpr std::size_t kindCount = static_cast<std::size_t>(Kind::DefaultVolumeType) + 1;

/// All of them, in the order above.
[[nodiscard]] std::span<const Kind> allKinds();

/// The kind's word in the journal and in other files: "volume-snapshot". It must never change.
[[nodiscard]] QLatin1StringView nameOf(Kind kind);

/// The kind with that word; nullopt if there is none.
[[nodiscard]] std::optional<Kind> kindNamed(QStringView name);

} // namespace oriel::openstack

namespace oriel {
using openstack::Kind; // all rooms use kinds
} // namespace oriel
