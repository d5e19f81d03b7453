#pragma once

#include <QtCore/QStringView>

#include <cstddef>
#include <optional>
#include <span>

namespace oriel::openstack {

/// Every kind of resource that Oriel knows: the only list of them. Stores, the journal, routes,
/// search, the cache and notices all name a resource by its kind.
enum class Kind {
    // Compute
    Server,
    Image,
    KeyPair,
    Flavor,
    // Storage
    Volume,
    VolumeSnapshot,
    SnapshotSet, ///< an image with its volume snapshots; worked out from them, no API lists it
    Backup,
    VolumeType,
    // Networking
    Network,
    Port,
    FloatingIp,
    SecurityGroup,
    // What a project has one of
    ComputeLimits,
    BlockStorageLimits,
};

inline constexpr std::size_t kindCount = static_cast<std::size_t>(Kind::BlockStorageLimits) + 1;

/// All of them, in the order above.
[[nodiscard]] std::span<const Kind> allKinds();

/// The kind's word in the journal and in other files: "volume-snapshot". It never changes.
[[nodiscard]] QLatin1StringView nameOf(Kind kind);

/// The kind with that word; nothing where no kind has it.
[[nodiscard]] std::optional<Kind> kindNamed(QStringView name);

} // namespace oriel::openstack

namespace oriel {
using openstack::Kind; // every room speaks of kinds
} // namespace oriel
