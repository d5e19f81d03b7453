#include "operations/actions/flavoroptions.h"

#include "base/humanize.h"
#include "openstack/compute/flavor.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <tuple>

namespace oriel::operations {

namespace {

struct FlavorOptionWords
{
    Q_DECLARE_TR_FUNCTIONS(FlavorOptions)
};

} // namespace

std::vector<Field::Option>
flavorOptions(const store::CloudStores &stores,
              const std::function<InstanceNeeds(const openstack::Flavor &)> &needs)
{
    std::vector<store::Row<openstack::Flavor>> rows;
    for (const auto &flavor : stores.flavors.rows())
        rows.push_back(flavor);
    std::ranges::sort(rows, {}, [](const auto &flavor) {
        return std::tuple(flavor->ramMiB, flavor->vcpus, flavor->name);
    });
    std::vector<Field::Option> options;
    for (const auto &flavor : rows)
        options.push_back({.value = flavor->id,
                           //: A flavor. %1: its name; %2: memory
                           .label = FlavorOptionWords::tr("%1 (%2)").arg(
                               flavor->name, memoryText(flavor->ramMiB)),
                           .name = flavor->name,
                           .problem = whyNotInQuota(stores, needs(*flavor))});
    std::stable_partition(options.begin(), options.end(),
                          [](const auto &option) { return option.problem.isEmpty(); });
    return options;
}

} // namespace oriel::operations
