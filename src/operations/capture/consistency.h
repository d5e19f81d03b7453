#pragma once

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "store/snapshotset.h"

#include <vector>

namespace oriel::operations {

/// The consistency of a snapshot of an instance in this state, as far as the state alone shows.
[[nodiscard]] store::Consistency consistencyBefore(const openstack::Server &server);

/// The consistency that is proved after the capture. `actions` are the instance's, newest first;
/// `requestId` is createImage's (empty: the newest createImage).
[[nodiscard]] store::Consistency
consistencyAfter(const openstack::Server &before, const openstack::Server &after,
                 const openstack::Image &image,
                 const std::vector<openstack::InstanceAction> &actions, const QString &requestId);

} // namespace oriel::operations
