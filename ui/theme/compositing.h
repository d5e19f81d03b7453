#pragma once

namespace oriel::ui {

/// Whether something puts windows together, so that a translucent one shows what is behind it.
/// Without it (X11 with a plain window manager, many remote desktops) the same window is black
/// there. Asks the X server each time: a compositor may start later. GUI thread.
[[nodiscard]] bool compositing();

} // namespace oriel::ui
