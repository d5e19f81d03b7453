#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/portchange.h"

#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/limiter.h"
#include "operations/networkpaths.h"
#include "operations/securityrules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <map>
#include <variant>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Port;
using openstack::SecurityGroup;
using openstack::Server;

/// Which security groups a port has. An instance has those of its ports. Nova's own calls for that
/// find groups by their names, which are not unique; here they are found by their IDs.
class PortGroupActions
{
    Q_DECLARE_TR_FUNCTIONS(PortGroupActions)

public:
    static Action addToServer();
    static Action removeFromServer();
    static Action addToPort();
    static Action removeFromPort();

private:
    using Ports = std::vector<store::Row<Port>>;

    template <typename T>
    static Ports portsFor(const store::CloudStores &stores, const QString &id);
    template <typename T>
    static QString obstacle(const Situation &situation, const QString &id);
    template <typename T>
    static Field groupField(bool adds);
    template <typename T>
    static Briefing briefing(const Situation &situation, const QString &id, const Values &values,
                             bool adds);
    template <typename T>
    static QString conflict(const Situation &situation, const QString &id, const Values &values);
    static Task<Result<QStringList>> portIdsOf(ActionOperation *operation);
    template <typename T>
    static Values completed(const store::CloudStores &stores, const QString &id, Values values,
                            bool adds);
    static PortChange changeOf(const QString &portId, const QString &group, bool adds);
    static QStringList portCommands(const Values &values, bool adds);
    template <typename T>
    static Task<Ending> perform(ActionOperation *operation, bool adds);
    template <typename T>
    static ActionOf<T> common(const QString &key, Words words, bool adds, const QString &inverse);
};

/// The filtered ports: groups mean nothing for the others.
template <typename T>
PortGroupActions::Ports PortGroupActions::portsFor(const store::CloudStores &stores,
                                                   const QString &id)
{
    Ports ports;
    if constexpr (std::is_same_v<T, Server>)
        ports = portsOf(stores, id);
    else if (const auto port = stores.of<Port>().find(id))
        ports.push_back(port);
    std::erase_if(ports, [](const auto &port) { return !port->portSecurity; });
    return ports;
}

template <typename T>
QString PortGroupActions::obstacle(const Situation &situation, const QString &id)
{
    if (const QString common = commonObstacle(situation, id); !common.isEmpty())
        return common;
    if (!situation.stores.of<T>().find(id))
        return tr("It no longer exists.");
    if (!situation.stores.of<Port>().state().loaded || !portsFor<T>(situation.stores, id).empty())
        return {};
    if constexpr (std::is_same_v<T, Server>)
        return tr("The instance has no port that security groups filter.");
    else
        return tr("Port security is off: no security group filters this port.");
}

template <typename T>
Field PortGroupActions::groupField(bool adds)
{
    return {.key = u"group"_s,
            .label = tr("Security group"),
            .help = tr("Name or ID of the security group."),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [adds](const Situation &situation, const QString &id) {
                    const Ports ports = portsFor<T>(situation.stores, id);
                    const auto has = [](const QString &group) {
                        return [group](const auto &port) {
                            return port->securityGroupIds.contains(group);
                        };
                    };
                    QStringList ids;
                    if (adds) {
                        for (const auto &group : situation.stores.of<SecurityGroup>().rows()) {
                            if (ports.empty() || !std::ranges::all_of(ports, has(group->id)))
                                ids.append(group->id);
                        }
                    } else {
                        for (const auto &port : ports) {
                            for (const QString &group : port->securityGroupIds) {
                                if (!ids.contains(group))
                                    ids.append(group);
                            }
                        }
                    }
                    std::map<QString, int> uses;
                    for (const QString &group : ids)
                        ++uses[groupName(situation.stores, group)];
                    std::vector<Field::Option> options;
                    for (const QString &group : ids) {
                        const QString name = groupName(situation.stores, group);
                        options.push_back({group,
                                           uses[name] > 1
                                               //: One of several groups of this name. %2: its ID
                                               ? tr("%1 (%2)").arg(name, group)
                                               : name,
                                           name});
                    }
                    std::ranges::sort(options, {}, &Field::Option::label);
                    return options;
                },
            .looksUp = true,
            .problem =
                [adds](const Situation &situation, const QString &id, const Values &values) {
                    return adds ? conflict<T>(situation, id, values) : QString();
                }};
}

/// Neutron refuses both kinds on one port.
template <typename T>
QString PortGroupActions::conflict(const Situation &situation, const QString &id,
                                   const Values &values)
{
    const auto &groups = situation.stores.of<SecurityGroup>();
    const auto added = groups.find(values.value("group"_L1).toString());
    if (!added)
        return {};
    for (const auto &port : portsFor<T>(situation.stores, id)) {
        for (const QString &groupId : port->securityGroupIds) {
            const auto there = groups.find(groupId);
            if (!there || there->stateful == added->stateful)
                continue;
            return added->stateful
                       ? tr("The group “%1” is stateful, and “%2”, which is already there, is "
                            "stateless. A port cannot have both kinds.")
                             .arg(isolated(added->name), isolated(there->name))
                       : tr("The group “%1” is stateless, and “%2”, which is already there, is "
                            "stateful. A port cannot have both kinds.")
                             .arg(isolated(added->name), isolated(there->name));
        }
    }
    return {};
}

template <typename T>
Briefing PortGroupActions::briefing(const Situation &situation, const QString &id,
                                    const Values &values, bool adds)
{
    Briefing briefing;
    const Ports ports = portsFor<T>(situation.stores, id);
    const QString group = values.value("group"_L1).toString();
    if (!situation.stores.of<Port>().state().loaded)
        return briefing;
    const auto count = static_cast<int>(std::ranges::count_if(
        ports, [&](const auto &port) { return port->securityGroupIds.contains(group) != adds; }));
    if (count > 1)
        briefing.notes.push_back(
            {adds ? tr("The group is added to the %n network port(s) of the instance.", nullptr,
                       count)
                  : tr("The group is removed from the %n network port(s) of the instance.", nullptr,
                       count)});
    if (group.isEmpty()) {
        briefing.problem = adds ? tr("There is no other security group. Create one on the page "
                                     "Security groups.")
                                : tr("There is no security group to remove.");
        return briefing;
    }
    if (adds)
        return briefing;
    const bool last = std::ranges::any_of(
        ports, [&](const auto &port) { return port->securityGroupIds == QStringList{group}; });
    briefing.notes.push_back({last ? tr("It is the last security group. Nothing may come in or go "
                                        "out afterwards.")
                                   : tr("What only this group allows is refused at once."),
                              true});
    return briefing;
}

/// The filtered ports of the instance.
Task<Result<QStringList>> PortGroupActions::portIdsOf(ActionOperation *operation)
{
    const openstack::List<Port> list{.filters = {{u"device_id"_s, operation->target().id}}};
    auto walk = operation->context().client.all(list);
    auto found = co_await walk;
    if (!found.ok())
        co_return found.error();
    QStringList ids;
    for (const Port &port : found.value()) {
        if (port.portSecurity)
            ids.append(port.id);
    }
    co_return ids;
}

/// With the ports that will change, "ports": those that are already as wanted are not its work, so
/// its Undo must leave them alone. An Undo brings its own.
template <typename T>
Values PortGroupActions::completed(const store::CloudStores &stores, const QString &id,
                                   Values values, bool adds)
{
    const QString group = values.value("group"_L1).toString();
    values.insert(u"group_name"_s, groupName(stores, group));
    if (values.contains("ports"_L1))
        return values;
    QJsonArray ids;
    for (const auto &port : portsFor<T>(stores, id)) {
        if (port->securityGroupIds.contains(group) != adds)
            ids.append(port->id);
    }
    if (!ids.isEmpty())
        values.insert(u"ports"_s, ids);
    return values;
}

/// Of an Undo that leaves some ports of an instance alone.
QStringList PortGroupActions::portCommands(const Values &values, bool adds)
{
    QStringList words;
    for (const QJsonValue &port : values.value("ports"_L1).toArray())
        words << u"openstack"_s << u"port"_s << (adds ? u"set"_s : u"unset"_s)
              << u"--security-group"_s << values.value("group"_L1).toString() << port.toString()
              << QString();
    return words;
}

PortChange PortGroupActions::changeOf(const QString &portId, const QString &group, bool adds)
{
    return {.step = u"groups/"_s + portId,
            .values =
                [group, adds](const Port &now) {
                    QStringList groups = now.securityGroupIds;
                    if (!now.portSecurity || groups.contains(group) == adds)
                        return QJsonObject();
                    if (adds)
                        groups.append(group);
                    else
                        groups.removeAll(group);
                    return QJsonObject{{u"security_groups"_s, QJsonArray::fromStringList(groups)}};
                },
            .isDone =
                [group, adds](const Port &now, const Facts &) {
                    return now.securityGroupIds.contains(group) == adds
                               ? std::optional(Facts{{u"done"_s, true}})
                               : std::nullopt;
                },
            .resend = true};
}

template <typename T>
Task<Ending> PortGroupActions::perform(ActionOperation *operation, bool adds)
{
    const QString name = operation->text("group_name"_L1);
    operation->setStages({Stage{adds ? tr("Add the security group “%1”").arg(name)
                                     : tr("Remove the security group “%1”").arg(name)}});
    operation->begin(0);
    // Changes of one port that overlap would be refused.
    const auto limiter = oneAtATime(operation->context().stores, "port"_L1);
    auto entering = Limiter::place(limiter);
    const Limiter::Place place = co_await entering;
    QStringList ports;
    for (const QJsonValue &port : operation->values().value("ports"_L1).toArray())
        ports.append(port.toString());
    if constexpr (!std::is_same_v<T, Server>) {
        ports = {operation->target().id};
    } else if (ports.isEmpty()) { // none was known
        auto listing = portIdsOf(operation);
        const Result<QStringList> found = co_await std::move(listing);
        if (!found.ok()) {
            const bool begun = operation->hasBegunEarlier();
            co_return Ending{begun ? Outcome::Unclear : Outcome::Failed, found.error()};
        }
        ports = found.value();
    }
    int changed = 0;
    for (const QString &id : ports) {
        PortChange change = changeOf(id, operation->text("group"_L1), adds);
        auto changing = changePort(operation, id, std::move(change));
        const std::variant<bool, Ending> result = co_await std::move(changing);
        if (const auto *ending = std::get_if<Ending>(&result)) {
            if (changed > 0)
                operation->addNote(
                    tr("%n other network port(s) of the instance were changed.", nullptr, changed));
            co_return *ending;
        }
        changed += std::get<bool>(result) ? 1 : 0;
    }
    if (changed == 0 && !operation->isResumed())
        operation->addNote(tr("It had already been done."));
    operation->context().stores.refresh({Kind::Port});
    if constexpr (std::is_same_v<T, Server>)
        operation->context().stores.refreshRow(Kind::Server, operation->target().id);
    co_return Ending{};
}

template <typename T>
ActionOf<T> PortGroupActions::common(const QString &key, Words words, bool adds,
                                     const QString &inverse)
{
    return ActionOf<T>(key, std::move(words))
        .single()
        .reads({Kind::Port, Kind::SecurityGroup})
        .obstacle(obstacle<T>)
        .needs({u"group"_s})
        .asks(groupField<T>(adds))
        .briefs([adds](const Situation &situation, const QString &id, const Values &values) {
            return briefing<T>(situation, id, values, adds);
        })
        .completes([adds](const store::CloudStores &stores, const QString &id, Values values) {
            return completed<T>(stores, id, std::move(values), adds);
        })
        .undo([inverse](const store::CloudStores &, const Subject &target,
                        const Values &values) -> std::optional<Undo> {
            if (!values.contains("ports"_L1))
                return std::nullopt;
            return Undo{inverse,
                        target,
                        {{u"group"_s, values.value("group"_L1)},
                         {u"ports"_s, values.value("ports"_L1)},
                         {u"undoes"_s, true}}};
        })
        .performs([adds](ActionOperation *operation) { return perform<T>(operation, adds); });
}

Action PortGroupActions::addToServer()
{
    return common<Server>(u"add-security-group"_s,
                          {tr("Add security group…"), tr("Add a security group to “%1”"),
                           tr("A security group is being added to “%1”."),
                           tr("A security group was added to “%1”."),
                           tr("No security group was added to “%1”."),
                           tr("It is not known whether a security group was added to “%1”.")},
                          true, u"remove-security-group"_s)
        .icon(u"shield"_s)
        .summary(tr("Add a security group to an instance"))
        .command([](const QString &target, const Values &values) {
            if (values.value("undoes"_L1).toBool())
                return portCommands(values, true);
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"add"_s,
                               u"security"_s,
                               u"group"_s,
                               target,
                               values.value("group"_L1).toString()};
        });
}

Action PortGroupActions::removeFromServer()
{
    return common<Server>(u"remove-security-group"_s,
                          {tr("Remove security group…"), tr("Remove a security group from “%1”"),
                           tr("A security group is being removed from “%1”."),
                           tr("A security group was removed from “%1”."),
                           tr("No security group was removed from “%1”."),
                           tr("It is not known whether a security group was removed from “%1”.")},
                          false, u"add-security-group"_s)
        .summary(tr("Remove a security group from an instance"))
        .command([](const QString &target, const Values &values) {
            if (values.value("undoes"_L1).toBool())
                return portCommands(values, false);
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"remove"_s,
                               u"security"_s,
                               u"group"_s,
                               target,
                               values.value("group"_L1).toString()};
        });
}

/// A port without a name is known by its address.
Subject portSubject(const store::CloudStores &stores, const QString &id)
{
    const auto port = stores.of<Port>().find(id);
    QString name = port ? port->name : QString();
    if (port && name.isEmpty() && !port->fixedIps.empty())
        name = port->fixedIps.front().address;
    return {Kind::Port, id, name};
}

Action PortGroupActions::addToPort()
{
    return common<Port>(
               u"add-security-group-to-port"_s,
               {tr("Add security group…"), tr("Add a security group to the port “%1”"),
                tr("A security group is being added to the port “%1”."),
                tr("A security group was added to the port “%1”."),
                tr("No security group was added to the port “%1”."),
                tr("It is not known whether a security group was added to the port “%1”.")},
               true, u"remove-security-group-from-port"_s)
        .icon(u"shield"_s)
        .frequent()
        .summary(tr("Add a security group to a port"))
        .targets(portSubject)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"port"_s,
                               u"set"_s,
                               u"--security-group"_s,
                               values.value("group"_L1).toString(),
                               target};
        });
}

Action PortGroupActions::removeFromPort()
{
    return common<Port>(
               u"remove-security-group-from-port"_s,
               {tr("Remove security group…"), tr("Remove a security group from the port “%1”"),
                tr("A security group is being removed from the port “%1”."),
                tr("A security group was removed from the port “%1”."),
                tr("No security group was removed from the port “%1”."),
                tr("It is not known whether a security group was removed from the port “%1”.")},
               false, u"add-security-group-to-port"_s)
        .icon(u"minus"_s)
        .frequent()
        .summary(tr("Remove a security group from a port"))
        .targets(portSubject)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"port"_s,
                               u"unset"_s,
                               u"--security-group"_s,
                               values.value("group"_L1).toString(),
                               target};
        });
}

} // namespace

void addPortGroupActions(std::vector<Action> &actions)
{
    actions.push_back(PortGroupActions::addToServer());
    actions.push_back(PortGroupActions::removeFromServer());
    actions.push_back(PortGroupActions::addToPort());
    actions.push_back(PortGroupActions::removeFromPort());
}

} // namespace oriel::operations
