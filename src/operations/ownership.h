#pragma once

#include "store/cloudstores.h"

#include <QtCore/QString>

namespace oriel::operations {

/// The owner of an image that does not belong to this project: "This image belongs to another
/// project." Empty if it is this project's own.
[[nodiscard]] QString otherOwner(const openstack::Image &image, const store::CloudStores &stores);

/// The question before launching an instance from such an image, if it is marked as a snapshot.
/// Empty: none.
[[nodiscard]] QString questionBeforeLaunch(const openstack::Image &image,
                                           const store::CloudStores &stores);

} // namespace oriel::operations
