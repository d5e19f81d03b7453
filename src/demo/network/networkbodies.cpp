#include "demo/network/networkservice.h"

#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonValue networkTextOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// What every row of neutron ends with.
void addCommon(QJsonObject &body, const QString &projectId, const QDateTime &created, int revision)
{
    body.insert(u"tenant_id"_qs, projectId);
    body.insert(u"project_id"_qs, projectId);
    body.insert(u"tags"_qs, QJsonArray());
    body.insert(u"created_at"_qs, isoZulu(created));
    body.insert(u"updated_at"_qs, isoZulu(created));
    body.insert(u"revision_number"_qs, revision);
}

/// Every address of the subnet that a port may have: neither its own, nor the gateway's in front,
/// nor the broadcast address.
QJsonArray allocationPools(const Subnet &subnet)
{
    const auto [network, length] = QHostAddress::parseSubnet(subnet.cidr);
    const quint32 size = quint32{1} << (32 - length);
    const quint32 first = network.toIPv4Address() + 1;
    const bool gatewayFirst = QHostAddress(subnet.gateway).toIPv4Address() == first;
    return {QJsonObject{{u"start"_qs, QHostAddress(gatewayFirst ? first + 1 : first).toString()},
                        {u"end"_qs, QHostAddress(network.toIPv4Address() + size - 2).toString()}}};
}

/// A row with the fields asked for only, or with all of them.
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

} // namespace

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
             {u"security-group"_qs, u"router"_qs, u"external-net"_qs, u"quotas"_qs,
              u"quota_details"_qs, u"port-security"_qs, u"standard-attr-timestamp"_qs,
              u"standard-attr-tag"_qs, u"pagination"_qs, u"sorting"_qs}) {
            rows.append(QJsonObject{{u"alias"_qs, alias},
                                    {u"name"_qs, alias},
                                    {u"description"_qs, QString()},
                                    {u"updated"_qs, u"2022-10-05T00:00:00-00:00"_qs},
                                    {u"links"_qs, QJsonArray()}});
        }
        return HttpResponse::json(200, {{u"extensions"_qs, rows}});
    });
    m_router.add("GET", "v2.0/extensions/{}", [](Call &call) {
        return HttpResponse::json(
            404, {{u"code"_qs, u"404 Not Found"_qs},
                  {u"title"_qs, u"Not Found"_qs},
                  {u"message"_qs,
                   QString(u"The resource could not be found.<br /><br />\nExtension with alias " +
                           call.parameters[0] + u" does not exist\n\n")}});
    });
    m_router.add("GET", "v2.0/availability_zones", [](Call &) {
        return HttpResponse::json(200, {{u"availability_zones"_qs, QJsonArray()}});
    });
    const auto quota = [this](Call &call, bool detail) {
        if (call.parameters[0] != call.project() && detail)
            return fault(403, u"AdminRequired"_qs,
                         u"User does not have admin privileges: Only admin is authorized to "
                         "access quotas for another project."_qs);
        if (call.parameters[0] != call.project())
            return fault(403, u"PolicyNotAuthorized"_qs,
                         u"rule:get_quota is disallowed by policy"_qs);
        const struct
        {
            QString key;
            QString collection;
            int limit;
        } limits[] = {{u"network"_qs, u"networks"_qs, 100},
                      {u"subnet"_qs, u"subnets"_qs, 100},
                      {u"port"_qs, u"ports"_qs, 500},
                      {u"router"_qs, u"routers"_qs, 10},
                      {u"floatingip"_qs, u"floatingips"_qs, 50},
                      {u"security_group"_qs, u"security-groups"_qs, 10},
                      {u"security_group_rule"_qs, u"security-group-rules"_qs, 100}};
        QJsonObject body;
        for (const auto &limit : limits) {
            int used = 0;
            const QJsonArray rows = detail ? rowsOf(limit.collection, call) : QJsonArray();
            for (const auto &row : rows)
                used += row.toObject().value(u"project_id").toString() == call.project() ? 1 : 0;
            if (detail)
                body.insert(limit.key, QJsonObject{{u"limit"_qs, limit.limit},
                                                   {u"used"_qs, used},
                                                   {u"reserved"_qs, 0}});
            else
                body.insert(limit.key, limit.limit);
        }
        return HttpResponse::json(200, {{u"quota"_qs, body}});
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
            if (row->projectId == project || row->shared || row->external)
                rows.append(networkBody(*row));
        }
    } else if (collection == u"subnets") {
        for (const auto &row : all.subnets.rows()) {
            const Network *network = all.networks.find(row->networkId);
            if (row->projectId == project || (network != nullptr && network->shared))
                rows.append(subnetBody(*row));
        }
    } else if (collection == u"ports") {
        const QString device = call.argument(u"device_id");
        for (const auto &row : all.ports.rows()) {
            if (row->projectId == project && (device.isEmpty() || row->serverId == device))
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

QJsonObject NetworkService::networkBody(const Network &network)
{
    QJsonObject body{{u"id"_qs, network.id},
                     {u"name"_qs, network.name},
                     {u"admin_state_up"_qs, true},
                     {u"mtu"_qs, 1500},
                     {u"status"_qs, u"ACTIVE"_qs},
                     {u"subnets"_qs, QJsonArray{network.subnetId}},
                     {u"shared"_qs, network.shared},
                     {u"availability_zone_hints"_qs, QJsonArray()},
                     {u"availability_zones"_qs, QJsonArray()},
                     {u"ipv4_address_scope"_qs, QJsonValue::Null},
                     {u"ipv6_address_scope"_qs, QJsonValue::Null},
                     {u"description"_qs, QString()},
                     {u"port_security_enabled"_qs, true}};
    // The router extension's key. Said only where it says something: the recorded cloud is without
    // that extension.
    if (network.external)
        body.insert(u"router:external"_qs, true);
    addCommon(body, network.projectId, network.created, 2);
    return body;
}

QJsonObject NetworkService::subnetBody(const Subnet &subnet)
{
    QJsonObject body{{u"id"_qs, subnet.id},
                     {u"name"_qs, subnet.name},
                     {u"network_id"_qs, subnet.networkId},
                     {u"ip_version"_qs, 4},
                     {u"subnetpool_id"_qs, QJsonValue::Null},
                     {u"enable_dhcp"_qs, true},
                     {u"ipv6_ra_mode"_qs, QJsonValue::Null},
                     {u"ipv6_address_mode"_qs, QJsonValue::Null},
                     {u"gateway_ip"_qs, networkTextOrNull(subnet.gateway)},
                     {u"cidr"_qs, subnet.cidr},
                     {u"allocation_pools"_qs, allocationPools(subnet)},
                     {u"host_routes"_qs, QJsonArray()},
                     {u"dns_nameservers"_qs, QJsonArray()},
                     {u"service_types"_qs, QJsonArray()},
                     {u"description"_qs, QString()}};
    addCommon(body, subnet.projectId, subnet.created, 0);
    return body;
}

QJsonObject NetworkService::portBody(const Port &port)
{
    QJsonObject body{{u"id"_qs, port.id},
                     {u"name"_qs, QString()},
                     {u"network_id"_qs, port.networkId},
                     {u"mac_address"_qs, port.mac},
                     {u"admin_state_up"_qs, true},
                     {u"status"_qs, u"ACTIVE"_qs},
                     {u"device_id"_qs, port.serverId},
                     {u"device_owner"_qs, u"compute:nova"_qs},
                     {u"fixed_ips"_qs, QJsonArray{QJsonObject{{u"subnet_id"_qs, port.subnetId},
                                                              {u"ip_address"_qs, port.ip}}}},
                     {u"allowed_address_pairs"_qs, QJsonArray()},
                     {u"extra_dhcp_opts"_qs, QJsonArray()},
                     {u"security_groups"_qs, QJsonArray::fromStringList(port.securityGroups)},
                     {u"description"_qs, QString()},
                     {u"binding:vnic_type"_qs, u"normal"_qs},
                     {u"port_security_enabled"_qs, true}};
    addCommon(body, port.projectId, port.created, 3);
    return body;
}

QJsonObject NetworkService::ruleBody(const SecurityGroup &group, const SecurityGroupRule &rule)
{
    const QJsonValue port = rule.port == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(rule.port);
    QJsonObject body{{u"id"_qs, rule.id},
                     {u"security_group_id"_qs, group.id},
                     {u"ethertype"_qs, rule.ethertype},
                     {u"direction"_qs, rule.direction},
                     {u"protocol"_qs, networkTextOrNull(rule.protocol)},
                     {u"port_range_min"_qs, port},
                     {u"port_range_max"_qs, port},
                     {u"remote_ip_prefix"_qs, QJsonValue::Null},
                     {u"remote_address_group_id"_qs, QJsonValue::Null},
                     {u"normalized_cidr"_qs, QJsonValue::Null},
                     {u"remote_group_id"_qs, networkTextOrNull(rule.remoteGroupId)},
                     {u"standard_attr_id"_qs, 10},
                     {u"description"_qs, QJsonValue::Null}};
    addCommon(body, group.projectId, group.created, 0);
    return body;
}

QJsonObject NetworkService::groupBody(const SecurityGroup &group)
{
    QJsonArray rules;
    for (const SecurityGroupRule &rule : group.rules)
        rules.append(ruleBody(group, rule));
    QJsonObject body{{u"id"_qs, group.id},   {u"name"_qs, group.name},
                     {u"stateful"_qs, true}, {u"description"_qs, group.description},
                     {u"shared"_qs, false},  {u"security_group_rules"_qs, rules}};
    addCommon(body, group.projectId, group.created, 1);
    return body;
}

QJsonObject NetworkService::floatingIpBody(const FloatingIp &floating)
{
    QJsonObject body{{u"id"_qs, floating.id},
                     {u"floating_ip_address"_qs, floating.address},
                     {u"floating_network_id"_qs, floating.networkId},
                     {u"router_id"_qs, QJsonValue::Null},
                     {u"port_id"_qs, networkTextOrNull(floating.portId)},
                     {u"fixed_ip_address"_qs, networkTextOrNull(floating.fixedAddress)},
                     {u"status"_qs, floating.portId.isEmpty() ? u"DOWN"_qs : u"ACTIVE"_qs},
                     {u"description"_qs, QString()},
                     {u"port_details"_qs, QJsonValue::Null}};
    addCommon(body, floating.projectId, floating.created, 1);
    return body;
}

QJsonObject NetworkService::routerBody(const NetworkRouter &router)
{
    const QJsonObject gateway{
        {u"network_id"_qs, router.networkId},
        {u"enable_snat"_qs, true},
        {u"external_fixed_ips"_qs, QJsonArray{QJsonObject{{u"ip_address"_qs, router.address}}}}};
    QJsonObject body{{u"id"_qs, router.id},
                     {u"name"_qs, router.name},
                     {u"admin_state_up"_qs, true},
                     {u"status"_qs, u"ACTIVE"_qs},
                     {u"external_gateway_info"_qs, gateway},
                     {u"availability_zone_hints"_qs, QJsonArray()},
                     {u"availability_zones"_qs, QJsonArray()},
                     {u"description"_qs, QString()},
                     {u"routes"_qs, QJsonArray()},
                     {u"flavor_id"_qs, QJsonValue::Null}};
    addCommon(body, router.projectId, router.created, 3);
    return body;
}

} // namespace oriel::demo
