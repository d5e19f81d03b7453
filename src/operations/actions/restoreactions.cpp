#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/snapshotobstacles.h"
#include "operations/actions/volumequota.h"

#include "base/visible.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchinstance.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

const QString restoreVolumesKey = u"restore-volumes"_s; // NOLINT(cert-err58-cpp)

class RestoreActions
{
    Q_DECLARE_TR_FUNCTIONS(RestoreActions)

public:
    static Action restore();
    static Action restoreVolumes();
    static Action restoreOne();

private:
    static QString instanceOf(const store::CloudStores &stores, const QString &imageId);
    static QString proposedName(const Situation &situation, const QString &imageId);
    static std::vector<NewVolume> volumesOf(const store::CloudStores &stores,
                                            const QString &imageId, const QString &name);
    static Briefing briefing(const Situation &situation, const QString &imageId,
                             const Values &values);
    static Values withVolumes(const store::CloudStores &stores, const QString &imageId,
                              Values values);
    static std::vector<NewVolume> volumesIn(const Values &values);
    static Task<Ending> perform(ActionOperation *operation);
    static QStringList command(const QString &target, const Values &values);
};

/// Or the name of the snapshot if the instance is not known.
QString RestoreActions::instanceOf(const store::CloudStores &stores, const QString &imageId)
{
    const auto set = stores.snapshotSets.find(imageId);
    if (set && !set->serverName.isEmpty())
        return set->serverName;
    if (set)
        return set->name;
    const auto parts = snapshotParts(imageId, stores);
    return parts.empty() ? imageId : parts.front().name;
}

QString RestoreActions::proposedName(const Situation &situation, const QString &imageId)
{
    const store::CloudStores &stores = situation.stores;
    return restoredName(instanceOf(stores, imageId), [&](const QString &candidate) {
        const QString prefix = candidate + u'-';
        return std::ranges::any_of(stores.volumes.rows(),
                                   [&](const auto &row) { return row->name.startsWith(prefix); });
    });
}

/// One from each volume snapshot that can be used now.
std::vector<NewVolume> RestoreActions::volumesOf(const store::CloudStores &stores,
                                                 const QString &imageId, const QString &name)
{
    const auto image = stores.images.find(imageId);
    const auto boots = [&image](const QString &snapshotId) {
        return image && std::ranges::any_of(image->blockDevices, [&](const auto &device) {
                   return device.snapshotId == snapshotId && device.bootIndex == 0;
               });
    };
    std::vector<NewVolume> volumes;
    for (const store::SnapshotPart &part : snapshotParts(imageId, stores)) {
        // As volumesRestoreObstacle() sees it: the parts are linked a moment later.
        const auto snapshot = stores.volumeSnapshots.find(part.snapshotId);
        if (!snapshot || snapshot->status != "available"_L1)
            continue;
        const VolumeOrigin origin{part.volumeName, instanceOf(stores, imageId), part.device,
                                  boots(part.snapshotId)};
        const auto isTaken = [&](const QString &candidate) {
            return std::ranges::find(volumes, candidate, &NewVolume::name) != volumes.end() ||
                   isVolumeNameTaken(stores, candidate);
        };
        volumes.push_back({{Kind::VolumeSnapshot, snapshot->id, snapshot->name},
                           restoredVolumeName(name, origin, isTaken),
                           snapshot->sizeGiB});
    }
    return volumes;
}

Briefing RestoreActions::briefing(const Situation &situation, const QString &imageId,
                                  const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto volumes = volumesOf(stores, imageId, values.value("name"_L1).toString().trimmed());
    QStringList lines;
    for (const NewVolume &volume : volumes) {
        //: A volume that will be created. %1: its name; %2: a number
        lines += tr("%1 (%2 GiB)").arg(isolated(volume.name), QString::number(volume.sizeGiB));
    }
    Briefing briefing{.about = tr("One new volume from each of its volume snapshots"),
                      .notes = {{lines.join(u'\n')},
                                {tr("The new volumes are not attached. The instance and its "
                                    "volumes stay as they are.")}}};
    const auto parts = snapshotParts(imageId, stores);
    if (const auto left = static_cast<int>(parts.size() - volumes.size()); left > 0)
        briefing.notes.push_back(
            {tr("%n volume(s) cannot be restored: the volume snapshot is missing or not available.",
                nullptr, left),
             true});
    briefing.uses = volumeUses(stores, volumes);
    if (stores.blockStorageLimits.state().error)
        briefing.notes.push_back({tr("The free quota is unknown. The cloud rejects volumes that "
                                     "exceed the quota.")});
    return briefing;
}

Values RestoreActions::withVolumes(const store::CloudStores &stores, const QString &imageId,
                                   Values values)
{
    if (values.contains("volumes"_L1))
        return values;
    QJsonArray volumes;
    for (const NewVolume &volume :
         volumesOf(stores, imageId, values.value("name"_L1).toString().trimmed()))
        volumes.append(QJsonObject{{u"snapshot"_s, toJson(volume.source)},
                                   {u"name"_s, volume.name},
                                   {u"size"_s, volume.sizeGiB}});
    values.insert(u"volumes"_s, volumes);
    return values;
}

std::vector<NewVolume> RestoreActions::volumesIn(const Values &values)
{
    std::vector<NewVolume> volumes;
    for (const auto &entry : values.value("volumes"_L1).toArray()) {
        const QJsonObject volume = entry.toObject();
        volumes.push_back({subjectFromJson(volume.value("snapshot"_L1).toObject()),
                           volume.value("name"_L1).toString(), volume.value("size"_L1).toInt()});
    }
    return volumes;
}

Task<Ending> RestoreActions::perform(ActionOperation *operation)
{
    const std::vector<NewVolume> wanted = volumesIn(operation->values());
    if (wanted.empty())
        co_return Ending{Outcome::Failed,
                         failureOf(net::Service::BlockStorage, ErrorKind::Conflict,
                                   tr("None of its volume snapshots can be used now."),
                                   operation->context().clock.now())};
    NewVolumes volumes(*operation, wanted);
    operation->setStages(volumes.stages());
    auto requesting = volumes.request();
    co_await std::move(requesting);
    operation->setAccepted();
    // With a result it is not offered to be entered again, which would create these twice.
    operation->setResultId(volumes.ids().value(0));
    auto following = volumes.follow();
    co_await std::move(following);
    operation->context().stores.refresh(withQuotas({Kind::Volume}));
    const Ending ending = volumes.ending();
    if (ending.outcome != Outcome::Succeeded)
        volumes.nameLeftovers();
    co_return ending;
}

QStringList RestoreActions::command(const QString &, const Values &values)
{
    QStringList words;
    for (const NewVolume &volume : volumesIn(values)) {
        if (!words.isEmpty())
            words << QString(); // between two commands
        words << u"openstack"_s << u"volume"_s << u"create"_s << u"--snapshot"_s << volume.source.id
              << u"--size"_s << QString::number(volume.sizeGiB);
        if (volume.name.startsWith(u'-')) // otherwise it would be parsed as an option
            words << u"--"_s;
        words << volume.name;
    }
    return words;
}

Action RestoreActions::restoreVolumes()
{
    Action action =
        ActionOf<openstack::VolumeSnapshot>(
            restoreVolumesKey,
            {tr("Restore volumes…"), tr("Restore the volumes of “%1”"),
             tr("The volumes of “%1” are being restored."),
             tr("The volumes of “%1” were restored."), tr("Not all volumes of “%1” were restored."),
             tr("It is not known whether all volumes of “%1” were restored.")})
            .summary(tr("Create a volume from each volume snapshot of a snapshot"))
            .single()
            .obstacle(volumesRestoreObstacle)
            .reads(withQuotas({Kind::Image, Kind::VolumeSnapshot, Kind::Volume}))
            .needs({u"volumes"_s})
            .asks({.key = u"name"_s,
                   .label = tr("Names begin with"),
                   .help = tr("Text with which the names of the new volumes begin. By default, it "
                              "is made of the name of the instance."),
                   .required = true,
                   .preset =
                       [](const Situation &situation, const QString &id) {
                           return QJsonValue(proposedName(situation, id));
                       },
                   .problem =
                       [](const Situation &, const QString &, const Values &values) {
                           const QString name = values.value("name"_L1).toString().trimmed();
                           return describe(storageNameFault(name), name);
                       }})
            .briefs(briefing)
            .completes(withVolumes)
            .performs(perform)
            .terminal({u"snapshot"_s, u"restore"_s})
            .command(command);
    action.kind = Kind::SnapshotSet;
    action.indirect = true;
    action.targetOf = [](const store::CloudStores &stores, const QString &id) {
        const auto image = stores.images.find(id);
        return Subject{Kind::SnapshotSet, id, image ? image->name : instanceOf(stores, id)};
    };
    return action;
}

/// The choice between the ways to restore; none of them is this action's own.
Action RestoreActions::restore()
{
    Action action = ActionOf<openstack::VolumeSnapshot>(
                        u"restore-snapshot"_s,
                        {tr("Restore…"), tr("Restore “%1”"), tr("“%1” is being restored."),
                         tr("“%1” was restored."), tr("“%1” was not restored."),
                         tr("It is not known whether “%1” was restored.")})
                        .icon(u"history"_s)
                        .frequent()
                        .single()
                        .form(Action::Form::Restore)
                        .obstacle(restoreObstacle)
                        .reads({Kind::Image, Kind::VolumeSnapshot});
    action.kind = Kind::SnapshotSet;
    return action;
}

/// The same choice for one volume snapshot.
Action RestoreActions::restoreOne()
{
    return ActionOf<openstack::VolumeSnapshot>(
               u"restore-volume-snapshot"_s,
               {tr("Restore…"), tr("Restore “%1”"), tr("“%1” is being restored."),
                tr("“%1” was restored."), tr("“%1” was not restored."),
                tr("It is not known whether “%1” was restored.")})
        .icon(u"history"_s)
        .frequent()
        .single()
        .form(Action::Form::Restore)
        .obstacle(volumeSnapshotUseObstacle); // whatever else is possible, a new volume is, too
}

} // namespace

void addRestoreActions(std::vector<Action> &actions)
{
    actions.push_back(RestoreActions::restore());
    actions.push_back(RestoreActions::restoreVolumes());
    actions.push_back(RestoreActions::restoreOne());
}

RestoreWays restoreWays()
{
    const auto all = actions();
    const auto boot = std::ranges::find_if(all, [](const Action &action) {
        return action.kind == Kind::VolumeSnapshot && action.key == LaunchInstance::kindName;
    });
    return {.launch = actionNamed(QString(LaunchInstance::kindName)),
            .volumes = actionNamed(restoreVolumesKey),
            .rollBack = actionNamed(u"roll-back-server"),
            .revert = actionNamed(u"revert-volume"),
            .newVolume = actionNamed(u"create-volume"),
            .boot = &*boot};
}

} // namespace oriel::operations
