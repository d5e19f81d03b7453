#include "openstack/blockstorage/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

QString volumePath(const QString &id)
{
    return "/volumes/"_L1 + pathSegment(id);
}

Volume decodeVolume(const json::Object &object)
{
    Volume volume;
    volume.id = object.requiredString("id");
    volume.name = object.string("name");
    volume.description = object.string("description");
    volume.status = object.requiredString("status");
    volume.sizeGiB = object.int32("size");
    volume.volumeType = object.string("volume_type");
    volume.availabilityZone = object.string("availability_zone");
    volume.snapshotId = object.string("snapshot_id");
    volume.sourceVolumeId = object.string("source_volid");
    volume.userId = object.string("user_id");
    volume.bootable = object.boolean("bootable");
    volume.encrypted = object.boolean("encrypted");
    volume.multiattach = object.boolean("multiattach");
    volume.created = object.time("created_at");
    volume.updated = object.time("updated_at");
    volume.metadata = object.stringMap("metadata");
    volume.imageMetadata = object.stringMap("volume_image_metadata");
    volume.imageId = volume.imageMetadata.value(u"image_id"_s);
    for (const json::Object use : object.array("attachments").objects())
        volume.attachments.push_back({use.string("server_id"), use.string("device")});
    return volume;
}

} // namespace

net::Request ListVolumes::request() const
{
    net::Request request = readFrom(net::Service::BlockStorage, u"/volumes/detail"_s);
    request.deadline = listDeadline;
    addPage(request.query, limit, marker);
    addFilters(request.query, allProjects, name, status);
    return request;
}

Result<ListVolumes::Value> ListVolumes::decode(const net::Answer &answer) const
{
    return decodePage(answer, "volumes", decodeVolume);
}

ListVolumes ListVolumes::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

net::Request GetVolume::request() const
{
    return readFrom(net::Service::BlockStorage, volumePath(id));
}

Result<Volume> GetVolume::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "volume", decodeVolume);
}

net::Request DeleteVolume::request() const
{
    net::Request request =
        requestTo(net::Service::BlockStorage, net::Method::Delete, volumePath(id));
    if (cascade)
        addQuery(request.query, u"cascade"_s, u"True"_s);
    return request;
}

Result<Nothing> DeleteVolume::decode(const net::Answer &) const
{
    return Nothing{};
}

net::Request GetBlockStorageLimits::request() const
{
    return readFrom(net::Service::BlockStorage, u"/limits"_s);
}

Result<BlockStorageLimits> GetBlockStorageLimits::decode(const net::Answer &answer) const
{
    return json::decode<BlockStorageLimits>(answer, [](const json::Object &root) {
        const json::Object limits = root.requiredObject("limits").requiredObject("absolute");
        return BlockStorageLimits{
            .volumes = decodeQuota(limits, "totalVolumesUsed", "maxTotalVolumes"),
            .snapshots = decodeQuota(limits, "totalSnapshotsUsed", "maxTotalSnapshots"),
            .gigabytes = decodeQuota(limits, "totalGigabytesUsed", "maxTotalVolumeGigabytes"),
            .backups = decodeQuota(limits, "totalBackupsUsed", "maxTotalBackups"),
            .backupGigabytes =
                decodeQuota(limits, "totalBackupGigabytesUsed", "maxTotalBackupGigabytes")};
    });
}

} // namespace oriel::openstack
