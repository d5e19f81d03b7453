#pragma once

#include "net/endpoint.h"
#include "openstack/blockstorage/volume.h"

#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

/// What makes a volume from a volume snapshot, and what puts a volume back to one.
/// https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes
namespace oriel::openstack {

/// POST /volumes from a volume snapshot. BadRequest where it is smaller than the snapshot.
struct CreateVolume
{
    using Value = Volume; ///< in status "creating"

    QString name = {};
    QString snapshotId = {};
    int sizeGiB = 0;
    QString volumeType = {}; ///< a name; empty: that of the snapshot's volume
    QString description = {};
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /volumes/{id}/action revert (from 3.40): everything written since the snapshot is lost.
/// BadRequest where the snapshot is not the volume's latest, Conflict where the volume is not
/// available.
struct RevertVolume
{
    using Value = Nothing;

    QString volumeId = {};
    QString snapshotId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-types-types
struct VolumeType
{
    QString id;
    QString name;
    QString description;

    bool operator==(const VolumeType &) const = default;
};

/// GET /types: all that the project may use.
struct ListVolumeTypes
{
    using Value = std::vector<VolumeType>;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
