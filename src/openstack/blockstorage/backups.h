#pragma once

#include "net/endpoint.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// A Cinder backup of a volume or of one of its snapshots.
/// https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups
struct Backup
{
    QString id;
    QString name;
    QString status; ///< creating, available, error, …; unknown ones as they came
    QString failReason;
    QString volumeId;
    QString snapshotId; ///< empty: of the volume itself
    int sizeGiB = 0;
    QDateTime created; ///< UTC
    QMap<QString, QString> metadata;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    bool operator==(const Backup &) const = default;
};

/// GET /backups/detail
struct ListBackups
{
    using Item = Backup;
    using Value = net::Page<Backup>;

    QString name = {};
    QString volumeId = {}; ///< only of this volume; empty: all
    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListBackups withMarker(const QString &marker) const;
};

/// GET /backups/{id}
struct GetBackup
{
    using Value = Backup;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /backups of a volume snapshot. Where no backup service runs it is accepted all the same:
/// the backup is in error soon after, and the volume snapshot stays "backing-up" (seen with Zed).
struct CreateBackup
{
    using Value = QString; ///< the backup's id

    QString volumeId = {};
    QString snapshotId = {};
    QString name = {};
    QMap<QString, QString> metadata = {}; ///< needs 3.43

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
