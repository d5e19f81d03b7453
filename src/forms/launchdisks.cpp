#include "forms/launchdisks.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/availability.h"
#include "operations/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// The size of a new boot volume if neither the image nor the flavor says more: enough for the
/// systems of today.
constexpr int usualDiskGiB = 20;

using DiskSource = openstack::NewBlockDevice::Source;

bool bootsFrom(const LaunchDisk &disk)
{
    return disk.device.bootIndex == 0;
}

} // namespace

LaunchDisks::LaunchDisks(const store::CloudStores &stores, operations::Subject source)
    : m_stores(stores)
    , m_source(std::move(source))
{}

void LaunchDisks::setSource(const operations::Subject &source)
{
    m_source = source;
    m_sizes.clear();
    m_deleted.clear();
}

void LaunchDisks::adopt(const openstack::CreateServer &server)
{
    for (const openstack::NewBlockDevice &device : server.blockDevices) {
        m_sizes.insert(device.uuid, device.sizeGiB);
        m_deleted.insert(device.uuid, device.deleteOnTermination);
    }
    if (!isPlainImage())
        return;
    m_onNewVolume = false;
    for (const openstack::NewBlockDevice &device : server.blockDevices) {
        m_onNewVolume = *m_onNewVolume || device.source == DiskSource::ImageVolume;
        m_volumeType = device.volumeType;
    }
}

store::Row<store::SnapshotSet> LaunchDisks::set() const
{
    return m_stores.snapshotSets.find(m_source.id);
}

store::Row<openstack::Image> LaunchDisks::image() const
{
    return m_stores.images.find(m_source.id);
}

bool LaunchDisks::isPlainImage() const
{
    return m_source.kind == Kind::Image && !set();
}

QString LaunchDisks::originalId() const
{
    if (const auto of = set())
        return of->serverId;
    if (m_source.kind != Kind::VolumeSnapshot)
        return {};
    if (const auto of = m_stores.setOfVolumeSnapshot(m_source.id); of && !of->serverId.isEmpty())
        return of->serverId;
    const auto snapshot = m_stores.volumeSnapshots.find(m_source.id);
    const auto volume = snapshot ? m_stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->attachments.empty() ? volume->attachments.front().serverId
                                                  : QString();
}

QString LaunchDisks::volumeZone() const
{
    QString volumeId = m_source.kind == Kind::Volume ? m_source.id : QString();
    QString snapshotId = m_source.kind == Kind::VolumeSnapshot ? m_source.id : QString();
    if (const auto from = image()) {
        for (const openstack::BlockDevice &device : from->blockDevices) {
            if (snapshotId.isEmpty())
                snapshotId = device.snapshotId;
        }
    }
    if (const auto snapshot = m_stores.volumeSnapshots.find(snapshotId))
        volumeId = snapshot->volumeId;
    const auto volume = m_stores.volumes.find(volumeId);
    return volume ? volume->availabilityZone : QString();
}

qint64 LaunchDisks::minRamMiB() const
{
    if (const auto from = image())
        return from->minRamMiB;
    const auto volume = m_stores.volumes.find(m_source.id);
    return volume ? volume->imageMetadata.value(u"min_ram"_s).toLongLong() : 0;
}

int LaunchDisks::leastDiskGiB() const
{
    const auto from = image();
    if (!from)
        return 0;
    constexpr qint64 gib = qint64(1) << 30;
    const qint64 stored = std::max<qint64>(from->sizeBytes, 0);
    return static_cast<int>(std::max(from->minDiskGiB, (stored + gib - 1) / gib));
}

bool LaunchDisks::setOnNewVolume(bool on)
{
    return std::exchange(m_onNewVolume, std::optional(on)) != std::optional(on);
}

bool LaunchDisks::setVolumeType(const QString &name)
{
    return std::exchange(m_volumeType, name) != name;
}

bool LaunchDisks::setSize(const QString &uuid, int gib)
{
    return std::exchange(m_sizes[uuid], gib) != gib;
}

bool LaunchDisks::setDeletedWithInstance(const QString &uuid, bool deleted)
{
    return std::exchange(m_deleted[uuid], deleted) != deleted;
}

bool LaunchDisks::onNewVolume(const store::Row<openstack::Flavor> &flavor) const
{
    if (!isPlainImage())
        return false;
    return !localDiskObstacle(flavor).isEmpty() || m_onNewVolume.value_or(true);
}

QString LaunchDisks::localDiskObstacle(const store::Row<openstack::Flavor> &flavor)
{
    return flavor && flavor->diskGiB == 0
               ? tr("The flavor “%1” does not include a disk.").arg(isolated(flavor->name))
               : QString();
}

std::vector<store::SnapshotPart> LaunchDisks::parts() const
{
    if (const auto of = set())
        return {of->parts.begin(), of->parts.end()};
    if (m_source.kind != Kind::VolumeSnapshot)
        return {};
    const auto snapshot = m_stores.volumeSnapshots.find(m_source.id);
    if (!snapshot)
        return {};
    const auto volume = m_stores.volumes.find(snapshot->volumeId);
    store::SnapshotPart part;
    part.snapshotId = snapshot->id;
    part.volumeId = snapshot->volumeId;
    part.volumeName = volume ? volume->name : QString();
    part.name = snapshot->name;
    part.sizeGiB = snapshot->sizeGiB;
    part.status = snapshot->status;
    return {part};
}

LaunchDisk LaunchDisks::diskOf(const store::SnapshotPart &part, const QString &original) const
{
    LaunchDisk disk;
    disk.device.uuid = part.snapshotId;
    disk.device.deviceName = part.device;
    disk.status = part.missing ? QString() : part.status;
    disk.leastGiB = part.sizeGiB;
    disk.name = part.volumeName.isEmpty() ? part.name : part.volumeName;
    if (disk.name.isEmpty())
        disk.name = part.snapshotId;
    if (m_source.kind == Kind::VolumeSnapshot)
        disk.device.bootIndex = 0;
    if (const auto from = image()) {
        for (const openstack::BlockDevice &device : from->blockDevices) {
            if (device.snapshotId != part.snapshotId)
                continue;
            disk.device.bootIndex = device.bootIndex;
            disk.device.diskBus = device.diskBus;
            disk.device.deviceType = device.deviceType;
            disk.leastGiB = std::max(part.sizeGiB, device.volumeSizeGiB);
        }
    }
    disk.device.sizeGiB = std::max(disk.leastGiB, m_sizes.value(part.snapshotId));
    disk.device.deleteOnTermination = m_deleted.value(part.snapshotId);
    const auto of = set();
    disk.origin = {.volume = part.volumeName,
                   .instance = original.isEmpty() && of ? of->serverName : original,
                   .device = part.device,
                   .boots = bootsFrom(disk)};
    return disk;
}

LaunchDisk LaunchDisks::diskFromImage(const store::Row<openstack::Flavor> &flavor) const
{
    if (!onNewVolume(flavor))
        return {.device = {.source = DiskSource::Image,
                           .uuid = m_source.id,
                           .bootIndex = 0,
                           .deleteOnTermination = true},
                .name = tr("The image, on the flavor's own disk")};
    const int ofFlavor = flavor ? flavor->diskGiB : 0;
    const int usual = std::max(leastDiskGiB(), ofFlavor > 0 ? ofFlavor : usualDiskGiB);
    const int least = std::max(1, leastDiskGiB());
    operations::VolumeOrigin origin;
    origin.boots = true;
    return {.device = {.source = DiskSource::ImageVolume,
                       .uuid = m_source.id,
                       .bootIndex = 0,
                       .sizeGiB = m_sizes.contains(m_source.id)
                                      ? std::max(least, m_sizes.value(m_source.id))
                                      : usual,
                       .deleteOnTermination = m_deleted.value(m_source.id),
                       .volumeType = m_volumeType},
            .name = tr("The image, on a new volume"),
            .status = u"available"_s,
            .leastGiB = least,
            .origin = origin};
}

LaunchDisks::Disks LaunchDisks::disks(const store::Row<openstack::Flavor> &flavor,
                                      const QString &original) const
{
    Disks disks;
    for (const store::SnapshotPart &part : parts())
        disks.push_back(diskOf(part, original));
    if (image() && std::ranges::none_of(disks, bootsFrom))
        disks.push_back(diskFromImage(flavor));
    if (const auto volume = m_stores.volumes.find(m_source.id);
        volume && m_source.kind == Kind::Volume)
        disks.push_back({.device = {.source = DiskSource::Volume,
                                    .uuid = volume->id,
                                    .bootIndex = 0,
                                    .sizeGiB = volume->sizeGiB,
                                    .deleteOnTermination = m_deleted.value(volume->id)},
                         .name = operations::nameOrId(volume->name, volume->id),
                         .status = volume->status,
                         .leastGiB = volume->sizeGiB});
    std::ranges::stable_sort(disks, {}, [](const LaunchDisk &disk) {
        const QString &device = disk.device.deviceName;
        return std::tuple(!bootsFrom(disk), device.size(), device);
    });
    return disks;
}

const LaunchDisk *LaunchDisks::rootVolume(const Disks &disks)
{
    const auto root = std::ranges::find_if(
        disks, [](const LaunchDisk &disk) { return bootsFrom(disk) && !disk.isLocal(); });
    return root == disks.end() ? nullptr : &*root;
}

bool LaunchDisks::needsImage(const Disks &disks) const
{
    const LaunchDisk *root = rootVolume(disks);
    if (!root)
        return true;
    if (root->device.source != DiskSource::Snapshot)
        return false; // the volume is the image, or is bootable
    // Nova boots from a volume snapshot without an image only if its volume is bootable.
    const auto snapshot = m_stores.volumeSnapshots.find(root->device.uuid);
    const auto volume = snapshot ? m_stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->bootable;
}

QMap<QString, QString> LaunchDisks::volumeNames(const Disks &disks, const QString &instance) const
{
    QMap<QString, QString> names;
    const auto isTaken = [&](const QString &candidate) {
        return std::ranges::find(names, candidate) != names.end() ||
               operations::isVolumeNameTaken(m_stores, candidate);
    };
    for (const LaunchDisk &disk : disks) {
        if (disk.isNewVolume())
            names.insert(disk.device.uuid,
                         operations::restoredVolumeName(instance, disk.origin, isTaken));
    }
    return names;
}

QString LaunchDisks::sourceProblem(const Disks &disks) const
{
    if (m_source.kind == Kind::Volume) {
        const auto volume = m_stores.volumes.find(m_source.id);
        if (!volume)
            return tr("The volume no longer exists.");
        if (const QString why = operations::notDetached(*volume, m_stores); !why.isEmpty())
            return why;
        return volume->bootable ? QString() : tr("The volume is not bootable.");
    }
    if (m_source.kind == Kind::VolumeSnapshot) {
        if (!m_stores.volumeSnapshots.find(m_source.id))
            return tr("The volume snapshot no longer exists.");
        return needsImage(disks) ? tr("The volume is not bootable, so an instance cannot boot from "
                                      "its snapshot.")
                                 : QString();
    }
    const auto from = image();
    if (!from)
        return tr("The image no longer exists.");
    return from->status == "active"_L1
               ? QString()
               : tr("The image is “%1”. It must be active.").arg(isolated(from->status));
}

QString LaunchDisks::problem(const Disks &disks) const
{
    if (const QString source = sourceProblem(disks); !source.isEmpty())
        return source;
    for (const LaunchDisk &disk : disks) {
        if (disk.device.source != DiskSource::Snapshot)
            continue;
        if (disk.status.isEmpty())
            return tr("The volume snapshot of %1 no longer exists, so this snapshot is incomplete. "
                      "Create volumes from the others under Storage → Snapshots.")
                .arg(isolated(disk.title()));
        if (disk.status != "available"_L1)
            return tr("The volume snapshot of %1 is “%2”. It must be “available”.")
                .arg(isolated(disk.title()), isolated(disk.status));
    }
    return {};
}

QString LaunchDisks::flavorObstacle(const openstack::Flavor &flavor) const
{
    if (const qint64 least = minRamMiB(); flavor.ramMiB < least)
        return tr("The image needs at least %1 of memory; the flavor has %2.")
            .arg(memoryText(least), memoryText(flavor.ramMiB));
    // Its disk counts only if it is used: a new volume can be of any size.
    const bool local = isPlainImage() && m_onNewVolume == std::optional(false);
    return local && flavor.diskGiB > 0 && flavor.diskGiB < leastDiskGiB()
               ? tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
                     .arg(QString::number(leastDiskGiB()), QString::number(flavor.diskGiB))
               : QString();
}

QString LaunchDisks::flavorProblem(const openstack::Flavor &flavor, const Disks &disks) const
{
    if (const qint64 least = minRamMiB(); flavor.ramMiB < least)
        return tr("The image needs at least %1 of memory; the flavor has %2.")
            .arg(memoryText(least), memoryText(flavor.ramMiB));
    const auto from = image();
    if (!from)
        return {};
    const LaunchDisk *root = rootVolume(disks);
    if (!root && flavor.diskGiB > 0 && flavor.diskGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
            .arg(QString::number(from->minDiskGiB), QString::number(flavor.diskGiB));
    if (root && needsImage(disks) && root->device.sizeGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB. Increase the size of %2.")
            .arg(QString::number(from->minDiskGiB), isolated(root->title()));
    return {};
}

QString LaunchDisks::minDiskNote(const Disks &disks) const
{
    const auto from = image();
    const LaunchDisk *root = rootVolume(disks);
    if (!from || !root || needsImage(disks) || root->device.sizeGiB >= from->minDiskGiB)
        return {};
    return tr("The image requires a disk of at least %1 GiB and the boot volume has %2, so the "
              "cloud would reject the image. The instance will be launched from the volume "
              "snapshots instead.")
        .arg(QString::number(from->minDiskGiB), QString::number(root->device.sizeGiB));
}

QString LaunchDisks::text(const Disks &disks) const
{
    if (m_source.kind == Kind::Volume)
        return tr("The instance uses the volume itself, not a copy of it.");
    return std::ranges::all_of(disks, &LaunchDisk::isLocal)
               ? QString()
               : tr("The new volumes stay when the instance is deleted, unless you tick “Delete "
                    "with instance”.");
}

} // namespace oriel::forms
