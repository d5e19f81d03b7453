#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// A snapshot of each volume of a group, taken by one request. Whether they are of one moment
/// depends on the group's type. They can only be deleted together. Since 3.14.
/// https://docs.openstack.org/api-ref/block-storage/v3/#group-snapshots-group-snapshots
struct GroupSnapshot
{
    static constexpr Kind kind = Kind::GroupSnapshot;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/group_snapshots",
                                    .rows = "group_snapshots",
                                    .row = "group_snapshot",
                                    .detail = "/detail",
                                    .paging = Paging::None,
                                    .since = {3, 14}};

    QString id;
    QString name;
    QString description;
    QString status; ///< creating, available, deleting, error, error_deleting
    QString groupId;
    QString groupTypeId;
    QDateTime created;      ///< UTC
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &snapshot)
    {
        f.id("id", snapshot.id);
        f("name", snapshot.name);
        f("description", snapshot.description);
        f.shared("status", snapshot.status);
        f.shared("group_id", snapshot.groupId);
        f.shared("group_type_id", snapshot.groupTypeId);
        f("created_at", snapshot.created);
    }
    bool operator==(const GroupSnapshot &) const = default;
};

/// POST /group_snapshots. BadRequest if a volume of the group is in error.
struct CreateGroupSnapshot
{
    using Value = QString; ///< the group snapshot's ID

    QString groupId = {};
    QString name = {}; ///< also of each volume snapshot
    QString description = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
