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

} // namespace oriel::openstack
