#pragma once

namespace oriel::ui {

/// Has assistive technology see labels with isHeading() as headings, gauges as progress bars and a
/// ChoiceGroup as a group, and press buttons as the mouse does, in the whole application. Call it
/// once, after creating the QApplication.
void makeRolesAccessible();

/// A widget that shows how much of something is used.
class Gauge
{
public:
    virtual ~Gauge() = default;
    /// From 0 to 1; negative: without a limit, or unknown.
    [[nodiscard]] virtual double share() const = 0;
};

} // namespace oriel::ui
