#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/instancerecord.h"
#include "operations/actions/portchange.h"
#include "operations/actions/serverconditions.h"

#include "base/visible.h"
#include "openstack/compute/serverinterface.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/subnet.h"
#include "operations/names.h"
#include "operations/networkpaths.h"
#include "operations/why.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::FixedIp;
using openstack::Network;
using openstack::Port;
using openstack::Server;
using openstack::Subnet;

/// The network interfaces of instances, and their fixed addresses.
class InterfaceActions
{
    Q_DECLARE_TR_FUNCTIONS(InterfaceActions)

public:
    static Action connectNetwork();
    static Action addNetwork();
    static Action connectPort();
    static Action disconnect();
    static Action disconnectPort();
    static Action addFixedIp();
    static Action removeFixedIp();
    static Action removeServerIp();

private:
    static ServerCondition condition();
    static QString serverWithPort(const Situation &situation, const QString &id);
    static QString withoutPort(const Situation &situation, const QString &id);
    static Remedies waysToLetDisconnect(const Port &port, const Situation &situation);
    static QString portObstacle(const Situation &situation, const QString &id);
    static Field networkField();
    static Field addressField(const QString &key, const QString &label);
    static QString addressProblem(const QString &address,
                                  const std::vector<store::Row<Subnet>> &subnets);
    static QString portLabel(const store::CloudStores &stores, const Port &port);
    static Field freePortField();
    static Field attachedPortField();
    static Briefing connecting(const Situation &situation, const QString &id, const Values &values);
    static Briefing disconnecting(const store::CloudStores &stores, const QString &serverId,
                                  const QString &portId);
    static ActionOf<Server> attaching(const QString &key, Words words);
    template <typename T>
    static ActionOf<T> detaching(const QString &key, Words words);
    static std::optional<Undo> disconnection(const store::CloudStores &stores,
                                             const Subject &server, const QString &portId);
    static Task<Ending> attach(ActionOperation *operation);
    static Task<Ending> detach(ActionOperation *operation);
    static Task<std::optional<bool>> isAt(ActionOperation *operation, QString portId,
                                          QString serverId);
    static void refresh(ActionOperation *operation, const QString &serverId);
    static std::vector<FixedIp> with(std::vector<FixedIp> ips, const Values &values);
    static std::vector<FixedIp> without(std::vector<FixedIp> ips, const QString &address);
    static PortChange changeOfIps(const ActionOperation &operation, bool adds);
    static Task<Ending> changeIps(ActionOperation *operation, bool adds);
    template <typename T>
    static ActionOf<T> removingIp(const QString &key, Words words);
};

std::vector<store::Row<Subnet>> subnetsOf(const store::CloudStores &stores, const QString &network)
{
    std::vector<store::Row<Subnet>> subnets;
    for (const auto &subnet : stores.of<Subnet>().rows()) {
        if (subnet->networkId == network)
            subnets.push_back(subnet);
    }
    return subnets;
}

ServerCondition InterfaceActions::condition()
{
    return {.vmStates = {u"active"_s, u"paused"_s, u"stopped"_s},
            .otherwise = tr("Networks can be changed while an instance is running, paused or shut "
                            "off; this one is %1.")};
}

QString InterfaceActions::serverWithPort(const Situation &situation, const QString &id)
{
    if (const QString common = commonObstacle(situation, id); !common.isEmpty())
        return common;
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return tr("It no longer exists.");
    const QString why = condition().why(*server, situation);
    return why.isEmpty() ? withoutPort(situation, id) : why;
}

Remedies InterfaceActions::waysToLetDisconnect(const Port &port, const Situation &situation)
{
    const auto server = situation.stores.servers.find(port.deviceId);
    return server ? condition().remediesOn(*server, situation) : Remedies();
}

QString InterfaceActions::withoutPort(const Situation &situation, const QString &id)
{
    return situation.stores.of<Port>().state().loaded && portsOf(situation.stores, id).empty()
               ? tr("The instance is not connected to a network.")
               : QString();
}

/// Of a port at an instance.
QString InterfaceActions::portObstacle(const Situation &situation, const QString &id)
{
    const auto port = situation.stores.of<Port>().find(id);
    if (!port)
        return tr("It no longer exists.");
    if (situation.stores.servers.find(port->deviceId))
        return serverWithPort(situation, port->deviceId);
    // Without the list of instances, as in the terminal, Nova decides whether it is possible now.
    if (port->deviceOwner.startsWith("compute:"_L1) && !situation.stores.servers.state().loaded)
        return commonObstacle(situation, port->deviceId);
    return tr("The port is not connected to an instance.");
}

Field InterfaceActions::networkField()
{
    return {.key = u"network"_s,
            .label = tr("Network"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &) {
                    std::vector<Field::Option> options;
                    for (const auto &network : situation.stores.of<Network>().rows()) {
                        // Nova refuses others to all but administrators.
                        if (network->external && !network->shared)
                            continue;
                        QStringList ranges;
                        for (const auto &subnet : subnetsOf(situation.stores, network->id))
                            ranges.append(subnet->cidr);
                        const QString name = networkName(situation.stores, network->id);
                        options.push_back({network->id,
                                           ranges.isEmpty()
                                               ? name
                                               //: A network. %2: the ranges of its addresses
                                               : tr("%1 (%2)").arg(name, ranges.join(", "_L1)),
                                           network->name});
                    }
                    std::ranges::sort(options, {}, &Field::Option::label);
                    return options;
                },
            .looksUp = true};
}

QString InterfaceActions::addressProblem(const QString &address,
                                         const std::vector<store::Row<Subnet>> &subnets)
{
    if (address.isEmpty())
        return {};
    const QHostAddress parsed(address);
    if (parsed.isNull())
        return tr("This is not an IP address.");
    QStringList ranges;
    for (const auto &subnet : subnets) {
        if (parsed.isInSubnet(QHostAddress::parseSubnet(subnet->cidr)))
            return {};
        ranges.append(subnet->cidr);
    }
    return ranges.isEmpty() ? QString()
                            : tr("The address must be in %1.").arg(ranges.join(", "_L1));
}

Field InterfaceActions::addressField(const QString &key, const QString &label)
{
    return {.key = key,
            .label = label,
            .help = tr("Fixed IP address. By default, any free one. Many clouds let only the owner "
                       "of a network choose it."),
            .hint =
                tr("Empty: any free address. Many clouds let only the owner of a network choose "
                   "one.")};
}

QString InterfaceActions::portLabel(const store::CloudStores &stores, const Port &port)
{
    QStringList addresses;
    for (const FixedIp &ip : port.fixedIps)
        addresses.append(ip.address);
    const QString what = addresses.isEmpty() ? port.mac : addresses.join(", "_L1);
    const QString network = networkName(stores, port.networkId);
    return port.name.isEmpty()
               //: A port without a name. %1: its addresses; %2: its network
               ? tr("%1 on %2").arg(what, network)
               //: A port. %1: its name; %2: its addresses; %3: its network
               : tr("%1: %2 on %3").arg(port.name, what, network);
}

Field InterfaceActions::freePortField()
{
    return {.key = u"port"_s,
            .label = tr("Port"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &) {
                    std::vector<Field::Option> options;
                    for (const auto &port : situation.stores.of<Port>().rows()) {
                        if (port->deviceId.isEmpty() && port->deviceOwner.isEmpty())
                            options.push_back(
                                {port->id, portLabel(situation.stores, *port), port->name});
                    }
                    std::ranges::sort(options, {}, &Field::Option::label);
                    return options;
                },
            .looksUp = true};
}

Field InterfaceActions::attachedPortField()
{
    return {
        .key = u"port"_s,
        .label = tr("Interface"),
        .type = Field::Type::Choice,
        .required = true,
        .options =
            [](const Situation &situation, const QString &id) {
                std::vector<Field::Option> options;
                for (const auto &port : portsOf(situation.stores, id))
                    options.push_back({port->id, portLabel(situation.stores, *port), port->name});
                return options;
            },
        .looksUp = true};
}

Briefing InterfaceActions::connecting(const Situation &situation, const QString &id, const Values &)
{
    const auto server = situation.stores.servers.find(id);
    return {.notes = {{server && server->status == "SHUTOFF"_L1
                           ? tr("The operating system of the instance finds a new network device "
                                "when it starts. Many images configure it by DHCP; others must be "
                                "told.")
                           : tr("The operating system of the instance finds a new network device "
                                "at once, but often does not use it until you configure it, for "
                                "example with DHCP. Have the console and a password at hand."),
                       true}}};
}

Briefing InterfaceActions::disconnecting(const store::CloudStores &stores, const QString &serverId,
                                         const QString &portId)
{
    Briefing briefing;
    if (portId.isEmpty())
        return briefing;
    if (portsOf(stores, serverId).size() == 1)
        briefing.notes.push_back({tr("It is the only interface. Afterwards no network reaches the "
                                     "instance."),
                                  true});
    for (const auto &floating : stores.of<openstack::FloatingIp>().rows()) {
        if (floating->portId == portId)
            briefing.notes.push_back(
                {tr("The floating IP %1 leads here. It stays in the project, but leads nowhere "
                    "if the port is deleted.")
                     .arg(floating->address),
                 true});
    }
    briefing.notes.push_back({tr("Connections through it end at once. Remove what depends on it in "
                                 "the operating system of the instance first.")});
    briefing.notes.push_back({tr("A port that you have created is kept, with its addresses. A port "
                                 "that the cloud has created for the instance is deleted, and its "
                                 "addresses become free.")});
    return briefing;
}

void InterfaceActions::refresh(ActionOperation *operation, const QString &serverId)
{
    operation->context().stores.refresh({Kind::Port, Kind::FloatingIp});
    operation->context().stores.refreshRow(Kind::Server, serverId);
}

/// Whether the port is connected to the instance; nullopt if that is unknown.
Task<std::optional<bool>> InterfaceActions::isAt(ActionOperation *operation, QString portId,
                                                 QString serverId)
{
    auto fetching = operation->fetch(openstack::Get<Port>{portId});
    const Result<Port> port = co_await std::move(fetching);
    if (port.ok())
        co_return port->deviceId == serverId;
    if (port.error().kind == ErrorKind::NotFound)
        co_return false;
    co_return std::nullopt;
}

/// What undoes a connection; nothing if the port is known to be elsewhere. A port that the cloud
/// has just made is in no list yet.
std::optional<Undo> InterfaceActions::disconnection(const store::CloudStores &stores,
                                                    const Subject &server, const QString &portId)
{
    const auto port = stores.of<Port>().find(portId);
    if (portId.isEmpty() || !stores.servers.find(server.id) ||
        (port && port->deviceId != server.id))
        return std::nullopt;
    return Undo{u"disconnect-interface"_s, server, {{u"port"_s, portId}}};
}

Task<Ending> InterfaceActions::attach(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Connect the interface")}});
    operation->begin(0);
    const QString server = operation->target().id;
    const QString port = operation->text("port"_L1);
    auto connecting = operation->once(
        {.name = u"request"_s,
         .send = operation->sending(openstack::AttachInterface{
             server, operation->text("network"_L1), port, operation->text("address"_L1)}),
         .trace = traceByInstanceAction(operation->context(), server, u"attach_interface"_s),
         .stage = 0});
    const StepResult connected = co_await std::move(connecting);
    Ending ending = connected.ok() ? Ending{} : connected.ending();
    if (connected.ok() && port.isEmpty())
        operation->setResultId(connected.text("id"_L1));
    // Without the port's ID the answer was lost.
    if (connected.ok() && connected.text("id"_L1).isEmpty()) {
        auto following = followRecord(operation, server, connected.text("requestId"_L1));
        ending = co_await std::move(following);
    }
    const bool inUse = !connected.ok() && !connected.isUnknown() && !port.isEmpty() &&
                       connected.error().kind == ErrorKind::Conflict;
    if (inUse) {
        auto asking = isAt(operation, port, server);
        const std::optional<bool> isThere = co_await std::move(asking);
        if (isThere == true) {
            operation->addNote(tr("It had already been connected."));
            ending = Ending{};
        }
    }
    refresh(operation, server);
    co_return ending;
}

Task<Ending> InterfaceActions::detach(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Send the request")}, Stage{tr("Disconnect the interface")}});
    operation->begin(0);
    const QString server = operation->text("server"_L1);
    const QString port = operation->text("port"_L1);
    auto sending = operation->once(
        {.name = u"request"_s,
         .send = operation->sending(openstack::DetachInterface{server, port}),
         .trace = traceByInstanceAction(operation->context(), server, u"detach_interface"_s),
         .stage = 0});
    const StepResult sent = co_await std::move(sending);
    Ending ending = sent.ok() ? Ending{} : sent.ending();
    if (sent.ok()) {
        operation->done(0);
        operation->begin(1);
        operation->setAccepted();
        auto following = followRecord(operation, server, sent.text("requestId"_L1));
        ending = co_await std::move(following);
    }
    if (ending.outcome == Outcome::Failed && (sent.ok() || sent.error().httpStatus > 0)) {
        auto asking = isAt(operation, port, server);
        const std::optional<bool> isThere = co_await std::move(asking);
        if (isThere == false) {
            if (!sent.ok())
                operation->addNote(tr("It had already been disconnected."));
            ending = Ending{};
        }
    } else if (ending.outcome == Outcome::Succeeded) {
        // Whether it can be undone depends on whether the port was kept: the notice says it now.
        auto reading = operation->fetch(openstack::Get<Port>{port});
        const Result<Port> kept = co_await std::move(reading);
        Q_UNUSED(kept)
    }
    refresh(operation, server);
    co_return ending;
}

ActionOf<Server> InterfaceActions::attaching(const QString &key, Words words)
{
    return ActionOf<Server>(key, std::move(words))
        .single()
        .reads({Kind::Network, Kind::Subnet, Kind::Port})
        .when(condition())
        .briefs(connecting)
        .performs(attach);
}

Action InterfaceActions::connectNetwork()
{
    Field address = addressField(u"address"_s, tr("Fixed IP"));
    address.problem = [](const Situation &situation, const QString &, const Values &values) {
        return addressProblem(values.value("address"_L1).toString(),
                              subnetsOf(situation.stores, values.value("network"_L1).toString()));
    };
    return attaching(u"connect-network"_s,
                     {tr("Connect network…"), tr("Connect “%1” to a network"),
                      tr("“%1” is being connected to a network."),
                      tr("“%1” was connected to a network."),
                      tr("“%1” was not connected to a network."),
                      tr("It is not known whether “%1” was connected to a network.")})
        .icon(u"network"_s)
        .separated()
        .summary(tr("Connect an instance to a network, at a chosen address"))
        .needs({u"network"_s})
        .asks(networkField())
        .asks(address)
        .undoOfResult(disconnection)
        .command([](const QString &target, const Values &values) {
            const QString network = values.value("network"_L1).toString();
            const QString ip = values.value("address"_L1).toString();
            if (ip.isEmpty())
                return QStringList{u"openstack"_s, u"server"_s, u"add"_s,
                                   u"network"_s,   target,      network};
            return QStringList{u"openstack"_s,          u"server"_s, u"add"_s, u"fixed"_s, u"ip"_s,
                               u"--fixed-ip-address"_s, ip,          target,   network};
        });
}

/// In the terminal, where the command differs if there is no address.
Action InterfaceActions::addNetwork()
{
    Action action = attaching(u"add-network"_s,
                              {tr("Connect network…"), tr("Connect “%1” to a network"),
                               tr("“%1” is being connected to a network."),
                               tr("“%1” was connected to a network."),
                               tr("“%1” was not connected to a network."),
                               tr("It is not known whether “%1” was connected to a network.")})
                        .summary(tr("Connect an instance to a network"))
                        .needs({u"network"_s})
                        .asks(networkField())
                        .undoOfResult(disconnection)
                        .command([](const QString &target, const Values &values) {
                            return QStringList{
                                u"openstack"_s, u"server"_s, u"add"_s,
                                u"network"_s,   target,      values.value("network"_L1).toString()};
                        });
    action.indirect = true;
    return action;
}

Action InterfaceActions::connectPort()
{
    return attaching(u"connect-port"_s,
                     {tr("Connect port…"), tr("Connect a port to “%1”"),
                      tr("A port is being connected to “%1”."), tr("A port was connected to “%1”."),
                      tr("No port was connected to “%1”."),
                      tr("It is not known whether a port was connected to “%1”.")})
        .summary(tr("Connect a port to an instance"))
        .needs({u"port"_s})
        .asks(freePortField())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            Briefing briefing = connecting(situation, id, values);
            if (values.value("port"_L1).toString().isEmpty() &&
                situation.stores.of<Port>().state().loaded)
                briefing.problem = tr("The project has no unused port.");
            return briefing;
        })
        .undo([](const store::CloudStores &stores, const Subject &target,
                 const Values &values) -> std::optional<Undo> {
            return disconnection(stores, target, values.value("port"_L1).toString());
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s, u"server"_s, u"add"_s,
                               u"port"_s,      target,      values.value("port"_L1).toString()};
        });
}

template <typename T>
ActionOf<T> InterfaceActions::detaching(const QString &key, Words words)
{
    return ActionOf<T>(key, std::move(words))
        .icon(u"x"_s)
        .single()
        .dangerous()
        .alsoChanges({u"server"_s})
        .reads({Kind::Network, Kind::Port, Kind::FloatingIp})
        // Only a port that was kept is there afterwards.
        .undo([](const store::CloudStores &stores, const Subject &,
                 const Values &values) -> std::optional<Undo> {
            const auto port = stores.of<Port>().find(values.value("port"_L1).toString());
            const auto server = stores.servers.find(values.value("server"_L1).toString());
            if (!port || !server || !port->deviceId.isEmpty())
                return std::nullopt;
            return Undo{u"connect-port"_s,
                        {Kind::Server, server->id, server->name},
                        {{u"port"_s, port->id}}};
        })
        .performs(detach);
}

Action InterfaceActions::disconnect()
{
    return detaching<Server>(u"disconnect-interface"_s,
                             {tr("Disconnect interface…"), tr("Disconnect an interface of “%1”"),
                              tr("An interface of “%1” is being disconnected."),
                              tr("An interface of “%1” was disconnected."),
                              tr("No interface of “%1” was disconnected."),
                              tr("It is not known whether an interface of “%1” was disconnected.")})
        .summary(tr("Disconnect a port from an instance"))
        .needs({u"port"_s})
        .when(condition())
        .obstacle(serverWithPort)
        .asks(attachedPortField())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            return disconnecting(situation.stores, id, values.value("port"_L1).toString());
        })
        .completes([](const store::CloudStores &, const QString &id, Values values) {
            values.insert(u"server"_s, id);
            return values;
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s, u"server"_s, u"remove"_s,
                               u"port"_s,      target,      values.value("port"_L1).toString()};
        });
}

/// A port is known by its first address.
Subject interfaceSubject(const store::CloudStores &stores, const QString &id)
{
    const auto port = stores.of<Port>().find(id);
    if (!port)
        return {Kind::Port, id, {}};
    return {Kind::Port, id,
            port->name.isEmpty() && !port->fixedIps.empty() ? port->fixedIps.front().address
                                                            : port->name};
}

/// The same from the row of an address.
Action InterfaceActions::disconnectPort()
{
    return detaching<Port>(u"disconnect-port"_s,
                           {tr("Disconnect…"), tr("Disconnect the interface “%1”"),
                            tr("The interface “%1” is being disconnected."),
                            tr("The interface “%1” was disconnected."),
                            tr("The interface “%1” was not disconnected."),
                            tr("It is not known whether the interface “%1” was disconnected.")})
        .separated()
        .summary(tr("Disconnect a port from its instance"))
        .targets(interfaceSubject)
        .needs({u"server"_s})
        .terminal({u"port"_s, u"disconnect"_s})
        .obstacle(portObstacle)
        .remedies(waysToLetDisconnect)
        .warns([](const QStringList &names) {
            return Confirmation{
                tr("Disconnect the interface “%1”?").arg(isolated(names.value(0))),
                tr("Connections through it end at once. A port that you have created is kept, with "
                   "its addresses. A port that the cloud has created for the instance is deleted, "
                   "and its addresses become free."),
                //: Button.
                tr("Disconnect")};
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            values.insert(u"port"_s, id);
            if (const auto port = stores.of<Port>().find(id))
                values.insert(u"server"_s, port->deviceId);
            return values;
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"remove"_s,
                               u"port"_s,
                               values.value("server"_L1).toString(),
                               target};
        });
}

std::vector<FixedIp> InterfaceActions::with(std::vector<FixedIp> ips, const Values &values)
{
    ips.push_back({values.value("subnet"_L1).toString(), values.value("fixed_ip"_L1).toString()});
    return ips;
}

std::vector<FixedIp> InterfaceActions::without(std::vector<FixedIp> ips, const QString &address)
{
    std::erase_if(ips, [&](const FixedIp &ip) { return ip.address == address; });
    return ips;
}

PortChange InterfaceActions::changeOfIps(const ActionOperation &operation, bool adds)
{
    const QString address = operation.text("fixed_ip"_L1);
    const auto isDone = [address, adds](const Port &now, const Facts &intent) {
        const bool has = std::ranges::any_of(
            now.fixedIps, [&](const FixedIp &ip) { return ip.address == address; });
        const auto before = static_cast<std::size_t>(intent.value("count"_L1).toInteger());
        const bool done = !adds ? !has : address.isEmpty() ? now.fixedIps.size() > before : has;
        return done ? std::optional(Facts{{u"done"_s, true}}) : std::nullopt;
    };
    const bool canTell = !address.isEmpty() && !operation.hasBegunEarlier();
    return {.step = u"request"_s,
            .values =
                [isDone, canTell, adds, address, values = operation.values()](const Port &now) {
                    if (canTell && isDone(now, {}))
                        return QJsonObject();
                    QJsonArray list;
                    for (const FixedIp &ip :
                         adds ? with(now.fixedIps, values) : without(now.fixedIps, address)) {
                        QJsonObject entry{{u"subnet_id"_s, ip.subnetId}};
                        if (!ip.address.isEmpty())
                            entry.insert(u"ip_address"_s, ip.address);
                        list.append(entry);
                    }
                    return QJsonObject{{u"fixed_ips"_s, list}};
                },
            .intent =
                [](const Port &now) {
                    return Facts{{u"count"_s, static_cast<qsizetype>(now.fixedIps.size())}};
                },
            .isDone = isDone};
}

Task<Ending> InterfaceActions::changeIps(ActionOperation *operation, bool adds)
{
    operation->setStages({Stage{adds ? tr("Add the address") : tr("Remove the address")}});
    operation->begin(0);
    const QString portId = operation->text("port"_L1);
    PortChange change = changeOfIps(*operation, adds);
    auto changing = changePort(operation, portId, std::move(change));
    const std::variant<bool, Ending> result = co_await std::move(changing);
    if (const auto *ending = std::get_if<Ending>(&result))
        co_return *ending;
    if (!std::get<bool>(result)) {
        operation->addNote(tr("It had already been done."));
        co_return Ending{};
    }
    if (const auto port = operation->context().stores.of<Port>().find(portId))
        refresh(operation, port->deviceId);
    co_return Ending{};
}

Action InterfaceActions::addFixedIp()
{
    Field address = addressField(u"fixed_ip"_s, tr("Fixed IP"));
    address.problem = [](const Situation &situation, const QString &, const Values &values) {
        const auto subnet =
            situation.stores.of<Subnet>().find(values.value("subnet"_L1).toString());
        return addressProblem(values.value("fixed_ip"_L1).toString(),
                              subnet ? std::vector{subnet} : std::vector<store::Row<Subnet>>());
    };
    return ActionOf<Port>(u"add-fixed-ip"_s,
                          {tr("Add fixed IP…"), tr("Add a fixed IP to the port “%1”"),
                           tr("A fixed IP is being added to the port “%1”."),
                           tr("A fixed IP was added to the port “%1”."),
                           tr("No fixed IP was added to the port “%1”."),
                           tr("It is not known whether a fixed IP was added to the port “%1”.")})
        .single()
        .summary(tr("Add a fixed IP to a port"))
        .reads({Kind::Subnet, Kind::Network})
        .targets(interfaceSubject)
        .possible([](const Port &, const Situation &) { return QString(); })
        .needs({u"subnet"_s})
        .asks({.key = u"subnet"_s,
               .label = tr("Subnet"),
               .type = Field::Type::Choice,
               .required = true,
               .options =
                   [](const Situation &situation, const QString &id) {
                       std::vector<Field::Option> options;
                       const auto port = situation.stores.of<Port>().find(id);
                       if (!port)
                           return options;
                       for (const auto &subnet : subnetsOf(situation.stores, port->networkId))
                           options.push_back(
                               {subnet->id,
                                //: A subnet. %2: the range of its addresses
                                tr("%1 (%2)").arg(nameOrId(subnet->name, subnet->id), subnet->cidr),
                                subnet->name});
                       return options;
                   },
               .looksUp = true})
        .asks(address)
        .briefs([](const Situation &, const QString &, const Values &) {
            return Briefing{.notes = {{tr("Configure the address in the operating system of the "
                                          "instance as well: DHCP gives it only one."),
                                       true}}};
        })
        .completes([](const store::CloudStores &, const QString &id, Values values) {
            values.insert(u"port"_s, id);
            return values;
        })
        .undo([](const store::CloudStores &stores, const Subject &target,
                 const Values &values) -> std::optional<Undo> {
            const auto port = stores.of<Port>().find(target.id);
            const QString ip = values.value("fixed_ip"_L1).toString();
            if (!port || ip.isEmpty() ||
                without(port->fixedIps, ip).size() == port->fixedIps.size())
                return std::nullopt;
            return Undo{u"remove-fixed-ip"_s, target, {{u"fixed_ip"_s, ip}}};
        })
        .performs([](ActionOperation *operation) { return changeIps(operation, true); })
        .terminal({u"port"_s, u"set"_s})
        .command([](const QString &target, const Values &values) {
            QString ip = u"subnet="_s + values.value("subnet"_L1).toString();
            if (const QString text = values.value("fixed_ip"_L1).toString(); !text.isEmpty())
                ip += u",ip-address="_s + text;
            return QStringList{u"openstack"_s, u"port"_s, u"set"_s, u"--fixed-ip"_s, ip, target};
        });
}

template <typename T>
ActionOf<T> InterfaceActions::removingIp(const QString &key, Words words)
{
    const auto ports = [](const store::CloudStores &stores, const QString &id) {
        if constexpr (std::is_same_v<T, Server>)
            return portsOf(stores, id);
        const auto port = stores.of<Port>().find(id);
        return port ? std::vector{port} : std::vector<store::Row<Port>>();
    };
    return ActionOf<T>(key, std::move(words))
        .single()
        .dangerous()
        .reads({Kind::Network, Kind::Port, Kind::FloatingIp})
        .needs({u"fixed_ip"_s})
        .asks({.key = u"fixed_ip"_s,
               .label = tr("Fixed IP"),
               .type = Field::Type::Choice,
               .required = true,
               .options =
                   [ports](const Situation &situation, const QString &id) {
                       std::vector<Field::Option> options;
                       for (const auto &port : ports(situation.stores, id)) {
                           for (const FixedIp &ip : port->fixedIps)
                               options.push_back(
                                   {ip.address,
                                    //: A fixed IP. %2: its network
                                    tr("%1 on %2")
                                        .arg(ip.address,
                                             networkName(situation.stores, port->networkId)),
                                    ip.address});
                       }
                       return options;
                   },
               .looksUp = true})
        .briefs([ports](const Situation &situation, const QString &id, const Values &values) {
            Briefing briefing;
            const QString address = values.value("fixed_ip"_L1).toString();
            for (const auto &port : ports(situation.stores, id)) {
                for (const auto &floating : situation.stores.of<openstack::FloatingIp>().rows()) {
                    if (floating->portId == port->id && floating->fixedIp == address)
                        briefing.notes.push_back(
                            {tr("The floating IP %1 leads to this address.").arg(floating->address),
                             true});
                }
            }
            briefing.notes.push_back({tr("The cloud lets nothing more through to this address, and "
                                         "may give it to others."),
                                      true});
            return briefing;
        })
        .completes([ports](const store::CloudStores &stores, const QString &id, Values values) {
            const QString address = values.value("fixed_ip"_L1).toString();
            for (const auto &port : ports(stores, id)) {
                for (const FixedIp &ip : port->fixedIps) {
                    if (ip.address != address)
                        continue;
                    values.insert(u"port"_s, port->id);
                    values.insert(u"subnet"_s, ip.subnetId);
                }
            }
            return values;
        })
        .undo([](const store::CloudStores &stores, const Subject &,
                 const Values &values) -> std::optional<Undo> {
            const QString port = values.value("port"_L1).toString();
            if (!stores.of<Port>().find(port))
                return std::nullopt;
            return Undo{u"add-fixed-ip"_s,
                        interfaceSubject(stores, port),
                        {{u"subnet"_s, values.value("subnet"_L1)},
                         {u"fixed_ip"_s, values.value("fixed_ip"_L1)}}};
        })
        .performs([](ActionOperation *operation) { return changeIps(operation, false); });
}

Action InterfaceActions::removeFixedIp()
{
    return removingIp<Port>(u"remove-fixed-ip"_s,
                            {tr("Remove fixed IP…"), tr("Remove a fixed IP from the port “%1”"),
                             tr("A fixed IP is being removed from the port “%1”."),
                             tr("A fixed IP was removed from the port “%1”."),
                             tr("No fixed IP was removed from the port “%1”."),
                             tr("It is not known whether a fixed IP was removed from the port "
                                "“%1”.")})
        .summary(tr("Remove a fixed IP from a port"))
        .targets(interfaceSubject)
        .possible([](const Port &port, const Situation &) {
            return port.fixedIps.empty() ? tr("The port has no address.") : QString();
        })
        .terminal({u"port"_s, u"unset"_s})
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"port"_s,
                               u"unset"_s,
                               u"--fixed-ip"_s,
                               u"ip-address="_s + values.value("fixed_ip"_L1).toString(),
                               target};
        });
}

/// In the terminal, where the address is enough.
Action InterfaceActions::removeServerIp()
{
    Action action =
        removingIp<Server>(u"remove-server-fixed-ip"_s,
                           {tr("Remove fixed IP…"), tr("Remove a fixed IP from “%1”"),
                            tr("A fixed IP is being removed from “%1”."),
                            tr("A fixed IP was removed from “%1”."),
                            tr("No fixed IP was removed from “%1”."),
                            tr("It is not known whether a fixed IP was removed from “%1”.")})
            .summary(tr("Remove a fixed IP from an instance"))
            .possible([](const Server &server, const Situation &situation) {
                return withoutPort(situation, server.id);
            })
            .command([](const QString &target, const Values &values) {
                return QStringList{u"openstack"_s,
                                   u"server"_s,
                                   u"remove"_s,
                                   u"fixed"_s,
                                   u"ip"_s,
                                   target,
                                   values.value("fixed_ip"_L1).toString()};
            });
    action.indirect = true;
    return action;
}

} // namespace

void addInterfaceActions(std::vector<Action> &actions)
{
    actions.push_back(InterfaceActions::connectNetwork());
    actions.push_back(InterfaceActions::addNetwork());
    actions.push_back(InterfaceActions::connectPort());
    actions.push_back(InterfaceActions::disconnect());
    actions.push_back(InterfaceActions::addFixedIp());
    actions.push_back(InterfaceActions::removeFixedIp());
    actions.push_back(InterfaceActions::removeServerIp());
    actions.push_back(InterfaceActions::disconnectPort());
}

} // namespace oriel::operations
