#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/ownsource.h"
#include "operations/reachability.h"
#include "operations/securityrules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Port;
using openstack::SecurityGroup;
using openstack::SecurityGroupRule;

const QString ofItself = u"other"_s;  // NOLINT(cert-err58-cpp)
const QString byNumber = u"number"_s; // NOLINT(cert-err58-cpp) of a protocol

constexpr int largestProtocol = 255;

/// Those that Neutron knows by name: IP_PROTOCOL_MAP in neutron_lib/constants.py.
const QStringList &protocolNames()
{
    static const QStringList names{
        u"ah"_s,        u"dccp"_s,       u"egp"_s,       u"esp"_s,       u"gre"_s,
        u"hopopt"_s,    u"icmp"_s,       u"icmpv6"_s,    u"igmp"_s,      u"ip"_s,
        u"ipip"_s,      u"ipv6-encap"_s, u"ipv6-frag"_s, u"ipv6-icmp"_s, u"ipv6-nonxt"_s,
        u"ipv6-opts"_s, u"ipv6-route"_s, u"ospf"_s,      u"pgm"_s,       u"rsvp"_s,
        u"sctp"_s,      u"tcp"_s,        u"udp"_s,       u"udplite"_s,   u"vrrp"_s};
    return names;
}

/// Field::options that are always the same.
auto choice(std::vector<Field::Option> options)
{
    return [options = std::move(options)](const Situation &, const QString &) {
        return options;
    };
}

/// Field::preset that is always the same.
auto preset(const QString &value)
{
    return [value](const Situation &, const QString &) {
        return QJsonValue(value);
    };
}

/// The name or the number that the values choose; empty: neither.
QString protocolOf(const Values &values)
{
    const QString chosen = values.value("protocol"_L1).toString().trimmed().toLower();
    if (chosen != byNumber)
        return chosen;
    const QJsonValue number = values.value("protocol-number"_L1);
    return number.isUndefined() ? QString() : QString::number(number.toInt());
}

bool hasPorts(const QString &protocol)
{
    return QStringList{u"tcp"_s, u"6"_s,    u"udp"_s, u"17"_s,      u"sctp"_s,
                       u"132"_s, u"dccp"_s, u"33"_s,  u"udplite"_s, u"136"_s}
        .contains(protocol);
}

bool isIcmp(const QString &protocol)
{
    return QStringList{u"icmp"_s, u"1"_s, u"icmpv6"_s, u"ipv6-icmp"_s, u"58"_s}.contains(protocol);
}

/// Neutron refuses it in a rule for IPv4.
bool isOnlyOfIpv6(const QString &protocol)
{
    return protocol == "icmpv6"_L1 || protocol.startsWith("ipv6-"_L1) ||
           QStringList{u"41"_s, u"43"_s, u"44"_s, u"58"_s, u"59"_s, u"60"_s}.contains(protocol);
}

bool isIpv6Range(const QString &range)
{
    return QHostAddress(range.trimmed().section(u'/', 0, 0)).protocol() ==
           QAbstractSocket::IPv6Protocol;
}

class SecurityGroupActions
{
    Q_DECLARE_TR_FUNCTIONS(SecurityGroupActions)

public:
    static Action create();
    static Action edit();
    static Action remove();
    static Remedies removals(const SecurityGroup &group, const Situation &situation);
    static Action addRule();
    static Action removeRule();

private:
    static QString textProblem(const QString &text, bool required);
    static Field nameField();
    static Field descriptionField();
    static std::vector<Field> ruleFields();
    static std::optional<OwnSource> ownSourceFor(const Situation &situation,
                                                 const QString &groupId);
    static std::vector<Field::Option> remotes(const Situation &situation, const QString &groupId);
    static bool isRange(const Values &values);
    static std::vector<Field> remoteFields();
    static QString portsProblem(const Situation &situation, const QString &id,
                                const Values &values);
    static std::vector<Field> protocolFields();
    static QString protocolProblem(const Situation &situation, const QString &id,
                                   const Values &values);
    static QString icmpProblem(const Values &values, QLatin1StringView key);
    static QString rangeProblem(const Situation &situation, const QString &id,
                                const Values &values);
    static Briefing ruleBriefing(const Situation &situation, const QString &id,
                                 const Values &values);
    static SecurityGroupRule ruleOf(const QString &groupId, const Values &values);
};

// ------------------------------------------------------------------------------------- Groups

/// Neutron counts characters, and takes any.
QString SecurityGroupActions::textProblem(const QString &text, bool required)
{
    if (required && text.compare("default"_L1, Qt::CaseInsensitive) == 0)
        return tr("Every project has its own group “default”. Choose another name.");
    const auto length = characters(text);
    return length <= longestName ? QString()
                                 : tr("It has %1 characters; at most %2 are allowed.")
                                       .arg(QString::number(length), QString::number(longestName));
}

Field SecurityGroupActions::nameField()
{
    return {.key = u"name"_s,
            .label = tr("Name"),
            .help = tr("New name of the group. By default, it stays the same."),
            .required = true,
            .problem = [](const Situation &, const QString &, const Values &values) {
                return textProblem(values.value("name"_L1).toString(), true);
            }};
}

Field SecurityGroupActions::descriptionField()
{
    return {.key = u"description"_s,
            .label = tr("Description"),
            .help = tr("Description of the group, for example what it is for. By default, a new "
                       "group has none, and that of another one stays the same."),
            .hint = tr("Optional, e.g. what the group is for"),
            .problem = [](const Situation &, const QString &, const Values &values) {
                return textProblem(values.value("description"_L1).toString(), false);
            }};
}

Action SecurityGroupActions::create()
{
    return ActionOf<SecurityGroup>(
               u"create-security-group"_s,
               {tr("Create security group…"), tr("Create the security group “%1”"),
                tr("The security group “%1” is being created."),
                tr("The security group “%1” was created."),
                tr("The security group “%1” was not created."),
                tr("It is not known whether the security group “%1” was created.")})
        .icon(u"plus"_s)
        .primary()
        .summary(tr("Create a security group"))
        .makesNew()
        .needs({u"name"_s})
        .asks(nameField())
        .asks(descriptionField())
        .asks({.key = u"stateless"_s,
               .label = tr("Stateless"),
               .help = tr("Let answers in only where rules allow them. By default, a group lets in "
                          "the answers to what its ports send."),
               .type = Field::Type::Flag,
               .hint = tr("Answers are not let in by themselves: they need rules, too. Leave this "
                          "off unless you know that you need it.")})
        .briefs([](const Situation &, const QString &, const Values &) {
            return Briefing{.notes = {{tr("A new group lets everything out and nothing in. Add "
                                          "rules for what may come in.")}}};
        })
        .sends([](const ActionOperation &operation) {
            QJsonObject group{{u"name"_s, operation.target().name},
                              {u"description"_s, operation.text("description"_L1)}};
            if (operation.values().value("stateless"_L1).toBool())
                group.insert(u"stateful"_s, false); // clouds before Victoria know no such groups
            return openstack::Create<SecurityGroup>{group};
        })
        .tracedAsNew(
            [](const ActionOperation &operation) {
                openstack::List<SecurityGroup> list;
                list.filters.insert(u"name"_s, operation.target().name);
                return list;
            },
            [](const SecurityGroup &group, const Values &values) {
                return group.name == values.value("name"_L1).toString() &&
                       group.description == values.value("description"_L1).toString();
            })
        .untilItExists()
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s, u"security"_s, u"group"_s, u"create"_s};
            if (const QString text = values.value("description"_L1).toString(); !text.isEmpty())
                words << u"--description"_s << text;
            if (values.value("stateless"_L1).toBool())
                words << u"--stateless"_s;
            return words << target;
        });
}

Action SecurityGroupActions::edit()
{
    Field name = nameField();
    name.preset = [](const Situation &situation, const QString &id) {
        const auto row = situation.stores.of<SecurityGroup>().find(id);
        return QJsonValue(row ? row->name : QString());
    };
    Field description = descriptionField();
    description.preset = [](const Situation &situation, const QString &id) {
        const auto row = situation.stores.of<SecurityGroup>().find(id);
        return QJsonValue(row ? row->description : QString());
    };
    return ActionOf<SecurityGroup>(
               u"edit-security-group"_s,
               {tr("Rename…"), tr("Rename the security group “%1”"),
                tr("The security group “%1” is being changed."),
                tr("The security group “%1” was changed."),
                tr("The security group “%1” was not changed."),
                tr("It is not known whether the security group “%1” was changed.")})
        .summary(tr("Change the name and the description of a security group"))
        .single()
        .harmless()
        .needs({u"name"_s})
        .asks(name)
        .asks(description)
        .possible([](const SecurityGroup &group, const Situation &) {
            return group.name == "default"_L1 ? tr("The group “default” cannot be renamed.")
                                              : QString();
        })
        .sends([](const ActionOperation &operation) {
            return openstack::Update<SecurityGroup>{
                operation.target().id,
                {{u"name"_s, operation.text("name"_L1)},
                 {u"description"_s, operation.text("description"_L1)}}};
        })
        .untilItIs([](const SecurityGroup &group, const Values &values) {
            return group.name == values.value("name"_L1).toString() &&
                   group.description == values.value("description"_L1).toString();
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto row = stores.of<SecurityGroup>().find(id))
                values.insert(u"before"_s, row->description);
            return values;
        })
        .undoneBy(
            u"edit-security-group"_s,
            [](const SecurityGroup &group, const Subject &target, const Values &sent) {
                return group.name == sent.value("name"_L1).toString() && sent.contains("before"_L1)
                           ? std::optional(Values{{u"name"_s, target.name},
                                                  {u"description"_s, sent.value("before"_L1)}})
                           : std::nullopt;
            })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"security"_s,
                               u"group"_s,
                               u"set"_s,
                               u"--name"_s,
                               values.value("name"_L1).toString(),
                               u"--description"_s,
                               values.value("description"_L1).toString(),
                               target};
        });
}

/// Takes the group from the instance that uses it, or shows the instances if there are several.
Remedies SecurityGroupActions::removals(const SecurityGroup &group, const Situation &situation)
{
    QStringList servers;
    for (const auto &port : situation.stores.of<Port>().rows()) {
        if (port->securityGroupIds.contains(group.id) &&
            situation.stores.servers.find(port->deviceId) && !servers.contains(port->deviceId))
            servers.append(port->deviceId);
    }
    if (servers.isEmpty())
        return {};
    return servers.size() == 1
               ? Remedies{{.action = u"remove-security-group"_s, .on = servers.front()}}
               : Remedies{{.shows = Subject{Kind::Server, {}, {}}}};
}

Action SecurityGroupActions::remove()
{
    Action action =
        ActionOf<SecurityGroup>(
            u"delete-security-group"_s,
            {tr("Delete"), tr("Delete the security group “%1”"),
             tr("The security group “%1” is being deleted."),
             tr("The security group “%1” was deleted."),
             tr("The security group “%1” was not deleted."),
             tr("It is not known whether the security group “%1” was deleted.")})
            .icon(u"trash-2"_s)
            .summary(tr("Delete security groups"))
            .shortcut(u"Del"_s)
            .reads({Kind::Port})
            .warns([](const QStringList &names) {
                const auto count = static_cast<int>(names.size());
                if (count > 1)
                    return Confirmation{tr("Delete %n security group(s)?", nullptr, count),
                                        tr("Their rules are deleted as well, and so are the rules "
                                           "of other groups that refer to them."),
                                        tr("Delete %n security group(s)", nullptr, count)};
                return Confirmation{
                    tr("Delete the security group “%1”?").arg(isolated(names.value(0))),
                    tr("Its rules are deleted as well, and so are the rules of other groups that "
                       "refer to it."),
                    tr("Delete security group")};
            })
            .deletes()
            .possible([](const SecurityGroup &group, const Situation &situation) {
                if (group.name == "default"_L1)
                    return tr("Every project keeps its group “default”.");
                const auto &ports = situation.stores.of<Port>().rows();
                const auto uses = std::ranges::count_if(ports, [&](const auto &port) {
                    return port->securityGroupIds.contains(group.id);
                });
                return uses > 0
                           ? tr("It is in use by %n network port(s). Remove it from them first.",
                                nullptr, static_cast<int>(uses))
                           : QString();
            })
            .remedies(removals)
            .command([](const QString &target, const Values &) {
                return QStringList{u"openstack"_s, u"security"_s, u"group"_s, u"delete"_s, target};
            });
    return action;
}

// -------------------------------------------------------------------------------------- Rules

QString SecurityGroupActions::portsProblem(const Situation &, const QString &, const Values &values)
{
    static const QRegularExpression pattern(u"^(\\d{1,5})(?:[-:](\\d{1,5}))?$"_s);
    const QString text = values.value("dst-port"_L1).toString().trimmed();
    if (text.isEmpty())
        return {};
    const auto match = pattern.match(text);
    const int first = match.captured(1).toInt();
    const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
    if (!match.hasMatch() || first < 1 || last > 65535)
        return tr("Enter a port from 1 to 65535, for example 8080, or a range, for example "
                  "8000-8100.");
    return first > last ? tr("The first port of the range is greater than the last one.")
                        : QString();
}

QString SecurityGroupActions::rangeProblem(const Situation &, const QString &, const Values &values)
{
    const QString text = values.value("remote-ip"_L1).toString().trimmed();
    if (!isRange(values))
        return {};
    return text.isEmpty() ? tr("Enter an address or a range.") : sourceProblem(text);
}

/// Either entered or the user's own.
bool SecurityGroupActions::isRange(const Values &values)
{
    const QString remote = values.value("remote"_L1).toString();
    return remote == "range"_L1 || remote == "mine"_L1;
}

/// By where the ports of the group are reached now.
std::optional<OwnSource> SecurityGroupActions::ownSourceFor(const Situation &situation,
                                                            const QString &groupId)
{
    QStringList destinations;
    for (const auto &port : situation.stores.of<Port>().rows()) {
        if (port->securityGroupIds.contains(groupId))
            destinations += outerAddresses(situation.stores, *port);
    }
    return ownSource(situation.ownNetwork, destinations);
}

std::vector<Field::Option> SecurityGroupActions::remotes(const Situation &situation,
                                                         const QString &groupId)
{
    std::vector<Field::Option> options{{u"anywhere"_s, tr("Anywhere")}};
    if (const auto own = ownSourceFor(situation, groupId))
        options.push_back({u"mine"_s, own->label});
    options.push_back({u"range"_s, tr("An address or a range")});
    options.push_back({u"group"_s, tr("Members of a security group")});
    return options;
}

QString SecurityGroupActions::protocolProblem(const Situation &, const QString &,
                                              const Values &values)
{
    const QString protocol = protocolOf(values);
    bool isNumber = false;
    const int number = protocol.toInt(&isNumber);
    if (isNumber ? number < 0 || number > largestProtocol : !protocolNames().contains(protocol))
        return tr("Enter a number from 0 to 255, or one of these names: %1.")
            .arg(protocolNames().join(", "_L1));
    return isOnlyOfIpv6(protocol) && isRange(values) &&
                   !values.value("remote-ip"_L1).toString().isEmpty() &&
                   !isIpv6Range(values.value("remote-ip"_L1).toString())
               ? tr("This protocol exists in IPv6 only. Enter an IPv6 address or range.")
               : QString();
}

/// Of the type or the code.
QString SecurityGroupActions::icmpProblem(const Values &values, QLatin1StringView key)
{
    const QString text = values.value(key).toString().trimmed();
    if (text.isEmpty())
        return {};
    bool number = false;
    const int value = text.toInt(&number);
    if (!number || value < 0 || value > 255)
        return tr("Enter a number from 0 to 255.");
    return key == "icmp-code"_L1 && values.value("icmp-type"_L1).toString().trimmed().isEmpty()
               ? tr("A code has a meaning only with a type.")
               : QString();
}

std::vector<Field> SecurityGroupActions::protocolFields()
{
    const auto isOther = [](const Values &values) {
        return values.value("service"_L1).toString() == ofItself;
    };
    const auto which = [isOther](bool (*is)(const QString &)) {
        return [=](const Values &values) {
            return isOther(values) && is(protocolOf(values));
        };
    };
    return {{.key = u"protocol"_s,
             .label = tr("Protocol"),
             .help = tr("Protocol: tcp (the default if ports are given), udp, icmp or another one, "
                        "by name or number. By default, all protocols."),
             .type = Field::Type::Choice,
             .options =
                 [](const Situation &, const QString &) {
                     return std::vector<Field::Option>{{u"tcp"_s, u"TCP"_s},
                                                       {u"udp"_s, u"UDP"_s},
                                                       {u"icmp"_s, u"ICMP"_s},
                                                       {u"ipv6-icmp"_s, u"ICMPv6"_s},
                                                       {u"sctp"_s, u"SCTP"_s},
                                                       {u"gre"_s, u"GRE"_s},
                                                       {u"esp"_s, u"ESP"_s},
                                                       {u"ah"_s, u"AH"_s},
                                                       {u"vrrp"_s, u"VRRP"_s},
                                                       {u"dccp"_s, u"DCCP"_s},
                                                       {u"udplite"_s, u"UDP-Lite"_s},
                                                       {u"igmp"_s, u"IGMP"_s},
                                                       {u"ospf"_s, u"OSPF"_s},
                                                       {u"pgm"_s, u"PGM"_s},
                                                       {u"rsvp"_s, u"RSVP"_s},
                                                       {u"egp"_s, u"EGP"_s},
                                                       {u"ipip"_s, u"IPIP"_s},
                                                       //: A choice among protocols: by its number.
                                                       {byNumber, tr("By its number…")}};
                 },
             .takesOthers = true,
             .preset = [](const Situation &, const QString &) { return QJsonValue(u"tcp"_s); },
             .problem = protocolProblem,
             .shown = isOther},
            {.key = u"protocol-number"_s,
             .label = tr("Protocol number"),
             .type = Field::Type::Number,
             .hint = tr("0 to 255, as IANA assigns them, for example 115 for L2TP"),
             .place = Field::Place::Window,
             .problem =
                 [](const Situation &, const QString &, const Values &values) {
                     return values.value("protocol-number"_L1).toInt() <= largestProtocol
                                ? QString()
                                : tr("Enter a number from 0 to 255.");
                 },
             .shown =
                 [isOther](const Values &values) {
                     return isOther(values) && values.value("protocol"_L1).toString() == byNumber;
                 }},
            {.key = u"dst-port"_s,
             .label = tr("Ports"),
             .help = tr("A port, or a range such as 8000:8100. By default, all ports."),
             .hint = tr("A port or a range, for example 8000-8100. Empty: all ports."),
             .problem = portsProblem,
             .shown = which(hasPorts)},
            {.key = u"icmp-type"_s,
             .label = tr("ICMP type"),
             .help = tr("With an ICMP protocol: the type, 0 to 255. By default, all types."),
             .hint = tr("0 to 255. Empty: all types."),
             .problem = [](const Situation &, const QString &,
                           const Values &values) { return icmpProblem(values, "icmp-type"_L1); },
             .shown = which(isIcmp)},
            {.key = u"icmp-code"_s,
             .label = tr("ICMP code"),
             .help = tr("With --icmp-type: the code, 0 to 255. By default, all codes."),
             .hint = tr("0 to 255. Empty: all codes of the type."),
             .problem = [](const Situation &, const QString &,
                           const Values &values) { return icmpProblem(values, "icmp-code"_L1); },
             .shown = which(isIcmp)}};
}

std::vector<Field> SecurityGroupActions::ruleFields()
{
    std::vector<Field::Option> services;
    for (const NetworkService &service : networkServices())
        services.push_back({service.key, service.name});
    services.push_back({u"any"_s, tr("All traffic")});
    services.push_back({ofItself, tr("Other…")});
    std::vector<Field> fields{
        {.key = u"direction"_s,
         .label = tr("Direction"),
         .type = Field::Type::Choice,
         .options = choice({{u"ingress"_s, tr("Incoming")}, {u"egress"_s, tr("Outgoing")}}),
         .flags = {u"ingress"_s, u"egress"_s},
         .flagHelp = {tr("Allow incoming traffic (the default)."), tr("Allow outgoing traffic.")},
         .preset = preset(u"ingress"_s)},
        {.key = u"service"_s,
         .label = tr("Service"),
         .help = tr("Service to allow instead of a protocol and ports, such as ssh or https. By "
                    "default, all traffic."),
         .type = Field::Type::Choice,
         .options = choice(services),
         .implied =
             [](const Values &given) {
                 const bool exact =
                     given.contains("protocol"_L1) || given.contains("dst-port"_L1) ||
                     given.contains("icmp-type"_L1) || given.contains("icmp-code"_L1);
                 return QJsonValue(exact ? ofItself : u"any"_s);
             },
         .preset = preset(u"ssh"_s)}};
    for (Field &field : protocolFields())
        fields.push_back(std::move(field));
    for (Field &field : remoteFields())
        fields.push_back(std::move(field));
    return fields;
}

std::vector<Field> SecurityGroupActions::remoteFields()
{
    return {
        //: Where the traffic comes from, or goes to.
        {.key = u"remote"_s,
         .label = tr("From or to"),
         .help = tr(
             "Where the traffic comes from or goes to: anywhere (the default), range with "
             "--remote-ip, group with --remote-group, or mine for the network of your computer."),
         .type = Field::Type::Choice,
         .options = remotes,
         .implied =
             [](const Values &given) {
                 return QJsonValue(given.contains("remote-ip"_L1)      ? u"range"_s
                                   : given.contains("remote-group"_L1) ? u"group"_s
                                                                       : u"anywhere"_s);
             },
         .preset = preset(u"range"_s)},
        {.key = u"remote-ip"_s,
         .label = tr("Address or range"),
         .help = tr("Address or range that the traffic comes from or goes to, for example "
                    "192.0.2.7 or 192.0.2.0/24. By default, any address."),
         .hint = tr("For example 192.0.2.7 or 192.0.2.0/24"),
         .derived =
             [](const Situation &situation, const QString &id, const Values &values) {
                 const auto own = values.value("remote"_L1).toString() == "mine"_L1
                                      ? ownSourceFor(situation, id)
                                      : std::nullopt;
                 return own && !own->range.isEmpty() ? QJsonValue(own->range)
                                                     : QJsonValue(QJsonValue::Undefined);
             },
         .problem = rangeProblem,
         .shown = isRange},
        {.key = u"remote-group"_s,
         .label = tr("Security group"),
         .help = tr("Security group, by name or ID, that the traffic comes from or goes to."),
         .type = Field::Type::Choice,
         .options =
             [](const Situation &situation, const QString &) {
                 std::vector<Field::Option> options;
                 for (const auto &group : situation.stores.of<SecurityGroup>().rows())
                     options.push_back(
                         {group->id, groupName(situation.stores, group->id), group->name});
                 return options;
             },
         .looksUp = true,
         .preset = [](const Situation &, const QString &id) { return QJsonValue(id); },
         .shown =
             [](const Values &values) {
                 return values.value("remote"_L1).toString() == "group"_L1;
             }},
        {.key = u"ethertype"_s,
         .label = tr("IP version"),
         .help = tr("IP version: IPv4 (the default) or IPv6. With --remote-ip, it follows from the "
                    "address."),
         .type = Field::Type::Choice,
         .options = choice({{u"IPv4"_s, u"IPv4"_s}, {u"IPv6"_s, u"IPv6"_s}}),
         .preset = preset(u"IPv4"_s),
         .shown =
             [](const Values &values) {
                 return !isRange(values); // a range says it itself
             }},
        {.key = u"description"_s,
         .label = tr("Description"),
         .help = tr("Description of the rule. By default, it has none."),
         .hint = tr("Optional"),
         .problem = [](const Situation &, const QString &, const Values &values) {
             return textProblem(values.value("description"_L1).toString(), false);
         }}};
}

/// What the values say, as the rule that they make.
SecurityGroupRule SecurityGroupActions::ruleOf(const QString &groupId, const Values &values)
{
    const auto text = [&](QLatin1StringView key) {
        return values.value(key).toString().trimmed();
    };
    SecurityGroupRule rule;
    rule.groupId = groupId;
    rule.direction = text("direction"_L1) == "egress"_L1 ? u"egress"_s : u"ingress"_s;
    rule.ethertype = text("ethertype"_L1) == "IPv6"_L1 ? u"IPv6"_s : u"IPv4"_s;
    rule.description = text("description"_L1);
    const QString remote = text("remote"_L1);
    if (isRange(values)) {
        rule.remotePrefix = text("remote-ip"_L1);
        rule.ethertype = isIpv6Range(rule.remotePrefix) ? u"IPv6"_s : u"IPv4"_s;
    } else if (remote == "group"_L1) {
        rule.remoteGroupId = text("remote-group"_L1);
    }
    const QString key = text("service"_L1);
    if (const NetworkService *service = networkServiceNamed(key)) {
        rule.protocol = service->protocol;
        rule.portMin = service->portMin;
        rule.portMax = service->portMax;
    } else if (key == ofItself) {
        rule.protocol = protocolOf(values);
        if (!isRange(values) && isOnlyOfIpv6(rule.protocol))
            rule.ethertype = u"IPv6"_s;
        const auto number = [&](QLatin1StringView key) {
            return text(key).isEmpty() ? -1 : text(key).toInt();
        };
        const QStringList ports =
            text("dst-port"_L1).split(QRegularExpression(u"[-:]"_s), Qt::SkipEmptyParts);
        if (!ports.isEmpty() && hasPorts(rule.protocol)) {
            rule.portMin = ports.first().toInt();
            rule.portMax = ports.last().toInt();
        } else if (isIcmp(rule.protocol)) {
            rule.portMin = number("icmp-type"_L1);
            rule.portMax = rule.portMin < 0 ? -1 : number("icmp-code"_L1);
        }
    }
    // As Neutron itself changes them.
    if (rule.ethertype == "IPv6"_L1 && rule.protocol == "1"_L1)
        rule.protocol = u"58"_s;
    if (rule.ethertype == "IPv6"_L1 &&
        (rule.protocol == "icmp"_L1 || rule.protocol == "icmpv6"_L1)) {
        rule.protocol = u"ipv6-icmp"_s;
        if (key == "ping"_L1)
            rule.portMin = 128; // an echo request of ICMPv6
    }
    return rule;
}

Briefing SecurityGroupActions::ruleBriefing(const Situation &situation, const QString &id,
                                            const Values &values)
{
    const SecurityGroupRule rule = ruleOf(id, values);
    const auto &ports = situation.stores.of<Port>().rows();
    const auto uses = static_cast<int>(std::ranges::count_if(
        ports, [&](const auto &port) { return port->securityGroupIds.contains(id); }));
    // Not "anywhere" until it is entered.
    const bool unfinished = isRange(values) && rule.remotePrefix.isEmpty();
    Briefing briefing{.about = unfinished ? trafficText(rule) : ruleText(rule, situation.stores)};
    if (uses > 0)
        briefing.notes.push_back(
            {tr("The rule takes effect at once, on the %n network port(s) with this group.",
                nullptr, uses)});
    if (rule.direction == "ingress"_L1 && isAnywhere(rule) && !unfinished)
        briefing.notes.push_back(
            {tr("“Anywhere” is the whole internet if the instance has a public address. Strangers "
                "try to log in there all day: choose your own address or range if you can."),
             true});
    const auto own = values.value("remote"_L1).toString() == "mine"_L1 ? ownSourceFor(situation, id)
                                                                       : std::nullopt;
    if (own && !own->note.isEmpty() &&
        (rule.remotePrefix.isEmpty() || rule.remotePrefix == own->range))
        briefing.notes.push_back({own->note, true});
    return briefing;
}

Action SecurityGroupActions::addRule()
{
    return ActionOf<SecurityGroup, SecurityGroupRule>(
               u"add-security-group-rule"_s,
               {tr("Add rule…"), tr("Add a rule to “%1”"), tr("A rule is being added to “%1”."),
                tr("A rule was added to “%1”."), tr("No rule was added to “%1”."),
                tr("It is not known whether a rule was added to “%1”.")})
        .asks(ruleFields())
        .icon(u"plus"_s)
        .frequent()
        .summary(tr("Add a rule to a security group"))
        .single()
        .terminal({u"security"_s, u"group"_s, u"rule"_s, u"create"_s})
        .reads({Kind::Port, Kind::SecurityGroupRule, Kind::FloatingIp})
        .possible([](const SecurityGroup &, const Situation &) { return QString(); })
        .briefs(ruleBriefing)
        .sends([](const ActionOperation &operation) {
            const SecurityGroupRule rule = ruleOf(operation.target().id, operation.values());
            QJsonObject values{{u"security_group_id"_s, rule.groupId},
                               {u"direction"_s, rule.direction},
                               {u"ethertype"_s, rule.ethertype}};
            const auto add = [&](const QString &key, const QString &text) {
                if (!text.isEmpty())
                    values.insert(key, text);
            };
            add(u"protocol"_s, rule.protocol);
            add(u"remote_ip_prefix"_s, rule.remotePrefix);
            add(u"remote_group_id"_s, rule.remoteGroupId);
            add(u"description"_s, rule.description);
            if (rule.portMin >= 0)
                values.insert(u"port_range_min"_s, rule.portMin);
            if (rule.portMax >= 0)
                values.insert(u"port_range_max"_s, rule.portMax);
            return openstack::Create<SecurityGroupRule>{values};
        })
        .tracedAsNew(
            [](const ActionOperation &operation) {
                openstack::List<SecurityGroupRule> list;
                list.filters.insert(u"security_group_id"_s, operation.target().id);
                return list;
            },
            // Neutron takes no second rule of the same meaning: any new one of this traffic is it.
            [](const SecurityGroupRule &rule, const Values &values) {
                const SecurityGroupRule wanted = ruleOf(rule.groupId, values);
                return rule.direction == wanted.direction && rule.protocol == wanted.protocol &&
                       rule.portMin == wanted.portMin && rule.portMax == wanted.portMax &&
                       rule.remoteGroupId == wanted.remoteGroupId;
            })
        .untilItExists()
        .command([](const QString &target, const Values &values) {
            const SecurityGroupRule rule = ruleOf(target, values);
            QStringList words{u"openstack"_s,   u"security"_s, u"group"_s,
                              u"rule"_s,        u"create"_s,   u"--"_s + rule.direction,
                              u"--ethertype"_s, rule.ethertype};
            const auto add = [&](const QString &name, const QString &text) {
                if (!text.isEmpty())
                    words << name << text;
            };
            add(u"--protocol"_s, rule.protocol);
            const bool icmp = isIcmp(rule.protocol);
            if (rule.portMin >= 0 && icmp)
                words << u"--icmp-type"_s << QString::number(rule.portMin);
            else if (rule.portMin >= 0)
                words << u"--dst-port"_s
                      << (rule.portMin == rule.portMax
                              ? QString::number(rule.portMin)
                              : u"%1:%2"_s.arg(QString::number(rule.portMin),
                                               QString::number(rule.portMax)));
            if (rule.portMax >= 0 && icmp)
                words << u"--icmp-code"_s << QString::number(rule.portMax);
            add(u"--remote-ip"_s, rule.remotePrefix);
            add(u"--remote-group"_s, rule.remoteGroupId);
            add(u"--description"_s, rule.description);
            return words << target;
        });
}

Action SecurityGroupActions::removeRule()
{
    return ActionOf<SecurityGroupRule>(u"delete-security-group-rule"_s,
                                       {tr("Delete rule"), tr("Delete the rule “%1”"),
                                        tr("The rule “%1” is being deleted."),
                                        tr("The rule “%1” was deleted."),
                                        tr("The rule “%1” was not deleted."),
                                        tr("It is not known whether the rule “%1” was deleted.")})
        .icon(u"trash-2"_s)
        .summary(tr("Delete rules of security groups"))
        .shortcut(u"Del"_s)
        .reads({Kind::SecurityGroup})
        .targets([](const store::CloudStores &stores, const QString &id) {
            const auto row = stores.of<SecurityGroupRule>().find(id);
            return Subject{Kind::SecurityGroupRule, id, row ? ruleText(*row, stores) : QString()};
        })
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            const QString text =
                tr("What only this rule allows is refused at once, for every port with the group. "
                   "Connections that are open may stay open for a while.");
            if (count > 1)
                return Confirmation{tr("Delete %n rule(s)?", nullptr, count),
                                    tr("What only these rules allow is refused at once, for every "
                                       "port with the group. Connections that are open may stay "
                                       "open for a while."),
                                    tr("Delete %n rule(s)", nullptr, count)};
            return Confirmation{tr("Delete the rule “%1”?").arg(isolated(names.value(0))), text,
                                tr("Delete rule")};
        })
        .deletes()
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"security"_s, u"group"_s,
                               u"rule"_s,      u"delete"_s,   target};
        });
}

} // namespace

void addSecurityGroupActions(std::vector<Action> &actions)
{
    actions.push_back(SecurityGroupActions::create());
    actions.push_back(SecurityGroupActions::addRule());
    actions.push_back(SecurityGroupActions::edit());
    actions.push_back(SecurityGroupActions::remove());
    actions.push_back(SecurityGroupActions::removeRule());
}

} // namespace oriel::operations
