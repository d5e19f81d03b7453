#include "ui/navigation/places.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

std::vector<PlaceInfo> sidebarPlaces()
{
    using enum Route::Place;
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("oriel::ui::Sidebar", text);
    };
    const QString compute = tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Compute"));
    const QString storage = tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Storage"));
    return {
        {Overview,
         tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Overview")),
         {},
         u"layout-dashboard"_s},
        {Instances, tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Instances")), compute, u"server"_s},
        {Images, tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Images")), compute, u"disc"_s},
        {Volumes, tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Volumes")), storage, u"hard-drive"_s},
        {Snapshots, tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Snapshots")), storage, u"camera"_s},
        {Activity, tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Activity")), {}, u"activity"_s},
    };
}

Route::Place sidebarPlaceOf(Route::Place place)
{
    return place == Route::Place::Instance ? Route::Place::Instances : place;
}

} // namespace oriel::ui
