#include "demo/network/attributes.h"
#include "demo/network/networkservice.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr int largestPort = 65535;
constexpr int largestIcmpValue = 255;

/// The protocols that Neutron knows by name, and their numbers, in the order of its messages.
const std::vector<std::pair<QString, int>> &protocols()
{
    static const std::vector<std::pair<QString, int>> known{
        {u"ah"_s, 51},         {u"dccp"_s, 33},   {u"egp"_s, 8},         {u"esp"_s, 50},
        {u"gre"_s, 47},        {u"hopopt"_s, 0},  {u"icmp"_s, 1},        {u"igmp"_s, 2},
        {u"ip"_s, 0},          {u"ipip"_s, 4},    {u"ipv6-encap"_s, 41}, {u"ipv6-frag"_s, 44},
        {u"ipv6-icmp"_s, 58},  {u"icmpv6"_s, 58}, {u"ipv6-nonxt"_s, 59}, {u"ipv6-opts"_s, 60},
        {u"ipv6-route"_s, 43}, {u"ospf"_s, 89},   {u"pgm"_s, 113},       {u"rsvp"_s, 46},
        {u"sctp"_s, 132},      {u"tcp"_s, 6},     {u"udp"_s, 17},        {u"udplite"_s, 136},
        {u"vrrp"_s, 112}};
    return known;
}

/// -1: none.
int protocolNumber(const QString &protocol)
{
    bool number = false;
    const int value = protocol.toInt(&number);
    if (number)
        return value;
    const auto found = std::ranges::find(protocols(), protocol, &std::pair<QString, int>::first);
    return found == protocols().end() ? -1 : found->second;
}

bool hasPorts(int protocol)
{
    return QList<int>{33, 132, 6, 17, 136}.contains(protocol);
}

NeutronFault invalidInput(const QString &type, const QString &message)
{
    return {400, type, message};
}

std::optional<NeutronFault> checkProtocol(const QString &, QJsonValue &value)
{
    if (value.isNull())
        return std::nullopt;
    const QString text = pythonStr(value);
    bool number = false;
    const int asNumber = text.toInt(&number);
    if (number && asNumber >= 0 && asNumber <= 255) {
        value = text;
        return std::nullopt;
    }
    const auto known =
        std::ranges::find(protocols(), text.toLower(), &std::pair<QString, int>::first);
    if (!number && known != protocols().end()) {
        value = known->first;
        return std::nullopt;
    }
    QStringList names{u"None"_s};
    for (const auto &protocol : protocols())
        names.append(u"'%1'"_s.arg(protocol.first));
    return invalidInput(
        u"SecurityGroupRuleInvalidProtocol"_s,
        u"Security group rule protocol %1 not supported. Only protocol values [%2] "
        "and integer representations [0 to 255] are supported."_s.arg(text, names.join(u", "_s)));
}

std::optional<NeutronFault> checkPort(const QString &, QJsonValue &value)
{
    if (value.isNull())
        return std::nullopt;
    bool number = false;
    const int port = pythonStr(value).toInt(&number);
    if (!number || port < 0 || port > largestPort)
        return invalidInput(u"SecurityGroupInvalidPortValue"_s,
                            u"Invalid value for port %1"_s.arg(pythonStr(value)));
    value = port;
    return std::nullopt;
}

std::optional<NeutronFault> checkEthertype(const QString &, QJsonValue &value)
{
    for (const QString &type : {u"IPv4"_s, u"IPv6"_s}) {
        if (value.toString().compare(type, Qt::CaseInsensitive) == 0) {
            value = type;
            return std::nullopt;
        }
    }
    return invalidInput(u"SecurityGroupRuleInvalidEtherType"_s,
                        u"Security group rule for ethertype '%1' not supported. Allowed values "
                        "are ['IPv4', 'IPv6']."_s.arg(pythonStr(value)));
}

/// An address without a length gets the length of a single one.
std::optional<NeutronFault> checkPrefix(const QString &, QJsonValue &value)
{
    const QString text = value.toString();
    if (text.isEmpty()) {
        value = QJsonValue::Null;
        return std::nullopt;
    }
    const QString address = text.section(u'/', 0, 0);
    const QHostAddress host(address);
    const int longest = host.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32;
    bool number = true;
    const int length = text.contains(u'/') ? text.section(u'/', 1).toInt(&number) : longest;
    if (host.isNull() || !number || length < 0 || length > longest)
        return invalidInput(u"InvalidCIDR"_s, u"Invalid CIDR %1 given as IP prefix."_s.arg(text));
    value = u"%1/%2"_s.arg(address, QString::number(length));
    return std::nullopt;
}

std::optional<NeutronFault> checkDirection(const QString &name, QJsonValue &value)
{
    if (value.toString() == u"ingress" || value.toString() == u"egress")
        return std::nullopt;
    return badRequest(
        u"Invalid input for %1. Reason: %2 is not in valid_values."_s.arg(name, pythonStr(value)));
}

std::optional<NeutronFault> checkGroupName(const QString &name, QJsonValue &value)
{
    if (auto refused = Attribute::text()(name, value))
        return refused;
    if (value.toString().toLower() != u"default")
        return std::nullopt;
    return NeutronFault{409, u"SecurityGroupDefaultAlreadyExists"_s,
                        u"Default security group already exists."_s};
}

const Attributes &groupAttributes()
{
    static const Attributes attributes{
        u"security_group"_s,
        {{.name = u"id"_s, .post = false, .put = false},
         {.name = u"name"_s, .check = checkGroupName, .preset = u""_s},
         {.name = u"description"_s, .check = Attribute::text(), .preset = u""_s},
         {.name = u"stateful"_s, .check = Attribute::boolean(), .preset = true}}};
    return attributes;
}

const Attributes &ruleAttributes()
{
    static const auto fixed = [](const QString &name, Attribute::Check check,
                                 const QJsonValue &preset) {
        return Attribute{.name = name, .check = std::move(check), .put = false, .preset = preset};
    };
    static const QJsonValue none(QJsonValue::Null);
    static const Attributes attributes{
        u"security_group_rule"_s,
        {{.name = u"id"_s, .post = false, .put = false},
         {.name = u"security_group_id"_s,
          .check = Attribute::text(36),
          .put = false,
          .required = true},
         fixed(u"remote_group_id"_s, {}, none),
         {.name = u"direction"_s, .check = checkDirection, .put = false, .required = true},
         fixed(u"protocol"_s, checkProtocol, none),
         fixed(u"port_range_min"_s, checkPort, none),
         fixed(u"port_range_max"_s, checkPort, none),
         fixed(u"ethertype"_s, checkEthertype, u"IPv4"_s),
         fixed(u"remote_ip_prefix"_s, checkPrefix, none),
         {.name = u"description"_s, .check = Attribute::text(), .preset = u""_s}}};
    return attributes;
}

SecurityGroupRule ruleOf(const QJsonObject &values)
{
    const auto port = [&](QStringView key) {
        const QJsonValue value = values.value(key);
        return value.isNull() ? std::nullopt : std::optional(value.toInt());
    };
    SecurityGroupRule rule;
    rule.direction = values.value(u"direction").toString();
    rule.ethertype = values.value(u"ethertype").toString();
    rule.protocol = values.value(u"protocol").toString();
    rule.portMin = port(u"port_range_min");
    rule.portMax = port(u"port_range_max");
    rule.remotePrefix = values.value(u"remote_ip_prefix").toString();
    rule.remoteGroupId = values.value(u"remote_group_id").toString();
    rule.description = textOrNone(values.value(u"description"));
    // Neutron's own conversions.
    if (rule.ethertype == u"IPv6" && (rule.protocol == u"icmp" || rule.protocol == u"icmpv6"))
        rule.protocol = u"ipv6-icmp"_s;
    else if (rule.ethertype == u"IPv6" && rule.protocol == u"1")
        rule.protocol = u"58"_s;
    if (rule.portMin == 1 && rule.portMax == largestPort)
        rule.portMin = rule.portMax = std::nullopt;
    return rule;
}

std::optional<NeutronFault> checkIcmp(const SecurityGroupRule &rule)
{
    const auto wrong = [](const QString &field, const QString &name, int value) {
        return invalidInput(u"SecurityGroupInvalidIcmpValue"_s,
                            u"Invalid value for ICMP %1 (%2) %3. It must be 0 to 255."_s.arg(
                                field, name, QString::number(value)));
    };
    if (rule.portMin && *rule.portMin > largestIcmpValue)
        return wrong(u"type"_s, u"port_range_min"_s, *rule.portMin);
    if (rule.portMax && *rule.portMax > largestIcmpValue)
        return wrong(u"code"_s, u"port_range_max"_s, *rule.portMax);
    if (!rule.portMin && rule.portMax)
        return invalidInput(u"SecurityGroupMissingIcmpType"_s,
                            u"ICMP code (port-range-max) %1 is provided but ICMP type "
                            "(port-range-min) is missing."_s.arg(*rule.portMax));
    return std::nullopt;
}

std::optional<NeutronFault> checkPortRange(const SecurityGroupRule &rule)
{
    if (!rule.portMin && !rule.portMax)
        return std::nullopt;
    if (rule.protocol.isEmpty())
        return invalidInput(u"SecurityGroupProtocolRequiredWithPorts"_s,
                            u"Must also specify protocol if port range is given."_s);
    const int protocol = protocolNumber(rule.protocol);
    if (protocol == 1 || protocol == 58)
        return checkIcmp(rule);
    if (!hasPorts(protocol))
        return invalidInput(u"SecurityGroupInvalidProtocolForPort"_s,
                            u"Ports cannot be specified for protocol %1. Ports are only supported "
                            "for DCCP, SCTP, TCP, UDP, UDPLITE."_s.arg(protocol));
    if (rule.portMin == 0 || rule.portMax == 0)
        return invalidInput(u"SecurityGroupInvalidPortValue"_s, u"Invalid value for port 0"_s);
    if (!rule.portMin || !rule.portMax || *rule.portMin > *rule.portMax)
        return invalidInput(u"SecurityGroupInvalidPortRange"_s,
                            u"For TCP/UDP protocols, port_range_min must be <= port_range_max"_s);
    return std::nullopt;
}

std::optional<NeutronFault> checkRule(const SecurityGroupRule &rule, const QJsonObject &values)
{
    if (auto refused = checkPortRange(rule))
        return refused;
    const QString version = QHostAddress(rule.remotePrefix.section(u'/', 0, 0)).protocol() ==
                                    QAbstractSocket::IPv6Protocol
                                ? u"IPv6"_s
                                : u"IPv4"_s;
    if (!rule.remotePrefix.isEmpty() && version != rule.ethertype)
        return invalidInput(
            u"SecurityGroupRuleParameterConflict"_s,
            u"Conflicting value ethertype %1 for CIDR %2"_s.arg(rule.ethertype, rule.remotePrefix));
    static const QStringList onlyIpv6{u"ipv6-encap"_s, u"ipv6-frag"_s, u"ipv6-icmp"_s,  u"icmpv6"_s,
                                      u"ipv6-nonxt"_s, u"ipv6-opts"_s, u"ipv6-route"_s, u"41"_s,
                                      u"44"_s,         u"58"_s,        u"59"_s,         u"60"_s,
                                      u"43"_s};
    if (rule.ethertype == u"IPv4" && onlyIpv6.contains(rule.protocol))
        return invalidInput(
            u"SecurityGroupEthertypeConflictWithProtocol"_s,
            u"Invalid ethertype IPv4 for protocol %1."_s.arg(values.value(u"protocol").toString()));
    if (!rule.remotePrefix.isEmpty() && !rule.remoteGroupId.isEmpty())
        return invalidInput(u"SecurityGroupMultipleRemoteEntites"_s,
                            u"Only one of remote_ip_prefix or remote_group_id or "
                            "remote_address_group_id may be provided."_s);
    return std::nullopt;
}

/// Whether two rules allow the same, as Neutron compares them.
bool isSame(const SecurityGroupRule &a, const SecurityGroupRule &b)
{
    const auto prefix = [](const SecurityGroupRule &rule) {
        return rule.remotePrefix == u"0.0.0.0/0" || rule.remotePrefix == u"::/0"
                   ? QString()
                   : rule.remotePrefix;
    };
    const auto protocol = [](const SecurityGroupRule &rule) {
        return rule.protocol.isEmpty() ? -1 : protocolNumber(rule.protocol);
    };
    return a.direction == b.direction && a.ethertype == b.ethertype && a.portMin == b.portMin &&
           a.portMax == b.portMax && protocol(a) == protocol(b) &&
           a.remoteGroupId == b.remoteGroupId && prefix(a) == prefix(b);
}

} // namespace

HttpResponse NetworkService::groupInUse(const QString &id)
{
    return fault(409, u"SecurityGroupInUse"_s, u"Security Group %1 in use."_s.arg(id));
}

bool NetworkService::isOnPorts(const SecurityGroup &group) const
{
    return std::ranges::any_of(state().ports.rows(), [&](const auto &port) {
        return port->securityGroups.contains(group.id);
    });
}

SecurityGroup *NetworkService::groupOf(const Call &call, const QString &id) const
{
    SecurityGroup *found = state().securityGroups.find(id);
    return found != nullptr && found->projectId == call.project() ? found : nullptr;
}

void NetworkService::addSecurityGroupRoutes()
{
    m_router.add("POST", "v2.0/security-groups", [this](Call &call) { return addGroup(call); });
    m_router.add("PUT", "v2.0/security-groups/{}",
                 [this](Call &call) { return changeGroup(call); });
    m_router.add("DELETE", "v2.0/security-groups/{}", [this](Call &call) {
        const SecurityGroup *group = groupOf(call, call.parameters[0]);
        if (group == nullptr)
            return rowNotFound(u"security-groups"_s, call.parameters[0]);
        if (!call.member())
            return disallowed(u"delete_security_group"_s);
        if (isOnPorts(*group))
            return groupInUse(group->id);
        if (group->name == u"default")
            return fault(409, u"SecurityGroupCannotRemoveDefault"_s,
                         u"Insufficient rights for removing default security group."_s);
        // The rules of other groups that refer to it go with it.
        for (const auto &other : state().securityGroups.rows())
            std::erase_if(other->rules, [&](const SecurityGroupRule &rule) {
                return rule.remoteGroupId == group->id;
            });
        state().securityGroups.remove(group->id);
        return HttpResponse::empty(204);
    });
    m_router.add("POST", "v2.0/security-group-rules", [this](Call &call) { return addRule(call); });
    const auto ruleAt = [this](const Call &call) {
        for (const auto &group : state().securityGroups.rows()) {
            const auto found =
                std::ranges::find(group->rules, call.parameters[0], &SecurityGroupRule::id);
            if (group->projectId == call.project() && found != group->rules.end())
                return std::pair(group.get(), found);
        }
        return std::pair<SecurityGroup *, std::vector<SecurityGroupRule>::iterator>();
    };
    m_router.add("PUT", "v2.0/security-group-rules/{}", [ruleAt](Call &call) {
        const auto read = ruleAttributes().read(call.body, false);
        if (const auto *refused = std::get_if<NeutronFault>(&read))
            return fault(*refused);
        const auto [group, rule] = ruleAt(call);
        if (group == nullptr)
            return rowNotFound(u"security-group-rules"_s, call.parameters[0]);
        if (!call.member())
            return disallowed(u"update_security_group_rule"_s);
        // The route exists in Neutron, but its plugin has no such method.
        return fault(500, u"HTTPInternalServerError"_s,
                     u"Request Failed: internal server error while processing your request."_s);
    });
    m_router.add("DELETE", "v2.0/security-group-rules/{}", [this, ruleAt](Call &call) {
        const auto [group, rule] = ruleAt(call);
        if (group == nullptr)
            return rowNotFound(u"security-group-rules"_s, call.parameters[0]);
        if (!call.member())
            return disallowed(u"delete_security_group_rule"_s);
        group->rules.erase(rule);
        ++group->revision;
        group->updated = world().now();
        return HttpResponse::empty(204);
    });
}

HttpResponse NetworkService::addGroup(Call &call)
{
    const auto read = groupAttributes().read(call.body, true);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    if (!call.member())
        return disallowed(u"create_security_group"_s);
    if (auto refused = overQuota(call, u"security_group"_s))
        return *refused;
    const auto &values = std::get<QJsonObject>(read);
    SecurityGroup group;
    group.id = world().uuid();
    group.name = values.value(u"name").toString();
    group.description = values.value(u"description").toString();
    group.stateful = values.value(u"stateful").toBool();
    group.projectId = call.project();
    group.created = group.updated = world().now();
    for (const QString &type : {u"IPv4"_s, u"IPv6"_s})
        group.rules.push_back({.id = world().uuid(),
                               .direction = u"egress"_s,
                               .ethertype = type,
                               .created = group.created});
    const SecurityGroup &added = state().securityGroups.add(std::move(group));
    return HttpResponse::json(201, {{u"security_group"_s, groupBody(added)}});
}

HttpResponse NetworkService::changeGroup(Call &call)
{
    const auto read = groupAttributes().read(call.body, false);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    if (auto refused = refusedIfMatch(call))
        return *refused;
    SecurityGroup *group = groupOf(call, call.parameters[0]);
    if (group == nullptr)
        return rowNotFound(u"security-groups"_s, call.parameters[0]);
    if (!call.member())
        return disallowed(u"update_security_group"_s);
    if (auto refused = refusedRevision(call, group->revision))
        return *refused;
    const auto &values = std::get<QJsonObject>(read);
    const bool stateful = values.value(u"stateful").toBool(group->stateful);
    if (stateful != group->stateful && isOnPorts(*group))
        return groupInUse(group->id);
    if (group->name == u"default" && values.contains(u"name"))
        return fault(409, u"SecurityGroupCannotUpdateDefault"_s,
                     u"Updating default security group not allowed."_s);
    group->stateful = stateful;
    group->name = values.value(u"name").toString(group->name);
    QSet<QString> servers;
    for (const auto &port : state().ports.rows()) {
        if (port->securityGroups.contains(group->id))
            servers.insert(port->serverId);
    }
    for (const QString &id : std::as_const(servers)) {
        if (Server *server = state().servers.find(id))
            world().updateGroupsOf(*server);
    }
    group->description = values.value(u"description").toString(group->description);
    ++group->revision;
    group->updated = world().now();
    return HttpResponse::json(200, {{u"security_group"_s, groupBody(*group)}});
}

HttpResponse NetworkService::addRule(Call &call)
{
    const auto read = ruleAttributes().read(call.body, true);
    if (const auto *refused = std::get_if<NeutronFault>(&read))
        return fault(*refused);
    const auto &values = std::get<QJsonObject>(read);
    const QString groupId = values.value(u"security_group_id").toString();
    SecurityGroup *group = groupOf(call, groupId);
    if (group == nullptr && call.member())
        return rowNotFound(u"security-groups"_s, groupId);
    if (!call.member())
        return disallowed(u"create_security_group_rule"_s);
    if (auto refused = overQuota(call, u"security_group_rule"_s))
        return *refused;
    SecurityGroupRule rule = ruleOf(values);
    if (const auto refused = checkRule(rule, values))
        return fault(*refused);
    if (!rule.remoteGroupId.isEmpty() && groupOf(call, rule.remoteGroupId) == nullptr)
        return rowNotFound(u"security-groups"_s, rule.remoteGroupId);
    const auto twin = std::ranges::find_if(
        group->rules, [&](const SecurityGroupRule &other) { return isSame(rule, other); });
    if (twin != group->rules.end())
        return fault(409, u"SecurityGroupRuleExists"_s,
                     u"Security group rule already exists. Rule id is %1."_s.arg(twin->id));
    rule.id = world().uuid();
    rule.created = world().now();
    group->rules.push_back(rule);
    ++group->revision;
    group->updated = rule.created;
    return HttpResponse::json(201, {{u"security_group_rule"_s, ruleBody(*group, rule)}});
}

} // namespace oriel::demo
