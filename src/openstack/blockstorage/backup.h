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
    QString status; ///< creating, available, error, …; unknown ones verbatim
    QString failReason;
    QString volumeId;
    QString snapshotId; ///< empty: the volume itself
    int sizeGiB = 0;
    QDateTime created; ///< UTC
    QDateTime updated;
    QMap<QString, QString> metadata;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &backup)
    {
        f.id("id", backup.id);
        f("name", backup.name);
        f.shared("status", backup.status);
        f("fail_reason", backup.failReason);
        f("volume_id", backup.volumeId);
        f("snapshot_id", backup.snapshotId);
        f("size", backup.sizeGiB);
        f("created_at", backup.created);
        f("updated_at", backup.updated);
        f.shared("metadata", backup.metadata);
    }
    bool operator==(const Backup &) const = default;
};

/// POST /backups of a volume snapshot. It is accepted even if no backup service is running: the
/// backup then fails soon after, and the volume snapshot stays "backing-up" (observed with Zed).
struct CreateBackup
{
    using Value = QString; ///< the backup's ID

    QString volumeId = {};
    QString snapshotId = {};
    QString name = {};
    QMap<QString, QString> metadata = {}; ///< since 3.43

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
