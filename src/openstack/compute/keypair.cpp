#include "openstack/compute/keypair.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<KeyPair>;
template struct Get<KeyPair>;
template struct Create<KeyPair>;
template struct Delete<KeyPair>;

} // namespace oriel::openstack
