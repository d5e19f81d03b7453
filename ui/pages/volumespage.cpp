#include "ui/pages/volumespage.h"

#include "models/volumesmodel.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QMenu>

namespace oriel::ui {

VolumesPage::VolumesPage(const UiContext &ui, QWidget *parent)
    : ListPage(ui, std::make_unique<models::VolumesModel>(ui.stores, ui.clock),
               {.words = {.key = QStringLiteral("volumes"),
                          .title = tr("Volumes"),
                          .placeholder = tr("Filter volumes"),
                          .icon = QStringLiteral("hard-drive"),
                          .emptyTitle = tr("No volumes in this project"),
                          .emptyText = tr("Volumes are disks that keep their data apart from the "
                                          "instance that uses them."),
                          .failed = tr("The volumes could not be loaded.")},
                .group = tr("Storage"),
                .one = tr("1 volume"),
                .many = tr("%1 volumes"),
                .topics = {store::Topic::Volumes, store::Topic::Servers}},
               parent)
{}

std::optional<Route> VolumesPage::instanceOf(const QString &volumeId)
{
    const auto volume = ui().stores.volumes.find(volumeId);
    if (!volume || volume->attachments.empty() ||
        !ui().stores.servers.find(volume->attachments.front().serverId))
        return {};
    return Route{.place = Route::Place::Instance,
                 .id = volume->attachments.front().serverId,
                 .detail = QStringLiteral("volumes/") + volumeId};
}

void VolumesPage::follow(const QString &, const QString &target)
{
    Q_EMIT navigate(
        {.place = Route::Place::Instance, .id = target, .detail = QStringLiteral("volumes")});
}

void VolumesPage::open(const QString &id)
{
    if (const auto route = instanceOf(id))
        Q_EMIT navigate(*route);
}

void VolumesPage::fillMenu(QMenu &menu)
{
    const QStringList ids = panel().table().selectedIds();
    if (ids.size() == 1)
        addLink(menu, tr("Show its instance"), instanceOf(ids.front()),
                tr("The volume is not attached to an instance."));
}

} // namespace oriel::ui
