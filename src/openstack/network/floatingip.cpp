#include "openstack/network/floatingip.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<FloatingIp>;
template struct Get<FloatingIp>;
template struct Create<FloatingIp>;
template struct Update<FloatingIp>;
template struct Delete<FloatingIp>;

net::Request AssociateFloatingIp::request() const
{
    QJsonObject floatingIp{
        {u"port_id"_s, portId.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(portId)}};
    if (!portId.isEmpty() && !fixedIp.isEmpty())
        floatingIp.insert(u"fixed_ip_address"_s, fixedIp);
    net::Request request = requestTo(FloatingIp::api, net::Method::Put, id);
    request.body = jsonBody({{u"floatingip"_s, floatingIp}});
    return request;
}

Result<FloatingIp> AssociateFloatingIp::decode(const net::Answer &answer) const
{
    return Get<FloatingIp>{}.decode(answer);
}

} // namespace oriel::openstack
