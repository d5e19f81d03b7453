#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// The types of volume groups, which the cloud's administrators define. Since 3.11.
/// https://docs.openstack.org/api-ref/block-storage/v3/#group-types-group-types
struct VolumeGroupType
{
    static constexpr Kind kind = Kind::VolumeGroupType;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/group_types",
                                    .rows = "group_types",
                                    .row = "group_type",
                                    .paging = Paging::None,
                                    .since = {3, 11}};

    QString id;
    QString name;
    QString description;
    /// Only administrators see them. Snapshots of such a group are of one moment if
    /// "consistent_group_snapshot_enabled" is "<is> True".
    QMap<QString, QString> specs;
    QStringList unreadable = {}; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &type)
    {
        f.id("id", type.id);
        f("name", type.name);
        f("description", type.description);
        f("group_specs", type.specs);
    }

    /// Every Cinder has this one, for consistency groups of an older API: Cinder makes no group of
    /// it.
    [[nodiscard]] bool isReserved() const
    {
        return name == QLatin1String("default_cgsnapshot_type");
    }
    bool operator==(const VolumeGroupType &) const = default;
};

} // namespace oriel::openstack
