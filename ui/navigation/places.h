#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::ui {

/// One entry of the sidebar.
struct PlaceInfo
{
    Route::Place place = Route::Place::Overview;
    QString title;
    QString group; ///< "Compute"; empty: stands alone
    QString icon;
};

/// Everything that the sidebar offers, in its order; groups stand together.
[[nodiscard]] std::vector<PlaceInfo> sidebarPlaces();

/// The entry that is marked while one is at `place` (an instance belongs to Instances).
[[nodiscard]] Route::Place sidebarPlaceOf(Route::Place place);

} // namespace oriel::ui
