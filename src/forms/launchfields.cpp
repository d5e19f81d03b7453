#include "forms/launchfields.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "openstack/compute/servergroup.h"
#include "operations/grouppolicy.h"
#include "operations/names.h"
#include "operations/securityrules.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using openstack::CreateServer;

struct FieldWords
{
    Q_DECLARE_TR_FUNCTIONS(LaunchFields)
};

QStringList oneOrNone(const QString &value)
{
    return value.isEmpty() ? QStringList() : QStringList(value);
}

std::vector<LaunchOption> flavors(const LaunchFacts &facts, const QStringList &)
{
    std::vector<LaunchOption> options;
    for (const auto &row : flavorsBySize(facts.stores)) {
        QStringList size{row->vcpus == 1 ? FieldWords::tr("1 vCPU")
                                         : FieldWords::tr("%1 vCPUs").arg(row->vcpus),
                         FieldWords::tr("%1 RAM").arg(memoryText(row->ramMiB))};
        if (row->diskGiB > 0) // otherwise the disk is as large as its source
            size += FieldWords::tr("%1 GiB disk").arg(row->diskGiB);
        //: A flavor and its size: "m1.small: 1 vCPU · 2 GiB RAM".
        const QString text = FieldWords::tr("%1: %2").arg(isolated(row->name), size.join(u" · "_s));
        options.push_back({.id = row->id, .text = text, .name = row->name});
    }
    return options;
}

QStringList originalFlavor(const LaunchFacts &facts)
{
    const auto &of = facts.original->flavor;
    // From 2.47 on, an instance contains its flavor's name, not its ID.
    const auto &rows = facts.stores.flavors.rows();
    const auto row = std::ranges::find_if(
        rows, [&](const auto &one) { return one->id == of.id || one->name == of.name; });
    return {row == rows.end() ? of.name : (*row)->id};
}

std::optional<QStringList> proposedFlavor(const LaunchFacts &facts)
{
    const QStringList id = facts.original ? originalFlavor(facts) : oneOrNone(facts.flavorId);
    return !id.isEmpty() && facts.stores.flavors.find(id.front()) ? std::optional(id)
                                                                  : std::nullopt;
}

std::vector<LaunchOption> keyPairs(const LaunchFacts &facts, const QStringList &)
{
    std::vector<LaunchOption> options;
    for (const openstack::KeyPair &pair : facts.keyPairs)
        options.push_back({pair.name, pair.name});
    return options;
}

/// An instance can only get a key pair of the user who creates it.
std::optional<QStringList> proposedKeyPair(const LaunchFacts &facts)
{
    const auto isOwn = [&facts](const QString &name) {
        return std::ranges::find(facts.keyPairs, name, &openstack::KeyPair::name) !=
               facts.keyPairs.end();
    };
    if (facts.original)
        return isOwn(facts.original->keyName) ? QStringList(facts.original->keyName)
                                              : QStringList();
    // Without an original, the only one, or the one that was used last.
    if (facts.keyPairs.size() == 1)
        return QStringList(facts.keyPairs.front().name);
    store::Row<openstack::Server> newest;
    for (const auto &server : facts.stores.servers.rows()) {
        if (isOwn(server->keyName) && (!newest || newest->created < server->created))
            newest = server;
    }
    return newest ? QStringList(newest->keyName) : QStringList();
}

/// Most clouds cannot attach a volume of another zone. With a single zone there is no doubt.
std::optional<QStringList> proposedZone(const LaunchFacts &facts)
{
    if (facts.original)
        return oneOrNone(facts.original->availabilityZone);
    const bool known = facts.zones.size() > 1 &&
                       std::ranges::find(facts.zones, facts.volumeZone,
                                         &openstack::AvailabilityZone::name) != facts.zones.end();
    return known ? QStringList(facts.volumeZone) : QStringList();
}

std::vector<LaunchOption> zones(const LaunchFacts &facts, const QStringList &chosen)
{
    std::vector<LaunchOption> options;
    for (const openstack::AvailabilityZone &zone : facts.zones) {
        if (zone.available || chosen.contains(zone.name))
            options.push_back({zone.name, zone.name});
    }
    return options;
}

std::vector<LaunchOption> networks(const LaunchFacts &facts, const QStringList &chosen)
{
    std::vector<LaunchOption> options;
    for (const auto &row : facts.stores.networks.rows()) {
        if (!row->external || row->shared || chosen.contains(row->id))
            options.push_back({row->id, operations::nameOrId(row->name, row->id)});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

QStringList originalNetworks(const LaunchFacts &facts)
{
    QStringList ids;
    for (const openstack::Port &port : facts.ports)
        ids += port.networkId;
    ids.removeDuplicates();
    return ids;
}

std::optional<QStringList> proposedNetworks(const LaunchFacts &facts)
{
    if (!facts.ports.empty())
        return originalNetworks(facts);
    if (facts.original || !facts.stores.networks.state().loaded)
        return std::nullopt;
    QStringList own;
    for (const auto &row : facts.stores.networks.rows()) {
        if (!row->external)
            own += row->id;
    }
    return own.size() == 1 ? own : QStringList();
}

/// Those that nothing uses.
std::vector<LaunchOption> freePorts(const LaunchFacts &facts, const QStringList &chosen)
{
    std::vector<LaunchOption> options;
    for (const auto &row : facts.stores.of<openstack::Port>().rows()) {
        if (!row->deviceId.isEmpty() && !chosen.contains(row->id))
            continue;
        QStringList addresses;
        for (const openstack::FixedIp &ip : row->fixedIps)
            addresses += ip.address;
        const auto network = facts.stores.networks.find(row->networkId);
        const QString name = operations::nameOrId(row->name, row->id);
        options.push_back(
            {.id = row->id,
             //: A port: its name, its addresses and its network.
             .text = FieldWords::tr("%1: %2 on “%3”")
                         .arg(isolated(name), addresses.join(", "_L1),
                              isolated(network ? operations::nameOrId(network->name, network->id)
                                               : row->networkId)),
             .name = name});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

std::vector<LaunchOption> groups(const LaunchFacts &facts, const QStringList &)
{
    QHash<QString, QStringList> opened; ///< by group
    for (const auto &rule : facts.stores.of<openstack::SecurityGroupRule>().rows()) {
        if (rule->direction == "ingress"_L1)
            opened[rule->groupId] += operations::ruleText(*rule, facts.stores);
    }
    std::vector<LaunchOption> options;
    for (const openstack::SecurityGroup &group : facts.groups) {
        const QString name = operations::nameOrId(group.name, group.id);
        QStringList rules = opened.value(group.id);
        rules.sort();
        options.push_back(
            {.id = group.id,
             //: A security group and what it lets in: "web: HTTP (TCP 80) from anywhere".
             .text = rules.isEmpty()
                         ? name
                         : FieldWords::tr("%1: %2").arg(isolated(name), rules.join(u" · "_s)),
             .name = name});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

QStringList originalGroups(const LaunchFacts &facts)
{
    QStringList ids;
    for (const openstack::Port &port : facts.ports)
        ids += port.securityGroupIds;
    ids.removeDuplicates();
    return ids;
}

std::optional<QStringList> proposedGroups(const LaunchFacts &facts)
{
    if (!facts.ports.empty())
        return originalGroups(facts);
    QStringList ids;
    for (const openstack::SecurityGroup &group : facts.groups) {
        if (group.name == "default"_L1)
            ids += group.id;
    }
    return ids;
}

std::vector<LaunchOption> serverGroups(const LaunchFacts &facts, const QStringList &)
{
    std::vector<LaunchOption> options;
    for (const auto &row : facts.stores.of<openstack::ServerGroup>().rows()) {
        const QString name = operations::nameOrId(row->name, row->id);
        options.push_back({.id = row->id,
                           //: A server group and its policy: "web: Different hosts".
                           .text = FieldWords::tr("%1: %2").arg(
                               isolated(name), operations::policyText(row->policy)),
                           .name = name});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

QStringList originalServerGroup(const LaunchFacts &facts)
{
    const auto &rows = facts.stores.of<openstack::ServerGroup>().rows();
    const auto group = std::ranges::find_if(
        rows, [&](const auto &row) { return row->members.contains(facts.original->id); });
    return group == rows.end() ? QStringList() : QStringList((*group)->id);
}

/// None: a strict policy may leave no host for a second instance like the original.
std::optional<QStringList> proposedServerGroup(const LaunchFacts &)
{
    return QStringList();
}

} // namespace

std::vector<store::Row<openstack::Flavor>> flavorsBySize(const store::CloudStores &stores)
{
    std::vector<store::Row<openstack::Flavor>> rows(stores.flavors.rows().begin(),
                                                    stores.flavors.rows().end());
    std::ranges::sort(rows, {}, [](const auto &row) {
        return std::tuple(row->ramMiB, row->vcpus, row->diskGiB, QStringView(row->name));
    });
    return rows;
}

QStringList LaunchField::valueIn(const CreateServer &server) const
{
    if (const auto *list = std::get_if<1>(&member))
        return server.**list;
    return oneOrNone(server.*std::get<0>(member));
}

void LaunchField::setValue(CreateServer &server, const QStringList &ids) const
{
    if (const auto *list = std::get_if<1>(&member))
        server.**list = ids;
    else
        server.*std::get<0>(member) = ids.value(0);
}

QString LaunchField::names(const LaunchFacts &facts, const QStringList &ids) const
{
    const std::vector<LaunchOption> known = options(facts, ids);
    QStringList names;
    for (const QString &id : ids) {
        const auto option = std::ranges::find(known, id, &LaunchOption::id);
        names += option == known.end() ? id : operations::nameOrId(option->name, option->text);
    }
    return names.join(", "_L1);
}

std::vector<LaunchField> launchFields()
{
    return {
        {.key = u"flavor"_s,
         .label = FieldWords::tr("&Flavor"),
         .prompt = FieldWords::tr("Choose a flavor"),
         .member = &CreateServer::flavorId,
         .options = flavors,
         .original = originalFlavor,
         .proposal = proposedFlavor,
         .required = true},
        {.key = u"keyPair"_s,
         .label = FieldWords::tr("&Key pair"),
         //: Choice for the key pair: no key pair.
         .prompt = FieldWords::tr("None"),
         .member = &CreateServer::keyName,
         .options = keyPairs,
         .original = [](const LaunchFacts &facts) { return oneOrNone(facts.original->keyName); },
         .proposal = proposedKeyPair},
        {.key = u"zone"_s,
         .label = FieldWords::tr("&Availability zone"),
         //: Choice for the availability zone: the cloud chooses.
         .prompt = FieldWords::tr("The cloud's choice"),
         .member = &CreateServer::availabilityZone,
         .options = zones,
         .original =
             [](const LaunchFacts &facts) { return oneOrNone(facts.original->availabilityZone); },
         .proposal = proposedZone,
         //: The availability zone of the new instance: the cloud chooses.
         .none = FieldWords::tr("the cloud's choice")},
        {.key = u"networks"_s,
         .label = FieldWords::tr("Networks"),
         .member = &CreateServer::networkIds,
         .options = networks,
         .original = originalNetworks,
         .proposal = proposedNetworks},
        {.key = u"securityGroups"_s,
         .label = FieldWords::tr("Security groups"),
         .member = &CreateServer::securityGroups,
         .options = groups,
         .original = originalGroups,
         .proposal = proposedGroups},
        {.key = u"ports"_s,
         .label = FieldWords::tr("Existing ports"),
         .member = &CreateServer::portIds,
         .options = freePorts,
         .original =
             [](const LaunchFacts &) {
                 return QStringList();
             }},
        {.key = u"serverGroup"_s,
         .label = FieldWords::tr("Server &group"),
         //: Choice for the server group: no server group.
         .prompt = FieldWords::tr("None"),
         .member = &CreateServer::serverGroupId,
         .options = serverGroups,
         .original = originalServerGroup,
         .proposal = proposedServerGroup},
    };
}

} // namespace oriel::forms
