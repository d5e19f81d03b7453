#include "ui/actions/tableactions.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"

namespace oriel::ui {

std::vector<RowAction> tableActions(openstack::Kind kind, const UiContext &ui, QWidget *window,
                                    RowActions *owner)
{
    std::vector<RowAction> all;
    for (const operations::Action &action : operations::actions()) {
        // Those without an obstacle have dialogs of their own.
        if (action.kind != kind || !action.obstacle)
            continue;
        auto *flow = new ActionFlow(ui, action, window);
        QObject::connect(flow, &ActionFlow::started, owner, &RowActions::started);
        all.push_back({.name = action.key,
                       .text = action.words.menu,
                       .icon = action.icon,
                       .shortcut = QKeySequence(action.shortcut, QKeySequence::PortableText),
                       .onlyOne = action.many ? QString() : ActionFlow::tr("Select one only."),
                       .obstacle =
                           [ui, &action](const QString &id) {
                               return action.obstacle({ui.stores, ui.roles, &ui.operations}, id);
                           },
                       .act =
                           [ui, &action, flow](const QStringList &ids) {
                               std::vector<operations::Subject> targets;
                               for (const QString &id : ids)
                                   targets.push_back(action.targetOf(ui.stores, id));
                               flow->begin(targets);
                           }});
    }
    return all;
}

} // namespace oriel::ui
