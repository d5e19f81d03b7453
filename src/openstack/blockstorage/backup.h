#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

/// Cinder's backups. https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups
namespace oriel::openstack {

/// A backup of a volume or of one of its snapshots.
struct Backup
{
    static constexpr Kind kind = Kind::Backup;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/backups",
                                    .rows = "backups",
                                    .row = "backup",
                                    .detail = "/detail",
                                    .nameFilter = "name"};

    QString id;
    QString name;
    QString description;
    QString status; ///< creating, available, restoring, deleting, error, …; unknown ones verbatim
    QString failReason;
    QString volumeId;
    QString snapshotId; ///< empty: the volume itself
    QString container;  ///< where the backup store keeps it
    QString availabilityZone;
    int sizeGiB = 0;
    bool incremental = false;   ///< it has only what changed since another backup
    bool hasDependents = false; ///< other backups are increments of it
    QDateTime created;          ///< UTC
    QDateTime updated;
    QDateTime dataTime; ///< when its data was on the volume: that of the snapshot, or `created`
    QMap<QString, QString> metadata;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &backup)
    {
        f.id("id", backup.id);
        f("name", backup.name);
        f("description", backup.description);
        f.shared("status", backup.status);
        f("fail_reason", backup.failReason);
        f("volume_id", backup.volumeId);
        f("snapshot_id", backup.snapshotId);
        f.shared("container", backup.container);
        f.shared("availability_zone", backup.availabilityZone);
        f("size", backup.sizeGiB);
        f("is_incremental", backup.incremental);
        f("has_dependent_backups", backup.hasDependents);
        f("created_at", backup.created);
        f("updated_at", backup.updated);
        f("data_timestamp", backup.dataTime);
        f.shared("metadata", backup.metadata);
    }
    bool operator==(const Backup &) const = default;
};

/// POST /backups of a volume or of one of its snapshots. BadRequest if the volume is in use and
/// `force` is not set, if there is no backup that an increment could build on, or if the latest
/// one is not available. It is accepted even if no backup service is running: the backup then fails
/// soon after, and a volume snapshot stays "backing-up" (observed with Zed).
struct CreateBackup
{
    using Value = QString; ///< the backup's ID

    QString volumeId = {};
    QString snapshotId = {}; ///< empty: the volume itself
    QString name = {};
    QMap<QString, QString> metadata = {}; ///< since 3.43
    QString description = {};
    bool incremental = false;
    bool force = true; ///< also while the volume is in use

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /backups/{id}/restore over an existing volume, whose data is lost. BadRequest unless the
/// backup and the volume are "available" and the volume is large enough.
struct RestoreBackup
{
    using Value = Nothing;

    QString id = {};
    QString volumeId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /backups/{id}: its name and its description. Since 3.9.
struct DescribeBackup
{
    using Value = Nothing;

    QString id = {};
    QString name = {};
    QString description = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
