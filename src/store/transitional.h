#pragma once

#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/compute/types.h"
#include "openstack/image/image.h"
#include "openstack/network/types.h"

#include <algorithm>
#include <chrono>

namespace oriel::store {

/// How long a row may stay as it is in a transitional state before nobody believes that it goes on
/// by itself.
inline constexpr std::chrono::seconds stuckAfter = std::chrono::hours(1);

/// Whether a row is by its state on its way to another one by itself. Unknown states count as at
/// rest: nobody knows whether they ever end.
[[nodiscard]] bool transitional(const openstack::Server &server);
[[nodiscard]] bool transitional(const openstack::Volume &volume);
[[nodiscard]] bool transitional(const openstack::VolumeSnapshot &snapshot);
[[nodiscard]] bool transitional(const openstack::Image &image);
[[nodiscard]] inline bool transitional(const openstack::Flavor &)
{
    return false;
}
[[nodiscard]] inline bool transitional(const openstack::Network &)
{
    return false;
}

/// Whether a row is in a transitional state that the cloud has not touched for `stuckAfter`: a
/// service died in the middle, or an image waits for data that never comes. `now` is UTC; the times
/// in the row are the cloud's, whose clock is taken to be right within minutes.
template <typename T>
[[nodiscard]] bool stuck(const T &row, const QDateTime &now)
{
    if constexpr (requires { row.updated; }) {
        if (!transitional(row))
            return false;
        const QDateTime touched = row.created.isValid() && row.updated.isValid()
                                      ? std::max(row.created, row.updated)
                                  : row.updated.isValid() ? row.updated
                                                          : row.created;
        return touched.isValid() && touched.secsTo(now) > stuckAfter.count();
    } else {
        return false;
    }
}

/// Whether a row is on its way, so that it is worth asking again soon: transitional, not stuck.
template <typename T>
[[nodiscard]] bool underWay(const T &row, const QDateTime &now)
{
    return transitional(row) && !stuck(row, now);
}

} // namespace oriel::store
