#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/backuprestore.h"
#include "operations/actions/volumequota.h"
#include "operations/actions/zones.h"
#include "operations/launch/newvolumes.h"

#include "base/visible.h"
#include "openstack/blockstorage/backup.h"
#include "operations/names.h"
#include "operations/snapshottags.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Backup;
using openstack::Image;
using openstack::Volume;
using openstack::VolumeSnapshot;

/// A volume with or without contents: the main action of the list of volumes.
class NewVolumeActions
{
    Q_DECLARE_TR_FUNCTIONS(NewVolumeActions)

public:
    static Action create();

private:
    static std::vector<Field::Option> contents(const Situation &situation, const QString &);
    static std::vector<Field::Option> types(const Situation &situation, const QString &);
    /// Why nothing can be created from backups.
    static QString backupProblem(const store::CloudStores &stores);
    static QString contentsProblem(const Situation &situation, const QString &,
                                   const Values &values);
    static QString typeProblem(const Situation &situation, const QString &, const Values &values);
    static QString sizeProblem(const Situation &situation, const QString &, const Values &values);
    static Briefing briefing(const Situation &situation, const QString &, const Values &values);
    static std::vector<Briefing::Note> zoneNotes(const store::CloudStores &stores,
                                                 const Values &values);
    static Values completed(const store::CloudStores &stores, const QString &, Values values);
    static openstack::CreateVolume request(const ActionOperation &operation);
    static Trace trace(ActionOperation *operation);
    static QStringList command(const QString &target, const Values &values);
};

/// What a volume is filled with, in the values: "image:ID", "volume:ID", "snapshot:ID",
/// "backup:ID"; empty: nothing. In the terminal these are options of their own.
const QString contentsKey = u"contents"_s; // NOLINT(cert-err58-cpp)

/// Set by complete() for the command, which is then another one.
const QString fromBackupKey = u"from_backup"_s; // NOLINT(cert-err58-cpp)

QString sourceIn(const Values &values, const QString &kind)
{
    const QString contents = values.value(contentsKey).toString();
    if (contents.section(u':', 0, 0) == kind)
        return contents.section(u':', 1);
    return values.value(kind == "volume"_L1 ? u"source"_s : kind).toString();
}

/// What the volume is made of; of no kind of source: it will be empty.
Subject sourceOf(const Values &values)
{
    for (const auto &[word, kind] :
         {std::pair(u"image"_s, Kind::Image), std::pair(u"volume"_s, Kind::Volume),
          std::pair(u"snapshot"_s, Kind::VolumeSnapshot), std::pair(u"backup"_s, Kind::Backup)}) {
        if (const QString id = sourceIn(values, word); !id.isEmpty())
            return {kind, id, {}};
    }
    return {Kind::VolumeType, {}, {}};
}

store::Row<Backup> backupIn(const store::CloudStores &stores, const Values &values)
{
    return stores.of<Backup>().find(sourceIn(values, u"backup"_s));
}

/// The volume that it is a backup of; null: it is not a backup, or the volume is gone.
store::Row<Volume> originalIn(const store::CloudStores &stores, const Values &values)
{
    const auto backup = backupIn(stores, values);
    return backup ? stores.volumes.find(backup->volumeId) : nullptr;
}

qint64 gibOf(qint64 bytes)
{
    constexpr qint64 gib = qint64{1024} * 1024 * 1024;
    return (bytes + gib - 1) / gib;
}

std::vector<Field::Option> NewVolumeActions::contents(const Situation &situation, const QString &)
{
    const store::CloudStores &stores = situation.stores;
    using Entry = std::tuple<int, QString, Field::Option>;
    std::vector<Entry> entries;
    const auto add = [&entries](int order, const QString &value, const QString &name,
                                const QString &kind, qint64 gib, const QString &problem = {}) {
        entries.emplace_back(
            order, name.toLower(),
            Field::Option{.value = value,
                          .label = name,
                          .name = name,
                          .cells = {kind, gib > 0 ? tr("%1 GiB").arg(gib) : QString()},
                          .problem = problem});
    };
    for (const auto &image : stores.images.rows()) {
        if (image->status == "active"_L1 && image->blockDevices.empty())
            add(1, u"image:"_s + image->id, operations::nameOrId(image->name, image->id),
                tr("Image"), std::max(image->minDiskGiB, gibOf(image->sizeBytes)));
    }
    for (const auto &volume : stores.volumes.rows()) {
        if (volume->status == "available"_L1 || volume->status == "in-use"_L1)
            add(2, u"volume:"_s + volume->id, operations::nameOrId(volume->name, volume->id),
                tr("Volume"), volume->sizeGiB);
    }
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (snapshot->status == "available"_L1)
            add(3, u"snapshot:"_s + snapshot->id,
                operations::nameOrId(snapshot->name, snapshot->id), tr("Volume snapshot"),
                snapshot->sizeGiB);
    }
    for (const auto &backup : stores.of<Backup>().rows()) {
        if (backup->status == "available"_L1)
            add(4, u"backup:"_s + backup->id, operations::nameOrId(backup->name, backup->id),
                tr("Backup"), backup->sizeGiB, backupProblem(stores));
    }
    std::ranges::sort(entries, {}, [](const Entry &entry) {
        return std::tuple(std::get<0>(entry), std::get<1>(entry), std::get<2>(entry).value);
    });
    std::vector<Field::Option> options{
        //: A new volume without contents.
        {.value = u"nothing"_s, .label = tr("Nothing"), .cells = {tr("An empty volume"), {}}}};
    for (Entry &entry : entries)
        options.push_back(std::move(std::get<2>(entry)));
    return options;
}

std::vector<Field::Option> NewVolumeActions::types(const Situation &situation, const QString &)
{
    const QString usual = shownDefaultType(situation.stores);
    std::vector<Field::Option> options{
        {{},
         usual.isEmpty()
             ? tr("Same as the source, or the cloud's default")
             //: %1: a type of volumes
             : tr("Same as the source, or the cloud's default: %1").arg(isolated(usual))}};
    for (const auto &type : situation.stores.of<openstack::VolumeType>().rows()) {
        if (!openstack::isPlaceholderType(type->name))
            options.push_back({type->name,
                               type->description.isEmpty()
                                   ? type->name
                                   //: A volume type. %2: its description
                                   : tr("%1 (%2)").arg(type->name, type->description),
                               type->name});
    }
    std::ranges::sort(options.begin() + 1, options.end(), {}, &Field::Option::label);
    return options;
}

QString NewVolumeActions::backupProblem(const store::CloudStores &stores)
{
    const auto version = stores.versionOf(net::Service::BlockStorage);
    if (!version || *version >= openstack::createsFromBackup)
        return {};
    return tr("This cloud cannot create a volume from a backup in one request: that needs version "
              "%1 of block storage, and it has %2. “Restore to new volume” does it in two steps.")
        .arg(QString::fromLatin1(openstack::createsFromBackup.toByteArray()),
             QString::fromLatin1(version->toByteArray()));
}

QString NewVolumeActions::contentsProblem(const Situation &situation, const QString &,
                                          const Values &values)
{
    const QString id = sourceIn(values, u"backup"_s);
    return id.isEmpty() ? QString() : backupProblem(situation.stores);
}

QString NewVolumeActions::typeProblem(const Situation &situation, const QString &,
                                      const Values &values)
{
    const auto original = originalIn(situation.stores, values);
    const QString type = values.value("type"_L1).toString();
    if (!original || !original->encrypted || type.isEmpty() || type == original->volumeType)
        return {};
    return tr("The backup is of an encrypted volume, whose key fits the type “%1” only.")
        .arg(isolated(original->volumeType));
}

QString NewVolumeActions::sizeProblem(const Situation &situation, const QString &,
                                      const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    const int size = values.value("size"_L1).toInt();
    qint64 least = 1;
    QString source;
    if (const auto image = stores.images.find(sourceIn(values, u"image"_s))) {
        least = std::max(image->minDiskGiB, gibOf(image->sizeBytes));
        source = image->name;
    } else if (const auto volume = stores.volumes.find(sourceIn(values, u"volume"_s))) {
        least = volume->sizeGiB;
        source = volume->name;
    } else if (const auto snapshot = stores.volumeSnapshots.find(sourceIn(values, u"snapshot"_s))) {
        least = snapshot->sizeGiB;
        source = snapshot->name;
    } else if (const auto backup = backupIn(stores, values)) {
        least = backup->sizeGiB;
        source = operations::nameOrId(backup->name, backup->id);
    }
    if (size >= least)
        return {};
    return source.isEmpty()
               ? tr("A volume has at least 1 GiB.")
               : tr("“%1” needs at least %2 GiB.").arg(isolated(source), QString::number(least));
}

Briefing NewVolumeActions::briefing(const Situation &situation, const QString &,
                                    const Values &values)
{
    const store::CloudStores &stores = situation.stores;
    Briefing briefing;
    const auto source = stores.volumes.find(sourceIn(values, u"volume"_s));
    const auto original = originalIn(stores, values);
    briefing.uses = volumeUses(stores, {NewVolume{.source = sourceOf(values),
                                                  .name = {},
                                                  .sizeGiB = values.value("size"_L1).toInt(),
                                                  .type = values.value("type"_L1).toString()}});
    if (briefing.uses.empty() && stores.blockStorageLimits.state().error)
        briefing.notes.push_back({tr("The free quota is unknown. The cloud rejects the volume if "
                                     "it exceeds the quota.")});
    if (source && source->status == "in-use"_L1)
        briefing.notes.push_back({tr("“%1” is in use. The copy may be inconsistent, as after a "
                                     "power failure. A copy of a "
                                     "volume snapshot is safer.")
                                      .arg(isolated(source->name)),
                                  true});
    if (const auto backup = backupIn(stores, values)) {
        briefing.notes.push_back({tr("The volume gets the data, the metadata and the name of the "
                                     "image that the original had. All other volumes stay as "
                                     "they are.")});
        if (!original)
            briefing.notes.push_back({tr("The original volume no longer exists: its type and its "
                                         "zone are not known.")});
        if (!backupProblem(stores).isEmpty())
            briefing.remedies = {{.action = u"restore-backup"_s, .on = backup->id}};
    }
    for (Briefing::Note &note : zoneNotes(stores, values))
        briefing.notes.push_back(std::move(note));
    return briefing;
}

std::vector<Briefing::Note> NewVolumeActions::zoneNotes(const store::CloudStores &stores,
                                                        const Values &values)
{
    std::vector<Briefing::Note> notes;
    if (stores.at(Kind::VolumeZone).state().error)
        notes.push_back({tr("The availability zones are unknown.")});
    const QString zone = values.value("availability_zone"_L1).toString();
    const auto snapshot = stores.volumeSnapshots.find(sourceIn(values, u"snapshot"_s));
    const auto origin =
        stores.volumes.find(snapshot ? snapshot->volumeId : sourceIn(values, u"volume"_s));
    if (!zone.isEmpty() && origin && origin->availabilityZone != zone)
        notes.push_back({tr("The source is in the availability zone “%1”. Most clouds reject a "
                            "copy of it in another one. What works everywhere: copy the volume "
                            "to an image, and create a volume from that.")
                             .arg(isolated(origin->availabilityZone)),
                         true});
    QStringList ofInstances;
    for (const auto &server : stores.servers.rows()) {
        if (!server->availabilityZone.isEmpty() && !ofInstances.contains(server->availabilityZone))
            ofInstances.append(server->availabilityZone);
    }
    ofInstances.sort();
    const bool several = ofInstances.size() > 1;
    if (several || (!zone.isEmpty() && !ofInstances.isEmpty() && !ofInstances.contains(zone)))
        notes.push_back({tr("Many clouds attach a volume only to instances in the same "
                            "availability zone. Your instances are in: %1")
                             .arg(ofInstances.join(u", "_s))});
    return notes;
}

/// Cinder does not look at the original of a backup, as it does at other sources: without a type,
/// it would be the cloud's default.
Values NewVolumeActions::completed(const store::CloudStores &stores, const QString &, Values values)
{
    for (const QString &key : {u"name"_s, u"description"_s})
        values.insert(key, values.value(key).toString().trimmed());
    if (!sourceIn(values, u"backup"_s).isEmpty())
        values.insert(fromBackupKey, true);
    if (const auto original = originalIn(stores, values)) {
        if (values.value("type"_L1).toString().isEmpty())
            values.insert(u"type"_s, original->volumeType);
        if (values.value("availability_zone"_L1).toString().isEmpty())
            values.insert(u"availability_zone"_s, original->availabilityZone);
    }
    return values;
}

openstack::CreateVolume NewVolumeActions::request(const ActionOperation &operation)
{
    const Values &values = operation.values();
    QMap<QString, QString> metadata{{tagKey("operation"_L1), operation.id()}};
    if (const QString item = operation.text("property"_L1); !item.isEmpty())
        metadata.insert(item.section(u'=', 0, 0), item.section(u'=', 1));
    return {.name = operation.text("name"_L1),
            .snapshotId = sourceIn(values, u"snapshot"_s),
            .sizeGiB = values.value("size"_L1).toInt(),
            .volumeType = operation.text("type"_L1),
            .description = operation.text("description"_L1),
            .metadata = metadata,
            .imageId = sourceIn(values, u"image"_s),
            .availabilityZone = operation.text("availability_zone"_L1),
            .backupId = sourceIn(values, u"backup"_s),
            .sourceVolumeId = sourceIn(values, u"volume"_s)};
}

Trace NewVolumeActions::trace(ActionOperation *operation)
{
    const QString name = operation->text("name"_L1);
    const openstack::List<Volume> named{.filters = {{u"name"_s, name}}};
    if (sourceIn(operation->values(), u"backup"_s).isEmpty())
        return traceByTag(operation->context(), operation->id(), named);
    // Cinder replaces all metadata by that of the original, and with it the tag.
    const int size = operation->values().value("size"_L1).toInt();
    return traceByNewcomer(operation->context(), named, [name, size](const Volume &row) {
        return row.name == name && row.sizeGiB == size;
    });
}

QStringList NewVolumeActions::command(const QString &target, const Values &values)
{
    if (values.contains(fromBackupKey))
        return createFromBackupCommand(sourceIn(values, u"backup"_s),
                                       {.source = {},
                                        .name = target,
                                        .sizeGiB = values.value("size"_L1).toInt(),
                                        .type = values.value("type"_L1).toString(),
                                        .zone = values.value("availability_zone"_L1).toString()},
                                       values.value("description"_L1).toString());
    QStringList words{u"openstack"_s, u"volume"_s, u"create"_s, u"--size"_s,
                      QString::number(values.value("size"_L1).toInt())};
    for (const auto &[option, value] :
         {std::pair(u"--image"_s, sourceIn(values, u"image"_s)),
          std::pair(u"--source"_s, sourceIn(values, u"volume"_s)),
          std::pair(u"--snapshot"_s, sourceIn(values, u"snapshot"_s)),
          std::pair(u"--backup"_s, sourceIn(values, u"backup"_s)),
          std::pair(u"--type"_s, values.value("type"_L1).toString()),
          std::pair(u"--availability-zone"_s, values.value("availability_zone"_L1).toString()),
          std::pair(u"--description"_s, values.value("description"_L1).toString()),
          std::pair(u"--property"_s, values.value("property"_L1).toString())}) {
        if (!value.isEmpty())
            words << option << value;
    }
    if (target.startsWith(u'-'))
        words << u"--"_s;
    return words << target;
}

Action NewVolumeActions::create()
{
    const auto ids = [](auto rows) {
        return [rows](const Situation &situation, const QString &) {
            std::vector<Field::Option> options;
            for (const auto &row : rows(situation.stores))
                options.push_back({row->id, operations::nameOrId(row->name, row->id), row->name});
            return options;
        };
    };
    return ActionOf<Volume>(u"create-new-volume"_s,
                            {tr("Create volume…"), tr("Create volume “%1”"),
                             tr("The volume “%1” is being created."),
                             tr("The volume “%1” was created."),
                             tr("The volume “%1” was not created."),
                             tr("It is not known whether the volume “%1” was created.")})
        .makesNew()
        .icon(u"plus"_s)
        .primary()
        .summary(tr("Create a volume"))
        .reads(withTypedQuotas({Kind::Image, Kind::Volume, Kind::VolumeSnapshot, Kind::Backup,
                                Kind::VolumeType, Kind::VolumeZone, Kind::Server}))
        .needs({u"size"_s})
        .named([](const Subject &, const Values &values) {
            return values.value("name"_L1).toString();
        })
        .asks({.key = u"name"_s,
               .label = tr("Name"),
               .required = true,
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString name = values.value("name"_L1).toString().trimmed();
                       return describe(storageNameFault(name), name);
                   }})
        .asks({.key = contentsKey,
               .label = tr("Contents"),
               .type = Field::Type::Choice,
               .options = contents,
               .columns = {tr("Source"), tr("Kind"), tr("Minimum size")},
               .place = Field::Place::Window,
               .preset = [](const Situation &, const QString &) -> QJsonValue {
                   return u"nothing"_s;
               },
               .problem = contentsProblem})
        .asks({.key = u"image"_s,
               .label = tr("Image"),
               .help = tr("Name or ID of the image to copy to the volume."),
               .type = Field::Type::Choice,
               .options = ids([](const auto &stores) { return stores.images.rows(); }),
               .looksUp = true,
               .place = Field::Place::Terminal})
        .asks({.key = u"source"_s,
               .label = tr("Volume to copy"),
               .help = tr("Name or ID of the volume to copy."),
               .type = Field::Type::Choice,
               .options = ids([](const auto &stores) { return stores.volumes.rows(); }),
               .looksUp = true,
               .place = Field::Place::Terminal})
        .asks(
            {.key = u"backup"_s,
             .label = tr("Backup"),
             .help = tr("Name or ID of the backup to restore to the volume."),
             .type = Field::Type::Choice,
             .options = ids([](const auto &stores) { return stores.template of<Backup>().rows(); }),
             .looksUp = true,
             .place = Field::Place::Terminal,
             .problem = contentsProblem})
        .asks({.key = u"size"_s,
               .label = tr("Size"),
               .help = tr("Size of the volume in GiB."),
               .type = Field::Type::Number,
               .required = true,
               .unit = u"GiB"_s,
               .preset = [](const Situation &, const QString &) -> QJsonValue { return 10; },
               .problem = sizeProblem})
        .asks({.key = u"type"_s,
               .label = tr("Type"),
               .help = tr("Volume type, by name or ID. By default, that of the source, or the "
                          "choice of the cloud."),
               .type = Field::Type::Choice,
               .options = types,
               .looksUp = true,
               .problem = typeProblem})
        .asks({.key = u"availability_zone"_s,
               .label = tr("Availability zone"),
               .help = tr("Availability zone of the volume. By default, that of the source, or the "
                          "choice of the cloud."),
               .type = Field::Type::Choice,
               .options =
                   [](const Situation &situation, const QString &) {
                       return zoneOptions<openstack::VolumeZone>(
                           situation.stores,
                           {.value = {}, .label = tr("Same as the source, or the cloud's choice")});
                   },
               .looksUp = true})
        .asks({.key = u"description"_s,
               .label = tr("Description"),
               .help = tr("Description of the volume. By default, it has none."),
               .hint = tr("Optional"),
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString text = values.value("description"_L1).toString().trimmed();
                       return characters(text) <= longestName
                                  ? QString()
                                  : tr("The description has %1 characters. At most %2 are allowed.")
                                        .arg(QString::number(characters(text)),
                                             QString::number(longestName));
                   }})
        .asks({.key = u"property"_s,
               .label = tr("An item of metadata"),
               .help = tr(
                   "An item of metadata for the volume, as KEY=VALUE. By default, there is none."),
               .place = Field::Place::Terminal,
               .problem =
                   [](const Situation &, const QString &, const Values &values) {
                       const QString item = values.value("property"_L1).toString();
                       return item.isEmpty() || item.indexOf(u'=') > 0
                                  ? QString()
                                  : tr("--property takes KEY=VALUE, not “%1”.").arg(item);
                   }})
        .briefs(briefing)
        .completes(completed)
        .stage([](const ActionOperation &operation) {
            const int size = operation.values().value("size"_L1).toInt();
            Stage stage{tr("Create the volume (%1 GiB)").arg(size)};
            stage.measure = u"create-volume"_s;
            stage.amount = size;
            return stage;
        })
        .sends(request)
        .traced(trace)
        .until([](const Volume &volume, const Values &) {
            return volume.status.startsWith("error"_L1)           ? Progress::Failed
                   : usableVolumeStates().contains(volume.status) ? Progress::Done
                                                                  : Progress::InProgress;
        })
        .refreshes({Kind::Volume, Kind::BlockStorageLimits, Kind::BlockStorageQuotas})
        .command(command);
}

} // namespace

void addNewVolumeActions(std::vector<Action> &actions)
{
    actions.push_back(NewVolumeActions::create());
}

} // namespace oriel::operations
