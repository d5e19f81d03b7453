#include "openstack/compute/availabilityzone.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

bool AvailabilityZone::readState(const net::json::Value &state)
{
    return state.object().boolean("available", true);
}

template struct List<AvailabilityZone>;

} // namespace oriel::openstack
