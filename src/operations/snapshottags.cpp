#include "operations/snapshottags.h"

#include "operations/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr qsizetype longestValue = 255; // characters

QMap<QString, QString> sharedTags(const SnapshotTags &tags)
{
    return {
        {tagKey("operation"_L1), tags.operationId},
        {tagKey("instance"_L1), tags.serverId},
        {tagKey("created_by"_L1), firstCharacters(tags.userName, longestValue)},
        {tagKey("keep_until"_L1),
         tags.keepUntil ? tags.keepUntil->toString(Qt::ISODate) : u"none"_s},
        {tagKey("consistency"_L1), consistencyTag(tags.consistency)},
    };
}

} // namespace

QString tagKey(QLatin1StringView key)
{
    return QLatin1StringView(store::tagPrefix) + key;
}

QString replacementTag(const QString &newId, const QString &ownId)
{
    return newId + u' ' + ownId;
}

QString replacementOf(const openstack::Volume &volume)
{
    const QString tag = volume.metadata.value(tagKey(replacedBy));
    const qsizetype space = tag.indexOf(u' ');
    if (space < 0)
        return tag; // as earlier versions of Oriel wrote it
    return QStringView(tag).mid(space + 1) == volume.id ? tag.first(space) : QString();
}

QString consistencyTag(store::Consistency consistency)
{
    switch (consistency) {
    case store::Consistency::Running:
        return u"running"_s;
    case store::Consistency::Quiesced:
        return u"quiesced"_s;
    case store::Consistency::ShutOff:
        return u"shut-off"_s;
    case store::Consistency::Unknown:
        break;
    }
    return u"unknown"_s;
}

QMap<QString, QString> imageTags(const SnapshotTags &tags)
{
    QMap<QString, QString> result = sharedTags(tags);
    result.insert(u"instance_uuid"_s, tags.serverId);
    result.insert(u"image_type"_s, u"snapshot"_s);
    if (!tags.description.isEmpty())
        result.insert(tagKey("description"_L1), firstCharacters(tags.description, longestValue));
    return result;
}

QString scheduleTag(const QString &schedule, const QString &imageId)
{
    return schedule + u' ' + imageId;
}

QMap<QString, QString> volumeSnapshotTags(const SnapshotTags &tags, const QString &imageId)
{
    QMap<QString, QString> result = sharedTags(tags);
    // A separate snapshot of a volume belongs to no image.
    if (!imageId.isEmpty())
        result.insert(tagKey("image"_L1), imageId);
    if (!tags.description.isEmpty())
        result.insert(tagKey("description"_L1), firstCharacters(tags.description, longestValue));
    return result;
}

std::optional<QDate> keepUntilOf(const openstack::VolumeSnapshot &snapshot)
{
    const QDate date =
        QDate::fromString(snapshot.metadata.value(tagKey("keep_until"_L1)), Qt::ISODate);
    return date.isValid() ? std::optional(date) : std::nullopt;
}

std::vector<store::Row<openstack::VolumeSnapshot>>
volumeSnapshotsMadeFor(const QString &imageId, const store::CloudStores &stores)
{
    std::vector<store::Row<openstack::VolumeSnapshot>> found;
    if (imageId.isEmpty())
        return found;
    const QString key = tagKey("image"_L1);
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        if (snapshot->metadata.value(key) == imageId && stores.owns(*snapshot))
            found.push_back(snapshot);
    }
    std::ranges::sort(
        found, {}, [](const auto &snapshot) { return std::pair(snapshot->created, snapshot->id); });
    return found;
}

std::vector<store::SnapshotPart> snapshotParts(const QString &imageId,
                                               const store::CloudStores &stores)
{
    if (const auto set = stores.snapshotSets.find(imageId))
        return set->parts;
    std::vector<store::SnapshotPart> parts;
    for (const auto &snapshot : volumeSnapshotsMadeFor(imageId, stores)) {
        const auto volume = stores.volumes.find(snapshot->volumeId);
        parts.push_back({.snapshotId = snapshot->id,
                         .volumeId = snapshot->volumeId,
                         .name = snapshot->name,
                         .volumeName = volume ? volume->name : QString(),
                         .device = {},
                         .sizeGiB = snapshot->sizeGiB,
                         .status = snapshot->status});
    }
    return parts;
}

} // namespace oriel::operations
