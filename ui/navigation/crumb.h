#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <optional>

namespace oriel::ui {

/// One step of the breadcrumb: its text and its route (the last one has none).
struct Crumb
{
    QString text;
    std::optional<Route> route;
};

} // namespace oriel::ui
