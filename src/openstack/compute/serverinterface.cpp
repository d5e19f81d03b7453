#include "openstack/compute/serverinterface.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

net::Request AttachInterface::request() const
{
    net::Request request = requestTo(Server::api, net::Method::Post, serverId, u"/os-interface"_s);
    QJsonObject interface;
    if (portId.isEmpty())
        interface.insert(u"net_id"_s, networkId);
    else
        interface.insert(u"port_id"_s, portId);
    if (!address.isEmpty())
        interface.insert(u"fixed_ips"_s, QJsonArray{QJsonObject{{u"ip_address"_s, address}}});
    request.body = jsonBody({{u"interfaceAttachment"_s, interface}});
    request.deadline = std::chrono::minutes(5); // it waits for the host
    return request;
}

Result<AttachedInterface> AttachInterface::decode(const net::Answer &answer) const
{
    return json::decode<AttachedInterface>(answer, [&answer](const json::Object &root) {
        const json::Object interface = root.requiredObject("interfaceAttachment");
        return AttachedInterface{interface.requiredString("port_id"), answer.requestId};
    });
}

net::Request DetachInterface::request() const
{
    return requestTo(Server::api, net::Method::Delete, serverId,
                     u"/os-interface/"_s + pathSegment(portId));
}

Result<ActionAccepted> DetachInterface::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

} // namespace oriel::openstack
