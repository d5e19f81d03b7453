#include "operations/actions/actions.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/othernames.h"
#include "operations/actions/serverconditions.h"
#include "operations/journal/journalcodec.h"

#include <QtCore/QCoreApplication>

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
        addVolumeImageActions(made);
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

class WayWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::Way)
};

} // namespace

QString showList(openstack::Kind kind)
{
    switch (kind) {
    case Kind::Server:
        return WayWords::tr("Show instances");
    case Kind::Volume:
        return WayWords::tr("Show volumes");
    case Kind::VolumeSnapshot:
        return WayWords::tr("Show volume snapshots");
    case Kind::GroupSnapshot:
        return WayWords::tr("Show group snapshots");
    case Kind::SnapshotSet:
        return WayWords::tr("Show snapshots");
    case Kind::KeyPair:
        return WayWords::tr("Show key pairs");
    case Kind::FloatingIp:
        return WayWords::tr("Show floating IPs");
    default:
        return {};
    }
}

QString Way::key() const
{
    return action ? action->key : u"list-"_s + openstack::nameOf(shows->kind);
}

std::vector<Way> waysOf(const Remedies &remedies, const Situation &situation, const QString &id)
{
    std::vector<Way> ways;
    for (const Remedy &remedy : remedies) {
        if (remedy.shows) {
            //: Button: opens the page of what is in the way.
            const QString text =
                remedy.shows->id.isEmpty() ? showList(remedy.shows->kind) : WayWords::tr("Show");
            ways.push_back({.shows = remedy.shows, .text = text});
            continue;
        }
        const Action *action = actionNamed(remedy.action);
        if (!action)
            continue;
        const QString on = action->newSubject ? QString() : remedy.on.isEmpty() ? id : remedy.on;
        if ((on.isEmpty() && !action->newSubject) || !action->obstacle(situation, on).isEmpty())
            continue;
        ways.push_back({.action = action, .id = on, .text = action->words.menu});
    }
    return ways;
}

std::vector<Way> remediesOf(const Action &action, const Situation &situation, const QString &id)
{
    return action.remedies ? waysOf(action.remedies(situation, id), situation, id)
                           : std::vector<Way>();
}

std::vector<const Action *> waysOutOf(const openstack::Server &server, const Situation &situation)
{
    std::vector<const Action *> actions;
    for (const Way &way :
         waysOf(remediesBy(waysOut(server, situation.roles)), situation, server.id))
        actions.push_back(way.action);
    return actions;
}

std::optional<Undo> undoOf(const JournalEntry &entry, const store::CloudStores &stores)
{
    const Action *action = actionNamed(entry.kind);
    if (!action || entry.outcome != Outcome::Succeeded)
        return std::nullopt;
    const Subject target = subjectFromJson(entry.intent.value("target"_L1).toObject());
    if (action->undoOfResult)
        return action->undoOfResult(stores, target, entry.resultId);
    return action->undo ? action->undo(stores, target, entry.intent.value("values"_L1).toObject())
                        : std::nullopt;
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
