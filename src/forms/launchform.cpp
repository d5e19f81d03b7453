#include "forms/launchform.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/launchchoices.h"
#include "forms/nametext.h"
#include "forms/ownership.h"
#include "forms/snapshotquota.h"
#include "operations/actions/action.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

/// The form's state. What a person has chosen overrules what is proposed; until then the proposal
/// follows what is known of the original, which comes bit by bit.
class LaunchForm::Private
{
    Q_DECLARE_TR_FUNCTIONS(LaunchForm)

public:
    Private(net::ApiClient &client, store::CloudStores &cloud, Clock &time,
            operations::Subject from, QStringList has);

    void propose();
    void choose(const operations::RestoreRequest &request);
    [[nodiscard]] QString originalId() const;
    [[nodiscard]] QString proposedName() const;
    [[nodiscard]] store::Row<openstack::Image> image() const;
    [[nodiscard]] store::Row<store::SnapshotSet> set() const;
    [[nodiscard]] store::Row<openstack::Flavor> flavor() const;
    [[nodiscard]] std::vector<LaunchDisk> findDisks() const;
    [[nodiscard]] LaunchDisk diskOf(const store::SnapshotPart &part) const;
    [[nodiscard]] std::vector<LaunchDisk> disks() const;
    /// The disk that it boots from; nothing where that is the image's, on the flavor's disk.
    [[nodiscard]] std::optional<LaunchDisk> rootVolume() const;
    /// Why the image has to be named although the root is a volume.
    [[nodiscard]] bool needsImage() const;
    [[nodiscard]] QString diskProblem() const;
    [[nodiscard]] QString flavorProblem() const;
    [[nodiscard]] QString networkNames(const QStringList &ids) const;
    [[nodiscard]] QString groupNames(const QStringList &ids) const;

    store::CloudStores &stores;
    Clock &clock;
    operations::Subject source;
    QStringList roles;
    std::unique_ptr<store::Subscription> subscription;
    std::unique_ptr<LaunchChoices> choices;
    store::Row<openstack::Server> original; ///< as last known; it may vanish meanwhile

    QString name;
    bool nameTyped = false;
    std::optional<QString> flavorId;
    std::optional<QString> keyName;
    std::optional<QString> zone;
    std::optional<QStringList> networkIds;
    std::optional<QStringList> groupIds;
    QHash<QString, int> sizes;
    QHash<QString, bool> deleted;
    bool movesFloatingIp = false;
};

using operations::Subject;

LaunchForm::Private::Private(net::ApiClient &client, store::CloudStores &cloud, Clock &time,
                             Subject from, QStringList has)
    : stores(cloud)
    , clock(time)
    , source(std::move(from))
    , roles(std::move(has))
    , subscription(stores.watch({Kind::Server, Kind::Flavor, Kind::Network, Kind::Image,
                                 Kind::VolumeSnapshot, Kind::Volume, Kind::ComputeLimits,
                                 Kind::BlockStorageLimits},
                                store::RefreshRate::Viewed))
    , original(stores.servers.find(originalId()))
{
    choices = std::make_unique<LaunchChoices>(client, original ? original->id : QString());
}

store::Row<store::SnapshotSet> LaunchForm::Private::set() const
{
    return source.kind == openstack::Kind::VolumeSnapshot ? nullptr
                                                          : stores.snapshotSets.find(source.id);
}

store::Row<openstack::Image> LaunchForm::Private::image() const
{
    return source.kind == openstack::Kind::VolumeSnapshot ? nullptr : stores.images.find(source.id);
}

store::Row<openstack::Flavor> LaunchForm::Private::flavor() const
{
    return stores.flavors.find(flavorId.value_or(QString()));
}

QString LaunchForm::Private::originalId() const
{
    if (const auto of = set())
        return of->serverId;
    if (source.kind != openstack::Kind::VolumeSnapshot)
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
    if (source.kind == openstack::Kind::Image && !set() && !taken(base))
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
    if (source.kind == openstack::Kind::VolumeSnapshot) {
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

// What the form says; launchform.cpp has what it decides.

using operations::Subject;

namespace {

/// In GiB where that loses nothing.
QuotaLine memoryLine(const QString &title, const openstack::Quota &mib, qint64 more)
{
    const bool whole =
        mib.used % 1024 == 0 && more % 1024 == 0 && (mib.unlimited() || mib.limit % 1024 == 0);
    if (!whole || !mib.known)
        return quotaLine(title, mib, more, u"MiB"_s);
    const openstack::Quota gib{mib.used / 1024, mib.unlimited() ? -1 : mib.limit / 1024};
    return quotaLine(title, gib, more / 1024, u"GiB"_s);
}

} // namespace

QString LaunchForm::Private::networkNames(const QStringList &ids) const
{
    QStringList names;
    for (const QString &id : ids) {
        const auto row = stores.networks.find(id);
        names += row && !row->name.isEmpty() ? row->name : id;
    }
    return names.join(", "_L1);
}

QString LaunchForm::Private::groupNames(const QStringList &ids) const
{
    QStringList names;
    for (const QString &id : ids) {
        const auto &groups = choices->groups();
        const auto group = std::ranges::find(groups, id, &openstack::SecurityGroup::id);
        names += group == groups.end() ? id : group->name;
    }
    return names.join(", "_L1);
}

QString LaunchForm::Private::diskProblem() const
{
    const auto from = image();
    if (source.kind == openstack::Kind::VolumeSnapshot) {
        const auto snapshot = stores.volumeSnapshots.find(source.id);
        if (!snapshot)
            return tr("The volume snapshot no longer exists.");
        if (needsImage())
            return tr("The volume is not bootable, so an instance cannot boot from its snapshot.");
    } else if (!from) {
        return tr("The image no longer exists.");
    } else if (from->status != "active"_L1) {
        return tr("The image is “%1”. It must be active.").arg(isolated(from->status));
    }
    for (const LaunchDisk &disk : disks()) {
        const QString shown = disk.device.deviceName.isEmpty() ? disk.name : disk.device.deviceName;
        if (!disk.local && disk.status.isEmpty())
            return tr("The volume snapshot of %1 no longer exists, so this snapshot is incomplete. "
                      "Create volumes from the others under Storage → Snapshots.")
                .arg(isolated(shown));
        if (!disk.local && disk.status != "available"_L1)
            return tr("The volume snapshot of %1 is “%2”. It must be available.")
                .arg(isolated(shown), isolated(disk.status));
    }
    return {};
}

QString LaunchForm::Private::flavorProblem() const
{
    const auto chosen = flavor();
    if (!chosen)
        return tr("Choose a flavor.");
    const auto from = image();
    if (!from)
        return {};
    if (chosen->ramMiB < from->minRamMiB)
        return tr("The image needs at least %1 MiB of memory; the flavor has %2.")
            .arg(QString::number(from->minRamMiB), QString::number(chosen->ramMiB));
    const auto root = rootVolume();
    if (!root && chosen->diskGiB > 0 && chosen->diskGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB; the flavor has %2.")
            .arg(QString::number(from->minDiskGiB), QString::number(chosen->diskGiB));
    if (root && needsImage() && root->device.sizeGiB < from->minDiskGiB)
        return tr("The image needs a disk of at least %1 GiB. Increase the size of %2.")
            .arg(QString::number(from->minDiskGiB), isolated(root->device.deviceName));
    return {};
}

QString LaunchForm::sourceText() const
{
    if (d->source.kind == openstack::Kind::Image && !d->set())
        return tr("From the image “%1”").arg(isolated(d->source.name));
    const QString what = d->source.kind == openstack::Kind::VolumeSnapshot
                             ? tr("From the volume snapshot “%1”").arg(isolated(d->source.name))
                             : tr("From the snapshot “%1”").arg(isolated(d->source.name));
    return d->original ? tr("%1 of “%2”").arg(what, isolated(d->original->name)) : what;
}

QString LaunchForm::disksText() const
{
    const auto disks = d->disks();
    const bool volumes = std::ranges::any_of(disks, [](const auto &disk) { return !disk.local; });
    if (!volumes)
        return {};
    return tr("The new volumes stay when the instance is deleted, unless you tick “Delete "
              "with instance”.");
}

std::vector<LaunchDifference> LaunchForm::differences() const
{
    const auto &was = d->original;
    const operations::RestoreRequest now = request();
    std::vector<LaunchDifference> rows;
    const QString unknown = tr("not known");
    const auto row = [&](const QString &what, const QString &original, const QString &fresh) {
        const QString shown = was ? original : unknown;
        rows.push_back({what, shown.isEmpty() ? u"–"_s : shown, fresh.isEmpty() ? u"–"_s : fresh,
                        shown != fresh});
    };
    QStringList addresses;
    QStringList groups;
    QStringList networks;
    QStringList volumes;
    if (was) {
        for (const openstack::ServerAddress &address : was->addresses) {
            if (!address.floating)
                addresses += address.address;
        }
        for (const openstack::Port &port : d->choices->ports()) {
            networks += port.networkId;
            groups += port.securityGroupIds;
        }
        networks.removeDuplicates();
        groups.removeDuplicates();
        for (const openstack::AttachedVolume &attached : was->volumes) {
            const auto volume = d->stores.volumes.find(attached.id);
            volumes += volume && !volume->name.isEmpty() ? volume->name : attached.id;
        }
        volumes.sort();
    }
    row(tr("Name"), was ? was->name : QString(), now.server.name);
    row(tr("Flavor"), was ? was->flavor.name : QString(), now.flavorName);
    row(tr("Networks"), d->networkNames(networks), d->networkNames(now.server.networkIds));
    row(tr("IP addresses"), addresses.join(", "_L1),
        tr("new ones; the original keeps its addresses"));
    row(tr("Ports"), QString::number(d->choices->ports().size()),
        tr("%1 new, with new MAC addresses").arg(now.server.networkIds.size()));
    if (const auto address = floatingIp())
        row(tr("Floating IP"), address->address,
            d->movesFloatingIp ? tr("moved here once it is running")
                               : tr("none; stays with the original"));
    row(tr("Security groups"), d->groupNames(groups), d->groupNames(now.server.securityGroups));
    row(tr("Key pair"), was ? was->keyName : QString(), now.server.keyName);
    row(tr("Availability zone"), was ? was->availabilityZone : QString(),
        now.server.availabilityZone.isEmpty() ? tr("any") : now.server.availabilityZone);
    if (now.newVolumes() > 0)
        row(tr("Volumes"), volumes.join(", "_L1),
            tr("%1 new, %2 GiB")
                .arg(QString::number(now.newVolumes()), QString::number(now.newGiB())));
    const QString metadata = now.server.metadata.keys().join(", "_L1);
    row(tr("Metadata"), metadata, metadata);
    rows.push_back({tr("User data"), unknown, tr("none: the cloud does not return it"), true});
    return rows;
}

std::vector<QuotaLine> LaunchForm::room() const
{
    std::vector<QuotaLine> lines;
    const auto flavor = d->flavor();
    if (const auto &limits = d->stores.computeLimits.value()) {
        lines.push_back(quotaLine(tr("Instances"), limits->instances, 1));
        if (flavor) {
            lines.push_back(quotaLine(tr("Cores"), limits->cores, flavor->vcpus));
            lines.push_back(memoryLine(tr("Memory"), limits->ramMiB, flavor->ramMiB));
        }
    }
    const operations::RestoreRequest wanted = request();
    const auto &limits = d->stores.blockStorageLimits.value();
    if (limits && wanted.newVolumes() > 0) {
        lines.push_back(quotaLine(tr("Volumes"), limits->volumes, wanted.newVolumes()));
        lines.push_back(quotaLine(tr("Storage"), limits->gigabytes, wanted.newGiB(), u"GiB"_s));
    }
    return lines;
}

QString LaunchForm::notes() const
{
    if (!ready())
        return {};
    QStringList lines;
    const auto image = d->image();
    const auto root = d->rootVolume();
    if (image && root && !d->needsImage() && root->device.sizeGiB < image->minDiskGiB)
        lines +=
            tr("The image requires a disk of at least %1 GiB and the boot volume has %2, so the "
               "cloud would reject the image. The instance will be launched from the volume "
               "snapshots instead.")
                .arg(QString::number(image->minDiskGiB), QString::number(root->device.sizeGiB));
    const bool isPlainImage = d->source.kind == openstack::Kind::Image && !d->set();
    if (image && !d->stores.owns(*image))
        lines += otherOwner(*image, d->stores);
    if (!d->original && !isPlainImage)
        lines += tr("The original instance no longer exists or is unknown. Choose the settings of "
                    "the new one.");
    if (d->original && !d->original->keyName.isEmpty() && d->keyName &&
        d->keyName != d->original->keyName) {
        const auto &pairs = d->choices->keyPairs();
        if (std::ranges::find(pairs, d->original->keyName, &openstack::KeyPair::name) ==
            pairs.end())
            lines += tr("The original's key pair “%1” is not one of yours.")
                         .arg(isolated(d->original->keyName));
    }
    if (d->original && !d->flavorId)
        lines += tr("The original's flavor “%1” is no longer available.")
                     .arg(isolated(d->original->flavor.name));
    if (!d->choices->missing().isEmpty())
        lines += tr("Unknown: %1.").arg(d->choices->missing().join(", "_L1));
    if (!d->stores.computeLimits.value() || !d->stores.blockStorageLimits.value())
        lines += tr(
            "The free quota is unknown. The cloud rejects the instance if it exceeds the quota.");
    return lines.join(u'\n');
}

namespace {

/// Adds or takes away, keeping the order.
void toggle(QStringList &ids, const QString &id, bool chosen)
{
    if (!chosen)
        ids.removeAll(id);
    else if (!ids.contains(id))
        ids.append(id);
}

} // namespace

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
                       operations::Subject source, QStringList roles, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(client, stores, clock, std::move(source), std::move(roles)))
{
    const auto tell = [this] {
        d->propose();
        Q_EMIT changed();
    };
    for (store::StoreBase *from : std::initializer_list<store::StoreBase *>{
             &stores.servers, &stores.flavors, &stores.networks, &stores.volumes, &stores.images,
             &stores.volumeSnapshots, &stores.snapshotSets, &stores.computeLimits,
             &stores.blockStorageLimits}) {
        connect(from, &store::StoreBase::changed, this, tell);
        connect(from, &store::StoreBase::stateChanged, this, tell);
    }
    connect(d->choices.get(), &LaunchChoices::changed, this, tell);
    d->propose();
    // What is decided on here may be minutes old.
    stores.refresh({Kind::ComputeLimits, Kind::BlockStorageLimits});
}

LaunchForm::LaunchForm(net::ApiClient &client, store::CloudStores &stores, Clock &clock,
                       const operations::RestoreRequest &request, QStringList roles,
                       QObject *parent)
    : LaunchForm(client, stores, clock, request.source, std::move(roles), parent)
{
    d->choose(request);
}

LaunchForm::~LaunchForm() = default;

const operations::Subject &LaunchForm::source() const
{
    return d->source;
}

QString LaunchForm::name() const
{
    return d->name;
}

void LaunchForm::setName(const QString &name)
{
    if (d->name == name)
        return;
    d->name = name;
    d->nameTyped = true;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::flavors() const
{
    std::vector<store::Row<openstack::Flavor>> rows(d->stores.flavors.rows().begin(),
                                                    d->stores.flavors.rows().end());
    std::ranges::sort(rows, {}, [](const auto &row) {
        return std::tuple(row->ramMiB, row->vcpus, row->diskGiB, row->name);
    });
    std::vector<LaunchOption> options;
    for (const auto &row : rows) {
        QStringList size{row->vcpus == 1 ? tr("1 vCPU") : tr("%1 vCPUs").arg(row->vcpus),
                         tr("%1 RAM").arg(memoryText(row->ramMiB))};
        if (row->diskGiB > 0) // else the disk is as large as what it is made from
            size += tr("%1 GiB disk").arg(row->diskGiB);
        options.push_back({row->id, tr("%1: %2").arg(isolated(row->name), size.join(u" · "_s)),
                           row->id == d->flavorId.value_or(QString())});
    }
    return options;
}

void LaunchForm::setFlavor(const QString &id)
{
    if (d->flavorId == id)
        return;
    d->flavorId = id;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::keyPairs() const
{
    const QString chosen = d->keyName.value_or(QString());
    std::vector<LaunchOption> options{{{}, tr("None"), chosen.isEmpty()}};
    for (const openstack::KeyPair &pair : d->choices->keyPairs())
        options.push_back({pair.name, pair.name, pair.name == chosen});
    return options;
}

void LaunchForm::setKeyPair(const QString &name)
{
    if (d->keyName == name)
        return;
    d->keyName = name;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::zones() const
{
    const QString chosen = d->zone.value_or(QString());
    std::vector<LaunchOption> options{{{}, tr("Any"), chosen.isEmpty()}};
    for (const openstack::AvailabilityZone &zone : d->choices->zones()) {
        if (zone.available || zone.name == chosen)
            options.push_back({zone.name, zone.name, zone.name == chosen});
    }
    return options;
}

void LaunchForm::setZone(const QString &name)
{
    if (d->zone == name)
        return;
    d->zone = name;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::networks() const
{
    const QStringList chosen = d->networkIds.value_or(QStringList());
    std::vector<LaunchOption> options;
    for (const auto &row : d->stores.networks.rows()) {
        if (!row->external || row->shared || chosen.contains(row->id))
            options.push_back(
                {row->id, row->name.isEmpty() ? row->id : row->name, chosen.contains(row->id)});
    }
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

void LaunchForm::setNetwork(const QString &id, bool chosen)
{
    QStringList ids = d->networkIds.value_or(QStringList());
    toggle(ids, id, chosen);
    if (d->networkIds == ids)
        return;
    d->networkIds = ids;
    Q_EMIT changed();
}

std::vector<LaunchOption> LaunchForm::securityGroups() const
{
    const QStringList chosen = d->groupIds.value_or(QStringList());
    std::vector<LaunchOption> options;
    for (const openstack::SecurityGroup &group : d->choices->groups())
        options.push_back(
            {group.id, group.name.isEmpty() ? group.id : group.name, chosen.contains(group.id)});
    std::ranges::sort(options, {}, &LaunchOption::text);
    return options;
}

void LaunchForm::setSecurityGroup(const QString &id, bool chosen)
{
    QStringList ids = d->groupIds.value_or(QStringList());
    toggle(ids, id, chosen);
    if (d->groupIds == ids)
        return;
    d->groupIds = ids;
    Q_EMIT changed();
}

std::vector<LaunchDisk> LaunchForm::disks() const
{
    return d->disks();
}

void LaunchForm::setSize(const QString &uuid, int gib)
{
    if (d->sizes.value(uuid) == gib)
        return;
    d->sizes.insert(uuid, gib);
    Q_EMIT changed();
}

void LaunchForm::setDeletedWithInstance(const QString &uuid, bool deleted)
{
    if (d->deleted.value(uuid) == deleted)
        return;
    d->deleted.insert(uuid, deleted);
    Q_EMIT changed();
}

std::optional<operations::FloatingIpMove> LaunchForm::floatingIp() const
{
    const auto addresses = d->choices->floatingIps();
    if (addresses.empty() || !d->original)
        return std::nullopt;
    const openstack::FloatingIp &first = addresses.front();
    const auto &ports = d->choices->ports();
    const auto port = std::ranges::find(ports, first.portId, &openstack::Port::id);
    return operations::FloatingIpMove{first.id,         first.address, port->networkId,
                                      first.portId,     first.fixedIp, d->original->name,
                                      d->name.trimmed()};
}

bool LaunchForm::movesFloatingIp() const
{
    return d->movesFloatingIp;
}

void LaunchForm::setMovesFloatingIp(bool moves)
{
    if (d->movesFloatingIp == moves)
        return;
    d->movesFloatingIp = moves;
    Q_EMIT changed();
}

QString LaunchForm::command() const
{
    return operations::restoreCommand(request());
}

bool LaunchForm::ready() const
{
    const auto known = [](const store::StoreBase &source) {
        return source.state().loaded || source.state().error.has_value();
    };
    const store::CloudStores &stores = d->stores;
    return d->choices->ready() && known(stores.servers) && known(stores.flavors) &&
           known(stores.networks) && known(stores.volumeSnapshots) && known(stores.images) &&
           (stores.computeLimits.value() || known(stores.computeLimits)) &&
           (stores.blockStorageLimits.value() || known(stores.blockStorageLimits));
}

QString LaunchForm::problem() const
{
    if (const QString reader = operations::readerObstacle(d->roles); !reader.isEmpty())
        return reader;
    if (!ready())
        return tr("Checking the original and the free quota…");
    const QString name = d->name.trimmed();
    if (const QString wrong = describe(operations::computeNameFault(name), name); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = d->diskProblem(); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = d->flavorProblem(); !wrong.isEmpty())
        return wrong;
    // Only an original without a network is a reason for one without.
    const bool bare = d->original && d->choices->ports().empty();
    if (d->networkIds.value_or(QStringList()).isEmpty() && !networks().empty() && !bare)
        return tr("Choose a network. Without one, the instance cannot be reached.");
    if (d->movesFloatingIp && floatingIp() && !d->networkIds->contains(floatingIp()->networkId))
        return tr("To use the floating IP, connect the instance to the network “%1”.")
            .arg(isolated(d->networkNames({floatingIp()->networkId})));
    for (const QuotaLine &line : room()) {
        if (!line.fits)
            return tr("This exceeds the quota. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

operations::RestoreRequest LaunchForm::request() const
{
    operations::RestoreRequest request;
    request.source = d->source;
    openstack::CreateServer &server = request.server;
    server.name = d->name.trimmed();
    server.flavorId = d->flavorId.value_or(QString());
    if (const auto flavor = d->flavor())
        request.flavorName = flavor->name;
    if (d->needsImage() && d->image())
        server.imageId = d->image()->id;
    const std::vector<LaunchDisk> disks = d->disks();
    // The image's own disk alone needs no words.
    if (disks.size() != 1 || !disks.front().local) {
        for (const LaunchDisk &disk : disks)
            server.blockDevices.push_back(disk.device);
    }
    server.networkIds = d->networkIds.value_or(QStringList());
    server.securityGroups = d->groupIds.value_or(QStringList());
    server.keyName = d->keyName.value_or(QString());
    server.availabilityZone = d->zone.value_or(QString());
    if (d->original) {
        for (auto it = d->original->metadata.begin(); it != d->original->metadata.end(); ++it) {
            if (!it.key().startsWith(QLatin1StringView(store::tagPrefix)))
                server.metadata.insert(it.key(), it.value());
        }
    }
    if (d->movesFloatingIp)
        request.floatingIp = floatingIp();
    return request;
}

} // namespace oriel::forms
