#include "openstack/zonestate.h"

#include "net/json.h"

namespace oriel::openstack {

bool readZoneState(const net::json::Value &state)
{
    return state.object().boolean("available", true);
}

} // namespace oriel::openstack
