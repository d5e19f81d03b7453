#pragma once

#include <QtCore/QString>

namespace oriel::forms {

/// Whether an action can be done now, and why not, for the tooltip and the screen reader.
struct Availability
{
    bool enabled = false;
    QString reason; ///< empty where enabled

    bool operator==(const Availability &) const = default;
};

} // namespace oriel::forms
