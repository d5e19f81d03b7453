#pragma once

namespace oriel::ui {

/// Whether a compositor is running, so that translucent windows show what is behind them. Without
/// one (X11 with a simple window manager, many remote desktops) they are black. Asks the X server
/// each time, because a compositor may start later. GUI thread.
[[nodiscard]] bool compositing();

} // namespace oriel::ui
