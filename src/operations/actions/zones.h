#pragma once

#include "base/visible.h"
#include "operations/actions/action.h"

#include <algorithm>

namespace oriel::operations {

/// The availability zones that work, by name: of openstack::AvailabilityZone those of instances, of
/// openstack::VolumeZone those of volumes. `first` is the choice if none is wanted, or a zone that
/// is offered in any case.
template <typename Zone>
[[nodiscard]] std::vector<Field::Option> zoneOptions(const store::CloudStores &stores,
                                                     Field::Option first)
{
    std::vector<Field::Option> options;
    for (const auto &zone : stores.of<Zone>().rows()) {
        if (zone->available && zone->name != first.value)
            options.push_back({zone->name, isolated(zone->name), zone->name});
    }
    std::ranges::sort(options, {}, &Field::Option::value);
    options.insert(options.begin(), std::move(first));
    return options;
}

} // namespace oriel::operations
