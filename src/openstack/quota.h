#pragma once

#include <QtCore/QtGlobal>

namespace oriel::openstack {

/// The usage of a resource and its limit; -1 means unlimited.
struct Quota
{
    qint64 used = 0;
    qint64 limit = -1;
    bool known = true; ///< false: the service did not report it, or not readably

    [[nodiscard]] static Quota unknown() { return {0, -1, false}; }
    [[nodiscard]] bool unlimited() const { return limit < 0; }
    /// Whether `more` would fit, as far as known.
    [[nodiscard]] bool fits(qint64 more) const { return unlimited() || used + more <= limit; }
    bool operator==(const Quota &) const = default;
};

} // namespace oriel::openstack
