#include "ui/navigation/route.h"

namespace oriel::ui {

QString Route::link() const
{
    return openstack::nameOf(kind) + u':' + id;
}

std::optional<Route> Route::fromLink(const QString &link)
{
    const qsizetype colon = link.indexOf(u':');
    const auto kind = openstack::kindNamed(QStringView(link).left(colon));
    if (colon < 0 || !kind)
        return std::nullopt;
    return to(*kind, link.mid(colon + 1));
}

} // namespace oriel::ui
