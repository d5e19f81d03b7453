#include "store/bootdisk.h"

#include "store/cloudstores.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

/// The first disk of each bus. If the root disk were local, it would have this name.
bool isRootDevice(const QString &device)
{
    static constexpr std::array roots{"/dev/vda"_L1, "/dev/sda"_L1, "/dev/xvda"_L1, "/dev/hda"_L1};
    return std::ranges::any_of(roots, [&](QLatin1StringView root) { return device == root; });
}

} // namespace

bool bootsFromVolume(const openstack::Server &server, const CloudStores &stores)
{
    if (server.bootsFromVolume())
        return true;
    if (const auto image = stores.images.find(server.imageId)) {
        const auto isRoot = [](const openstack::BlockDevice &device) {
            return device.bootIndex == 0;
        };
        if (std::ranges::any_of(image->blockDevices, isRoot))
            return true;
    }
    return std::ranges::any_of(server.volumes, [&](const openstack::AttachedVolume &attached) {
        const auto volume = stores.volumes.find(attached.id);
        return volume && volume->bootable &&
               std::ranges::any_of(volume->attachments, [&](const openstack::VolumeUse &use) {
                   return use.serverId == server.id && isRootDevice(use.device);
               });
    });
}

bool isRootVolume(const openstack::Server &server, const QString &volumeId,
                  const CloudStores &stores)
{
    const auto volume = stores.volumes.find(volumeId);
    if (!volume || !bootsFromVolume(server, stores))
        return false;
    return std::ranges::any_of(volume->attachments, [&](const openstack::VolumeUse &use) {
        return use.serverId == server.id &&
               (use.device.isEmpty() ? volume->bootable : isRootDevice(use.device));
    });
}

} // namespace oriel::store
