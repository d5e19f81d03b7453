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
        const bool needsRow = !action.newSubject;
        auto *flow = new ActionFlow(ui, action, window);
        QObject::connect(flow, &ActionFlow::started, owner, &RowActions::started);
        all.push_back({.name = action.key,
                       .text = action.words.menu,
                       .icon = action.icon,
                       .primary = !needsRow && all.empty(),
                       .shortcut = QKeySequence(action.shortcut, QKeySequence::PortableText),
                       .needsRow = needsRow,
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

ActionsController::Make tableActionList(openstack::Kind kind, const QString &nothingSelected)
{
    return [kind, nothingSelected](const UiContext &ui, QWidget *window, RowActions *owner) {
        return RowActionList{.nothingSelected = nothingSelected,
                             .watched = {&ui.stores.at(kind)},
                             .actions = tableActions(kind, ui, window, owner)};
    };
}

} // namespace oriel::ui
