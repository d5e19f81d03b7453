#include "openstack/blockstorage/volumechanges.h"

#include "openstack/blockstorage/requests.h"
#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

net::Request CreateVolume::request() const
{
    QJsonObject volume{{u"name"_s, name}, {u"snapshot_id"_s, snapshotId}, {u"size"_s, sizeGiB}};
    if (!volumeType.isEmpty())
        volume.insert(u"volume_type"_s, volumeType);
    if (!description.isEmpty())
        volume.insert(u"description"_s, description);
    if (!metadata.isEmpty())
        volume.insert(u"metadata"_s, textsObject(metadata));
    net::Request request = requestTo(net::Service::BlockStorage, net::Method::Post, u"/volumes"_s);
    request.body = jsonBody({{u"volume"_s, volume}});
    return request;
}

Result<Volume> CreateVolume::decode(const net::Answer &answer) const
{
    return GetVolume{}.decode(answer);
}

net::Request RevertVolume::request() const
{
    net::Request request = requestTo(net::Service::BlockStorage, net::Method::Post,
                                     "/volumes/"_L1 + pathSegment(volumeId) + "/action"_L1);
    request.microversions->min = {3, 40};
    request.body = jsonBody({{u"revert"_s, QJsonObject{{u"snapshot_id"_s, snapshotId}}}});
    return request;
}

Result<Nothing> RevertVolume::decode(const net::Answer &) const
{
    return Nothing{};
}

net::Request ListVolumeTypes::request() const
{
    return readFrom(net::Service::BlockStorage, u"/types"_s);
}

Result<ListVolumeTypes::Value> ListVolumeTypes::decode(const net::Answer &answer) const
{
    return decodeList(answer, "volume_types", [](const json::Object &type) {
        return VolumeType{.id = type.requiredString("id"),
                          .name = type.string("name"),
                          .description = type.string("description")};
    });
}

} // namespace oriel::openstack
