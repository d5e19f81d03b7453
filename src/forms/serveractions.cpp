#include "forms/serveractions.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

class ActionWords
{
    Q_DECLARE_TR_FUNCTIONS(ServerActions)

public:
    static QString reader();
    static QString task(const QString &taskState);
    static QString locked(const QString &reason);
    static QString state(const openstack::Server &server, ServerAction action);
};

QString ActionWords::reader()
{
    return tr("Your role in this project is “reader”, which cannot change anything.");
}

QString ActionWords::task(const QString &taskState)
{
    if (taskState.startsWith("image_"_L1))
        return tr("A snapshot of this instance is being created (%1). Wait until it has finished.")
            .arg(isolated(taskState));
    return tr("The instance is busy (%1). Wait until that has finished.").arg(isolated(taskState));
}

QString ActionWords::locked(const QString &reason)
{
    return reason.isEmpty() ? tr("The instance is locked. Unlock it first.")
                            : tr("The instance is locked: %1").arg(isolated(reason));
}

QString ActionWords::state(const openstack::Server &server, ServerAction action)
{
    switch (action) {
    case ServerAction::Start:
        return server.status == "ACTIVE"_L1
                   ? tr("The instance is already running.")
                   : tr("Only an instance that is shut off can be started. This one is %1.")
                         .arg(isolated(server.status));
    case ServerAction::ShutOff:
        return server.status == "SHUTOFF"_L1
                   ? tr("The instance is already shut off.")
                   : tr("Only a running instance can be shut off. This one is %1.")
                         .arg(isolated(server.status));
    case ServerAction::Reboot:
        return tr("Only a running instance can be rebooted. This one is %1.")
            .arg(isolated(server.status));
    case ServerAction::HardReboot:
        return tr("An instance that is %1 cannot be rebooted.").arg(isolated(server.status));
    case ServerAction::CreateSnapshot:
        break;
    }
    return tr("You can create a snapshot of an instance that is running, shut off, paused or "
              "suspended. This one is %1.")
        .arg(isolated(server.status));
}

/// vm_state is hidden by some policies; the status says nearly the same.
QString vmState(const openstack::Server &server)
{
    if (!server.vmState.isEmpty())
        return server.vmState;
    static constexpr std::array<std::pair<QLatin1StringView, QLatin1StringView>, 5> known{
        {{"ACTIVE"_L1, "active"_L1},
         {"SHUTOFF"_L1, "stopped"_L1},
         {"PAUSED"_L1, "paused"_L1},
         {"SUSPENDED"_L1, "suspended"_L1},
         {"ERROR"_L1, "error"_L1}}};
    for (const auto &[status, state] : known) {
        if (server.status == status)
            return state;
    }
    return {};
}

bool stateAllows(const QString &state, ServerAction action)
{
    const auto among = [&state](std::initializer_list<QLatin1StringView> states) {
        return std::ranges::any_of(states, [&](QLatin1StringView s) { return state == s; });
    };
    switch (action) {
    case ServerAction::CreateSnapshot:
        return among({"active"_L1, "stopped"_L1, "paused"_L1, "suspended"_L1});
    case ServerAction::Start:
        return among({"stopped"_L1});
    case ServerAction::ShutOff:
        return among({"active"_L1, "error"_L1});
    case ServerAction::Reboot:
        return among({"active"_L1});
    case ServerAction::HardReboot:
        return among({"active"_L1, "stopped"_L1, "paused"_L1, "suspended"_L1, "error"_L1});
    }
    return false;
}

} // namespace

bool mayChange(const QStringList &roles)
{
    // Clouds name their roles as they like: only what is surely read-only is refused here, the rest
    // is theirs to say.
    return roles.isEmpty() || !std::ranges::all_of(roles, [](const QString &role) {
               return role.compare("reader"_L1, Qt::CaseInsensitive) == 0;
           });
}

QString readerReason()
{
    return ActionWords::reader();
}

Availability availability(const openstack::Server &server, ServerAction action,
                          const QStringList &roles)
{
    if (!mayChange(roles))
        return {false, ActionWords::reader()};
    if (!server.taskState.isEmpty())
        return {false, ActionWords::task(server.taskState)};
    if (!stateAllows(vmState(server), action))
        return {false, ActionWords::state(server, action)};
    // Nova's lock does not block createImage, and never an administrator.
    if (server.locked && action != ServerAction::CreateSnapshot && !roles.contains("admin"_L1))
        return {false, ActionWords::locked(server.lockedReason)};
    return {true, {}};
}

} // namespace oriel::forms
