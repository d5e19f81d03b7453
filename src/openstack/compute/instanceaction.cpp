#include "openstack/compute/instanceaction.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request ListInstanceActions::request() const
{
    net::Request request =
        requestTo(Server::api, net::Method::Get, serverId, "/os-instance-actions"_L1);
    if (limit > 0)
        addQuery(request.query, u"limit"_s, QString::number(limit));
    if (!marker.isEmpty()) {
        addQuery(request.query, u"marker"_s, marker);
        request.microversions->min = {2, 58};
    }
    return request;
}

Result<ListInstanceActions::Value> ListInstanceActions::decode(const net::Answer &answer) const
{
    return decodeRows<InstanceAction>(answer, "instanceActions");
}

net::Request GetInstanceAction::request() const
{
    return requestTo(Server::api, net::Method::Get, serverId,
                     "/os-instance-actions/"_L1 + pathSegment(requestId));
}

Result<InstanceAction> GetInstanceAction::decode(const net::Answer &answer) const
{
    return decodeRow<InstanceAction>(answer, "instanceAction");
}

} // namespace oriel::openstack
