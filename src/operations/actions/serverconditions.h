#pragma once

#include "openstack/compute/server.h"
#include "operations/actions/action.h"

namespace oriel::operations {

/// Whether a lock stops none of the user's actions.
[[nodiscard]] bool isAdministrator(const QStringList &roles);

/// The vm_state of Nova. Some policies hide it; the status is nearly equivalent.
[[nodiscard]] QString vmStateOf(const openstack::Server &server);

/// Whether Nova never brought it to a host. All that it then accepts is its deletion.
[[nodiscard]] bool hasNeverRun(const openstack::Server &server);

/// When Nova accepts an action on an instance: check_instance_state and check_instance_lock in
/// nova/compute/api.py. With the reasons, and the actions that help.
struct ServerCondition
{
    QStringList vmStates = {}; ///< "active", "stopped", …; empty: any
    QString otherwise = {};    ///< a sentence for other states; %1: the state in words
    /// The status in which there is nothing to do, and the sentence that says so.
    QString doneStatus = {};
    QString done = {};
    QStringList tasks = {};  ///< the tasks that may be in progress
    bool anyTask = false;    ///< whatever is in progress
    bool heedsLock = true;   ///< a lock prevents it
    bool interrupts = false; ///< also while Oriel waits for another action on the instance

    /// Why it is not possible now, as a sentence; empty: it is.
    [[nodiscard]] QString why(const openstack::Server &server, const Situation &situation) const;
    /// The keys of the actions after which it is possible, as far as the instance allows them.
    [[nodiscard]] QStringList remedies(const openstack::Server &server,
                                       const Situation &situation) const;

    /// The same for the obstacle of another resource, such as a port of the instance.
    [[nodiscard]] Remedies remediesOn(const openstack::Server &server,
                                      const Situation &situation) const;

private:
    enum class Cause { None, Busy, Done, NeverRan, Waiting, State, Locked };
    [[nodiscard]] Cause cause(const openstack::Server &server, const Situation &situation) const;
};

/// Why Nova neither rescues nor rebuilds it: all of its volumes must be in use
/// (API._check_volume_status in nova/compute/api.py). Empty: they are, as far as they are known.
[[nodiscard]] QString whyVolumesNotInUse(const openstack::Server &server,
                                         const store::CloudStores &stores);

/// The actions that lead out of an instance's present state, the most useful first:
/// "confirm-resize" and "revert-resize" while a resize waits. Empty for an instance that needs
/// nothing.
[[nodiscard]] QStringList waysOut(const openstack::Server &server, const QStringList &roles);

} // namespace oriel::operations
