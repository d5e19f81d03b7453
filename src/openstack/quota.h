#pragma once

#include <QtCore/QtGlobal>

namespace oriel::openstack {

/// How much of something is used, and the limit; -1 means unlimited.
struct Quota
{
    qint64 used = 0;
    qint64 limit = -1;
    bool known = true; ///< false: the service did not tell, or not in a way that can be read

    [[nodiscard]] static Quota unknown() { return {0, -1, false}; }
    [[nodiscard]] bool unlimited() const { return limit < 0; }
    /// Whether `more` would still fit, as far as is known.
    [[nodiscard]] bool fits(qint64 more) const { return unlimited() || used + more <= limit; }
    bool operator==(const Quota &) const = default;
};

} // namespace oriel::openstack
