#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/configvalue.h"

#include <QtCore/QStringList>

#include <optional>

namespace oriel::openstack {

/// What a reader is told beside the values.
struct CloudSource
{
    QString name;
    QString prefix; ///< how messages name the cloud: "clouds.demo"
    QString home;   ///< stands for "~" in paths
    /// The region that a higher layer names (OS_REGION_NAME, --os-region-name).
    std::optional<ConfigValue> region{};
    /// Whether `regions` is the cloud's own list, which a region has to be in; a vendor's list may
    /// be out of date.
    bool ownRegions = true;
    /// Whether the address and the user may be missing, because the user is asked for them.
    bool completed = false;
};

/// Makes a CloudConfig of one cloud's merged values, by openstacksdk's rules: old names of keys
/// (tenant_name, endpoint_type, auth_plugin, insecure), keys of `auth` that stand beside it, the
/// chosen one of `regions` with its values, domain_name for both domains. What is set and not used
/// is added to `notices`, a sentence each. Configuration for what is missing, of a wrong type, or
/// refused, with file and line.
[[nodiscard]] Result<CloudConfig> readCloud(const ConfigValue &cloud, const CloudSource &source,
                                            QStringList &notices);

} // namespace oriel::openstack
