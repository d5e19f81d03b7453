#pragma once

#include "forms/launchchoices.h"
#include "operations/launch/launchrequest.h"

#include <optional>
#include <vector>

namespace oriel::forms {

/// A value of the original and of the new instance, side by side.
struct LaunchDifference
{
    QString what;
    QString original;
    QString fresh;
    bool differs = true;

    bool operator==(const LaunchDifference &) const = default;
};

/// What a new instance has in common with its original, and what will be different. Empty if the
/// original is not known. `address`: the floating IP of the original; nullopt: it has none.
[[nodiscard]] std::vector<LaunchDifference>
launchDifferences(const LaunchChoices &choices, const operations::LaunchRequest &request,
                  const std::optional<operations::FloatingIpMove> &address);

} // namespace oriel::forms
