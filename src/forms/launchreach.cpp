#include "forms/launchreach.h"

#include "base/visible.h"
#include "openstack/network/port.h"
#include "openstack/network/router.h"
#include "openstack/network/subnet.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/reachability.h"
#include "operations/securityrules.h"

#include <QtCore/QSet>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// What people want to reach an instance by.
constexpr std::array offeredServices{"ssh"_L1, "rdp"_L1, "http"_L1, "https"_L1};

} // namespace

ReachChoice ReachChoice::of(const operations::LaunchRequest &request)
{
    ReachChoice choice;
    const auto &move = request.floatingIp;
    choice.wanted = move && !move->takesFromAnother();
    if (*choice.wanted)
        choice.address = move->id.isEmpty() ? move->poolId : move->id;
    choice.service.emplace();
    if (!request.group)
        return choice;
    choice.from = request.group->prefix.isEmpty() ? u"anywhere"_s : u"range"_s;
    choice.openTo = request.group->prefix;
    for (const operations::NetworkService &service : operations::networkServices()) {
        if (service.name == request.group->service)
            choice.service = service.key;
    }
    return choice;
}

LaunchReach::LaunchReach(const store::CloudStores &stores, ReachChoice choice, ReachTarget target)
    : m_stores(stores)
    , m_choice(std::move(choice))
    , m_target(std::move(target))
{
    for (const QString &id : m_target.networkIds) {
        const auto network = stores.networks.find(id);
        if (!network || network->external)
            continue;
        auto pools = poolsOf(id);
        if (!m_innerNetwork.isEmpty() && pools.empty())
            continue;
        m_innerNetwork = id;
        m_pools = std::move(pools);
        if (!m_pools.empty())
            break;
    }
}

std::vector<store::Row<openstack::Network>> LaunchReach::poolsOf(const QString &networkId) const
{
    const auto inner = m_stores.networks.find(networkId);
    const auto &ports = m_stores.of<openstack::Port>();
    const auto &routers = m_stores.of<openstack::Router>();
    // The routers of other projects are invisible, also those of a shared network.
    const bool known = routers.state().loaded && ports.state().loaded && inner && !inner->shared;
    QSet<QString> gateways;
    for (const auto &port : ports.rows()) {
        const auto router = port->networkId == networkId ? routers.find(port->deviceId) : nullptr;
        if (router && router->gateway)
            gateways.insert(router->gateway->networkId);
    }
    std::vector<store::Row<openstack::Network>> pools;
    for (const auto &network : m_stores.networks.rows()) {
        if (network->external && (gateways.contains(network->id) || (!known && gateways.isEmpty())))
            pools.push_back(network);
    }
    std::ranges::sort(pools, {}, [](const auto &network) { return network->name; });
    return pools;
}

QString LaunchReach::obstacle() const
{
    const auto &state = m_stores.of<openstack::FloatingIp>().state();
    if (state.error && state.error->kind == ErrorKind::NotFound)
        return tr("This cloud has no floating IPs.");
    if (m_target.count > 1)
        return tr("Only a single instance gets a floating IP when it is launched.");
    if (m_target.takesFromOriginal)
        return tr("The instance gets the floating IP of the original.");
    if (std::ranges::none_of(m_stores.networks.rows(),
                             [](const auto &network) { return network->external; }))
        return tr("This cloud has no external network that you can see.");
    const bool direct = std::ranges::any_of(m_target.networkIds, [this](const QString &id) {
        const auto network = m_stores.networks.find(id);
        return network && network->external;
    });
    if (m_innerNetwork.isEmpty())
        return direct ? tr("The instance gets an address on an external network and needs no "
                           "floating IP.")
                      : tr("Choose an internal network: a floating IP leads to the address there.");
    return m_pools.empty()
               ? tr("No router connects the network “%1” with an external network, so a "
                    "floating IP cannot lead to it.")
                     .arg(isolated(operations::networkName(m_stores, m_innerNetwork)))
               : QString();
}

/// By itself for the first one that would have a floating IP: most instances are reached through
/// others, and addresses often cost money.
bool LaunchReach::isOn() const
{
    if (!obstacle().isEmpty())
        return false;
    if (m_choice.wanted)
        return *m_choice.wanted;
    return m_target.mayPropose && m_stores.of<openstack::FloatingIp>().rows().isEmpty();
}

std::vector<LaunchOption> LaunchReach::addresses() const
{
    std::vector<LaunchOption> options;
    QSet<QString> pools;
    for (const auto &network : m_pools) {
        pools.insert(network->id);
        options.push_back(
            {network->id, tr("A new one from “%1”")
                              .arg(isolated(operations::nameOrId(network->name, network->id)))});
    }
    std::vector<LaunchOption> free;
    for (const auto &ip : m_stores.of<openstack::FloatingIp>().rows()) {
        if (ip->portId.isEmpty() && pools.contains(ip->networkId))
            //: A floating IP that nothing uses.
            free.push_back({ip->id, tr("%1 (free)").arg(ip->address)});
    }
    std::ranges::sort(free, {}, &LaunchOption::text);
    // A free one costs nothing more, so it comes first.
    options.insert(options.begin(), free.begin(), free.end());
    const auto chosen = std::ranges::find(options, m_choice.address, &LaunchOption::id);
    if (!options.empty())
        (chosen == options.end() ? options.begin() : chosen)->chosen = true;
    return options;
}

std::vector<LaunchOption> LaunchReach::services() const
{
    //: What is let in from outside, in addition to what the security groups allow.
    std::vector<LaunchOption> options{{QString(), tr("Nothing more"), service().isEmpty()}};
    for (const QLatin1StringView key : offeredServices) {
        const auto *offered = operations::networkServiceNamed(QString(key));
        if (offered)
            options.push_back({offered->key, offered->name, offered->key == service()});
    }
    return options;
}

QString LaunchReach::from() const
{
    if (m_choice.from == "mine"_L1 && m_target.ownNetwork.isEmpty())
        return u"range"_s;
    if (!m_choice.from.isEmpty())
        return m_choice.from;
    return m_choice.openTo.isEmpty() ? u"anywhere"_s : u"range"_s;
}

std::optional<operations::OwnSource> LaunchReach::ownSource() const
{
    const operations::FloatingIpMove address = move();
    QStringList destinations;
    if (!address.address.isEmpty())
        destinations.append(address.address);
    // A new one is like the others of its network, if nothing else is known of it.
    for (const auto &subnet : m_stores.of<openstack::Subnet>().rows()) {
        if (destinations.isEmpty() && subnet->networkId == address.poolId && subnet->ipVersion == 4)
            destinations.append(subnet->cidr);
    }
    for (const auto &ip : m_stores.of<openstack::FloatingIp>().rows()) {
        if (destinations.isEmpty() && ip->networkId == address.poolId)
            destinations.append(ip->address);
    }
    return operations::ownSource(m_target.ownNetwork, destinations);
}

std::vector<LaunchOption> LaunchReach::sources() const
{
    //: From where a service is let in.
    std::vector<LaunchOption> options{{u"anywhere"_s, tr("Anywhere")}};
    if (const auto own = ownSource())
        options.push_back({u"mine"_s, own->label});
    options.push_back({u"range"_s, tr("An address or a range")});
    for (LaunchOption &option : options)
        option.chosen = option.id == from();
    return options;
}

bool LaunchReach::asksForRange() const
{
    if (from() != "mine"_L1)
        return from() == "range"_L1;
    const auto own = ownSource();
    return !own || own->range.isEmpty();
}

QString LaunchReach::prefix() const
{
    if (from() == "anywhere"_L1)
        return {};
    return asksForRange() ? m_choice.openTo.trimmed() : ownSource()->range;
}

bool LaunchReach::opens(const openstack::SecurityGroup &group) const
{
    const auto *letIn = operations::networkServiceNamed(service());
    if (!letIn)
        return false;
    const operations::ReachQuestion question{
        .serverId = {}, .protocol = letIn->protocol, .port = letIn->portMin, .source = prefix()};
    constexpr int ipVersion = 4; // a floating IP is IPv4
    return std::ranges::any_of(m_stores.of<openstack::SecurityGroupRule>().rows(),
                               [&](const auto &rule) {
                                   return rule->groupId == group.id &&
                                          operations::letsIn(*rule, question, ipVersion, m_stores);
                               });
}

store::Row<openstack::SecurityGroup> LaunchReach::openGroup() const
{
    for (const QString &id : m_target.groupIds) {
        const auto group = m_stores.of<openstack::SecurityGroup>().find(id);
        if (group && opens(*group))
            return group;
    }
    return nullptr;
}

QString LaunchReach::text() const
{
    if (const QString why = obstacle(); !why.isEmpty())
        return why;
    if (!isOn())
        return tr("Without a floating IP, it can be reached from its own networks only.");
    const auto *letIn = operations::networkServiceNamed(service());
    if (!letIn)
        return tr("The security groups decide what may reach it at that address.");
    if (const auto group = openGroup())
        //: %1: a security group; %2: a service: "SSH"
        return tr("The security group “%1” already lets %2 in.")
            .arg(isolated(group->name), letIn->name);
    const auto own = from() == "mine"_L1 ? ownSource() : std::nullopt;
    const QString range = prefix();
    if (range.isEmpty() && asksForRange())
        return own ? own->note : QString();
    const QString said =
        range.isEmpty()
            //: %1: a service: "SSH"
            ? tr("A new security group lets %1 in from anywhere: anyone on the internet can try "
                 "to log in. An address range is safer.")
                  .arg(letIn->name)
            //: %1: a service: "SSH"; %2: an address range
            : tr("A new security group lets %1 in from %2 only.").arg(letIn->name, range);
    return own && !asksForRange() && !own->note.isEmpty() ? said + u' ' + own->note : said;
}

QString LaunchReach::rangeProblem() const
{
    if (!isOn() || service().isEmpty() || !asksForRange())
        return {};
    const QString range = prefix();
    if (range.isEmpty())
        return tr("Enter an address or a range.");
    return operations::sourceProblem(range).isEmpty()
               ? QString()
               : tr("“%1” is neither an address nor a range such as 192.0.2.0/24.")
                     .arg(isolated(range));
}

operations::FloatingIpMove LaunchReach::move() const
{
    operations::FloatingIpMove move;
    move.networkId = m_innerNetwork;
    move.toName = m_target.name;
    for (const LaunchOption &option : addresses()) {
        if (!option.chosen)
            continue;
        const auto ip = m_stores.of<openstack::FloatingIp>().find(option.id);
        move.id = ip ? ip->id : QString();
        move.address = ip ? ip->address : QString();
        move.poolId = ip ? ip->networkId : option.id;
    }
    return move;
}

std::optional<operations::NewGroup> LaunchReach::group() const
{
    const auto *letIn = operations::networkServiceNamed(service());
    if (!letIn || openGroup())
        return std::nullopt;
    return operations::NewGroup{
        operations::firstCharacters(m_target.name, operations::longestName / 2) + u'-' + letIn->key,
        letIn->name, letIn->protocol, letIn->portMin, prefix()};
}

} // namespace oriel::forms
