#pragma once

namespace oriel::ui {

/// Whether a session bus is running. Connecting without one would make the library start it, which
/// on a bare display leaves stray daemons behind.
[[nodiscard]] bool sessionBusRuns();

/// Removes the session bus from this process's environment if it does not answer promptly:
/// otherwise everything that connects to it, including Qt, would block the GUI thread for 25
/// seconds each time. Call it before the application object is created.
void leaveDeadSessionBus();

} // namespace oriel::ui
