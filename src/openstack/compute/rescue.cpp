#include "openstack/compute/rescue.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request RescueServer::request() const
{
    const QJsonValue arguments =
        imageId.isEmpty() ? QJsonValue() : QJsonObject{{u"rescue_image_ref"_s, imageId}};
    return Act<Server>{id, u"rescue"_s, arguments,
                       bootsFromVolume ? net::Microversion{2, 87} : net::Microversion{}}
        .request();
}

Result<RescueAccepted> RescueServer::decode(const net::Answer &answer) const
{
    return net::json::decode<RescueAccepted>(answer, [&answer](const net::json::Object &root) {
        return RescueAccepted{answer.requestId, root.string("adminPass")};
    });
}

} // namespace oriel::openstack
