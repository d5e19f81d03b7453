#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/copyserver.h"
#include "operations/actions/flavoroptions.h"
#include "operations/actions/recreateserver.h"
#include "operations/actions/serverblueprint.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverreplacement.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/volumequota.h"
#include "operations/actions/zones.h"
#include "operations/capture/createsnapshot.h"

#include "base/visible.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/statewords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Flavor;
using openstack::Network;
using openstack::Server;

/// Instances like another one: in its place, from its volumes, or beside it in another zone.
class ReplacementActions
{
    Q_DECLARE_TR_FUNCTIONS(ReplacementActions)

public:
    static Action recreate();
    static Action copyToZone();

private:
    static QString why(const Server &server, const Situation &situation);
    static QString whyUnknown(const Server &server, const Situation &situation);
    static InstanceNeeds needsInstead(const Server &server, const Flavor &flavor);
    static Field flavorField(bool isOriginalDeleted);
    static Field keyField();
    static std::vector<Field> fields();
    static std::vector<Field::Option> keys(const Situation &situation, const QString &id);
    static std::vector<Field::Option> networks(const Situation &situation, const QString &id);
    static std::vector<Field::Option> addresses(const Situation &situation, const QString &id);
    static QJsonValue ownNetwork(const Situation &situation, const QString &id);
    static Briefing briefing(const Situation &situation, const QString &id, const Values &values);
    static std::vector<Briefing::Note> losses(const ServerBlueprint &blueprint);
    static std::vector<Briefing::Note> interfaceNotes(const Situation &situation,
                                                      const ServerBlueprint &blueprint,
                                                      const Values &values);
    static Values completed(const store::CloudStores &stores, const QString &id, Values values);
    static QStringList command(const QString &target, const Values &values);

    static Remedies ways(const Server &server, const Situation &situation);
    static ServerCondition copyCondition();
    static Remedies waysToCopy(const Server &server, const Situation &situation);
    static QString whyNotCopied(const Server &server, const Situation &situation);
    static std::vector<Field::Option> otherZones(const Situation &situation, const QString &id);
    static std::vector<Field> copyFields();
    static Briefing copyBriefing(const Situation &situation, const QString &id,
                                 const Values &values);
    static bool stopsIt(const Server &server, const Values &values);
    static Values copyCompleted(const store::CloudStores &stores, const QString &id, Values values);
    static QStringList copyCommand(const QString &target, const Values &values);

    static constexpr QLatin1StringView s_move = "move-floating-ips"_L1;
    static constexpr QLatin1StringView s_leave = "leave-floating-ips"_L1;
    static constexpr QLatin1StringView s_none = "none"_L1;
    static constexpr QLatin1StringView s_shutOff = "shut-off"_L1;
    static constexpr QLatin1StringView s_keepRunning = "keep-running"_L1;
};

std::optional<ServerBlueprint> planOf(const store::CloudStores &stores, const QString &id)
{
    const auto server = stores.servers.find(id);
    return server ? std::optional(blueprintOf(*server, stores)) : std::nullopt;
}

QString ReplacementActions::why(const Server &server, const Situation &situation)
{
    // Busy and locked instances.
    if (const QString obstacle = ServerCondition{}.why(server, situation); !obstacle.isEmpty())
        return obstacle;
    if (server.status == "SOFT_DELETED"_L1)
        return tr("The instance is deleted, and the cloud keeps it for a while. Restore it first.");
    if (!store::bootsFromVolume(server, situation.stores))
        return tr("Its disk is not a volume, and is lost when the instance is deleted. Rebuild the "
                  "instance, or create a snapshot and restore that.");
    if (server.volumes.empty())
        return tr("The cloud shows no volume of this instance.");
    const bool goes =
        std::ranges::any_of(server.volumes, &openstack::AttachedVolume::deleteOnTermination);
    const QString old =
        goes ? whyTooOld(situation.stores, net::Service::Compute, {2, 85}) : QString();
    if (!old.isEmpty())
        return tr("The cloud deletes a volume with this instance, and cannot change that. %1")
            .arg(old);
    return whyUnknown(server, situation);
}

Remedies ReplacementActions::ways(const Server &server, const Situation &situation)
{
    if (server.status == "SOFT_DELETED"_L1)
        return remediesBy({u"restore-server"_s});
    if (Remedies ways = remediesBy(ServerCondition{}.remedies(server, situation)); !ways.empty())
        return ways;
    return store::bootsFromVolume(server, situation.stores)
               ? Remedies()
               : remediesBy({u"rebuild-server"_s, CreateSnapshot::kindName});
}

/// A list that could not be loaded is empty, but does not mean that the instance has none of it.
/// While the lists are being loaded, nothing is said: the form waits for them.
QString ReplacementActions::whyUnknown(const Server &server, const Situation &situation)
{
    const store::CloudStores &stores = situation.stores;
    const auto notLoaded = [&stores](Kind kind) -> std::optional<Error> {
        const store::LoadState &state = stores.at(kind).state();
        return state.loaded ? std::nullopt : state.error;
    };
    if (const auto error = notLoaded(Kind::Volume))
        return tr("The volumes could not be loaded, so the order of its disks is not known. %1")
            .arg(error->message);
    for (const openstack::AttachedVolume &attached : server.volumes) {
        if (stores.volumes.state().loaded && !stores.volumes.find(attached.id))
            return tr("The list of volumes does not contain its volume %1, so the order of its "
                      "disks is not known.")
                .arg(attached.id);
    }
    for (const Kind kind : {Kind::Port, Kind::Network, Kind::FloatingIp}) {
        if (const auto error = notLoaded(kind))
            return tr("Its networks and addresses could not be loaded. %1").arg(error->message);
    }
    const auto isIts = [&server](const auto &port) {
        return port->deviceId == server.id;
    };
    const auto &ports = stores.of<openstack::Port>();
    if (ports.state().loaded && !server.addresses.empty() &&
        std::ranges::none_of(ports.rows(), isIts))
        return tr("The instance has addresses, but the list of ports contains none of its ports.");
    if (const auto error = notLoaded(Kind::ServerGroup))
        return tr("The server groups could not be loaded, so it is not known whether it belongs to "
                  "one. %1")
            .arg(error->message);
    if (const auto error = notLoaded(Kind::KeyPair))
        return tr("The key pairs could not be loaded. %1").arg(error->message);
    return {};
}

std::vector<Field::Option> ReplacementActions::keys(const Situation &situation, const QString &id)
{
    const auto server = situation.stores.servers.find(id);
    //: A key pair: none.
    std::vector<Field::Option> options{{QString(), tr("None")}};
    for (const auto &pair : situation.stores.of<openstack::KeyPair>().rows())
        options.push_back({pair->name,
                           server && pair->name == server->keyName
                               //: In a list. %1: what the instance has now
                               ? tr("%1 (as before)").arg(pair->name)
                               : pair->name,
                           pair->name});
    std::ranges::sort(options.begin() + 1, options.end(), {}, &Field::Option::value);
    return options;
}

std::vector<Field::Option> ReplacementActions::networks(const Situation &situation,
                                                        const QString &id)
{
    const auto plan = planOf(situation.stores, id);
    QStringList now;
    for (const auto &interface : plan ? plan->interfaces : ServerBlueprint().interfaces)
        now.append(networkName(situation.stores, interface.networkId));
    std::vector<Field::Option> options;
    for (const auto &network : situation.stores.of<Network>().rows()) {
        if (!network->external)
            options.push_back({network->id, nameOrId(network->name, network->id), network->name});
    }
    std::ranges::sort(options, {}, &Field::Option::label);
    if (!now.isEmpty())
        options.insert(options.begin(), {{}, tr("As before: %1").arg(now.join(", "_L1))});
    options.push_back({s_none, tr("None")});
    return options;
}

/// An instance that the cloud could not create no longer has a port.
QJsonValue ReplacementActions::ownNetwork(const Situation &situation, const QString &id)
{
    const auto plan = planOf(situation.stores, id);
    if (plan && !plan->interfaces.empty())
        return QString();
    const auto options = networks(situation, id);
    return options.size() == 2 ? options.front().value : QString(s_none);
}

std::vector<Field::Option> ReplacementActions::addresses(const Situation &situation,
                                                         const QString &id)
{
    const auto plan = planOf(situation.stores, id);
    if (!plan || plan->floatingIps.empty())
        return {{s_move, tr("It has none")}};
    QStringList all;
    for (const FloatingIpMove &move : plan->floatingIps)
        all.append(move.address);
    const QString list = all.join(", "_L1);
    return {{s_move, tr("The new instance gets %1").arg(list)},
            {s_leave, tr("Do not associate: %1").arg(list)}};
}

/// Of a new instance that takes the place of `server`, which is deleted before. Before 2.47, a
/// server does not tell the size of its flavor.
InstanceNeeds ReplacementActions::needsInstead(const Server &server, const Flavor &flavor)
{
    if (server.flavor.ramMiB == 0)
        return {};
    Flavor now;
    now.vcpus = server.flavor.vcpus;
    now.ramMiB = server.flavor.ramMiB;
    return needsOfChange(now, flavor);
}

Field ReplacementActions::flavorField(bool isOriginalDeleted)
{
    return {.key = u"flavor"_s,
            .label = tr("Flavor"),
            .help = tr(
                "Name or ID of the flavor of the new instance. By default, that of the original."),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [isOriginalDeleted](const Situation &situation, const QString &id) {
                    const auto server = situation.stores.servers.find(id);
                    return flavorOptions(situation.stores, [&](const Flavor &flavor) {
                        return isOriginalDeleted && server ? needsInstead(*server, flavor)
                                                           : needsOfNew(flavor);
                    });
                },
            .looksUp = true,
            .preset =
                [](const Situation &situation, const QString &id) {
                    const auto plan = planOf(situation.stores, id);
                    return plan && !plan->flavorId.isEmpty() ? QJsonValue(plan->flavorId)
                                                             : QJsonValue(QJsonValue::Undefined);
                }};
}

Field ReplacementActions::keyField()
{
    return {.key = u"key_name"_s,
            .label = tr("Key pair"),
            .help = tr("Name of the key pair to install in the new instance. By default, that of "
                       "the original if it is one of yours."),
            .type = Field::Type::Choice,
            .options = keys,
            .looksUp = true,
            .preset = [](const Situation &situation, const QString &id) {
                const auto server = situation.stores.servers.find(id);
                const bool own = server && situation.stores.of<openstack::KeyPair>().find(
                                               server->keyName) != nullptr;
                return QJsonValue(own ? server->keyName : QString());
            }};
}

std::vector<Field> ReplacementActions::fields()
{
    return {
        flavorField(true),
        {.key = u"availability_zone"_s,
         .label = tr("Availability zone"),
         .help = tr("Availability zone of the new instance. By default, that of the original."),
         .type = Field::Type::Choice,
         .options =
             [](const Situation &situation, const QString &) {
                 return zoneOptions<openstack::AvailabilityZone>(
                     situation.stores, {.value = {}, .label = tr("The cloud's choice")});
             },
         .looksUp = true,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const auto server = situation.stores.servers.find(id);
                 return QJsonValue(server ? server->availabilityZone : QString());
             }},
        {.key = u"network"_s,
         .label = tr("Network"),
         .help = tr("Name or ID of a network for the new instance. By default, the networks of the "
                    "original."),
         .type = Field::Type::Choice,
         .options = networks,
         .looksUp = true,
         .preset = ownNetwork},
        keyField(),
        {.key = u"floating_ips"_s,
         .label = tr("Floating IPs"),
         .type = Field::Type::Choice,
         .options = addresses,
         .flags = {QString(s_move), QString(s_leave)},
         .flagHelp = {tr("Move the floating IPs to the new instance (the default)."),
                      tr("Do not move the floating IPs to the new instance.")},
         .preset =
             [](const Situation &, const QString &) {
                 return QJsonValue(QString(s_move));
             }},
        {.key = u"confirmed_name"_s,
         //: %1: the name of an instance
         .label = tr("Type “%1” to confirm"),
         .type = Field::Type::Typed,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const auto server = situation.stores.servers.find(id);
                 return QJsonValue(server ? nameOrId(server->name, server->id) : id);
             }},
    };
}

std::vector<Briefing::Note> ReplacementActions::losses(const ServerBlueprint &blueprint)
{
    std::vector<Briefing::Note> notes{
        {tr("It gets a new ID. Its history, its console log and its user data are lost; the cloud "
            "shows user data only to administrators. Its snapshots stay, but belong to the old "
            "ID."),
         true},
        {tr("cloud-init treats it as a new instance: it generates new SSH host keys, and adds the "
            "public key again.")}};
    const auto deleted = static_cast<int>(
        std::ranges::count_if(blueprint.disks, &ServerBlueprint::Disk::deletedWithServer));
    if (deleted > 0)
        notes.push_back({tr(
            "The cloud is set to delete %n volume(s) with the instance. Oriel first changes this "
            "setting permanently, so that they are kept. If that fails, nothing is deleted.",
            nullptr, deleted)});
    return notes;
}

std::vector<Briefing::Note> ReplacementActions::interfaceNotes(const Situation &situation,
                                                               const ServerBlueprint &blueprint,
                                                               const Values &values)
{
    std::vector<Briefing::Note> notes;
    const bool asBefore = values.value("network"_L1).toString().isEmpty();
    QStringList kept;
    QSet<QString> severalOn; // an address can be requested only once for each network
    for (const ServerBlueprint::Interface &interface : blueprint.interfaces) {
        if (!asBefore || interface.address.isEmpty())
            continue;
        const auto onNetwork = std::ranges::count(blueprint.interfaces, interface.networkId,
                                                  &ServerBlueprint::Interface::networkId);
        if (onNetwork > 1)
            severalOn.insert(networkName(situation.stores, interface.networkId));
        else if (interface.mayChoose)
            kept.append(interface.address);
        else
            notes.push_back({tr("The network “%1” belongs to another project, so you cannot choose "
                                "addresses on it. The instance gets a different address instead of "
                                "%2, unless a user created its port.")
                                 .arg(isolated(networkName(situation.stores, interface.networkId)),
                                      interface.address),
                             true});
    }
    if (!kept.isEmpty())
        notes.insert(notes.begin(),
                     {tr("The new instance requests the same addresses: %1. Ports that a user "
                         "created are kept; the others are new, with new MAC addresses.")
                          .arg(kept.join(", "_L1))});
    for (const QString &network : std::as_const(severalOn))
        notes.push_back({tr("The instance has several interfaces on the network “%1”. They get "
                            "different addresses, unless a user created their ports.")
                             .arg(isolated(network)),
                         true});
    if (blueprint.groupsDiffer && asBefore)
        notes.push_back({tr("Its ports have different security groups. Each new port gets all of "
                            "these groups, so check them afterwards."),
                         true});
    return notes;
}

Briefing ReplacementActions::briefing(const Situation &situation, const QString &id,
                                      const Values &values)
{
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return {};
    const ServerBlueprint blueprint = blueprintOf(*server, situation.stores);
    Briefing briefing{.about = tr("The instance is deleted, and launched again from its volumes: "
                                  "%1 (%2 GiB)")
                                   .arg(blueprint.diskNames().join(", "_L1),
                                        QString::number(blueprint.totalGiB()))};
    if (server->status == "ACTIVE"_L1)
        briefing.notes.push_back({tr("It is running. If it is deleted now, its file systems are "
                                     "left as after a power failure. Shut it off first."),
                                  true, u"stop-server"_s});
    briefing.notes.push_back({tr("It keeps its volumes with all data, its name, description, "
                                 "metadata, tags, security groups and server group.")});
    for (Briefing::Note &note : interfaceNotes(situation, blueprint, values))
        briefing.notes.push_back(std::move(note));
    if (!server->keyName.isEmpty() &&
        !situation.stores.of<openstack::KeyPair>().find(server->keyName))
        briefing.notes.push_back({tr("The key pair “%1” is not one of yours, so the new instance "
                                     "cannot have it. Its disk still has the key.")
                                      .arg(isolated(server->keyName))});
    for (Briefing::Note &note : losses(blueprint))
        briefing.notes.push_back(std::move(note));
    if (const auto flavor = situation.stores.flavors.find(values.value("flavor"_L1).toString()))
        briefing.uses = instanceUses(situation.stores, needsInstead(*server, *flavor));
    return briefing;
}

Values ReplacementActions::completed(const store::CloudStores &stores, const QString &id,
                                     Values values)
{
    auto plan = planOf(stores, id);
    if (!plan || values.contains("blueprint"_L1))
        return values;
    if (values.value("floating_ips"_L1).toString() == s_leave)
        plan->floatingIps.clear();
    values.insert(u"blueprint"_s, toJson(*plan));
    const auto server = stores.servers.find(id);
    values.insert(u"was_locked"_s, server && server->locked);
    return values;
}

QStringList ReplacementActions::command(const QString &target, const Values &values)
{
    const ServerBlueprint plan = blueprintFromJson(values.value("blueprint"_L1).toObject());
    QStringList words;
    for (const ServerBlueprint::Disk &disk : plan.disks) {
        if (disk.deletedWithServer)
            words += {u"openstack"_s,
                      u"--os-compute-api-version"_s,
                      u"2.85"_s,
                      u"server"_s,
                      u"volume"_s,
                      u"update"_s,
                      u"--preserve-on-termination"_s,
                      target,
                      disk.volumeId,
                      {}};
    }
    words += {u"openstack"_s, u"server"_s, u"delete"_s, u"--wait"_s, target, {}};
    words += launchWords(plan,
                         {.name = plan.subject.name,
                          .flavorId = values.value("flavor"_L1).toString(),
                          .keyName = values.value("key_name"_L1).toString(),
                          .zone = values.value("availability_zone"_L1).toString(),
                          .networkId = values.value("network"_L1).toString(),
                          .takesInterfaces = true},
                         {});
    return words;
}

Action ReplacementActions::recreate()
{
    return ActionOf<Server>(
               u"recreate-server"_s,
               //: Menu entry and button (a verb): deletes an instance and launches it again.
               {tr("Recreate…"), tr("Recreate “%1”"), tr("“%1” is being recreated."),
                tr("“%1” was recreated."), tr("“%1” was not recreated."),
                tr("It is not known whether “%1” was recreated.")})
        .single()
        .dangerous()
        .summary(tr("Delete an instance and launch it again from its volumes"))
        .possible(&ReplacementActions::why)
        .remedies(&ReplacementActions::ways)
        .reads({Kind::Volume, Kind::Flavor, Kind::KeyPair, Kind::Network, Kind::Port,
                Kind::FloatingIp, Kind::ServerGroup, Kind::AvailabilityZone, Kind::ComputeLimits})
        .needs({u"flavor"_s, u"blueprint"_s})
        .asks(fields())
        .briefs(briefing)
        .completes(completed)
        .performs(recreateServer)
        .terminal({u"server"_s, u"recreate"_s})
        .command(command);
}

ServerCondition ReplacementActions::copyCondition()
{
    return {.vmStates = {u"active"_s, u"stopped"_s},
            .otherwise = tr("Only an instance that is running or shut off can be copied; this one "
                            "is %1."),
            .heedsLock = false};
}

Remedies ReplacementActions::waysToCopy(const Server &server, const Situation &situation)
{
    if (Remedies ways = remediesBy(copyCondition().remedies(server, situation)); !ways.empty())
        return ways;
    return store::bootsFromVolume(server, situation.stores)
               ? Remedies()
               : remediesBy({CreateSnapshot::kindName});
}

QString ReplacementActions::whyNotCopied(const Server &server, const Situation &situation)
{
    if (const QString obstacle = copyCondition().why(server, situation); !obstacle.isEmpty())
        return obstacle;
    if (!store::bootsFromVolume(server, situation.stores))
        return tr("Its disk is not a volume. Create a snapshot, and launch an instance from that "
                  "in the other zone.");
    if (const QString unknown = whyUnknown(server, situation); !unknown.isEmpty())
        return unknown;
    const bool known = !situation.stores.of<openstack::AvailabilityZone>().rows().isEmpty() &&
                       !situation.stores.of<openstack::VolumeZone>().rows().isEmpty();
    return known && otherZones(situation, server.id).empty()
               ? tr("There is no other availability zone for instances and volumes.")
               : QString();
}

/// Those that have both instances and volumes.
std::vector<Field::Option> ReplacementActions::otherZones(const Situation &situation,
                                                          const QString &id)
{
    const auto server = situation.stores.servers.find(id);
    std::vector<Field::Option> options =
        zoneOptions<openstack::AvailabilityZone>(situation.stores, {.value = {}, .label = {}});
    std::erase_if(options, [&](const Field::Option &option) {
        const auto storage = situation.stores.of<openstack::VolumeZone>().find(option.value);
        return !storage || !storage->available ||
               (server && option.value == server->availabilityZone);
    });
    return options;
}

std::vector<Field> ReplacementActions::copyFields()
{
    return {
        {.key = u"availability_zone"_s,
         .label = tr("Availability zone"),
         .help =
             tr("Availability zone of the copy. By default, the other one if the cloud has two."),
         .type = Field::Type::Choice,
         .required = true,
         .options = otherZones,
         .looksUp = true,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const auto zones = otherZones(situation, id);
                 return zones.size() == 1 ? QJsonValue(zones.front().value)
                                          : QJsonValue(QJsonValue::Undefined);
             }},
        {.key = u"name"_s,
         .label = tr("Name of the copy"),
         .help = tr("Name of the copy. By default, the name of the original, followed by “-copy”."),
         .required = true,
         .preset =
             [](const Situation &situation, const QString &id) {
                 const auto server = situation.stores.servers.find(id);
                 const QString suffix = u"-copy"_s;
                 return QJsonValue(
                     server
                         ? firstCharacters(server->name, longestName - characters(suffix)) + suffix
                         : QString());
             },
         .problem =
             [](const Situation &, const QString &, const Values &values) {
                 const QString name = values.value("name"_L1).toString().trimmed();
                 return describe(computeNameFault(name), name);
             }},
        flavorField(false),
        keyField(),
        {.key = u"original"_s,
         .label = tr("The original"),
         .type = Field::Type::Choice,
         .required = true,
         .options =
             [](const Situation &, const QString &) {
                 return std::vector<Field::Option>{
                     {s_shutOff, tr("Shut it off first, and leave it shut off")},
                     {s_keepRunning, tr("Leave it as it is")}};
             },
         .flags = {QString(s_shutOff), QString(s_keepRunning)},
         .flagHelp = {tr("Shut the original off first, and leave it shut off (the default)."),
                      tr("Do not shut the original off.")},
         .preset = [](const Situation &,
                      const QString &) { return QJsonValue(QString(s_shutOff)); },
         .problem =
             [](const Situation &situation, const QString &id, const Values &values) {
                 const auto server = situation.stores.servers.find(id);
                 return server && stopsIt(*server, values)
                            ? ServerCondition{}.why(*server, situation)
                            : QString();
             }},
        {.key = u"floating_ips"_s,
         .label = tr("Floating IPs"),
         .type = Field::Type::Choice,
         .options =
             [](const Situation &situation, const QString &id) {
                 const auto plan = planOf(situation.stores, id);
                 if (!plan || plan->floatingIps.empty())
                     return std::vector<Field::Option>{{s_leave, tr("It has none")}};
                 QStringList all;
                 for (const FloatingIpMove &move : plan->floatingIps)
                     all.append(move.address);
                 const QString list = all.join(", "_L1);
                 return std::vector<Field::Option>{
                     {s_leave, tr("Keep on the original: %1").arg(list)},
                     {s_move, tr("The copy gets %1").arg(list)}};
             },
         .flags = {QString(s_leave), QString(s_move)},
         .flagHelp = {tr("Keep the floating IPs on the original (the default)."),
                      tr("Move the floating IPs to the copy.")},
         .preset =
             [](const Situation &, const QString &) {
                 return QJsonValue(QString(s_leave));
             }},
    };
}

/// Whether the original is shut off for the copy.
bool ReplacementActions::stopsIt(const Server &server, const Values &values)
{
    return values.value("original"_L1).toString() == s_shutOff && server.status == "ACTIVE"_L1;
}

Briefing ReplacementActions::copyBriefing(const Situation &situation, const QString &id,
                                          const Values &values)
{
    const auto plan = planOf(situation.stores, id);
    const auto server = situation.stores.servers.find(id);
    if (!plan || !server)
        return {};
    Briefing briefing{
        .about = tr("Its volumes are copied: %1 (%2 GiB)")
                     .arg(plan->diskNames().join(", "_L1), QString::number(plan->totalGiB()))};
    briefing.notes.push_back(
        {tr("Each volume is copied within its zone, the copy is uploaded to an image, and a volume "
            "is created from the image in the other zone. This can take hours. The temporary "
            "volumes and images are deleted at the end. The original is kept.")});
    if (values.value("original"_L1).toString() == s_keepRunning && server->status == "ACTIVE"_L1)
        briefing.notes.push_back({tr("The original is running: the copies are as after a power "
                                     "failure, and not from exactly the same moment."),
                                  true});
    if (values.value("original"_L1).toString() == s_keepRunning)
        briefing.notes.push_back({tr("Two instances then do the same work, such as scheduled jobs, "
                                     "emails and database connections."),
                                  true});
    if (!plan->interfaces.empty())
        briefing.notes.push_back({tr("The copy is on the same networks, with other addresses.")});
    briefing.notes.push_back(
        {tr("User data is not copied, because the cloud shows it only to administrators. "
            "cloud-init treats the copy as a new instance: it generates new SSH host keys.")});
    if (stopsIt(*server, values))
        briefing.remedies = remediesBy(ServerCondition{}.remedies(*server, situation));
    std::vector<TypedStorage> made; // a copy to upload, and the volume in the other zone
    for (const ServerBlueprint::Disk &disk : plan->disks)
        made.push_back({disk.type, 2, 2 * qint64{disk.sizeGiB}});
    briefing.uses = volumeUses(situation.stores, made);
    if (const auto flavor = situation.stores.flavors.find(values.value("flavor"_L1).toString()))
        std::ranges::copy(instanceUses(situation.stores, needsOfNew(*flavor)),
                          std::back_inserter(briefing.uses));
    return briefing;
}

Values ReplacementActions::copyCompleted(const store::CloudStores &stores, const QString &id,
                                         Values values)
{
    auto plan = planOf(stores, id);
    if (!plan || values.contains("blueprint"_L1))
        return values;
    if (values.value("floating_ips"_L1).toString() != s_move)
        plan->floatingIps.clear();
    values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
    values.insert(u"blueprint"_s, toJson(*plan));
    return values;
}

QStringList ReplacementActions::copyCommand(const QString &target, const Values &values)
{
    const ServerBlueprint plan = blueprintFromJson(values.value("blueprint"_L1).toObject());
    const QString zone = values.value("availability_zone"_L1).toString();
    QStringList words;
    if (values.value("original"_L1).toString() == s_shutOff)
        words << u"openstack"_s << u"server"_s << u"stop"_s << target << QString();
    const QStringList clones = plan.copyNames(u"-copying"_s);
    const QStringList disks = plan.copyNames(u'-' + zone);
    for (qsizetype i = 0; i < disks.size(); ++i) {
        const ServerBlueprint::Disk &disk = plan.disks[static_cast<std::size_t>(i)];
        const QString &clone = clones[i];
        words << u"openstack"_s << u"volume"_s << u"create"_s << u"--source"_s << disk.volumeId
              << clone << QString();
        words << u"openstack"_s << u"image"_s << u"create"_s << u"--volume"_s << clone
              << u"--disk-format"_s << u"raw"_s << clone << QString();
        words << u"openstack"_s << u"volume"_s << u"create"_s << u"--image"_s << clone
              << u"--size"_s << QString::number(disk.sizeGiB) << u"--availability-zone"_s << zone;
        if (!disk.type.isEmpty())
            words << u"--type"_s << disk.type;
        words << disks[i] << QString();
    }
    words += launchWords(plan,
                         {.name = values.value("name"_L1).toString(),
                          .flavorId = values.value("flavor"_L1).toString(),
                          .keyName = values.value("key_name"_L1).toString(),
                          .zone = zone},
                         disks);
    for (const QString &clone : clones) {
        words << QString() << u"openstack"_s << u"volume"_s << u"delete"_s << clone;
        words << QString() << u"openstack"_s << u"image"_s << u"delete"_s << clone;
    }
    return words;
}

Action ReplacementActions::copyToZone()
{
    return ActionOf<Server>(u"copy-server-to-zone"_s,
                            {tr("Copy to another zone…"), tr("Copy “%1” to another zone"),
                             tr("“%1” is being copied to another zone."),
                             tr("“%1” was copied to another zone."),
                             tr("“%1” was not copied to another zone."),
                             tr("It is not known whether “%1” was copied to another zone.")})
        .single()
        .summary(tr("Copy an instance and its volumes to another availability zone"))
        .possible(&ReplacementActions::whyNotCopied)
        .remedies(&ReplacementActions::waysToCopy)
        .reads(withQuotas({Kind::Volume, Kind::Flavor, Kind::KeyPair, Kind::Network, Kind::Port,
                           Kind::FloatingIp, Kind::ServerGroup, Kind::AvailabilityZone,
                           Kind::VolumeZone, Kind::ComputeLimits}))
        .needs({u"flavor"_s, u"name"_s, u"availability_zone"_s, u"blueprint"_s})
        .asks(copyFields())
        .briefs(copyBriefing)
        .completes(copyCompleted)
        .performs(copyServer)
        .terminal({u"server"_s, u"copy"_s})
        .command(copyCommand);
}

} // namespace

void addReplacementActions(std::vector<Action> &actions)
{
    actions.push_back(ReplacementActions::recreate());
    actions.push_back(ReplacementActions::copyToZone());
}

} // namespace oriel::operations
