#pragma once

#include "base/literals.h"
#include "operations/actions/actionoperation.h"

#include <memory>
#include <span>
#include <vector>

namespace oriel::operations {

/// All actions on one resource with one request, in the order of menus. What takes several requests
/// (snapshots of instances, launching, deleting) has its own operations.
[[nodiscard]] std::span<const Action> actions();

/// The action with this key; null: no such action.
[[nodiscard]] const Action *actionNamed(QStringView key);

/// A remedy that is possible now.
struct Way
{
    const Action *action = nullptr; ///< null: it only shows something
    QString id{};                   ///< of the resource on which it acts
    std::optional<Subject> shows{}; ///< see Remedy
    QString text{};                 ///< of the button: "Detach…", "Show group snapshots"

    [[nodiscard]] QString key() const; ///< names it among others
};

/// What of `remedies` is possible now. `id`: the resource with the obstacle; empty: none, or
/// several.
[[nodiscard]] std::vector<Way> waysOf(const Remedies &remedies, const Situation &situation,
                                      const QString &id);
/// What removes the action's obstacle, and is possible now.
[[nodiscard]] std::vector<Way> remediesOf(const Action &action, const Situation &situation,
                                          const QString &id);
/// The words of a button that leads to a list: "Show volumes". Empty for kinds without one.
[[nodiscard]] QString showList(openstack::Kind kind);
/// What leads out of an instance's present state, and is possible now: see waysOut().
[[nodiscard]] std::vector<const Action *> waysOutOf(const openstack::Server &server,
                                                    const Situation &situation);

/// An operation for the action on a resource, to be started, with values as its form collects them.
/// `key` is one of actions().
[[nodiscard]] std::unique_ptr<ActionOperation> actOn(Context context, QStringView key,
                                                     Subject target, Values values = {});

/// What undoes the operation with this journal entry; nothing: it cannot be undone, or no longer.
[[nodiscard]] std::optional<Undo> undoOf(const JournalEntry &entry,
                                         const store::CloudStores &stores);

/// Keys of actions that lead to each other.
inline const QString connectServer = u"connect-server"_s;            // NOLINT(cert-err58-cpp)
inline const QString checkReach = u"check-reachability"_s;           // NOLINT(cert-err58-cpp)
inline const QString openConsole = u"open-console"_s;                // NOLINT(cert-err58-cpp)
inline const QString showLog = u"show-log"_s;                        // NOLINT(cert-err58-cpp)
inline const QString scheduleSnapshotsKey = u"schedule-snapshots"_s; // NOLINT(cert-err58-cpp)

/// The ways to restore a snapshot of an instance or one of its volume snapshots, for the choice
/// between them.
struct RestoreWays
{
    // By the ID of the image.
    const Action *launch = nullptr;
    const Action *volumes = nullptr;  ///< all of them, as new volumes
    const Action *rollBack = nullptr; ///< the instance itself
    // By the ID of a volume snapshot.
    const Action *revert = nullptr;
    const Action *newVolume = nullptr;
    const Action *boot = nullptr; ///< an instance from this volume alone
};
[[nodiscard]] RestoreWays restoreWays();

/// Why no snapshot of an instance can be created now, as a sentence; empty: it can. Nova's lock
/// does not prevent it.
[[nodiscard]] QString snapshotObstacle(const openstack::Server &server, const Situation &situation);

// The actions of each service, for the table.
void addAttachActions(std::vector<Action> &actions);
void addBackupActions(std::vector<Action> &actions);
void addConnectActions(std::vector<Action> &actions);
void addDeletionActions(std::vector<Action> &actions);
void addImageActions(std::vector<Action> &actions);
void addInterfaceActions(std::vector<Action> &actions);
void addKeyPairActions(std::vector<Action> &actions);
void addRebuildAction(std::vector<Action> &actions);
void addReplacementActions(std::vector<Action> &actions);
void addRecoveryActions(std::vector<Action> &actions);
void addResizeActions(std::vector<Action> &actions);
void addRestoreActions(std::vector<Action> &actions);
void addRollbackActions(std::vector<Action> &actions);
void addServerActions(std::vector<Action> &actions);
void addServerGroupActions(std::vector<Action> &actions);
void addShelveActions(std::vector<Action> &actions);
void addServerDetailActions(std::vector<Action> &actions);
void addStorageActions(std::vector<Action> &actions);
void addGroupSnapshotActions(std::vector<Action> &actions);
void addVolumeGroupActions(std::vector<Action> &actions);
void addFloatingIpActions(std::vector<Action> &actions);
void addPasswordActions(std::vector<Action> &actions);
void addNetworkActions(std::vector<Action> &actions);
void addPortGroupActions(std::vector<Action> &actions);
void addPortStateActions(std::vector<Action> &actions);
void addNewVolumeActions(std::vector<Action> &actions);
void addTransferActions(std::vector<Action> &actions);
void addVolumeActions(std::vector<Action> &actions);
void addVolumeDetailActions(std::vector<Action> &actions);
void addVolumeImageActions(std::vector<Action> &actions);
void addSecurityGroupActions(std::vector<Action> &actions);

} // namespace oriel::operations
