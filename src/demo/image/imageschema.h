#pragma once

#include "demo/http/schema.h"

namespace oriel::demo {

/// Glance's schema of an image: the types of its attributes; all others are texts.
Schema imageSchema();

} // namespace oriel::demo
