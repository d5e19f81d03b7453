#include "models/names.h"

#include "models/words.h"
#include "operations/flavorwords.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct Names
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::Names)
public:
};

QString deviceOn(const openstack::Volume &volume, const QString &serverId)
{
    for (const openstack::VolumeUse &use : volume.attachments) {
        if (use.serverId == serverId)
            return use.device;
    }
    return {};
}

openstack::ServerFlavor wholeFlavor(const openstack::Server &server, const Lookup &lookup)
{
    openstack::ServerFlavor flavor = server.flavor;
    if (flavor.vcpus > 0)
        return flavor;
    if (const auto known = lookup.find<openstack::Flavor>(flavor.id))
        return {known->id, known->name, known->vcpus, known->ramMiB, known->diskGiB};
    return flavor;
}

} // namespace

store::Row<openstack::Volume> bootVolume(const openstack::Server &server, const Lookup &lookup)
{
    if (!server.bootsFromVolume())
        return {};
    store::Row<openstack::Volume> best;
    QString bestDevice;
    for (const openstack::AttachedVolume &attached : server.volumes) {
        const auto volume = lookup.find<openstack::Volume>(attached.id);
        if (!volume)
            continue;
        // vda before vdb; devices without a name come last.
        const QString device = deviceOn(*volume, server.id);
        if (!best || (!device.isEmpty() && (bestDevice.isEmpty() || device < bestDevice))) {
            best = volume;
            bestDevice = device;
        }
    }
    return best;
}

QString bootSourceText(const openstack::Server &server, const Lookup &lookup)
{
    if (!server.bootsFromVolume()) {
        const auto image = lookup.find<openstack::Image>(server.imageId);
        if (!image && !lookup.isLoaded(Kind::Image))
            return Names::tr("Loading…"); // rather than an ID that a name replaces
        return image ? nameOrId(image->name, image->id) : server.imageId;
    }
    if (const auto volume = bootVolume(server, lookup))
        //: What an instance boots from. %1: the name of a volume
        return Names::tr("%1 (volume)").arg(nameOrId(volume->name, volume->id));
    //: What an instance boots from: a volume whose name is unknown.
    return server.volumes.empty() ? emptyCell() : Names::tr("Volume");
}

QString addressesText(const openstack::Server &server)
{
    QStringList floating;
    QStringList fixed;
    for (const openstack::ServerAddress &address : server.addresses)
        (address.floating ? floating : fixed).append(address.address);
    const QStringList all = floating + fixed;
    return all.isEmpty() ? emptyCell() : all.join(u", "_s);
}

QString flavorName(const openstack::Server &server, const Lookup &lookup)
{
    const openstack::ServerFlavor flavor = wholeFlavor(server, lookup);
    return flavor.name.isEmpty() && flavor.id.isEmpty() ? emptyCell()
                                                        : nameOrId(flavor.name, flavor.id);
}

QString flavorSizes(const openstack::Server &server, const Lookup &lookup)
{
    const openstack::ServerFlavor flavor = wholeFlavor(server, lookup);
    if (flavor.vcpus <= 0 || flavor.ramMiB <= 0)
        return {};
    return operations::flavorSize(flavor.vcpus, flavor.ramMiB, flavor.diskGiB);
}

QString attachedText(const openstack::Volume &volume, const Lookup &lookup)
{
    QStringList texts;
    for (const openstack::VolumeUse &use : volume.attachments) {
        const auto server = lookup.find<openstack::Server>(use.serverId);
        const QString name = server ? nameOrId(server->name, server->id) : use.serverId;
        //: %1: the name of an instance; %2: a device: "/dev/vda"
        texts.append(use.device.isEmpty() ? name : Names::tr("%1 (%2)").arg(name, use.device));
    }
    return texts.isEmpty() ? emptyCell() : texts.join(u", "_s);
}

QString serverIdOf(const openstack::VolumeSnapshot &snapshot, const Lookup &lookup)
{
    if (const auto set = lookup.setOfVolumeSnapshot(snapshot.id); set && !set->serverId.isEmpty())
        return set->serverId;
    if (const auto volume = lookup.find<openstack::Volume>(snapshot.volumeId);
        volume && !volume->attachments.empty())
        return volume->attachments.front().serverId;
    return {};
}

qint64 imageBytes(const openstack::Image &image, const Lookup &lookup)
{
    if (image.sizeBytes > 0)
        return image.sizeBytes;
    if (const auto set = lookup.find<store::SnapshotSet>(image.id); set && !set->parts.empty())
        return set->totalBytes() > 0 ? set->totalBytes() : -1; // none of its snapshots exists
    qint64 gib = 0;
    for (const openstack::BlockDevice &device : image.blockDevices) {
        if (!device.snapshotId.isEmpty())
            gib += device.volumeSizeGiB;
    }
    if (gib > 0)
        return gib << 30;
    // The image has no data: it is still being uploaded, or it referred to volume snapshots that no
    // longer exist.
    return -1;
}

} // namespace oriel::models
