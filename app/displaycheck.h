#pragma once

#include <QtCore/QString>

namespace oriel::app {

/// Whether an X server answers at `display` (see $DISPLAY) and accepts the connection. Blocks until
/// it answers.
[[nodiscard]] bool answersX11(const QString &display);

/// Whether a Wayland compositor listens at `display` (see $WAYLAND_DISPLAY: a name in
/// `runtimeFolder`, or a path), and Qt has the Wayland plugin.
[[nodiscard]] bool answersWayland(const QString &display, const QString &runtimeFolder);

} // namespace oriel::app
