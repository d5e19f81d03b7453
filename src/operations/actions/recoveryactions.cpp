#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverrecipes.h"
#include "operations/actions/serviceversion.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "openstack/compute/rescue.h"
#include "operations/names.h"
#include "operations/statewords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Image;
using openstack::Server;

/// What helps with an instance that does not start: another system to boot from, and a new state.
class RecoveryActions
{
    Q_DECLARE_TR_FUNCTIONS(RecoveryActions)

public:
    static Action rescue();
    static Action unrescue();
    static Action resetState();

private:
    static QString problem(const Server &server, const store::CloudStores &stores,
                           const QString &image);
    static std::vector<Field::Option> images(const Situation &situation, const QString &id);
    static QJsonValue proposed(const Situation &situation, const QString &id);
    static Briefing briefing(const Situation &situation, const QString &id, const Values &values);
};

/// Instead of an image: the server's own. No ID is like it.
const QString ownImage = u"own"_s; // NOLINT(cert-err58-cpp)

/// Whether the image is made to rescue instances: its disk is added to the instance's, instead of
/// taking the place of the first one (check_hw_rescue_props in nova/virt/hardware.py).
bool isForRescue(const Image &image)
{
    return image.properties.contains(u"hw_rescue_device"_s) ||
           image.properties.contains(u"hw_rescue_bus"_s);
}

/// Nova requires more of it if the instance boots from a volume (API.rescue in
/// nova/compute/api.py).
bool rescuesVolumes(const Image &image)
{
    return image.properties.contains(u"hw_rescue_device"_s) &&
           image.properties.contains(u"hw_rescue_bus"_s);
}

bool hasOnlyVolumes(const Image &image)
{
    return !image.blockDevices.empty() || image.properties.contains(u"block_device_mapping"_s);
}

QString RecoveryActions::problem(const Server &server, const store::CloudStores &stores,
                                 const QString &image)
{
    const bool volume = store::bootsFromVolume(server, stores);
    if (image == ownImage)
        return volume ? tr("The instance boots from a volume. Choose an image for rescue.")
                      : QString();
    const auto row = stores.images.find(image);
    if (!row)
        return {};
    if (hasOnlyVolumes(*row))
        return tr("This image only refers to volume snapshots. The cloud cannot rescue an instance "
                  "with it.");
    if (row->status != "active"_L1)
        return tr("The image is %1. It must be active.").arg(storageStateWord(row->status));
    if (volume && !rescuesVolumes(*row))
        return tr("The instance boots from a volume. It needs an image that has the properties "
                  "hw_rescue_device and hw_rescue_bus.");
    return {};
}

std::vector<Field::Option> RecoveryActions::images(const Situation &situation, const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto server = stores.servers.find(id);
    if (!server)
        return {};
    std::vector<store::Row<Image>> rows(stores.images.rows().begin(), stores.images.rows().end());
    std::ranges::sort(rows, {}, [&](const auto &row) {
        return std::pair(!isForRescue(*row), row->name.toCaseFolded());
    });
    std::vector<Field::Option> options;
    for (const auto &row : rows) {
        options.push_back({.value = row->id,
                           .label = nameOrId(row->name, row->id),
                           .name = row->name,
                           .cells = {isForRescue(*row) ? tr("Yes") : tr("No"), row->diskFormat},
                           .problem = problem(*server, stores, row->id)});
    }
    if (!store::bootsFromVolume(*server, stores))
        options.insert(std::ranges::find_if(
                           options, [](const auto &one) { return one.cells[0] != tr("Yes"); }),
                       {.value = ownImage,
                        .label = tr("The image that the instance was launched from"),
                        .name = ownImage,
                        .cells = {QString(), QString()}});
    std::stable_partition(options.begin(), options.end(),
                          [](const auto &option) { return option.problem.isEmpty(); });
    return options;
}

/// The first one that is made for it, or its own.
QJsonValue RecoveryActions::proposed(const Situation &situation, const QString &id)
{
    const auto options = images(situation, id);
    return !options.empty() && options.front().problem.isEmpty()
               ? QJsonValue(options.front().value)
               : QJsonValue(QJsonValue::Undefined);
}

Briefing RecoveryActions::briefing(const Situation &situation, const QString &id,
                                   const Values &values)
{
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return {};
    Briefing briefing{.about =
                          tr("It boots from another system, so that its disk can be repaired")};
    if (server->status == "ACTIVE"_L1)
        briefing.notes.push_back({tr("The instance is shut off first. Its services stop until you "
                                     "leave rescue mode."),
                                  true});
    const auto image = situation.stores.images.find(values.value("image"_L1).toString());
    briefing.notes.push_back(
        {image && isForRescue(*image)
             ? tr("Its disks keep their order, and the rescue system is added to them.")
             : tr("The rescue system is the first disk, and the disk of the instance the second: "
                  "/dev/vdb, not /dev/vda.")});
    briefing.notes.push_back({tr("The password of the rescue system is shown once when it starts. "
                                 "It works if the image takes passwords from the cloud.")});
    return briefing;
}

Action RecoveryActions::rescue()
{
    return ActionOf<Server>(
               u"rescue-server"_s,
               //: Menu entry and button (a verb): starts an instance from a rescue system.
               {tr("Rescue…"), tr("Rescue “%1”"), tr("“%1” is being started in rescue mode."),
                tr("“%1” is in rescue mode."), tr("“%1” was not started in rescue mode."),
                tr("It is not known whether “%1” was started in rescue mode.")})
        .summary(tr("Start an instance from a rescue image"))
        .single()
        .separated()
        .reads({Kind::Image, Kind::Volume})
        .asks({.key = u"image"_s,
               .label = tr("Boot from"),
               .help = tr("Name or ID of the image to boot from. By default, an image that is made "
                          "for rescue, or the one that the instance was launched from."),
               .type = Field::Type::Choice,
               .required = true,
               .options = images,
               //: Column of images: whether they are made to rescue instances.
               .columns = {tr("Image"), tr("For rescue"), tr("Format")},
               .looksUp = true,
               .preset = proposed,
               .problem =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       const auto server = situation.stores.servers.find(id);
                       return server ? problem(*server, situation.stores,
                                               values.value("image"_L1).toString())
                                     : QString();
                   }})
        .briefs(briefing)
        .when(ServerCondition{.vmStates = {u"active"_s, u"stopped"_s, u"error"_s},
                              .otherwise = tr("Only an instance that is running, shut off or in "
                                              "error can be rescued; this one is %1.")})
        .unless([](const Server &server, const Situation &situation) {
            const store::CloudStores &stores = situation.stores;
            const QString old = store::bootsFromVolume(server, stores)
                                    ? whyTooOld(stores, net::Service::Compute, {2, 87})
                                    : QString();
            return old.isEmpty() ? whyVolumesNotInUse(server, stores) : old;
        })
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto server = stores.servers.find(id);
            values.insert(u"volume"_s, server && store::bootsFromVolume(*server, stores));
            return values;
        })
        .undoneBy(u"unrescue-server"_s)
        .sends(
            [](const ActionOperation &operation) {
                const QString image = operation.text("image"_L1);
                return openstack::RescueServer{operation.target().id,
                                               image == ownImage ? QString() : image,
                                               operation.values().value("volume"_L1).toBool()};
            },
            &openstack::RescueAccepted::password,
            tr("If the cloud has set a password for the rescue system, it was lost with the "
               "answer. To get another one, leave rescue mode and rescue the instance again."))
        .tracedAs(u"rescue"_s)
        .until(reaches("RESCUE"_L1))
        .command([](const QString &target, const Values &values) {
            const QString image = values.value("image"_L1).toString();
            QStringList words{u"openstack"_s, u"server"_s, u"rescue"_s};
            if (!image.isEmpty() && image != ownImage)
                words << u"--image"_s << image;
            return words << target;
        });
}

Action RecoveryActions::unrescue()
{
    return ActionOf<Server>(u"unrescue-server"_s,
                            {tr("Leave rescue"), tr("End the rescue of “%1”"),
                             tr("“%1” is being started from its own disk."),
                             tr("“%1” was started from its own disk."),
                             tr("“%1” was not started from its own disk."),
                             tr("It is not known whether “%1” was started from its own disk.")})
        .insteadOf(u"rescue-server"_s)
        .summary(tr("Start rescued instances from their own disks again"))
        .when(ServerCondition{
            .vmStates = {u"rescued"_s},
            .otherwise = tr("Only an instance in rescue mode can leave it; this one is %1.")})
        .confirms([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            const QString text = tr("It is shut off, and started again from its own disk. What is "
                                    "on the disk of the rescue system is lost.");
            if (count > 1)
                return Confirmation{tr("End the rescue of %n instance(s)?", nullptr, count), text,
                                    tr("Leave rescue")};
            return Confirmation{tr("End the rescue of “%1”?").arg(isolated(names.value(0))), text,
                                tr("Leave rescue")};
        })
        .sends(serverAction(u"unrescue"_s))
        .tracedAs(u"unrescue"_s)
        .until(reaches("ACTIVE"_L1))
        .command(serverCommand({u"unrescue"_s}));
}

Action RecoveryActions::resetState()
{
    return ActionOf<Server>(u"reset-server-state"_s,
                            {tr("Reset state…"), tr("Reset the state of “%1”"),
                             tr("The state of “%1” is being reset."),
                             tr("The state of “%1” was reset."),
                             tr("The state of “%1” was not reset."),
                             tr("It is not known whether the state of “%1” was reset.")})
        .summary(tr("Reset the state of an instance that the cloud has lost track of"))
        .single()
        .forAdministrators()
        .asks({.key = u"state"_s,
               .label = tr("State"),
               .type = Field::Type::Choice,
               .required = true,
               .options =
                   [](const Situation &, const QString &) {
                       return std::vector<Field::Option>{{u"active"_s, tr("Active")},
                                                         {u"error"_s, tr("Error")}};
                   },
               .preset =
                   [](const Situation &, const QString &) {
                       return u"active"_s;
                   }})
        .briefs([](const Situation &, const QString &, const Values &) {
            return Briefing{.notes = {{tr("Only what the cloud has noted is changed; nothing is "
                                          "done on the host. If the instance does not run, hard "
                                          "reboot it afterwards."),
                                       true}}};
        })
        .when(ServerCondition{.anyTask = true, .heedsLock = false})
        .sends([](const ActionOperation &operation) {
            return openstack::ActOnServer{operation.target().id, u"os-resetState"_s,
                                          QJsonObject{{u"state"_s, operation.text("state"_L1)}}};
        })
        .untilItIs([](const Server &server, const Values &values) {
            return server.taskState.isEmpty() &&
                   server.status == values.value("state"_L1).toString().toUpper();
        })
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"set"_s,
                               u"--state"_s,
                               values.value("state"_L1).toString(),
                               target};
        });
}

} // namespace

void addRecoveryActions(std::vector<Action> &actions)
{
    actions.push_back(RecoveryActions::rescue());
    actions.push_back(RecoveryActions::unrescue());
    actions.push_back(RecoveryActions::resetState());
}

} // namespace oriel::operations
