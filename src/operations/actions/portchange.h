#pragma once

#include "openstack/network/port.h"
#include "operations/actions/actionoperation.h"

#include <functional>
#include <variant>

namespace oriel::operations {

/// A change of a list that Neutron takes only as a whole, such as the security groups of a port.
struct PortChange
{
    QString step; ///< in the journal
    /// What is sent, from the port as it is now; empty: it has already been done.
    std::function<QJsonObject(const openstack::Port &now)> values;
    /// What is known of the port before, for finding out later whether it was done.
    std::function<Facts(const openstack::Port &now)> intent = {};
    /// Whether it was done, as facts; nullopt: no.
    std::function<std::optional<Facts>(const openstack::Port &now, const Facts &intent)> isDone;
    bool resend = false; ///< see Step
};

/// Reads the port just before it is changed, and lets Neutron refuse the change if the port has
/// changed since: otherwise what other users add at the same time would be lost. Then everything is
/// done once more. True: it was changed; false: that was not necessary. Nothing is sent if an
/// earlier run of Oriel quit before it sent anything: the user may no longer want it.
Task<std::variant<bool, Ending>> changePort(ActionOperation *operation, QString portId,
                                            PortChange change);

} // namespace oriel::operations
