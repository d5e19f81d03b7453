#pragma once

#include "store/cache/cachedstate.h"

// Which members of each row are kept, once for reading and writing: `archive` takes them one after
// the other. Raise cacheVersion with every change here.

namespace oriel::store {

template <typename A>
void fields(A &archive, openstack::ServerAddress &r)
{
    archive(r.network, r.address, r.mac, r.version, r.floating);
}

template <typename A>
void fields(A &archive, openstack::ServerFlavor &r)
{
    archive(r.id, r.name, r.vcpus, r.ramMiB, r.diskGiB);
}

template <typename A>
void fields(A &archive, openstack::AttachedVolume &r)
{
    archive(r.id, r.deleteOnTermination);
}

template <typename A>
void fields(A &archive, openstack::ServerFault &r)
{
    archive(r.code, r.message);
}

template <typename A>
void fields(A &archive, openstack::Server &r)
{
    archive(r.id, r.name, r.status, r.taskState, r.vmState, r.powerState, r.created, r.updated,
            r.launched, r.addresses, r.imageId, r.flavor, r.keyName, r.availabilityZone,
            r.description, r.hostname, r.projectId, r.userId, r.metadata, r.volumes,
            r.securityGroups, r.tags, r.fault, r.progress, r.locked, r.lockedReason, r.configDrive,
            r.unreadable);
}

template <typename A>
void fields(A &archive, openstack::Flavor &r)
{
    archive(r.id, r.name, r.vcpus, r.ramMiB, r.diskGiB, r.ephemeralGiB, r.isPublic, r.unreadable);
}

template <typename A>
void fields(A &archive, openstack::VolumeUse &r)
{
    archive(r.serverId, r.device);
}

template <typename A>
void fields(A &archive, openstack::Volume &r)
{
    archive(r.id, r.name, r.description, r.status, r.sizeGiB, r.volumeType, r.availabilityZone,
            r.snapshotId, r.sourceVolumeId, r.imageId, r.projectId, r.userId, r.bootable,
            r.encrypted, r.multiattach, r.created, r.updated, r.metadata, r.imageMetadata,
            r.attachments, r.unreadable);
}

template <typename A>
void fields(A &archive, openstack::VolumeSnapshot &r)
{
    archive(r.id, r.name, r.description, r.volumeId, r.status, r.sizeGiB, r.progress, r.projectId,
            r.userId, r.groupSnapshotId, r.created, r.updated, r.metadata, r.unreadable);
}

template <typename A>
void fields(A &archive, openstack::BlockDevice &r)
{
    archive(r.sourceType, r.snapshotId, r.deviceName, r.bootIndex, r.volumeSizeGiB,
            r.deleteOnTermination, r.diskBus, r.deviceType);
}

template <typename A>
void fields(A &archive, openstack::Image &r)
{
    archive(r.id, r.name, r.status, r.visibility, r.owner, r.sizeBytes, r.minDiskGiB, r.minRamMiB,
            r.diskFormat, r.containerFormat, r.checksum, r.isProtected, r.hidden, r.created,
            r.updated, r.tags, r.blockDevices, r.properties, r.unreadable);
}

template <typename A>
void fields(A &archive, openstack::Network &r)
{
    archive(r.id, r.name, r.status, r.external, r.shared);
}

template <typename A>
void fields(A &archive, openstack::Scope &r)
{
    archive(r.cloud, r.region, r.interface, r.projectId, r.projectName, r.domain, r.userId,
            r.userName, r.roles);
}

} // namespace oriel::store
