#include "demo/network/attributes.h"
#include "demo/network/networkservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

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

const Attributes &floatingIpAttributes()
{
    static const QJsonValue none(QJsonValue::Null);
    static const Attributes attributes{
        u"floatingip"_s,
        {{.name = u"id"_s, .post = false, .put = false},
         {.name = u"floating_ip_address"_s,
          .check = Attribute::address(),
          .put = false,
          .preset = none},
         {.name = u"subnet_id"_s, .check = Attribute::uuidOrNull(), .put = false},
         {.name = u"floating_network_id"_s,
          .check = Attribute::uuid(),
          .put = false,
          .required = true},
         {.name = u"router_id"_s, .post = false, .put = false},
         {.name = u"port_id"_s, .check = Attribute::uuidOrNull()},
         {.name = u"fixed_ip_address"_s, .check = Attribute::address()},
         {.name = u"description"_s, .check = Attribute::text(), .preset = u""_s},
         {.name = u"status"_s, .post = false, .put = false}}};
    return attributes;
}

} // namespace

void NetworkService::addFloatingIpRoutes()
{
    m_router.add("POST", "v2.0/floatingips", [this](Call &call) { return addFloatingIp(call); });
    m_router.add("PUT", "v2.0/floatingips/{}",
                 [this](Call &call) { return changeFloatingIp(call); });
    m_router.add("DELETE", "v2.0/floatingips/{}", [this](Call &call) {
        FloatingIp *floating = world().state.floatingIps.find(call.parameters[0]);
        if (floating == nullptr || floating->projectId != call.project())
            return floatingIpNotFound(call.parameters[0]);
        if (!call.member())
            return disallowed(u"delete_floatingip"_s);
        associate(*floating, nullptr);
        world().state.floatingIps.remove(floating->id);
        return HttpResponse::empty(204);
    });
}

HttpResponse NetworkService::floatingIpNotFound(const QString &id)
{
    return fault(404, u"FloatingIPNotFound"_s, u"Floating IP %1 could not be found"_s.arg(id));
}

const NetworkRouter *NetworkService::routerBetween(const QString &subnetId,
                                                   const QString &networkId) const
{
    const auto &rows = state().routers.rows();
    const auto found = std::ranges::find_if(rows, [&](const auto &router) {
        return router->networkId == networkId && router->subnetIds.contains(subnetId);
    });
    return found == rows.end() ? nullptr : found->get();
}

std::optional<HttpResponse> NetworkService::refusedPort(const Call &call,
                                                        const FloatingIp &floating,
                                                        const QString &portId,
                                                        const QString &fixedAddress) const
{
    const auto bad = [](const QString &message) {
        return fault(400, u"BadRequest"_s, u"Bad floatingip request: %1."_s.arg(message));
    };
    if (portId.isEmpty() && !fixedAddress.isEmpty())
        return bad(u"fixed_ip_address cannot be specified without a port_id"_s);
    if (portId.isEmpty())
        return std::nullopt;
    const Port *port = state().ports.find(portId);
    if (port == nullptr || port->projectId != call.project())
        return fault(404, u"PortNotFound"_s, u"Port %1 could not be found."_s.arg(portId));
    if (!fixedAddress.isEmpty() && !addressesOf(*port).contains(fixedAddress))
        return bad(u"Port %1 does not have fixed ip %2"_s.arg(portId, fixedAddress));
    if (routerBetween(port->subnetId, floating.networkId) == nullptr)
        return fault(404, u"ExternalGatewayForFloatingIPNotFound"_s,
                     u"External network %1 is not reachable from subnet %2.  Therefore, cannot "
                     "associate Port %3 with a Floating IP."_s.arg(floating.networkId,
                                                                   port->subnetId, portId));
    for (const auto &other : state().floatingIps.rows()) {
        if (other->id != floating.id && other->portId == portId)
            return fault(409, u"FloatingIPPortAlreadyAssociated"_s,
                         u"Cannot associate floating IP %1 (%2) with port %3 using fixed IP %4, as "
                         "that fixed IP already has a floating IP on external network %5."_s.arg(
                             floating.address, floating.id, portId, port->ip, floating.networkId));
    }
    return std::nullopt;
}

HttpResponse NetworkService::addFloatingIp(Call &call)
{
    const auto read = floatingIpAttributes().read(call.body, true);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    const auto &values = std::get<QJsonObject>(read);
    const QString networkId = values.value(u"floating_network_id").toString();
    if (!call.member())
        return disallowed(u"create_floatingip"_s);
    // Only administrators may choose the address.
    if (!values.value(u"floating_ip_address").isNull())
        return fault(403, u"PolicyNotAuthorized"_s,
                     u"(rule:create_floatingip and rule:create_floatingip:floating_ip_address) is "
                     "disallowed by policy"_s);
    const Network *network = state().networks.find(networkId);
    if (network == nullptr)
        return fault(404, u"NetworkNotFound"_s, u"Network %1 could not be found."_s.arg(networkId));
    if (auto refused = overQuota(call, u"floatingip"_s))
        return *refused;
    if (!network->external)
        return fault(400, u"BadRequest"_s,
                     u"Bad floatingip request: Network %1 is not a valid external network."_s.arg(
                         networkId));
    FloatingIp floating;
    floating.id = world().uuid();
    floating.projectId = call.project();
    floating.networkId = networkId;
    floating.address = freeFloatingAddress(state());
    floating.description = values.value(u"description").toString();
    floating.created = world().now();
    floating.status = u"DOWN"_s;
    if (floating.address.isEmpty())
        return fault(409, u"IpAddressGenerationFailure"_s,
                     u"No more IP addresses available on network %1."_s.arg(networkId));
    const QString portId = values.value(u"port_id").toString();
    if (auto refused =
            refusedPort(call, floating, portId, values.value(u"fixed_ip_address").toString()))
        return *refused;
    FloatingIp &added = state().floatingIps.add(std::move(floating));
    associate(added, state().ports.find(portId));
    return HttpResponse::json(201, {{u"floatingip"_s, floatingIpBody(added)}});
}

HttpResponse NetworkService::changeFloatingIp(Call &call)
{
    const auto read = floatingIpAttributes().read(call.body, false);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    FloatingIp *floating = state().floatingIps.find(call.parameters[0]);
    if (floating == nullptr || floating->projectId != call.project())
        return floatingIpNotFound(call.parameters[0]);
    if (!call.member())
        return disallowed(u"update_floatingip"_s);
    const auto &values = std::get<QJsonObject>(read);
    const QString fixed = values.value(u"fixed_ip_address").toString();
    const QString portId = values.value(u"port_id").toString();
    if (values.contains(u"port_id") || !fixed.isEmpty()) {
        if (auto refused = refusedPort(call, *floating, portId, fixed))
            return *refused;
        associate(*floating, state().ports.find(portId));
    }
    floating->description = values.value(u"description").toString(floating->description);
    return HttpResponse::json(200, {{u"floatingip"_s, floatingIpBody(*floating)}});
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
    // The router's agent reports the status a moment after the answer.
    world().later(std::chrono::milliseconds(300), [&state, id = floating.id] {
        if (FloatingIp *row = state.floatingIps.find(id))
            row->status = row->portId.isEmpty() ? u"DOWN"_s : u"ACTIVE"_s;
    });
    Server *server = port ? state.servers.find(port->serverId) : nullptr;
    if (server == nullptr)
        return;
    const Network *network = state.networks.find(port->networkId);
    server->addresses.push_back(
        {network ? network->name : QString(), floating.address, port->mac, true});
    server->updated = world().now();
}

} // namespace oriel::demo
