#include "demo/network/attributes.h"
#include "demo/network/networkservice.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

const Attributes &portAttributes()
{
    static const Attributes attributes{
        u"port"_s,
        {{.name = u"id"_s, .post = false, .put = false},
         {.name = u"name"_s, .check = Attribute::text(), .preset = u""_s},
         {.name = u"description"_s, .check = Attribute::text(), .preset = u""_s},
         {.name = u"network_id"_s, .check = Attribute::uuid(), .put = false, .required = true},
         {.name = u"admin_state_up"_s, .check = Attribute::boolean(), .preset = true},
         {.name = u"mac_address"_s},
         {.name = u"fixed_ips"_s},
         {.name = u"security_groups"_s, .check = Attribute::uuids()},
         {.name = u"port_security_enabled"_s, .check = Attribute::boolean()},
         {.name = u"status"_s, .post = false, .put = false}}};
    return attributes;
}

} // namespace

std::optional<HttpResponse> NetworkService::refusedGroups(const Call &call,
                                                          const QStringList &ids) const
{
    QSet<bool> kinds;
    for (const QString &id : ids) {
        const SecurityGroup *group = groupOf(call, id);
        if (group == nullptr)
            return rowNotFound(u"security-groups"_s, id);
        kinds.insert(group->stateful);
    }
    if (kinds.size() < 2)
        return std::nullopt;
    return fault(409, u"SecurityGroupConflict"_s,
                 u"Error Cannot apply both stateful and stateless security groups on the same port "
                 "at the same time while attempting the operation."_s);
}

std::variant<QString, HttpResponse> NetworkService::addressFor(const Network &network,
                                                               const QJsonValue &fixedIps) const
{
    const Subnet *subnet = state().subnets.find(network.subnetId);
    const QString wanted = fixedIps.toArray().first().toObject().value(u"ip_address").toString();
    const auto taken = [&](const QString &address) {
        return std::ranges::any_of(state().ports.rows(), [&](const auto &port) {
            return port->networkId == network.id && addressesOf(*port).contains(address);
        });
    };
    if (wanted.isEmpty())
        return world().freeAddress(network);
    if (!QHostAddress(wanted).isInSubnet(QHostAddress::parseSubnet(subnet->cidr)))
        return fault(400, u"InvalidIpForNetwork"_s,
                     u"IP address %1 is not a valid IP for any of the subnets on the specified "
                     "network."_s.arg(wanted));
    if (taken(wanted))
        return fault(409, u"IpAddressAlreadyAllocated"_s,
                     u"IP address %1 already allocated in subnet %2"_s.arg(wanted, subnet->id));
    return wanted;
}

void NetworkService::addPortRoutes()
{
    m_router.add("POST", "v2.0/ports", [this](Call &call) { return addPort(call); });
    m_router.add("PUT", "v2.0/ports/{}", [this](Call &call) { return changePort(call); });
    m_router.add("DELETE", "v2.0/ports/{}", [this](Call &call) {
        if (auto refused = refusedIfMatch(call))
            return *refused;
        const Port *port = state().ports.find(call.parameters[0]);
        if (port == nullptr || port->projectId != call.project())
            return rowNotFound(u"ports"_s, call.parameters[0]);
        if (!call.member())
            return disallowed(u"delete_port"_s);
        if (auto refused = refusedRevision(call, port->revision))
            return *refused;
        if (!port->routerId.isEmpty())
            return fault(409, u"ServicePortInUse"_s,
                         u"Port %1 cannot be deleted directly via the port API: has device owner "
                         "network:router_interface."_s.arg(port->id));
        for (const auto &floating : state().floatingIps.rows()) {
            if (floating->portId == port->id)
                associate(*floating, nullptr);
        }
        Server *server = state().servers.find(port->serverId);
        if (server != nullptr)
            std::erase_if(server->addresses,
                          [&](const Address &address) { return address.mac == port->mac; });
        state().ports.remove(port->id);
        if (server != nullptr)
            world().updateGroupsOf(*server);
        return HttpResponse::empty(204);
    });
}

HttpResponse NetworkService::addPort(Call &call)
{
    const auto read = portAttributes().read(call.body, true);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    if (!call.member())
        return disallowed(u"create_port"_s);
    const auto &values = std::get<QJsonObject>(read);
    const QString networkId = values.value(u"network_id").toString();
    const Network *network = state().networks.find(networkId);
    if (network == nullptr || !network->isVisibleTo(call.project()))
        return rowNotFound(u"networks"_s, networkId);
    // Only the owner of the network may choose an address.
    if (!values.value(u"fixed_ips").toArray().isEmpty() && network->projectId != call.project())
        return fault(403, u"PolicyNotAuthorized"_s,
                     u"(rule:create_port and (rule:create_port:fixed_ips and "
                     "(rule:create_port:fixed_ips:ip_address))) is disallowed by policy"_s);
    if (auto refused = overQuota(call, u"port"_s))
        return *refused;
    Port port;
    port.securityGroups = values.value(u"security_groups").toVariant().toStringList();
    if (!values.contains(u"security_groups")) {
        for (const auto &group : state().securityGroups.rows()) {
            if (group->projectId == call.project() && group->name == u"default")
                port.securityGroups.append(group->id);
        }
    }
    if (auto refused = refusedGroups(call, port.securityGroups))
        return *refused;
    const auto address = addressFor(*network, values.value(u"fixed_ips"));
    if (const auto *refused = std::get_if<HttpResponse>(&address))
        return *refused;
    port.id = world().uuid();
    port.networkId = networkId;
    port.subnetId = network->subnetId;
    port.projectId = call.project();
    port.mac = world().macAddress();
    port.ip = std::get<QString>(address);
    port.name = values.value(u"name").toString();
    port.description = values.value(u"description").toString();
    port.adminUp = values.value(u"admin_state_up").toBool();
    port.madeByUser = true;
    port.created = world().now();
    const Port &added = state().ports.add(std::move(port));
    return HttpResponse::json(201, {{u"port"_s, portBody(added)}});
}

/// The whole list: addresses of the port that are in it stay.
std::optional<HttpResponse> NetworkService::changeAddresses(const Call &call, Port &port,
                                                            const QJsonArray &fixedIps)
{
    const Network *network = state().networks.find(port.networkId);
    QStringList addresses;
    for (const auto &entry : fixedIps) {
        const QString wanted = entry.toObject().value(u"ip_address").toString();
        if (addressesOf(port).contains(wanted)) {
            addresses.append(wanted);
            continue;
        }
        if (!wanted.isEmpty() && network->projectId != call.project())
            return fault(403, u"PolicyNotAuthorized"_s,
                         u"(rule:update_port and (rule:update_port:fixed_ips and "
                         "(rule:update_port:fixed_ips:ip_address))) is disallowed by policy"_s);
        const auto address = addressFor(*network, QJsonArray{entry});
        if (const auto *refused = std::get_if<HttpResponse>(&address))
            return *refused;
        addresses.append(std::get<QString>(address));
    }
    port.ip = addresses.value(0);
    port.moreIps = addresses.mid(1);
    for (const auto &floating : state().floatingIps.rows()) {
        if (floating->portId == port.id && !addresses.contains(floating->fixedAddress))
            associate(*floating, nullptr);
    }
    world().updateAddressesOf(port);
    return std::nullopt;
}

HttpResponse NetworkService::changePort(Call &call)
{
    const auto read = portAttributes().read(call.body, false);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    if (auto refused = refusedIfMatch(call))
        return *refused;
    Port *port = state().ports.find(call.parameters[0]);
    if (port == nullptr || port->projectId != call.project())
        return rowNotFound(u"ports"_s, call.parameters[0]);
    if (!call.member())
        return disallowed(u"update_port"_s);
    if (auto refused = refusedRevision(call, port->revision))
        return *refused;
    const auto &values = std::get<QJsonObject>(read);
    if (values.contains(u"security_groups")) {
        const QStringList groups = values.value(u"security_groups").toVariant().toStringList();
        if (auto refused = refusedGroups(call, groups))
            return *refused;
        port->securityGroups = groups;
    }
    if (values.contains(u"fixed_ips")) {
        if (auto refused = changeAddresses(call, *port, values.value(u"fixed_ips").toArray()))
            return *refused;
    }
    port->name = values.value(u"name").toString(port->name);
    port->description = values.value(u"description").toString(port->description);
    port->adminUp = values.value(u"admin_state_up").toBool(port->adminUp);
    ++port->revision;
    if (Server *server = state().servers.find(port->serverId)) {
        world().updateGroupsOf(*server);
        server->updated = world().now();
    }
    return HttpResponse::json(200, {{u"port"_s, portBody(*port)}});
}

} // namespace oriel::demo
