#include "store/tuning.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

template <std::size_t n>
bool isOneOf(const QString &status, const std::array<QLatin1StringView, n> &all)
{
    return std::find(all.begin(), all.end(), status) != all.end();
}

} // namespace

bool Tuning<openstack::Server>::transitional(const openstack::Server &server)
{
    static constexpr std::array moving{"BUILD"_L1,    "REBOOT"_L1,       "HARD_REBOOT"_L1,
                                       "RESIZE"_L1,   "REBUILD"_L1,      "MIGRATING"_L1,
                                       "PASSWORD"_L1, "REVERT_RESIZE"_L1};
    return !server.taskState.isEmpty() || isOneOf(server.status, moving);
}

bool Tuning<openstack::Volume>::transitional(const openstack::Volume &volume)
{
    static constexpr std::array moving{"creating"_L1,  "deleting"_L1,  "attaching"_L1,
                                       "detaching"_L1, "extending"_L1, "backing-up"_L1,
                                       "uploading"_L1, "reserved"_L1,  "restoring-backup"_L1,
                                       "retyping"_L1,  "reverting"_L1, "downloading"_L1};
    return isOneOf(volume.status, moving);
}

bool copiesData(const QString &status)
{
    static constexpr std::array copying{"backing-up"_L1, "uploading"_L1, "restoring-backup"_L1,
                                        "retyping"_L1, "downloading"_L1};
    return isOneOf(status, copying);
}

bool Tuning<openstack::VolumeSnapshot>::transitional(const openstack::VolumeSnapshot &snapshot)
{
    static constexpr std::array moving{"creating"_L1,  "deleting"_L1,   "backing-up"_L1,
                                       "restoring"_L1, "unmanaging"_L1, "updating"_L1};
    return isOneOf(snapshot.status, moving);
}

bool Tuning<openstack::Backup>::transitional(const openstack::Backup &backup)
{
    static constexpr std::array moving{"creating"_L1, "deleting"_L1, "restoring"_L1};
    return isOneOf(backup.status, moving);
}

QString Tuning<openstack::Backup>::absence()
{
    return QCoreApplication::translate("oriel::store::Tuning",
                                       "The block storage service of this cloud has no backups.");
}

std::vector<Reference> Tuning<openstack::Backup>::references(const openstack::Backup &backup)
{
    return {{openstack::Kind::Volume, backup.volumeId}};
}

bool Tuning<openstack::VolumeGroup>::transitional(const openstack::VolumeGroup &group)
{
    static constexpr std::array moving{"creating"_L1, "updating"_L1, "deleting"_L1};
    return isOneOf(group.status, moving);
}

QString Tuning<openstack::VolumeGroup>::absence()
{
    return QCoreApplication::translate(
        "oriel::store::Tuning", "The block storage service of this cloud has no volume groups.");
}

QString Tuning<openstack::VolumeGroupType>::absence()
{
    return Tuning<openstack::VolumeGroup>::absence();
}

bool Tuning<openstack::GroupSnapshot>::transitional(const openstack::GroupSnapshot &snapshot)
{
    static constexpr std::array moving{"creating"_L1, "deleting"_L1};
    return isOneOf(snapshot.status, moving);
}

QString Tuning<openstack::GroupSnapshot>::absence()
{
    return Tuning<openstack::VolumeGroup>::absence();
}

std::vector<Reference>
Tuning<openstack::GroupSnapshot>::references(const openstack::GroupSnapshot &snapshot)
{
    return {{openstack::Kind::VolumeGroup, snapshot.groupId}};
}

bool Tuning<openstack::Image>::transitional(const openstack::Image &image)
{
    // An image that was only registered ("queued") can stay so forever; one with a source is being
    // filled.
    static constexpr std::array moving{"saving"_L1, "importing"_L1, "uploading"_L1,
                                       "pending_delete"_L1};
    return isOneOf(image.status, moving) ||
           (image.status == "queued"_L1 && !image.instanceUuid().isEmpty());
}

std::vector<Reference> Tuning<openstack::Server>::references(const openstack::Server &server)
{
    std::vector<Reference> references;
    if (!server.imageId.isEmpty())
        references.push_back({openstack::Kind::Image, server.imageId});
    for (const openstack::AttachedVolume &volume : server.volumes)
        references.push_back({openstack::Kind::Volume, volume.id});
    return references;
}

std::vector<Reference> Tuning<openstack::Image>::references(const openstack::Image &image)
{
    std::vector<Reference> references;
    for (const openstack::BlockDevice &device : image.blockDevices) {
        if (!device.snapshotId.isEmpty())
            references.push_back({openstack::Kind::VolumeSnapshot, device.snapshotId});
    }
    return references;
}

std::vector<Reference> Tuning<openstack::Volume>::references(const openstack::Volume &volume)
{
    std::vector<Reference> references;
    for (const openstack::VolumeUse &use : volume.attachments)
        references.push_back({openstack::Kind::Server, use.serverId});
    return references;
}

std::vector<Reference>
Tuning<openstack::VolumeSnapshot>::references(const openstack::VolumeSnapshot &snapshot)
{
    return {{openstack::Kind::Volume, snapshot.volumeId}};
}

} // namespace oriel::store
