#include "forms/launchform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/compute/userdata.h"
#include "openstack/network/router.h"
#include "operations/actions/action.h"
#include "operations/grouppolicy.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/ownership.h"
#include "operations/reachability.h"
#include "operations/securityrules.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::Subject;

namespace {

/// The kinds that the form follows.
constexpr std::array launchKinds{Kind::Server,         Kind::Flavor,
                                 Kind::Network,        Kind::Image,
                                 Kind::Volume,         Kind::VolumeType,
                                 Kind::VolumeSnapshot, Kind::KeyPair,
                                 Kind::SecurityGroup,  Kind::SecurityGroupRule,
                                 Kind::Port,           Kind::FloatingIp,
                                 Kind::Router,         Kind::ServerGroup,
                                 Kind::ComputeLimits,  Kind::BlockStorageLimits,
                                 Kind::NetworkLimits};

/// The size of a new boot volume if neither the image nor the flavor says more: enough for the
/// systems of today.
constexpr int usualDiskGiB = 20;

/// What people want to reach an instance by.
constexpr std::array offeredServices{"ssh"_L1, "rdp"_L1, "http"_L1, "https"_L1};

} // namespace

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Subject source,
                       QStringList roles, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_stores(stores)
    , m_source(std::move(source))
    , m_roles(std::move(roles))
    , m_fields(launchFields())
    , m_facts{stores, stores.servers.find(originalId())}
    , m_subscription(stores.watch({launchKinds.begin(), launchKinds.end()}))
{
    load(client, openstack::ListAvailabilityZones{}, m_facts.zones, tr("the availability zones"));
    load(client, openstack::List<openstack::VolumeZone>{}, m_volumeZones,
         tr("the availability zones of the volumes"));
    loadOriginal();
    const auto follow = [this](const store::StoreBase &list) {
        connect(&list, &store::StoreBase::changed, this, &LaunchForm::update);
        connect(&list, &store::StoreBase::stateChanged, this, &LaunchForm::update);
    };
    follow(stores.snapshotSets);
    for (const Kind kind : launchKinds)
        follow(stores.at(kind));
    readStores();
    propose();
    // The quotas may be minutes old; decide on current ones.
    stores.refresh({Kind::ComputeLimits, Kind::BlockStorageLimits, Kind::NetworkLimits});
}

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores,
                       const operations::LaunchRequest &request, QStringList roles, QObject *parent)
    : LaunchForm(client, stores, request.source, std::move(roles), parent)
{
    m_name = request.server.name;
    m_nameTyped = true;
    for (const LaunchField &field : m_fields)
        m_chosen.insert(field.key, field.valueIn(request.server));
    for (const openstack::NewBlockDevice &device : request.server.blockDevices) {
        m_sizes.insert(device.uuid, device.sizeGiB);
        m_deleted.insert(device.uuid, device.deleteOnTermination);
    }
    m_movesFloatingIp = request.floatingIp && request.floatingIp->takesFromAnother();
    m_madeReachable = request.floatingIp && !m_movesFloatingIp;
    if (*m_madeReachable)
        m_address =
            request.floatingIp->id.isEmpty() ? request.floatingIp->poolId : request.floatingIp->id;
    m_service.clear();
    for (const operations::NetworkService &service : operations::networkServices()) {
        if (request.group && service.name == request.group->service)
            m_service = service.key;
    }
    m_openTo = request.group ? request.group->prefix : QString();
    for (const LaunchField &field : m_fields)
        m_byUser.insert(field.key);
    m_fixedAddress =
        request.server.fixedIps.isEmpty() ? QString() : request.server.fixedIps.first();
    m_description = request.server.description;
    m_userData = request.server.userData;
    m_tags = request.server.tags.join(", "_L1);
    m_configDrive = request.server.configDrive;
    m_metadata = request.server.metadata;
    using Source = openstack::NewBlockDevice::Source;
    if (isPlainImage()) {
        m_onNewVolume = false;
        for (const openstack::NewBlockDevice &device : request.server.blockDevices) {
            m_onNewVolume = *m_onNewVolume || device.source == Source::ImageVolume;
            m_volumeType = device.volumeType;
        }
    }
}

void LaunchForm::loadOriginal()
{
    if (!m_facts.original)
        return;
    load(m_client,
         openstack::List<openstack::Port>{.filters = {{u"device_id"_s, m_facts.original->id}}},
         m_facts.ports, tr("the original's ports"));
    load(m_client, openstack::List<openstack::FloatingIp>{}, m_facts.floatingIps,
         tr("the floating IPs"));
}

void LaunchForm::readStores()
{
    const auto read = []<typename T>(const store::Store<T> &store, std::vector<T> &into) {
        into.clear();
        for (const auto &row : store.rows())
            into.push_back(*row);
    };
    read(m_stores.of<openstack::KeyPair>(), m_facts.keyPairs);
    read(m_stores.of<openstack::SecurityGroup>(), m_facts.groups);
    QString volumeId = m_source.kind == Kind::Volume ? m_source.id : QString();
    if (const auto snapshot = m_stores.volumeSnapshots.find(m_source.id);
        snapshot && m_source.kind == Kind::VolumeSnapshot)
        volumeId = snapshot->volumeId;
    const auto volume = m_stores.volumes.find(volumeId);
    m_facts.volumeZone = volume ? volume->availabilityZone : QString();
}

void LaunchForm::setSource(const Subject &source)
{
    if (source == m_source)
        return;
    m_source = source;
    m_chosen.removeIf([this](const auto &entry) { return !m_byUser.contains(entry.key()); });
    m_sizes.clear();
    m_deleted.clear();
    m_facts.original = m_stores.servers.find(originalId());
    m_facts.ports.clear();
    loadOriginal();
    update();
}

template <typename List>
void LaunchForm::load(net::ApiClient &client, List list, std::vector<typename List::Item> &into,
                      const QString &what)
{
    ++m_loading;
    client.all(std::move(list)).then(this, [this, &into, what](auto rows) {
        --m_loading;
        // A cloud without routers has no list of floating IPs; that is not an error.
        constexpr bool mayLack = std::is_same_v<typename List::Item, openstack::FloatingIp>;
        if (rows.ok())
            into = std::move(rows).value();
        else if (!mayLack || rows.error().kind != ErrorKind::NotFound)
            m_unknown += what;
        update();
    });
}

void LaunchForm::update()
{
    readStores();
    propose();
    Q_EMIT changed();
}

void LaunchForm::propose()
{
    if (const auto now = m_stores.servers.find(originalId()))
        m_facts.original = now;
    if (!m_nameTyped)
        m_name = proposedName();
    if (!ready())
        return;
    m_facts.flavorId =
        m_facts.original || m_chosen.contains(u"flavor"_s) ? QString() : smallestFlavor();
    for (const LaunchField &field : m_fields) {
        if (m_chosen.contains(field.key))
            continue;
        const std::optional<QStringList> proposed = field.proposal     ? field.proposal(m_facts)
                                                    : m_facts.original ? field.original(m_facts)
                                                                       : QStringList();
        if (proposed)
            m_chosen.insert(field.key, *proposed);
    }
}

store::Row<store::SnapshotSet> LaunchForm::set() const
{
    return m_stores.snapshotSets.find(m_source.id);
}

store::Row<openstack::Image> LaunchForm::image() const
{
    return m_stores.images.find(m_source.id);
}

store::Row<openstack::Flavor> LaunchForm::flavor() const
{
    return m_stores.flavors.find(m_chosen.value(u"flavor"_s).value(0));
}

qint64 LaunchForm::minRamMiB() const
{
    if (const auto from = image())
        return from->minRamMiB;
    const auto volume = m_stores.volumes.find(m_source.id);
    return volume ? volume->imageMetadata.value(u"min_ram"_s).toLongLong() : 0;
}

QString LaunchForm::flavorObstacle(const openstack::Flavor &one) const
{
    const auto from = image();
    if (const qint64 least = minRamMiB(); one.ramMiB < least)
        return tr("The image needs at least %1 of memory; the flavor has %2.")
            .arg(memoryText(least), memoryText(one.ramMiB));
    const bool local = from && isPlainImage() && m_onNewVolume == std::optional(false);
    if (local && one.diskGiB > 0 && one.diskGiB < leastDiskGiB())
        return tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
            .arg(QString::number(leastDiskGiB()), QString::number(one.diskGiB));
    const auto &limits = m_stores.computeLimits.value();
    if (!limits)
        return {};
    if (!limits->cores.fits(static_cast<qint64>(one.vcpus) * m_count))
        return tr("This exceeds the quota of cores: %1 of %2 are in use.")
            .arg(QString::number(limits->cores.used), QString::number(limits->cores.limit));
    if (!limits->ramMiB.fits(static_cast<qint64>(one.ramMiB) * m_count))
        return tr("This exceeds the quota of memory: %1 of %2 are in use.")
            .arg(memoryText(limits->ramMiB.used), memoryText(limits->ramMiB.limit));
    return {};
}

/// Of those that fit.
QString LaunchForm::smallestFlavor() const
{
    if (m_source.id.isEmpty() || !ready())
        return {};
    for (const auto &row : flavorsBySize(m_stores)) {
        if (flavorObstacle(*row).isEmpty())
            return row->id;
    }
    return {};
}

int LaunchForm::leastDiskGiB() const
{
    const auto from = image();
    if (!from)
        return 0;
    constexpr qint64 gib = qint64(1) << 30;
    const qint64 stored = std::max<qint64>(from->sizeBytes, 0);
    return static_cast<int>(std::max(from->minDiskGiB, (stored + gib - 1) / gib));
}

QString LaunchForm::originalId() const
{
    if (const auto of = set())
        return of->serverId;
    if (m_source.kind != openstack::Kind::VolumeSnapshot)
        return {};
    if (const auto of = m_stores.setOfVolumeSnapshot(m_source.id); of && !of->serverId.isEmpty())
        return of->serverId;
    const auto snapshot = m_stores.volumeSnapshots.find(m_source.id);
    const auto volume = snapshot ? m_stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->attachments.empty() ? volume->attachments.front().serverId
                                                  : QString();
}

QString LaunchForm::proposedName() const
{
    const QString base = m_facts.original ? m_facts.original->name : m_source.name;
    const auto taken = [this](const QString &candidate) {
        return std::ranges::any_of(m_stores.servers.rows(),
                                   [&](const auto &row) { return row->name == candidate; });
    };
    if (isPlainImage() && !taken(base))
        return base;
    return operations::restoredName(base, taken);
}

bool LaunchForm::isPlainImage() const
{
    return m_source.kind == openstack::Kind::Image && !set();
}

std::vector<store::SnapshotPart> LaunchForm::parts() const
{
    if (const auto of = set())
        return {of->parts.begin(), of->parts.end()};
    if (m_source.kind != openstack::Kind::VolumeSnapshot)
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

LaunchDisk LaunchForm::diskOf(const store::SnapshotPart &part) const
{
    LaunchDisk disk;
    disk.device.uuid = part.snapshotId;
    disk.device.deviceName = part.device;
    disk.status = part.missing ? QString() : part.status;
    disk.leastGiB = part.sizeGiB;
    disk.name = part.volumeName.isEmpty() ? part.name : part.volumeName;
    if (disk.name.isEmpty())
        disk.name = part.snapshotId;
    if (m_source.kind == openstack::Kind::VolumeSnapshot)
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
                   .instance = m_facts.original ? m_facts.original->name
                               : of             ? of->serverName
                                                : QString(),
                   .device = part.device,
                   .boots = disk.device.bootIndex == 0};
    return disk;
}

std::vector<LaunchDisk> LaunchForm::disks() const
{
    std::vector<LaunchDisk> disks;
    for (const store::SnapshotPart &part : parts())
        disks.push_back(diskOf(part));
    const auto boots = [](const LaunchDisk &disk) {
        return disk.device.bootIndex == 0;
    };
    if (image() && std::ranges::none_of(disks, boots))
        disks.push_back(diskFromImage());
    if (const auto volume = m_stores.volumes.find(m_source.id);
        volume && m_source.kind == Kind::Volume)
        disks.push_back({.device = {.source = openstack::NewBlockDevice::Source::Volume,
                                    .uuid = volume->id,
                                    .bootIndex = 0,
                                    .sizeGiB = volume->sizeGiB,
                                    .deleteOnTermination = m_deleted.value(volume->id)},
                         .name = operations::nameOrId(volume->name, volume->id),
                         .status = volume->status,
                         .leastGiB = volume->sizeGiB});
    std::ranges::stable_sort(disks, {}, [&boots](const LaunchDisk &disk) {
        const QString &device = disk.device.deviceName;
        return std::tuple(!boots(disk), device.size(), device);
    });
    return disks;
}

bool LaunchForm::onNewVolume() const
{
    if (!isPlainImage())
        return false;
    return !localDiskObstacle().isEmpty() || m_onNewVolume.value_or(true);
}

void LaunchForm::setOnNewVolume(bool on)
{
    if (m_onNewVolume == std::optional(on))
        return;
    m_onNewVolume = on;
    update();
}

QString LaunchForm::localDiskObstacle() const
{
    const auto chosen = flavor();
    return chosen && chosen->diskGiB == 0
               ? tr("The flavor “%1” does not include a disk.").arg(isolated(chosen->name))
               : QString();
}

std::vector<LaunchOption> LaunchForm::volumeTypes() const
{
    std::vector<LaunchOption> options{
        //: The type of a new volume: the cloud chooses.
        {QString(), tr("The cloud's default"), m_volumeType.isEmpty()}};
    for (const auto &type : m_stores.of<openstack::VolumeType>().rows())
        options.push_back({type->name,
                           type->description.isEmpty()
                               ? type->name
                               //: A type of volumes and its description.
                               : tr("%1: %2").arg(isolated(type->name), type->description),
                           type->name == m_volumeType});
    std::ranges::sort(options.begin() + 1, options.end(), {}, &LaunchOption::id);
    return options;
}

void LaunchForm::setVolumeType(const QString &name)
{
    if (std::exchange(m_volumeType, name) != name)
        Q_EMIT changed();
}

LaunchDisk LaunchForm::diskFromImage() const
{
    using Source = openstack::NewBlockDevice::Source;
    if (!onNewVolume())
        return {.device = {.source = Source::Image,
                           .uuid = m_source.id,
                           .bootIndex = 0,
                           .deleteOnTermination = true},
                .name = tr("The image, on the flavor's own disk")};
    const auto chosen = flavor();
    const int usual = std::max({leastDiskGiB(), chosen ? chosen->diskGiB : 0,
                                chosen && chosen->diskGiB > 0 ? 0 : usualDiskGiB});
    const int least = std::max(1, leastDiskGiB());
    operations::VolumeOrigin origin;
    origin.boots = true;
    return {.device = {.source = Source::ImageVolume,
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

QMap<QString, QString> LaunchForm::volumeNames(const std::vector<LaunchDisk> &disks) const
{
    QMap<QString, QString> names;
    const auto isTaken = [&](const QString &candidate) {
        return std::ranges::find(names, candidate) != names.end() ||
               std::ranges::any_of(m_stores.volumes.rows(),
                                   [&](const auto &row) { return row->name == candidate; });
    };
    for (const LaunchDisk &disk : disks) {
        if (disk.isNewVolume())
            names.insert(disk.device.uuid,
                         operations::restoredVolumeName(m_name.trimmed(), disk.origin, isTaken));
    }
    return names;
}

std::optional<LaunchDisk> LaunchForm::rootVolume() const
{
    for (const LaunchDisk &disk : disks()) {
        if (disk.device.bootIndex == 0 && !disk.isLocal())
            return disk;
    }
    return std::nullopt;
}

bool LaunchForm::needsImage() const
{
    const auto root = rootVolume();
    if (!root)
        return true;
    if (root->device.source != openstack::NewBlockDevice::Source::Snapshot)
        return false; // the volume is the image, or is bootable
    // Nova boots from a volume snapshot without an image only if its volume is bootable.
    const auto snapshot = m_stores.volumeSnapshots.find(root->device.uuid);
    const auto volume = snapshot ? m_stores.volumes.find(snapshot->volumeId) : nullptr;
    return volume && !volume->bootable;
}

void LaunchForm::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    m_nameTyped = true;
    Q_EMIT changed();
}

void LaunchForm::setCount(int count)
{
    if (std::exchange(m_count, count) != count)
        Q_EMIT changed();
}

void LaunchForm::setFixedAddress(const QString &address)
{
    if (std::exchange(m_fixedAddress, address) != address)
        Q_EMIT changed();
}

void LaunchForm::setDescription(const QString &description)
{
    if (std::exchange(m_description, description) != description)
        Q_EMIT changed();
}

void LaunchForm::setUserData(const QByteArray &text)
{
    if (std::exchange(m_userData, text) != text)
        Q_EMIT changed();
}

void LaunchForm::setTags(const QString &tags)
{
    if (std::exchange(m_tags, tags) != tags)
        Q_EMIT changed();
}

void LaunchForm::setMetadata(const QMap<QString, QString> &metadata)
{
    if (std::exchange(m_metadata, metadata) != metadata)
        Q_EMIT changed();
}

QString LaunchForm::metadataText() const
{
    QStringList parts;
    for (auto it = m_metadata.begin(); it != m_metadata.end(); ++it)
        parts += it.key() + u'=' + it.value();
    return parts.join(", "_L1);
}

void LaunchForm::setMetadataText(const QString &text)
{
    m_metadata.clear();
    m_oddMetadata.clear();
    for (const QString &part : text.split(u',')) {
        const QString key = part.section(u'=', 0, 0).trimmed();
        if (part.contains(u'=') && !key.isEmpty())
            m_metadata.insert(key, part.section(u'=', 1).trimmed());
        else if (!part.trimmed().isEmpty())
            m_oddMetadata = part.trimmed();
    }
    Q_EMIT changed();
}

void LaunchForm::setConfigDrive(bool on)
{
    if (std::exchange(m_configDrive, on) != on)
        Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::options(const LaunchField &field) const
{
    const QStringList chosen = m_chosen.value(field.key);
    std::vector<LaunchOption> options = field.options(m_facts, chosen);
    if (!field.isList() && !field.required)
        options.insert(options.begin(), {{}, field.prompt, chosen.isEmpty()});
    for (LaunchOption &option : options)
        option.chosen = option.chosen || chosen.contains(option.id);
    return options;
}

void LaunchForm::choose(const LaunchField &field, const QString &id, bool chosen)
{
    QStringList ids = field.isList() ? m_chosen.value(field.key) : QStringList();
    if (!chosen)
        ids.removeAll(id);
    else if (!id.isEmpty() && !ids.contains(id))
        ids.append(id);
    if (m_chosen.contains(field.key) && m_chosen.value(field.key) == ids)
        return;
    m_chosen.insert(field.key, ids);
    m_byUser.insert(field.key);
    Q_EMIT changed();
}

void LaunchForm::setSize(const QString &uuid, int gib)
{
    if (std::exchange(m_sizes[uuid], gib) != gib)
        Q_EMIT changed();
}

void LaunchForm::setDeletedWithInstance(const QString &uuid, bool deleted)
{
    if (std::exchange(m_deleted[uuid], deleted) != deleted)
        Q_EMIT changed();
}

void LaunchForm::setMovesFloatingIp(bool moves)
{
    if (std::exchange(m_movesFloatingIp, moves) != moves)
        Q_EMIT changed();
}

std::optional<operations::FloatingIpMove> LaunchForm::floatingIp() const
{
    if (!m_facts.original)
        return std::nullopt;
    for (const openstack::FloatingIp &ip : m_facts.floatingIps) {
        const auto port = std::ranges::find(m_facts.ports, ip.portId, &openstack::Port::id);
        if (!ip.portId.isEmpty() && port != m_facts.ports.end())
            return operations::FloatingIpMove{ip.id,           ip.address, port->networkId,
                                              ip.portId,       ip.fixedIp, m_facts.original->name,
                                              m_name.trimmed()};
    }
    return std::nullopt;
}

/// The networks that have floating IPs: those to which the project's routers lead, or all external
/// ones if the routers are not known.
std::vector<store::Row<openstack::Network>> LaunchForm::pools() const
{
    QSet<QString> behindRouters;
    for (const auto &router : m_stores.of<openstack::Router>().rows()) {
        if (router->gateway)
            behindRouters.insert(router->gateway->networkId);
    }
    std::vector<store::Row<openstack::Network>> pools;
    for (const auto &network : m_stores.networks.rows()) {
        if (network->external && (behindRouters.isEmpty() || behindRouters.contains(network->id)))
            pools.push_back(network);
    }
    std::ranges::sort(pools, {}, [](const auto &network) { return network->name; });
    return pools;
}

/// The network on which the instance gets the floating IP; empty: none.
QString LaunchForm::innerNetwork() const
{
    for (const QString &id : m_chosen.value(u"networks"_s)) {
        const auto network = m_stores.networks.find(id);
        if (network && !network->external)
            return id;
    }
    return {};
}

QString LaunchForm::reachObstacle() const
{
    const auto &state = m_stores.of<openstack::FloatingIp>().state();
    if (state.error && state.error->kind == ErrorKind::NotFound)
        return tr("This cloud has no floating IPs.");
    if (m_count > 1)
        return tr("Only a single instance gets a floating IP when it is launched.");
    if (m_movesFloatingIp)
        return tr("The instance gets the floating IP of the original.");
    if (pools().empty())
        return tr("This cloud has no external network that you can see.");
    if (innerNetwork().isEmpty())
        return tr("Choose an internal network: a floating IP leads to the address there.");
    return {};
}

/// By itself for the first one that would have a floating IP: most instances are reached through
/// others, and addresses often cost money.
bool LaunchForm::isMadeReachable() const
{
    if (!ready() || !reachObstacle().isEmpty())
        return false;
    if (m_madeReachable)
        return *m_madeReachable;
    return !m_facts.original && !m_source.id.isEmpty() &&
           m_stores.of<openstack::FloatingIp>().rows().isEmpty();
}

void LaunchForm::setMadeReachable(bool on)
{
    if (m_madeReachable == std::optional(on))
        return;
    m_madeReachable = on;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::addresses() const
{
    std::vector<LaunchOption> options;
    for (const auto &network : pools())
        options.push_back(
            {network->id, tr("A new one from “%1”")
                              .arg(isolated(operations::nameOrId(network->name, network->id)))});
    std::vector<LaunchOption> free;
    for (const auto &ip : m_stores.of<openstack::FloatingIp>().rows()) {
        if (ip->portId.isEmpty())
            //: A floating IP that nothing uses.
            free.push_back({ip->id, tr("%1 (free)").arg(ip->address)});
    }
    std::ranges::sort(free, {}, &LaunchOption::text);
    // A free one costs nothing more, so it comes first.
    options.insert(options.begin(), free.begin(), free.end());
    const auto chosen = std::ranges::find(options, m_address, &LaunchOption::id);
    if (!options.empty())
        (chosen == options.end() ? options.begin() : chosen)->chosen = true;
    return options;
}

void LaunchForm::setAddress(const QString &id)
{
    if (std::exchange(m_address, id) != id)
        Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::services() const
{
    //: What is let in from outside, in addition to what the security groups allow.
    std::vector<LaunchOption> options{{QString(), tr("Nothing more"), m_service.isEmpty()}};
    for (const QLatin1StringView key : offeredServices) {
        const auto *service = operations::networkServiceNamed(QString(key));
        if (service)
            options.push_back({service->key, service->name, service->key == m_service});
    }
    return options;
}

void LaunchForm::setService(const QString &key)
{
    if (std::exchange(m_service, key) != key)
        Q_EMIT changed();
}

void LaunchForm::setOpenTo(const QString &prefix)
{
    if (std::exchange(m_openTo, prefix) != prefix)
        Q_EMIT changed();
}

operations::FloatingIpMove LaunchForm::addressMove() const
{
    operations::FloatingIpMove move;
    move.networkId = innerNetwork();
    move.toName = m_name.trimmed();
    for (const LaunchOption &option : addresses()) {
        if (!option.chosen)
            continue;
        const auto ip = m_stores.of<openstack::FloatingIp>().find(option.id);
        move.id = ip ? ip->id : QString();
        move.address = ip ? ip->address : QString();
        move.poolId = ip ? ip->networkId : option.id;
    }
    return move;
}

bool LaunchForm::opens(const openstack::SecurityGroup &group) const
{
    const auto *service = operations::networkServiceNamed(m_service);
    if (!service)
        return false;
    const operations::ReachQuestion question{.serverId = {},
                                             .protocol = service->protocol,
                                             .port = service->portMin,
                                             .source = m_openTo.trimmed()};
    constexpr int ipVersion = 4; // a floating IP is IPv4
    return std::ranges::any_of(m_stores.of<openstack::SecurityGroupRule>().rows(),
                               [&](const auto &rule) {
                                   return rule->groupId == group.id &&
                                          operations::letsIn(*rule, question, ipVersion, m_stores);
                               });
}

store::Row<openstack::SecurityGroup> LaunchForm::openGroup() const
{
    for (const QString &id : m_chosen.value(u"securityGroups"_s)) {
        const auto group = m_stores.of<openstack::SecurityGroup>().find(id);
        if (group && opens(*group))
            return group;
    }
    return nullptr;
}

QString LaunchForm::reachText() const
{
    if (const QString obstacle = reachObstacle(); !obstacle.isEmpty())
        return obstacle;
    if (!isMadeReachable())
        return tr("Without a floating IP, it can be reached from its own networks only.");
    const auto *service = operations::networkServiceNamed(m_service);
    if (!service)
        return tr("The security groups decide what may reach it at that address.");
    if (const auto group = openGroup())
        //: %1: a security group; %2: a service: "SSH"
        return tr("The security group “%1” already lets %2 in.")
            .arg(isolated(group->name), service->name);
    const QString prefix = m_openTo.trimmed();
    return prefix.isEmpty()
               //: %1: a service: "SSH"
               ? tr("A new security group lets %1 in from anywhere: anyone on the internet can try "
                    "to log in. An address range is safer.")
                     .arg(service->name)
               //: %1: a service: "SSH"; %2: an address range
               : tr("A new security group lets %1 in from %2 only.").arg(service->name, prefix);
}

operations::LaunchRequest LaunchForm::request() const
{
    operations::LaunchRequest request;
    request.source = m_source;
    openstack::CreateServer &server = request.server;
    server.name = m_name.trimmed();
    for (const LaunchField &field : m_fields)
        field.setValue(server, m_chosen.value(field.key));
    if (const auto chosen = flavor())
        request.flavorName = chosen->name;
    if (image() && needsImage())
        server.imageId = m_source.id;
    const std::vector<LaunchDisk> all = disks();
    // The image's own disk alone needs no description.
    if (all.size() != 1 || !all.front().isLocal()) {
        for (const LaunchDisk &disk : all)
            server.blockDevices.push_back(disk.device);
    }
    request.volumeNames = volumeNames(all);
    const bool zoneOfVolumes =
        std::ranges::find(m_volumeZones, server.availabilityZone, &openstack::VolumeZone::name) !=
        m_volumeZones.end();
    // Volumes from volume snapshots are created where those are.
    if (zoneOfVolumes && onNewVolume())
        request.volumeZone = server.availabilityZone;
    if (const QString address = m_fixedAddress.trimmed();
        !address.isEmpty() && server.networkIds.size() == 1)
        server.fixedIps.insert(server.networkIds.front(), address);
    server.description = m_description.trimmed();
    server.userData = m_userData;
    server.configDrive = m_configDrive;
    for (const QString &tag : m_tags.split(u',')) {
        if (const QString word = tag.trimmed(); !word.isEmpty() && !server.tags.contains(word))
            server.tags += word;
    }
    if (m_facts.original) {
        server.metadata = m_facts.original->metadata;
        server.metadata.removeIf([](const auto &entry) {
            return entry.key().startsWith(QLatin1StringView(store::tagPrefix));
        });
    }
    server.metadata.insert(m_metadata);
    if (m_movesFloatingIp)
        request.floatingIp = floatingIp();
    if (!isMadeReachable())
        return request;
    request.floatingIp = addressMove();
    const auto *service = operations::networkServiceNamed(m_service);
    if (service && !openGroup())
        request.group = operations::NewGroup{
            operations::firstCharacters(server.name, operations::longestName / 2) + u'-' +
                service->key,
            service->name, service->protocol, service->portMin, m_openTo.trimmed()};
    return request;
}

std::vector<operations::LaunchRequest> LaunchForm::requests() const
{
    return operations::severalOf(request(), m_count);
}

bool LaunchForm::ready() const
{
    return m_loading == 0 && std::ranges::all_of(launchKinds, [this](Kind kind) {
               const store::LoadState &state = m_stores.at(kind).state();
               return state.loaded || state.error.has_value();
           });
}

QString LaunchForm::sourceText() const
{
    const QString &name = m_source.name;
    if (m_source.id.isEmpty())
        return {};
    if (m_source.kind == Kind::Volume)
        return tr("From the volume “%1”").arg(isolated(name));
    if (isPlainImage())
        return tr("From the image “%1”").arg(isolated(name));
    const QString of = m_facts.original ? m_facts.original->name : QString();
    if (m_source.kind == openstack::Kind::VolumeSnapshot)
        return of.isEmpty()
                   ? tr("From the volume snapshot “%1”").arg(isolated(name))
                   : tr("From the volume snapshot “%1” of “%2”").arg(isolated(name), isolated(of));
    return of.isEmpty() ? tr("From the snapshot “%1”").arg(isolated(name))
                        : tr("From the snapshot “%1” of “%2”").arg(isolated(name), isolated(of));
}

QString LaunchForm::disksText() const
{
    const auto all = disks();
    if (m_source.kind == Kind::Volume)
        return tr("The instance uses the volume itself, not a copy of it.");
    return std::ranges::all_of(all, &LaunchDisk::isLocal)
               ? QString()
               : tr("The new volumes stay when the instance is deleted, unless you tick “Delete "
                    "with instance”.");
}

std::vector<LaunchDifference> LaunchForm::differences() const
{
    const auto &was = m_facts.original;
    std::vector<LaunchDifference> rows;
    if (!was)
        return rows;
    const operations::LaunchRequest now = request();
    const auto add = [&](const QString &what, const QString &original, const QString &fresh) {
        rows.push_back({what, original.isEmpty() ? u"–"_s : original,
                        fresh.isEmpty() ? u"–"_s : fresh, original != fresh});
    };
    add(tr("Name"), was->name, now.server.name);
    for (const LaunchField &field : m_fields) {
        if (field.key == "ports"_L1)
            continue; // the original has its own, which the line below counts
        const QString fresh = field.names(m_facts, m_chosen.value(field.key));
        add(QString(field.label).remove(u'&'), field.names(m_facts, field.original(m_facts)),
            fresh.isEmpty() ? field.none : fresh);
    }
    QStringList addresses;
    QStringList volumes;
    for (const openstack::ServerAddress &address : was->addresses) {
        if (!address.floating)
            addresses += address.address;
    }
    for (const openstack::AttachedVolume &attached : was->volumes) {
        const auto volume = m_stores.volumes.find(attached.id);
        volumes += volume && !volume->name.isEmpty() ? volume->name : attached.id;
    }
    volumes.sort();
    add(tr("IP addresses"), addresses.join(", "_L1), tr("new ones; the original keeps its own"));
    add(tr("Ports"), QString::number(m_facts.ports.size()),
        tr("%1 new, with new MAC addresses").arg(now.server.networkIds.size()));
    if (const auto address = floatingIp())
        add(tr("Floating IP"), address->address,
            m_movesFloatingIp ? tr("moved here once it is running")
                              : tr("none; stays with the original"));
    if (!now.volumeNames.isEmpty()) {
        QStringList fresh = now.volumeNames.values();
        fresh.sort();
        add(tr("Volumes"), volumes.join(", "_L1), fresh.join(", "_L1));
    }
    const QString metadata = now.server.metadata.keys().join(", "_L1);
    add(tr("Metadata"), metadata, metadata);
    //: In place of a value of the original or of the new instance.
    rows.push_back(
        {tr("User data"), tr("not known"), tr("none: the cloud does not return it"), true});
    return rows;
}

/// Of what it creates in the network, as far as the cloud says it.
void LaunchForm::addNetworkQuota(QuotaLines &lines, const operations::LaunchRequest &wanted) const
{
    const auto &limits = m_stores.networkLimits.value();
    if (!limits)
        return;
    const auto add = [&lines, this](const QString &field, const QString &title,
                                    const openstack::Quota &quota, qint64 more) {
        if (quota.known && more > 0)
            lines.emplace_back(field, quotaLine(title, quota, more, {}, m_count));
    };
    add(u"networks"_s, tr("Ports"), limits->ports,
        static_cast<qint64>(wanted.server.networkIds.size()) * m_count);
    const bool allocates = wanted.floatingIp && wanted.floatingIp->id.isEmpty();
    add(u"address"_s, tr("Floating IPs"), limits->floatingIps, allocates ? 1 : 0);
    if (!wanted.group)
        return;
    add(u"service"_s, tr("Security groups"), limits->securityGroups, 1);
    // Neutron adds two rules to each new group: everything may go out.
    constexpr int egressRules = 2;
    add(u"service"_s, tr("Security group rules"), limits->securityGroupRules,
        operations::ethertypesOf(*wanted.group).size() + egressRules);
}

/// Each with the field that it depends on.
LaunchForm::QuotaLines LaunchForm::quotaLines() const
{
    QuotaLines lines;
    if (const auto &limits = m_stores.computeLimits.value()) {
        lines.emplace_back(u"count"_s,
                           quotaLine(tr("Instances"), limits->instances, m_count, {}, m_count));
        if (const auto chosen = flavor()) {
            const auto times = [this](int one) {
                return static_cast<qint64>(one) * m_count;
            };
            lines.emplace_back(u"flavor"_s, quotaLine(tr("Cores"), limits->cores,
                                                      times(chosen->vcpus), {}, m_count));
            lines.emplace_back(u"flavor"_s, quotaLine(tr("Memory"), limits->ramMiB,
                                                      times(chosen->ramMiB), u"MiB"_s, m_count));
        }
    }
    const operations::LaunchRequest wanted = request();
    const auto &limits = m_stores.blockStorageLimits.value();
    if (const auto volumes = static_cast<qint64>(wanted.newVolumes().size()) * m_count;
        limits && volumes > 0) {
        lines.emplace_back(u"disk"_s,
                           quotaLine(tr("Volumes"), limits->volumes, volumes, {}, m_count));
        lines.emplace_back(u"disk"_s, quotaLine(tr("Storage"), limits->gigabytes,
                                                static_cast<qint64>(wanted.newGiB()) * m_count,
                                                u"GiB"_s, m_count));
    }
    addNetworkQuota(lines, wanted);
    return lines;
}

std::vector<QuotaLine> LaunchForm::room() const
{
    std::vector<QuotaLine> lines;
    for (auto &[field, line] : quotaLines())
        lines.push_back(std::move(line));
    return lines;
}

QString LaunchForm::notes() const
{
    if (!ready())
        return {};
    QStringList lines;
    const auto from = image();
    const auto root = rootVolume();
    if (from && root && !needsImage() && root->device.sizeGiB < from->minDiskGiB)
        lines +=
            tr("The image requires a disk of at least %1 GiB and the boot volume has %2, so the "
               "cloud would reject the image. The instance will be launched from the volume "
               "snapshots instead.")
                .arg(QString::number(from->minDiskGiB), QString::number(root->device.sizeGiB));
    if (from && !m_stores.owns(*from))
        lines += operations::otherOwner(*from, m_stores);
    const auto &original = m_facts.original;
    if (!original && (m_source.kind == Kind::SnapshotSet || m_source.kind == Kind::VolumeSnapshot))
        lines += tr("The original instance no longer exists or is unknown. Choose the settings of "
                    "the new one.");
    if (original && !original->keyName.isEmpty() &&
        std::ranges::find(m_facts.keyPairs, original->keyName, &openstack::KeyPair::name) ==
            m_facts.keyPairs.end())
        lines += tr("The original's key pair “%1” is not one of yours.")
                     .arg(isolated(original->keyName));
    if (original && !m_chosen.contains(u"flavor"_s))
        lines += tr("The original's flavor “%1” is no longer available.")
                     .arg(isolated(original->flavor.name));
    const QString zone = m_chosen.value(u"zone"_s).value(0);
    if (!zone.isEmpty() && !m_facts.volumeZone.isEmpty() && zone != m_facts.volumeZone)
        lines += tr("The volume is in the zone “%1”. Most clouds cannot attach it to an instance "
                    "in another zone.")
                     .arg(isolated(m_facts.volumeZone));
    if (!m_unknown.isEmpty())
        //: %1: a list: "the key pairs, the networks"
        lines += tr("Unknown: %1.").arg(m_unknown.join(", "_L1));
    if (!m_stores.computeLimits.value() || !m_stores.blockStorageLimits.value())
        lines += tr(
            "The free quota is unknown. The cloud rejects the instance if it exceeds the quota.");
    return lines.join(u'\n');
}

QString LaunchForm::warning() const
{
    // The disks of a snapshot have the accounts and keys of the original.
    return ready() && !m_source.id.isEmpty() && isPlainImage() &&
                   m_chosen.value(u"keyPair"_s).isEmpty()
               ? tr("Without a key pair, nobody can log in unless the image has a password.")
               : QString();
}

QString LaunchForm::diskProblem() const
{
    const auto from = image();
    if (m_source.kind == Kind::Volume) {
        const auto volume = m_stores.volumes.find(m_source.id);
        if (!volume)
            return tr("The volume no longer exists.");
        if (volume->status != "available"_L1)
            return tr("The volume is “%1”. It must be available.").arg(isolated(volume->status));
        if (!volume->bootable)
            return tr("The volume is not bootable.");
    } else if (m_source.kind == Kind::VolumeSnapshot) {
        if (!m_stores.volumeSnapshots.find(m_source.id))
            return tr("The volume snapshot no longer exists.");
        if (needsImage())
            return tr("The volume is not bootable, so an instance cannot boot from its snapshot.");
    } else if (!from) {
        return tr("The image no longer exists.");
    } else if (from->status != "active"_L1) {
        return tr("The image is “%1”. It must be active.").arg(isolated(from->status));
    }
    for (const LaunchDisk &disk : disks()) {
        if (disk.device.source != openstack::NewBlockDevice::Source::Snapshot)
            continue;
        if (disk.status.isEmpty())
            return tr("The volume snapshot of %1 no longer exists, so this snapshot is incomplete. "
                      "Create volumes from the others under Storage → Snapshots.")
                .arg(isolated(disk.title()));
        if (disk.status != "available"_L1)
            return tr("The volume snapshot of %1 is “%2”. It must be available.")
                .arg(isolated(disk.title()), isolated(disk.status));
    }
    return {};
}

QString LaunchForm::flavorProblem() const
{
    const auto chosen = flavor();
    if (!chosen)
        return tr("Choose a flavor.");
    if (const qint64 least = minRamMiB(); chosen->ramMiB < least)
        return tr("The image needs at least %1 of memory; the flavor has %2.")
            .arg(memoryText(least), memoryText(chosen->ramMiB));
    const auto from = image();
    if (!from)
        return {};
    const auto root = rootVolume();
    if (!root && chosen->diskGiB > 0 && chosen->diskGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
            .arg(QString::number(from->minDiskGiB), QString::number(chosen->diskGiB));
    if (root && needsImage() && root->device.sizeGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB. Increase the size of %2.")
            .arg(QString::number(from->minDiskGiB), isolated(root->device.deviceName));
    return {};
}

QString LaunchForm::networkProblem() const
{
    const operations::LaunchRequest wanted = request();
    const LaunchField &networks = *std::ranges::find(m_fields, u"networks"_s, &LaunchField::key);
    // Without a network only if the original has none.
    const bool bare = m_facts.original && m_facts.ports.empty();
    if (wanted.server.networkIds.isEmpty() && wanted.server.portIds.isEmpty() &&
        !options(networks).empty() && !bare)
        return tr("Choose a network. Without one, the instance cannot be reached.");
    if (wanted.floatingIp && !wanted.server.networkIds.contains(wanted.floatingIp->networkId))
        return tr("To use the floating IP, connect the instance to the network “%1”.")
            .arg(isolated(networks.names(m_facts, {wanted.floatingIp->networkId})));
    return {};
}

store::Row<openstack::ServerGroup> LaunchForm::serverGroup() const
{
    return m_stores.of<openstack::ServerGroup>().find(m_chosen.value(u"serverGroup"_s).value(0));
}

QString LaunchForm::serverGroupText() const
{
    const auto group = serverGroup();
    return group ? operations::policyMeaning(group->policy, group->rules.mostPerHost) : QString();
}

QString LaunchForm::serverGroupProblem() const
{
    const auto group = serverGroup();
    const auto &limits = m_stores.computeLimits.value();
    if (!group || !limits || limits->mostServerGroupMembers < 0 ||
        group->members.size() + m_count <= limits->mostServerGroupMembers)
        return {};
    //: The quota of a server group: numbers of instances.
    return tr("A server group can have %1 instances, and this one has %2.")
        .arg(QString::number(limits->mostServerGroupMembers),
             QString::number(group->members.size()));
}

QString LaunchForm::userDataText() const
{
    if (m_userData.isEmpty())
        return {};
    using Kind = openstack::UserDataFault::Kind;
    const openstack::UserDataFault fault = openstack::userDataFault(m_userData);
    switch (fault.kind) {
    case Kind::TooLarge:
    case Kind::NotYaml:
        return userDataProblem();
    case Kind::NotAMap:
        return tr("After #cloud-config, lines such as “packages: [nginx]” are expected.");
    case Kind::NoHeader:
        return tr("The text does not start with #cloud-config or #!. Most images ignore it.");
    case Kind::None:
        break;
    }
    //: The size of a text. Both are numbers of bytes.
    return tr("%1 of %2 bytes as base64")
        .arg(QString::number(openstack::encodedSize(m_userData)),
             QString::number(openstack::CreateServer::largestUserData));
}

QString LaunchForm::userDataProblem() const
{
    using Kind = openstack::UserDataFault::Kind;
    const openstack::UserDataFault fault = openstack::userDataFault(m_userData);
    if (fault.kind == Kind::TooLarge)
        return tr("The user data is too large: %1 bytes as base64, and %2 are allowed.")
            .arg(QString::number(openstack::encodedSize(m_userData)),
                 QString::number(openstack::CreateServer::largestUserData));
    if (fault.kind == Kind::NotYaml)
        //: %1: a number; %2: the message of the YAML parser, in English
        return tr("The user data is not valid YAML. Line %1: %2.")
            .arg(QString::number(fault.line), fault.message);
    return {};
}

std::vector<LaunchFault> LaunchForm::faults() const
{
    if (m_source.id.isEmpty())
        return {{u"source"_s, tr("Choose what to launch the instance from.")}};
    std::vector<LaunchFault> faults;
    const auto add = [&faults](const QString &field, const QString &text) {
        if (!text.isEmpty())
            faults.push_back({field, text});
    };
    const operations::LaunchRequest wanted = request();
    const QString &name = wanted.server.name;
    add(u"name"_s, describe(operations::computeNameFault(name), name));
    add(u"source"_s, diskProblem());
    if (m_count > 1 && m_source.kind == Kind::Volume)
        add(u"count"_s, tr("Only one instance can use the volume."));
    if (m_count > 1 && (wanted.floatingIp || !wanted.server.portIds.isEmpty() ||
                        !wanted.server.fixedIps.isEmpty()))
        add(u"count"_s, tr("An address or a port can be given to one instance only."));
    add(u"flavor"_s, flavorProblem());
    add(u"networks"_s, networkProblem());
    if (const QString address = m_fixedAddress.trimmed(); !address.isEmpty()) {
        if (QHostAddress(address).isNull())
            add(u"fixedAddress"_s, tr("“%1” is not an IP address.").arg(isolated(address)));
        else if (wanted.server.networkIds.size() != 1)
            add(u"fixedAddress"_s, tr("To use a fixed address, choose exactly one network."));
    }
    if (const QString prefix = m_openTo.trimmed();
        isMadeReachable() && !prefix.isEmpty() &&
        (QHostAddress::parseSubnet(prefix).second < 0 ||
         QHostAddress::parseSubnet(prefix).first.isNull()))
        add(u"openTo"_s,
            tr("“%1” is not an address range such as 192.0.2.0/24.").arg(isolated(prefix)));
    if (operations::characters(wanted.server.description) > operations::longestName)
        add(u"description"_s, tr("The description can have at most 255 characters."));
    constexpr qsizetype longestTag = 60;
    if (std::ranges::any_of(wanted.server.tags, [](const QString &tag) {
            return tag.size() > longestTag || tag.contains(u'/');
        }))
        add(u"tags"_s, tr("A tag can have at most 60 characters and no slash."));
    if (!m_oddMetadata.isEmpty())
        add(u"metadata"_s, tr("“%1” is not “key=value”.").arg(isolated(m_oddMetadata)));
    add(u"userData"_s, userDataProblem());
    add(u"serverGroup"_s, serverGroupProblem());
    for (const auto &[field, line] : quotaLines()) {
        if (!line.fits)
            add(field, tr("This exceeds the quota. %1: %2.").arg(line.title, line.text));
    }
    return faults;
}

QString LaunchForm::problem() const
{
    if (const QString reader = operations::readerObstacle(m_roles); !reader.isEmpty())
        return reader;
    if (!ready())
        return m_facts.original ? tr("Checking the original and the free quota…")
                                : tr("Checking the free quota…");
    const std::vector<LaunchFault> all = faults();
    return all.empty() ? QString() : all.front().text;
}

} // namespace oriel::forms
