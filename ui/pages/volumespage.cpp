#include "ui/pages/volumespage.h"

#include "base/visible.h"
#include "models/volumesmodel.h"
#include "operations/operationcenter.h"
#include "ui/actions/volumeactionscontroller.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

VolumesPage::VolumesPage(const UiContext &ui, QWidget *parent)
    : ListPage(ui, std::make_unique<models::VolumesModel>(ui.stores, ui.clock),
               {.words = {.key = u"volumes"_s,
                          .title = tr("Volumes"),
                          .placeholder = tr("Filter volumes"),
                          .icon = u"hard-drive"_s,
                          .emptyTitle = tr("No volumes in this project"),
                          .emptyText = tr("Volumes are disks that keep their data apart from the "
                                          "instance that uses them."),
                          .failed = tr("The volumes could not be loaded.")},
                .group = tr("Storage"),
                .one = tr("1 volume"),
                .manyPattern = tr("%1 volumes"),
                .topics = {Kind::Volume, Kind::Server},
                .findBy = tr("its name or its id")},
               parent)
    , m_actions(new VolumeActionsController(ui, this))
{
    addToolbarAction(*m_actions->createSnapshotAction(), u"camera"_s, true);
    connect(&panel().table(), &TableView::selectedIdsChanged, this,
            [this] { m_actions->setVolumes(panel().table().selectedIds()); });
    connect(m_actions, &VolumeActionsController::started, this,
            [this](const operations::Operation *operation) {
                m_noticeOperation = operation->id();
                notice().tell(NoticeBar::Kind::Note,
                              tr("A snapshot of the volume “%1” is being created.")
                                  .arg(isolated(operation->subject().name)),
                              tr("Show"));
            });
    connect(&ui.operations, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                // How it ended is told by the window.
                if (operation->id() == m_noticeOperation)
                    notice().dismiss();
            });
    connect(&notice(), &NoticeBar::actionClicked, this, [this] {
        Q_EMIT navigate({.place = Route::Place::Snapshots, .id = {}, .detail = {}});
    });
}

std::optional<Route> VolumesPage::instanceOf(const QString &volumeId)
{
    const auto volume = ui().stores.volumes.find(volumeId);
    if (!volume || volume->attachments.empty() ||
        !ui().stores.servers.find(volume->attachments.front().serverId))
        return {};
    return Route{.place = Route::Place::Instance,
                 .id = volume->attachments.front().serverId,
                 .detail = u"volumes/"_s + volumeId};
}

void VolumesPage::follow(const QString &, const QString &target)
{
    Q_EMIT navigate({.place = Route::Place::Instance, .id = target, .detail = u"volumes"_s});
}

void VolumesPage::open(const QString &id)
{
    if (const auto route = instanceOf(id))
        Q_EMIT navigate(*route);
}

void VolumesPage::fillMenu(QMenu &menu)
{
    const QStringList ids = panel().table().selectedIds();
    m_actions->fillMenu(menu);
    if (ids.size() == 1)
        addLink(menu, tr("Show its instance"), instanceOf(ids.front()),
                tr("The volume is not attached to an instance."));
}

} // namespace oriel::ui
