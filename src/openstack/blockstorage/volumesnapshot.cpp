#include "openstack/blockstorage/volumesnapshot.h"

#include "openstack/decoding.h"

#include <charconv>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

/// "40%"; -1 if it is missing or not a number (drivers write it themselves).
int VolumeSnapshot::readProgress(const net::json::Value &value)
{
    const std::string_view text = value.utf8();
    int percent = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), percent);
    return problem == std::errc() && percent >= 0 && percent <= 100 ? percent : -1;
}

template struct List<VolumeSnapshot>;
template struct Get<VolumeSnapshot>;
template struct Create<VolumeSnapshot>;
template struct Update<VolumeSnapshot>;
template struct Delete<VolumeSnapshot>;

net::Request CreateVolumeSnapshot::request() const
{
    return Create<VolumeSnapshot>{{{u"volume_id"_s, volumeId},
                                   {u"name"_s, name},
                                   {u"description"_s, description},
                                   {u"metadata"_s, textsObject(metadata)},
                                   {u"force"_s, true}}}
        .request();
}

Result<VolumeSnapshot> CreateVolumeSnapshot::decode(const net::Answer &answer) const
{
    return Create<VolumeSnapshot>{}.decode(answer);
}

net::Request UpdateVolumeSnapshotMetadata::request() const
{
    net::Request request = requestTo(
        VolumeSnapshot::api, replace ? net::Method::Put : net::Method::Post, id, "/metadata"_L1);
    request.body = jsonBody({{u"metadata"_s, textsObject(metadata)}});
    return request;
}

Result<UpdateVolumeSnapshotMetadata::Value>
UpdateVolumeSnapshotMetadata::decode(const net::Answer &answer) const
{
    return net::json::decode<Value>(answer, [](const net::json::Object &root) {
        (void)root.requiredObject("metadata");
        return root.stringMap("metadata");
    });
}

} // namespace oriel::openstack
