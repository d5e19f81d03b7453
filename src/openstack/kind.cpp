#include "openstack/kind.h"

#include <QtCore/QString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

struct KindName
{
    Kind kind;
    QLatin1StringView name;
};

/// In the order of Kind.
constexpr std::array names{
    KindName{Kind::Server, "server"_L1},
    KindName{Kind::Image, "image"_L1},
    KindName{Kind::KeyPair, "key-pair"_L1},
    KindName{Kind::Flavor, "flavor"_L1},
    KindName{Kind::ServerGroup, "server-group"_L1},
    KindName{Kind::AvailabilityZone, "availability-zone"_L1},
    KindName{Kind::Volume, "volume"_L1},
    KindName{Kind::VolumeSnapshot, "volume-snapshot"_L1},
    KindName{Kind::SnapshotSet, "snapshot-set"_L1},
    KindName{Kind::Backup, "backup"_L1},
    KindName{Kind::VolumeType, "volume-type"_L1},
    KindName{Kind::VolumeZone, "volume-zone"_L1},
    KindName{Kind::VolumeGroup, "volume-group"_L1},
    KindName{Kind::VolumeGroupType, "volume-group-type"_L1},
    KindName{Kind::GroupSnapshot, "group-snapshot"_L1},
    KindName{Kind::Network, "network"_L1},
    KindName{Kind::Subnet, "subnet"_L1},
    KindName{Kind::Router, "router"_L1},
    KindName{Kind::Port, "port"_L1},
    KindName{Kind::FloatingIp, "floating-ip"_L1},
    KindName{Kind::SecurityGroup, "security-group"_L1},
    KindName{Kind::SecurityGroupRule, "security-group-rule"_L1},
    KindName{Kind::ComputeLimits, "compute-limits"_L1},
    KindName{Kind::BlockStorageLimits, "block-storage-limits"_L1},
    KindName{Kind::ComputeQuotas, "compute-quotas"_L1},
    KindName{Kind::BlockStorageQuotas, "block-storage-quotas"_L1},
    KindName{Kind::NetworkQuotas, "network-quotas"_L1},
    KindName{Kind::DefaultVolumeType, "default-volume-type"_L1},
};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].kind != static_cast<Kind>(i))
            return false;
    }
    return names.size() == kindCount;
}
static_assert(inOrder(), "every kind has its line, in the order of the enumeration");

constexpr auto kinds = [] {
    std::array<Kind, names.size()> all{};
    std::ranges::transform(names, all.begin(), &KindName::kind);
    return all;
}();

} // namespace

std::span<const Kind> allKinds()
{
    return kinds;
}

QLatin1StringView nameOf(Kind kind)
{
    return names[static_cast<std::size_t>(kind)].name;
}

std::optional<Kind> kindNamed(QStringView name)
{
    const auto found =
        std::ranges::find_if(names, [&](const KindName &n) { return n.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->kind);
}

} // namespace oriel::openstack
