#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// A Cinder snapshot; the UI says "volume snapshot".
/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-snapshots-snapshots
struct VolumeSnapshot
{
    QString id;
    QString name;
    QString description;
    QString volumeId;
    QString status; ///< creating, available, error, deleting, error_deleting, backing-up, …
    int sizeGiB = 0;
    int progress = -1; ///< percent; -1 where policy hides it
    QString projectId; ///< empty where policy hides it
    QString userId;
    QString groupSnapshotId;
    QDateTime created; ///< UTC
    QDateTime updated;
    QMap<QString, QString> metadata;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    bool operator==(const VolumeSnapshot &) const = default;
};

} // namespace oriel::openstack
