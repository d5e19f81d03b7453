#include "demo/network/networkservice.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonValue networkTextOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// The common end of all of Neutron's rows.
void addCommon(QJsonObject &body, const QString &projectId, const QDateTime &created, int revision,
               const QDateTime &updated = {})
{
    body.insert(u"tenant_id"_s, projectId);
    body.insert(u"project_id"_s, projectId);
    body.insert(u"tags"_s, QJsonArray());
    body.insert(u"created_at"_s, isoZulu(created));
    body.insert(u"updated_at"_s, isoZulu(updated.isValid() ? updated : created));
    body.insert(u"revision_number"_s, revision);
}

/// Every address of the subnet that a port may have: without the network, gateway and broadcast
/// addresses.
QJsonArray allocationPools(const Subnet &subnet)
{
    const auto [network, length] = QHostAddress::parseSubnet(subnet.cidr);
    const quint32 size = quint32{1} << (32 - length);
    const quint32 first = network.toIPv4Address() + 1;
    const bool gatewayFirst = QHostAddress(subnet.gateway).toIPv4Address() == first;
    return {QJsonObject{{u"start"_s, QHostAddress(gatewayFirst ? first + 1 : first).toString()},
                        {u"end"_s, QHostAddress(network.toIPv4Address() + size - 2).toString()}}};
}

/// "192.0.2.9/24" as "192.0.2.0/24"; empty if it is empty.
QString normalizedCidr(const QString &prefix)
{
    if (prefix.isEmpty())
        return {};
    const auto [network, length] = QHostAddress::parseSubnet(prefix);
    return u"%1/%2"_s.arg(network.toString(), QString::number(length));
}

/// What a floating IP says about its port.
QJsonValue detailsOf(const Port &port)
{
    const bool used = !port.serverId.isEmpty();
    return QJsonObject{{u"name"_s, port.name},
                       {u"network_id"_s, port.networkId},
                       {u"mac_address"_s, port.mac},
                       {u"admin_state_up"_s, port.adminUp},
                       {u"status"_s, used && port.adminUp ? u"ACTIVE"_s : u"DOWN"_s},
                       {u"device_id"_s, port.serverId.isEmpty() ? u""_s : port.serverId},
                       {u"device_owner"_s, used ? u"compute:nova"_s : u""_s}};
}

/// A row with only the requested fields, or with all of them.
QJsonObject withFields(const QJsonObject &row, const Call &call)
{
    QJsonObject chosen;
    bool all = true;
    for (const auto &[key, value] : call.request.query) {
        if (key != u"fields" || value.isEmpty())
            continue;
        all = false;
        if (row.contains(value))
            chosen.insert(value, row.value(value));
    }
    return all ? row : chosen;
}

QJsonObject singular(const QString &collection, const QJsonObject &row)
{
    QString key = collection.chopped(1);
    key.replace(u'-', u'_');
    return {{key, row}};
}

struct NetworkQuota
{
    QString key;
    QString collection;
    int limit;
};

/// The defaults of Neutron.
const std::vector<NetworkQuota> &networkQuotas()
{
    static const std::vector<NetworkQuota> quotas{
        {u"network"_s, u"networks"_s, 100},
        {u"subnet"_s, u"subnets"_s, 100},
        {u"port"_s, u"ports"_s, 500},
        {u"router"_s, u"routers"_s, 10},
        {u"floatingip"_s, u"floatingips"_s, 50},
        {u"security_group"_s, u"security-groups"_s, 10},
        {u"security_group_rule"_s, u"security-group-rules"_s, 100}};
    return quotas;
}

} // namespace

int NetworkService::usedBy(const Call &call, const QString &collection) const
{
    const QJsonArray rows = rowsOf(collection, call);
    return static_cast<int>(std::ranges::count_if(rows, [&](const QJsonValue &row) {
        return row.toObject().value(u"project_id").toString() == call.project();
    }));
}

std::optional<HttpResponse> NetworkService::overQuota(const Call &call, const QString &key) const
{
    const auto quota = std::ranges::find(networkQuotas(), key, &NetworkQuota::key);
    if (usedBy(call, quota->collection) < quota->limit)
        return std::nullopt;
    return fault(409, u"OverQuota"_s, u"Quota exceeded for resources: ['%1']."_s.arg(key));
}

void NetworkService::addRoutes()
{
    for (const char *const name : {"networks", "subnets", "ports", "security-groups",
                                   "security-group-rules", "floatingips", "routers"}) {
        const QString collection = QString::fromLatin1(name);
        m_router.add("GET", QByteArray("v2.0/" + QByteArray(name)).constData(),
                     [this, collection](Call &call) {
                         return list(collection, rowsOf(collection, call), call);
                     });
        m_router.add("GET", QByteArray("v2.0/" + QByteArray(name) + "/{}").constData(),
                     [this, collection](Call &call) {
                         const QJsonArray rows = rowsOf(collection, call);
                         for (const auto &row : rows) {
                             if (row.toObject().value(u"id").toString() == call.parameters[0])
                                 return HttpResponse::json(
                                     200, singular(collection, withFields(row.toObject(), call)));
                         }
                         return rowNotFound(collection, call.parameters[0]);
                     });
    }
    m_router.add("GET", "v2.0/extensions", [](Call &) {
        QJsonArray rows;
        for (const QString &alias :
             {u"security-group"_s, u"router"_s, u"external-net"_s, u"quotas"_s, u"quota_details"_s,
              u"port-security"_s, u"standard-attr-timestamp"_s, u"standard-attr-tag"_s,
              u"pagination"_s, u"sorting"_s}) {
            rows.append(QJsonObject{{u"alias"_s, alias},
                                    {u"name"_s, alias},
                                    {u"description"_s, QString()},
                                    {u"updated"_s, u"2022-10-05T00:00:00-00:00"_s},
                                    {u"links"_s, QJsonArray()}});
        }
        return HttpResponse::json(200, {{u"extensions"_s, rows}});
    });
    m_router.add("GET", "v2.0/extensions/{}", [](Call &call) {
        return HttpResponse::json(
            404, {{u"code"_s, u"404 Not Found"_s},
                  {u"title"_s, u"Not Found"_s},
                  {u"message"_s,
                   QString(u"The resource could not be found.<br /><br />\nExtension with alias " +
                           call.parameters[0] + u" does not exist\n\n")}});
    });
    m_router.add("GET", "v2.0/availability_zones", [](Call &) {
        return HttpResponse::json(200, {{u"availability_zones"_s, QJsonArray()}});
    });
    const auto quota = [this](Call &call, bool detail) {
        if (call.parameters[0] != call.project() && detail)
            return fault(403, u"AdminRequired"_s,
                         u"User does not have admin privileges: Only admin is authorized to "
                         "access quotas for another project."_s);
        if (call.parameters[0] != call.project())
            return disallowed(u"get_quota"_s);
        QJsonObject body;
        for (const NetworkQuota &one : networkQuotas()) {
            body.insert(one.key,
                        detail ? QJsonValue(QJsonObject{{u"limit"_s, one.limit},
                                                        {u"used"_s, usedBy(call, one.collection)},
                                                        {u"reserved"_s, 0}})
                               : QJsonValue(one.limit));
        }
        return HttpResponse::json(200, {{u"quota"_s, body}});
    };
    m_router.add("GET", "v2.0/quotas/{}", [quota](Call &call) { return quota(call, false); });
    m_router.add("GET", "v2.0/quotas/{}/default",
                 [quota](Call &call) { return quota(call, false); });
    m_router.add("GET", "v2.0/quotas/{}/details.json",
                 [quota](Call &call) { return quota(call, true); });
    m_router.add("GET", "v2.0/quotas/{}/details",
                 [quota](Call &call) { return quota(call, true); });
}

QJsonArray NetworkService::rowsOf(const QString &collection, const Call &call) const
{
    QJsonArray rows;
    const QString project = call.project();
    const State &all = state();
    if (collection == u"networks") {
        for (const auto &row : all.networks.rows()) {
            if (row->isVisibleTo(project))
                rows.append(networkBody(*row, project));
        }
    } else if (collection == u"subnets") {
        for (const auto &row : all.subnets.rows()) {
            const Network *network = all.networks.find(row->networkId);
            if (row->projectId == project || (network != nullptr && network->isUsableBy(project)))
                rows.append(subnetBody(*row));
        }
    } else if (collection == u"ports") {
        const QString device = call.argument(u"device_id");
        for (const auto &row : all.ports.rows()) {
            if (row->projectId == project &&
                (device.isEmpty() || row->serverId == device || row->routerId == device))
                rows.append(portBody(*row));
        }
    } else if (collection == u"floatingips") {
        for (const auto &row : all.floatingIps.rows()) {
            if (row->projectId == project)
                rows.append(floatingIpBody(*row));
        }
    } else if (collection == u"routers") {
        for (const auto &row : all.routers.rows()) {
            if (row->projectId == project)
                rows.append(routerBody(*row));
        }
    } else {
        for (const auto &group : all.securityGroups.rows()) {
            if (group->projectId != project)
                continue;
            if (collection == u"security-groups")
                rows.append(groupBody(*group));
            for (const SecurityGroupRule &rule : group->rules) {
                if (collection == u"security-group-rules")
                    rows.append(ruleBody(*group, rule));
            }
        }
    }
    return rows;
}

QJsonObject NetworkService::networkBody(const Network &network, const QString &project)
{
    QJsonObject body{{u"id"_s, network.id},
                     {u"name"_s, network.name},
                     {u"admin_state_up"_s, true},
                     {u"mtu"_s, 1500},
                     {u"status"_s, u"ACTIVE"_s},
                     {u"subnets"_s, QJsonArray{network.subnetId}},
                     {u"shared"_s, network.sharedWith == project},
                     {u"availability_zone_hints"_s, QJsonArray()},
                     {u"availability_zones"_s, QJsonArray()},
                     {u"ipv4_address_scope"_s, QJsonValue::Null},
                     {u"ipv6_address_scope"_s, QJsonValue::Null},
                     {u"description"_s, QString()},
                     {u"port_security_enabled"_s, true}};
    // `router:external` is for the network's own project only (Neutron's default policy since
    // Wallaby), and external networks belong to an administrator's. Others recognize them by this
    // key.
    if (network.external)
        body.insert(u"is_default"_s, false);
    addCommon(body, network.projectId, network.created, 2);
    return body;
}

QJsonObject NetworkService::subnetBody(const Subnet &subnet)
{
    QJsonObject body{{u"id"_s, subnet.id},
                     {u"name"_s, subnet.name},
                     {u"network_id"_s, subnet.networkId},
                     {u"ip_version"_s, 4},
                     {u"subnetpool_id"_s, QJsonValue::Null},
                     {u"enable_dhcp"_s, true},
                     {u"ipv6_ra_mode"_s, QJsonValue::Null},
                     {u"ipv6_address_mode"_s, QJsonValue::Null},
                     {u"gateway_ip"_s, networkTextOrNull(subnet.gateway)},
                     {u"cidr"_s, subnet.cidr},
                     {u"allocation_pools"_s, allocationPools(subnet)},
                     {u"host_routes"_s, QJsonArray()},
                     {u"dns_nameservers"_s, QJsonArray()},
                     {u"service_types"_s, QJsonArray()},
                     {u"description"_s, QString()}};
    addCommon(body, subnet.projectId, subnet.created, 0);
    return body;
}

QJsonObject NetworkService::portBody(const Port &port)
{
    const bool ofRouter = !port.routerId.isEmpty();
    const QString device = ofRouter ? port.routerId : port.serverId;
    const QString owner = device.isEmpty() ? u""_s
                          : ofRouter       ? u"network:router_interface"_s
                                           : u"compute:nova"_s;
    QJsonArray fixed;
    for (const QString &address : addressesOf(port))
        fixed.append(QJsonObject{{u"subnet_id"_s, port.subnetId}, {u"ip_address"_s, address}});
    QJsonObject body{{u"id"_s, port.id},
                     {u"name"_s, port.name},
                     {u"network_id"_s, port.networkId},
                     {u"mac_address"_s, port.mac},
                     {u"admin_state_up"_s, port.adminUp},
                     {u"status"_s, device.isEmpty() || !port.adminUp ? u"DOWN"_s : u"ACTIVE"_s},
                     {u"device_id"_s, device.isEmpty() ? u""_s : device},
                     {u"device_owner"_s, owner},
                     {u"fixed_ips"_s, fixed},
                     {u"allowed_address_pairs"_s, QJsonArray()},
                     {u"extra_dhcp_opts"_s, QJsonArray()},
                     {u"security_groups"_s, QJsonArray::fromStringList(port.securityGroups)},
                     {u"description"_s, port.description},
                     {u"binding:vnic_type"_s, u"normal"_s},
                     {u"port_security_enabled"_s, !ofRouter}};
    addCommon(body, port.projectId, port.created, port.revision);
    return body;
}

QJsonObject NetworkService::ruleBody(const SecurityGroup &group, const SecurityGroupRule &rule)
{
    const auto orNull = [](const std::optional<int> &port) {
        return port ? QJsonValue(*port) : QJsonValue(QJsonValue::Null);
    };
    const QJsonValue prefix = networkTextOrNull(rule.remotePrefix);
    QJsonObject body{{u"id"_s, rule.id},
                     {u"security_group_id"_s, group.id},
                     {u"ethertype"_s, rule.ethertype},
                     {u"direction"_s, rule.direction},
                     {u"protocol"_s, networkTextOrNull(rule.protocol)},
                     {u"port_range_min"_s, orNull(rule.portMin)},
                     {u"port_range_max"_s, orNull(rule.portMax)},
                     {u"remote_ip_prefix"_s, prefix},
                     {u"remote_address_group_id"_s, QJsonValue::Null},
                     {u"normalized_cidr"_s, networkTextOrNull(normalizedCidr(rule.remotePrefix))},
                     {u"remote_group_id"_s, networkTextOrNull(rule.remoteGroupId)},
                     {u"description"_s, valueOrNull(rule.description)}};
    addCommon(body, group.projectId, rule.created.isValid() ? rule.created : group.created, 0);
    body.remove(u"tags"_s);
    return body;
}

QJsonObject NetworkService::groupBody(const SecurityGroup &group)
{
    QJsonArray rules;
    for (const SecurityGroupRule &rule : group.rules) {
        QJsonObject row = ruleBody(group, rule);
        // Neutron shows these only within a group.
        row.insert(u"standard_attr_id"_s, 10);
        row.insert(u"tags"_s, QJsonArray());
        rules.append(row);
    }
    QJsonObject body{{u"id"_s, group.id},
                     {u"name"_s, group.name},
                     {u"stateful"_s, group.stateful},
                     {u"description"_s, group.description},
                     {u"shared"_s, false},
                     {u"security_group_rules"_s, rules}};
    addCommon(body, group.projectId, group.created, group.revision, group.updated);
    return body;
}

QJsonObject NetworkService::floatingIpBody(const FloatingIp &floating) const
{
    const Port *port = state().ports.find(floating.portId);
    const NetworkRouter *router =
        port ? routerBetween(port->subnetId, floating.networkId) : nullptr;
    QJsonObject body{{u"id"_s, floating.id},
                     {u"floating_ip_address"_s, floating.address},
                     {u"floating_network_id"_s, floating.networkId},
                     {u"router_id"_s, networkTextOrNull(router ? router->id : QString())},
                     {u"port_id"_s, networkTextOrNull(floating.portId)},
                     {u"fixed_ip_address"_s, networkTextOrNull(floating.fixedAddress)},
                     {u"status"_s, floating.status},
                     {u"description"_s, floating.description},
                     {u"port_details"_s, port ? detailsOf(*port) : QJsonValue(QJsonValue::Null)}};
    addCommon(body, floating.projectId, floating.created, 1);
    return body;
}

QJsonObject NetworkService::routerBody(const NetworkRouter &router)
{
    const QJsonObject gateway{
        {u"network_id"_s, router.networkId},
        {u"enable_snat"_s, true},
        {u"external_fixed_ips"_s, QJsonArray{QJsonObject{{u"ip_address"_s, router.address}}}}};
    QJsonObject body{{u"id"_s, router.id},
                     {u"name"_s, router.name},
                     {u"admin_state_up"_s, true},
                     {u"status"_s, u"ACTIVE"_s},
                     {u"external_gateway_info"_s, gateway},
                     {u"availability_zone_hints"_s, QJsonArray()},
                     {u"availability_zones"_s, QJsonArray()},
                     {u"description"_s, QString()},
                     {u"routes"_s, QJsonArray()},
                     {u"flavor_id"_s, QJsonValue::Null}};
    addCommon(body, router.projectId, router.created, 3);
    return body;
}

} // namespace oriel::demo
