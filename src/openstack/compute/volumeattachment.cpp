#include "openstack/compute/volumeattachment.h"

#include "base/literals.h"
#include "openstack/compute/server.h"
#include "openstack/requestparts.h"

#include <algorithm>

namespace oriel::openstack {

net::Request SetDeleteOnTermination::request() const
{
    net::Request request = requestTo(Server::api, net::Method::Put, serverId,
                                     u"/os-volume_attachments/"_s + pathSegment(volumeId));
    request.microversions->min = std::max(request.microversions->min, changesVolumeDeletion);
    // Another volume here would replace this one.
    request.body =
        jsonBody({{u"volumeAttachment"_s,
                   QJsonObject{{u"volumeId"_s, volumeId}, {u"delete_on_termination"_s, deleted}}}});
    return request;
}

Result<Nothing> SetDeleteOnTermination::decode(const net::Answer &) const
{
    return Nothing{};
}

net::Request AttachVolume::request() const
{
    net::Request request =
        requestTo(Server::api, net::Method::Post, serverId, u"/os-volume_attachments"_s);
    QJsonObject attachment{{u"volumeId"_s, volumeId}};
    if (!device.isEmpty())
        attachment.insert(u"device"_s, device);
    if (!tag.isEmpty()) {
        attachment.insert(u"tag"_s, tag);
        request.microversions->min = {2, 49};
    }
    if (deleted) {
        attachment.insert(u"delete_on_termination"_s, *deleted);
        request.microversions->min = tellsDeletion;
    }
    request.body = jsonBody({{u"volumeAttachment"_s, attachment}});
    return request;
}

Result<ActionAccepted> AttachVolume::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request DetachVolume::request() const
{
    return requestTo(Server::api, net::Method::Delete, serverId,
                     u"/os-volume_attachments/"_s + pathSegment(volumeId));
}

Result<ActionAccepted> DetachVolume::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

} // namespace oriel::openstack
