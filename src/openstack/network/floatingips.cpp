#include "openstack/network/floatingips.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

FloatingIp decodeFloatingIp(const json::Object &object)
{
    return FloatingIp{.id = object.requiredString("id"),
                      .address = object.string("floating_ip_address"),
                      .networkId = object.string("floating_network_id"),
                      .portId = object.string("port_id"),
                      .fixedIp = object.string("fixed_ip_address"),
                      .status = object.string("status")};
}

QString floatingIpPath(const QString &id)
{
    return "/floatingips/"_L1 + pathSegment(id);
}

} // namespace

net::Request ListFloatingIps::request() const
{
    net::Request request = readFrom(net::Service::Network, u"/floatingips"_s);
    addPage(request.query, limit, marker);
    addFilter(request.query, u"port_id"_s, portId);
    return request;
}

Result<ListFloatingIps::Value> ListFloatingIps::decode(const net::Answer &answer) const
{
    return decodePage(answer, "floatingips", decodeFloatingIp);
}

ListFloatingIps ListFloatingIps::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

net::Request GetFloatingIp::request() const
{
    return readFrom(net::Service::Network, floatingIpPath(id));
}

Result<FloatingIp> GetFloatingIp::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "floatingip", decodeFloatingIp);
}

net::Request AssociateFloatingIp::request() const
{
    QJsonObject floatingIp{
        {u"port_id"_s, portId.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(portId)}};
    if (!portId.isEmpty() && !fixedIp.isEmpty())
        floatingIp.insert(u"fixed_ip_address"_s, fixedIp);
    net::Request request = requestTo(net::Service::Network, net::Method::Put, floatingIpPath(id));
    request.body = jsonBody({{u"floatingip"_s, floatingIp}});
    return request;
}

Result<FloatingIp> AssociateFloatingIp::decode(const net::Answer &answer) const
{
    return GetFloatingIp{}.decode(answer);
}

net::Request ListSecurityGroups::request() const
{
    net::Request request = readFrom(net::Service::Network, u"/security-groups"_s);
    addPage(request.query, limit, marker);
    return request;
}

Result<ListSecurityGroups::Value> ListSecurityGroups::decode(const net::Answer &answer) const
{
    return decodePage(answer, "security_groups", [](const json::Object &group) {
        return SecurityGroup{.id = group.requiredString("id"),
                             .name = group.string("name"),
                             .description = group.string("description")};
    });
}

ListSecurityGroups ListSecurityGroups::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

} // namespace oriel::openstack
