#pragma once

#include "openstack/api.h"
#include "openstack/zonestate.h"

namespace oriel::openstack {

/// Where instances can be launched.
/// https://docs.openstack.org/api-ref/compute/#availability-zones-os-availability-zone
struct AvailabilityZone
{
    static constexpr Kind kind = Kind::AvailabilityZone;
    static constexpr Collection api{.service = net::Service::Compute,
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
    bool operator==(const AvailabilityZone &) const = default;
};

} // namespace oriel::openstack
