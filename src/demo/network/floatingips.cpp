#include "demo/network/networkservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr int floatingIpQuota = 50;

/// The next free address of the external network; empty if all are in use.
QString freeFloatingAddress(const State &state)
{
    for (int last = 20; last < 255; ++last) {
        const QString address = u"203.0.113.%1"_s.arg(last);
        const auto &rows = state.floatingIps.rows();
        if (std::none_of(rows.begin(), rows.end(),
                         [&](const auto &row) { return row->address == address; }))
            return address;
    }
    return {};
}

} // namespace

void NetworkService::addFloatingIpRoutes()
{
    m_router.add("POST", "v2.0/floatingips", [this](Call &call) { return addFloatingIp(call); });
    m_router.add("PUT", "v2.0/floatingips/{}", [this](Call &call) {
        FloatingIp *floating = world().state.floatingIps.find(call.parameters[0]);
        if (floating == nullptr || floating->projectId != call.project())
            return floatingIpNotFound(call.parameters[0]);
        if (!call.member())
            return fault(403, u"PolicyNotAuthorized"_s,
                         u"rule:update_floatingip is disallowed by policy"_s);
        const QJsonObject wanted = call.body.value(u"floatingip").toObject();
        if (wanted.contains(u"port_id")) {
            const QString portId = wanted.value(u"port_id").toString();
            if (auto refused = refusedPort(call, *floating, portId))
                return *refused;
            associate(*floating, world().state.ports.find(portId));
        }
        return HttpResponse::json(200, {{u"floatingip"_s, floatingIpBody(*floating)}});
    });
    m_router.add("DELETE", "v2.0/floatingips/{}", [this](Call &call) {
        FloatingIp *floating = world().state.floatingIps.find(call.parameters[0]);
        if (floating == nullptr || floating->projectId != call.project())
            return floatingIpNotFound(call.parameters[0]);
        if (!call.member())
            return fault(403, u"PolicyNotAuthorized"_s,
                         u"rule:delete_floatingip is disallowed by policy"_s);
        associate(*floating, nullptr);
        world().state.floatingIps.remove(floating->id);
        HttpResponse response;
        response.status = 204;
        return response;
    });
}

HttpResponse NetworkService::floatingIpNotFound(const QString &id)
{
    return fault(404, u"FloatingIPNotFound"_s, u"Floating IP %1 could not be found"_s.arg(id));
}

std::optional<HttpResponse>
NetworkService::refusedPort(const Call &call, const FloatingIp &floating, const QString &portId)
{
    if (portId.isEmpty())
        return std::nullopt;
    const Port *port = world().state.ports.find(portId);
    if (port == nullptr || port->projectId != call.project())
        return fault(404, u"PortNotFound"_s, u"Port %1 could not be found."_s.arg(portId));
    for (const auto &other : world().state.floatingIps.rows()) {
        if (other->id != floating.id && other->portId == portId) {
            return fault(409, u"FloatingIPPortAlreadyAssociated"_s,
                         u"Cannot associate floating IP %1 (%2) with port %3 using fixed IP %4, as "
                         "that fixed IP already has a floating IP on external network %5."_s.arg(
                             floating.address, floating.id, portId, port->ip, floating.networkId));
        }
    }
    return std::nullopt;
}

HttpResponse NetworkService::addFloatingIp(Call &call)
{
    State &state = world().state;
    const QJsonObject wanted = call.body.value(u"floatingip").toObject();
    const QString networkId = wanted.value(u"floating_network_id").toString();
    if (networkId.isEmpty())
        return fault(400, u"HTTPBadRequest"_s,
                     u"Failed to parse request. Required attribute 'floating_network_id' not "
                     "specified"_s);
    if (!call.member())
        return fault(403, u"PolicyNotAuthorized"_s,
                     u"rule:create_floatingip is disallowed by policy"_s);
    const Network *network = state.networks.find(networkId);
    if (network == nullptr)
        return fault(404, u"NetworkNotFound"_s, u"Network %1 could not be found."_s.arg(networkId));
    if (!network->external)
        return fault(400, u"BadRequest"_s,
                     u"Bad floatingip request: Network %1 is not a valid external network."_s.arg(
                         networkId));
    const auto &rows = state.floatingIps.rows();
    if (std::count_if(rows.begin(), rows.end(), [&](const auto &row) {
            return row->projectId == call.project();
        }) >= floatingIpQuota)
        return fault(409, u"OverQuota"_s, u"Quota exceeded for resources: ['floatingip']."_s);
    FloatingIp floating;
    floating.id = world().uuid();
    floating.projectId = call.project();
    floating.networkId = networkId;
    floating.address = freeFloatingAddress(state);
    floating.created = world().now();
    if (floating.address.isEmpty())
        return fault(409, u"IpAddressGenerationFailure"_s,
                     u"No more IP addresses available on network %1."_s.arg(networkId));
    const QString portId = wanted.value(u"port_id").toString();
    if (auto refused = refusedPort(call, floating, portId))
        return *refused;
    FloatingIp &added = state.floatingIps.add(std::move(floating));
    associate(added, state.ports.find(portId));
    return HttpResponse::json(201, {{u"floatingip"_s, floatingIpBody(added)}});
}

void NetworkService::associate(FloatingIp &floating, const Port *port)
{
    State &state = world().state;
    // Nova lists a floating address among those of its server.
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
