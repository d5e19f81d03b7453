#include "operations/reachability.h"

#include "base/literals.h"
#include "base/visible.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::FixedIp;
using openstack::FloatingIp;
using openstack::Network;
using openstack::Port;
using openstack::Router;
using openstack::SecurityGroup;
using openstack::SecurityGroupRule;
using openstack::Server;
using openstack::Subnet;

using Range = std::pair<QHostAddress, int>;

/// An address is a range of one. An invalid one has the length -1.
Range rangeOf(const QString &text)
{
    if (text.contains(u'/'))
        return QHostAddress::parseSubnet(text);
    const QHostAddress address(text);
    if (address.isNull())
        return {QHostAddress(), -1};
    return {address, address.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32};
}

/// Whether all of `inner` is in `outer`.
bool covers(const QString &outer, const QString &inner)
{
    const Range whole = rangeOf(outer);
    const Range part = rangeOf(inner);
    return whole.second >= 0 && part.second >= whole.second &&
           whole.first.protocol() == part.first.protocol() && part.first.isInSubnet(whole);
}

int versionOf(const QString &address)
{
    return address.contains(u':') ? 6 : 4;
}

bool isProtocol(const SecurityGroupRule &rule, const ReachQuestion &question, int ipVersion)
{
    static const QHash<QString, QString> numbers{{u"6"_s, u"tcp"_s},
                                                 {u"17"_s, u"udp"_s},
                                                 {u"1"_s, u"icmp"_s},
                                                 {u"58"_s, u"ipv6-icmp"_s},
                                                 {u"icmpv6"_s, u"ipv6-icmp"_s}};
    if (rule.protocol.isEmpty())
        return true;
    QString wanted = question.protocol;
    if (wanted == "icmp"_L1 && ipVersion == 6)
        wanted = u"ipv6-icmp"_s;
    QString given = numbers.value(rule.protocol, rule.protocol);
    if (given == "icmp"_L1 && ipVersion == 6) // older clouds call both so
        given = u"ipv6-icmp"_s;
    return given == wanted;
}

bool isPort(const SecurityGroupRule &rule, const ReachQuestion &question, int ipVersion)
{
    if (rule.protocol.isEmpty() || rule.portMin < 0)
        return true;
    if (question.protocol == "icmp"_L1) {
        constexpr int echo6 = 128; // the echo request of ICMPv6
        return rule.portMin == (ipVersion == 6 ? echo6 : question.port);
    }
    return rule.portMin <= question.port && question.port <= std::max(rule.portMin, rule.portMax);
}

bool isSource(const SecurityGroupRule &rule, const QString &source,
              const store::CloudStores &stores)
{
    if (!rule.remoteAddressGroupId.isEmpty())
        return false; // its addresses are unknown
    if (rule.remoteGroupId.isEmpty())
        return isAnywhere(rule) || (!source.isEmpty() && covers(rule.remotePrefix, source));
    return !source.isEmpty() &&
           std::ranges::any_of(stores.of<Port>().rows(), [&](const auto &port) {
               return port->securityGroupIds.contains(rule.remoteGroupId) &&
                      std::ranges::any_of(port->fixedIps, [&](const FixedIp &fixed) {
                          return covers(fixed.address, source);
                      });
           });
}

/// The service of the question, as a rule without an origin.
SecurityGroupRule wantedRule(const ReachQuestion &question, int ipVersion)
{
    SecurityGroupRule rule;
    rule.direction = u"ingress"_s;
    rule.ethertype = ipVersion == 6 ? u"IPv6"_s : u"IPv4"_s;
    rule.protocol = question.protocol;
    rule.portMin = question.port;
    rule.portMax = question.protocol == "icmp"_L1 ? 0 : question.port;
    rule.remotePrefix = question.source;
    return rule;
}

/// The chain for one address of a port.
class Chain
{
    Q_DECLARE_TR_FUNCTIONS(Reachability)

public:
    Chain(const store::CloudStores &stores, const ReachQuestion &question)
        : m_stores(stores)
        , m_question(question)
    {}

    ReachAnswer walk(const Server &server, const store::Row<Port> &port, const FixedIp *fixed)
    {
        m_name = isolated(nameOrId(server.name, server.id));
        if (checkInstance(server) && checkPort(server, port, fixed) &&
            checkAddress(server, *port, *fixed) && checkRouter(*port, *fixed) && checkRules(*port))
            m_answer.fix.reset();
        while (m_answer.checks.size() < reachLinks)
            m_answer.checks.push_back(
                {ReachCheck::Result::NotChecked, remaining(m_answer.checks.size())});
        return std::move(m_answer);
    }

    static ReachAnswer gone()
    {
        return {.checks = {{ReachCheck::Result::Failed, tr("The instance no longer exists.")}},
                .address = {},
                .fix = {}};
    }

    static QString wrongSource()
    {
        return tr("Enter an address, for example 192.0.2.7, or a range, for example "
                  "192.0.2.0/24.");
    }

private:
    static QString remaining(std::size_t link)
    {
        switch (link) {
        case 1:
            return tr("A port that is up");
        case 2:
            return tr("An address that can be reached");
        case 3:
            return tr("The way to the network");
        default:
            return tr("The rules of the security groups");
        }
    }

    bool pass(const QString &text)
    {
        m_answer.checks.push_back({ReachCheck::Result::Passed, text});
        return true;
    }
    bool doubt(const QString &text)
    {
        m_answer.checks.push_back({ReachCheck::Result::Unknown, text});
        return true;
    }
    bool fail(const QString &text, std::optional<ReachFix> fix = {})
    {
        m_answer.checks.push_back({ReachCheck::Result::Failed, text});
        m_answer.fix = std::move(fix);
        return false;
    }

    bool checkInstance(const Server &server)
    {
        const auto fix = [&](const QString &action, const QString &text) {
            return ReachFix{action, server.id, {}, text};
        };
        if (server.isRunning())
            return pass(server.status == "RESCUE"_L1
                            ? tr("“%1” is running in rescue mode.").arg(m_name)
                            : tr("“%1” is running.").arg(m_name));
        if (!server.taskState.isEmpty())
            return fail(
                tr("“%1” is not running yet (%2).").arg(m_name, stateWord(server.taskState)));
        if (server.status == "SHUTOFF"_L1)
            return fail(tr("“%1” is shut off.").arg(m_name),
                        fix(u"start-server"_s, tr("Start the instance")));
        if (server.status == "PAUSED"_L1)
            return fail(tr("“%1” is paused.").arg(m_name),
                        fix(u"unpause-server"_s, tr("Unpause the instance")));
        if (server.status == "SUSPENDED"_L1)
            return fail(tr("“%1” is suspended.").arg(m_name),
                        fix(u"resume-server"_s, tr("Resume the instance")));
        if (server.status == "SHELVED"_L1 || server.status == "SHELVED_OFFLOADED"_L1)
            return fail(tr("“%1” is shelved: it does not run until it is unshelved.").arg(m_name),
                        fix(u"unshelve-server"_s, tr("Unshelve the instance…")));
        if (server.status == "SOFT_DELETED"_L1)
            return fail(
                tr("“%1” is deleted. The cloud still keeps it, so it can be restored.").arg(m_name),
                fix(u"restore-server"_s, tr("Restore the instance")));
        if (server.status == "RESCUE"_L1)
            return fail(tr("“%1” is in rescue mode and does not run.").arg(m_name),
                        fix(u"unrescue-server"_s, tr("Unrescue the instance")));
        if (server.status == "ERROR"_L1) {
            const QString why = server.fault ? server.fault->message.trimmed() : QString();
            return fail(why.isEmpty() ? tr("“%1” is in error.").arg(m_name)
                                      //: %2: what the cloud says
                                      : tr("“%1” is in error: %2").arg(m_name, isolated(why)),
                        fix(u"hard-reboot-server"_s, tr("Hard reboot…")));
        }
        return fail(tr("“%1” is not running: it is %2.").arg(m_name, stateWord(server.status)));
    }

    bool checkPort(const Server &server, const store::Row<Port> &port, const FixedIp *fixed)
    {
        if (!m_stores.of<Port>().state().loaded)
            return fail(tr("The ports of “%1” could not be loaded.").arg(m_name));
        if (!port)
            return fail(tr("“%1” is not connected to a network.").arg(m_name));
        if (!fixed)
            return fail(tr("The port of “%1” has no address.").arg(m_name));
        if (!port->adminUp)
            return fail(tr("The port %1 of “%2” is disabled: nothing passes it.")
                            .arg(fixed->address, m_name),
                        ReachFix{u"enable-port"_s, port->id, {}, tr("Enable the port")});
        if (port->status == "DOWN"_L1)
            return fail(tr("The port %1 of “%2” is down: the host has not connected it. Wait a "
                           "moment; if this does not change, a hard reboot may help.")
                            .arg(fixed->address, m_name),
                        ReachFix{u"hard-reboot-server"_s, server.id, {}, tr("Hard reboot…")});
        const QString network = isolated(networkName(m_stores, port->networkId));
        return pass(tr("It has the address %1 on the network “%2”.").arg(fixed->address, network));
    }

    [[nodiscard]] bool isInside(const FixedIp &fixed) const
    {
        const auto subnet = m_stores.of<Subnet>().find(fixed.subnetId);
        return subnet && !m_question.source.isEmpty() && covers(subnet->cidr, m_question.source);
    }

    [[nodiscard]] store::Row<FloatingIp> floatingIpOf(const Port &port, const FixedIp &fixed) const
    {
        for (const auto &ip : m_stores.of<FloatingIp>().rows()) {
            if (ip->portId == port.id && (ip->fixedIp.isEmpty() || ip->fixedIp == fixed.address))
                return ip;
        }
        return {};
    }

    bool checkAddress(const Server &server, const Port &port, const FixedIp &fixed)
    {
        m_floatingIp = floatingIpOf(port, fixed);
        const auto network = m_stores.of<Network>().find(port.networkId);
        m_inside = isInside(fixed);
        if (m_inside) {
            m_answer.address = fixed.address;
            return pass(tr("The source is on the same network, where %1 can be reached.")
                            .arg(fixed.address));
        }
        if (m_floatingIp) {
            m_answer.address = m_floatingIp->address;
            return pass(tr("It has the floating IP %1.").arg(m_floatingIp->address));
        }
        m_answer.address = fixed.address;
        if (network && network->external)
            return pass(tr("Its network “%1” is an external one: %2 can be reached from outside.")
                            .arg(isolated(network->name), fixed.address));
        if (!isPrivateAddress(fixed.address))
            return pass(tr("%1 is a public address.").arg(fixed.address));
        m_answer.address.clear();
        return fail(
            tr("“%1” has only the private address %2, which cannot be reached from "
               "outside its network.")
                .arg(m_name, fixed.address),
            ReachFix{u"associate-floating-ip"_s, server.id, {}, tr("Associate floating IP…")});
    }

    bool checkRouter(const Port &port, const FixedIp &fixed)
    {
        if (m_inside || !m_floatingIp)
            return pass(m_inside ? tr("No router is needed.")
                                 : tr("No router of the project is needed."));
        const QString external = isolated(networkName(m_stores, m_floatingIp->networkId));
        if (m_floatingIp->status == "ERROR"_L1)
            return fail(
                tr("The floating IP %1 has the status “ERROR”. Disassociate it and associate "
                   "it again; if this does not help, ask the cloud's administrator.")
                    .arg(m_floatingIp->address),
                ReachFix{u"disassociate-floating-ip"_s,
                         m_floatingIp->id,
                         {},
                         tr("Disassociate the floating IP")});
        auto router = m_stores.of<Router>().find(m_floatingIp->routerId);
        if (!router) {
            const auto there = routersAt(m_stores, fixed.subnetId);
            if (!there.empty())
                router = there.front();
        }
        if (!router)
            return doubt(tr("The router between “%1” and “%2” belongs to the cloud and cannot be "
                            "seen from this project.")
                             .arg(isolated(networkName(m_stores, port.networkId)), external));
        const QString name = isolated(nameOrId(router->name, router->id));
        // Oriel does not change routers.
        if (!router->adminUp)
            return fail(
                tr("The router “%1” is disabled. A user who manages the project's networks can "
                   "enable it: openstack router set --enable %2")
                    .arg(name, router->id));
        if (!router->gateway)
            return fail(
                tr("The router “%1” has no gateway. A user who manages the project's networks can "
                   "connect it to “%2”: openstack router set --external-gateway %3 %4")
                    .arg(name, external, m_floatingIp->networkId, router->id));
        if (router->gateway->networkId != m_floatingIp->networkId)
            return fail(tr("The router “%1” is connected to “%2”, not to “%3”, to which the "
                           "floating IP belongs. Associate one of “%2”.")
                            .arg(name, isolated(networkName(m_stores, router->gateway->networkId)),
                                 external));
        if (router->status == "ERROR"_L1 || router->status == "DOWN"_L1)
            return fail(tr("The router “%1” has the status “%2”. Only the cloud's administrator "
                           "can repair it.")
                            .arg(name, router->status));
        return pass(tr("The router “%1” connects its network with “%2”.").arg(name, external));
    }

    /// The one that a new rule is best added to: not the project's common one.
    [[nodiscard]] QString groupForRule(const Port &port) const
    {
        for (const QString &id : port.securityGroupIds) {
            const auto group = m_stores.of<SecurityGroup>().find(id);
            if (group && group->name != "default"_L1)
                return id;
        }
        return port.securityGroupIds.value(0);
    }

    bool checkRules(const Port &port)
    {
        if (!port.portSecurity)
            return pass(tr("Port security is off: everything is let in."));
        const int version = versionOf(m_answer.address);
        const SecurityGroupRule wanted = wantedRule(m_question, version);
        const QString traffic = trafficText(wanted);
        const QString from = remoteText(wanted, {});
        if (port.securityGroupIds.isEmpty())
            return fail(
                tr("The port has no security group: nothing is let in."),
                ReachFix{u"add-security-group-to-port"_s, port.id, {}, tr("Add security group…")});
        if (!m_stores.of<SecurityGroupRule>().state().loaded)
            return doubt(tr("The rules of the security groups could not be loaded."));
        for (const auto &rule : m_stores.of<SecurityGroupRule>().rows()) {
            if (port.securityGroupIds.contains(rule->groupId) &&
                letsIn(*rule, m_question, version, m_stores))
                return answersLeave(port, *rule, version);
        }
        for (const QString &id : port.securityGroupIds) {
            if (!m_stores.of<SecurityGroup>().find(id))
                return doubt(tr("The rules of the security group %1 cannot be seen from this "
                                "project. No other rule lets %2 in.")
                                 .arg(id, traffic));
        }
        QStringList others;
        for (const auto &rule : m_stores.of<SecurityGroupRule>().rows()) {
            if (port.securityGroupIds.contains(rule->groupId) && rule->direction == "ingress"_L1 &&
                rule->ethertype == wanted.ethertype && isProtocol(*rule, m_question, version) &&
                isPort(*rule, m_question, version)) {
                const auto remote = m_stores.of<SecurityGroup>().find(rule->remoteGroupId);
                const QString text = remoteText(*rule, remote ? remote->name : QString());
                if (!others.contains(text))
                    others.append(text);
            }
        }
        std::ranges::sort(others);
        const QString group = groupForRule(port);
        return fail(
            others.isEmpty()
                ? tr("No rule of its security groups lets in %1 from %2.").arg(traffic, from)
                : tr("The rules of its security groups let in %1 only from %2, not from "
                     "%3.")
                      .arg(traffic, others.join(", "_L1), from),
            ReachFix{u"add-security-group-rule"_s, group, ruleValues(version),
                     //: Button. %1: the name of a security group
                     tr("Add a rule to “%1”…").arg(isolated(groupName(m_stores, group)))});
    }

    /// Without a memory of connections, answers need a rule.
    bool answersLeave(const Port &port, const SecurityGroupRule &rule, int version)
    {
        const bool stateless = std::ranges::any_of(port.securityGroupIds, [&](const QString &id) {
            const auto group = m_stores.of<SecurityGroup>().find(id);
            return group && !group->stateful;
        });
        const bool leave =
            !stateless ||
            std::ranges::any_of(m_stores.of<SecurityGroupRule>().rows(), [&](const auto &out) {
                return port.securityGroupIds.contains(out->groupId) &&
                       out->direction == "egress"_L1 && out->ethertype == rule.ethertype &&
                       isProtocol(*out, m_question, version) && out->portMin < 0 &&
                       isSource(*out, m_question.source, m_stores);
            });
        if (leave)
            return pass(tr("The rule “%1” of the security group “%2” lets it in.")
                            .arg(isolated(ruleText(rule, m_stores)),
                                 isolated(groupName(m_stores, rule.groupId))));
        const QString group = groupForRule(port);
        QJsonObject values = ruleValues(version);
        values.insert(u"direction"_s, u"egress"_s);
        values.insert(u"service"_s, u"any"_s);
        for (const QString &key : {u"protocol"_s, u"dst-port"_s})
            values.remove(key);
        return fail(tr("Its security groups are stateless, and no rule lets the answers out."),
                    ReachFix{u"add-security-group-rule"_s, group, values,
                             //: Button, as above.
                             tr("Add a rule to “%1”…").arg(isolated(groupName(m_stores, group)))});
    }

    /// What the form of a new rule is filled in with.
    [[nodiscard]] QJsonObject ruleValues(int version) const
    {
        QJsonObject values{{u"direction"_s, u"ingress"_s}};
        const auto &known = networkServices();
        const auto service = std::ranges::find_if(known, [&](const NetworkService &one) {
            return one.protocol == m_question.protocol && one.portMin == m_question.port;
        });
        if (service != known.end()) {
            values.insert(u"service"_s, service->key);
        } else {
            values.insert(u"service"_s, u"other"_s);
            values.insert(u"protocol"_s, m_question.protocol);
            values.insert(u"dst-port"_s, QString::number(m_question.port));
        }
        if (m_question.source.isEmpty()) {
            values.insert(u"remote"_s, u"anywhere"_s);
            values.insert(u"ethertype"_s, version == 6 ? u"IPv6"_s : u"IPv4"_s);
        } else {
            values.insert(u"remote"_s, u"range"_s);
            values.insert(u"remote-ip"_s, m_question.source);
        }
        return values;
    }

    const store::CloudStores &m_stores;
    const ReachQuestion &m_question;
    ReachAnswer m_answer{};
    QString m_name{};
    store::Row<FloatingIp> m_floatingIp{};
    bool m_inside = false;
};

/// How far it gets: more is better.
std::ptrdiff_t reach(const ReachAnswer &answer)
{
    return std::ranges::count_if(answer.checks, [](const ReachCheck &check) {
        return check.result == ReachCheck::Result::Passed ||
               check.result == ReachCheck::Result::Unknown;
    });
}

} // namespace

const ReachCheck *ReachAnswer::obstacle() const
{
    const auto failed = std::ranges::find(checks, ReachCheck::Result::Failed, &ReachCheck::result);
    return failed == checks.end() ? nullptr : &*failed;
}

bool letsIn(const SecurityGroupRule &rule, const ReachQuestion &question, int ipVersion,
            const store::CloudStores &stores)
{
    return rule.direction == "ingress"_L1 &&
           rule.ethertype == (ipVersion == 6 ? "IPv6"_L1 : "IPv4"_L1) &&
           isProtocol(rule, question, ipVersion) && isPort(rule, question, ipVersion) &&
           isSource(rule, question.source, stores);
}

QString sourceProblem(const QString &source)
{
    return source.isEmpty() || rangeOf(source).second >= 0 ? QString() : Chain::wrongSource();
}

ReachAnswer checkReachability(const store::CloudStores &stores, const ReachQuestion &question)
{
    const auto server = stores.servers.find(question.serverId);
    if (!server)
        return Chain::gone();
    std::optional<ReachAnswer> best;
    const auto consider = [&](const store::Row<Port> &port, const FixedIp *fixed) {
        ReachAnswer answer = Chain(stores, question).walk(*server, port, fixed);
        if (!best || reach(answer) > reach(*best))
            best = std::move(answer);
    };
    // A source of one IP version reaches only addresses of that version.
    const int version = question.source.isEmpty() ? 0 : versionOf(question.source);
    for (const auto &port : portsOf(stores, question.serverId)) {
        bool any = false;
        for (const FixedIp &fixed : port->fixedIps) {
            if (version == 0 || version == versionOf(fixed.address)) {
                consider(port, &fixed);
                any = true;
            }
        }
        if (!any)
            consider(port, nullptr);
    }
    if (!best)
        consider({}, nullptr);
    return *best;
}

const std::vector<openstack::Kind> &reachabilityKinds()
{
    static const std::vector<openstack::Kind> kinds{
        Kind::Port,   Kind::FloatingIp,    Kind::Network,          Kind::Subnet,
        Kind::Router, Kind::SecurityGroup, Kind::SecurityGroupRule};
    return kinds;
}

std::vector<Opening> openingsOf(const store::CloudStores &stores, const QString &serverId)
{
    std::vector<Opening> openings;
    for (const auto &port : portsOf(stores, serverId)) {
        if (!port->portSecurity)
            continue;
        std::vector<Opening> here;
        for (const auto &rule : stores.of<SecurityGroupRule>().rows()) {
            if (rule->direction != "ingress"_L1 || !port->securityGroupIds.contains(rule->groupId))
                continue;
            here.push_back({*rule, port->id, groupName(stores, rule->groupId)});
        }
        // What is open to most comes first.
        std::ranges::sort(here, {}, [](const Opening &one) {
            return std::tuple(!isAnywhere(one.rule), trafficText(one.rule), one.rule.id);
        });
        std::ranges::move(here, std::back_inserter(openings));
    }
    return openings;
}

QStringList reachableAddresses(const store::CloudStores &stores, const QString &serverId)
{
    QStringList addresses;
    QStringList inner;
    for (const auto &port : portsOf(stores, serverId)) {
        for (const auto &ip : stores.of<FloatingIp>().rows()) {
            if (ip->portId == port->id)
                addresses.append(ip->address);
        }
    }
    for (const auto &port : portsOf(stores, serverId)) {
        const auto network = stores.of<Network>().find(port->networkId);
        for (const FixedIp &fixed : port->fixedIps) {
            const bool open = (network && network->external) || !isPrivateAddress(fixed.address);
            (open ? addresses : inner).append(fixed.address);
        }
    }
    // Without Neutron, Nova says what it knows.
    if (const auto server = stores.servers.find(serverId);
        server && addresses.isEmpty() && inner.isEmpty()) {
        for (const openstack::ServerAddress &one : server->addresses)
            (one.floating || !isPrivateAddress(one.address) ? addresses : inner)
                .append(one.address);
    }
    return addresses + inner;
}

} // namespace oriel::operations
