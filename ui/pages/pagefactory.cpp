#include "ui/pages/pagefactory.h"

#include "ui/pages/activitypage.h"
#include "ui/pages/imagespage.h"
#include "ui/pages/instancepage.h"
#include "ui/pages/instancespage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/snapshotspage.h"
#include "ui/pages/volumespage.h"

namespace oriel::ui {

Page *makePage(const Route &route, UiContext &context)
{
    using enum Route::Place;
    switch (route.place) {
    case Overview:
        return new OverviewPage(context);
    case Instances:
        return new InstancesPage(context);
    case Instance:
        return new InstancePage(context, route.id);
    case Images:
        return new ImagesPage(context);
    case Volumes:
        return new VolumesPage(context);
    case Snapshots:
        return new SnapshotsPage(context);
    case Activity:
        return new ActivityPage(context);
    }
    return new OverviewPage(context);
}

} // namespace oriel::ui
