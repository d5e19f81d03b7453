#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/volumegroups.h"
#include "operations/actions/volumequota.h"

#include "base/visible.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::GroupSnapshot;
using openstack::Volume;
using openstack::VolumeGroup;
using openstack::VolumeSnapshot;

/// Snapshots of all volumes of a group, by one request.
class GroupSnapshotActions
{
    Q_DECLARE_TR_FUNCTIONS(GroupSnapshotActions)

public:
    static Action create();
    static Action restore();
    static Action remove();

private:
    static Briefing briefing(const Situation &situation, const QString &groupId, const Values &);
    static std::vector<store::Row<VolumeSnapshot>> partsOf(const store::CloudStores &stores,
                                                           const QString &id);
    static QString proposedName(const Situation &situation, const QString &id);
    static Field nameField(const QString &label, const QString &help,
                           QString (*proposal)(const Situation &, const QString &));
    static Briefing restoreBriefing(const Situation &situation, const QString &id, const Values &);
    static Task<Ending> performRestore(ActionOperation *operation);
    static Task<Ending> nameVolumes(ActionOperation *operation, QString groupId);
};

Field GroupSnapshotActions::nameField(const QString &label, const QString &help,
                                      QString (*proposal)(const Situation &, const QString &))
{
    return {.key = u"name"_s,
            .label = label,
            .help = help,
            .required = true,
            .preset = [proposal](const Situation &situation,
                                 const QString &id) { return QJsonValue(proposal(situation, id)); },
            .problem =
                [](const Situation &, const QString &, const Values &values) {
                    const QString name = values.value("name"_L1).toString().trimmed();
                    return describe(storageNameFault(name), name);
                }};
}

Briefing GroupSnapshotActions::briefing(const Situation &situation, const QString &groupId,
                                        const Values &)
{
    const store::CloudStores &stores = situation.stores;
    const auto members = volumesOf(stores, groupId);
    const auto count = static_cast<int>(members.size());
    std::vector<TypedStorage> captured;
    bool isWritten = false;
    QStringList writing;
    for (const auto &volume : members) {
        captured.push_back({volume->volumeType, 1, volume->sizeGiB});
        for (const openstack::VolumeUse &use : volume->attachments) {
            const auto server = stores.servers.find(use.serverId);
            isWritten = isWritten || !server || server->status != "SHUTOFF"_L1;
            if (server && server->status != "SHUTOFF"_L1 && !writing.contains(server->id))
                writing.append(server->id);
        }
    }
    Briefing briefing{.about = tr("Of the %n volume(s) of the group “%1”", nullptr, count)
                                   .arg(isolated(volumeGroupName(stores, groupId))),
                      //: Button: captures the volumes of a group.
                      .button = tr("Create")};
    if (members.empty()) {
        briefing.problem = tr("No volume is in the group. Select volumes on the page “Volumes” and "
                              "put them into the group first.");
        briefing.remedies = {{.shows = Subject{Kind::Volume, {}, {}}}};
        return briefing;
    }
    briefing.notes.push_back(
        {tr("One request creates a volume snapshot of each volume. Whether all of "
            "them capture the same moment depends on the group type; ask the "
            "cloud's operator if this matters.")});
    if (isWritten)
        briefing.notes.push_back(
            {tr("A running instance may write to the volumes. If the data matters, shut off the "
                "instance first."),
             true, writing.size() == 1 ? u"stop-server"_s : QString(), writing.value(0)});
    briefing.uses = snapshotUses(stores, captured);
    return briefing;
}

Action GroupSnapshotActions::create()
{
    return ActionOf<VolumeGroup, GroupSnapshot>(
               u"create-group-snapshot"_s,
               {tr("Create group snapshot…"), tr("Create the group snapshot “%1”"),
                tr("The group snapshot “%1” is being created."),
                tr("The group snapshot “%1” was created."),
                tr("The group snapshot “%1” was not created."),
                tr("It is not known whether the group snapshot “%1” was created.")})
        .icon(u"camera"_s)
        .frequent()
        .single()
        .summary(tr("Capture all volumes of a volume group"))
        .reads(withQuotas({Kind::Volume, Kind::Server}))
        .possible([](const VolumeGroup &group, const Situation &) {
            return unavailable(Kind::VolumeGroup, group.status);
        })
        .needs({u"name"_s})
        .named([](const Subject &, const Values &values) {
            return values.value("name"_L1).toString();
        })
        .asks(nameField(tr("Name"),
                        tr("Name of the group snapshot. By default, the name of the group with the "
                           "date and time."),
                        [](const Situation &situation, const QString &id) {
                            const QString suffix =
                                u' ' + situation.now.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
                            return firstCharacters(volumeGroupName(situation.stores, id),
                                                   longestName - suffix.size()) +
                                   suffix;
                        }))
        .briefs(briefing)
        .completes([](const store::CloudStores &, const QString &, Values values) {
            values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
            return values;
        })
        .stage([](const ActionOperation &operation) {
            return Stage{tr("Capture the volumes of “%1”").arg(operation.target().name)};
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateGroupSnapshot{.groupId = operation.target().id,
                                                  .name = operation.text("name"_L1)};
        })
        .tracedAsNew([](const ActionOperation &) { return openstack::List<GroupSnapshot>{}; },
                     [](const GroupSnapshot &snapshot, const Values &values) {
                         return snapshot.name == values.value("name"_L1).toString();
                     })
        .until([](const GroupSnapshot &snapshot, const Values &) {
            return snapshot.status == "available"_L1        ? Progress::Done
                   : snapshot.status.startsWith("error"_L1) ? Progress::Failed
                                                            : Progress::InProgress;
        })
        .fails([](const GroupSnapshot &, const QString &why) {
            return tr("%1 The volume snapshots that were created can be deleted with the group "
                      "snapshot.")
                .arg(why);
        })
        .refreshes(withQuotas({Kind::VolumeSnapshot, Kind::GroupSnapshot}))
        .terminal({u"volume"_s, u"group"_s, u"snapshot"_s, u"create"_s})
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"--os-volume-api-version"_s,
                               u"3.14"_s,
                               u"volume"_s,
                               u"group"_s,
                               u"snapshot"_s,
                               u"create"_s,
                               u"--name"_s,
                               values.value("name"_L1).toString(),
                               target};
        });
}

std::vector<store::Row<VolumeSnapshot>>
GroupSnapshotActions::partsOf(const store::CloudStores &stores, const QString &id)
{
    std::vector<store::Row<VolumeSnapshot>> parts;
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (snapshot->groupSnapshotId == id)
            parts.push_back(snapshot);
    }
    return parts;
}

QString GroupSnapshotActions::proposedName(const Situation &situation, const QString &id)
{
    const auto snapshot = situation.stores.of<GroupSnapshot>().find(id);
    const auto &groups = situation.stores.of<VolumeGroup>();
    return restoredName(snapshot ? volumeGroupName(situation.stores, snapshot->groupId) : id,
                        [&groups](const QString &candidate) {
                            return std::ranges::any_of(groups.rows(), [&](const auto &group) {
                                return group->name == candidate;
                            });
                        });
}

Briefing GroupSnapshotActions::restoreBriefing(const Situation &situation, const QString &id,
                                               const Values &)
{
    const auto parts = partsOf(situation.stores, id);
    const auto count = static_cast<int>(parts.size());
    std::vector<TypedStorage> made;
    for (const auto &part : parts)
        made.push_back({typeOfSnapshot(situation.stores, part->id), 1, part->sizeGiB});
    const auto snapshot = situation.stores.of<GroupSnapshot>().find(id);
    Briefing briefing{
        .about = tr("From the group snapshot “%1”")
                     .arg(isolated(snapshot ? operations::nameOrId(snapshot->name, id) : id)),
        .notes = {{tr("%n new volume(s) with the data of the snapshots are created, "
                      "in a new volume group. All other volumes stay as they are.",
                      nullptr, count)}},
        //: Button: creates volumes from a group snapshot.
        .button = tr("Create")};
    if (parts.empty() && situation.stores.volumeSnapshots.state().loaded)
        briefing.problem = tr("The group snapshot is empty.");
    briefing.uses = volumeUses(situation.stores, made);
    return briefing;
}

/// Cinder gives them no names.
Task<Ending> GroupSnapshotActions::nameVolumes(ActionOperation *operation, QString groupId)
{
    auto listing = membersNow(operation, groupId);
    const Result<std::vector<Volume>> members = co_await std::move(listing);
    if (!members.ok())
        co_return Ending{Outcome::Unclear, members.error()};
    store::CloudStores &stores = operation->context().stores;
    QStringList given;
    for (const Volume &volume : *members) {
        if (!volume.name.isEmpty())
            continue;
        const auto snapshot = stores.volumeSnapshots.find(volume.snapshotId);
        const auto origin = snapshot ? stores.volumes.find(snapshot->volumeId) : nullptr;
        const QString base = origin && !origin->name.isEmpty() ? origin->name : tr("Volume");
        const QString name = restoredName(base, [&](const QString &candidate) {
            return given.contains(candidate) || isVolumeNameTaken(stores, candidate);
        });
        given.append(name);
        Step step{.name = u"name/"_s + volume.id,
                  .send =
                      operation->sending(openstack::Update<Volume>{volume.id, {{u"name"_s, name}}}),
                  .trace = untraced(),
                  .stage = 1,
                  .resend = true};
        auto naming = operation->once(std::move(step));
        const StepResult named = co_await std::move(naming);
        if (!named.ok())
            operation->addNote(tr("The new volume %1 could not be named: %2")
                                   .arg(volume.id, named.error().message));
    }
    co_return Ending{};
}

Task<Ending> GroupSnapshotActions::performRestore(ActionOperation *operation)
{
    operation->setStages({Stage{tr("Create the volumes")}, Stage{tr("Name the volumes")}});
    operation->begin(0);
    const QString name = operation->text("name"_L1);
    const QString source = operation->target().id;
    Step step{.name = u"request"_s,
              .send = operation->sending(openstack::CreateVolumeGroupFrom{source, name}),
              .trace = traceByNewcomer(operation->context(), openstack::List<VolumeGroup>{},
                                       [name, source](const VolumeGroup &group) {
                                           return group.name == name &&
                                                  group.groupSnapshotId == source;
                                       }),
              .stage = 0};
    auto creating = operation->once(std::move(step));
    const StepResult created = co_await std::move(creating);
    if (!created.ok())
        co_return created.ending();
    const QString groupId = created.text("id"_L1);
    operation->setResultId(groupId);
    auto waiting = settledGroup(operation, groupId, withoutLimit);
    const Result<VolumeGroup> group = co_await std::move(waiting);
    operation->context().stores.refresh(withQuotas({Kind::Volume, Kind::VolumeGroup}));
    if (!group.ok())
        co_return Ending{Outcome::Unclear, group.error()};
    if (group->status != "available"_L1) {
        operation->addLeftover({Kind::VolumeGroup, groupId, name});
        const Error error = detail::failureOf<VolumeGroup>(
            operation, ErrorKind::Failed,
            tr("The new volume group is %1, and the cloud does not say why.")
                .arg(storageStateWord(group->status)));
        co_return Ending{Outcome::Failed, error};
    }
    operation->done(0);
    operation->begin(1);
    auto naming = nameVolumes(operation, groupId);
    Ending ending = co_await std::move(naming);
    operation->context().stores.refresh({Kind::Volume});
    operation->done(1);
    co_return ending;
}

Action GroupSnapshotActions::restore()
{
    return ActionOf<GroupSnapshot, VolumeGroup>(
               u"create-group-from-snapshot"_s,
               {tr("Create volumes…"), tr("Create the volume group “%1”"),
                tr("The volumes of the group “%1” are being created."),
                tr("The volumes of the group “%1” were created."),
                tr("The volumes of the group “%1” were not created."),
                tr("It is not known whether the volumes of the group “%1” were created.")})
        .icon(u"hard-drive"_s)
        .frequent()
        .single()
        .summary(tr("Create a volume group from a group snapshot"))
        .reads(withQuotas({Kind::VolumeGroup, Kind::Volume, Kind::VolumeSnapshot}))
        .possible([](const GroupSnapshot &snapshot, const Situation &) {
            return unavailable(Kind::GroupSnapshot, snapshot.status);
        })
        .needs({u"name"_s})
        .named([](const Subject &, const Values &values) {
            return values.value("name"_L1).toString();
        })
        .asks(nameField(
            tr("Name of the new group"),
            tr("Name of the new group. By default, it is made of the name of the original group."),
            proposedName))
        .briefs(restoreBriefing)
        .completes([](const store::CloudStores &, const QString &, Values values) {
            values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
            return values;
        })
        .performs(performRestore)
        .terminal({u"volume"_s, u"group"_s, u"snapshot"_s, u"restore"_s})
        .command([](const QString &target, const Values &values) {
            return QStringList{u"cinder"_s,
                               u"--os-volume-api-version"_s,
                               u"3.14"_s,
                               u"group-create-from-src"_s,
                               u"--name"_s,
                               values.value("name"_L1).toString(),
                               u"--group-snapshot"_s,
                               target};
        });
}

Action GroupSnapshotActions::remove()
{
    return ActionOf<GroupSnapshot>(
               u"delete-group-snapshot"_s,
               {tr("Delete"), tr("Delete the group snapshot “%1”"),
                tr("The group snapshot “%1” is being deleted."),
                tr("The group snapshot “%1” was deleted."),
                tr("The group snapshot “%1” was not deleted."),
                tr("It is not known whether the group snapshot “%1” was deleted.")})
        .icon(u"trash-2"_s)
        .summary(tr("Delete group snapshots with all their volume snapshots"))
        .shortcut(u"Del"_s)
        .frequent()
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{
                    tr("Delete %n group snapshot(s)?", nullptr, count),
                    tr("All volume snapshots in them are deleted. The volumes stay."),
                    tr("Delete %n group snapshot(s)", nullptr, count)};
            return Confirmation{tr("Delete the group snapshot “%1”?").arg(isolated(names.value(0))),
                                tr("All volume snapshots in it are deleted. The volumes stay."),
                                tr("Delete group snapshot")};
        })
        .deletes()
        .possible([](const GroupSnapshot &snapshot, const Situation &) {
            return snapshot.status == "available"_L1 || snapshot.status == "error"_L1
                       ? QString()
                       : tr("The group snapshot is %1. It must be available or in error.")
                             .arg(storageStateWord(snapshot.status));
        })
        .until([](const GroupSnapshot &snapshot, const Values &) {
            return snapshot.status == "error_deleting"_L1 ? Progress::Failed : Progress::InProgress;
        })
        .refreshes(withQuotas({Kind::VolumeSnapshot}))
        .terminal({u"volume"_s, u"group"_s, u"snapshot"_s, u"delete"_s})
        .command([](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"--os-volume-api-version"_s,
                               u"3.14"_s,      u"volume"_s,
                               u"group"_s,     u"snapshot"_s,
                               u"delete"_s,    target};
        });
}

} // namespace

void addGroupSnapshotActions(std::vector<Action> &actions)
{
    actions.push_back(GroupSnapshotActions::create());
    actions.push_back(GroupSnapshotActions::restore());
    actions.push_back(GroupSnapshotActions::remove());
}

} // namespace oriel::operations
