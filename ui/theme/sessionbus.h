#pragma once

namespace oriel::ui {

/// Whether a session bus runs that can be asked. Asking for one where there is none would make the
/// library start it, and under a bare display that leaves stray daemons behind.
[[nodiscard]] bool sessionBusRuns();

/// Takes the session bus out of this process's environment where it does not answer within a
/// moment: everything that connects to it, Qt's own parts among them, would wait for it on the GUI
/// thread for 25 seconds each time. To be called before the application object is made.
void leaveDeadSessionBus();

} // namespace oriel::ui
