#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

/// Cinder's snapshots; the UI says "volume snapshots".
/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-snapshots-snapshots
namespace oriel::openstack {

struct VolumeSnapshot
{
    static constexpr Kind kind = Kind::VolumeSnapshot;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/snapshots",
                                    .rows = "snapshots",
                                    .row = "snapshot",
                                    .detail = "/detail",
                                    .nameFilter = "name",
                                    .nameLikeFilter = "name~"};

    QString id;
    QString name;
    QString description;
    QString volumeId;
    QString status; ///< creating, available, error, deleting, error_deleting, backing-up, …
    int sizeGiB = 0;
    int progress = -1; ///< percent; -1 if policy hides it
    QString projectId; ///< empty if policy hides it
    QString userId;
    QString groupSnapshotId;
    QDateTime created; ///< UTC
    QDateTime updated;
    QMap<QString, QString> metadata;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &snapshot)
    {
        f.id("id", snapshot.id);
        f("name", snapshot.name);
        f.shared("description", snapshot.description);
        f("volume_id", snapshot.volumeId);
        f.shared("status", snapshot.status);
        f("size", snapshot.sizeGiB);
        f("os-extended-snapshot-attributes:progress", snapshot.progress, readProgress);
        f.shared("os-extended-snapshot-attributes:project_id", snapshot.projectId);
        f.shared("user_id", snapshot.userId);
        f.shared("group_snapshot_id", snapshot.groupSnapshotId);
        f("created_at", snapshot.created);
        f("updated_at", snapshot.updated);
        f.shared("metadata", snapshot.metadata);
    }
    bool operator==(const VolumeSnapshot &) const = default;

private:
    static int readProgress(const net::json::Value &percent);
};

/// POST /snapshots. Always with `force`: below 3.66 Cinder refuses volumes in use without it, from
/// 3.66 on it has no effect.
struct CreateVolumeSnapshot
{
    using Value = VolumeSnapshot;

    QString volumeId = {};
    QString name = {};
    QString description = {};
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /snapshots/{id}/metadata adds to the metadata; with `replace`, PUT replaces it. Returns all
/// metadata afterwards.
struct UpdateVolumeSnapshotMetadata
{
    using Value = QMap<QString, QString>;

    QString id = {};
    QMap<QString, QString> metadata = {}; ///< values of at most 255 characters
    bool replace = false;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
