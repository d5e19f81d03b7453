#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "openstack/compute/servergroup.h"
#include "operations/grouppolicy.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::ServerGroup;

class ServerGroupActions
{
    Q_DECLARE_TR_FUNCTIONS(ServerGroupActions)

public:
    static Action create();
    static Action remove();

private:
    static constexpr QLatin1StringView mostKey{"max_server_per_host"};

    static int mostPerHost(const Values &values)
    {
        return std::max(1, values.value(mostKey).toInt(1));
    }
    static Field policyField();
    static Field mostField();
    static Briefing briefing(const Situation &situation, const Values &values);
    static QStringList command(const QString &name, const Values &values);
};

Field ServerGroupActions::policyField()
{
    return {.key = u"policy"_s,
            .label = tr("Policy"),
            .help = tr("Policy of the group: affinity (the default), anti-affinity, soft-affinity "
                       "or soft-anti-affinity."),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &, const QString &) {
                    std::vector<Field::Option> options;
                    for (const QString &policy : groupPolicies())
                        //: A policy of server groups: in words, and as the cloud calls it.
                        options.push_back({policy, tr("%1 (%2)").arg(policyText(policy), policy)});
                    return options;
                },
            // As openstack does.
            .implied = [](const Values &) { return QJsonValue(u"affinity"_s); },
            .preset =
                [](const Situation &, const QString &) {
                    return QJsonValue(groupPolicies().front());
                }};
}

Field ServerGroupActions::mostField()
{
    return {.key = QString(mostKey),
            .label = tr("Instances on one host"),
            .help =
                tr("With --policy anti-affinity: the largest number of instances of the group on "
                   "one host; by default 1. Clouds with a compute API before 2.64 allow 1 only."),
            .type = Field::Type::Number,
            .hint = tr("%1 or more. Clouds with a compute API before 2.64 allow 1 only."),
            .preset = [](const Situation &, const QString &) { return QJsonValue(1); },
            .least = [](const Situation &, const QString &) { return 1; },
            .shown =
                [](const Values &values) {
                    return values.value("policy"_L1).toString() == "anti-affinity"_L1;
                }};
}

Briefing ServerGroupActions::briefing(const Situation &situation, const Values &values)
{
    Briefing briefing{
        .notes = {{policyMeaning(values.value("policy"_L1).toString(), mostPerHost(values))},
                  {tr("An instance joins a group when it is launched, and stays in it until it is "
                      "deleted. The policy of a group cannot be changed.")}}};
    if (const auto &limits = situation.stores.computeLimits.value();
        limits && limits->serverGroups.known)
        briefing.uses = {{tr("Server groups"), limits->serverGroups, 1}};
    return briefing;
}

QStringList ServerGroupActions::command(const QString &name, const Values &values)
{
    const QString policy = values.value("policy"_L1).toString();
    const int most = mostPerHost(values);
    QStringList words{u"openstack"_s};
    if (policy == "anti-affinity"_L1 && most > 1)
        words << u"--os-compute-api-version"_s << u"2.64"_s;
    else if (policy.startsWith("soft-"_L1))
        words << u"--os-compute-api-version"_s << u"2.15"_s;
    words << u"server"_s << u"group"_s << u"create"_s << u"--policy"_s << policy;
    if (most > 1)
        words << u"--rule"_s << mostKey + u'=' + QString::number(most);
    return words << name;
}

Action ServerGroupActions::create()
{
    return ActionOf<ServerGroup>(u"create-server-group"_s,
                                 {tr("Create server group…"), tr("Create the server group “%1”"),
                                  tr("The server group “%1” is being created."),
                                  tr("The server group “%1” was created."),
                                  tr("The server group “%1” was not created."),
                                  tr("It is not known whether the server group “%1” was created.")})
        .icon(u"plus"_s)
        .primary()
        .summary(tr("Create a server group"))
        .makesNew()
        .reads({Kind::ComputeLimits})
        .needs({u"name"_s, u"policy"_s})
        .asks({.key = u"name"_s,
               .label = tr("Name"),
               .required = true,
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString name = values.value("name"_L1).toString();
                       return describe(computeNameFault(name), name);
                   }})
        .asks(policyField())
        .asks(mostField())
        .briefs([](const Situation &situation, const QString &, const Values &values) {
            return briefing(situation, values);
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateServerGroup{.name = operation.target().name,
                                                .policy = operation.text("policy"_L1),
                                                .mostPerHost = mostPerHost(operation.values())};
        })
        .tracedAsNew([](const ActionOperation &) { return openstack::List<ServerGroup>{}; },
                     [](const ServerGroup &group, const Values &values) {
                         return group.name == values.value("name"_L1).toString() &&
                                group.policy == values.value("policy"_L1).toString() &&
                                group.rules.mostPerHost == mostPerHost(values);
                     })
        .untilItExists()
        .refreshes({Kind::ComputeLimits})
        .command(command);
}

Action ServerGroupActions::remove()
{
    return ActionOf<ServerGroup>(u"delete-server-group"_s,
                                 {tr("Delete"), tr("Delete the server group “%1”"),
                                  tr("The server group “%1” is being deleted."),
                                  tr("The server group “%1” was deleted."),
                                  tr("The server group “%1” was not deleted."),
                                  tr("It is not known whether the server group “%1” was deleted.")})
        .icon(u"trash-2"_s)
        .summary(tr("Delete server groups"))
        .frequent()
        .shortcut(u"Del"_s)
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{
                    tr("Delete %n server group(s)?", nullptr, count),
                    tr("The instances in them keep running where they are, but their policies no "
                       "longer apply when they are moved. Instances cannot join a group later."),
                    tr("Delete %n server group(s)", nullptr, count)};
            return Confirmation{
                tr("Delete the server group “%1”?").arg(isolated(names.value(0))),
                tr("The instances in it keep running where they are, but the policy no longer "
                   "applies when they are moved. Instances cannot join a group later."),
                tr("Delete server group")};
        })
        .deletes()
        .refreshes({Kind::ComputeLimits})
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"server"_s, u"group"_s, u"delete"_s, target};
        });
}

} // namespace

void addServerGroupActions(std::vector<Action> &actions)
{
    actions.push_back(ServerGroupActions::create());
    actions.push_back(ServerGroupActions::remove());
}

} // namespace oriel::operations
