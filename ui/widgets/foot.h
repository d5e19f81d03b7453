#pragma once

#include <QtWidgets/QWidget>

#include <algorithm>

namespace oriel::ui {

/// Marks a bar at the lower end of a page that notices must not cover.
inline void markAsFoot(QWidget &bar)
{
    bar.setProperty("isFoot", true);
}

/// The height of `window` from its visible bars downwards; 0: it has none.
[[nodiscard]] inline int footHeight(const QWidget &window)
{
    int height = 0;
    const auto widgets = window.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->isVisible() && widget->property("isFoot").toBool())
            height = std::max(height, window.height() - widget->mapTo(&window, QPoint()).y());
    }
    return height;
}

} // namespace oriel::ui
