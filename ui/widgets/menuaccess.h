#pragma once

class QAccessibleInterface;
class QObject;
class QString;

namespace oriel::ui {

/// A factory for QAccessible: menus whose entries are there in each menu that has them, say why
/// they are disabled, and close their menu before they act, as by mouse and keys. Null for all
/// other classes.
[[nodiscard]] QAccessibleInterface *menuInterface(const QString &className, QObject *object);

} // namespace oriel::ui
