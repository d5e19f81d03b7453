#include "openstack/blockstorage/volume.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<Volume>;
template struct Get<Volume>;
template struct Create<Volume>;
template struct Update<Volume>;
template struct Delete<Volume>;
template struct Act<Volume>;

net::Request CreateVolume::request() const
{
    QJsonObject volume{{u"name"_s, name}, {u"size"_s, sizeGiB}};
    if (!snapshotId.isEmpty())
        volume.insert(u"snapshot_id"_s, snapshotId);
    if (!imageId.isEmpty())
        volume.insert(u"imageRef"_s, imageId);
    if (!availabilityZone.isEmpty())
        volume.insert(u"availability_zone"_s, availabilityZone);
    if (!volumeType.isEmpty())
        volume.insert(u"volume_type"_s, volumeType);
    if (!description.isEmpty())
        volume.insert(u"description"_s, description);
    if (!metadata.isEmpty())
        volume.insert(u"metadata"_s, textsObject(metadata));
    if (!backupId.isEmpty())
        volume.insert(u"backup_id"_s, backupId);
    if (!sourceVolumeId.isEmpty())
        volume.insert(u"source_volid"_s, sourceVolumeId);
    net::Request request = Create<Volume>{volume}.request();
    if (!backupId.isEmpty())
        request.microversions->min = createsFromBackup;
    return request;
}

Result<Volume> CreateVolume::decode(const net::Answer &answer) const
{
    return Create<Volume>{}.decode(answer);
}

net::Request RevertVolume::request() const
{
    const QJsonObject arguments{{u"snapshot_id"_s, snapshotId}};
    return Act<Volume>{volumeId, u"revert"_s, arguments, {3, 40}}.request();
}

Result<Nothing> RevertVolume::decode(const net::Answer &) const
{
    return Nothing{};
}

} // namespace oriel::openstack
