#include "openstack/compute/flavor.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

/// Up to 2.74, "" means none.
int Flavor::readSwap(const net::json::Value &swap)
{
    if (swap.type() == net::json::Type::String && swap.string().isEmpty())
        return 0;
    return swap.int32();
}

template struct List<Flavor>;
template struct Get<Flavor>;

} // namespace oriel::openstack
