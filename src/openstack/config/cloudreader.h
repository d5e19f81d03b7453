#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/configvalue.h"

#include <QtCore/QStringList>

#include <optional>

namespace oriel::openstack {

/// Information for the reader beside the values.
struct CloudSource
{
    QString name;
    QString prefix; ///< how messages refer to the cloud: "clouds.demo"
    QString home;   ///< replaces "~" in paths
    /// The region chosen by a higher layer (OS_REGION_NAME, --os-region-name).
    std::optional<ConfigValue> region{};
    /// Whether `regions` is the cloud's own list, which must contain the region; a vendor's list
    /// may be out of date.
    bool ownRegions = true;
    /// Whether the address and the user may be missing, because the user is asked for them.
    bool completed = false;
};

/// Makes a CloudConfig of one cloud's merged values, by openstacksdk's rules: former names of keys
/// (tenant_name, endpoint_type, auth_plugin, insecure), keys of `auth` beside it, the values of the
/// chosen entry of `regions`, domain_name for both domains. Settings without effect are added to
/// `notices`, one sentence each. Configuration, with file and line, for missing, mistyped and
/// refused values.
[[nodiscard]] Result<CloudConfig> readCloud(const ConfigValue &cloud, const CloudSource &source,
                                            QStringList &notices);

} // namespace oriel::openstack
