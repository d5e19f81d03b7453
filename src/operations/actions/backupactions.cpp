#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/availability.h"
#include "operations/actions/backuprestore.h"
#include "operations/actions/backuptest.h"
#include "operations/actions/flavoroptions.h"
#include "operations/actions/snapshotobstacles.h"
#include "operations/actions/volumequota.h"
#include "operations/actions/zones.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "openstack/network/network.h"
#include "openstack/network/securitygroup.h"
#include "operations/backupchains.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Backup;
using openstack::Kind;
using openstack::Volume;
using openstack::VolumeSnapshot;

const QString full = u"no-incremental"_s;   // NOLINT(cert-err58-cpp)
const QString increment = u"incremental"_s; // NOLINT(cert-err58-cpp)

/// Creating, describing and restoring backups. DeletionActions deletes them.
class BackupActions
{
    Q_DECLARE_TR_FUNCTIONS(BackupActions)

public:
    static Action backUpSnapshot();
    static Action backUpVolume();
    static Action describe();
    static Action restore();
    static Action overwrite();
    static Action test();

private:
    /// What is backed up: a volume, or one of its snapshots.
    struct Source
    {
        QString volumeId;
        QString snapshotId{};
        int sizeGiB = 0;

        static Source of(const store::CloudStores &stores, Kind kind, const QString &id);
    };

    template <typename T>
    static ActionOf<T, Backup> backUp(const QString &key, const QString &summary);
    static Field nameField(std::function<QString(const Situation &, const QString &)> preset);
    static Field ofEach(Field field);
    static Field kindField(Kind kind);
    static Field descriptionField();
    static Field forceField(Kind kind);
    static Briefing briefing(Kind kind, const Situation &situation, const QString &id,
                             const Values &values);
    static void addCautions(Briefing &briefing, const Situation &situation, bool ofSnapshot);
    static Briefing::Note inUseNote(const store::CloudStores &stores, const Volume &volume);
    static QString proposedBackupName(const Situation &situation, const QString &volumeId);
    static Values withSource(const store::CloudStores &stores, Kind kind, const QString &id,
                             Values values);
    static QStringList backUpCommand(const QStringList &source, const QString &volume,
                                     const Values &values);
    static Task<void> refreshSource(ActionOperation *operation, Outcome outcome);

    static QString usable(const Backup &backup);
    static QString proposedVolumeName(const Situation &situation, const QString &id);
    static int sizeOf(const Situation &situation, const QString &id);
    static std::vector<Field::Option> types(const Situation &situation, const QString &id);
    static std::vector<Field::Option> zones(const Situation &situation, const QString &id);
    static QString zoneOf(const Situation &situation, const QString &id);
    static Briefing restoreBriefing(const Situation &situation, const QString &id,
                                    const Values &values);
    static Task<Ending> restoreToNew(ActionOperation *operation);
    static NewVolume wantedVolume(const ActionOperation &operation);

    static QString volumeProblem(const Volume &volume, const Backup &backup,
                                 const Situation &situation);
    static std::vector<Field::Option> targets(const Situation &situation, const QString &id);
    static QString typedName(const store::CloudStores &stores, const QString &volumeId);
    static Briefing overwriteBriefing(const Situation &situation, const QString &id,
                                      const Values &values);
    static Task<Ending> overwriteVolume(ActionOperation *operation);

    /// The instance that the original volume is attached to; null: none is known.
    static store::Row<openstack::Server> originalOf(const Situation &situation, const QString &id);
    static std::vector<Field> testFields();
    static Briefing testBriefing(const Situation &situation, const QString &id,
                                 const Values &values);
    static Values withVolume(const store::CloudStores &stores, const QString &id, Values values);
};

BackupActions::Source BackupActions::Source::of(const store::CloudStores &stores, Kind kind,
                                                const QString &id)
{
    if (kind == Kind::Volume) {
        const auto volume = stores.volumes.find(id);
        return {.volumeId = id, .sizeGiB = volume ? volume->sizeGiB : 0};
    }
    const auto snapshot = stores.volumeSnapshots.find(id);
    return {snapshot ? snapshot->volumeId : QString(), id, snapshot ? snapshot->sizeGiB : 0};
}

Field BackupActions::nameField(std::function<QString(const Situation &, const QString &)> preset)
{
    return {.key = u"name"_s,
            .label = tr("Name"),
            .help = tr("Name of the backup."),
            .required = true,
            .preset =
                [preset = std::move(preset)](const Situation &situation, const QString &id) {
                    return QJsonValue(preset(situation, id));
                },
            .problem =
                [](const Situation &, const QString &, const Values &values) {
                    const QString name = values.value("name"_L1).toString().trimmed();
                    return operations::describe(storageNameFault(name), name);
                }};
}

/// Of several, each has its own.
Field BackupActions::ofEach(Field field)
{
    field.ofEach = true;
    return field;
}

Field BackupActions::kindField(Kind kind)
{
    return {
        .key = u"kind"_s,
        .label = tr("Kind"),
        .help = tr("Kind of the backup: incremental or no-incremental, like the options with these "
                   "names."),
        .type = Field::Type::Choice,
        .options =
            [kind](const Situation &situation, const QString &id) {
                const Source source = Source::of(situation.stores, kind, id);
                const auto base = baseFor(source.volumeId, source.snapshotId, situation.stores);
                const bool can =
                    base && incrementObstacle(source.volumeId, source.snapshotId, situation.stores)
                                .isEmpty();
                //: A kind of backup.
                const QString latest = tr("Incremental: what changed since the latest backup");
                return std::vector<Field::Option>{
                    //: A kind of backup.
                    {.value = full, .label = tr("Full: all data")},
                    {.value = increment,
                     //: A kind of backup. %1: a name; %2: how long ago, "3 days ago"
                     .label = can ? tr("Incremental: what changed since “%1” (%2)")
                                        .arg(nameOrId(base->name, base->id),
                                             agoText(base->created, situation.now))
                                  : latest,
                     .ofMany = latest}};
            },
        .looksUp = true,
        .flags = {increment, full},
        .flagHelp = {tr("Back up only what has changed since the latest backup."),
                     tr("Back up all data (the default).")},
        .preset = [](const Situation &, const QString &) { return QJsonValue(full); },
        .problem =
            [kind](const Situation &situation, const QString &id, const Values &values) {
                const Source source = Source::of(situation.stores, kind, id);
                return values.value("kind"_L1).toString() == increment
                           ? incrementObstacle(source.volumeId, source.snapshotId, situation.stores)
                           : QString();
            }};
}

Field BackupActions::descriptionField()
{
    return {.key = u"description"_s,
            .label = tr("Description"),
            .help = tr("Description of the backup, for example “before the upgrade”. By default, a "
                       "new one has none."),
            .hint = tr("Optional, e.g. before the upgrade"),
            .problem = [](const Situation &, const QString &, const Values &values) {
                const auto length = characters(values.value("description"_L1).toString().trimmed());
                return length <= longestName
                           ? QString()
                           : tr("The description has %1 characters; at most %2 are allowed.")
                                 .arg(QString::number(length), QString::number(longestName));
            }};
}

/// Of a volume that is in use; otherwise there is nothing to choose.
Field BackupActions::forceField(Kind kind)
{
    const auto isInUse = [kind](const Situation &situation, const QString &id) {
        const auto volume = situation.stores.volumes.find(id);
        return kind == Kind::Volume && volume && volume->status == "in-use"_L1;
    };
    return {.key = u"force"_s,
            .label = tr("Back it up while it is in use"),
            .help = tr(
                "Back the volume up while an instance uses it. This is the default if one does."),
            .type = Field::Type::Flag,
            .options =
                [isInUse](const Situation &situation, const QString &id) {
                    // A single option is not shown.
                    return std::vector<Field::Option>(isInUse(situation, id) ? 0 : 1);
                },
            .preset = [isInUse](const Situation &situation,
                                const QString &id) { return QJsonValue(isInUse(situation, id)); },
            .problem =
                [isInUse](const Situation &situation, const QString &id, const Values &values) {
                    return isInUse(situation, id) && !values.value("force"_L1).toBool()
                               ? tr("The volume is in use. Detach it first, or choose to back it "
                                    "up while it is in use.")
                               : QString();
                }};
}

QString BackupActions::proposedBackupName(const Situation &situation, const QString &volumeId)
{
    const auto volume = situation.stores.volumes.find(volumeId);
    const QString suffix = u' ' + situation.now.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
    return firstCharacters(volume ? nameOrId(volume->name, volumeId) : volumeId,
                           longestName - suffix.size()) +
           suffix;
}

Briefing::Note BackupActions::inUseNote(const store::CloudStores &stores, const Volume &volume)
{
    for (const openstack::VolumeUse &use : volume.attachments) {
        const auto server = stores.servers.find(use.serverId);
        if (server && server->status != "SHUTOFF"_L1)
            return {
                tr("“%1” is running and writes to it. The backup has what is on the disk at "
                   "one moment, as after a power failure: what the guest still keeps in memory is "
                   "missing. If that matters, shut off the instance first.")
                    .arg(isolated(server->name)),
                true, u"stop-server"_s, server->id};
    }
    return {tr("No running instance writes to it, so the backup is consistent.")};
}

void BackupActions::addCautions(Briefing &briefing, const Situation &situation, bool ofSnapshot)
{
    const auto &backups = situation.stores.of<Backup>();
    // Only administrators can ask whether a backup service is running. Earlier backups show it to
    // all users.
    const bool proven = std::ranges::any_of(backups.rows(), [](const auto &backup) {
        return backup->status == "available"_L1 || backup->status == "restoring"_L1;
    });
    const bool refuted = !proven && std::ranges::any_of(backups.rows(), [](const auto &backup) {
        return backup->failReason.contains("Service not found"_L1);
    });
    if (refuted) {
        briefing.notes = {
            {ofSnapshot
                 ? tr("No backup service is running in this cloud: an earlier backup failed "
                      "for that reason. If you try again, the volume snapshot may keep the "
                      "status “Backing up”, which only an administrator can change.")
                 : tr("No backup service is running in this cloud: an earlier backup failed for "
                      "that reason."),
             true}};
        briefing.button = tr("Try anyway");
        briefing.dangerous = true;
    } else if (!proven && (backups.state().loaded || backups.state().error)) {
        briefing.notes.push_back(
            {ofSnapshot
                 ? tr("There is no earlier backup that shows that this cloud has a backup service. "
                      "If it has none, the backup fails and the volume snapshot may keep the "
                      "status “Backing up”, which only an administrator can change. If you are not "
                      "sure, ask your administrator first.")
                 : tr("There is no earlier backup that shows that this cloud has a backup service. "
                      "If it has none, the backup fails, and the volume stays as it is."),
             true});
    }
}

Briefing BackupActions::briefing(Kind kind, const Situation &situation, const QString &id,
                                 const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const Source source = Source::of(stores, kind, id);
    const auto volume = stores.volumes.find(source.volumeId);
    const auto snapshot = stores.volumeSnapshots.find(source.snapshotId);
    const bool small = values.value("kind"_L1).toString() == increment;
    const QString gib = QString::number(source.sizeGiB);
    Briefing briefing;
    if (snapshot)
        briefing.about =
            volume && !volume->name.isEmpty()
                ? tr("From the volume snapshot “%1” of “%2”")
                      .arg(isolated(nameOrId(snapshot->name, id)), isolated(volume->name))
                : tr("From the volume snapshot “%1”").arg(isolated(nameOrId(snapshot->name, id)));
    else if (volume)
        briefing.about =
            tr("Of the volume “%1” (%2 GiB)").arg(isolated(nameOrId(volume->name, id)), gib);
    if (small)
        briefing.notes = {{tr("Only what has changed is copied. To restore it, the cloud needs all "
                              "backups that it builds on: they cannot be deleted before it.")}};
    else if (snapshot)
        briefing.notes = {
            {tr("The snapshot's %1 GiB are copied to the backup store, which is separate from the "
                "storage of the volumes. This can take a long time. You can use the volume in the "
                "meantime.")
                 .arg(gib)}};
    else
        briefing.notes = {
            {tr("The volume's %1 GiB are copied to the backup store, which is separate from the "
                "storage of the volumes. This can take a long time. Until it is finished, the "
                "volume cannot be attached, detached or deleted.")
                 .arg(gib)}};
    if (!snapshot && volume && volume->status == "in-use"_L1) {
        briefing.notes.push_back(inUseNote(stores, *volume));
        briefing.remedies = waysToDetach(*volume);
    }
    addCautions(briefing, situation, kind == Kind::VolumeSnapshot);
    if (const auto &limits = stores.blockStorageLimits.value())
        // Cinder counts the size of the volume, also for an increment.
        briefing.uses = {{tr("Backups"), limits->backups, 1},
                         {tr("Backup storage"), limits->backupGigabytes,
                          volume ? volume->sizeGiB : source.sizeGiB, u"GiB"_s}};
    return briefing;
}

Values BackupActions::withSource(const store::CloudStores &stores, Kind kind, const QString &id,
                                 Values values)
{
    if (values.contains("name"_L1))
        values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
    const Source source = Source::of(stores, kind, id);
    if (!source.volumeId.isEmpty() && !values.contains("volume"_L1))
        values.insert(u"volume"_s, source.volumeId);
    if (source.sizeGiB > 0 && !values.contains("gib"_L1))
        values.insert(u"gib"_s, source.sizeGiB);
    return values;
}

QStringList BackupActions::backUpCommand(const QStringList &source, const QString &volume,
                                         const Values &values)
{
    QStringList words{u"openstack"_s, u"volume"_s, u"backup"_s, u"create"_s};
    words += source;
    if (values.value("kind"_L1).toString() == increment)
        words << u"--incremental"_s;
    if (const QString text = values.value("description"_L1).toString(); !text.isEmpty())
        words << u"--description"_s << text;
    return words << u"--name=%1"_s.arg(values.value("name"_L1).toString()) << volume;
}

template <typename T>
ActionOf<T, Backup> BackupActions::backUp(const QString &key, const QString &summary)
{
    constexpr Kind kind = RowTraits<T>::kind;
    const auto briefs = [](const Situation &situation, const QString &id, const Values &values) {
        return briefing(kind, situation, id, values);
    };
    const auto completes = [](const store::CloudStores &stores, const QString &id, Values values) {
        return withSource(stores, kind, id, std::move(values));
    };
    return std::move(
        ActionOf<T, Backup>(key,
                            {tr("Back up…"), tr("Back up “%1”"), tr("“%1” is being backed up."),
                             tr("“%1” was backed up."), tr("“%1” was not backed up."),
                             tr("It is not known whether “%1” was backed up.")})
            .summary(summary)
            .icon(u"archive"_s)
            .briefs(briefs)
            .needs({u"volume"_s})
            .completes(completes)
            .stage([](const ActionOperation &operation) {
                //: Stage of an operation.
                Stage stage{tr("Copy the data to the backup store")};
                stage.measure = operation.text("kind"_L1) == increment ? u"create-increment"_s
                                                                       : u"create-backup"_s;
                stage.amount = operation.values().value("gib"_L1).toInt();
                return stage;
            })
            .sends([](const ActionOperation &operation) {
                const bool ofSnapshot = operation.target().kind == Kind::VolumeSnapshot;
                QMap<QString, QString> tags{{tagKey("operation"_L1), operation.id()}};
                if (const QString schedule = operation.text("schedule"_L1); !schedule.isEmpty())
                    tags.insert(tagKey("schedule"_L1), schedule);
                return openstack::CreateBackup{
                    .volumeId = operation.text("volume"_L1),
                    .snapshotId = ofSnapshot ? operation.target().id : QString(),
                    .name = operation.text("name"_L1),
                    .metadata = tags,
                    .description = operation.text("description"_L1).trimmed(),
                    .incremental = operation.text("kind"_L1) == increment,
                    // Older services need it for a snapshot of a volume in use, too.
                    .force = ofSnapshot || operation.values().value("force"_L1).toBool()};
            })
            .tracedIn([](const ActionOperation &operation) {
                openstack::List<Backup> list;
                list.filters.insert(u"volume_id"_s, operation.text("volume"_L1));
                return list;
            })
            .until([](const Backup &backup, const Values &) {
                return backup.status.startsWith("error"_L1) ? Progress::Failed
                       : backup.status == "available"_L1    ? Progress::Done
                                                            : Progress::InProgress;
            })
            .after(refreshSource));
}

Task<void> BackupActions::refreshSource(ActionOperation *operation, Outcome outcome)
{
    operation->context().stores.refresh({Kind::BlockStorageLimits, Kind::Backup});
    if (operation->target().kind == Kind::Volume) {
        operation->context().stores.refreshRow(Kind::Volume, operation->target().id);
        co_return;
    }
    auto fetching = operation->fetch(openstack::Get<VolumeSnapshot>{operation->target().id});
    const Result<VolumeSnapshot> row = co_await std::move(fetching);
    // After a failure, Cinder restores the volume's status but not the snapshot's (observed).
    if (outcome != Outcome::Succeeded && row.ok() && row->status == "backing-up"_L1)
        operation->addNote(tr("The volume snapshot still has the status “Backing up”. It cannot be "
                              "used until an administrator resets its state."));
}

Action BackupActions::backUpSnapshot()
{
    return backUp<VolumeSnapshot>(u"create-backup"_s, tr("Back up a volume snapshot"))
        .obstacle(volumeSnapshotBackupObstacle)
        .reads({Kind::Backup, Kind::Volume, Kind::BlockStorageLimits})
        .asks(ofEach(nameField([](const Situation &situation, const QString &id) {
            const auto snapshot = situation.stores.volumeSnapshots.find(id);
            return snapshot ? nameOrId(snapshot->name, id) : id;
        })))
        .asks({kindField(Kind::VolumeSnapshot), descriptionField(),
               ofEach(forceField(Kind::VolumeSnapshot))})
        .command([](const QString &target, const Values &values) {
            return backUpCommand({u"--snapshot"_s, target}, values.value("volume"_L1).toString(),
                                 values);
        });
}

Action BackupActions::backUpVolume()
{
    return backUp<Volume>(u"back-up-volume"_s, tr("Back up a volume"))
        .possible([](const Volume &volume, const Situation &situation) {
            return volume.status == "available"_L1 || volume.status == "in-use"_L1
                       ? backupQuotaObstacle(situation)
                       : tr("You can back up a volume that is available or in use. This one is %1.")
                             .arg(storageStateWord(volume.status));
        })
        .reads({Kind::Backup, Kind::Server, Kind::BlockStorageLimits})
        .asks(ofEach(nameField(proposedBackupName)))
        .asks({kindField(Kind::Volume), descriptionField(), ofEach(forceField(Kind::Volume))})
        .command([](const QString &target, const Values &values) {
            // Not in the grammar of orielctl, where it is an option.
            const bool forced = values.contains("volume"_L1) && values.value("force"_L1).toBool() &&
                                values.value("volume"_L1).toString() != "-"_L1;
            return backUpCommand(forced ? QStringList{u"--force"_s} : QStringList(), target,
                                 values);
        });
}

Action BackupActions::describe()
{
    const auto valueOf = [](QString Backup::*member) {
        return [member](const Situation &situation, const QString &id) {
            const auto backup = situation.stores.of<Backup>().find(id);
            return QJsonValue(backup ? (*backup).*member : QString());
        };
    };
    Field name = nameField({});
    name.preset = valueOf(&Backup::name);
    Field description = descriptionField();
    description.preset = valueOf(&Backup::description);
    return ActionOf<Backup>(u"describe-backup"_s,
                            {tr("Edit name and description…"), tr("Edit “%1”"),
                             tr("“%1” is being changed."), tr("“%1” was changed."),
                             tr("“%1” was not changed."),
                             tr("It is not known whether “%1” was changed.")})
        .summary(tr("Change the name and the description of a backup"))
        .single()
        .harmless()
        .possible([](const Backup &, const Situation &) { return QString(); })
        .asks({name, description})
        .completes([](const store::CloudStores &stores, const QString &id, Values values) {
            const auto backup = stores.of<Backup>().find(id);
            values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
            values.insert(u"description"_s, values.value("description"_L1).toString().trimmed());
            if (backup && !values.contains("was"_L1))
                values.insert(u"was"_s, QJsonObject{{u"name"_s, backup->name},
                                                    {u"description"_s, backup->description}});
            return values;
        })
        .sends([](const ActionOperation &operation) {
            return openstack::DescribeBackup{operation.target().id, operation.text("name"_L1),
                                             operation.text("description"_L1)};
        })
        .untilItIs([](const Backup &backup, const Values &values) {
            return backup.name == values.value("name"_L1).toString() &&
                   backup.description == values.value("description"_L1).toString();
        })
        .undoneBy(u"describe-backup"_s,
                  [](const Backup &, const Subject &, const Values &sent) {
                      const QJsonObject was = sent.value("was"_L1).toObject();
                      return was.isEmpty() ? std::nullopt : std::optional<Values>(was);
                  })
        .terminal({u"volume"_s, u"backup"_s, u"set"_s})
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s,
                               u"--os-volume-api-version"_s,
                               u"3.9"_s,
                               u"volume"_s,
                               u"backup"_s,
                               u"set"_s,
                               u"--name"_s,
                               values.value("name"_L1).toString(),
                               u"--description"_s,
                               values.value("description"_L1).toString(),
                               target};
        });
}

QString BackupActions::usable(const Backup &backup)
{
    return unavailable(Kind::Backup, backup.status);
}

QString BackupActions::proposedVolumeName(const Situation &situation, const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto backup = stores.of<Backup>().find(id);
    const auto volume = backup ? stores.volumes.find(backup->volumeId) : nullptr;
    QString base = volume ? volume->name : QString();
    if (base.isEmpty() && backup)
        base = backup->name;
    if (base.isEmpty())
        base = tr("Volume");
    return restoredName(
        base, [&stores](const QString &candidate) { return isVolumeNameTaken(stores, candidate); });
}

int BackupActions::sizeOf(const Situation &situation, const QString &id)
{
    const auto backup = situation.stores.of<Backup>().find(id);
    return backup ? std::max(backup->sizeGiB, 1) : 1;
}

/// Cinder does not look at the original: without a type, it is the cloud's default.
std::vector<Field::Option> BackupActions::types(const Situation &situation, const QString &id)
{
    const store::CloudStores &stores = situation.stores;
    const auto backup = stores.of<Backup>().find(id);
    const auto volume = backup ? stores.volumes.find(backup->volumeId) : nullptr;
    const QString original = volume ? volume->volumeType : QString();
    std::vector<Field::Option> options;
    if (!original.isEmpty())
        options.push_back({original, tr("Same as the original: %1").arg(isolated(original))});
    else
        options.push_back({{}, defaultTypeLabel(stores)});
    // The key of an encrypted volume fits its own type only.
    if (volume && volume->encrypted)
        return options;
    for (const auto &type : stores.of<openstack::VolumeType>().rows()) {
        if (type->name != original && !openstack::isPlaceholderType(type->name))
            options.push_back({type->name, type->name});
    }
    std::ranges::sort(options.begin() + 1, options.end(), {}, &Field::Option::label);
    return options;
}

QString BackupActions::zoneOf(const Situation &situation, const QString &id)
{
    const auto backup = situation.stores.of<Backup>().find(id);
    const auto volume = backup ? situation.stores.volumes.find(backup->volumeId) : nullptr;
    return volume ? volume->availabilityZone : QString();
}

std::vector<Field::Option> BackupActions::zones(const Situation &situation, const QString &id)
{
    const QString original = zoneOf(situation, id);
    return zoneOptions<openstack::VolumeZone>(
        situation.stores,
        original.isEmpty()
            ? Field::Option{.value = {}, .label = tr("The cloud's choice")}
            : Field::Option{.value = original,
                            .label = tr("Same as the original: %1").arg(isolated(original)),
                            .name = original});
}

Briefing BackupActions::restoreBriefing(const Situation &situation, const QString &id,
                                        const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto backup = stores.of<Backup>().find(id);
    if (!backup)
        return {};
    const auto volume = stores.volumes.find(backup->volumeId);
    Briefing briefing{
        .about = volume && !volume->name.isEmpty()
                     ? tr("From the backup “%1” of “%2”")
                           .arg(isolated(nameOrId(backup->name, id)), isolated(volume->name))
                     : tr("From the backup “%1”").arg(isolated(nameOrId(backup->name, id)))};
    const auto chain = chainOf(*backup, stores.of<Backup>().rows());
    if (chain.size() > 1)
        briefing.notes.push_back({tr("%n backup(s) are read, from the full one to this increment.",
                                     nullptr, static_cast<int>(chain.size()))});
    briefing.notes.push_back({tr("The volume gets the data, the metadata and the name of the image "
                                 "that the original had. All other volumes stay as they are.")});
    if (!volume)
        briefing.notes.push_back({tr("The original volume no longer exists: its type and its zone "
                                     "are not known.")});
    briefing.uses = volumeUses(stores, {NewVolume{.source = {Kind::Backup, id, {}},
                                                  .name = {},
                                                  .sizeGiB = values.value("size"_L1).toInt(),
                                                  .type = values.value("type"_L1).toString()}});
    return briefing;
}

NewVolume BackupActions::wantedVolume(const ActionOperation &operation)
{
    return {operation.target(), operation.text("name"_L1),
            operation.values().value("size"_L1).toInt(), operation.text("type"_L1),
            operation.text("availability_zone"_L1)};
}

Task<Ending> BackupActions::restoreToNew(ActionOperation *operation)
{
    BackupRestore restore(*operation, wantedVolume(*operation));
    restore.showStages();
    auto requesting = restore.request();
    co_await std::move(requesting);
    if (!restore.isInTwoSteps())
        operation->setAccepted();
    operation->setResultId(restore.id());
    auto following = restore.follow();
    Ending ending = co_await std::move(following);
    operation->context().stores.refresh(withQuotas({Kind::Volume, Kind::Backup}));
    if (ending.outcome != Outcome::Succeeded)
        restore.nameLeftovers();
    co_return ending;
}

Action BackupActions::restore()
{
    return ActionOf<Backup, Volume>(
               u"restore-backup"_s,
               {tr("Restore to new volume…"), tr("Restore to the new volume “%1”"),
                tr("The volume “%1” is being restored."), tr("The volume “%1” was restored."),
                tr("The volume “%1” was not restored."),
                tr("It is not known whether the volume “%1” was restored.")})
        .summary(tr("Restore a backup to a new volume, or with --force over an existing one"))
        .icon(u"history"_s)
        .primary()
        .single()
        .possible([](const Backup &backup, const Situation &) { return usable(backup); })
        .reads(withTypedQuotas({Kind::Volume, Kind::VolumeType, Kind::VolumeZone}))
        .needs({u"size"_s})
        .named([](const Subject &, const Values &values) {
            return values.value("name"_L1).toString();
        })
        .asks(nameField(proposedVolumeName))
        .asks({.key = u"size"_s,
               .label = tr("Size"),
               .help = tr("Size of the new volume in GiB. By default, and at least, the size of "
                          "the backup."),
               .type = Field::Type::Number,
               .required = true,
               .hint = tr("At least %1 GiB, as the backup"),
               .unit = u"GiB"_s,
               .preset = [](const Situation &situation,
                            const QString &id) { return QJsonValue(sizeOf(situation, id)); },
               .least = sizeOf})
        .asks({.key = u"type"_s,
               .label = tr("Type"),
               .help = tr("Type of the new volume. By default, that of the original volume if it "
                          "is known, otherwise the choice of the cloud."),
               .type = Field::Type::Choice,
               .options = types,
               .looksUp = true,
               .preset =
                   [](const Situation &situation, const QString &id) {
                       return QJsonValue(types(situation, id).front().value);
                   }})
        .asks({.key = u"availability_zone"_s,
               .label = tr("Availability zone"),
               .help = tr("Availability zone of the new volume. By default, that of the original "
                          "volume if it is known, otherwise the choice of the cloud."),
               .type = Field::Type::Choice,
               .options = zones,
               .looksUp = true,
               .preset =
                   [](const Situation &situation, const QString &id) {
                       return QJsonValue(zoneOf(situation, id));
                   }})
        .briefs(restoreBriefing)
        .completes([](const store::CloudStores &, const QString &, Values values) {
            values.insert(u"name"_s, values.value("name"_L1).toString().trimmed());
            return values;
        })
        .performs(restoreToNew)
        .terminal({u"volume"_s, u"backup"_s, u"restore"_s, u"%1"_s, u"%name"_s})
        .command([](const QString &target, const Values &values) {
            return createFromBackupCommand(
                target, {.source = {},
                         .name = values.value("name"_L1).toString(),
                         .sizeGiB = values.value("size"_L1).toInt(),
                         .type = values.value("type"_L1).toString(),
                         .zone = values.value("availability_zone"_L1).toString()});
        });
}

QString BackupActions::volumeProblem(const Volume &volume, const Backup &backup,
                                     const Situation &situation)
{
    if (const QString why = notDetached(volume, situation.stores); !why.isEmpty())
        return why;
    if (volume.sizeGiB < backup.sizeGiB)
        return tr("The volume has %1 GiB, and the backup needs %2. Extend the volume, or restore "
                  "to a new one.")
            .arg(QString::number(volume.sizeGiB), QString::number(backup.sizeGiB));
    return commonObstacle(situation, volume.id);
}

std::vector<Field::Option> BackupActions::targets(const Situation &situation, const QString &id)
{
    const auto backup = situation.stores.of<Backup>().find(id);
    std::vector<Field::Option> options;
    for (const auto &volume : situation.stores.volumes.rows()) {
        if (!backup)
            break;
        options.push_back({.value = volume->id,
                           .label = nameOrId(volume->name, volume->id),
                           .name = volume->name,
                           .cells = {gibText(volume->sizeGiB), volume->availabilityZone,
                                     volume->id == backup->volumeId
                                         //: Column: whether the backup is of this volume.
                                         ? tr("Yes")
                                         : QString()},
                           .problem = volumeProblem(*volume, *backup, situation)});
    }
    std::ranges::sort(options, {}, [](const Field::Option &option) {
        return std::pair(!option.problem.isEmpty(), option.label);
    });
    return options;
}

/// Its name, unless another volume has the same one.
QString BackupActions::typedName(const store::CloudStores &stores, const QString &volumeId)
{
    const auto volume = stores.volumes.find(volumeId);
    if (!volume)
        return {};
    const auto same = std::ranges::count_if(
        stores.volumes.rows(), [&](const auto &row) { return row->name == volume->name; });
    return same == 1 && !volume->name.trimmed().isEmpty() ? volume->name : volumeId;
}

Briefing BackupActions::overwriteBriefing(const Situation &situation, const QString &id,
                                          const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto backup = stores.of<Backup>().find(id);
    const auto volume = stores.volumes.find(values.value("volume"_L1).toString());
    if (!backup)
        return {};
    if (!volume)
        return {.notes = {{tr("Everything on the volume that you choose is lost. To keep it, "
                              "restore to a new volume instead.")}},
                .problem = tr("Choose the volume that is overwritten.")};
    Briefing briefing{.remedies = waysToDetach(*volume)};
    if (volume->sizeGiB < backup->sizeGiB)
        briefing.remedies.push_back({.action = u"extend-volume"_s, .on = volume->id});
    briefing.notes.push_back(
        {tr("Everything on the volume “%1” (%2 GiB, created %3) is lost and cannot be recovered. "
            "It is replaced by the data of %4.")
             .arg(isolated(nameOrId(volume->name, volume->id)), QString::number(volume->sizeGiB),
                  timeText(volume->created),
                  timeText(backup->dataTime.isValid() ? backup->dataTime : backup->created)),
         true});
    // cinder/backup/driver.py: BackupMetadataAPI.put()
    briefing.notes.push_back({tr("The metadata and image properties of the volume are replaced by "
                                 "those in the backup.")});
    if (!replacementOf(*volume).isEmpty())
        briefing.notes.push_back({tr("A rollback has kept this volume. After the restore, the "
                                     "rollback can no longer be undone."),
                                  true});
    if (volume->id != backup->volumeId)
        briefing.notes.push_back({tr("The backup is of another volume, not of this one."), true});
    const auto snapshots = static_cast<int>(
        std::ranges::count_if(stores.volumeSnapshots.rows(), [&](const auto &snapshot) {
            return snapshot->volumeId == volume->id;
        }));
    if (snapshots > 0)
        briefing.notes.push_back({tr("Its %n volume snapshot(s) stay.", nullptr, snapshots)});
    return briefing;
}

Task<Ending> BackupActions::overwriteVolume(ActionOperation *operation)
{
    const QString id = operation->text("volume"_L1);
    operation->setStages(
        {Stage{tr("Send the request")},
         Stage{tr("Overwrite the volume “%1”").arg(operation->text("volume_name"_L1))}});
    operation->begin(0);
    operation->setResultId(id); // so that nothing else is done to it
    if (!operation->hasBegunEarlier()) {
        auto fetching = operation->fetch(openstack::Get<Volume>{id});
        const Result<Volume> row = co_await std::move(fetching);
        if (!row.ok())
            co_return Ending{Outcome::Failed, row.error()};
        // It is another volume if it was renamed after its name was typed.
        const bool same = row->name == operation->text("volume_name"_L1);
        if (!same || row->status != "available"_L1)
            co_return Ending{
                Outcome::Failed,
                failureOf(net::Service::BlockStorage, ErrorKind::Conflict,
                          same ? unavailable(Kind::Volume, row->status)
                               : tr("The volume is now called “%1”. Nothing was overwritten.")
                                     .arg(row->name),
                          operation->context().clock.now())};
    }
    Step step{.name = u"restore"_s,
              .send = operation->sending(openstack::RestoreBackup{operation->target().id, id}),
              .stage = 0};
    // A restore that is over leaves nothing by which it could be told from none.
    step.trace = traceByState(operation->context(), openstack::Get<Volume>{id},
                              [](const Volume &volume, const Facts &) {
                                  return volume.status.contains("restoring"_L1)
                                             ? std::optional(Facts{{u"accepted"_s, true}})
                                             : std::nullopt;
                              });
    step.trace.polls = detail::idlePolls;
    step.trace.absence = Trace::Absence::Nothing;
    auto restoring = operation->once(std::move(step));
    const StepResult restored = co_await std::move(restoring);
    if (!restored.ok())
        co_return restored.ending();
    operation->done(0);
    operation->begin(1);
    operation->setAccepted();
    auto following = untilRestored(operation, id, 1);
    Ending ending = co_await std::move(following);
    co_return ending;
}

Action BackupActions::overwrite()
{
    return ActionOf<Backup>(u"overwrite-volume"_s,
                            {tr("Restore over a volume…"), tr("Restore “%1” over a volume"),
                             tr("A volume is being overwritten with “%1”."),
                             tr("A volume was overwritten with “%1”."),
                             tr("No volume was overwritten with “%1”."),
                             tr("It is not known whether a volume was overwritten with “%1”.")})
        .summary(tr("Restore a backup over an existing volume"))
        .single()
        .dangerous()
        .possible([](const Backup &backup, const Situation &) { return usable(backup); })
        .reads({Kind::Volume, Kind::VolumeSnapshot})
        .needs({u"volume"_s})
        .asks({.key = u"volume"_s,
               .label = tr("Volume that is overwritten"),
               .type = Field::Type::Choice,
               .options = targets,
               .columns = {tr("Name"), tr("Size"), tr("Zone"),
                           //: Column: whether the backup is of this volume.
                           tr("Original")},
               .looksUp = true,
               .problem =
                   [](const Situation &situation, const QString &id, const Values &values) {
                       const auto backup = situation.stores.of<Backup>().find(id);
                       const auto volume =
                           situation.stores.volumes.find(values.value("volume"_L1).toString());
                       return volume && backup ? volumeProblem(*volume, *backup, situation)
                                               : tr("Choose the volume that is overwritten.");
                   }})
        .asks({.key = u"typed"_s,
               .label = tr("Type “%1” to confirm"),
               .type = Field::Type::Typed,
               .guards =
                   [](const Situation &situation, const QString &, const Values &values) {
                       return typedName(situation.stores, values.value("volume"_L1).toString());
                   }})
        .briefs(overwriteBriefing)
        .completes([](const store::CloudStores &stores, const QString &, Values values) {
            const auto volume = stores.volumes.find(values.value("volume"_L1).toString());
            if (volume && !values.contains("volume_name"_L1))
                values.insert(u"volume_name"_s, volume->name);
            return values;
        })
        .titled([](const Subject &subject, const Values &values) {
            const QString volume = values.value("volume_name"_L1).toString();
            const QString name = nameOrId(subject.name, subject.id);
            return volume.isEmpty() ? tr("Restore “%1” over a volume").arg(name)
                                    //: %1: a backup; %2: a volume
                                    : tr("Restore “%1” over “%2”").arg(name, volume);
        })
        .performs(overwriteVolume)
        .command([](const QString &target, const Values &values) {
            return QStringList{u"openstack"_s, u"volume"_s, u"backup"_s,
                               u"restore"_s,   target,      values.value("volume"_L1).toString(),
                               u"--force"_s};
        });
}

store::Row<openstack::Server> BackupActions::originalOf(const Situation &situation,
                                                        const QString &id)
{
    const auto backup = situation.stores.of<Backup>().find(id);
    const auto volume = backup ? situation.stores.volumes.find(backup->volumeId) : nullptr;
    return volume && !volume->attachments.empty()
               ? situation.stores.servers.find(volume->attachments.front().serverId)
               : nullptr;
}

std::vector<Field> BackupActions::testFields()
{
    const auto originalFlavor = [](const Situation &situation, const QString &id) {
        const auto server = originalOf(situation, id);
        if (!server)
            return QJsonValue(QJsonValue::Undefined);
        for (const auto &flavor : situation.stores.flavors.rows()) {
            if (flavor->id == server->flavor.id ||
                (!server->flavor.name.isEmpty() && flavor->name == server->flavor.name))
                return QJsonValue(flavor->id);
        }
        return QJsonValue(QJsonValue::Undefined);
    };
    const auto networks = [](const Situation &situation, const QString &) {
        std::vector<Field::Option> options;
        for (const auto &network : situation.stores.of<openstack::Network>().rows()) {
            if (!network->external)
                options.push_back({.value = network->id,
                                   .label = nameOrId(network->name, network->id),
                                   .name = network->name});
        }
        std::ranges::sort(options, {}, &Field::Option::label);
        options.insert(options.begin(),
                       {.value = u"none"_s, .label = tr("None: it reaches nothing")});
        return options;
    };
    const auto groups = [](const Situation &situation, const QString &) {
        std::vector<Field::Option> options;
        for (const auto &group : situation.stores.of<openstack::SecurityGroup>().rows())
            options.push_back({.value = group->id, .label = group->name, .name = group->name});
        std::ranges::sort(options, {}, &Field::Option::label);
        options.insert(options.begin(), {{}, tr("The default group")});
        return options;
    };
    const auto minutes = [](const Situation &, const QString &) {
        return 1;
    };
    return {
        {.key = u"flavor"_s,
         .label = tr("Flavor"),
         .help = tr("Name or ID of the flavor of the test instance. By default, that of the "
                    "original instance if it is known."),
         .type = Field::Type::Choice,
         .required = true,
         .options = [](const Situation &situation,
                       const QString &) { return flavorOptions(situation.stores, needsOfNew); },
         .looksUp = true,
         .preset = originalFlavor},
        {.key = u"network"_s,
         .label = tr("Network"),
         .help = tr("Name or ID of the network of the test instance, or none (the default)."),
         .type = Field::Type::Choice,
         .options = networks,
         .looksUp = true,
         .preset =
             [](const Situation &, const QString &) {
                 return QJsonValue(u"none"_s);
             }},
        {.key = u"group"_s,
         .label = tr("Security group"),
         .help = tr("With --network: name or ID of the security group of the test instance. By "
                    "default, the group “default”."),
         .type = Field::Type::Choice,
         .options = groups,
         .looksUp = true,
         .shown =
             [](const Values &values) {
                 return values.value("network"_L1).toString() != "none"_L1;
             }},
        {.key = u"minutes"_s,
         .label = tr("Wait at most"),
         .help = tr(
             "Number of minutes to wait for the test instance to start, 1 or more; by default 10."),
         .type = Field::Type::Number,
         .unit = tr("min"),
         .preset = [](const Situation &, const QString &) { return QJsonValue(10); },
         .least = minutes}};
}

Briefing BackupActions::testBriefing(const Situation &situation, const QString &id,
                                     const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const auto backup = stores.of<Backup>().find(id);
    if (!backup)
        return {};
    Briefing briefing;
    briefing.notes = {
        {tr("A volume is made from the backup and an instance from that volume, beside the "
            "original. When its console log says that it came up, or when the time is over, both "
            "are deleted. The original is not touched.")}};
    if (values.value("network"_L1).toString() != "none"_L1)
        briefing.notes.push_back({tr("The instance starts the same services as the original: jobs, "
                                     "mails, connections to databases. Without a network it "
                                     "reaches nothing."),
                                  true});
    const auto volume = stores.volumes.find(backup->volumeId);
    if (!volume)
        briefing.notes.push_back({tr("The original volume no longer exists, so it is not known "
                                     "whether an instance can boot from it.")});
    briefing.uses = volumeUses(stores, {NewVolume{.source = {Kind::Backup, backup->id, {}},
                                                  .name = {},
                                                  .sizeGiB = backup->sizeGiB}});
    if (const auto flavor = stores.flavors.find(values.value("flavor"_L1).toString()))
        std::ranges::copy(instanceUses(stores, needsOfNew(*flavor)),
                          std::back_inserter(briefing.uses));
    return briefing;
}

/// What both are called, and what the volume is like.
Values BackupActions::withVolume(const store::CloudStores &stores, const QString &id, Values values)
{
    const auto backup = stores.of<Backup>().find(id);
    if (!backup || values.contains("name"_L1))
        return values;
    const auto volume = stores.volumes.find(backup->volumeId);
    const QString base = volume && !volume->name.isEmpty() ? volume->name : backup->name;
    QString name = firstCharacters(base, longestName / 2) + u"-backup-test"_s;
    for (int number = 2; isVolumeNameTaken(stores, name); ++number)
        name = firstCharacters(base, longestName / 2) + u"-backup-test-%1"_s.arg(number);
    values.insert(u"name"_s, name);
    values.insert(u"size"_s, std::max(backup->sizeGiB, 1));
    if (volume) {
        values.insert(u"type"_s, volume->volumeType);
        values.insert(u"availability_zone"_s, volume->availabilityZone);
    }
    return values;
}

Action BackupActions::test()
{
    return ActionOf<Backup>(u"test-backup"_s,
                            {tr("Test…"), tr("Test “%1”"), tr("“%1” is being tested."),
                             tr("“%1” was tested: an instance from it came up."),
                             tr("“%1” failed the test."),
                             tr("The test of “%1” has no clear result.")})
        .summary(tr("Test a backup: launch an instance from it, see whether it comes up, and "
                    "delete it"))
        .icon(u"play"_s)
        .single()
        .possible([](const Backup &backup, const Situation &situation) {
            const auto volume = situation.stores.volumes.find(backup.volumeId);
            return volume && !volume->bootable
                       ? tr("The volume is not bootable: no instance can start from its backup. "
                            "Restore it to a new volume and look at its data instead.")
                       : usable(backup);
        })
        .reads(withTypedQuotas({Kind::Volume, Kind::Server, Kind::Flavor, Kind::Network,
                                Kind::SecurityGroup, Kind::ComputeLimits}))
        .needs({u"name"_s, u"flavor"_s})
        .asks(testFields())
        .briefs(testBriefing)
        .completes(withVolume)
        .performs(testBackup)
        .terminal({u"volume"_s, u"backup"_s, u"test"_s})
        .command([](const QString &target, const Values &values) {
            const QString name = values.value("name"_L1).toString();
            const QString network = values.value("network"_L1).toString();
            QStringList server{u"openstack"_s,
                               u"server"_s,
                               u"create"_s,
                               u"--volume"_s,
                               name,
                               u"--flavor"_s,
                               values.value("flavor"_L1).toString()};
            if (network == "none"_L1 || network.isEmpty())
                server << u"--no-network"_s;
            else
                server << u"--network"_s << network;
            if (const QString group = values.value("group"_L1).toString(); !group.isEmpty())
                server << u"--security-group"_s << group;
            const QStringList volume = createFromBackupCommand(
                target, {.source = {}, .name = name, .sizeGiB = values.value("size"_L1).toInt()});
            const QStringList log{u"openstack"_s, u"console"_s, u"log"_s, u"show"_s, name};
            return volume + QStringList{QString()} + server + QStringList{u"--wait"_s, name} +
                   QStringList{QString()} + log;
        });
}

} // namespace

void addBackupActions(std::vector<Action> &actions)
{
    actions.push_back(BackupActions::backUpVolume());
    actions.push_back(BackupActions::backUpSnapshot());
    actions.push_back(BackupActions::restore());
    actions.push_back(BackupActions::overwrite());
    actions.push_back(BackupActions::test());
    actions.push_back(BackupActions::describe());
}

} // namespace oriel::operations
