#include "forms/launchform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "net/apiclient.h"
#include "operations/actions/action.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/ownership.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::Subject;

namespace {

/// The kinds that the form follows.
constexpr std::array launchKinds{
    Kind::Server, Kind::Flavor,         Kind::Network,       Kind::Image,
    Kind::Volume, Kind::VolumeSnapshot, Kind::ComputeLimits, Kind::BlockStorageLimits};

} // namespace

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Subject source,
                       QStringList roles, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_source(std::move(source))
    , m_roles(std::move(roles))
    , m_fields(launchFields())
    , m_facts{stores, stores.servers.find(originalId())}
    , m_subscription(stores.watch({launchKinds.begin(), launchKinds.end()}))
{
    load(client, openstack::List<openstack::KeyPair>{}, m_facts.keyPairs, tr("the key pairs"));
    load(client, openstack::ListAvailabilityZones{}, m_facts.zones, tr("the availability zones"));
    load(client, openstack::List<openstack::SecurityGroup>{}, m_facts.groups,
         tr("the security groups"));
    if (m_facts.original) {
        load(client,
             openstack::List<openstack::Port>{.filters = {{u"device_id"_s, m_facts.original->id}}},
             m_facts.ports, tr("the original's ports"));
        load(client, openstack::List<openstack::FloatingIp>{}, m_facts.floatingIps,
             tr("the floating IPs"));
    }
    const auto follow = [this](const store::StoreBase &list) {
        connect(&list, &store::StoreBase::changed, this, &LaunchForm::update);
        connect(&list, &store::StoreBase::stateChanged, this, &LaunchForm::update);
    };
    follow(stores.snapshotSets);
    for (const Kind kind : launchKinds)
        follow(stores.at(kind));
    propose();
    // The quotas may be minutes old; decide on current ones.
    stores.refresh({Kind::ComputeLimits, Kind::BlockStorageLimits});
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
    m_movesFloatingIp = request.floatingIp.has_value();
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
    propose();
    Q_EMIT changed();
}

void LaunchForm::propose()
{
    if (const auto now = m_stores.servers.find(originalId()))
        m_facts.original = now;
    if (!m_nameTyped)
        m_name = proposedName();
    if (m_loading > 0)
        return;
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
        disks.push_back({.device = {.source = openstack::NewBlockDevice::Source::Image,
                                    .uuid = m_source.id,
                                    .bootIndex = 0,
                                    .deleteOnTermination = true},
                         .name = tr("The image, on the flavor's own disk")});
    std::ranges::stable_sort(disks, {}, [&boots](const LaunchDisk &disk) {
        const QString &device = disk.device.deviceName;
        return std::tuple(!boots(disk), device.size(), device);
    });
    return disks;
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
        if (!disk.isLocal())
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
    if (m_facts.original) {
        server.metadata = m_facts.original->metadata;
        server.metadata.removeIf([](const auto &entry) {
            return entry.key().startsWith(QLatin1StringView(store::tagPrefix));
        });
    }
    if (m_movesFloatingIp)
        request.floatingIp = floatingIp();
    return request;
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

std::vector<QuotaLine> LaunchForm::room() const
{
    std::vector<QuotaLine> lines;
    if (const auto &limits = m_stores.computeLimits.value()) {
        lines.push_back(quotaLine(tr("Instances"), limits->instances, 1));
        if (const auto chosen = flavor()) {
            lines.push_back(quotaLine(tr("Cores"), limits->cores, chosen->vcpus));
            lines.push_back(quotaLine(tr("Memory"), limits->ramMiB, chosen->ramMiB, u"MiB"_s));
        }
    }
    const operations::LaunchRequest wanted = request();
    const auto &limits = m_stores.blockStorageLimits.value();
    if (const auto volumes = static_cast<qint64>(wanted.newVolumes().size());
        limits && volumes > 0) {
        lines.push_back(quotaLine(tr("Volumes"), limits->volumes, volumes));
        lines.push_back(quotaLine(tr("Storage"), limits->gigabytes, wanted.newGiB(), u"GiB"_s));
    }
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
    if (!original && !isPlainImage())
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
    return ready() && isPlainImage() && m_chosen.value(u"keyPair"_s).isEmpty()
               ? tr("Without a key pair, nobody can log in unless the image has a password.")
               : QString();
}

QString LaunchForm::diskProblem() const
{
    const auto from = image();
    if (m_source.kind == openstack::Kind::VolumeSnapshot) {
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
        if (disk.isLocal())
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
    const auto from = image();
    if (!from)
        return {};
    if (chosen->ramMiB < from->minRamMiB)
        return tr("The image needs at least %1 of memory; the flavor has %2.")
            .arg(memoryText(from->minRamMiB), memoryText(chosen->ramMiB));
    const auto root = rootVolume();
    if (!root && chosen->diskGiB > 0 && chosen->diskGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
            .arg(QString::number(from->minDiskGiB), QString::number(chosen->diskGiB));
    if (root && needsImage() && root->device.sizeGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB. Increase the size of %2.")
            .arg(QString::number(from->minDiskGiB), isolated(root->device.deviceName));
    return {};
}

QString LaunchForm::problem() const
{
    if (const QString reader = operations::readerObstacle(m_roles); !reader.isEmpty())
        return reader;
    if (!ready())
        return tr("Checking the original and the free quota…");
    const operations::LaunchRequest wanted = request();
    const QString &name = wanted.server.name;
    for (const QString &wrong :
         {describe(operations::computeNameFault(name), name), diskProblem(), flavorProblem()}) {
        if (!wrong.isEmpty())
            return wrong;
    }
    const LaunchField &networks = *std::ranges::find(m_fields, u"networks"_s, &LaunchField::key);
    // Without a network only if the original has none.
    const bool bare = m_facts.original && m_facts.ports.empty();
    if (wanted.server.networkIds.isEmpty() && !options(networks).empty() && !bare)
        return tr("Choose a network. Without one, the instance cannot be reached.");
    if (wanted.floatingIp && !wanted.server.networkIds.contains(wanted.floatingIp->networkId))
        return tr("To use the floating IP, connect the instance to the network “%1”.")
            .arg(isolated(networks.names(m_facts, {wanted.floatingIp->networkId})));
    for (const QuotaLine &line : room()) {
        if (!line.fits)
            return tr("This exceeds the quota. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

} // namespace oriel::forms
