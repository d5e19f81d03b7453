#include "openstack/blockstorage/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

net::Request volumeRequest(net::Method method, const QString &path)
{
    net::Request request;
    request.method = method;
    request.service = net::Service::BlockStorage;
    request.path = path;
    request.microversions = blockStorageVersions;
    return request;
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

Quota decodeVolumeQuota(const json::Object &limits, std::string_view used, std::string_view limit)
{
    return {limits.integer(used), limits.integer(limit, -1)};
}

} // namespace

net::Request ListVolumes::request() const
{
    net::Request request = volumeRequest(net::Method::Get, u"/volumes/detail"_s);
    request.deadline = listDeadline;
    addQuery(request.query, u"limit"_s, QString::number(limit));
    addFilter(request.query, u"marker"_s, marker);
    if (allProjects)
        addQuery(request.query, u"all_tenants"_s, u"1"_s);
    addFilter(request.query, u"name"_s, name);
    addFilter(request.query, u"status"_s, status);
    return request;
}

Result<ListVolumes::Value> ListVolumes::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object volume : root.requiredArray("volumes").objects())
            page.items.push_back(decodeVolume(volume));
        page.next = nextMarker(root.array("volumes_links"));
        return page;
    });
}

ListVolumes ListVolumes::withMarker(const QString &next) const
{
    ListVolumes copy = *this;
    copy.marker = next;
    return copy;
}

net::Request GetVolume::request() const
{
    return volumeRequest(net::Method::Get, "/volumes/"_L1 + pathSegment(id));
}

Result<Volume> GetVolume::decode(const net::Answer &answer) const
{
    return json::decode<Volume>(answer, [](const json::Object &root) {
        return decodeVolume(root.requiredObject("volume"));
    });
}

net::Request DeleteVolume::request() const
{
    net::Request request = volumeRequest(net::Method::Delete, "/volumes/"_L1 + pathSegment(id));
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
    return volumeRequest(net::Method::Get, u"/limits"_s);
}

Result<BlockStorageLimits> GetBlockStorageLimits::decode(const net::Answer &answer) const
{
    return json::decode<BlockStorageLimits>(answer, [](const json::Object &root) {
        const json::Object limits = root.requiredObject("limits").requiredObject("absolute");
        return BlockStorageLimits{
            .volumes = decodeVolumeQuota(limits, "totalVolumesUsed", "maxTotalVolumes"),
            .snapshots = decodeVolumeQuota(limits, "totalSnapshotsUsed", "maxTotalSnapshots"),
            .gigabytes = decodeVolumeQuota(limits, "totalGigabytesUsed", "maxTotalVolumeGigabytes"),
            .backups = decodeVolumeQuota(limits, "totalBackupsUsed", "maxTotalBackups"),
            .backupGigabytes =
                decodeVolumeQuota(limits, "totalBackupGigabytesUsed", "maxTotalBackupGigabytes")};
    });
}

} // namespace oriel::openstack
