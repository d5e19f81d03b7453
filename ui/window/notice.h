#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <optional>

namespace oriel::ui {

/// Something that the window tells in passing, without asking for anything.
struct Notice
{
    enum class Kind { Done, Warning, Error };
    Kind kind = Kind::Done;
    QString title;
    QString text;     ///< may be empty
    QString linkText; ///< "Show"; empty: no link
    std::optional<Route> link;
    QString details; ///< copyable, behind "Details"; empty: none
};

} // namespace oriel::ui
