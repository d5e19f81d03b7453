#include "operations/actions/actions.h"
#include "operations/actions/instancequota.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverrecipes.h"
#include "operations/flavorwords.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/names.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Flavor;
using openstack::Server;

/// Another flavor for an instance, and the decision that the cloud then waits for.
class ResizeActions
{
    Q_DECLARE_TR_FUNCTIONS(ResizeActions)

public:
    static Action resize();
    static Action confirm();
    static Action revert();

private:
    static QString problem(const Server &server, const store::CloudStores &stores,
                           const Flavor &flavor);
    static std::vector<Field::Option> flavors(const Situation &situation, const QString &id);
    static QString changed(qint64 now, qint64 then, const std::function<QString(qint64)> &text);
    static std::optional<Briefing::Note>
    aboutDisks(const Server &server, const store::CloudStores &stores, const Flavor &flavor);
    static Briefing briefing(const Situation &situation, const QString &id, const Values &values);
};

/// The present flavor: before 2.47 a server only has its ID. The one that the server has may have
/// been deleted or changed since.
Flavor presentFlavor(const Server &server, const store::CloudStores &stores)
{
    Flavor flavor{.id = server.flavor.id,
                  .name = server.flavor.name,
                  .vcpus = server.flavor.vcpus,
                  .ramMiB = server.flavor.ramMiB,
                  .diskGiB = server.flavor.diskGiB};
    for (const auto &row : stores.of<Flavor>().rows()) {
        if (row->id == flavor.id || (flavor.id.isEmpty() && row->name == flavor.name)) {
            flavor.id = row->id;
            flavor.name = row->name;
            flavor.ephemeralGiB = row->ephemeralGiB;
            if (flavor.ramMiB == 0)
                return *row;
        }
    }
    return flavor;
}

/// Keeps the flavor that a resize has given the instance, so that what others decide since is
/// noticed.
Values withFlavor(const store::CloudStores &stores, const QString &id, Values values)
{
    if (const auto server = stores.servers.find(id)) {
        values.insert(u"flavor"_s, server->flavor.id);
        values.insert(u"flavor_name"_s, server->flavor.name);
    }
    return values;
}

bool isKnown(const Values &values)
{
    return values.contains("flavor_name"_L1);
}

bool hasFlavor(const Server &server, const Values &values)
{
    return server.flavor.id.isEmpty()
               ? server.flavor.name == values.value("flavor_name"_L1).toString()
               : server.flavor.id == values.value("flavor"_L1).toString();
}

/// As Nova checks it before it accepts a resize, and hypervisors afterwards.
QString ResizeActions::problem(const Server &server, const store::CloudStores &stores,
                               const Flavor &flavor)
{
    const Flavor now = presentFlavor(server, stores);
    if (flavor.id == now.id)
        return tr("The instance has this flavor.");
    if (!flavor.extraSpecs.value(u"accel:device_profile"_s).isEmpty())
        return tr("It has accelerators, and the cloud does not resize instances to flavors with "
                  "accelerators.");
    // What an image asks for is not checked for an instance that boots from a volume.
    if (!store::bootsFromVolume(server, stores)) {
        const auto image = stores.images.find(server.imageId);
        if (image && flavor.ramMiB < image->minRamMiB)
            return tr("The image of the instance needs at least %1 of memory.")
                .arg(memoryText(image->minRamMiB));
        if (flavor.diskGiB < now.diskGiB)
            return tr("Its disk is smaller than the instance's disk of %1 GiB. A disk cannot be "
                      "made smaller.")
                .arg(now.diskGiB);
        if (image && flavor.diskGiB > 0 && flavor.diskGiB < image->minDiskGiB)
            return tr("The image of the instance needs a disk of at least %1 GiB.")
                .arg(image->minDiskGiB);
    }
    if (flavor.ephemeralGiB < now.ephemeralGiB)
        return tr("Its ephemeral disk is smaller than that of %1 GiB that the instance has.")
            .arg(now.ephemeralGiB);
    return whyNotInQuota(stores, needsOfChange(now, flavor));
}

/// "4 (+2)"; only what it is where it stays the same.
QString ResizeActions::changed(qint64 now, qint64 then, const std::function<QString(qint64)> &text)
{
    if (now == then)
        return text(then);
    //: A new amount, and how much more or less it is: "8 GiB (+4 GiB)".
    return then > now ? tr("%1 (+%2)").arg(text(then), text(then - now))
                      //: A new amount, and how much less it is: "4 GiB (−4 GiB)".
                      : tr("%1 (−%2)").arg(text(then), text(now - then));
}

std::vector<Field::Option> ResizeActions::flavors(const Situation &situation, const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto server = stores.servers.find(id);
    if (!server)
        return {};
    const Flavor now = presentFlavor(*server, stores);
    const auto gib = [](qint64 size) {
        return tr("%1 GiB").arg(size);
    };
    std::vector<Field::Option> options;
    std::vector<store::Row<Flavor>> rows(stores.flavors.rows().begin(),
                                         stores.flavors.rows().end());
    std::ranges::sort(rows, {}, [](const auto &row) {
        return std::tuple(row->ramMiB, row->vcpus, row->diskGiB, row->name);
    });
    for (const auto &row : rows) {
        options.push_back({.value = row->id,
                           .label = row->name,
                           .name = row->name,
                           .cells = {changed(now.vcpus, row->vcpus,
                                             [](qint64 count) { return QString::number(count); }),
                                     changed(now.ramMiB, row->ramMiB, memoryText),
                                     changed(now.diskGiB, row->diskGiB, gib)},
                           .problem = problem(*server, stores, *row),
                           .cellsOfMany = {QString::number(row->vcpus), memoryText(row->ramMiB),
                                           gib(row->diskGiB)}});
    }
    std::stable_partition(options.begin(), options.end(),
                          [](const auto &option) { return option.problem.isEmpty(); });
    return options;
}

/// Whether a local disk can be changed is decided by the cloud's hosts: the API does not tell.
std::optional<Briefing::Note> ResizeActions::aboutDisks(const Server &server,
                                                        const store::CloudStores &stores,
                                                        const Flavor &flavor)
{
    const Flavor now = presentFlavor(server, stores);
    if (!problem(server, stores, flavor).isEmpty())
        return {};
    if (!store::bootsFromVolume(server, stores) && flavor.diskGiB != now.diskGiB)
        return Briefing::Note{
            .text = tr("The root disk of the instance is local, not a volume, and this flavor has "
                       "a larger one. Some clouds do not change local disks, for example NVMe "
                       "disks: there, the resize fails. Create a snapshot first."),
            .caution = true,
            .offers = u"create-snapshot"_s};
    if (flavor.ephemeralGiB != now.ephemeralGiB)
        return Briefing::Note{
            .text = tr("This flavor has a larger ephemeral disk. Some clouds do not change local "
                       "disks, for example NVMe disks: there, the resize fails."),
            .caution = true};
    if (flavor.diskGiB == now.diskGiB)
        return {};
    const auto root = std::ranges::find_if(server.volumes, [&](const auto &volume) {
        return store::isRootVolume(server, volume.id, stores);
    });
    const bool isKnown = root != server.volumes.end();
    return Briefing::Note{.text = tr("The root disk is a volume and keeps its size. Extend the "
                                     "volume to make it larger."),
                          .offers = isKnown ? u"extend-volume"_s : QString(),
                          .on = isKnown ? root->id : QString()};
}

Briefing ResizeActions::briefing(const Situation &situation, const QString &id,
                                 const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto server = stores.servers.find(id);
    if (!server)
        return {};
    const Flavor now = presentFlavor(*server, stores);
    //: %1: a flavor; %2: its size: "2 vCPUs · 4 GiB RAM · 20 GiB disk"
    Briefing briefing{
        .about = tr("Now: %1 (%2)")
                     .arg(isolated(now.name), flavorSize(now.vcpus, now.ramMiB, now.diskGiB))};
    if (server->status == "ACTIVE"_L1)
        briefing.notes.push_back({tr("The instance is shut off while it is resized, and then "
                                     "started again."),
                                  true});
    briefing.notes.push_back(
        {tr("Afterwards, log in and check that it works. Then confirm the resize, or revert it to "
            "return to the present flavor.")});
    const auto flavor = stores.of<Flavor>().find(values.value("flavor"_L1).toString());
    if (auto note = flavor ? aboutDisks(*server, stores, *flavor) : std::nullopt)
        briefing.notes.push_back(std::move(*note));
    if (const QString features = flavor ? flavorFeatures(flavor->extraSpecs) : QString();
        !features.isEmpty())
        //: %1: a flavor; %2: what it has beside its sizes: "dedicated CPUs, 1 GPU"
        briefing.notes.push_back({tr("“%1” also has: %2").arg(isolated(flavor->name), features)});
    if (flavor)
        briefing.uses = instanceUses(stores, needsOfChange(now, *flavor));
    return briefing;
}

Action ResizeActions::resize()
{
    return ActionOf<Server>(u"resize-server"_s,
                            {tr("Resize…"), tr("Resize “%1”"), tr("“%1” is being resized."),
                             tr("“%1” was resized. Check it, then confirm or revert the resize."),
                             tr("“%1” was not resized."),
                             tr("It is not known whether “%1” was resized.")})
        .summary(tr("Change the flavor of an instance"))
        .reads({Kind::Flavor, Kind::Image, Kind::Volume, Kind::ComputeLimits})
        .needs({u"flavor"_s})
        .asks({.key = u"flavor"_s,
               .label = tr("Flavor"),
               .help = tr("Name or ID of the new flavor."),
               .type = Field::Type::Choice,
               .required = true,
               .options = flavors,
               .columns = {tr("Flavor"), tr("vCPUs"), tr("Memory"), tr("Disk")},
               .looksUp = true,
               .problem =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       const auto server = situation.stores.servers.find(id);
                       const auto flavor =
                           situation.stores.of<Flavor>().find(values.value("flavor"_L1).toString());
                       return server && flavor ? problem(*server, situation.stores, *flavor)
                                               : QString();
                   }})
        .briefs(briefing)
        .when(ServerCondition{.vmStates = {u"active"_s, u"stopped"_s},
                              .otherwise = tr("Only an instance that is running or shut off can be "
                                              "resized; this one is %1.")})
        .completes([](const store::CloudStores &stores, const QString &, Values values) {
            if (const auto flavor = stores.of<Flavor>().find(values.value("flavor"_L1).toString()))
                values.insert(u"flavor_name"_s, flavor->name);
            return values;
        })
        .undoneBy(u"revert-resize"_s,
                  [](const Server &server, const Subject &, const Values &) {
                      return server.status == "VERIFY_RESIZE"_L1 ? std::optional(Values())
                                                                 : std::nullopt;
                  })
        .sends([](const ActionOperation &operation) {
            return openstack::ActOnServer{
                operation.target().id, u"resize"_s,
                QJsonObject{{u"flavorRef"_s, operation.text("flavor"_L1)}}};
        })
        .tracedAs(u"resize"_s)
        .until([](const Server &server, const Values &values) {
            if (!server.taskState.isEmpty())
                return Progress::InProgress;
            if (server.status == "VERIFY_RESIZE"_L1)
                return !isKnown(values) || hasFlavor(server, values) ? Progress::Done
                                                                     : Progress::Failed;
            // Clouds may confirm by themselves.
            if (server.status != "ERROR"_L1 && hasFlavor(server, values))
                return Progress::Done;
            return server.status == "ERROR"_L1 ? Progress::Failed : Progress::Idle;
        })
        .refreshes({Kind::ComputeLimits})
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"server"_s,
                               u"resize"_s,
                               u"--flavor"_s,
                               values.value("flavor"_L1).toString(),
                               target};
        });
}

Action ResizeActions::confirm()
{
    return ActionOf<Server>(u"confirm-resize"_s,
                            {tr("Confirm resize"), tr("Confirm the resize of “%1”"),
                             tr("The resize of “%1” is being confirmed."),
                             tr("The resize of “%1” was confirmed."),
                             tr("The resize of “%1” was not confirmed."),
                             tr("It is not known whether the resize of “%1” was confirmed.")})
        .summary(tr("Confirm resizes: the instances keep their new flavors"))
        .icon(u"check"_s)
        .separated()
        .when(ServerCondition{.vmStates = {u"resized"_s},
                              .otherwise =
                                  tr("Only the resize of a resized instance can be confirmed; this "
                                     "one is %1.")})
        .confirms([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            const QString text = tr("It keeps its new flavor, and the cloud deletes what it had "
                                    "kept to return to the former one.");
            if (count > 1)
                return Confirmation{tr("Confirm %n resize(s)?", nullptr, count), text,
                                    tr("Confirm %n resize(s)", nullptr, count)};
            return Confirmation{tr("Confirm the resize of “%1”?").arg(isolated(names.value(0))),
                                text, tr("Confirm resize")};
        })
        .sends(serverAction(u"confirmResize"_s))
        .tracedAs(u"confirmResize"_s)
        .completes(withFlavor)
        // Nova shows no task while it confirms.
        .until([](const Server &server, const Values &values) {
            if (server.status == "ACTIVE"_L1 || server.status == "SHUTOFF"_L1)
                return !isKnown(values) || hasFlavor(server, values) ? Progress::Done
                                                                     : Progress::Failed;
            return server.status == "ERROR"_L1 ? Progress::Failed : Progress::InProgress;
        })
        .refreshes({Kind::ComputeLimits})
        .command(serverCommand({u"resize"_s, u"confirm"_s}));
}

Action ResizeActions::revert()
{
    return ActionOf<Server>(u"revert-resize"_s,
                            {tr("Revert resize"), tr("Revert the resize of “%1”"),
                             tr("The resize of “%1” is being reverted."),
                             tr("The resize of “%1” was reverted."),
                             tr("The resize of “%1” was not reverted."),
                             tr("It is not known whether the resize of “%1” was reverted.")})
        .summary(tr("Revert resizes: the instances return to their former flavors"))
        .when(ServerCondition{.vmStates = {u"resized"_s},
                              .otherwise =
                                  tr("Only the resize of a resized instance can be reverted; this "
                                     "one is %1.")})
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            const QString text =
                tr("It is shut off and returns to its former flavor. It is started again if it was "
                   "running before the resize. What was written to its own disk since the resize "
                   "is lost. Volumes stay as they are.");
            if (count > 1)
                return Confirmation{tr("Revert %n resize(s)?", nullptr, count), text,
                                    tr("Revert %n resize(s)", nullptr, count)};
            return Confirmation{tr("Revert the resize of “%1”?").arg(isolated(names.value(0))),
                                text, tr("Revert resize")};
        })
        .sends(serverAction(u"revertResize"_s))
        .tracedAs(u"revertResize"_s)
        .completes(withFlavor)
        .until([](const Server &server, const Values &values) {
            if (!server.taskState.isEmpty())
                return Progress::InProgress;
            if (server.status == "ACTIVE"_L1 || server.status == "SHUTOFF"_L1)
                return isKnown(values) && hasFlavor(server, values) ? Progress::Failed
                                                                    : Progress::Done;
            return Progress::Idle;
        })
        .refreshes({Kind::ComputeLimits})
        .command(serverCommand({u"resize"_s, u"revert"_s}));
}

} // namespace

void addResizeActions(std::vector<Action> &actions)
{
    actions.push_back(ResizeActions::resize());
    actions.push_back(ResizeActions::confirm());
    actions.push_back(ResizeActions::revert());
}

} // namespace oriel::operations
