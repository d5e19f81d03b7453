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

Volume decodeVolume(const json::Object &object, TextPool &pool)
{
    Volume volume;
    volume.id = object.requiredString("id");
    volume.name = object.string("name");
    volume.description = pool.string(object, "description");
    volume.status = pool.string(object, "status");
    volume.sizeGiB = object.int32("size");
    volume.volumeType = pool.string(object, "volume_type");
    volume.availabilityZone = pool.string(object, "availability_zone");
    volume.snapshotId = object.string("snapshot_id");
    volume.sourceVolumeId = object.string("source_volid");
    volume.projectId = pool.string(object, "os-vol-tenant-attr:tenant_id");
    volume.userId = pool.string(object, "user_id");
    volume.bootable = object.boolean("bootable");
    volume.encrypted = object.boolean("encrypted");
    volume.multiattach = object.boolean("multiattach");
    volume.created = object.time("created_at");
    volume.updated = object.time("updated_at");
    volume.metadata = pool.stringMap(object, "metadata");
    volume.imageMetadata = pool.stringMap(object, "volume_image_metadata");
    volume.imageId = volume.imageMetadata.value(u"image_id"_s);
    const json::Array uses = object.array("attachments");
    volume.attachments.reserve(uses.size());
    for (const json::Object use : uses.objects())
        volume.attachments.push_back({use.string("server_id"), pool.string(use, "device")});
    return volume;
}

} // namespace

net::Request ListVolumes::request() const
{
    net::Request request = readFrom(net::Service::BlockStorage, u"/volumes/detail"_s);
    request.deadline = listDeadline;
    addPage(request.query, limit, marker);
    addFilters(request.query, allProjects, name, status);
    addFilter(request.query, u"name~"_s, nameLike);
    if (lastChangedFirst)
        addLastChangedFirst(request.query);
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

std::optional<QString> ListVolumes::peek(const net::Answer &answer) const
{
    return peekMarker(answer, "volumes");
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
