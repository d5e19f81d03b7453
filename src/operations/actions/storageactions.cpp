#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/keepuntil.h"
#include "operations/actions/snapshotobstacles.h"
#include "operations/actions/volumegroups.h"
#include "operations/actions/volumequota.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/capture/snapshotcheck.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchinstance.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/removal/removal.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDate>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Kind;
using openstack::Volume;
using openstack::VolumeSnapshot;

/// Only known states count as ready; unknown ones are still in progress.
template <typename Row>
auto reaches(const QStringList &ready)
{
    return [ready](const Row &row, const Values &) {
        return row.status.startsWith("error"_L1) ? Progress::Failed
               : ready.contains(row.status)      ? Progress::Done
                                                 : Progress::InProgress;
    };
}

QString entered(const Subject &, const Values &values)
{
    return values.value("name"_L1).toString();
}

QString nameOrId(const auto &row)
{
    return operations::nameOrId(row->name, row->id);
}

/// The services take no spaces around a name that is looked for.
Values withoutSpaces(Values values)
{
    if (values.contains("name"_L1))
        values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
    return values;
}

/// A word that starts with a dash would be parsed as an option.
QStringList lastWord(const QString &word)
{
    return word.startsWith(u'-') ? QStringList{u"--"_s, word} : QStringList{word};
}

class StorageActions
{
    Q_DECLARE_TR_FUNCTIONS(StorageActions)

public:
    static Action createVolumeSnapshot();
    static Action createVolume();
    static Action revertVolume();
    static Action keepUntil(const QString &key, Kind kind);
    static Action launch(Kind kind);
    static Action launchAnything();
    static Action remove(Kind kind);

private:
    static Field nameField(std::function<QString(const store::CloudStores &, const QString &)> of);
    static QString proposedName(const store::CloudStores &stores, const QString &snapshotId);
    static QString originOf(const store::CloudStores &stores, const QString &snapshotId);
    static QString proposedSnapshotName(const Situation &situation, const QString &volumeId);
    static Briefing volumeSnapshotBriefing(const Situation &situation, const QString &id,
                                           const Values &values);
    static Briefing newVolumeBriefing(const Situation &situation, const QString &id,
                                      const Values &values);
    static Briefing revertBriefing(const Situation &situation, const QString &id,
                                   const Values &values);
    static Briefing keepUntilBriefing(const Situation &situation, const QString &id,
                                      const Values &values);
    static Task<void> compareSize(ActionOperation *operation);
    static Task<void> refreshReverted(ActionOperation *operation);
};

Task<void> StorageActions::compareSize(ActionOperation *operation)
{
    auto &stores = operation->context().stores;
    stores.refresh(quotaKinds());
    const int shown = operation->values().value("gib"_L1).toInt();
    const auto row = stores.volumeSnapshots.find(operation->resultId());
    if (row && shown > 0 && row->sizeGiB != shown)
        operation->addNote(tr("It takes %1 GiB instead of the %2 GiB that were shown before.")
                               .arg(QString::number(row->sizeGiB), QString::number(shown)));
    co_return;
}

QString StorageActions::proposedSnapshotName(const Situation &situation, const QString &volumeId)
{
    const auto volume = situation.stores.volumes.find(volumeId);
    const QString suffix = u' ' + situation.now.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
    return firstCharacters(volume ? nameOrId(volume) : volumeId, longestName - suffix.size()) +
           suffix;
}

Briefing StorageActions::volumeSnapshotBriefing(const Situation &situation, const QString &id,
                                                const Values &)
{
    const store::CloudStores &stores = situation.stores;
    const auto volume = stores.volumes.find(id);
    if (!volume)
        return {};
    Briefing::Note consistency{
        tr("No running instance writes to it, so the snapshot is consistent.")};
    for (const openstack::VolumeUse &use : volume->attachments) {
        const auto server = stores.servers.find(use.serverId);
        if (server && server->status != "SHUTOFF"_L1)
            consistency = {
                tr("It is in use by “%1”, which is running. Data that is being written "
                   "at that moment may be captured incompletely, as after a power failure. "
                   "If the data matters, shut off the instance first.")
                    .arg(isolated(server->name)),
                false, u"stop-server"_s, server->id};
    }
    Briefing briefing{.about =
                          tr("Of the volume “%1” (%2 GiB)")
                              .arg(isolated(nameOrId(volume)), QString::number(volume->sizeGiB)),
                      .notes = {{tr("A volume snapshot contains one volume. The other disks of its "
                                    "instance are not captured.")},
                                consistency,
                                {snapshotCaution(), true}}};
    briefing.uses = snapshotUses(stores, {{volume->volumeType, 1, volume->sizeGiB}});
    if (stores.blockStorageLimits.state().error && !stores.blockStorageLimits.value())
        briefing.notes.push_back({tr("The free quota is unknown. The cloud rejects the snapshot if "
                                     "it exceeds the quota.")});
    return briefing;
}

Action StorageActions::createVolumeSnapshot()
{
    Field name = nameField({});
    name.preset = [](const Situation &situation, const QString &id) {
        return QJsonValue(proposedSnapshotName(situation, id));
    };
    name.ofEach = true;
    return ActionOf<Volume, VolumeSnapshot>(
               u"create-volume-snapshot"_s,
               {tr("Create volume snapshot"), tr("Create volume snapshot “%1”"),
                tr("The volume snapshot “%1” is being created."),
                tr("The volume snapshot “%1” was created."),
                tr("The volume snapshot “%1” was not created."),
                tr("It is not known whether the volume snapshot “%1” was created.")})
        .summary(tr("Create a snapshot of a volume"))
        .icon(u"camera"_s)
        .primary()
        .menuOfMany(tr("Create volume snapshots"))
        .many([](int count) { return tr("Create %n volume snapshot(s)", nullptr, count); },
              [](int count) { return tr("%n volume snapshot(s) were created.", nullptr, count); })
        .together([](const Situation &situation, const QStringList &ids, const Values &,
                     Briefing &briefing) {
            if (const QString group = commonGroup(situation.stores, ids); !group.isEmpty())
                briefing.notes.push_back(
                    {tr("The volumes are captured one by one, not at the same moment. All are in "
                        "the volume group “%1”: a group snapshot captures them together.")
                         .arg(isolated(volumeGroupName(situation.stores, group))),
                     false, u"create-group-snapshot"_s, group});
            else
                briefing.notes.push_back(
                    {tr("The volumes are captured one by one, not at the same moment. To capture "
                        "all disks of an instance together, create a snapshot of the instance.")});
        })
        .reads(withQuotas({Kind::Server, Kind::VolumeSnapshot, Kind::VolumeGroup}))
        .possible([](const Volume &volume, const Situation &) {
            return volume.status == "available"_L1 || volume.status == "in-use"_L1
                       ? QString()
                       : tr("You can create a snapshot of a volume that is available or in "
                            "use. "
                            "This one is %1.")
                             .arg(storageStateWord(volume.status));
        })
        .needs({u"name"_s})
        .named(entered)
        .asks(name)
        .asks({.key = u"keep_until"_s,
               .label = tr("Keep until"),
               .help = tr("List the volume snapshot as due for deletion after this date."),
               .type = Field::Type::Date,
               .none = tr("No date")})
        .asks({.key = u"description"_s,
               .label = tr("Description"),
               .help = tr("Description of the volume snapshot, for example “before the upgrade”. "
                          "By default, it has none."),
               .hint = tr("Optional, e.g. before the upgrade"),
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const auto length =
                           characters(values.value("description"_L1).toString().trimmed());
                       return length <= longestName
                                  ? QString()
                                  : tr("The description has %1 characters; "
                                       "at most %2 are allowed.")
                                        .arg(QString::number(length), QString::number(longestName));
                   }})
        .briefs(volumeSnapshotBriefing)
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            if (const auto volume = stores.volumes.find(id); volume && !values.contains("gib"_L1))
                values.insert(u"gib"_s, volume->sizeGiB);
            return withoutSpaces(std::move(values));
        })
        .stage([](const ActionOperation &operation) {
            const int size = operation.values().value("gib"_L1).toInt();
            Stage stage{size > 0 ? tr("Capture “%1” (%2 GiB)")
                                       .arg(operation.target().name, QString::number(size))
                                 : tr("Capture “%1”").arg(operation.target().name)};
            stage.measure = u"capture-volume"_s;
            stage.amount = size;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            // It is unknown whether its instance was stopped: claim no consistency, and do not
            // assign it to a snapshot of an instance.
            SnapshotTags tags;
            tags.operationId = operation.id();
            tags.userName = operation.context().userName;
            const QDate date = QDate::fromString(operation.text("keep_until"_L1), Qt::ISODate);
            tags.keepUntil = date.isValid() ? std::optional(date) : std::nullopt;
            tags.description = operation.text("description"_L1).trimmed();
            QMap<QString, QString> metadata = volumeSnapshotTags(tags, {});
            metadata.remove(tagKey("instance"_L1));
            metadata.remove(tagKey("consistency"_L1));
            return openstack::CreateVolumeSnapshot{
                operation.target().id, operation.text("name"_L1), {}, metadata};
        })
        .tracedIn([](const ActionOperation &operation) {
            openstack::List<openstack::VolumeSnapshot> list;
            list.filters.insert(u"volume_id"_s, operation.target().id);
            return list;
        })
        .until(reaches<VolumeSnapshot>({u"available"_s, u"backing-up"_s}))
        .after([](ActionOperation *operation, Outcome) { return compareSize(operation); })
        .command([](const QString &target, const Values &values) {
            const QString date = values.value("keep_until"_L1).toString();
            const QString description = values.value("description"_L1).toString();
            QStringList words{u"openstack"_s,
                              u"volume"_s,
                              u"snapshot"_s,
                              u"create"_s,
                              u"--force"_s,
                              u"--volume"_s,
                              target,
                              u"--property"_s,
                              tagKey("keep_until"_L1) + u'=' + (date.isEmpty() ? u"none"_s : date)};
            if (!description.isEmpty())
                words << u"--property"_s << tagKey("description"_L1) + u'=' + description;
            return words + lastWord(values.value("name"_L1).toString());
        });
}

Field StorageActions::nameField(
    std::function<QString(const store::CloudStores &, const QString &)> of)
{
    return {.key = u"name"_s,
            .label = tr("Name"),
            .required = true,
            .preset = [of](const Situation &situation,
                           const QString &id) { return QJsonValue(of(situation.stores, id)); },
            .problem =
                [](const Situation &, const QString &, const Values &values) {
                    const QString name = values.value("name"_L1).toString().trimmed();
                    return describe(storageNameFault(name), name);
                }};
}

QString StorageActions::proposedName(const store::CloudStores &stores, const QString &snapshotId)
{
    const auto snapshot = stores.volumeSnapshots.find(snapshotId);
    const auto volume = snapshot ? stores.volumes.find(snapshot->volumeId) : nullptr;
    QString base = volume ? volume->name : QString();
    if (base.isEmpty() && snapshot)
        base = snapshot->name;
    if (base.isEmpty())
        base = tr("Volume");
    return restoredName(
        base, [&stores](const QString &candidate) { return isVolumeNameTaken(stores, candidate); });
}

QString StorageActions::originOf(const store::CloudStores &stores, const QString &snapshotId)
{
    const auto snapshot = stores.volumeSnapshots.find(snapshotId);
    if (!snapshot)
        return {};
    const QString name = nameOrId(snapshot);
    const auto volume = stores.volumes.find(snapshot->volumeId);
    return volume && !volume->name.isEmpty()
               ? tr("From the volume snapshot “%1” of “%2”")
                     .arg(isolated(name), isolated(volume->name))
               : tr("From the volume snapshot “%1”").arg(isolated(name));
}

Briefing StorageActions::newVolumeBriefing(const Situation &situation, const QString &id,
                                           const Values &values)
{
    Briefing briefing{.about = originOf(situation.stores, id)};
    if (!values.value("type"_L1).toString().isEmpty())
        briefing.notes.push_back(
            {tr("Not every storage can create a volume of another type from a snapshot. If it "
                "cannot, the cloud rejects the request.")});
    if (situation.stores.at(Kind::VolumeType).state().error)
        briefing.notes.push_back({tr("The volume types could not be listed.")});
    const NewVolume made{.source = {Kind::VolumeSnapshot, id, {}},
                         .name = {},
                         .sizeGiB = values.value("size"_L1).toInt(),
                         .type = values.value("type"_L1).toString()};
    briefing.uses = volumeUses(situation.stores, std::vector{made});
    const auto &limits = situation.stores.blockStorageLimits;
    if (limits.state().error && !limits.value())
        briefing.notes.push_back({tr("The free quota is unknown. The cloud rejects the volume if "
                                     "it exceeds the quota.")});
    return briefing;
}

Action StorageActions::createVolume()
{
    const auto sizeOf = [](const Situation &situation, const QString &id) {
        const auto row = situation.stores.volumeSnapshots.find(id);
        return row ? row->sizeGiB : 1;
    };
    return ActionOf<VolumeSnapshot, Volume>(
               u"create-volume"_s,
               {tr("Create volume…"), tr("Create volume “%1”"),
                tr("The volume “%1” is being created."), tr("The volume “%1” was created."),
                tr("The volume “%1” was not created."),
                tr("It is not known whether the volume “%1” was created.")})
        .summary(tr("Create a volume from a volume snapshot"))
        .icon(u"hard-drive"_s)
        .frequent()
        .single()
        .obstacle(volumeSnapshotUseObstacle)
        .reads(withQuotas({Kind::Volume, Kind::VolumeType}))
        .needs({u"size"_s})
        .named(entered)
        .asks(nameField(proposedName))
        .asks({.key = u"size"_s,
               .label = tr("Size"),
               .help = tr("Size of the volume in GiB. By default, that of the volume snapshot; 10 "
                          "for a volume from something else."),
               .type = Field::Type::Number,
               .required = true,
               .hint = tr("At least %1 GiB, as the volume snapshot"),
               .unit = u"GiB"_s,
               .preset = sizeOf,
               .least = sizeOf})
        .asks({.key = u"type"_s,
               .label = tr("Type"),
               .help = tr("Volume type, by name or ID. By default, that of the source, or the "
                          "choice of the cloud."),
               .type = Field::Type::Choice,
               .options =
                   [](const Situation &situation, const QString &id) {
                       const store::CloudStores &stores = situation.stores;
                       const auto snapshot = stores.volumeSnapshots.find(id);
                       const auto volume =
                           snapshot ? stores.volumes.find(snapshot->volumeId) : nullptr;
                       const QString original = volume ? volume->volumeType : QString();
                       std::vector<Field::Option> options{
                           {{},
                            original.isEmpty()
                                ? tr("Same as the original")
                                : tr("Same as the original: %1").arg(isolated(original))}};
                       for (const auto &type : stores.of<openstack::VolumeType>().rows()) {
                           if (type->name != original && !openstack::isPlaceholderType(type->name))
                               options.push_back({type->name, type->name});
                       }
                       return options;
                   }})
        .briefs(newVolumeBriefing)
        .completes([](const store::CloudStores &, const QString &, Values values) {
            return withoutSpaces(std::move(values));
        })
        .stage([](const ActionOperation &operation) {
            const int size = operation.values().value("size"_L1).toInt();
            Stage stage{tr("Copy the volume snapshot to the volume (%1 GiB)").arg(size)};
            stage.measure = u"create-volume"_s;
            stage.amount = size;
            return stage;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::CreateVolume{.name = operation.text("name"_L1),
                                           .snapshotId = operation.target().id,
                                           .sizeGiB = operation.values().value("size"_L1).toInt(),
                                           .volumeType = operation.text("type"_L1),
                                           .metadata = {{tagKey("operation"_L1), operation.id()}}};
        })
        .tracedIn([](const ActionOperation &operation) {
            return openstack::List<openstack::Volume>{
                .filters = {{u"name"_s, operation.text("name"_L1)}}};
        })
        .until(reaches<Volume>(usableVolumeStates()))
        .refreshes(withQuotas({Kind::Volume}))
        .command([](const QString &target, const Values &values) {
            QStringList words{u"openstack"_s,
                              u"volume"_s,
                              u"create"_s,
                              u"--snapshot"_s,
                              target,
                              u"--size"_s,
                              QString::number(values.value("size"_L1).toInt())};
            if (const QString type = values.value("type"_L1).toString(); !type.isEmpty())
                words << u"--type"_s << type;
            return words + lastWord(values.value("name"_L1).toString());
        });
}

Task<void> StorageActions::refreshReverted(ActionOperation *operation)
{
    const Subject snapshot = subjectFromJson(operation->values().value("snapshot"_L1).toObject());
    operation->context().stores.refreshRow(openstack::Kind::VolumeSnapshot, snapshot.id);
    operation->context().stores.refresh({Kind::Volume});
    co_return;
}

Briefing StorageActions::revertBriefing(const Situation &situation, const QString &id,
                                        const Values &)
{
    const auto snapshot = situation.stores.volumeSnapshots.find(id);
    if (!snapshot)
        return {};
    const auto volume = situation.stores.volumes.find(snapshot->volumeId);
    return {
        .notes = {{tr("The volume “%1” returns to its state of %2 (%3). Everything written to "
                      "it since then is lost and cannot be recovered.")
                       .arg(isolated(volume && !volume->name.isEmpty() ? volume->name
                                                                       : snapshot->volumeId),
                            timeText(snapshot->created), agoText(snapshot->created, situation.now)),
                   true},
                  {tr("To keep its current contents, cancel and create a volume from “%1” "
                      "instead.")
                       .arg(isolated(nameOrId(snapshot)))}}};
}

Action StorageActions::revertVolume()
{
    Action action =
        ActionOf<Volume>(u"revert-volume"_s,
                         {tr("Revert volume…"), tr("Revert volume “%1”"),
                          tr("The volume “%1” is being reverted."),
                          tr("The volume “%1” was reverted."),
                          tr("The volume “%1” was not reverted."),
                          tr("It is not known whether the volume “%1” was reverted.")})
            .summary(tr("Revert a volume to its latest snapshot"))
            .single()
            .dangerous()
            .targets([](const store::CloudStores &stores, const QString &id) {
                const auto snapshot = stores.volumeSnapshots.find(id);
                const QString volumeId = snapshot ? snapshot->volumeId : QString();
                const auto volume = stores.volumes.find(volumeId);
                return Subject{Kind::Volume, volumeId, volume ? volume->name : QString()};
            })
            .completes([](const store::CloudStores &stores, const QString &id, Values values) {
                const auto snapshot = stores.volumeSnapshots.find(id);
                if (snapshot && !values.contains("snapshot"_L1))
                    values.insert(u"snapshot"_s,
                                  toJson(Subject{Kind::VolumeSnapshot, id, nameOrId(snapshot)}));
                return values;
            })
            .obstacle(volumeSnapshotRevertObstacle)
            .reads({Kind::Volume, Kind::Server})
            .briefs(revertBriefing)
            .asks({.key = u"typed"_s,
                   .label = tr("Type “%1” to confirm"),
                   .type = Field::Type::Typed,
                   .preset =
                       [](const Situation &situation, const QString &id) {
                           const auto snapshot = situation.stores.volumeSnapshots.find(id);
                           const auto volume =
                               snapshot ? situation.stores.volumes.find(snapshot->volumeId)
                                        : nullptr;
                           return QJsonValue(volume ? nameOrId(volume) : QString());
                       }})
            .needs({u"snapshot"_s})
            .checks([](const Volume &volume) {
                return volume.status == "available"_L1
                           ? QString()
                           : tr("The volume is %1. Only an available volume can be reverted.")
                                 .arg(storageStateWord(volume.status));
            })
            .stage([](const ActionOperation &operation) {
                return Stage{
                    tr("Revert the volume to “%1”")
                        .arg(subjectFromJson(operation.values().value("snapshot"_L1).toObject())
                                 .name)};
            })
            .sends([](const ActionOperation &operation) {
                return openstack::RevertVolume{
                    operation.target().id,
                    subjectFromJson(operation.values().value("snapshot"_L1).toObject()).id};
            })
            .traced([](ActionOperation *operation) {
                // A revert that is over leaves nothing by which it could be told from none.
                Trace trace = traceByState(
                    operation->context(), openstack::Get<openstack::Volume>{operation->target().id},
                    [](const Volume &volume, const Facts &) {
                        return volume.status == "reverting"_L1
                                   ? std::optional(Facts{{u"accepted"_s, true}})
                                   : std::nullopt;
                    });
                trace.polls = detail::idlePolls;
                trace.absence = Trace::Absence::Nothing;
                return trace;
            })
            .until(reaches<Volume>(usableVolumeStates()))
            .fails([](const Volume &, const QString &) {
                return tr(
                    "The volume is in an error state. Its data may be neither the previous data "
                    "nor that of the volume snapshot. The volume snapshot itself is unchanged: "
                    "create a new volume from it.");
            })
            .after([](ActionOperation *operation, Outcome) { return refreshReverted(operation); })
            .terminal({u"volume"_s, u"revert"_s})
            .command([](const QString &, const Values &values) {
                // Older openstack clients do not have "volume revert".
                return QStringList{u"cinder"_s, u"--os-volume-api-version"_s, u"3.40"_s,
                                   u"revert-to-snapshot"_s,
                                   subjectFromJson(values.value("snapshot"_L1).toObject()).id};
            });
    action.kind = Kind::VolumeSnapshot; // it is offered there
    action.remedies = [](const Situation &situation, const QString &id) {
        const auto snapshot = situation.stores.volumeSnapshots.find(id);
        const auto volume = snapshot ? situation.stores.volumes.find(snapshot->volumeId) : nullptr;
        return volume ? waysToDetach(*volume) : Remedies();
    };
    return action;
}

Briefing StorageActions::keepUntilBriefing(const Situation &, const QString &, const Values &values)
{
    const bool none = values.value("keep_until"_L1).toString() == "none"_L1;
    return {.notes = {{none ? tr("You will not be reminded. Old snapshots use more space and take "
                                 "longer to delete.")
                            : tr("It is not deleted automatically. After this date it is listed "
                                 "under “Due for deletion” on the Overview."),
                       none}},
            .button = tr("Save")};
}

/// For rows of images, whose name and kind say whether it is a snapshot of an instance.
Subject setOrImage(const store::CloudStores &stores, const QString &id)
{
    const auto image = stores.images.find(id);
    const bool set = stores.snapshotSets.find(id) || !image;
    return {set ? Kind::SnapshotSet : Kind::Image, id, image ? image->name : QString()};
}

Action forKind(Kind kind, ActionOf<VolumeSnapshot> &&made)
{
    Action action = std::move(made);
    action.kind = kind;
    if (kind != Kind::VolumeSnapshot) {
        action.targetOf = setOrImage;
        action.reads = {Kind::Image, Kind::SnapshotSet, Kind::VolumeSnapshot};
        if (kind == Kind::SnapshotSet)
            action.also = {Kind::Image};
    } else {
        action.reads = {Kind::SnapshotSet, Kind::Volume};
    }
    return action;
}

Action StorageActions::keepUntil(const QString &key, Kind kind)
{
    return forKind(
        kind,
        ActionOf<VolumeSnapshot>(
            key, {tr("Keep until…"), tr("Change the keep-until date of “%1”"),
                  tr("The keep-until date of “%1” is being changed."),
                  tr("The keep-until date of “%1” was changed."),
                  tr("The keep-until date of “%1” was not changed."),
                  tr("It is not known whether the keep-until date of “%1” was changed.")})
            .summary(tr("Change how long snapshots are kept"))
            .icon(u"calendar-days"_s)
            .separated()
            .harmless()
            .many([](int count) { return tr("Keep %n snapshot(s) until", nullptr, count); },
                  [](int count) {
                      return tr("The keep-until date of %n snapshot(s) was changed.", nullptr,
                                count);
                  })
            .obstacle(kind == Kind::SnapshotSet ? keepUntilObstacle : volumeSnapshotKeepObstacle)
            .needs({u"keep_until"_s})
            .asks({.key = u"keep_until"_s,
                   .label = tr("Keep until"),
                   .help = tr("List the snapshots as due for deletion after this date."),
                   .type = Field::Type::Date,
                   .required = true,
                   .none = tr("No date"),
                   .preset =
                       [](const Situation &situation, const QString &id) {
                           return QJsonValue(keepUntilNow(situation.stores, id));
                       }})
            .briefs(keepUntilBriefing)
            .titled([](const Subject &subject, const Values &values) {
                const QString name = operations::nameOrId(subject.name, subject.id);
                const QString date = values.value("keep_until"_L1).toString();
                return date.isEmpty()      ? tr("Change the keep-until date of “%1”").arg(name)
                       : date == "none"_L1 ? tr("Keep “%1” without a date").arg(name)
                                           //: Title of an operation. %1: a name; %2: a date
                                           : tr("Keep “%1” until %2").arg(name, date);
            })
            .completes(keepUntilParts)
            .undo(
                [key](const store::CloudStores &stores, const Subject &target,
                      const Values &values) { return undoKeepUntil(key, stores, target, values); })
            .performs(writeKeepUntil)
            .terminal(kind == Kind::SnapshotSet ? QStringList{u"snapshot"_s, u"set"_s}
                                                : QStringList{u"volume"_s, u"snapshot"_s, u"set"_s})
            .command(keepUntilCommand));
}

Action StorageActions::launch(Kind kind)
{
    ActionOf<VolumeSnapshot> made(
        LaunchInstance::kindName,
        {tr("Launch instance…"), tr("Launch “%1”"), tr("The instance “%1” is being launched."),
         tr("The instance “%1” is running."), tr("The instance “%1” was not launched."),
         tr("It is not known whether the instance “%1” was launched.")});
    Action action = forKind(
        kind, std::move(made)
                  .icon(u"server"_s)
                  .frequent(kind == Kind::Image)
                  .single()
                  .form(Action::Form::Launch)
                  .named(entered)
                  .says([](const JournalEntry &entry) {
                      return entry.outcome == Outcome::Failed && !entry.resultId.isEmpty()
                                 ? tr("The instance “%1” was created but did not start.")
                                       .arg(isolated(entry.intent.value("name"_L1).toString()))
                                 : QString();
                  })
                  .obstacle(kind == Kind::Image    ? launchObstacle
                            : kind == Kind::Volume ? volumeLaunchObstacle
                                                   : volumeSnapshotLaunchObstacle));
    if (kind == Kind::Volume) {
        action.reads = {};
        action.remedies = [](const Situation &situation, const QString &id) {
            const auto volume = situation.stores.volumes.find(id);
            return volume ? waysToDetach(*volume) : Remedies();
        };
        action.targetOf = [](const store::CloudStores &stores, const QString &id) {
            const auto volume = stores.volumes.find(id);
            return Subject{Kind::Volume, id, volume ? nameOrId(volume) : id};
        };
    }
    if (kind == Kind::Flavor) {
        action.reads = {};
        action.primary = true;
        action.obstacle = [](const Situation &situation, const QString &) {
            return readerObstacle(situation.roles);
        };
        action.targetOf = [](const store::CloudStores &stores, const QString &id) {
            const auto flavor = stores.flavors.find(id);
            return Subject{Kind::Flavor, id, flavor ? flavor->name : id};
        };
    }
    return action;
}

/// From what is chosen in the form: the main action of the list of instances.
Action StorageActions::launchAnything()
{
    Action action = launch(Kind::Image);
    action.kind = Kind::Server;
    action.also.clear();
    action.reads = {};
    action.icon = u"plus"_s;
    action.primary = true;
    action.newSubject = [](const Values &) {
        return Subject{Kind::Image, {}, {}};
    };
    action.obstacle = [](const Situation &situation, const QString &) {
        return readerObstacle(situation.roles);
    };
    return action;
}

Action StorageActions::remove(Kind kind)
{
    return forKind(
        kind,
        ActionOf<VolumeSnapshot>(removalKind(kind),
                                 {tr("Delete…"), tr("Delete “%1”"), tr("“%1” is being deleted."),
                                  tr("“%1” was deleted."), tr("“%1” was not completely deleted."),
                                  tr("It is not known whether “%1” was deleted.")})
            .icon(u"trash-2"_s)
            .frequent()
            .shortcut(u"Del"_s)
            .form(Action::Form::Removal)
            .obstacle(kind == Kind::SnapshotSet ? removalObstacle : volumeSnapshotRemovalObstacle));
}

} // namespace

void addStorageActions(std::vector<Action> &actions)
{
    actions.push_back(StorageActions::createVolumeSnapshot());
    actions.push_back(StorageActions::launch(Kind::Image));
    addRestoreActions(actions);
    addRollbackActions(actions);
    actions.push_back(StorageActions::keepUntil(u"change-keep-until"_s, Kind::SnapshotSet));
    actions.push_back(StorageActions::remove(Kind::SnapshotSet));
    actions.push_back(StorageActions::createVolume());
    actions.push_back(StorageActions::launch(Kind::VolumeSnapshot));
    actions.push_back(StorageActions::launch(Kind::Volume));
    actions.push_back(StorageActions::launch(Kind::Flavor));
    actions.push_back(StorageActions::launchAnything());
    actions.push_back(StorageActions::revertVolume());
    addBackupActions(actions);
    actions.push_back(
        StorageActions::keepUntil(u"change-keep-until-of-volume-snapshot"_s, Kind::VolumeSnapshot));
    actions.push_back(StorageActions::remove(Kind::VolumeSnapshot));
}

} // namespace oriel::operations
