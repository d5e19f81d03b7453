#include "store/snapshotsets.h"

#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

using openstack::Image;

QString tag(const QMap<QString, QString> &properties, QLatin1StringView key)
{
    return properties.value(QLatin1StringView(tagPrefix) + key);
}

Consistency consistencyOf(const Image &image)
{
    const QString value = tag(image.properties, "consistency"_L1);
    if (value == "shut-off"_L1)
        return Consistency::ShutOff;
    if (value == "quiesced"_L1)
        return Consistency::Quiesced;
    if (value == "running"_L1)
        return Consistency::Running;
    return Consistency::Unknown;
}

/// Whether the list of volume snapshots may be older than the image.
bool madeAboutNow(const Image &image, const SnapshotSources &sources)
{
    constexpr qint64 seconds = 60;
    return image.created.isValid() && sources.volumeSnapshotsAsOf.isValid() &&
           qAbs(image.created.secsTo(sources.volumeSnapshotsAsOf)) < seconds;
}

SnapshotPart partOf(const openstack::BlockDevice &device, const Image &image,
                    const SnapshotSources &sources)
{
    SnapshotPart part;
    part.snapshotId = device.snapshotId;
    part.device = device.deviceName;
    part.sizeGiB = device.volumeSizeGiB;
    const auto snapshot = sources.volumeSnapshots.value(device.snapshotId);
    if (!snapshot) {
        part.missing = sources.volumeSnapshotsKnown && !madeAboutNow(image, sources);
        return part;
    }
    part.volumeId = snapshot->volumeId;
    part.name = snapshot->name;
    part.sizeGiB = snapshot->sizeGiB;
    part.status = snapshot->status;
    part.progress = snapshot->progress;
    if (const auto volume = sources.volumes.value(snapshot->volumeId))
        part.volumeName = volume->name;
    return part;
}

/// The server that the parts' volumes are attached to; empty if there is none, or if they disagree.
QString serverByVolumes(const std::vector<SnapshotPart> &parts, const SnapshotSources &sources)
{
    QSet<QString> candidates;
    for (const SnapshotPart &part : parts) {
        const auto volume = sources.volumes.value(part.volumeId);
        if (!volume)
            continue;
        for (const auto &use : volume->attachments)
            candidates.insert(use.serverId);
    }
    return candidates.size() == 1 ? *candidates.cbegin() : QString();
}

/// Whether a volume snapshot of the set names this image in its tag. Oriel writes that tag after a
/// capture, so the image's tags are its own.
bool knownByItsParts(const Image &image, const SnapshotSources &sources)
{
    return std::any_of(image.blockDevices.begin(), image.blockDevices.end(),
                       [&](const auto &device) {
                           const auto snapshot = sources.volumeSnapshots.value(device.snapshotId);
                           return snapshot && tag(snapshot->metadata, "image"_L1) == image.id;
                       });
}

/// Whether the image's tags come from the snapshot that its instance was launched from. Nova sets
/// only instance_uuid anew for an image-backed instance; the image inherits everything else.
bool tagsAreInherited(const Image &image)
{
    const QString taggedFor = tag(image.properties, "instance"_L1);
    return !taggedFor.isEmpty() && taggedFor != image.instanceUuid();
}

/// Assigns the set to its instance and returns whether the image's tags are its own: a snapshot
/// that another client takes of an instance launched from a snapshot inherits all tags of the old
/// one.
bool tieToServer(SnapshotSet &set, const Image &image, const SnapshotSources &sources)
{
    const QString tagged = image.instanceUuid();
    const QString deduced = serverByVolumes(set.parts, sources);
    const bool own = tagged.isEmpty() || deduced.isEmpty() || deduced == tagged ||
                     knownByItsParts(image, sources);
    if (!tagged.isEmpty() && own) {
        set.serverId = tagged;
        set.evidence = SetEvidence::Tagged;
    } else if (!deduced.isEmpty()) {
        set.serverId = deduced;
        set.evidence = SetEvidence::Deduced;
    }
    if (const auto server = sources.servers.value(set.serverId))
        set.serverName = server->name;
    return own && !tagsAreInherited(image);
}

/// A part that does not exist yet, but may appear.
bool isAwaited(const SnapshotPart &part)
{
    return part.status.isEmpty() && !part.missing;
}

SetStatus statusOf(const SnapshotSet &set, bool volumeSnapshotsKnown)
{
    if (set.imageStatus == "deleted"_L1 || set.imageStatus == "pending_delete"_L1)
        return SetStatus::Deleting;
    bool creating = set.imageStatus == "queued"_L1 || set.imageStatus == "saving"_L1 ||
                    set.imageStatus == "importing"_L1 || set.imageStatus == "uploading"_L1;
    bool failed = set.imageStatus == "killed"_L1;
    bool missing = false;
    bool deleting = false;
    for (const SnapshotPart &part : set.parts) {
        missing |= part.missing;
        failed |= part.status.startsWith("error"_L1);
        creating |= part.status == "creating"_L1 || (volumeSnapshotsKnown && isAwaited(part));
        deleting |= part.status == "deleting"_L1;
    }
    if (failed)
        return SetStatus::Error;
    if (deleting)
        return SetStatus::Deleting;
    if (missing)
        return SetStatus::Incomplete;
    return creating ? SetStatus::Creating : SetStatus::Available;
}

/// Volume snapshots by the image that their tag names.
using TaggedFor = QMultiHash<QString, Row<openstack::VolumeSnapshot>>;

TaggedFor taggedFor(const SnapshotSources &sources)
{
    TaggedFor result;
    for (const auto &snapshot : sources.volumeSnapshots) {
        const QString imageId = tag(snapshot->metadata, "image"_L1);
        if (!imageId.isEmpty() && isOwn(*snapshot, sources.project))
            result.insert(imageId, snapshot);
    }
    return result;
}

/// Adds the data volumes of an image-backed instance: only their tag assigns their snapshots to the
/// image, because Nova does not know them.
void addTaggedParts(SnapshotSet &set, const TaggedFor &tagged, const SnapshotSources &sources)
{
    const auto named = static_cast<std::ptrdiff_t>(set.parts.size());
    for (auto it = tagged.constFind(set.id); it != tagged.cend() && it.key() == set.id; ++it) {
        const openstack::VolumeSnapshot &snapshot = **it;
        const bool known = std::any_of(set.parts.begin(), set.parts.end(), [&](const auto &part) {
            return part.snapshotId == snapshot.id;
        });
        if (known)
            continue;
        SnapshotPart part;
        part.snapshotId = snapshot.id;
        part.volumeId = snapshot.volumeId;
        part.name = snapshot.name;
        part.sizeGiB = snapshot.sizeGiB;
        part.status = snapshot.status;
        part.progress = snapshot.progress;
        if (const auto volume = sources.volumes.value(snapshot.volumeId)) {
            part.volumeName = volume->name;
            for (const auto &use : volume->attachments) {
                if (use.serverId == set.serverId)
                    part.device = use.device;
            }
        }
        set.volumesGiB += part.sizeGiB;
        set.parts.push_back(std::move(part));
    }
    std::sort(set.parts.begin() + named, set.parts.end(), [](const auto &a, const auto &b) {
        return std::tie(a.device, a.snapshotId) < std::tie(b.device, b.snapshotId);
    });
}

SnapshotSet setOf(const Image &image, const SnapshotSources &sources, const TaggedFor &tagged)
{
    SnapshotSet set;
    set.id = image.id;
    set.name = image.name;
    set.imageStatus = image.status;
    set.created = image.created;
    set.imageBytes = image.sizeBytes;
    set.isProtected = image.isProtected;
    set.backup = image.imageType() == "backup"_L1;
    for (const auto &device : image.blockDevices) {
        if (device.snapshotId.isEmpty())
            continue;
        set.parts.push_back(partOf(device, image, sources));
        set.volumesGiB += set.parts.back().missing ? 0 : set.parts.back().sizeGiB;
    }
    set.hasData = set.parts.empty();
    if (tieToServer(set, image, sources)) {
        set.consistency = consistencyOf(image);
        const QDate date = QDate::fromString(tag(image.properties, "keep_until"_L1), Qt::ISODate);
        if (date.isValid())
            set.keepUntil = date;
        set.description = tag(image.properties, "description"_L1);
        set.createdBy = tag(image.properties, "created_by"_L1);
    }
    // After the set is assigned, because such a volume may be attached to another instance now.
    addTaggedParts(set, tagged, sources);
    set.status = statusOf(set, sources.volumeSnapshotsKnown);
    // Shelving names the image after the instance, which may have been renamed since; an offloaded
    // instance exists only in this image.
    const auto server = sources.servers.value(set.serverId);
    set.shelved =
        server && server->status.startsWith("SHELVED"_L1) && image.name.endsWith("-shelved"_L1);
    return set;
}

} // namespace

bool isOwn(const openstack::Image &image, const QString &project)
{
    return project.isEmpty() || image.owner == project;
}

bool isOwn(const openstack::VolumeSnapshot &snapshot, const QString &project)
{
    // Policy may hide the project; only an administrator's list contains other projects' snapshots.
    return project.isEmpty() || snapshot.projectId.isEmpty() || snapshot.projectId == project;
}

bool isLikelySnapshot(const openstack::Image &image)
{
    const QString type = image.imageType();
    return type == "snapshot"_L1 || type == "backup"_L1 ||
           !tag(image.properties, "operation"_L1).isEmpty() ||
           std::any_of(image.blockDevices.begin(), image.blockDevices.end(),
                       [](const auto &device) { return !device.snapshotId.isEmpty(); });
}

SnapshotLinks linkSnapshots(const SnapshotSources &sources)
{
    SnapshotLinks links;
    const TaggedFor tagged = taggedFor(sources);
    for (const auto &image : sources.images) {
        if (isOwn(*image, sources.project) && isLikelySnapshot(*image))
            links.sets.push_back(setOf(*image, sources, tagged));
    }
    std::sort(links.sets.begin(), links.sets.end(), [](const auto &a, const auto &b) {
        return std::tie(b.created, b.id) < std::tie(a.created, a.id);
    });
    for (const SnapshotSet &set : links.sets) {
        if (!set.serverId.isEmpty())
            links.setsOfServer[set.serverId].append(set.id);
        // Newest first: a volume snapshot named by two images belongs to the older one, for which
        // it was created.
        for (const SnapshotPart &part : set.parts) {
            links.setOfVolumeSnapshot.insert(part.snapshotId, set.id);
            links.awaited |= sources.volumeSnapshotsKnown && isAwaited(part);
        }
    }
    for (const auto &snapshot : sources.volumeSnapshots) {
        if (links.setOfVolumeSnapshot.contains(snapshot->id) || !isOwn(*snapshot, sources.project))
            continue;
        const QString image = tag(snapshot->metadata, "image"_L1);
        // The name that Nova gives to volume snapshots for an image.
        if (image.isEmpty() ? snapshot->name.startsWith("snapshot for "_L1)
                            : !sources.images.contains(image))
            links.unclaimed.insert(snapshot->id);
    }
    return links;
}

} // namespace oriel::store
