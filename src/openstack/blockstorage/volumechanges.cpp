#include "openstack/blockstorage/volumechanges.h"

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request SetVolumeMetadata::request() const
{
    net::Request request = requestTo(Volume::api, net::Method::Post, id, u"/metadata"_s);
    request.body = jsonBody({{u"metadata"_s, textsObject(items)}});
    return request;
}

Result<ActionAccepted> SetVolumeMetadata::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RemoveVolumeMetadata::request() const
{
    return requestTo(Volume::api, net::Method::Delete, id, u"/metadata/"_s + pathSegment(key));
}

Result<ActionAccepted> RemoveVolumeMetadata::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RemoveVolumeSnapshotMetadata::request() const
{
    return requestTo(VolumeSnapshot::api, net::Method::Delete, id,
                     u"/metadata/"_s + pathSegment(key));
}

Result<ActionAccepted> RemoveVolumeSnapshotMetadata::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request UploadVolume::request() const
{
    const QJsonObject arguments{{u"image_name"_s, imageName},       {u"disk_format"_s, diskFormat},
                                {u"container_format"_s, u"bare"_s}, {u"visibility"_s, visibility},
                                {u"protected"_s, isProtected},      {u"force"_s, force}};
    return Act<Volume>{id, u"os-volume_upload_image"_s, arguments, {3, 1}}.request();
}

Result<UploadedImage> UploadVolume::decode(const net::Answer &answer) const
{
    return net::json::decode<UploadedImage>(answer, [&answer](const net::json::Object &root) {
        const auto upload = root.requiredObject("os-volume_upload_image");
        return UploadedImage{upload.requiredString("image_id"), answer.requestId};
    });
}

} // namespace oriel::openstack
