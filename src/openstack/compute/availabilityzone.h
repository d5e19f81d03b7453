#pragma once

#include "openstack/api.h"

namespace oriel::openstack {

/// https://docs.openstack.org/api-ref/compute/#availability-zones-os-availability-zone
struct AvailabilityZone
{
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/os-availability-zone",
                                    .rows = "availabilityZoneInfo",
                                    .paging = Paging::None};

    QString name;
    bool available = true;

    static void fields(auto &f, auto &zone)
    {
        f.id("zoneName", zone.name);
        f("zoneState", zone.available, readState);
    }
    bool operator==(const AvailabilityZone &) const = default;

private:
    static bool readState(const net::json::Value &state);
};

} // namespace oriel::openstack
