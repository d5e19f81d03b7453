#include "openstack/network/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

net::Request networkList(const QString &path, int limit, const QString &marker)
{
    net::Request request;
    request.service = net::Service::Network;
    request.path = path;
    request.deadline = listDeadline;
    addQuery(request.query, u"limit"_s, QString::number(limit));
    addFilter(request.query, u"marker"_s, marker);
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
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object network : root.requiredArray("networks").objects()) {
            page.items.push_back({.id = network.requiredString("id"),
                                  .name = network.string("name"),
                                  .status = network.string("status"),
                                  .external = network.boolean("router:external"),
                                  .shared = network.boolean("shared")});
        }
        page.next = nextMarker(root.array("networks_links"));
        return page;
    });
}

ListNetworks ListNetworks::withMarker(const QString &next) const
{
    ListNetworks copy = *this;
    copy.marker = next;
    return copy;
}

net::Request ListPorts::request() const
{
    net::Request request = networkList(u"/ports"_s, limit, marker);
    addFilter(request.query, u"device_id"_s, deviceId);
    return request;
}

Result<ListPorts::Value> ListPorts::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object port : root.requiredArray("ports").objects())
            page.items.push_back(decodePort(port));
        page.next = nextMarker(root.array("ports_links"));
        return page;
    });
}

ListPorts ListPorts::withMarker(const QString &next) const
{
    ListPorts copy = *this;
    copy.marker = next;
    return copy;
}

} // namespace oriel::openstack
