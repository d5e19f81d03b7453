#pragma once

#include <QtCore/QString>

namespace oriel::forms {

/// What prevents a launch, and the field that causes it.
struct LaunchFault
{
    /// "source", "name", "count", "disk", "networks", "fixedAddress", "userData", …; a field's key.
    /// Empty: no field.
    QString field;
    QString text; ///< a sentence

    bool operator==(const LaunchFault &) const = default;
};

} // namespace oriel::forms
