#pragma once

#include "base/error.h"
#include "openstack/config/configvalue.h"

#include <optional>

namespace oriel::openstack {

/// The first key of a cloud, or of its `auth`, that is not known but is a letter or two away from
/// one that is: "pasword". Other unknown keys are nobody's mistake: openstacksdk passes them over,
/// and other tools keep theirs in the same file. `cloud` has normal keys; `prefix` is how messages
/// name it: "clouds.demo". Never names a value.
[[nodiscard]] std::optional<Error> misspelledKey(const ConfigValue &cloud, const QString &prefix);

} // namespace oriel::openstack
