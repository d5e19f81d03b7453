#include "ui/pages/instancespage.h"

#include "base/visible.h"
#include "models/instancesnapshots.h"
#include "models/serversmodel.h"
#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "ui/actions/serveractionscontroller.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

InstancesPage::InstancesPage(const UiContext &ui, QWidget *parent)
    : ListPage(
          ui, std::make_unique<models::ServersModel>(ui.stores, ui.clock),
          {.words =
               {.key = u"instances"_s,
                .title = tr("Instances"),
                .placeholder = tr("Filter instances"),
                .icon = u"server"_s,
                .emptyTitle = tr("No instances in this project"),
                .emptyText = tr(
                    "Instances are the computers that run in the cloud. As soon as there is one, "
                    "it is listed here with its state and its addresses."),
                .failed = tr("The instances could not be loaded.")},
           .group = tr("Compute"),
           .one = tr("1 instance"),
           .manyPattern = tr("%1 instances"),
           .topics = {Kind::Server, Kind::Flavor, Kind::Image, Kind::Volume},
           .findBy = tr("a part of its name or address, or its id")},
          parent)
    , m_actions(new ServerActionsController(ui, this))
{
    addToolbarAction(*m_actions->action(forms::ServerAction::Start), u"play"_s);
    addToolbarAction(*m_actions->action(forms::ServerAction::ShutOff), u"power"_s);
    addToolbarAction(*m_actions->action(forms::ServerAction::Reboot), u"rotate-cw"_s);
    addToolbarAction(*m_actions->action(forms::ServerAction::CreateSnapshot), u"camera"_s, true);

    connect(&panel().table(), &TableView::selectedIdsChanged, this,
            [this] { m_actions->setServers(panel().table().selectedIds()); });
    connect(m_actions, &ServerActionsController::started, this,
            [this](const operations::Operation *operation) { tellStarted(*operation); });
    connect(&ui.operations, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                // It is no longer being created; how it ended is told by the window.
                if (std::erase_if(m_started, [operation](const Started &one) {
                        return one.operationId == operation->id();
                    }) > 0)
                    tellWhatIsLeft();
            });
    connect(&notice(), &NoticeBar::dismissed, this, [this] { m_started.clear(); });
    connect(&notice(), &NoticeBar::actionClicked, this, [this] {
        if (m_started.size() != 1)
            Q_EMIT navigate({.place = Route::Place::Activity, .id = {}, .detail = {}});
        else
            Q_EMIT navigate({.place = Route::Place::Instance,
                             .id = m_started.front().server.id,
                             .detail = u"snapshots"_s});
    });
}

void InstancesPage::tellStarted(const operations::Operation &operation)
{
    if (!qobject_cast<const operations::CreateSnapshot *>(&operation))
        return; // the status in its row says it
    if (operation.outcome() != operations::Outcome::Running)
        return;
    m_started.push_back({operation.id(), operation.subject()});
    tellWhatIsLeft();
}

void InstancesPage::tellWhatIsLeft()
{
    if (m_started.empty()) {
        notice().dismiss();
        return;
    }
    notice().tell(NoticeBar::Kind::Note,
                  m_started.size() == 1
                      ? tr("The snapshot of %1 is being created.")
                            .arg(isolated(m_started.front().server.name))
                      : tr("%1 snapshots are being created.").arg(m_started.size()),
                  tr("Show"));
}

void InstancesPage::follow(const QString &, const QString &target)
{
    open(target);
}

void InstancesPage::open(const QString &id)
{
    Q_EMIT navigate({.place = Route::Place::Instance, .id = id, .detail = {}});
}

void InstancesPage::fillMenu(QMenu &menu)
{
    const QStringList ids = panel().table().selectedIds();
    if (ids.size() == 1) {
        QAction *show = menu.addAction(tr("Open"));
        connect(show, &QAction::triggered, this, [this, id = ids.front()] { open(id); });
        menu.addSeparator();
    }
    m_actions->fillMenu(menu);
}

} // namespace oriel::ui
