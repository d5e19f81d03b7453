#pragma once

#include "openstack/compute/server.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::forms {

enum class ServerAction { CreateSnapshot, Start, ShutOff, Reboot, HardReboot };

/// Whether an action can be done now, and why not, for the tooltip and the screen reader.
struct Availability
{
    bool enabled = false;
    QString reason; ///< empty where enabled

    bool operator==(const Availability &) const = default;
};

/// Whether somebody with these roles may change anything at all: not where every one of them is
/// "reader".
[[nodiscard]] bool mayChange(const QStringList &roles);
/// Why a reader may not, in words.
[[nodiscard]] QString readerReason();

/// By vm_state, task_state, lock and the roles in the token (a reader changes nothing).
[[nodiscard]] Availability availability(const openstack::Server &server, ServerAction action,
                                        const QStringList &roles);

} // namespace oriel::forms
