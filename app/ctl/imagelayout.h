#pragma once

#include "app/ctl/cell.h"

#include <QtCore/QJsonObject>

namespace oriel::ctl {

/// An image in the layout of `openstack image show`: the common keys, and the rest as properties.
[[nodiscard]] Details imageLayout(const QJsonObject &image);

} // namespace oriel::ctl
