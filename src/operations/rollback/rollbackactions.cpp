#include "openstack/compute/volumeattachment.h"
#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serviceversion.h"
#include "operations/actions/snapshotobstacles.h"
#include "operations/actions/volumequota.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchinstance.h"
#include "operations/names.h"
#include "operations/rollback/rollback.h"
#include "operations/rollback/rollbackplan.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

const QString rollBackKey = u"roll-back-server"_s;  // NOLINT(cert-err58-cpp)
const QString undoRollbackKey = u"undo-rollback"_s; // NOLINT(cert-err58-cpp)
constexpr auto revertsPresent = "revert"_L1;

/// An instance put back into the state of one of its snapshots, and that undone.
class RollbackActions
{
    Q_DECLARE_TR_FUNCTIONS(RollbackActions)

public:
    static Action rollBackServer();
    static Action undo();

private:
    static ServerCondition condition();
    static QString obstacle(const Situation &situation, const QString &imageId);
    static Remedies ways(const Situation &situation, const QString &imageId);
    static QString whyNothing(const RollbackPlan &plan);
    static bool reverts(const Values &values)
    {
        return values.value("present"_L1).toString() == revertsPresent;
    }
    static Subject instanceOf(const store::CloudStores &stores, const QString &imageId);
    static Field presentField();
    static Briefing briefing(const Situation &situation, const QString &imageId,
                             const Values &values);
    static void addUses(Briefing &briefing, const Situation &situation, const RollbackPlan &plan);
    static void addSideEffects(Briefing &briefing, const store::CloudStores &stores,
                               const std::vector<VolumeChange> &changes);
    static Values completed(const store::CloudStores &stores, const QString &imageId,
                            Values values);
    static QStringList command(const QString &server, const Values &values);

    static QString undoObstacle(const openstack::Server &server, const Situation &situation);
    static Briefing undoBriefing(const Situation &situation, const QString &id,
                                 const Values &values);
    static Values undoCompleted(const store::CloudStores &stores, const QString &id, Values values);
    static Briefing::Table tableOf(std::vector<QStringList> rows);
};

QJsonArray toJson(const std::vector<VolumeChange> &changes)
{
    QJsonArray json;
    for (const VolumeChange &change : changes)
        json.append(operations::toJson(change));
    return json;
}

QString sizeText(int gib)
{
    return gib > 0 ? RollbackActions::tr("%1 GiB").arg(gib) : QString();
}

/// nova/compute/api.py: attaching, detaching and rebuilding; and it must be possible to shut it
/// off.
ServerCondition RollbackActions::condition()
{
    return {.vmStates = {u"active"_s, u"stopped"_s},
            .otherwise = tr("An instance can be rolled back while it is running or shut off; this "
                            "one is %1.")};
}

Subject RollbackActions::instanceOf(const store::CloudStores &stores, const QString &imageId)
{
    const auto set = stores.snapshotSets.find(imageId);
    return set ? Subject{Kind::Server, set->serverId, set->serverName}
               : Subject{Kind::Server, {}, {}};
}

/// Of a plan that puts no disk back.
QString RollbackActions::whyNothing(const RollbackPlan &plan)
{
    for (const RollbackPart &part : plan.parts) {
        if (part.way == RollbackWay::Impossible)
            return tr("%1: %2").arg(isolated(part.disk), part.why);
    }
    return tr("None of its disks is in the snapshot.");
}

QString RollbackActions::obstacle(const Situation &situation, const QString &imageId)
{
    const store::CloudStores &stores = situation.stores;
    if (const QString other = removalObstacle(situation, imageId); !other.isEmpty())
        return other; // while anything is done to the snapshot
    const auto set = stores.snapshotSets.find(imageId);
    const auto server = set ? stores.servers.find(set->serverId) : nullptr;
    if (!server)
        return tr("Its instance no longer exists. Restore the snapshot as a new instance.");
    if (set->shelved)
        return tr("It holds a shelved instance. Unshelve that instance instead.");
    if (const QString common = commonObstacle(situation, server->id); !common.isEmpty())
        return common;
    if (const QString why = condition().why(*server, situation); !why.isEmpty())
        return why;
    const RollbackPlan plan = rollbackPlan(stores, imageId, false);
    return plan.doesAnything() ? QString() : whyNothing(plan);
}

Remedies RollbackActions::ways(const Situation &situation, const QString &imageId)
{
    const auto set = situation.stores.snapshotSets.find(imageId);
    const auto server = set ? situation.stores.servers.find(set->serverId) : nullptr;
    if (!server)
        return remediesBy({LaunchInstance::kindName});
    if (set->shelved)
        return {{.action = u"unshelve-server"_s, .on = server->id}};
    return condition().remediesOn(*server, situation);
}

Field RollbackActions::presentField()
{
    return {.key = u"present"_s,
            .label = tr("The current data"),
            .type = Field::Type::Choice,
            .required = true,
            .options =
                [](const Situation &situation, const QString &imageId) {
                    std::vector<Field::Option> options{
                        {u"keep"_s, tr("Keep the current volumes: the rollback can be undone")}};
                    if (rollbackPlan(situation.stores, imageId, false).canRevert())
                        options.push_back(
                            {revertsPresent, tr("Revert volumes where possible: this needs no "
                                                "quota, and cannot be undone")});
                    return options;
                },
            .flags = {QString(revertsPresent)},
            .flagHelp = {tr(
                "Revert volumes to their volume snapshots where possible, instead of replacing "
                "them with new volumes. This needs no quota, and cannot be undone.")},
            .implied =
                [](const Values &values) {
                    return values.contains("present"_L1) ? values.value("present"_L1)
                                                         : QJsonValue(u"keep"_s);
                },
            .preset =
                [](const Situation &, const QString &) {
                    return QJsonValue(u"keep"_s);
                }};
}

Briefing::Table RollbackActions::tableOf(std::vector<QStringList> rows)
{
    return {.columns = {tr("Disk"), tr("Size"), tr("What happens")}, .rows = std::move(rows)};
}

void RollbackActions::addUses(Briefing &briefing, const Situation &situation,
                              const RollbackPlan &plan)
{
    std::vector<NewVolume> volumes;
    for (const VolumeChange &change : plan.changes()) {
        if (!change.reverts)
            volumes.push_back({change.snapshot, change.inName, change.sizeGiB});
    }
    briefing.uses = volumeUses(situation.stores, volumes);
}

/// What changes for volumes besides their place.
void RollbackActions::addSideEffects(Briefing &briefing, const store::CloudStores &stores,
                                     const std::vector<VolumeChange> &changes)
{
    const bool tells = whyTooOld(stores, net::Service::Compute, openstack::tellsDeletion).isEmpty();
    bool isInGroup = false;
    QStringList kept;
    for (const VolumeChange &change : changes) {
        const auto volume = stores.volumes.find(change.out.id);
        isInGroup = isInGroup || (volume && !change.reverts && !volume->groupId.isEmpty());
        if (change.deleted && !tells)
            kept += u"“"_s + isolated(nameOrId(change.out.name, change.out.id)) + u"”"_s;
    }
    if (isInGroup)
        briefing.notes.push_back({tr("In a volume group, the volume that is attached takes the "
                                     "place of the one that it replaces.")});
    if (!kept.isEmpty())
        //: %1: one or several quoted names of volumes
        briefing.notes.push_back(
            {tr("At present, deleting the instance also deletes %1. Afterwards, it no longer "
                "does: when a volume is attached, this cloud cannot be told to delete it with the "
                "instance.")
                 .arg(kept.join(", "_L1))});
}

Briefing RollbackActions::briefing(const Situation &situation, const QString &imageId,
                                   const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto set = stores.snapshotSets.find(imageId);
    if (!set)
        return {};
    const RollbackPlan plan = rollbackPlan(stores, imageId, reverts(values));
    Briefing briefing;
    //: %1: a snapshot; %2: a time; %3: the same as a distance: "2 days ago"
    briefing.about =
        tr("To the snapshot “%1” of %2 (%3)")
            .arg(isolated(set->name), timeText(set->created), agoText(set->created, situation.now));
    std::vector<QStringList> rows;
    for (const RollbackPart &part : plan.parts)
        rows.push_back({part.disk, sizeText(part.sizeGiB), describe(part)});
    briefing.table = tableOf(std::move(rows));
    if (plan.has(RollbackWay::Rebuild) || plan.has(RollbackWay::Revert))
        briefing.notes.push_back(
            {tr("Everything written since the snapshot to the disks that are rebuilt or reverted "
                "is lost and cannot be recovered. Create a snapshot first if you may need it."),
             true});
    if (plan.impossibleRoot())
        briefing.notes.push_back({tr("The root disk stays as it is, and may not match the older "
                                     "data. To get the whole state of the snapshot, launch a new "
                                     "instance from it."),
                                  true, QString(LaunchInstance::kindName)});
    const auto server = stores.servers.find(set->serverId);
    if (server && server->status == "ACTIVE"_L1 && !plan.changes().empty())
        briefing.notes.push_back({tr("“%1” is shut off for this, and started again. Oriel also "
                                     "starts it if this fails, or after a crash.")
                                      .arg(isolated(server->name))});
    if (plan.has(RollbackWay::Exchange))
        briefing.notes.push_back(
            {tr("The kept volumes use quota until you delete them. Undo attaches them again. The "
                "new ones have no description and no metadata.")});
    addSideEffects(briefing, stores, plan.changes());
    addUses(briefing, situation, plan);
    return briefing;
}

Values RollbackActions::completed(const store::CloudStores &stores, const QString &imageId,
                                  Values values)
{
    if (values.contains("changes"_L1))
        return values;
    const RollbackPlan plan = rollbackPlan(stores, imageId, reverts(values));
    const auto image = stores.images.find(imageId);
    values.insert(u"server"_s, operations::toJson(plan.server));
    values.insert(u"snapshot"_s, operations::toJson(Subject{Kind::SnapshotSet, imageId,
                                                            image ? image->name : QString()}));
    values.insert(u"changes"_s, toJson(plan.changes()));
    if (plan.has(RollbackWay::Rebuild)) {
        values.insert(u"image"_s, values.value("snapshot"_L1));
        if (const auto server = stores.servers.find(plan.server.id)) {
            values.insert(u"was_off"_s, vmStateOf(*server) == "stopped"_L1);
            values.insert(u"launched"_s, server->launched.toString(Qt::ISODate));
        }
    }
    return values;
}

/// One command after another, with an empty word between them.
class CommandLines
{
public:
    void add(const QStringList &words)
    {
        if (!m_words.isEmpty())
            m_words << QString();
        m_words << words;
    }
    [[nodiscard]] QStringList words() const { return m_words; }

private:
    QStringList m_words;
};

QStringList RollbackActions::command(const QString &server, const Values &values)
{
    CommandLines lines;
    std::vector<VolumeChange> changes;
    for (const auto &one : values.value("changes"_L1).toArray())
        changes.push_back(volumeChangeFromJson(one.toObject()));
    for (const VolumeChange &change : changes) {
        if (change.in.id.isEmpty())
            lines.add({u"openstack"_s, u"volume"_s, u"create"_s, u"--snapshot"_s,
                       change.snapshot.id, u"--size"_s, QString::number(change.sizeGiB),
                       change.inName});
    }
    if (!changes.empty())
        lines.add({u"openstack"_s, u"server"_s, u"stop"_s, server});
    for (const VolumeChange &change : changes)
        lines.add({u"openstack"_s, u"server"_s, u"remove"_s, u"volume"_s, server, change.out.id});
    for (const VolumeChange &change : changes) {
        if (change.reverts)
            lines.add({u"cinder"_s, u"--os-volume-api-version"_s, u"3.40"_s,
                       u"revert-to-snapshot"_s, change.snapshot.id});
        else
            lines.add({u"openstack"_s, u"volume"_s, u"set"_s, u"--name"_s, change.outName,
                       change.out.id});
    }
    for (const VolumeChange &change : changes) {
        QStringList words{u"openstack"_s, u"server"_s, u"add"_s, u"volume"_s};
        if (!change.device.isEmpty())
            words << u"--device"_s << change.device;
        if (change.deleted)
            words << u"--enable-delete-on-termination"_s;
        lines.add(words << server << (change.in.id.isEmpty() ? change.inName : change.in.id));
    }
    const Subject image = subjectFromJson(values.value("image"_L1).toObject());
    if (!image.id.isEmpty())
        lines.add({u"openstack"_s, u"server"_s, u"rebuild"_s, u"--image"_s, image.id, server});
    if (!changes.empty())
        lines.add({u"openstack"_s, u"server"_s, u"start"_s, server});
    if (values.value("delete_new"_L1).toBool()) {
        for (const VolumeChange &change : changes)
            lines.add({u"openstack"_s, u"volume"_s, u"delete"_s, change.out.id});
    }
    return lines.words();
}

Action RollbackActions::rollBackServer()
{
    Action action =
        ActionOf<openstack::Server>(rollBackKey,
                                    {tr("Roll back instance…"), tr("Roll back “%1”"),
                                     tr("“%1” is being rolled back."), tr("“%1” was rolled back."),
                                     tr("“%1” was not rolled back."),
                                     tr("It is not known whether “%1” was rolled back.")})
            .icon(u"history"_s)
            .single()
            .dangerous()
            .summary(tr("Put an instance back into the state of one of its snapshots"))
            .targets(instanceOf)
            .obstacle(obstacle)
            .reads(withQuotas({Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server}))
            .asks(presentField())
            .asks({.key = u"typed"_s,
                   .label = tr("Type “%1” to confirm"),
                   .type = Field::Type::Typed,
                   .preset =
                       [](const Situation &situation, const QString &imageId) {
                           const Subject server = instanceOf(situation.stores, imageId);
                           return QJsonValue(nameOrId(server.name, server.id));
                       }})
            .needs({u"server"_s})
            .briefs(briefing)
            .completes(completed)
            .undo([](const store::CloudStores &stores, const Subject &target,
                     const Values &values) -> std::optional<Undo> {
                QStringList old;
                for (const auto &one : values.value("changes"_L1).toArray())
                    old.append(volumeChangeFromJson(one.toObject()).out.id);
                const auto changes = changesToUndo(stores, target.id);
                const bool still = std::ranges::any_of(changes, [&](const VolumeChange &change) {
                    return old.contains(change.in.id);
                });
                if (!still)
                    return std::nullopt;
                return Undo{.key = undoRollbackKey, .target = target, .asks = true};
            })
            .performs(rollBack)
            .terminal({u"snapshot"_s, u"rollback"_s})
            .command(command);
    action.kind = Kind::SnapshotSet; // it is offered there
    action.remedies = ways;
    return action;
}

QString RollbackActions::undoObstacle(const openstack::Server &server, const Situation &situation)
{
    const QString why = condition().why(server, situation);
    if (!why.isEmpty())
        return why;
    return changesToUndo(situation.stores, server.id).empty()
               ? tr("There is no rollback to undo, or the volumes that it replaced are no longer "
                    "available.")
               : QString();
}

Briefing RollbackActions::undoBriefing(const Situation &situation, const QString &id,
                                       const Values &values)
{
    const auto server = situation.stores.servers.find(id);
    if (!server)
        return {};
    const bool deletes = values.value("delete_new"_L1).toBool();
    Briefing briefing{.dangerous = deletes};
    std::vector<QStringList> rows;
    const auto changes = changesToUndo(situation.stores, id);
    for (const VolumeChange &change : changes) {
        const QString old = isolated(nameOrId(change.in.name, change.in.id));
        rows.push_back(
            //: A volume and its device: "web-1-data (/dev/vdb)".
            {tr("%1 (%2)").arg(nameOrId(change.out.name, change.out.id), change.device),
             sizeText(change.sizeGiB),
             deletes
                 ? tr("Exchanged for “%1”, and deleted.").arg(old)
                 : tr("Exchanged for “%1”, and kept as “%2”.").arg(old, isolated(change.outName))});
    }
    if (rows.size() < server->volumes.size() || !store::bootsFromVolume(*server, situation.stores))
        briefing.notes.push_back({tr("All other disks stay as they are. A rebuild or a revert "
                                     "cannot be undone.")});
    briefing.table = tableOf(std::move(rows));
    addSideEffects(briefing, situation.stores, changes);
    if (deletes)
        briefing.notes.push_back(
            {tr("Everything written to the volumes since the rollback is lost."), true});
    if (server->status == "ACTIVE"_L1)
        briefing.notes.push_back({tr("“%1” is shut off for this, and started again. Oriel also "
                                     "starts it if this fails, or after a crash.")
                                      .arg(isolated(server->name))});
    return briefing;
}

Values RollbackActions::undoCompleted(const store::CloudStores &stores, const QString &id,
                                      Values values)
{
    if (values.contains("changes"_L1))
        return values;
    const auto server = stores.servers.find(id);
    values.insert(u"undoes"_s, true);
    values.insert(u"server"_s,
                  operations::toJson(Subject{Kind::Server, id, server ? server->name : QString()}));
    values.insert(u"changes"_s, toJson(changesToUndo(stores, id)));
    return values;
}

Action RollbackActions::undo()
{
    Action action =
        ActionOf<openstack::Server>(
            undoRollbackKey,
            {tr("Undo rollback…"), tr("Undo the rollback of “%1”"),
             tr("The rollback of “%1” is being undone."), tr("The rollback of “%1” was undone."),
             tr("The rollback of “%1” was not undone."),
             tr("It is not known whether the rollback of “%1” was undone.")})
            .single()
            .summary(tr("Reattach the volumes that an instance had before a rollback"))
            .reads({Kind::Volume})
            .possible(undoObstacle)
            .remedies([](const openstack::Server &server, const Situation &situation) {
                return condition().remediesOn(server, situation);
            })
            .asks({.key = u"delete_new"_s,
                   .label = tr("Delete the volumes that the rollback created"),
                   .help = tr(
                       "Delete the volumes that the rollback created. By default, they are kept."),
                   .type = Field::Type::Flag,
                   .looksUp = true}) // the volumes are what it is about
            .needs({u"changes"_s})
            .briefs(undoBriefing)
            .completes(undoCompleted)
            .performs(rollBack)
            .terminal({u"server"_s, u"rollback"_s, u"undo"_s})
            .command(command);
    action.indirect = true;
    return action;
}

} // namespace

void addRollbackActions(std::vector<Action> &actions)
{
    actions.push_back(RollbackActions::rollBackServer());
    actions.push_back(RollbackActions::undo());
}

} // namespace oriel::operations
