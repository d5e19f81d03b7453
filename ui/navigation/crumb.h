#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <optional>

namespace oriel::ui {

/// One step of the breadcrumb: its words, and where it leads (the last one leads nowhere).
struct Crumb
{
    QString text;
    std::optional<Route> route;
};

} // namespace oriel::ui
