#include "openstack/network/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

net::Request networkList(const QString &path, int limit, const QString &marker)
{
    net::Request request = readFrom(net::Service::Network, path);
    request.deadline = listDeadline;
    addPage(request.query, limit, marker);
    return request;
}

Port decodePort(const json::Object &object)
{
    Port port;
    port.id = object.requiredString("id");
    port.name = object.string("name");
    port.status = object.string("status");
    port.networkId = object.string("network_id");
    port.deviceId = object.string("device_id");
    port.mac = object.string("mac_address");
    for (const json::Object ip : object.array("fixed_ips").objects())
        port.fixedIps.push_back({ip.string("subnet_id"), ip.string("ip_address")});
    port.securityGroupIds = object.strings("security_groups");
    return port;
}

} // namespace

net::Request ListNetworks::request() const
{
    return networkList(u"/networks"_s, limit, marker);
}

Result<ListNetworks::Value> ListNetworks::decode(const net::Answer &answer) const
{
    return decodePage(answer, "networks", [](const json::Object &network) {
        return Network{.id = network.requiredString("id"),
                       .name = network.string("name"),
                       .status = network.string("status"),
                       .external = network.boolean("router:external"),
                       .shared = network.boolean("shared")};
    });
}

ListNetworks ListNetworks::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

net::Request ListPorts::request() const
{
    net::Request request = networkList(u"/ports"_s, limit, marker);
    addFilter(request.query, u"device_id"_s, deviceId);
    return request;
}

Result<ListPorts::Value> ListPorts::decode(const net::Answer &answer) const
{
    return decodePage(answer, "ports", decodePort);
}

ListPorts ListPorts::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

} // namespace oriel::openstack
