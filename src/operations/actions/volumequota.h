#pragma once

#include "operations/actions/action.h"

namespace oriel::operations {

/// What new volumes of a type, or a larger volume, take of the quota: in all, and of that type if
/// the type has a separate limit. `type` empty: the type is not known.
[[nodiscard]] std::vector<Briefing::Use> volumeUses(const store::CloudStores &stores,
                                                    const QString &type, int volumes, int gib);
/// Only of that type: for a volume that changes to it.
[[nodiscard]] std::vector<Briefing::Use> typeUses(const store::CloudStores &stores,
                                                  const QString &type, int volumes, int gib);

/// The stores that these read.
[[nodiscard]] inline std::vector<openstack::Kind> quotaKinds()
{
    return {Kind::BlockStorageLimits, Kind::BlockStorageQuotas};
}

} // namespace oriel::operations
