#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/launch/floatingipstep.h"
#include "operations/networkpaths.h"

#include <QtCore/QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::FixedIp;
using openstack::FloatingIp;
using openstack::Network;
using openstack::Port;
using openstack::Server;

/// Which floating IP leads to which port.
class NetworkActions
{
    Q_DECLARE_TR_FUNCTIONS(NetworkActions)

public:
    static Action associate();
    static Action associateWithServer();
    static Action disassociateFromServer();

private:
    static Task<Ending> perform(ActionOperation *operation);
    static Task<Ending> performWithServer(ActionOperation *operation);
    static Task<Ending> performFromServer(ActionOperation *operation);
    static QString sentence(const JournalEntry &entry);
    static std::vector<Field::Option> portOptions(const Situation &situation, const QString &id);
    static std::vector<Field::Option> addressOptions(const Situation &situation, const QString &);
    static std::vector<Field::Option> ownAddresses(const Situation &situation, const QString &id);
    static QString serverObstacle(const Situation &situation, const QString &id);
    static Field fixedIpField();
    static QString optionText(const store::CloudStores &stores, const Port &port,
                              const FixedIp &address, bool withOwner);
};

/// The address of a port that a floating IP can lead to, as the value of a choice: the ID of the
/// port, and the address where the port has several.
struct PortChoice
{
    QString portId;
    QString fixedIp; ///< empty: its only one

    static PortChoice of(const QString &value)
    {
        return {value.section(u'/', 0, 0), value.section(u'/', 1)};
    }
};

bool isVersion4(const FixedIp &address)
{
    return !address.address.contains(u':');
}

/// Calls `take` for each IPv4 address of a port, with the value of its choice.
template <typename Take>
void forEachAddress(const Port &port, Take take)
{
    const bool single = std::ranges::count_if(port.fixedIps, isVersion4) == 1;
    for (const FixedIp &address : port.fixedIps) {
        if (isVersion4(address))
            take(address, single ? port.id : port.id + u'/' + address.address);
    }
}

/// The address that a choice means; nullptr: it is not known.
const FixedIp *addressIn(const Port &port, const PortChoice &choice)
{
    const auto found = std::ranges::find_if(port.fixedIps, [&](const FixedIp &address) {
        return isVersion4(address) &&
               (choice.fixedIp.isEmpty() || choice.fixedIp == address.address);
    });
    return found == port.fixedIps.end() ? nullptr : &*found;
}

/// Why a floating IP of this network cannot lead to the chosen port, as a sentence.
QString whyNot(const store::CloudStores &stores, const QString &choice, const QString &networkId,
               const QString &floatingIpId)
{
    const PortChoice chosen = PortChoice::of(choice);
    const auto port = stores.of<Port>().find(chosen.portId);
    const FixedIp *address = port ? addressIn(*port, chosen) : nullptr;
    return address ? whyNotAssociable(stores, *port, *address, networkId, floatingIpId) : QString();
}

FloatingIpMove moveOf(const Values &values)
{
    return floatingIpMoveFromJson(values.value("move"_L1).toObject());
}

// ------------------------------------------------------------------------ From the floating IP

Task<Ending> NetworkActions::perform(ActionOperation *operation)
{
    const FloatingIpMove move = moveOf(operation->values());
    operation->setStages({Stage{
        move.fromName.isEmpty()
            ? tr("Associate %1 with “%2”").arg(move.address, move.toName)
            : tr("Move %1 from “%2” to “%3”").arg(move.address, move.fromName, move.toName)}});
    operation->begin(0);
    const FloatingIpTarget target{operation->text("port"_L1), operation->text("fixedIp"_L1)};
    auto moving = operation->once(floatingIpStep(operation->context(), move, target,
                                                 operation->sending(openstack::AssociateFloatingIp{
                                                     move.id, target.portId, target.fixedIp})));
    const StepResult moved = co_await std::move(moving);
    if (!moved.ok())
        co_return moved.ending();
    operation->context().stores.refresh({openstack::Kind::Server});
    co_return Ending{};
}

/// Where the address is and where it goes, if the one who starts it does not say so.
Values completeMove(const store::CloudStores &stores, const QString &id, Values values)
{
    const auto row = stores.of<FloatingIp>().find(id);
    if (!row || values.contains("move"_L1))
        return values;
    const PortChoice chosen = PortChoice::of(values.value("port"_L1).toString());
    values.insert(u"port"_s, chosen.portId);
    if (!chosen.fixedIp.isEmpty())
        values.insert(u"fixedIp"_s, chosen.fixedIp);
    const auto from = stores.of<Port>().find(row->portId);
    FloatingIpMove move{row->id,     row->address, from ? from->networkId : QString(),
                        row->portId, row->fixedIp, {},
                        {}};
    if (!row->portId.isEmpty())
        move.fromName = ownerName(stores, row->portId);
    move.toName = ownerName(stores, chosen.portId);
    values.insert(u"move"_s, toJson(move));
    return values;
}

QString NetworkActions::sentence(const JournalEntry &entry)
{
    const FloatingIpMove move = moveOf(entry.intent.value("values"_L1).toObject());
    if (move.fromName.isEmpty())
        return {};
    const QString to = isolated(move.toName);
    switch (entry.outcome) {
    case Outcome::Running:
        return tr("The floating IP is being moved to “%1”.").arg(to);
    case Outcome::Succeeded:
        return tr("The floating IP was moved to “%1”.").arg(to);
    case Outcome::Failed:
        return tr("The floating IP was not moved to “%1”.").arg(to);
    case Outcome::Unclear:
        return tr("It is not known whether the floating IP was moved to “%1”.").arg(to);
    case Outcome::Canceled:
    case Outcome::Requested:
        break;
    }
    return {};
}

QString NetworkActions::optionText(const store::CloudStores &stores, const Port &port,
                                   const FixedIp &address, bool withOwner)
{
    const QString network = networkName(stores, port.networkId);
    //: An address of a port. %1: "10.0.0.5"; %2: the name of its network
    const QString where = tr("%1 on “%2”").arg(address.address, network);
    //: %1: the name of an instance; %2: "10.0.0.5 on “office”"
    return withOwner ? tr("%1: %2").arg(ownerName(stores, port.id), where) : where;
}

/// Those that can have it first; each of the others says why when it is chosen.
std::vector<Field::Option> NetworkActions::portOptions(const Situation &situation,
                                                       const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto ip = stores.of<FloatingIp>().find(id);
    std::vector<Field::Option> possible;
    std::vector<Field::Option> others;
    if (!ip)
        return possible;
    for (const auto &port : stores.of<Port>().rows()) {
        if (isOfNetwork(*port) || port->id == ip->portId)
            continue;
        forEachAddress(*port, [&](const FixedIp &address, const QString &value) {
            const QString text = optionText(stores, *port, address, true);
            const QString name = ownerName(stores, port->id);
            if (whyNotAssociable(stores, *port, address, ip->networkId, id).isEmpty())
                possible.push_back({value, text, name});
            else
                //: A choice that is not possible. %1: the choice
                others.push_back({value, tr("%1 (not possible)").arg(text), name});
        });
    }
    std::ranges::sort(possible, {}, &Field::Option::label);
    std::ranges::sort(others, {}, &Field::Option::label);
    std::ranges::move(others, std::back_inserter(possible));
    return possible;
}

/// In the window the choice of the port says it.
Field NetworkActions::fixedIpField()
{
    return {.key = u"fixedIp"_s,
            .label = tr("Fixed IP address"),
            .help = tr("Fixed IP address of the port that the floating IP leads to. By default, "
                       "the first one of the port."),
            .hint = tr("One of the port's addresses. The default is its first one."),
            .shown = [](const Values &values) {
                return values.contains("fixedIp"_L1);
            }};
}

Action NetworkActions::associate()
{
    Action action;
    action.key = u"move-floating-ip"_s;
    action.kind = Kind::FloatingIp;
    action.words = {tr("Associate…"),
                    tr("Associate a floating IP with “%1”"),
                    tr("The floating IP is being associated with “%1”."),
                    tr("The floating IP was associated with “%1”."),
                    tr("The floating IP was not associated with “%1”."),
                    tr("It is not known whether the floating IP was associated with “%1”.")};
    action.icon = u"arrow-right"_s;
    action.frequent = true;
    action.summary = tr("Associate a floating IP with a port");
    action.many = false;
    action.harmless = true;
    action.reads = {Kind::Port, Kind::Server, Kind::Network, Kind::Router};
    action.targetOf = [](const store::CloudStores &stores, const QString &id) {
        const auto row = stores.of<FloatingIp>().find(id);
        return Subject{Kind::FloatingIp, id, row ? row->address : QString()};
    };
    action.obstacle = commonObstacle;
    action.fields = {
        {.key = u"port"_s,
         .label = tr("Instance"),
         .help = tr("Port that the floating IP leads to: its ID, or the name of its instance. It "
                    "must be behind a router that is connected to the network of the floating IP."),
         .type = Field::Type::Choice,
         .required = true,
         .hint = tr("Only an instance behind a router that is connected to the network of the "
                    "floating IP can have it. An instance with several addresses is listed once "
                    "for each."),
         .options = portOptions,
         .looksUp = true,
         .problem =
             [](const Situation &situation, const QString &id, const Values &values) {
                 const auto ip = situation.stores.of<FloatingIp>().find(id);
                 return ip ? whyNot(situation.stores, values.value("port"_L1).toString(),
                                    ip->networkId, id)
                           : QString();
             }},
        fixedIpField()};
    action.needs = {u"move"_s, u"port"_s};
    action.complete = completeMove;
    action.briefing = [](const Situation &situation, const QString &id, const Values &) {
        const auto ip = situation.stores.of<FloatingIp>().find(id);
        Briefing briefing;
        if (!ip)
            return briefing;
        //: The subject of a dialog. %1: an address; %2: the network that it comes from
        briefing.about = tr("The floating IP %1 from “%2”")
                             .arg(ip->address, networkName(situation.stores, ip->networkId));
        if (!ip->portId.isEmpty())
            briefing.notes.push_back({tr("“%1” loses the address at once. Connections to it end.")
                                          .arg(isolated(ownerName(situation.stores, ip->portId))),
                                      true});
        if (portOptions(situation, id).empty())
            briefing.problem = tr("No instance of the project has a port that could have it.");
        return briefing;
    };
    action.name = [](const Subject &, const Values &values) {
        return moveOf(values).toName;
    };
    action.title = [](const Subject &, const Values &values) {
        const FloatingIpMove move = moveOf(values);
        return move.fromName.isEmpty()
                   ? tr("Associate floating IP %1 with “%2”").arg(move.address, move.toName)
                   : tr("Move floating IP %1 to “%2”").arg(move.address, move.toName);
    };
    action.sentence = sentence;
    action.command = [](const QString &target, const Values &values) {
        QStringList words{u"openstack"_s, u"floating"_s, u"ip"_s,
                          u"set"_s,       u"--port"_s,   values.value("port"_L1).toString()};
        if (const QString fixed = values.value("fixedIp"_L1).toString(); !fixed.isEmpty())
            words << u"--fixed-ip-address"_s << fixed;
        return words << target;
    };
    // The first step makes sure that it still points to where this operation moved it.
    action.undo = [](const store::CloudStores &stores, const Subject &target,
                     const Values &values) -> std::optional<Undo> {
        FloatingIpMove back = moveOf(values);
        const QString port = back.fromPortId;
        const QString fixedIp = back.fromFixedIp;
        if (port.isEmpty()) { // it was not in use
            const auto now = stores.of<FloatingIp>().find(target.id);
            if (!now || now->portId != values.value("port"_L1).toString())
                return std::nullopt;
            return Undo{u"disassociate-floating-ip"_s, target};
        }
        back.fromPortId = values.value("port"_L1).toString();
        back.fromFixedIp = values.value("fixedIp"_L1).toString();
        std::swap(back.fromName, back.toName);
        return Undo{u"move-floating-ip"_s,
                    target,
                    {{u"move"_s, toJson(back)}, {u"port"_s, port}, {u"fixedIp"_s, fixedIp}}};
    };
    action.perform = perform;
    return action;
}

// --------------------------------------------------------------------------- From the instance

// The value of the choice for an address that is still to be allocated: this, and the ID of the
// external network.
const QString allocated = u"new/"_s; // NOLINT(cert-err58-cpp)

/// The first option, as a preset.
QJsonValue firstOf(const std::vector<Field::Option> &options)
{
    return options.empty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(options.front().value);
}

bool isNew(const QString &choice)
{
    return choice.startsWith(allocated);
}

/// The external network of the chosen address; empty: it is not known.
QString externalNetworkOf(const store::CloudStores &stores, const QString &choice)
{
    const auto ip = stores.of<FloatingIp>().find(choice);
    return isNew(choice) ? choice.mid(allocated.size()) : ip ? ip->networkId : QString();
}

std::vector<Field::Option> NetworkActions::addressOptions(const Situation &situation,
                                                          const QString &)
{
    const store::CloudStores &stores = situation.stores;
    std::vector<Field::Option> options;
    for (const auto &ip : stores.of<FloatingIp>().rows()) {
        if (!ip->portId.isEmpty())
            continue;
        const QString network = networkName(stores, ip->networkId);
        options.push_back({ip->id,
                           //: A floating IP. %1: its address; %2: the network that it comes from
                           tr("%1 from “%2” (not used)").arg(ip->address, network), ip->address});
    }
    std::ranges::sort(options, {}, &Field::Option::label);
    for (const auto &network : stores.of<Network>().rows()) {
        if (network->external)
            options.push_back(
                {allocated + network->id,
                 //: %1: the name of an external network
                 tr("A new address from “%1”").arg(networkName(stores, network->id))});
    }
    return options;
}

QString NetworkActions::serverObstacle(const Situation &situation, const QString &id)
{
    if (const QString common = commonObstacle(situation, id); !common.isEmpty())
        return common;
    const store::CloudStores &stores = situation.stores;
    if (!stores.servers.find(id))
        return tr("It no longer exists.");
    if (stores.of<FloatingIp>().state().absent)
        return tr("This cloud has no floating IPs.");
    if (!stores.of<Port>().state().loaded)
        return {};
    const auto ports = portsOf(stores, id);
    const bool has4 = std::ranges::any_of(
        ports, [](const auto &port) { return std::ranges::any_of(port->fixedIps, isVersion4); });
    return has4 ? QString() : tr("The instance has no IPv4 address on a network.");
}

/// Which address of which port was chosen, so that the cloud chooses nothing.
void completePort(const store::CloudStores &stores, const QString &serverId, Values &values)
{
    PortChoice chosen = PortChoice::of(values.value("port"_L1).toString());
    const QString fixed = values.value("fixedIp"_L1).toString(); // entered in the terminal
    if (!fixed.isEmpty()) {
        for (const auto &port : portsOf(stores, serverId)) {
            if (std::ranges::find(port->fixedIps, fixed, &FixedIp::address) != port->fixedIps.end())
                chosen = {port->id, fixed};
        }
    }
    const auto port = stores.of<Port>().find(chosen.portId);
    const FixedIp *address = port ? addressIn(*port, chosen) : nullptr;
    values.insert(u"port"_s, chosen.portId);
    if (address)
        values.insert(u"fixedIp"_s, address->address);
}

Task<Ending> NetworkActions::performWithServer(ActionOperation *operation)
{
    const QString choice = operation->text("address"_L1);
    const QString networkId = operation->text("network"_L1);
    FloatingIpMove move{.id = choice,
                        .address = operation->text("address_text"_L1),
                        .networkId = {},
                        .fromPortId = {},
                        .fromFixedIp = {},
                        .fromName = {},
                        .toName = operation->target().name};
    std::vector<Stage> stages;
    if (isNew(choice))
        stages.push_back(
            Stage{tr("Allocate a floating IP from “%1”").arg(operation->text("network_name"_L1))});
    const std::size_t last = stages.size();
    stages.push_back(Stage{tr("Associate it with “%1”").arg(move.toName)});
    operation->setStages(std::move(stages));
    operation->begin(0);
    if (isNew(choice)) {
        auto allocating = operation->once(
            {.name = u"allocate-floating-ip"_s,
             .send = operation->sending(
                 openstack::Create<FloatingIp>{{{u"floating_network_id"_s, networkId}}}),
             .trace = traceByNewcomer(operation->context(), openstack::List<FloatingIp>{},
                                      [networkId](const FloatingIp &ip) {
                                          return ip.networkId == networkId && ip.portId.isEmpty();
                                      }),
             .stage = 0});
        const StepResult made = co_await std::move(allocating);
        if (!made.ok())
            co_return made.ending();
        move.id = made.text("id"_L1);
        auto fetching = operation->fetch(openstack::Get<FloatingIp>{move.id});
        const Result<FloatingIp> row = co_await std::move(fetching);
        move.address = row.ok() ? row->address : move.id;
        operation->learn({{u"address_text"_s, move.address}});
        operation->done(0);
        operation->begin(last);
    }
    operation->setResultId(move.id);
    const FloatingIpTarget target{operation->text("port"_L1), operation->text("fixedIp"_L1)};
    Step step = floatingIpStep(
        operation->context(), move, target,
        operation->sending(openstack::AssociateFloatingIp{move.id, target.portId, target.fixedIp}));
    step.stage = last;
    auto associating = operation->once(std::move(step));
    const StepResult associated = co_await std::move(associating);
    if (!associated.ok()) {
        if (isNew(choice))
            operation->addLeftover({Kind::FloatingIp, move.id, move.address});
        co_return associated.ending();
    }
    if (isNew(choice))
        operation->addNote(tr("The floating IP is %1.").arg(move.address));
    operation->context().stores.refreshRow(Kind::Server, operation->target().id);
    co_return Ending{};
}

Action NetworkActions::associateWithServer()
{
    const auto port = [](const Situation &situation, const QString &id) {
        std::vector<Field::Option> options;
        for (const auto &one : portsOf(situation.stores, id)) {
            forEachAddress(*one, [&](const FixedIp &address, const QString &value) {
                options.push_back(
                    {value, optionText(situation.stores, *one, address, false), address.address});
            });
        }
        return options;
    };
    return ActionOf<Server>(u"associate-floating-ip"_s,
                            {tr("Associate floating IP…"), tr("Associate a floating IP with “%1”"),
                             tr("A floating IP is being associated with “%1”."),
                             tr("A floating IP was associated with “%1”."),
                             tr("No floating IP was associated with “%1”."),
                             tr("It is not known whether a floating IP was associated with “%1”.")})
        .icon(u"globe"_s)
        .single()
        .summary(tr("Associate a floating IP with an instance"))
        .reads({Kind::Port, Kind::FloatingIp, Kind::Network, Kind::Router})
        .obstacle(serverObstacle)
        .needs({u"address"_s, u"port"_s})
        .asks({.key = u"address"_s,
               .label = tr("Floating IP"),
               .type = Field::Type::Choice,
               .required = true,
               .options = addressOptions,
               .looksUp = true,
               .preset = [](const Situation &situation, const QString &id) -> QJsonValue {
                   return firstOf(addressOptions(situation, id));
               }})
        .asks({.key = u"port"_s,
               .label = tr("Address of the instance"),
               .help = tr("Port of the instance that the floating IP leads to, by its ID. By "
                          "default, the first one that can have it."),
               .type = Field::Type::Choice,
               .required = true,
               .hint = tr("The floating IP leads to this address. Choose the network through "
                          "which the instance reaches the internet."),
               .options = port,
               .looksUp = true,
               .preset = [port](const Situation &situation, const QString &id) -> QJsonValue {
                   const auto options = port(situation, id);
                   const auto first = std::ranges::find_if(options, [&](const Field::Option &one) {
                       const auto &networks = situation.stores.of<Network>().rows();
                       return std::ranges::any_of(networks, [&](const auto &network) {
                           return network->external &&
                                  whyNot(situation.stores, one.value, network->id, {}).isEmpty();
                       });
                   });
                   if (options.empty())
                       return QJsonValue::Undefined;
                   return first == options.end() ? options.front().value : first->value;
               },
               .problem =
                   [](const Situation &situation, const QString &, const Values &values) {
                       const QString network = externalNetworkOf(
                           situation.stores, values.value("address"_L1).toString());
                       return network.isEmpty()
                                  ? QString()
                                  : whyNot(situation.stores, values.value("port"_L1).toString(),
                                           network, {});
                   }})
        .asks(fixedIpField())
        .briefs([](const Situation &situation, const QString &id, const Values &values) {
            Briefing briefing;
            if (isNew(values.value("address"_L1).toString()))
                briefing.notes.push_back({tr("The new address belongs to the project until you "
                                             "release it. Many providers charge for it.")});
            if (addressOptions(situation, id).empty())
                briefing.problem =
                    tr("The project has no unused floating IP, and this cloud has no external "
                       "network that you can see.");
            // Where there is only one address, its field is hidden.
            else if (const QString network =
                         externalNetworkOf(situation.stores, values.value("address"_L1).toString());
                     !network.isEmpty())
                briefing.problem =
                    whyNot(situation.stores, values.value("port"_L1).toString(), network, {});
            return briefing;
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const QString choice = values.value("address"_L1).toString();
            completePort(stores, id, values);
            const QString network = externalNetworkOf(stores, choice);
            if (const auto ip = stores.of<FloatingIp>().find(choice))
                values.insert(u"address_text"_s, ip->address);
            if (!network.isEmpty()) {
                values.insert(u"network"_s, network);
                values.insert(u"network_name"_s, networkName(stores, network));
            }
            return values;
        })
        .undo([](const store::CloudStores &stores, const Subject &,
                 const Values &values) -> std::optional<Undo> {
            const auto ip = stores.of<FloatingIp>().find(values.value("address"_L1).toString());
            if (!ip || ip->portId != values.value("port"_L1).toString())
                return std::nullopt;
            return Undo{u"disassociate-floating-ip"_s, {Kind::FloatingIp, ip->id, ip->address}};
        })
        .command([](const QString &target, const Values &values) {
            const QString choice = values.value("address"_L1).toString();
            const QString fixed = values.value("fixedIp"_L1).toString();
            QStringList words{u"openstack"_s};
            if (isNew(choice))
                words << u"floating"_s << u"ip"_s << u"create"_s << u"--port"_s
                      << values.value("port"_L1).toString();
            else
                words << u"server"_s << u"add"_s << u"floating"_s << u"ip"_s;
            if (!fixed.isEmpty())
                words << u"--fixed-ip-address"_s << fixed;
            if (isNew(choice))
                return words << choice.mid(allocated.size());
            const QString address = values.value("address_text"_L1).toString();
            return words << target << (address.isEmpty() ? choice : address);
        })
        .performs(performWithServer);
}

std::vector<Field::Option> NetworkActions::ownAddresses(const Situation &situation,
                                                        const QString &id)
{
    std::vector<Field::Option> options;
    for (const auto &port : portsOf(situation.stores, id)) {
        for (const auto &ip : situation.stores.of<FloatingIp>().rows()) {
            if (ip->portId == port->id)
                options.push_back({ip->id,
                                   //: A floating IP. %1: its address; %2: what it leads to
                                   tr("%1 (leads to %2)").arg(ip->address, ip->fixedIp),
                                   ip->address});
        }
    }
    return options;
}

Task<Ending> NetworkActions::performFromServer(ActionOperation *operation)
{
    const FloatingIpMove move = moveOf(operation->values());
    operation->setStages({Stage{tr("Disassociate %1 from “%2”").arg(move.address, move.fromName)}});
    operation->begin(0);
    auto removing = operation->once(
        floatingIpStep(operation->context(), move, {},
                       operation->sending(openstack::AssociateFloatingIp{move.id})));
    const StepResult removed = co_await std::move(removing);
    if (!removed.ok())
        co_return removed.ending();
    operation->context().stores.refresh({openstack::Kind::FloatingIp});
    operation->context().stores.refreshRow(Kind::Server, operation->target().id);
    co_return Ending{};
}

Action NetworkActions::disassociateFromServer()
{
    return ActionOf<Server>(
               u"disassociate-server-floating-ip"_s,
               {tr("Disassociate floating IP…"), tr("Disassociate a floating IP from “%1”"),
                tr("A floating IP is being disassociated from “%1”."),
                tr("A floating IP was disassociated from “%1”."),
                tr("No floating IP was disassociated from “%1”."),
                tr("It is not known whether a floating IP was disassociated from “%1”.")})
        .icon(u"x"_s)
        .single()
        .dangerous()
        .summary(tr("Disassociate a floating IP from an instance, and keep it"))
        .reads({Kind::Port, Kind::FloatingIp})
        .obstacle([](const Situation &situation, const QString &id) {
            if (const QString common = commonObstacle(situation, id); !common.isEmpty())
                return common;
            const store::CloudStores &stores = situation.stores;
            if (!stores.servers.find(id))
                return tr("It no longer exists.");
            const bool known =
                stores.of<Port>().state().loaded && stores.of<FloatingIp>().state().loaded;
            return known && ownAddresses(situation, id).empty()
                       ? tr("The instance has no floating IP.")
                       : QString();
        })
        .needs({u"address"_s})
        .asks({.key = u"address"_s,
               .label = tr("Floating IP"),
               .type = Field::Type::Choice,
               .required = true,
               .options = ownAddresses,
               .looksUp = true,
               .preset = [](const Situation &situation, const QString &id) -> QJsonValue {
                   return firstOf(ownAddresses(situation, id));
               }})
        .briefs([](const Situation &situation, const QString &id, const Values &) {
            const auto options = ownAddresses(situation, id);
            Briefing briefing;
            if (options.size() == 1) // its field is hidden
                briefing.notes.push_back({tr("Connections to %1 end.").arg(options.front().name)});
            else
                briefing.notes.push_back({tr("Connections to this address end.")});
            briefing.notes.push_back(
                {tr("The address stays in the project and can be associated again.")});
            return briefing;
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto ip = stores.of<FloatingIp>().find(values.value("address"_L1).toString());
            if (!ip || values.contains("move"_L1))
                return values;
            const auto server = stores.servers.find(id);
            values.insert(u"address_text"_s, ip->address);
            values.insert(u"move"_s, toJson(FloatingIpMove{.id = ip->id,
                                                           .address = ip->address,
                                                           .networkId = {},
                                                           .fromPortId = ip->portId,
                                                           .fromFixedIp = ip->fixedIp,
                                                           .fromName = server ? server->name : id,
                                                           .toName = {}}));
            return values;
        })
        .command([](const QString &target, const Values &values) {
            const QString address = values.value("address_text"_L1).toString();
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"remove"_s,
                               u"floating"_s,
                               u"ip"_s,
                               target,
                               address.isEmpty() ? values.value("address"_L1).toString() : address};
        })
        .performs(performFromServer);
}

} // namespace

void addNetworkActions(std::vector<Action> &actions)
{
    actions.push_back(NetworkActions::associate());
    actions.push_back(NetworkActions::associateWithServer());
    actions.push_back(NetworkActions::disassociateFromServer());
}

} // namespace oriel::operations
