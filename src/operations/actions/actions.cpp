#include "operations/actions/actions.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/othernames.h"
#include "operations/actions/serverconditions.h"
#include "operations/journal/journalcodec.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

std::span<const Action> actions()
{
    static const std::vector<Action> all = [] {
        std::vector<Action> made;
        addServerActions(made);
        addShelveActions(made);
        addResizeActions(made);
        addRecoveryActions(made);
        addRebuildAction(made);
        addReplacementActions(made);
        addServerDetailActions(made);
        addKeyPairActions(made);
        addServerGroupActions(made);
        addNewVolumeActions(made);
        addAttachActions(made);
        addStorageActions(made);
        addVolumeActions(made);
        addVolumeDetailActions(made);
        addTransferActions(made);
        addVolumeGroupActions(made);
        addGroupSnapshotActions(made);
        addConnectActions(made);
        addNetworkActions(made);
        addFloatingIpActions(made);
        addInterfaceActions(made);
        addPasswordActions(made);
        addPortGroupActions(made);
        addPortStateActions(made);
        addSecurityGroupActions(made);
        addImageActions(made);
        addDeletionActions(made); // the last ones in menus
        for (Action &action : made)
            action.alsoCalled = otherNames(action.key);
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

namespace {

std::vector<const Action *> possibleOf(const QStringList &keys, const Situation &situation,
                                       const QString &id)
{
    std::vector<const Action *> possible;
    for (const QString &key : keys) {
        const Action *action = actionNamed(key);
        if (action && action->obstacle(situation, id).isEmpty())
            possible.push_back(action);
    }
    return possible;
}

} // namespace

std::vector<const Action *> remediesOf(const Action &action, const Situation &situation,
                                       const QString &id)
{
    return action.remedies ? possibleOf(action.remedies(situation, id), situation, id)
                           : std::vector<const Action *>();
}

std::vector<const Action *> waysOutOf(const openstack::Server &server, const Situation &situation)
{
    return possibleOf(waysOut(server, situation.roles), situation, server.id);
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
