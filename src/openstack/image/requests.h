#pragma once

#include "openstack/image/image.h"

// Former names.
namespace oriel::openstack {

using ListImages = List<Image>;
using GetImage = Get<Image>;
using DeleteImage = Delete<Image>;

} // namespace oriel::openstack
