#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/rowactionlists.h"
#include "ui/actions/tableactions.h"
#include "ui/dialogs/instanceflows.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

struct InstanceActions
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::InstanceActions)
};

QString snapshotObstacle(const UiContext &ui, const QString &id)
{
    const auto server = ui.stores.servers.find(id);
    if (!server)
        return InstanceActions::tr("The instance no longer exists.");
    const QString common = operations::commonObstacle({ui.stores, ui.roles, &ui.operations}, id);
    return common.isEmpty() ? operations::snapshotObstacle(*server, ui.roles) : common;
}

} // namespace

RowActionList instanceActions(const UiContext &ui, QWidget *window, RowActions *owner)
{
    auto *flows = new InstanceFlows(ui, window);
    QObject::connect(flows, &InstanceFlows::started, owner, &RowActions::started);
    RowActionList list{.nothingSelected = InstanceActions::tr("Select an instance first."),
                       .watched = {&ui.stores.servers},
                       .actions = tableActions(openstack::Kind::Server, ui, window, owner)};
    list.actions.insert(list.actions.begin(),
                        {.name = u"createSnapshot"_s,
                         .text = InstanceActions::tr("Create snapshot"),
                         .textForMany = InstanceActions::tr("Create snapshots…"),
                         .icon = u"camera"_s,
                         .primary = true,
                         .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                         .obstacle = [ui](const QString &id) { return snapshotObstacle(ui, id); },
                         .act =
                             [flows](const QStringList &ids) {
                                 if (ids.size() == 1)
                                     flows->createSnapshot(ids.front());
                                 else
                                     flows->createSnapshots(ids);
                             }});
    return list;
}

} // namespace oriel::ui
