#pragma once

#include "operations/actions/actionof.h"

/// Parts that the actions on instances share.
namespace oriel::operations {

/// The commands of the terminal client: "openstack server pause web-1".
[[nodiscard]] inline auto serverCommand(const QStringList &words)
{
    return [words](const QString &target, const Values &) {
        return QStringList{QStringLiteral("openstack"), QStringLiteral("server")} + words +
               QStringList{target};
    };
}

/// The action that Nova calls `name`, without arguments.
[[nodiscard]] inline auto serverAction(const QString &name)
{
    return [name](const ActionOperation &operation) {
        return openstack::ActOnServer{operation.target().id, name};
    };
}

/// Nova reports SHUTOFF while the hypervisor may still be working: power state 1 is "running".
[[nodiscard]] inline Progress reached(const openstack::Server &server, QLatin1StringView status)
{
    constexpr int running = 1;
    if (!server.taskState.isEmpty())
        return Progress::InProgress;
    if (server.status != status)
        return Progress::Idle;
    return status == QLatin1StringView("SHUTOFF") && server.powerState == running
               ? Progress::InProgress
               : Progress::Done;
}
[[nodiscard]] inline auto reaches(QLatin1StringView status)
{
    return [status](const openstack::Server &server, const Values &) {
        return reached(server, status);
    };
}

/// Of a rebuild. Values: "was_off", and "launched", the time of launch before: Nova notes a new
/// one, by which a rebuild by others is told from a mere reboot.
[[nodiscard]] Progress rebuildProgress(const openstack::Server &server, const Values &values);

} // namespace oriel::operations
