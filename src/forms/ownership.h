#pragma once

#include "store/cloudstores.h"

#include <QtCore/QString>

namespace oriel::forms {

/// Whose an image is that does not belong to this project: "This image belongs to another
/// project." Empty where it is this project's own.
[[nodiscard]] QString otherOwner(const openstack::Image &image, const store::CloudStores &stores);

/// What to ask before an instance is launched from such an image, where it says that it is a
/// snapshot. Empty: nothing.
[[nodiscard]] QString questionBeforeLaunch(const openstack::Image &image,
                                           const store::CloudStores &stores);

} // namespace oriel::forms
