#pragma once

#include "net/endpoint.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"

#include <QtCore/QMap>
#include <QtCore/QString>

/// The block storage API's calls, as values for net::ApiClient::call() and all().
/// https://docs.openstack.org/api-ref/block-storage/v3/
/// Answers are decoded at any microversion from 3.0 to 3.70.
namespace oriel::openstack {

/// GET /volumes/detail
struct ListVolumes
{
    using Item = Volume;
    using Value = net::Page<Volume>;

    int limit = 1000;
    QString marker = {};
    bool allProjects = false; ///< for administrators
    QString name = {};
    QString nameLike = {}; ///< a part of the name; 3.34, and only where the operator allows it
    QString status = {};
    bool lastChangedFirst = false; ///< and tells how many there are at all; 3.45

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListVolumes withMarker(const QString &marker) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
};

/// GET /volumes/{id}
struct GetVolume
{
    using Value = Volume;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// DELETE /volumes/{id}
struct DeleteVolume
{
    using Value = Nothing;

    QString id = {};
    bool cascade = false; ///< with its snapshots; without, a volume that has any is not deleted

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /snapshots/detail
struct ListVolumeSnapshots
{
    using Item = VolumeSnapshot;
    using Value = net::Page<VolumeSnapshot>;

    QString volumeId = {}; ///< only this volume's; empty: all
    int limit = 1000;
    QString marker = {};
    bool allProjects = false; ///< for administrators
    QString name = {};
    QString nameLike = {}; ///< a part of the name; 3.34, and only where the operator allows it
    QString status = {};
    bool lastChangedFirst = false; ///< and tells how many there are at all; 3.45

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListVolumeSnapshots withMarker(const QString &marker) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
};

/// GET /snapshots/{id}
struct GetVolumeSnapshot
{
    using Value = VolumeSnapshot;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /snapshots. Always with force: below 3.66 a volume in use is refused without it, from 3.66
/// on it changes nothing.
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

/// DELETE /snapshots/{id}. Accepted only; a snapshot that cannot be deleted becomes available or
/// error_deleting again, and the reason is a Message.
struct DeleteVolumeSnapshot
{
    using Value = ActionAccepted;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /snapshots/{id}/metadata: adds to what is there; with `replace`, PUT: makes it exactly
/// this. The value is all the metadata afterwards.
struct UpdateVolumeSnapshotMetadata
{
    using Value = QMap<QString, QString>;

    QString id = {};
    QMap<QString, QString> metadata = {}; ///< values of at most 255 characters
    bool replace = false;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /limits
struct GetBlockStorageLimits
{
    using Value = BlockStorageLimits;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /messages (from 3.3), newest first.
struct ListMessages
{
    using Item = Message;
    using Value = net::Page<Message>;

    QString resourceId = {}; ///< only of this resource; empty: all
    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListMessages withMarker(const QString &marker) const;
};

} // namespace oriel::openstack
