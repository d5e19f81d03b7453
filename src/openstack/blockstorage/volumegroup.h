#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <optional>

/// Cinder's generic volume groups, since 3.13.
/// https://docs.openstack.org/api-ref/block-storage/v3/#generic-volume-groups-groups
namespace oriel::openstack {

/// A set of volumes that are captured together. A volume is in one group at most; while it is, it
/// can be neither deleted nor retyped.
struct VolumeGroup
{
    static constexpr Kind kind = Kind::VolumeGroup;
    /// A project has few: by default, at most 10.
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/groups",
                                    .rows = "groups",
                                    .row = "group",
                                    .detail = "/detail",
                                    .paging = Paging::None,
                                    .since = {3, 13}};

    QString id;
    QString name;
    QString description;
    QString status; ///< creating, available, updating, deleting, error, error_deleting
    QString typeId;
    QStringList volumeTypeIds; ///< of the volumes that it takes
    QString availabilityZone;
    QString groupSnapshotId; ///< that it was created from; empty: none
    QDateTime created;       ///< UTC
    QStringList unreadable;  ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &group)
    {
        f.id("id", group.id);
        f("name", group.name);
        f("description", group.description);
        f.shared("status", group.status);
        f.shared("group_type", group.typeId);
        f("volume_types", group.volumeTypeIds);
        f.shared("availability_zone", group.availabilityZone);
        f("group_snapshot_id", group.groupSnapshotId);
        f("created_at", group.created);
    }
    bool operator==(const VolumeGroup &) const = default;
};

/// POST /groups: an empty one. NotFound if a type does not exist. If no storage serves all volume
/// types, it is accepted and the group is soon in the status "error".
struct CreateVolumeGroup
{
    using Value = QString; ///< the group's ID

    QString name = {};
    QString description = {};
    QString type = {};             ///< a name or an ID
    QStringList volumeTypes = {};  ///< names or IDs, at least one
    QString availabilityZone = {}; ///< empty: the cloud's choice

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /groups/action: a group with a new, unnamed volume of each snapshot in a group snapshot.
/// Since 3.14.
struct CreateVolumeGroupFrom
{
    using Value = QString; ///< the group's ID

    QString groupSnapshotId = {};
    QString name = {};
    QString description = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /groups/{id}. While volumes come and go the group is "updating", and BadRequest answers the
/// next change of them. Whatever the group's status was, a new name alone makes it "available".
struct ChangeVolumeGroup
{
    using Value = Nothing;

    /// Cinder limits the list of IDs to 255 characters.
    static constexpr qsizetype mostVolumes = 6;

    QString id = {};
    std::optional<QString> name = {};
    std::optional<QString> description = {};
    QStringList added = {};   ///< IDs of volumes, at most `mostVolumes`
    QStringList removed = {}; ///< the same

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /groups/{id}/action delete. BadRequest if it has group snapshots, or volumes that are not
/// to be deleted, are attached, or have snapshots.
struct DeleteVolumeGroup
{
    using Value = ActionAccepted;

    QString id = {};
    bool withVolumes = false;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
