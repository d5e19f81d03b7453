#pragma once

namespace oriel::ui {

/// Has screen readers see scroll areas as any other widget with children, from now on and for the
/// whole application. Once, after the QApplication is made.
///
/// Qt 6.4's own account of a QScrollArea counts its scroll bars only while they show, and crashes
/// when it is asked for a child that was there a moment ago.
void makeScrollAreasAccessible();

} // namespace oriel::ui
