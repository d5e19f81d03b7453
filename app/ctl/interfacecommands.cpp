#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "openstack/network/network.h"
#include "openstack/network/subnet.h"
#include "operations/actions/actions.h"
#include "operations/networkpaths.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Kind;
using openstack::Port;
using operations::Subject;
using operations::Values;

struct InterfaceWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Interfaces)
};

/// Commands on ports that need the lists of the network.
class InterfaceCommand : public Command
{
public:
    using Command::Command;

protected:
    struct Wanted
    {
        QString action;
        Subject target;
        Values values;
    };

    /// Calls `then` when the lists of these kinds are there, or have failed.
    void load(const std::vector<Kind> &kinds, const std::function<void()> &then)
    {
        const auto proceed = [this, kinds, then] {
            const bool loaded = std::ranges::all_of(kinds, [this](Kind kind) {
                const store::LoadState &state = connection().stores().at(kind).state();
                return state.loaded || state.error || state.absent;
            });
            if (m_lists && loaded) {
                m_lists.reset();
                then();
            }
        };
        m_lists = connection().stores().watch(kinds);
        for (const Kind kind : kinds)
            connect(&connection().stores().at(kind), &store::StoreBase::stateChanged, this, proceed,
                    Qt::QueuedConnection);
        proceed();
    }

    /// Nothing is changed if a part is not possible.
    void change(const std::vector<Wanted> &wanted)
    {
        const operations::Situation situation = connection().situation();
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        std::vector<std::unique_ptr<operations::Operation>> all;
        for (const auto &[key, target, values] : wanted) {
            const operations::Action &action = *operations::actionNamed(key);
            QString why = action.obstacle(situation, target.id);
            if (why.isEmpty())
                why = action.problem(situation, target.id, values);
            if (!why.isEmpty()) {
                fail(withoutIsolates(action.outcome(operations::Outcome::Failed, target, values) +
                                     u' ' + why));
                return;
            }
            all.push_back(operations::actOn(m_run->context(), key, target, values));
        }
        m_run->start(std::move(all), [this](int failed) {
            if (failed == 0)
                done();
            else
                Q_EMIT finished(Failed); // the reason was printed
        });
    }

private:
    std::unique_ptr<store::Subscription> m_lists; ///< while they are loaded
    std::unique_ptr<OperationRun> m_run;
};

/// `server remove network`: all of its ports.
class ServerRemoveNetwork final : public InterfaceCommand
{
public:
    using InterfaceCommand::InterfaceCommand;

    void run() override
    {
        findSubject(connection(), Kind::Server, invocation().operands.first(), this,
                    [this](Result<Subject> found) {
                        if (found.ok())
                            load({Kind::Network, Kind::Port, Kind::FloatingIp},
                                 [this, server = *found] { remove(server); });
                        else
                            fail(found.error().message);
                    });
    }

private:
    void remove(const Subject &server)
    {
        const QString &wanted = invocation().operands.constLast();
        const store::CloudStores &stores = connection().stores();
        std::vector<Wanted> all;
        QStringList networks;
        for (const auto &port : operations::portsOf(stores, server.id)) {
            if (port->networkId != wanted &&
                operations::networkName(stores, port->networkId) != wanted)
                continue;
            all.push_back({u"disconnect-interface"_s, server, {{u"port"_s, port->id}}});
            if (!networks.contains(port->networkId))
                networks.append(port->networkId);
        }
        if (all.empty())
            fail(InterfaceWords::tr("“%1” is not connected to a network “%2”.")
                     .arg(server.name, wanted));
        else if (networks.size() > 1)
            fail(InterfaceWords::tr("Several have the name “%1”. Use an ID: %2.")
                     .arg(wanted, networks.join(", "_L1)));
        else
            change(all);
    }
};

/// `port set` and `port unset`, as far as Oriel changes ports: one fixed IP or one security group.
class PortChange final : public InterfaceCommand
{
public:
    PortChange(Connection &connection, Invocation invocation, bool adds)
        : InterfaceCommand(connection, std::move(invocation))
        , m_adds(adds)
    {}

    void run() override
    {
        const QStringList groups = invocation().options.value(u"security-group"_s);
        if (groups.size() + invocation().options.value(u"fixed-ip"_s).size() != 1) {
            // Neutron takes a whole list at once, and others may change it between two requests.
            fail(InterfaceWords::tr("Give one --fixed-ip or one --security-group."));
            return;
        }
        find(Kind::Port, invocation().operands.first(), [this, groups](const Subject &port) {
            if (groups.isEmpty())
                load({Kind::Network, Kind::Subnet, Kind::FloatingIp},
                     [this, port] { changeAddress(port); });
            else
                find(Kind::SecurityGroup, groups.constFirst(), [this, port](const Subject &group) {
                    change({{m_adds ? u"add-security-group-to-port"_s
                                    : u"remove-security-group-from-port"_s,
                             port,
                             {{u"group"_s, group.id}}}});
                });
        });
    }

private:
    struct Address
    {
        QString subnet;
        QString ip;
    };

    void find(Kind kind, const QString &name, const std::function<void(const Subject &)> &then)
    {
        findSubject(connection(), kind, name, this, [this, then](Result<Subject> found) {
            if (found.ok())
                then(*found);
            else
                fail(found.error().message);
        });
    }

    /// "subnet=…,ip-address=…"; nullopt: it is something else.
    static std::optional<Address> read(const QString &text)
    {
        Address address;
        for (const QString &pair : text.split(u',')) {
            const QString key = pair.section(u'=', 0, 0);
            const QString value = pair.section(u'=', 1);
            if (value.isEmpty() || (key != "subnet"_L1 && key != "ip-address"_L1))
                return std::nullopt;
            (key == "subnet"_L1 ? address.subnet : address.ip) = value;
        }
        return address;
    }

    void changeAddress(const Subject &target)
    {
        const QStringList given = invocation().options.value(u"fixed-ip"_s);
        const auto wanted = read(given.constFirst());
        const auto port = connection().stores().of<Port>().find(target.id);
        if (!wanted) {
            fail(InterfaceWords::tr("--fixed-ip takes subnet=SUBNET,ip-address=ADDRESS, not “%1”.")
                     .arg(given.constFirst()));
        } else if (port) {
            if (m_adds)
                add(*port, target, *wanted);
            else
                remove(*port, target, *wanted);
        }
    }

    /// Whether this is the subnet's ID or name.
    [[nodiscard]] bool isNamed(const openstack::Subnet &subnet, const QString &wanted) const
    {
        return subnet.id == wanted || subnet.name == wanted;
    }

    void add(const Port &port, const Subject &target, const Address &wanted)
    {
        QStringList fitting;
        for (const auto &subnet : connection().stores().of<openstack::Subnet>().rows()) {
            const bool holds =
                QHostAddress(wanted.ip).isInSubnet(QHostAddress::parseSubnet(subnet->cidr));
            if (subnet->networkId == port.networkId &&
                (wanted.subnet.isEmpty() ? holds : isNamed(*subnet, wanted.subnet)))
                fitting.append(subnet->id);
        }
        if (fitting.size() != 1) {
            fail(fitting.isEmpty()
                     ? InterfaceWords::tr("The network of the port has no such subnet.")
                     : InterfaceWords::tr("Several subnets fit. Use an ID: %1.")
                           .arg(fitting.join(", "_L1)));
            return;
        }
        Values values{{u"subnet"_s, fitting.constFirst()}};
        if (!wanted.ip.isEmpty())
            values.insert(u"fixed_ip"_s, wanted.ip);
        change({{u"add-fixed-ip"_s, target, values}});
    }

    void remove(const Port &port, const Subject &target, const Address &wanted)
    {
        QStringList fitting;
        for (const openstack::FixedIp &ip : port.fixedIps) {
            const auto subnet = connection().stores().of<openstack::Subnet>().find(ip.subnetId);
            const bool isThere = wanted.subnet.isEmpty() || ip.subnetId == wanted.subnet ||
                                 (subnet && isNamed(*subnet, wanted.subnet));
            if (isThere && (wanted.ip.isEmpty() || ip.address == wanted.ip))
                fitting.append(ip.address);
        }
        if (fitting.size() == 1)
            change({{u"remove-fixed-ip"_s, target, {{u"fixed_ip"_s, fitting.constFirst()}}}});
        else
            fail(fitting.isEmpty()
                     ? InterfaceWords::tr("The port does not have this address.")
                     : InterfaceWords::tr("Several addresses fit: %1.").arg(fitting.join(", "_L1)));
    }

    bool m_adds;
};

CommandEntry portEntry(bool adds)
{
    CommandSpec spec{
        .words = {u"port"_s, adds ? u"set"_s : u"unset"_s},
        .summary = adds ? InterfaceWords::tr("Add a fixed IP or a security group to a port")
                        : InterfaceWords::tr("Remove a fixed IP or a security group from a port"),
        .operand = u"port"_s,
        .prints = CommandSpec::Prints::Nothing,
        .options = {
            {.names = {u"fixed-ip"_s},
             .help = adds ? InterfaceWords::tr("The subnet, the address, or both. Without an "
                                               "address: any free one.")
                          : InterfaceWords::tr("The subnet, the address, or both."),
             .value = u"subnet=SUBNET,ip-address=ADDRESS"_s},
            {{u"security-group"_s},
             adds ? InterfaceWords::tr("Add this security group, by name or ID.")
                  : InterfaceWords::tr("Remove this security group, by name or ID."),
             u"GROUP"_s},
            {{u"wait"_s}, InterfaceWords::tr("Wait until it has finished.")}}};
    return {std::move(spec), [adds](Connection &connection, Invocation invocation) {
                return std::make_unique<PortChange>(connection, std::move(invocation), adds);
            }};
}

} // namespace

std::vector<CommandEntry> interfaceCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ServerRemoveNetwork>(
        {.words = {u"server"_s, u"remove"_s, u"network"_s},
         .summary = InterfaceWords::tr("Disconnect all ports of a network from an instance"),
         .operand = u"server"_s,
         .second = u"network"_s,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"wait"_s}, InterfaceWords::tr("Wait until it has finished.")}}}));
    commands.push_back(portEntry(true));
    commands.push_back(portEntry(false));
    return commands;
}

} // namespace oriel::ctl
