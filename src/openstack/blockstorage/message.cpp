#include "openstack/blockstorage/message.h"

#include "openstack/decoding.h"

namespace oriel::openstack {

template struct List<Message>;

} // namespace oriel::openstack
