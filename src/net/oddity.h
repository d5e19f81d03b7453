#pragma once

#include <QtCore/QString>

#include <vector>

namespace oriel::net {

/// Something in an answer that differs from the API's description and costs one value or one row,
/// not the whole answer.
struct Oddity
{
    enum class Cost {
        Value, ///< shown as unknown
        Row    ///< dropped: nothing identifies it
    };

    QString field; ///< without positions: "servers[].flavor.vcpus"
    QString first; ///< where it was first seen: "servers[3].flavor.vcpus"
    QString what;  ///< "a whole number was expected"
    int count = 1;
    Cost cost = Cost::Value;

    bool operator==(const Oddity &) const = default;
};

using Oddities = std::vector<Oddity>;

} // namespace oriel::net
