#pragma once

#include <QtCore/QString>

namespace oriel::openstack {
struct Scope;
}

namespace oriel::ui {

/// The scope in one line: "mycloud / RegionOne / demo".
[[nodiscard]] QString scopeWords(const openstack::Scope &scope);

} // namespace oriel::ui
