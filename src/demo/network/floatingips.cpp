#include "demo/network/networkservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

void NetworkService::addFloatingIpRoutes()
{
    m_router.add("PUT", "v2.0/floatingips/{}", [this](Call &call) {
        FloatingIp *floating = world().state.floatingIps.find(call.parameters[0]);
        if (floating == nullptr || floating->projectId != call.project())
            return fault(404, u"FloatingIPNotFound"_qs,
                         u"Floating IP %1 could not be found"_qs.arg(call.parameters[0]));
        if (!call.member())
            return fault(403, u"PolicyNotAuthorized"_qs,
                         u"rule:update_floatingip is disallowed by policy"_qs);
        const QJsonObject wanted = call.body.value(u"floatingip").toObject();
        if (!wanted.contains(u"port_id"))
            return HttpResponse::json(200, {{u"floatingip"_qs, floatingIpBody(*floating)}});
        const QString portId = wanted.value(u"port_id").toString();
        const Port *port = world().state.ports.find(portId);
        if (!portId.isEmpty() && (port == nullptr || port->projectId != call.project()))
            return fault(404, u"PortNotFound"_qs, u"Port %1 could not be found."_qs.arg(portId));
        for (const auto &other : world().state.floatingIps.rows()) {
            if (other->id != floating->id && !portId.isEmpty() && other->portId == portId) {
                return fault(
                    409, u"FloatingIPPortAlreadyAssociated"_qs,
                    u"Cannot associate floating IP %1 (%2) with port %3 using fixed IP %4, as "
                    "that fixed IP already has a floating IP on external network %5."_qs.arg(
                        floating->address, floating->id, portId, port->ip, floating->networkId));
            }
        }
        associate(*floating, port);
        return HttpResponse::json(200, {{u"floatingip"_qs, floatingIpBody(*floating)}});
    });
}

void NetworkService::associate(FloatingIp &floating, const Port *port)
{
    State &state = world().state;
    // Nova shows a floating address among those of the server that it leads to.
    if (const Port *before = state.ports.find(floating.portId)) {
        if (Server *server = state.servers.find(before->serverId)) {
            const auto shown = std::find_if(
                server->addresses.begin(), server->addresses.end(),
                [&](const Address &address) { return address.ip == floating.address; });
            if (shown != server->addresses.end())
                server->addresses.erase(shown);
            server->updated = world().now();
        }
    }
    floating.portId = port ? port->id : QString();
    floating.fixedAddress = port ? port->ip : QString();
    Server *server = port ? state.servers.find(port->serverId) : nullptr;
    if (server == nullptr)
        return;
    const Network *network = state.networks.find(port->networkId);
    server->addresses.push_back(
        {network ? network->name : QString(), floating.address, port->mac, true});
    server->updated = world().now();
}

} // namespace oriel::demo
