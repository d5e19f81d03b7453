#include "openstack/network/network.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

bool Network::readExternal(const net::json::Object &network, TextPool & /*pool*/)
{
    // By Neutron's default policy, only the network's own project sees `router:external`. Only
    // external networks have `is_default`, which comes with the extension auto-allocated-topology.
    return network.boolean("router:external") ||
           network.value("is_default").type() != net::json::Type::Missing;
}

template struct List<Network>;
template struct Get<Network>;

} // namespace oriel::openstack
