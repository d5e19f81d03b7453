#pragma once

namespace oriel::ui {

/// Whether a session bus runs that can be asked. Asking for one where there is none would make the
/// library start it, and under a bare display that leaves stray daemons behind.
[[nodiscard]] bool sessionBusRuns();

} // namespace oriel::ui
