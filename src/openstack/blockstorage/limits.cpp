#include "openstack/blockstorage/limits.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request GetBlockStorageLimits::request() const
{
    return requestTo(net::Service::BlockStorage, net::Method::Get, u"/limits"_s);
}

Result<BlockStorageLimits> GetBlockStorageLimits::decode(const net::Answer &answer) const
{
    return net::json::decode<BlockStorageLimits>(answer, [](const net::json::Object &root) {
        const auto limits = root.requiredObject("limits").requiredObject("absolute");
        return BlockStorageLimits{
            .volumes = readQuota(limits, "totalVolumesUsed", "maxTotalVolumes"),
            .snapshots = readQuota(limits, "totalSnapshotsUsed", "maxTotalSnapshots"),
            .gigabytes = readQuota(limits, "totalGigabytesUsed", "maxTotalVolumeGigabytes"),
            .backups = readQuota(limits, "totalBackupsUsed", "maxTotalBackups"),
            .backupGigabytes =
                readQuota(limits, "totalBackupGigabytesUsed", "maxTotalBackupGigabytes")};
    });
}

} // namespace oriel::openstack
