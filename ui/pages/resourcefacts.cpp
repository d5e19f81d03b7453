#include "ui/pages/resourcefacts.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "models/names.h"
#include "operations/actions/volumegroups.h"
#include "operations/backupchains.h"
#include "store/cloudstores.h"
#include "ui/widgets/metadatafacts.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using Fact = FactGrid::Fact;
using Facts = std::vector<Fact>;

class FactWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::ResourceFacts)

public:
    static QString yesOrNo(bool value) { return value ? tr("Yes") : tr("No"); }

    static Fact created(const QDateTime &time, const UiContext &ui)
    {
        return {.label = tr("Created"),
                .value = time.isValid()
                             //: %1: a date and time; %2: how long ago, "3 days ago"
                             ? tr("%1 (%2)").arg(timeText(time), agoText(time, ui.clock.now()))
                             : QString()};
    }

    static Fact name(const QString &name) { return {.label = tr("Name"), .value = name}; }

    static Fact id(const QString &id)
    {
        return {.label = tr("ID"), .value = id, .copyable = true, .mono = true};
    }

    static void describe(Facts &facts, const QString &description)
    {
        if (!description.isEmpty())
            facts.insert(facts.begin() + 1, {.label = tr("Description"), .value = description});
    }

    /// A resource of type T: a link if the stores have it, otherwise its ID.
    template <typename T>
    static Fact resource(const QString &label, const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.of<T>().find(id);
        const bool isGone = !row && !id.isEmpty() && ui.stores.of<T>().state().isComplete();
        return {.label = label,
                .value = row ? models::nameOrId(row->name, id)
                         //: A resource that no longer exists. %1: its ID
                         : isGone ? tr("Deleted (%1)").arg(id)
                                  : id,
                .link = row ? Route::to(T::kind, id).link() : QString()};
    }

    static Fact instance(const UiContext &ui, const QString &id)
    {
        return resource<openstack::Server>(tr("Instance"), ui, id);
    }

    /// The rows of type T that meet a condition, newest first, each with its time of creation.
    template <typename T>
    static Facts dependents(const UiContext &ui, const std::function<bool(const T &)> &depends)
    {
        std::vector<store::Row<T>> rows;
        for (const auto &row : ui.stores.of<T>().rows()) {
            if (depends(*row))
                rows.push_back(row);
        }
        std::ranges::sort(rows, std::ranges::greater(),
                          [](const auto &row) { return row->created; });
        Facts facts;
        for (const auto &row : rows)
            facts.push_back({.label = timeText(row->created),
                             .value = models::nameOrId(row->name, row->id),
                             .link = Route::to(T::kind, row->id).link()});
        return facts;
    }

    /// A line for each volume snapshot: when, what, how large, and of which snapshot it is a part.
    static Facts snapshotsInTime(const UiContext &ui, const QString &volumeId)
    {
        Facts facts = dependents<openstack::VolumeSnapshot>(
            ui, [&](const openstack::VolumeSnapshot &one) { return one.volumeId == volumeId; });
        for (Fact &fact : facts) {
            const auto route = Route::fromLink(fact.link);
            const auto row = route ? ui.stores.volumeSnapshots.find(route->id) : nullptr;
            if (!row)
                continue;
            const auto set = ui.stores.setOfVolumeSnapshot(row->id);
            const QString size = gibText(row->sizeGiB);
            fact.value =
                set && set->name != row->name
                    //: %1: a volume snapshot; %2: its size; %3: a snapshot of an instance
                    ? tr("%1 (%2, part of “%3”)").arg(fact.value, size, isolated(set->name))
                    : tr("%1 (%2)").arg(fact.value, size);
            if (row->status != "available"_L1)
                //: %1: a volume snapshot or backup; %2: its status
                fact.value =
                    tr("%1: %2").arg(fact.value, models::volumeSnapshotStatus(row->status).text);
        }
        return facts;
    }

    static Facts backupsOf(const UiContext &ui, const QString &volumeId)
    {
        std::vector<store::Row<openstack::Backup>> rows;
        for (const auto &row : ui.stores.of<openstack::Backup>().rows()) {
            if (row->volumeId == volumeId)
                rows.push_back(row);
        }
        std::ranges::sort(rows, std::ranges::greater(),
                          [](const auto &row) { return row->created; });
        Facts facts;
        for (const auto &row : rows) {
            QString text =
                tr("%1 (%2)").arg(models::nameOrId(row->name, row->id), gibText(row->sizeGiB));
            if (row->status != "available"_L1)
                text = tr("%1: %2").arg(text, row->status);
            facts.push_back({.label = timeText(row->created), .value = text});
        }
        return facts;
    }

    static std::optional<ResourceFacts> volume(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.volumes.find(id);
        if (!row)
            return {};
        const openstack::Volume &volume = *row;
        Facts facts{
            {.label = tr("Name"), .value = volume.name, .edit = editOf(ui, u"rename-volume"_s, id)},
            {.label = tr("Description"),
             .value = volume.description,
             .edit = editOf(ui, u"describe-volume"_s, id)},
            FactWords::id(id),
            {.label = tr("Status"), .value = models::volumeStatus(volume.status).text},
            {.label = tr("Size"), .value = gibText(volume.sizeGiB)},
            {.label = tr("Type"), .value = volume.volumeType},
            {.label = tr("Availability zone"), .value = volume.availabilityZone},
            {.label = tr("Bootable"), .value = yesOrNo(volume.bootable)},
            {.label = tr("Encrypted"), .value = yesOrNo(volume.encrypted)},
            {.label = tr("Attachable to"),
             .value = volume.multiattach ? tr("Several instances at a time")
                                         : tr("One instance at a time")},
            created(volume.created, ui)};
        if (volume.metadata.value(u"readonly"_s).compare(u"true"_s, Qt::CaseInsensitive) == 0)
            facts.push_back({.label = tr("Access"), .value = tr("Read-only")});
        QMap<QString, QString> metadata = volume.metadata;
        for (const QString &known : {u"readonly"_s, u"attached_mode"_s})
            metadata.remove(known); // Cinder's own
        Facts belongs;
        for (const openstack::VolumeUse &use : volume.attachments) {
            Fact fact = instance(ui, use.serverId);
            if (!use.device.isEmpty())
                //: %1: an instance; %2: the device that the volume is there, "/dev/vdb"
                fact.value = tr("%1 as %2").arg(fact.value, use.device);
            belongs.push_back(std::move(fact));
        }
        if (!volume.groupId.isEmpty())
            belongs.push_back(
                resource<openstack::VolumeGroup>(tr("Volume group"), ui, volume.groupId));
        if (!volume.snapshotId.isEmpty())
            belongs.push_back(resource<openstack::VolumeSnapshot>(tr("Created from snapshot"), ui,
                                                                  volume.snapshotId));
        if (!volume.sourceVolumeId.isEmpty())
            belongs.push_back(
                resource<openstack::Volume>(tr("Created from volume"), ui, volume.sourceVolumeId));
        if (!volume.imageId().isEmpty())
            belongs.push_back(
                resource<openstack::Image>(tr("Created from image"), ui, volume.imageId()));
        return ResourceFacts{
            models::nameOrId(volume.name, id),
            models::volumeStatus(volume.status),
            {{tr("Volume"), std::move(facts)},
             {tr("Belongs to"), std::move(belongs)},
             {tr("Volume snapshots, newest first"), snapshotsInTime(ui, id)},
             {tr("Backups, newest first"), backupsOf(ui, id)},
             {tr("Metadata"), metadataFacts(metadata), editOf(ui, u"edit-volume-metadata"_s, id)},
             {tr("Image properties"), metadataFacts(volume.imageMetadata),
              editOf(ui, u"edit-volume-image-properties"_s, id)}}};
    }

    static std::optional<ResourceFacts> volumeSnapshot(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.volumeSnapshots.find(id);
        if (!row)
            return {};
        const openstack::VolumeSnapshot &snapshot = *row;
        Facts facts{{.label = tr("Name"),
                     .value = snapshot.name,
                     .edit = editOf(ui, u"rename-volume-snapshot"_s, id)},
                    {.label = tr("Description"),
                     .value = snapshot.description,
                     .edit = editOf(ui, u"describe-volume-snapshot"_s, id)},
                    FactWords::id(id),
                    {.label = tr("Size"), .value = gibText(snapshot.sizeGiB)},
                    created(snapshot.created, ui)};
        Facts belongs{resource<openstack::Volume>(tr("Volume"), ui, snapshot.volumeId)};
        const QString server =
            models::serverIdOf(snapshot, models::Lookup(ui.stores, ui.clock.now()));
        if (!server.isEmpty())
            belongs.push_back(instance(ui, server));
        if (const auto set = ui.stores.setOfVolumeSnapshot(id))
            belongs.push_back({.label = tr("Snapshot"),
                               .value = models::nameOrId(set->name, set->id),
                               .link = Route::to(Kind::SnapshotSet, set->id).link()});
        if (!snapshot.groupSnapshotId.isEmpty())
            belongs.push_back(resource<openstack::GroupSnapshot>(tr("Group snapshot"), ui,
                                                                 snapshot.groupSnapshotId));
        return ResourceFacts{
            models::nameOrId(snapshot.name, id),
            models::volumeSnapshotStatus(snapshot.status),
            {{tr("Volume snapshot"), std::move(facts)},
             {tr("Belongs to"), std::move(belongs)},
             {tr("Volumes created from it"),
              dependents<openstack::Volume>(
                  ui, [&](const openstack::Volume &one) { return one.snapshotId == id; })},
             {tr("Metadata"), metadataFacts(snapshot.metadata),
              editOf(ui, u"edit-volume-snapshot-metadata"_s, id)}}};
    }

    /// The full backup and everything that builds on it, each below the one that it builds on.
    static Facts chain(const UiContext &ui, const openstack::Backup &backup)
    {
        const auto &all = ui.stores.of<openstack::Backup>().rows();
        const auto reads = operations::chainOf(backup, all);
        if (reads.empty())
            return {};
        std::vector<store::Row<openstack::Backup>> rows{reads.front()};
        for (const auto &row : operations::incrementsOf(*reads.front(), all))
            rows.push_back(row);
        Facts facts;
        for (const auto &row : rows) {
            const auto depth = static_cast<int>(operations::chainOf(*row, all).size()) - 1;
            QString name = models::nameOrId(row->name, row->id);
            if (row->id == backup.id && rows.size() > 1)
                //: Marks the backup whose page this is in a tree of backups. %1: its name
                name = tr("%1 (this one)").arg(name);
            if (depth > 0)
                name = QString(2 * (depth - 1), QChar::Nbsp) + u"└ "_s + name;
            facts.push_back({.label = timeText(row->created),
                             .value = name,
                             .link = row->id == backup.id
                                         ? QString()
                                         : Route::to(Kind::Backup, row->id).link()});
        }
        return facts;
    }

    static std::optional<ResourceFacts> backup(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.of<openstack::Backup>().find(id);
        if (!row)
            return {};
        const openstack::Backup &backup = *row;
        Facts facts{name(backup.name),
                    FactWords::id(id),
                    {.label = tr("Size"), .value = gibText(backup.sizeGiB)},
                    {.label = tr("Kind"),
                     //: A kind of backup.
                     .value = backup.incremental ? tr("Incremental")
                                                 //: A kind of backup.
                                                 : tr("Full")},
                    created(backup.created, ui),
                    {.label = tr("Data as of"),
                     .value = backup.dataTime.isValid() ? timeText(backup.dataTime) : QString()},
                    {.label = tr("Container"), .value = backup.container},
                    {.label = tr("Availability zone"), .value = backup.availabilityZone}};
        describe(facts, backup.description);
        if (!backup.failReason.isEmpty())
            facts.insert(facts.begin(), {.label = tr("Why it failed"), .value = backup.failReason});
        Facts belongs{resource<openstack::Volume>(tr("Volume"), ui, backup.volumeId)};
        if (!backup.snapshotId.isEmpty())
            belongs.push_back(
                resource<openstack::VolumeSnapshot>(tr("Volume snapshot"), ui, backup.snapshotId));
        return ResourceFacts{models::nameOrId(backup.name, id),
                             models::backupStatus(backup.status),
                             {{tr("Backup"), std::move(facts)},
                              {tr("Belongs to"), std::move(belongs)},
                              {tr("Full backup and increments"), chain(ui, backup)},
                              {tr("Metadata"), metadataFacts(backup.metadata)}}};
    }

    static std::optional<ResourceFacts> volumeGroup(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.of<openstack::VolumeGroup>().find(id);
        if (!row)
            return {};
        const openstack::VolumeGroup &group = *row;
        const auto type = ui.stores.of<openstack::VolumeGroupType>().find(group.typeId);
        QStringList types;
        for (const QString &typeId : group.volumeTypeIds) {
            const auto known = ui.stores.of<openstack::VolumeType>().find(typeId);
            types.append(known ? known->name : typeId);
        }
        Facts facts{name(group.name),
                    FactWords::id(id),
                    {.label = tr("Group type"), .value = type ? type->name : group.typeId},
                    {.label = tr("Volume types"), .value = types.join(u", "_s)},
                    {.label = tr("Availability zone"), .value = group.availabilityZone},
                    created(group.created, ui)};
        describe(facts, group.description);
        if (!group.groupSnapshotId.isEmpty())
            facts.push_back(resource<openstack::GroupSnapshot>(tr("Created from snapshot"), ui,
                                                               group.groupSnapshotId));
        Facts members;
        for (const auto &volume : operations::volumesOf(ui.stores, id))
            members.push_back({.label = gibText(volume->sizeGiB),
                               .value = tr("%1: %2").arg(models::nameOrId(volume->name, volume->id),
                                                         models::volumeStatus(volume->status).text),
                               .link = Route::to(Kind::Volume, volume->id).link()});
        return ResourceFacts{
            models::nameOrId(group.name, id),
            models::volumeGroupStatus(group.status),
            {{tr("Volume group"), std::move(facts)},
             {tr("Volumes"), std::move(members)},
             {tr("Group snapshots, newest first"),
              dependents<openstack::GroupSnapshot>(
                  ui, [&](const openstack::GroupSnapshot &one) { return one.groupId == id; })}}};
    }

    static std::optional<ResourceFacts> groupSnapshot(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.of<openstack::GroupSnapshot>().find(id);
        if (!row)
            return {};
        const openstack::GroupSnapshot &snapshot = *row;
        Facts facts{name(snapshot.name), FactWords::id(id),
                    resource<openstack::VolumeGroup>(tr("Volume group"), ui, snapshot.groupId),
                    created(snapshot.created, ui)};
        describe(facts, snapshot.description);
        Facts parts;
        for (const auto &part : ui.stores.volumeSnapshots.rows()) {
            if (part->groupSnapshotId != id)
                continue;
            const auto volume = ui.stores.volumes.find(part->volumeId);
            parts.push_back(
                {.label = gibText(part->sizeGiB),
                 .value = models::nameOrId(volume ? volume->name : QString(), part->volumeId),
                 .link = Route::to(Kind::VolumeSnapshot, part->id).link()});
        }
        return ResourceFacts{
            models::nameOrId(snapshot.name, id),
            models::volumeGroupStatus(snapshot.status),
            {{tr("Group snapshot"), std::move(facts)},
             {tr("Snapshots of its volumes"), std::move(parts)},
             {tr("Groups created from it"),
              dependents<openstack::VolumeGroup>(ui, [&](const openstack::VolumeGroup &one) {
                  return one.groupSnapshotId == id;
              })}}};
    }

    static std::optional<ResourceFacts> image(const UiContext &ui, const QString &id)
    {
        const auto row = ui.stores.images.find(id);
        if (!row)
            return {};
        const openstack::Image &image = *row;
        Facts facts{
            name(image.name),
            FactWords::id(id),
            {.label = tr("Kind"), .value = models::imageKindWord(models::imageKind(image))},
            {.label = tr("Visibility"), .value = models::visibilityWord(image.visibility)},
            {.label = tr("Owner"), .value = models::imageOwnerWord(image, ui.stores.project())},
            {.label = tr("Protected"), .value = yesOrNo(image.isProtected)},
            {.label = tr("Size"),
             .value = image.sizeBytes > 0 ? models::bytesText(image.sizeBytes) : QString()},
            {.label = tr("Format"), .value = image.diskFormat},
            {.label = tr("Smallest disk"),
             .value = image.minDiskGiB > 0 ? gibText(int(image.minDiskGiB)) : QString()},
            created(image.created, ui)};
        Facts belongs;
        Facts parts;
        if (const auto set = ui.stores.snapshotSets.find(id)) {
            belongs.push_back({.label = tr("Snapshot"),
                               .value = models::nameOrId(set->name, set->id),
                               .link = Route::to(Kind::SnapshotSet, set->id).link()});
            if (!set->serverId.isEmpty())
                belongs.push_back(instance(ui, set->serverId));
            for (const store::SnapshotPart &part : set->parts)
                parts.push_back(
                    {.label = part.device.isEmpty() ? tr("Volume") : part.device,
                     .value = models::nameOrId(part.name, part.snapshotId),
                     .link = part.missing
                                 ? QString()
                                 : Route::to(Kind::VolumeSnapshot, part.snapshotId).link()});
        }
        return ResourceFacts{models::nameOrId(image.name, id),
                             models::imageStatus(image.status),
                             {{tr("Image"), std::move(facts)},
                              // Of an image that is a snapshot.
                              {tr("Belongs to"), std::move(belongs), {}, true},
                              {tr("Volume snapshots"), std::move(parts), {}, true},
                              {tr("Properties"), metadataFacts(image.properties),
                               editOf(ui, u"edit-image-properties"_s, id)}}};
    }
};

} // namespace

std::optional<ResourceFacts> volumeFacts(const UiContext &ui, const QString &id)
{
    return FactWords::volume(ui, id);
}

std::optional<ResourceFacts> volumeSnapshotFacts(const UiContext &ui, const QString &id)
{
    return FactWords::volumeSnapshot(ui, id);
}

std::optional<ResourceFacts> backupFacts(const UiContext &ui, const QString &id)
{
    return FactWords::backup(ui, id);
}

std::optional<ResourceFacts> volumeGroupFacts(const UiContext &ui, const QString &id)
{
    return FactWords::volumeGroup(ui, id);
}

std::optional<ResourceFacts> groupSnapshotFacts(const UiContext &ui, const QString &id)
{
    return FactWords::groupSnapshot(ui, id);
}

std::optional<ResourceFacts> imageFacts(const UiContext &ui, const QString &id)
{
    return FactWords::image(ui, id);
}

} // namespace oriel::ui
