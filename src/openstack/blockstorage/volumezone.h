#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// Where volumes can be created. The names are often those of the compute service's zones.
/// https://docs.openstack.org/api-ref/block-storage/v3/#availability-zones-os-availability-zone
struct VolumeZone
{
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/os-availability-zone",
                                    .rows = "availabilityZoneInfo",
                                    .paging = Paging::None};

    QString name;

    static void fields(auto &f, auto &zone) { f.id("zoneName", zone.name); }
    bool operator==(const VolumeZone &) const = default;
};

} // namespace oriel::openstack
