#pragma once

#include <QtCore/QString>

namespace oriel::operations {

/// The parts of a long menu, in their order. Short menus have no parts.
enum class MenuGroup {
    Top, ///< what is used most: stays in the menu itself
    Power,
    Volumes,
    Network,
    Access,
    Change,
    Rebuild,
    Copy,
    Last, ///< after the submenus: deletion
};

/// A menu with more actions than this has submenus.
inline constexpr int longMenu = 16;

/// Where a long menu has the action with this key.
[[nodiscard]] MenuGroup menuGroupOf(const QString &key);
/// The submenu's name. Empty for those without one.
[[nodiscard]] QString titleOf(MenuGroup group);

} // namespace oriel::operations
