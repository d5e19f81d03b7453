#pragma once

#include "base/literals.h"
#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <vector>

/// Cinder's volumes. https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
namespace oriel::openstack {

/// The first version of Cinder that creates a volume from a backup.
inline constexpr net::Microversion createsFromBackup{3, 47};

/// One attachment of a volume.
struct VolumeUse
{
    QString serverId;
    QString device; ///< "/dev/vda"

    static void fields(auto &f, auto &use)
    {
        f("server_id", use.serverId);
        f.shared("device", use.device);
    }
    bool operator==(const VolumeUse &) const = default;
};

struct Volume
{
    static constexpr Kind kind = Kind::Volume;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/volumes",
                                    .rows = "volumes",
                                    .row = "volume",
                                    .detail = "/detail",
                                    .nameFilter = "name",
                                    .nameLikeFilter = "name~"};

    QString id;
    QString name;
    QString description;
    QString status; ///< available, in-use, creating, error, …
    int sizeGiB = 0;
    QString volumeType;
    QString availabilityZone;
    QString snapshotId; ///< created from this volume snapshot; empty: none
    QString sourceVolumeId;
    QString groupId;   ///< the volume group that it is in; empty: none, or Cinder before 3.13
    QString projectId; ///< empty if policy hides it
    QString userId;
    bool bootable = false;
    bool encrypted = false;
    bool multiattach = false;
    QDateTime created; ///< UTC
    QDateTime updated;
    QMap<QString, QString> metadata;
    QMap<QString, QString> imageMetadata; ///< volume_image_metadata
    std::vector<VolumeUse> attachments;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &volume)
    {
        f.id("id", volume.id);
        f("name", volume.name);
        f.shared("description", volume.description);
        f.shared("status", volume.status);
        f("size", volume.sizeGiB);
        f.shared("volume_type", volume.volumeType);
        f.shared("availability_zone", volume.availabilityZone);
        f("snapshot_id", volume.snapshotId);
        f("source_volid", volume.sourceVolumeId);
        f.shared("group_id", volume.groupId);
        f.shared("os-vol-tenant-attr:tenant_id", volume.projectId);
        f.shared("user_id", volume.userId);
        f("bootable", volume.bootable);
        f("encrypted", volume.encrypted);
        f("multiattach", volume.multiattach);
        f("created_at", volume.created);
        f("updated_at", volume.updated);
        f.shared("metadata", volume.metadata);
        f.shared("volume_image_metadata", volume.imageMetadata);
        f("attachments", volume.attachments);
    }

    /// The image that it was created from; empty: none.
    [[nodiscard]] QString imageId() const { return imageMetadata.value(u"image_id"_s); }
    bool operator==(const Volume &) const = default;
};

/// POST /volumes, from a volume snapshot, an image, another volume or a backup; without any of them
/// it is empty. BadRequest if it would be smaller than the snapshot, the volume, the backup or the
/// image's minimum. From a backup, Cinder ignores the type and the zone of the original volume, and
/// replaces `metadata` by that of the original.
struct CreateVolume
{
    using Value = Volume; ///< in status "creating"

    QString name = {};
    QString snapshotId = {};
    int sizeGiB = 0;
    QString volumeType = {}; ///< a name; empty: that of the snapshot's volume, or the default
    QString description = {};
    QMap<QString, QString> metadata = {};
    QString imageId = {};          ///< in place of the snapshot
    QString availabilityZone = {}; ///< empty: the cloud's choice
    QString backupId = {};         ///< in place of the snapshot; since 3.47
    QString sourceVolumeId = {};   ///< in place of the snapshot

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /volumes/{id}/action revert (from 3.40): discards everything written since the snapshot.
/// BadRequest if the snapshot is not the volume's latest, Conflict if the volume is not available.
struct RevertVolume
{
    using Value = Nothing;

    QString volumeId = {};
    QString snapshotId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
