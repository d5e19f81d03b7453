#pragma once

#include "openstack/api.h"
#include "openstack/zonestate.h"

namespace oriel::openstack {

/// Where volumes can be created. The names are often those of the compute service's zones.
/// https://docs.openstack.org/api-ref/block-storage/v3/#availability-zones-os-availability-zone
struct VolumeZone
{
    static constexpr Kind kind = Kind::VolumeZone;
    static constexpr Collection api{.service = net::Service::BlockStorage,
                                    .path = "/os-availability-zone",
                                    .rows = "availabilityZoneInfo",
                                    .paging = Paging::None,
                                    .onlyListed = true};

    QString name;
    bool available = true;

    static void fields(auto &f, auto &zone)
    {
        f.id("zoneName", zone.name);
        f("zoneState", zone.available, readZoneState);
    }
    bool operator==(const VolumeZone &) const = default;
};

} // namespace oriel::openstack
