#pragma once

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "store/snapshotset.h"

#include <vector>

namespace oriel::operations {

/// How an instance in this state is captured, as far as the state alone tells.
[[nodiscard]] store::Consistency consistencyBefore(const openstack::Server &server);

/// What may be claimed once the capture is complete. `actions` are the instance's, newest first;
/// `requestId` is createImage's (empty: the newest createImage).
[[nodiscard]] store::Consistency
consistencyAfter(const openstack::Server &before, const openstack::Server &after,
                 const openstack::Image &image,
                 const std::vector<openstack::InstanceAction> &actions, const QString &requestId);

} // namespace oriel::operations
