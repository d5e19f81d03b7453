#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// The types of volumes that the project may use.
/// https://docs.openstack.org/api-ref/block-storage/v3/#volume-types-types
struct VolumeType
{
    static constexpr Kind kind = Kind::VolumeType;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/types",
                                    .rows = "volume_types",
                                    .row = "volume_type",
                                    .paging = Paging::None};

    QString id;
    QString name;
    QString description;

    static void fields(auto &f, auto &type)
    {
        f.id("id", type.id);
        f("name", type.name);
        f("description", type.description);
    }
    bool operator==(const VolumeType &) const = default;
};

} // namespace oriel::openstack
