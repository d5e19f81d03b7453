#pragma once

#include "openstack/quota.h"

#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::store {
class CloudStores;
}

namespace oriel::forms {

/// One quota of the project with its name.
struct QuotaRow
{
    QString key;                           ///< the service's: "cores", "floatingip"
    QString title;                         ///< "Floating IPs"
    QString unit;                          ///< see quotaText()
    std::optional<openstack::Quota> quota; ///< nullopt: not loaded yet

    bool operator==(const QuotaRow &) const = default;
};

/// All quotas of the project whose use the cloud counts, those that are nearly full first. The
/// quotas of a service that the cloud does not have are missing; those that a service does not tell
/// are not known.
[[nodiscard]] std::vector<QuotaRow> quotaRows(const store::CloudStores &stores);

/// The limits that apply to each resource, which are not used up: "At most 128 metadata items per
/// instance".
[[nodiscard]] QStringList perResourceLimits(const store::CloudStores &stores);

} // namespace oriel::forms
