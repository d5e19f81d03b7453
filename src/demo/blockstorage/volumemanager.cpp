#include "demo/blockstorage/volumemanager.h"
#include "demo/zones.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

std::span<const VolumeManager::Type> VolumeManager::types()
{
    static constexpr Type all[]{
        {"bdebce9f-5e65-4ea6-888f-68899bb915f5", "standard", nullptr, -1, -1, false},
        {"0c5b3a4e-8a0d-4b62-9b0e-0f7f3f0d6a11", "fast", "On solid-state disks", 5, 500, false},
        {"3d2b6f0e-7c51-4f4d-a9c3-5b8e1f7a2d60", "shared", "For clusters of instances", -1, -1,
         true},
        {"a3fad166-4dff-4531-84fb-93ba9bd88f37", "__DEFAULT__", "Default Volume Type", -1, -1,
         false}};
    return all;
}

const VolumeManager::Type *VolumeManager::typeOf(const QString &nameOrId)
{
    for (const Type &type : types()) {
        if (nameOrId == QLatin1String(type.name) || nameOrId == QLatin1String(type.id))
            return &type;
    }
    return nullptr;
}

/// The fast disks are in the first zone.
bool VolumeManager::hasBackend(const Volume &volume)
{
    return volume.zone == zones::standard || volume.volumeType != u"fast";
}

VolumeManager::Usage VolumeManager::usage(const QString &projectId) const
{
    return usage(projectId, {});
}

VolumeManager::Usage VolumeManager::usage(const QString &projectId, const QString &type) const
{
    Usage usage;
    for (const auto &volume : m_world.state.volumes.rows()) {
        if (volume->projectId != projectId || (!type.isEmpty() && volume->volumeType != type))
            continue;
        ++usage.volumes;
        usage.gigabytes += volume->size;
    }
    for (const auto &snapshot : m_world.state.snapshots.rows()) {
        const Volume *volume = m_world.state.volumes.find(snapshot->volumeId);
        const bool counts =
            type.isEmpty() || (volume != nullptr ? volume->volumeType : u"standard"_s) == type;
        if (snapshot->projectId != projectId || !counts)
            continue;
        ++usage.snapshots;
        usage.gigabytes += snapshot->size;
    }
    return usage;
}

QMap<QString, QString> VolumeManager::imageMetadataOf(const Image &image)
{
    QMap<QString, QString> metadata = image.properties;
    metadata.remove(u"block_device_mapping"_s);
    metadata.insert(u"image_id"_s, image.id);
    metadata.insert(u"image_name"_s, image.name);
    metadata.insert(u"checksum"_s, image.checksum);
    metadata.insert(u"container_format"_s, image.containerFormat);
    metadata.insert(u"disk_format"_s, image.diskFormat);
    metadata.insert(u"min_disk"_s, QString::number(image.minDisk));
    metadata.insert(u"min_ram"_s, QString::number(image.minRam));
    metadata.insert(u"size"_s, QString::number(image.size.value_or(0)));
    return metadata;
}

QMap<QString, QString> VolumeManager::customImageMetadata(const Volume &volume)
{
    QMap<QString, QString> custom = volume.imageMetadata;
    for (const QString &core :
         {u"checksum"_s, u"container_format"_s, u"disk_format"_s, u"image_name"_s, u"image_id"_s,
          u"min_disk"_s, u"min_ram"_s, u"name"_s, u"size"_s})
        custom.remove(core);
    return custom;
}

void VolumeManager::inheritSource(Volume &volume, const QString &imageId, bool type) const
{
    const auto takeZone = [&volume](const QString &zone) {
        if (volume.zone.isEmpty())
            volume.zone = zone;
    };
    if (const VolumeSnapshot *snapshot = m_world.state.snapshots.find(volume.snapshotId)) {
        volume.size = std::max(volume.size, snapshot->size);
        if (const Volume *origin = m_world.state.volumes.find(snapshot->volumeId)) {
            takeZone(origin->zone);
            volume.bootable = origin->bootable;
            if (origin->bootable)
                volume.imageMetadata = snapshot->imageMetadata;
            volume.volumeType = type ? origin->volumeType : volume.volumeType;
        }
    } else if (const Volume *source = m_world.state.volumes.find(volume.sourceVolumeId)) {
        takeZone(source->zone);
        volume.size = std::max(volume.size, source->size);
        volume.bootable = source->bootable;
        if (source->bootable)
            volume.imageMetadata = source->imageMetadata;
        volume.volumeType = type ? source->volumeType : volume.volumeType;
    } else if (const Image *image = m_world.state.images.find(imageId)) {
        volume.bootable = true;
        volume.imageMetadata = imageMetadataOf(*image);
        volume.imageMetadata.insert(u"signature_verified"_s, u"False"_s);
    }
    takeZone(zones::standard);
}

bool VolumeManager::failsWithImage(const Volume &volume) const
{
    const Image *image = volume.snapshotId.isEmpty() && volume.sourceVolumeId.isEmpty()
                             ? m_world.state.images.find(volume.imageMetadata.value(u"image_id"_s))
                             : nullptr;
    return image != nullptr && image->properties.contains(u"signature_verified"_s);
}

Volume &VolumeManager::create(Volume volume, std::function<void(Volume &)> ready, bool filled)
{
    volume.id = m_world.uuid();
    volume.status = u"creating"_s;
    const Type *type = typeOf(volume.volumeType);
    volume.multiattach = type != nullptr && type->multiattach;
    volume.created = m_world.now();
    Volume &added = m_world.state.volumes.add(std::move(volume));
    if (filled)
        return added;
    const bool fromImage = added.imageMetadata.contains(u"image_id"_s);
    // What is written from an image can be booted when that is done.
    const bool bootable = added.bootable;
    if (fromImage && added.snapshotId.isEmpty() && added.sourceVolumeId.isEmpty())
        added.bootable = false;
    whenStorageRuns(
        fromImage ? 2500ms : 1200ms, [this, bootable, id = added.id, ready = std::move(ready)] {
            Volume *row = m_world.state.volumes.find(id);
            if (row == nullptr || row->status != u"creating")
                return;
            row->updated = m_world.now();
            if (!hasBackend(*row)) {
                row->status = u"error"_s;
                addMessage(row->projectId, u"VOLUME"_s, id, u"VOLUME_VOLUME_001_003"_s,
                           u"schedule allocate volume:Could not find any available weighted "
                           "backend."_s,
                           m_world.requestId());
                return;
            }
            if (failsWithImage(*row)) {
                row->status = u"error"_s;
                return;
            }
            row->status = u"available"_s;
            row->bootable = bootable;
            if (ready)
                ready(*row);
        });
    return added;
}

VolumeSnapshot &VolumeManager::createSnapshot(const Volume &volume, const QString &name,
                                              const QString &description, const QString &userId,
                                              const QMap<QString, QString> &metadata)
{
    VolumeSnapshot made;
    made.id = m_world.uuid();
    made.name = name;
    made.description = description;
    made.volumeId = volume.id;
    made.projectId = volume.projectId;
    made.userId = userId;
    made.status = u"creating"_s;
    made.size = volume.size;
    made.progress = 0;
    made.metadata = metadata;
    if (volume.bootable)
        made.imageMetadata = volume.imageMetadata;
    made.created = m_world.now();
    VolumeSnapshot &added = m_world.state.snapshots.add(std::move(made));
    // Two seconds for the smallest, six from 80 GiB on, in steps of half a second.
    const int steps = 4 + std::min(volume.size, 80) / 10;
    advanceSnapshot(added.id, 0, steps, m_world.faults.takeSnapshotFailure(volume.name, volume.id));
    return added;
}

void VolumeManager::whenStorageRuns(std::chrono::milliseconds delay, std::function<void()> step)
{
    m_world.later(delay, [this, delay, step = std::move(step)] {
        if (m_world.faults.storageRuns())
            step();
        else
            whenStorageRuns(delay, step);
    });
}

void VolumeManager::advanceSnapshot(const QString &id, int step, int steps, bool fails)
{
    whenStorageRuns(500ms, [this, id, step, steps, fails] {
        VolumeSnapshot *row = m_world.state.snapshots.find(id);
        if (row == nullptr || row->status != u"creating")
            return;
        const int done = step + 1;
        if (fails && done * 2 >= steps) {
            row->status = u"error"_s;
            row->updated = m_world.now();
            addMessage(
                row->projectId, u"VOLUME_SNAPSHOT"_s, id, u"VOLUME_VOLUME_SNAPSHOT_003_002"_s,
                u"create snapshot:Driver failed to create the snapshot."_s, m_world.requestId());
            return;
        }
        row->progress = done * 100 / steps;
        if (done < steps) {
            advanceSnapshot(id, done, steps, fails);
            return;
        }
        row->status = u"available"_s;
        row->updated = m_world.now();
    });
}

void VolumeManager::remove(Volume &volume)
{
    volume.status = u"deleting"_s;
    volume.updated = m_world.now();
    m_world.later(1500ms, [this, id = volume.id] { m_world.state.volumes.remove(id); });
}

void VolumeManager::removeSnapshot(VolumeSnapshot &snapshot, const QByteArray &requestId)
{
    snapshot.status = u"deleting"_s;
    snapshot.updated = m_world.now();
    m_world.later(1500ms, [this, id = snapshot.id, requestId] {
        VolumeSnapshot *row = m_world.state.snapshots.find(id);
        if (row == nullptr)
            return;
        const bool busy = m_world.faults.isBusy(row->name, id);
        if (!busy && !m_world.faults.takeDeletionFailure(row->name, id)) {
            m_world.state.snapshots.remove(id);
            return;
        }
        row->status = busy ? u"available"_s : u"error_deleting"_s;
        row->updated = m_world.now();
        addMessage(row->projectId, u"VOLUME_SNAPSHOT"_s, id,
                   busy ? u"VOLUME_VOLUME_SNAPSHOT_010_015"_s : u"VOLUME_VOLUME_SNAPSHOT_010_016"_s,
                   busy ? u"delete snapshot:Snapshot is busy."_s
                        : u"delete snapshot:Snapshot failed to delete."_s,
                   requestId);
    });
}

void VolumeManager::attach(Volume &volume, const QString &serverId, const Attachment &attachment)
{
    volume.status = u"in-use"_s;
    volume.uses.push_back({serverId, attachment.device, attachment.attachmentId, m_world.now()});
    volume.updated = m_world.now();
}

void VolumeManager::detach(Volume &volume, const QString &serverId)
{
    if (!m_world.faults.storageRuns()) {
        volume.status = u"detaching"_s;
        whenStorageRuns(500ms, [this, id = volume.id, serverId] {
            if (Volume *row = m_world.state.volumes.find(id); row && row->status == u"detaching")
                detach(*row, serverId);
        });
        return;
    }
    std::erase_if(volume.uses, [&](const VolumeUse &use) { return use.serverId == serverId; });
    volume.status = volume.uses.empty() ? u"available"_s : u"in-use"_s;
    volume.updated = m_world.now();
}

std::vector<VolumeSnapshot *> VolumeManager::snapshotsOf(const QString &volumeId) const
{
    std::vector<VolumeSnapshot *> found;
    for (const auto &row : m_world.state.snapshots.rows()) {
        if (row->volumeId == volumeId)
            found.push_back(row.get());
    }
    return found;
}

void VolumeManager::addMessage(const QString &projectId, const QString &resourceType,
                               const QString &resourceId, const QString &eventId,
                               const QString &text, const QByteArray &requestId)
{
    m_world.state.messages.add({m_world.uuid(), projectId, resourceType, resourceId, eventId, text,
                                QString::fromLatin1(requestId), m_world.now()});
}

} // namespace oriel::demo
