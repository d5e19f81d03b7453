#pragma once

namespace oriel::ui {

/// Makes screen readers treat scroll areas like other widgets with children, in the whole
/// application. Call it once, after creating the QApplication.
///
/// Qt 6.4's own interface of QScrollArea counts the scroll bars only while they are visible, and
/// crashes when a child is requested that existed a moment ago.
void makeScrollAreasAccessible();

} // namespace oriel::ui
