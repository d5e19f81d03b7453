#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonObject interfaceBody(const Port &port, int micro)
{
    QJsonArray fixed;
    for (const QString &address : addressesOf(port))
        fixed.append(QJsonObject{{u"subnet_id"_s, port.subnetId}, {u"ip_address"_s, address}});
    QJsonObject body{{u"net_id"_s, port.networkId},
                     {u"port_id"_s, port.id},
                     {u"mac_addr"_s, port.mac},
                     {u"port_state"_s, port.adminUp ? u"ACTIVE"_s : u"DOWN"_s},
                     {u"fixed_ips"_s, fixed}};
    if (micro >= 70)
        body.insert(u"tag"_s, QJsonValue::Null);
    return body;
}

} // namespace

void ComputeService::addInterfaceRoutes()
{
    m_router.add("GET", "v2.1/servers/{}/os-interface", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        QJsonArray rows;
        for (const auto &port : state().ports.rows()) {
            if (port->serverId == server->id)
                rows.append(interfaceBody(*port, call.microversion));
        }
        return HttpResponse::json(200, {{u"interfaceAttachments"_s, rows}});
    });
    m_router.add("GET", "v2.1/servers/{}/os-interface/{}", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        const Port *port = state().ports.find(call.parameters[1]);
        if (port == nullptr || port->projectId != call.project())
            return fault(404, u"Port id %1 could not be found."_s.arg(call.parameters[1]));
        if (port->serverId != server->id)
            return fault(
                404, u"Instance %1 does not have a port with id %2"_s.arg(server->id, port->id));
        return HttpResponse::json(
            200, {{u"interfaceAttachment"_s, interfaceBody(*port, call.microversion)}});
    });
    m_router.add("POST", "v2.1/servers/{}/os-interface",
                 [this](Call &call) { return attachInterface(call); },
                 {.body = &computeschemas::attachInterface});
    m_router.add("DELETE", "v2.1/servers/{}/os-interface/{}",
                 [this](Call &call) { return detachInterface(call); });
}

HttpResponse ComputeService::attachInterface(Call &call)
{
    Server *server = serverOf(call, call.parameters[0]);
    if (server == nullptr)
        return instanceNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"os-attach-interfaces:create"_s);
    const QJsonObject wanted = call.body.value(u"interfaceAttachment").toObject();
    const QString networkId = wanted.value(u"net_id").toString();
    const QString portId = wanted.value(u"port_id").toString();
    const QString address =
        wanted.value(u"fixed_ips").toArray().first().toObject().value(u"ip_address").toString();
    if (!networkId.isEmpty() && !portId.isEmpty())
        return fault(400, u"Must not input both network_id and port_id"_s);
    if (!address.isEmpty() && networkId.isEmpty())
        return fault(400, u"Must input network_id when request IP address"_s);
    if (server->locked)
        return fault(409, u"Instance %1 is locked"_s.arg(server->id));
    if (const auto refused =
            wrongState(u"attach_interface"_s, *server, {u"active"_s, u"paused"_s, u"stopped"_s}))
        return *refused;
    m_lifecycle.beginAction(*server, u"attach_interface"_s, call.requestId, call.token->userId,
                            u"compute_attach_interface"_s);
    auto port =
        portId.isEmpty() ? newPort(call, *server, networkId, address) : freePort(call, portId);
    if (auto *refused = std::get_if<HttpResponse>(&port)) {
        m_lifecycle.finishAction(*server, call.requestId, false);
        return *refused;
    }
    Port &attached = *std::get<Port *>(port);
    attached.serverId = server->id;
    ++attached.revision;
    world().updateAddressesOf(attached);
    world().updateGroupsOf(*server);
    server->updated = world().now();
    m_lifecycle.finishAction(*server, call.requestId);
    return HttpResponse::json(
        200, {{u"interfaceAttachment"_s, interfaceBody(attached, call.microversion)}});
}

std::variant<Port *, HttpResponse> ComputeService::freePort(const Call &call, const QString &id)
{
    Port *port = state().ports.find(id);
    if (port == nullptr || port->projectId != call.project())
        return fault(404, u"Port id %1 could not be found."_s.arg(id));
    if (!port->serverId.isEmpty() || !port->routerId.isEmpty())
        return fault(409, u"Port %1 is still in use."_s.arg(id));
    return port;
}

std::variant<Port *, HttpResponse> ComputeService::newPort(const Call &call, const Server &server,
                                                           const QString &networkId,
                                                           const QString &address)
{
    std::vector<const Network *> possible;
    for (const auto &network : state().networks.rows()) {
        const bool own = network->isUsableBy(call.project());
        if (networkId.isEmpty() ? network->projectId == call.project() && !network->external
                                : network->id == networkId && (own || network->external))
            possible.push_back(network.get());
    }
    if (possible.empty())
        return networkId.isEmpty()
                   ? fault(400, u"No specific network was requested and none are available for "
                                "project '%1'."_s.arg(call.project()))
                   : fault(404, u"Network %1 could not be found."_s.arg(networkId));
    if (possible.size() > 1)
        return fault(400, u"More than one possible network found. Specify network ID(s) to select "
                          "which one(s) to connect to."_s);
    const Network &network = *possible.front();
    if (network.external && !network.isUsableBy(call.project()))
        return fault(403, u"It is not allowed to create an interface on external network %1"_s.arg(
                              network.id));
    const bool taken = std::ranges::any_of(state().ports.rows(), [&](const auto &port) {
        return port->networkId == network.id && addressesOf(*port).contains(address);
    });
    if (taken)
        return fault(409, u"Fixed IP address %1 is already in use on instance %2."_s.arg(
                              address, server.id));
    Port port;
    port.id = world().uuid();
    port.networkId = network.id;
    port.subnetId = network.subnetId;
    port.projectId = call.project();
    port.mac = world().macAddress();
    port.ip = address.isEmpty() ? world().freeAddress(network) : address;
    port.created = world().now();
    for (const auto &group : state().securityGroups.rows()) {
        if (group->projectId == call.project() && group->name == u"default")
            port.securityGroups.append(group->id);
    }
    return &state().ports.add(std::move(port));
}

HttpResponse ComputeService::detachInterface(Call &call)
{
    Server *server = serverOf(call, call.parameters[0]);
    if (server == nullptr)
        return instanceNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"os-attach-interfaces:delete"_s);
    if (server->locked)
        return fault(409, u"Instance %1 is locked"_s.arg(server->id));
    if (const auto refused =
            wrongState(u"detach_interface"_s, *server, {u"active"_s, u"paused"_s, u"stopped"_s}))
        return *refused;
    m_lifecycle.beginAction(*server, u"detach_interface"_s, call.requestId, call.token->userId,
                            u"compute_detach_interface"_s);
    const bool fails = world().faults.takeActionFailure(u"detach_interface"_s);
    world().later(1500ms, [this, fails, id = server->id, portId = call.parameters[1],
                           request = call.requestId] {
        Server *row = state().servers.find(id);
        Port *port = state().ports.find(portId);
        if (row == nullptr)
            return;
        if (fails || port == nullptr || port->serverId != id) {
            m_lifecycle.finishAction(
                *row, request, false,
                fails ? u"Failed to detach network adapter device from %1"_s.arg(id)
                      : u"Port %1 is not attached"_s.arg(portId));
            return;
        }
        unplug(*row, *port);
        m_lifecycle.finishAction(*row, request);
    });
    return accepted();
}

/// Nova deletes what it has made, and keeps the ports of users.
void ComputeService::unplug(Server &server, Port &port)
{
    std::erase_if(server.addresses,
                  [&](const Address &address) { return address.mac == port.mac; });
    port.serverId.clear();
    ++port.revision;
    if (!port.madeByUser) {
        for (const auto &floating : state().floatingIps.rows()) {
            if (floating->portId != port.id)
                continue;
            floating->portId.clear();
            floating->fixedAddress.clear();
            floating->status = u"DOWN"_s;
        }
        state().ports.remove(port.id);
    }
    world().updateGroupsOf(server);
    server.updated = world().now();
}

} // namespace oriel::demo
