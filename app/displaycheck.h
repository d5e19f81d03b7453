#pragma once

#include <QtCore/QString>

namespace oriel::app {

/// Whether an X server answers at `display` (as in $DISPLAY) and lets us in. Waits for its answer.
[[nodiscard]] bool answersX11(const QString &display);

/// Whether a Wayland compositor listens at `display` (as in $WAYLAND_DISPLAY: a name in
/// `runtimeFolder`, or a path), and Qt has the plugin to speak with it.
[[nodiscard]] bool answersWayland(const QString &display, const QString &runtimeFolder);

} // namespace oriel::app
