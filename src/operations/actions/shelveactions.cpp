#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverrecipes.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/zones.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

/// Shelving, which frees an instance's host and keeps the instance, and its inverse.
class ShelveActions
{
    Q_DECLARE_TR_FUNCTIONS(ShelveActions)

public:
    static Action shelve();
    static Action unshelve();
    static Action offload();

private:
    static Field zoneField();
    static Briefing costs(const Situation &situation, const QString &id, const Values &values);
};

/// Where clouds offload later, or never, SHELVED is the end.
Progress shelvingOf(const Server &server)
{
    if (!server.taskState.isEmpty())
        return Progress::InProgress;
    if (server.status == "SHELVED_OFFLOADED"_L1 || server.status == "SHELVED"_L1)
        return Progress::Done;
    return server.status == "ERROR"_L1 ? Progress::Failed : Progress::Idle;
}

bool isOffloaded(const store::CloudStores &stores, const QString &id)
{
    const auto row = stores.servers.find(id);
    return row && row->status == "SHELVED_OFFLOADED"_L1;
}

Action ShelveActions::shelve()
{
    return ActionOf<Server>(u"shelve-server"_s,
                            //: Menu entry and button (a verb): frees the host of an instance.
                            {tr("Shelve"), tr("Shelve “%1”"), tr("“%1” is being shelved."),
                             tr("“%1” was shelved."), tr("“%1” was not shelved."),
                             tr("It is not known whether “%1” was shelved.")})
        .summary(tr("Shelve instances: they are kept without taking up a host"))
        .separated()
        .when(ServerCondition{
            .vmStates = {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s},
            .otherwise = tr("Only an instance that is running, shut off, paused or suspended can "
                            "be shelved; this one is %1.")})
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            const QString text =
                tr("It is shut off, and its host is freed: most clouds then charge for its disks "
                   "and addresses, but no longer for its flavor. It keeps its data, volumes, "
                   "addresses and name. Unshelving takes minutes, and needs a host with enough "
                   "free capacity.");
            if (count > 1)
                return Confirmation{tr("Shelve %n instance(s)?", nullptr, count), text,
                                    tr("Shelve %n instance(s)", nullptr, count)};
            return Confirmation{tr("Shelve “%1”?").arg(isolated(names.value(0))), text,
                                //: Button.
                                tr("Shelve")};
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto server = stores.servers.find(id))
                values.insert(u"was_running"_s, vmStateOf(*server) == "active"_L1);
            return values;
        })
        // Unshelving starts it, also if it did not run before: then the form says so first.
        .undo([](const store::CloudStores &stores, const Subject &target,
                 const Values &sent) -> std::optional<Undo> {
            const auto server = stores.servers.find(target.id);
            if (!server)
                return std::nullopt;
            return Undo{.key = u"unshelve-server"_s,
                        .target = {target.kind, target.id, server->name},
                        .asks = !sent.value("was_running"_L1).toBool()};
        })
        .sends(serverAction(u"shelve"_s))
        .tracedAs(u"shelve"_s)
        .until([](const Server &server, const Values &) { return shelvingOf(server); })
        .refreshes({Kind::Image, Kind::ComputeLimits})
        .command(serverCommand({u"shelve"_s}));
}

Field ShelveActions::zoneField()
{
    return {
        .key = u"availability_zone"_s,
        .label = tr("Availability zone"),
        .help = tr("Availability zone to start the instance in, if it has no host (compute API "
                   "2.77). By default, the one that it was launched in."),
        .type = Field::Type::Choice,
        .options =
            [](const Situation &situation, const QString &) {
                return zoneOptions<openstack::AvailabilityZone>(
                    situation.stores,
                    {.value = {}, .label = tr("The one that it was launched in")});
            },
        .looksUp = true,
        .problem =
            [](const Situation &situation, const QString &id, const Values &values) {
                if (values.value("availability_zone"_L1).toString().isEmpty())
                    return QString();
                return isOffloaded(situation.stores, id)
                           ? whyTooOld(situation.stores, net::Service::Compute, {2, 77})
                           : tr("The instance still has its host, so its availability zone cannot "
                                "be changed.");
            }};
}

Briefing ShelveActions::costs(const Situation &situation, const QString &id, const Values &)
{
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return {};
    Briefing briefing;
    briefing.notes.push_back(
        {isOffloaded(situation.stores, id)
             ? tr("It is started on a host with enough free capacity, which takes minutes. From "
                  "then on, its flavor is charged again.")
             : tr("It is started again on the host that it still has.")});
    if (!server->imageId.isEmpty() && isOffloaded(situation.stores, id))
        briefing.notes.push_back(
            {tr("The cloud then deletes the image in which it kept the instance's disk.")});
    return briefing;
}

Action ShelveActions::unshelve()
{
    return ActionOf<Server>(u"unshelve-server"_s,
                            //: Menu entry and button (a verb): starts a shelved instance.
                            {tr("Unshelve…"), tr("Unshelve “%1”"), tr("“%1” is being unshelved."),
                             tr("“%1” was unshelved."), tr("“%1” was not unshelved."),
                             tr("It is not known whether “%1” was unshelved.")})
        .insteadOf(u"shelve-server"_s)
        .summary(tr("Unshelve instances: they start again"))
        .asks(zoneField())
        .reads({Kind::AvailabilityZone})
        .briefs(costs)
        .when(ServerCondition{.vmStates = {u"shelved"_s, u"shelved_offloaded"_s},
                              .otherwise =
                                  tr("Only a shelved instance can be unshelved; this one is %1.")})
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            // Of several, some may still have their host.
            if (!isOffloaded(stores, id))
                values.remove(u"availability_zone"_s);
            return values;
        })
        .undoneBy(u"shelve-server"_s)
        .sends([](const ActionOperation &operation) {
            const QString zone = operation.text("availability_zone"_L1);
            if (zone.isEmpty())
                return openstack::ActOnServer{operation.target().id, u"unshelve"_s};
            return openstack::ActOnServer{operation.target().id, u"unshelve"_s,
                                          QJsonObject{{u"availability_zone"_s, zone}},
                                          net::Microversion{2, 77}};
        })
        .tracedAs(u"unshelve"_s)
        .until(reaches("ACTIVE"_L1))
        .refreshes({Kind::Image, Kind::ComputeLimits})
        .command([](const QString &target, const Values &values) {
            const QString zone = values.value("availability_zone"_L1).toString();
            QStringList words{u"openstack"_s, u"server"_s, u"unshelve"_s};
            if (!zone.isEmpty())
                words << u"--availability-zone"_s << zone;
            return words << target;
        });
}

Action ShelveActions::offload()
{
    return ActionOf<Server>(u"offload-server"_s,
                            //: Menu entry and button (a verb): frees the host of an instance.
                            {tr("Free host"), tr("Free the host of “%1”"),
                             tr("The host of “%1” is being freed."),
                             tr("The host of “%1” was freed."),
                             tr("The host of “%1” was not freed."),
                             tr("It is not known whether the host of “%1” was freed.")})
        .summary(tr("Free the hosts of shelved instances at once"))
        .forAdministrators()
        .when(ServerCondition{.vmStates = {u"shelved"_s},
                              .otherwise = tr("Only a shelved instance that still has its host can "
                                              "be offloaded; this one is %1."),
                              .doneStatus = u"SHELVED_OFFLOADED"_s,
                              .done = tr("The host of the instance is already free.")})
        .sends(serverAction(u"shelveOffload"_s))
        .tracedAs(u"shelveOffload"_s)
        .until(reaches("SHELVED_OFFLOADED"_L1))
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"server"_s, u"shelve"_s, u"--offload"_s, target};
        });
}

} // namespace

void addShelveActions(std::vector<Action> &actions)
{
    actions.push_back(ShelveActions::shelve());
    actions.push_back(ShelveActions::unshelve());
    actions.push_back(ShelveActions::offload());
}

} // namespace oriel::operations
