#include "forms/launchform_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::Subject;

LaunchForm::Private::Private(net::ApiClient &client, store::CloudStores &cloud, Clock &time,
                             Subject from, QStringList has)
    : stores(cloud)
    , clock(time)
    , source(std::move(from))
    , roles(std::move(has))
    , interest(
          stores.watch({store::Topic::Servers, store::Topic::Flavors, store::Topic::Networks,
                        store::Topic::Images, store::Topic::VolumeSnapshots, store::Topic::Volumes,
                        store::Topic::ComputeLimits, store::Topic::BlockStorageLimits},
                       store::Tempo::Viewed))
    , original(stores.servers.find(originalId()))
{
    choices = std::make_unique<LaunchChoices>(client, original ? original->id : QString());
}

store::Row<store::SnapshotSet> LaunchForm::Private::set() const
{
    return source.kind == Subject::Kind::VolumeSnapshot ? nullptr
                                                        : stores.snapshotSets.find(source.id);
}

store::Row<openstack::Image> LaunchForm::Private::image() const
{
    return source.kind == Subject::Kind::VolumeSnapshot ? nullptr : stores.images.find(source.id);
}

store::Row<openstack::Flavor> LaunchForm::Private::flavor() const
{
    return stores.flavors.find(flavorId.value_or(QString()));
}

QString LaunchForm::Private::originalId() const
{
    if (const auto of = set())
        return of->serverId;
    if (source.kind != Subject::Kind::VolumeSnapshot)
        return {};
    if (const auto of = stores.setOfVolumeSnapshot(source.id); of && !of->serverId.isEmpty())
        return of->serverId;
    const auto snapshot = stores.volumeSnapshots.find(source.id);
    const auto volume = snapshot ? stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->attachments.empty() ? volume->attachments.front().serverId
                                                  : QString();
}

QString LaunchForm::Private::proposedName() const
{
    const QString base = original ? original->name : source.name;
    const auto taken = [this](const QString &candidate) {
        return std::ranges::any_of(stores.servers.rows(),
                                   [&](const auto &row) { return row->name == candidate; });
    };
    if (source.kind == Subject::Kind::Image && !set() && !taken(base))
        return base;
    QString candidate = tr("%1 restored").arg(base);
    for (int number = 2; taken(candidate); ++number)
        candidate = tr("%1 restored %2").arg(base, QString::number(number));
    return candidate;
}

void LaunchForm::Private::propose()
{
    if (const auto now = stores.servers.find(originalId()))
        original = now;
    if (!nameTyped)
        name = proposedName();
    if (!flavorId && original && stores.flavors.state().loaded) {
        // From 2.47 on an instance names its flavor and not the flavor's id.
        for (const auto &row : stores.flavors.rows()) {
            if (row->id == original->flavor.id || row->name == original->flavor.name)
                flavorId = row->id;
        }
    }
    if (!choices->ready())
        return;
    if (!keyName) {
        const QString wanted = original ? original->keyName : QString();
        const auto &pairs = choices->keyPairs();
        const bool mine =
            std::ranges::find(pairs, wanted, &openstack::KeyPair::name) != pairs.end();
        keyName = mine ? wanted : QString();
    }
    if (!zone)
        zone = original ? original->availabilityZone : QString();
    if (!networkIds && original && !choices->ports().empty()) {
        networkIds.emplace();
        for (const openstack::Port &port : choices->ports()) {
            if (!networkIds->contains(port.networkId))
                networkIds->append(port.networkId);
        }
    } else if (!networkIds && !original && stores.networks.state().loaded) {
        QStringList own;
        for (const auto &row : stores.networks.rows()) {
            if (!row->external)
                own.append(row->id);
        }
        networkIds = own.size() == 1 ? own : QStringList();
    }
    if (!groupIds) {
        groupIds.emplace();
        for (const openstack::Port &port : choices->ports()) {
            for (const QString &id : port.securityGroupIds) {
                if (!groupIds->contains(id))
                    groupIds->append(id);
            }
        }
        for (const openstack::SecurityGroup &group : choices->groups()) {
            if (choices->ports().empty() && group.name == "default"_L1)
                groupIds->append(group.id);
        }
    }
}

void LaunchForm::Private::choose(const operations::RestoreRequest &request)
{
    const openstack::CreateServer &server = request.server;
    name = server.name;
    nameTyped = true;
    flavorId = server.flavorId;
    keyName = server.keyName;
    zone = server.availabilityZone;
    networkIds = server.networkIds;
    groupIds = server.securityGroups;
    for (const openstack::NewBlockDevice &device : server.blockDevices) {
        sizes.insert(device.uuid, device.sizeGiB);
        deleted.insert(device.uuid, device.deleteOnTermination);
    }
    movesFloatingIp = request.floatingIp.has_value();
}

LaunchDisk LaunchForm::Private::diskOf(const store::SnapshotPart &part) const
{
    LaunchDisk disk;
    disk.device.uuid = part.snapshotId;
    disk.device.deviceName = part.device;
    disk.status = part.missing ? QString() : part.status;
    disk.leastGiB = disk.device.sizeGiB = part.sizeGiB;
    disk.name = part.volumeName.isEmpty() ? part.name : part.volumeName;
    if (disk.name.isEmpty())
        disk.name = part.snapshotId;
    if (const auto from = image()) {
        for (const openstack::BlockDevice &device : from->blockDevices) {
            if (device.snapshotId != part.snapshotId)
                continue;
            disk.device.bootIndex = device.bootIndex;
            disk.device.diskBus = device.diskBus;
            disk.device.deviceType = device.deviceType;
            disk.leastGiB = disk.device.sizeGiB = std::max(part.sizeGiB, device.volumeSizeGiB);
        }
    }
    return disk;
}

std::vector<LaunchDisk> LaunchForm::Private::findDisks() const
{
    std::vector<LaunchDisk> disks;
    if (source.kind == Subject::Kind::VolumeSnapshot) {
        const auto snapshot = stores.volumeSnapshots.find(source.id);
        if (!snapshot)
            return {};
        const auto volume = stores.volumes.find(snapshot->volumeId);
        store::SnapshotPart part;
        part.snapshotId = snapshot->id;
        part.volumeId = snapshot->volumeId;
        part.volumeName = volume ? volume->name : QString();
        part.name = snapshot->name;
        part.sizeGiB = snapshot->sizeGiB;
        part.status = snapshot->status;
        disks.push_back(diskOf(part));
        disks.back().device.bootIndex = 0;
        return disks;
    }
    if (const auto of = set()) {
        for (const store::SnapshotPart &part : of->parts)
            disks.push_back(diskOf(part));
    }
    const bool rootIsVolume = std::ranges::any_of(
        disks, [](const LaunchDisk &disk) { return disk.device.bootIndex == 0; });
    if (!rootIsVolume && image()) {
        LaunchDisk local;
        local.device.source = openstack::NewBlockDevice::Source::Image;
        local.device.uuid = source.id;
        local.device.bootIndex = 0;
        local.device.deleteOnTermination = true;
        local.local = true;
        local.name = tr("The image, on the flavor's own disk");
        disks.insert(disks.begin(), local);
    }
    std::ranges::stable_sort(disks, [](const LaunchDisk &a, const LaunchDisk &b) {
        const auto rank = [](const LaunchDisk &disk) {
            return std::tuple(disk.device.bootIndex != 0, disk.device.deviceName.size(),
                              disk.device.deviceName);
        };
        return rank(a) < rank(b);
    });
    return disks;
}

std::vector<LaunchDisk> LaunchForm::Private::disks() const
{
    std::vector<LaunchDisk> found = findDisks();
    for (LaunchDisk &disk : found) {
        if (disk.local)
            continue;
        disk.device.sizeGiB = std::max(disk.leastGiB, sizes.value(disk.device.uuid));
        disk.device.deleteOnTermination = deleted.value(disk.device.uuid);
    }
    return found;
}

std::optional<LaunchDisk> LaunchForm::Private::rootVolume() const
{
    for (const LaunchDisk &disk : disks()) {
        if (disk.device.bootIndex == 0 && !disk.local)
            return disk;
    }
    return std::nullopt;
}

bool LaunchForm::Private::needsImage() const
{
    const auto root = rootVolume();
    if (!root)
        return true;
    // Nova boots from a volume snapshot alone only where its volume is bootable.
    const auto snapshot = stores.volumeSnapshots.find(root->device.uuid);
    const auto volume = snapshot ? stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->bootable;
}

} // namespace oriel::forms
