#include "forms/snapshotwords.h"

#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct SnapshotWords
{
    Q_DECLARE_TR_FUNCTIONS(SnapshotWords)
};

/// The properties of the image that the instance was launched from: from the image itself, or from
/// its root volume.
QMap<QString, QString> imageProperties(const openstack::Server &server,
                                       const store::CloudStores &stores)
{
    if (const auto image = stores.images.find(server.imageId))
        return image->properties;
    if (!store::bootsFromVolume(server, stores))
        return {};
    for (const openstack::AttachedVolume &attached : server.volumes) {
        const auto volume = stores.volumes.find(attached.id);
        if (volume && volume->bootable && !volume->imageMetadata.isEmpty())
            return volume->imageMetadata;
    }
    return {};
}

bool isYes(const QString &value)
{
    const QString lower = value.toLower();
    return lower == "yes"_L1 || lower == "true"_L1 || lower == "1"_L1 || lower == "on"_L1;
}

} // namespace

QString captureSentence(bool volumeBacked, const std::vector<CapturedDisk> &disks)
{
    const auto count = static_cast<qsizetype>(disks.size());
    if (volumeBacked) {
        int gigabytes = 0;
        for (const CapturedDisk &disk : disks)
            gigabytes += disk.sizeGiB;
        return count == 1 ? SnapshotWords::tr("One volume snapshot of %1 GiB will be created.")
                                .arg(gigabytes)
                          : SnapshotWords::tr("%1 volume snapshots will be created, one for each "
                                              "attached volume, %2 GiB in total.")
                                .arg(QString::number(count), QString::number(gigabytes));
    }
    const QString own = SnapshotWords::tr("The instance's own disk will be captured as an image.");
    const auto captured = std::ranges::count_if(disks, &CapturedDisk::captured);
    if (count == captured && count > 1)
        return own + u' ' +
               SnapshotWords::tr("Its attached volumes belong to the same snapshot, each as a "
                                 "volume snapshot.");
    if (count == captured)
        return own;
    return own + u' ' + SnapshotWords::tr("The attached volumes are not included.");
}

QString consistencySentence(const openstack::Server &server, const store::CloudStores &stores)
{
    if (server.status == "SHUTOFF"_L1)
        return SnapshotWords::tr("The instance is shut off, so the snapshot is consistent.");
    if (server.status == "PAUSED"_L1 || server.status == "SUSPENDED"_L1)
        return SnapshotWords::tr(
                   "The instance is %1. Its memory is not captured, as after a power failure. It "
                   "cannot be shut off in this state: %2 first if you want that.")
            //: Inserted into a sentence: the state of an instance.
            .arg(server.status == "PAUSED"_L1 ? SnapshotWords::tr("paused")
                                              : SnapshotWords::tr("suspended"),
                 //: Inserted into a sentence: what to do with a paused instance.
                 server.status == "PAUSED"_L1 ? SnapshotWords::tr("unpause it")
                                              : SnapshotWords::tr("resume it"));
    if (server.status == "ACTIVE"_L1)
        return SnapshotWords::tr("The instance is running. %1")
            .arg(runningSentence(server, stores));
    return {};
}

QString runningSentence(const openstack::Server &server, const store::CloudStores &stores)
{
    const QMap<QString, QString> properties = imageProperties(server, stores);
    if (isYes(properties.value(u"hw_qemu_guest_agent"_s))) {
        if (certainlyFrozen(server, stores))
            return SnapshotWords::tr(
                "Its guest agent freezes the file systems during the capture. This image requires "
                "that. If it is not possible, the cloud rejects the snapshot.");
        return SnapshotWords::tr("Its guest agent is asked to freeze the file systems during the "
                                 "capture. The cloud does not report whether it did.");
    }
    return SnapshotWords::tr(
        "Data being written at that moment may be incomplete, as after a power failure.");
}

bool certainlyFrozen(const openstack::Server &server, const store::CloudStores &stores)
{
    const QMap<QString, QString> properties = imageProperties(server, stores);
    return isYes(properties.value(u"hw_qemu_guest_agent"_s)) &&
           isYes(properties.value(u"os_require_quiesce"_s)) &&
           store::bootsFromVolume(server, stores);
}

QString aboutText(std::chrono::milliseconds duration)
{
    using namespace std::chrono;
    const auto whole = std::max<qint64>(duration_cast<seconds>(duration).count(), 1);
    if (whole < 60)
        //: An estimated duration: seconds.
        return SnapshotWords::tr("%1 s").arg(whole < 10 ? whole : (whole + 4) / 5 * 5);
    const auto minutes = (whole + 30) / 60;
    if (minutes < 60)
        //: An estimated duration: minutes.
        return SnapshotWords::tr("%1 min").arg(minutes);
    //: An estimated duration: hours and minutes.
    return SnapshotWords::tr("%1 h %2 min")
        .arg(QString::number(minutes / 60), QString::number(minutes % 60));
}

} // namespace oriel::forms
