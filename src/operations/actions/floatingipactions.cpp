#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "operations/names.h"
#include "operations/networkpaths.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::FloatingIp;
using openstack::Network;

class FloatingIpActions
{
    Q_DECLARE_TR_FUNCTIONS(FloatingIpActions)

public:
    static Action allocate();
    static Action disassociate();
    static Action describe();
    static Action release();

private:
    static Field descriptionField();
};

Field FloatingIpActions::descriptionField()
{
    return {.key = u"description"_s,
            .label = tr("Description"),
            .help = tr("Description of the floating IP, for example what uses the address. By "
                       "default, a new one has none."),
            .hint = tr("Optional, e.g. what uses the address"),
            .problem = [](const Situation &, const QString &, const Values &values) {
                const auto length = characters(values.value("description"_L1).toString());
                return length <= longestName
                           ? QString()
                           : tr("The description has %1 characters; at most %2 are allowed.")
                                 .arg(QString::number(length), QString::number(longestName));
            }};
}

Action FloatingIpActions::allocate()
{
    return ActionOf<FloatingIp>(
               u"allocate-floating-ip"_s,
               {tr("Allocate floating IP…"), tr("Allocate a floating IP from “%1”"),
                tr("A floating IP is being allocated from “%1”."),
                tr("A floating IP was allocated from “%1”."),
                tr("No floating IP was allocated from “%1”."),
                tr("It is not known whether a floating IP was allocated from “%1”.")})
        .icon(u"plus"_s)
        .primary()
        .summary(tr("Allocate a floating IP to the project"))
        .makesNew([](const Values &) { return QString(); }) // the cloud chooses the address
        .named([](const Subject &, const Values &values) {
            const QString name = values.value("network_name"_L1).toString();
            return name.isEmpty() ? values.value("network"_L1).toString() : name;
        })
        .completes([](const store::CloudStores &stores, const QString &, Values values) {
            values.insert(u"network_name"_s,
                          networkName(stores, values.value("network"_L1).toString()));
            return values;
        })
        .reads({Kind::Network})
        .needs({u"network"_s})
        .asks({.key = u"network"_s,
               .label = tr("External network"),
               .type = Field::Type::Choice,
               .required = true,
               .hint = tr("The address is taken from this network. Only ports behind a router "
                          "that is connected to it can have the address."),
               .options =
                   [](const Situation &situation, const QString &) {
                       std::vector<Field::Option> options;
                       for (const auto &network : situation.stores.of<Network>().rows()) {
                           if (network->external)
                               options.push_back({network->id,
                                                  networkName(situation.stores, network->id),
                                                  network->name});
                       }
                       return options;
                   },
               .looksUp = true})
        .asks(descriptionField())
        .briefs([](const Situation &situation, const QString &, const Values &) {
            Briefing briefing{
                .notes = {{tr("The address belongs to the project until you release it, also "
                              "while no instance uses it. Many providers charge for it.")}}};
            const auto &networks = situation.stores.of<Network>();
            if (networks.state().loaded &&
                std::ranges::none_of(networks.rows(),
                                     [](const auto &network) { return network->external; }))
                briefing.problem = tr("This cloud has no external network that you can see.");
            return briefing;
        })
        .sends([](const ActionOperation &operation) {
            QJsonObject values{{u"floating_network_id"_s, operation.text("network"_L1)}};
            if (const QString text = operation.text("description"_L1); !text.isEmpty())
                values.insert(u"description"_s, text);
            return openstack::Create<FloatingIp>{values};
        })
        .tracedAsNew([](const ActionOperation &) { return openstack::List<FloatingIp>{}; },
                     [](const FloatingIp &ip, const Values &values) {
                         return ip.networkId == values.value("network"_L1).toString() &&
                                ip.portId.isEmpty() &&
                                ip.description == values.value("description"_L1).toString();
                     })
        .untilItExists()
        .stage([](const ActionOperation &) { return Stage{tr("Get the address")}; })
        .command([](const QString &, const Values &values) {
            QStringList words{u"openstack"_s, u"floating"_s, u"ip"_s, u"create"_s};
            if (const QString text = values.value("description"_L1).toString(); !text.isEmpty())
                words << u"--description"_s << text;
            return words << values.value("network"_L1).toString();
        });
}

Action FloatingIpActions::disassociate()
{
    return ActionOf<FloatingIp>(
               u"disassociate-floating-ip"_s,
               {tr("Disassociate"), tr("Disassociate floating IP %1"),
                tr("The floating IP %1 is being disassociated."),
                tr("The floating IP %1 was disassociated."),
                tr("The floating IP %1 was not disassociated."),
                tr("It is not known whether the floating IP %1 was disassociated.")})
        .icon(u"x"_s)
        .summary(tr("Disassociate a floating IP from its port, and keep it"))
        .possible([](const FloatingIp &ip, const Situation &) {
            return ip.portId.isEmpty() ? tr("The address is not associated with a port.")
                                       : QString();
        })
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{
                    tr("Disassociate %n floating IP(s)?", nullptr, count),
                    tr("Connections to these addresses end. The addresses stay in the project and "
                       "can be associated again."),
                    tr("Disassociate %n floating IP(s)", nullptr, count)};
            return Confirmation{tr("Disassociate %1?").arg(names.value(0)),
                                tr("Connections to this address end. The address stays in the "
                                   "project and can be associated again."),
                                //: Button.
                                tr("Disassociate")};
        })
        .sends([](const ActionOperation &operation) {
            return openstack::AssociateFloatingIp{operation.target().id};
        })
        .untilItIs([](const FloatingIp &ip, const Values &) { return ip.portId.isEmpty(); })
        .refreshes({Kind::Server})
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"floating"_s, u"ip"_s,
                               u"unset"_s,     u"--port"_s,   target};
        });
}

Action FloatingIpActions::describe()
{
    Field description = descriptionField();
    description.preset = [](const Situation &situation, const QString &id) {
        const auto row = situation.stores.of<FloatingIp>().find(id);
        return QJsonValue(row ? row->description : QString());
    };
    return ActionOf<FloatingIp>(u"describe-floating-ip"_s,
                                {tr("Edit description…"), tr("Edit the description of %1"),
                                 tr("The description of %1 is being changed."),
                                 tr("The description of %1 was changed."),
                                 tr("The description of %1 was not changed."),
                                 tr("It is not known whether the description of %1 was changed.")})
        .summary(tr("Change the description of a floating IP"))
        .single()
        .harmless()
        .asks(description)
        .possible([](const FloatingIp &, const Situation &) { return QString(); })
        .sends([](const ActionOperation &operation) {
            return openstack::Update<FloatingIp>{
                operation.target().id, {{u"description"_s, operation.text("description"_L1)}}};
        })
        .untilItIs([](const FloatingIp &ip, const Values &values) {
            return ip.description == values.value("description"_L1).toString();
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto row = stores.of<FloatingIp>().find(id))
                values.insert(u"before"_s, row->description);
            return values;
        })
        .undoneBy(u"describe-floating-ip"_s,
                  [](const FloatingIp &ip, const Subject &, const Values &sent) {
                      return ip.description == sent.value("description"_L1).toString() &&
                                     sent.contains("before"_L1)
                                 ? std::optional(
                                       Values{{u"description"_s, sent.value("before"_L1)}})
                                 : std::nullopt;
                  })
        .command([](const QString &target, const Values &values) {
            return QStringList{
                u"openstack"_s, u"floating"_s,      u"ip"_s,
                u"set"_s,       u"--description"_s, values.value("description"_L1).toString(),
                target};
        });
}

Action FloatingIpActions::release()
{
    return ActionOf<FloatingIp>(u"release-floating-ip"_s,
                                {tr("Release"), tr("Release floating IP %1"),
                                 tr("The floating IP %1 is being released."),
                                 tr("The floating IP %1 was released."),
                                 tr("The floating IP %1 was not released."),
                                 tr("It is not known whether the floating IP %1 was released.")})
        .icon(u"trash-2"_s)
        .summary(tr("Release floating IPs"))
        .shortcut(u"Del"_s)
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{
                    tr("Release %n floating IP(s)?", nullptr, count),
                    tr("The addresses go back to the cloud, which may give them to others. "
                       "Connections to them end, and DNS names that refer to them lead nowhere."),
                    tr("Release %n floating IP(s)", nullptr, count)};
            return Confirmation{
                tr("Release %1?").arg(names.value(0)),
                tr("The address goes back to the cloud, which may give it to others. Connections "
                   "to it end, and DNS names that refer to it lead nowhere."),
                //: Button.
                tr("Release")};
        })
        .deletes()
        .refreshes({Kind::Server})
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"floating"_s, u"ip"_s, u"delete"_s, target};
        });
}

} // namespace

void addFloatingIpActions(std::vector<Action> &actions)
{
    actions.push_back(FloatingIpActions::allocate());
    actions.push_back(FloatingIpActions::disassociate());
    actions.push_back(FloatingIpActions::describe());
    actions.push_back(FloatingIpActions::release());
}

} // namespace oriel::operations
