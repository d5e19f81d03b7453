#pragma once

#include "demo/http/schema.h"

namespace oriel::demo {

/// Glance's schema of an image: what its attributes may be, and that all others are texts.
Schema imageSchema();

} // namespace oriel::demo
