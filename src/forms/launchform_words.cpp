#include "forms/launchform_p.h"

#include "base/visible.h"
#include "forms/ownership.h"
#include "forms/snapshotroom.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// What the form says; launchform.cpp has what it decides.

namespace oriel::forms {

using operations::Subject;

namespace {

/// In GiB where that loses nothing.
RoomLine memoryLine(const QString &title, const openstack::Quota &mib, qint64 more)
{
    const bool whole =
        mib.used % 1024 == 0 && more % 1024 == 0 && (mib.unlimited() || mib.limit % 1024 == 0);
    if (!whole || !mib.known)
        return roomLine(title, mib, more, u"MiB"_s);
    const openstack::Quota gib{mib.used / 1024, mib.unlimited() ? -1 : mib.limit / 1024};
    return roomLine(title, gib, more / 1024, u"GiB"_s);
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
    if (source.kind == Subject::Kind::VolumeSnapshot) {
        const auto snapshot = stores.volumeSnapshots.find(source.id);
        if (!snapshot)
            return tr("The volume snapshot is not there any more.");
        if (needsImage())
            return tr("The volume is not bootable: an instance cannot boot from its snapshot.");
    } else if (!from) {
        return tr("The image is not there any more.");
    } else if (from->status != "active"_L1) {
        return tr("The image is “%1”; it has to be active.").arg(isolated(from->status));
    }
    for (const LaunchDisk &disk : disks()) {
        const QString shown = disk.device.deviceName.isEmpty() ? disk.name : disk.device.deviceName;
        if (!disk.local && disk.status.isEmpty())
            return tr("The volume snapshot of %1 is gone, so this snapshot is incomplete. Make "
                      "volumes from the others under Storage → Snapshots.")
                .arg(isolated(shown));
        if (!disk.local && disk.status != "available"_L1)
            return tr("The volume snapshot of %1 is “%2”; it has to be available.")
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
        return tr("The image needs a disk of at least %1 GiB: make %2 larger.")
            .arg(QString::number(from->minDiskGiB), isolated(root->device.deviceName));
    return {};
}

QString LaunchForm::sourceText() const
{
    if (d->source.kind == Subject::Kind::Image && !d->set())
        return tr("From the image “%1”").arg(isolated(d->source.name));
    const QString what = d->source.kind == Subject::Kind::VolumeSnapshot
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
    row(tr("IP addresses"), addresses.join(", "_L1), tr("new ones; the original keeps its own"));
    row(tr("Ports"), QString::number(d->choices->ports().size()),
        tr("%1 new, with new MAC addresses").arg(now.server.networkIds.size()));
    if (const auto address = floatingIp())
        row(tr("Floating IP"), address->address,
            d->movesFloatingIp ? tr("moved here when it is up")
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
    rows.push_back({tr("User data"), unknown, tr("none: the cloud does not tell it"), true});
    return rows;
}

std::vector<RoomLine> LaunchForm::room() const
{
    std::vector<RoomLine> lines;
    const auto flavor = d->flavor();
    if (const auto &limits = d->stores.computeLimits.value()) {
        lines.push_back(roomLine(tr("Instances"), limits->instances, 1));
        if (flavor) {
            lines.push_back(roomLine(tr("Cores"), limits->cores, flavor->vcpus));
            lines.push_back(memoryLine(tr("Memory"), limits->ramMiB, flavor->ramMiB));
        }
    }
    const operations::RestoreRequest wanted = request();
    const auto &limits = d->stores.blockStorageLimits.value();
    if (limits && wanted.newVolumes() > 0) {
        lines.push_back(roomLine(tr("Volumes"), limits->volumes, wanted.newVolumes()));
        lines.push_back(roomLine(tr("Storage"), limits->gigabytes, wanted.newGiB(), u"GiB"_s));
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
            tr("The image asks for a disk of at least %1 GiB and the boot volume has "
               "%2, so the cloud would refuse to launch from the image. It is "
               "launched from the volume snapshots instead.")
                .arg(QString::number(image->minDiskGiB), QString::number(root->device.sizeGiB));
    const bool isPlainImage = d->source.kind == Subject::Kind::Image && !d->set();
    if (image && !d->stores.owns(*image))
        lines += otherOwner(*image, d->stores);
    if (!d->original && !isPlainImage)
        lines += tr("The instance that it was taken of is gone or not known: choose what "
                    "the new one gets.");
    if (d->original && !d->original->keyName.isEmpty() && d->keyName &&
        d->keyName != d->original->keyName) {
        const auto &pairs = d->choices->keyPairs();
        if (std::ranges::find(pairs, d->original->keyName, &openstack::KeyPair::name) ==
            pairs.end())
            lines += tr("The original's key pair “%1” is not one of yours.")
                         .arg(isolated(d->original->keyName));
    }
    if (d->original && !d->flavorId)
        lines += tr("The original's flavor “%1” is not offered any more.")
                     .arg(isolated(d->original->flavor.name));
    if (!d->choices->missing().isEmpty())
        lines += tr("Could not be found out: %1.").arg(d->choices->missing().join(", "_L1));
    if (!d->stores.computeLimits.value() || !d->stores.blockStorageLimits.value())
        lines += tr("How much room the quota has could not be found out. The cloud refuses "
                    "the instance if it does not fit.");
    return lines.join(u'\n');
}

} // namespace oriel::forms
