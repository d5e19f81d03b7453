#pragma once

#include "net/json.h"
#include "openstack/image/image.h"
#include "openstack/textpool.h"

namespace oriel::openstack {

/// An image from one object of an answer. Whatever is not a key of Glance's own schema is a
/// property. A block_device_mapping that cannot be read leaves blockDevices empty and stays in the
/// properties: anybody may write there what they like, and the image is still an image.
[[nodiscard]] Image decodeImage(const net::json::Object &object, TextPool &pool);

} // namespace oriel::openstack
