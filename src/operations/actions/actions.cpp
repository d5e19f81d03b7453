#include "operations/actions/actions.h"

#include "operations/actions/actionoperation.h"
#include "operations/journal/journalcodec.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

std::span<const Action> actions()
{
    static const std::vector<Action> all = [] {
        std::vector<Action> made;
        addServerActions(made);
        addKeyPairActions(made);
        addServerGroupActions(made);
        addStorageActions(made);
        addConnectActions(made);
        addNetworkActions(made);
        addFloatingIpActions(made);
        addPortGroupActions(made);
        addSecurityGroupActions(made);
        addDeletionActions(made); // the last ones in menus
        return made;
    }();
    return all;
}

const Action *actionNamed(QStringView key)
{
    const auto found =
        std::ranges::find_if(actions(), [key](const Action &action) { return action.key == key; });
    return found == actions().end() ? nullptr : &*found;
}

std::optional<Undo> undoOf(const JournalEntry &entry, const store::CloudStores &stores)
{
    const Action *action = actionNamed(entry.kind);
    if (!action || !action->undo || entry.outcome != Outcome::Succeeded)
        return std::nullopt;
    return action->undo(stores, subjectFromJson(entry.intent.value("target"_L1).toObject()),
                        entry.intent.value("values"_L1).toObject());
}

std::unique_ptr<ActionOperation> actOn(Context context, QStringView key, Subject target,
                                       Values values)
{
    const Action *action = actionNamed(key);
    if (!action)
        qFatal("There is no action “%s”.", qUtf8Printable(key.toString()));
    if (action->complete)
        values = action->complete(context.stores, target.id, std::move(values));
    return std::make_unique<ActionOperation>(std::move(context), *action, std::move(target),
                                             std::move(values));
}

} // namespace oriel::operations
