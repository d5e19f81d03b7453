#include "ui/pages/pagefactory.h"

#include "ui/pages/activitypage.h"
#include "ui/pages/listpage.h"
#include "ui/pages/listpages.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/resourcepage.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSettings>

using namespace Qt::StringLiterals;

namespace oriel::ui {

std::vector<SidebarEntry> sidebarEntries()
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("oriel::ui::Sidebar", text);
    };
    std::vector<SidebarEntry> entries;
    entries.push_back({Route::overview(),
                       tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Overview")),
                       {},
                       u"layout-dashboard"_s});
    for (const ListPageSpec &spec : listPages()) {
        if (!spec.beside)
            entries.push_back(
                {Route::list(spec.kind), spec.words.title, titleOf(spec.group), spec.words.icon});
    }
    entries.push_back({Route::activity(),
                       tr(QT_TRANSLATE_NOOP("oriel::ui::Sidebar", "Activity")),
                       {},
                       u"activity"_s});
    return entries;
}

std::optional<Route> resolved(const Route &route)
{
    if (route.place == Route::Place::Overview || route.place == Route::Place::Activity)
        return route;
    const ListPageSpec *spec = listPageOf(route.kind);
    if (!spec)
        return std::nullopt;
    if (route.place == Route::Place::List || !spec->page)
        return Route::list(spec->kind, route.id);
    return route.id.isEmpty() ? std::nullopt : std::optional(route);
}

Route entryOf(const Route &route)
{
    const ListPageSpec *spec = listPageOf(route.kind);
    const bool isOfList =
        route.place == Route::Place::List || route.place == Route::Place::Resource;
    return isOfList && spec ? Route::list(spec->beside.value_or(spec->kind)) : route;
}

Route lastViewOf(const Route &entry, const QSettings &settings)
{
    if (entry.place != Route::Place::List)
        return entry;
    const QString last = settings.value(ListPage::lastViewKey(entry.kind)).toString();
    for (const ListPageSpec *view : viewsOf(entry.kind)) {
        if (view->words.key == last)
            return Route::list(view->kind);
    }
    return entry;
}

Page *makePage(const Route &route, const UiContext &context)
{
    switch (route.place) {
    case Route::Place::Overview:
        break;
    case Route::Place::List:
        return new ListPage(context, *listPageOf(route.kind));
    case Route::Place::Resource:
        return new ResourcePage(context, *listPageOf(route.kind), route.id);
    case Route::Place::Activity:
        return new ActivityPage(context);
    }
    return new OverviewPage(context);
}

} // namespace oriel::ui
