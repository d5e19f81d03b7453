#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/configvalue.h"

namespace oriel::openstack {

/// Makes a CloudConfig of one cloud's merged values, by openstacksdk's rules: old names of keys
/// (tenant_name, endpoint_type, auth_plugin, insecure), keys of `auth` that stand beside it, the
/// first of `regions` with its values, domain_name for both domains. Unknown keys are passed over.
/// `prefix` is how messages name the cloud: "clouds.demo". `home` stands for "~" in paths.
/// Configuration for what is missing or of a wrong type, with file and line.
[[nodiscard]] Result<CloudConfig> readCloud(const QString &name, const ConfigValue &cloud,
                                            const QString &prefix, const QString &home);

} // namespace oriel::openstack
