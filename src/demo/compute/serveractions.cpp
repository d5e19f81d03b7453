#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

HttpResponse ComputeService::serverAction(Call &call)
{
    const QString id = call.parameters[0];
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_s);
    const QString name = call.body.keys().first();
    const auto found = m_actions.constFind(name);
    if (found == m_actions.cend())
        return fault(400, u"There is no such action: %1"_s.arg(name));
    if (call.microversion > found->until)
        return fault(404, u"The resource could not be found."_s);
    const QJsonValue argument = call.body.value(name);
    if (found->schema) {
        if (auto refused = mismatched(call, {.body = found->schema}))
            return *refused;
    }
    Server *server = serverOf(call, id);
    const bool power = name == u"os-start" || name == u"os-stop";
    if (server == nullptr) {
        return power ? unmapped(id) : instanceNotFound(id);
    }
    if (!call.member())
        return denied(QString::fromLatin1(found->policy));
    if (found->blockedByLock && server->locked && !call.administrator())
        return fault(409, u"Instance %1 is locked"_s.arg(server->id));
    if (power && server->hostId.isEmpty())
        return fault(409, u"Instance %1 is not ready"_s.arg(server->id));
    if (!found->vmStates.isEmpty()) {
        if (const auto refused =
                wrongState(QString::fromLatin1(found->method), *server, found->vmStates))
            return *refused;
    }
    return found->action(call, *server, argument);
}

void ComputeService::addPowerActions()
{
    // A transition between two states: its names, the allowed states, and the result.
    const auto transition = [this](const char *action, const char *policy, const char *method,
                                   QStringList from, const char *logged, const char *task,
                                   std::chrono::milliseconds duration, const char *to, int power,
                                   bool failsToError = false) {
        m_actions.insert(
            QString::fromLatin1(action),
            {policy, method, std::move(from), true,
             [this, logged, task, duration, to, power, failsToError](Call &call, Server &server,
                                                                     const QJsonValue &) {
                 m_lifecycle.beginAction(server, QString::fromLatin1(logged), call.requestId,
                                         call.token->userId,
                                         u"compute_%1_instance"_s.arg(QString::fromLatin1(logged)));
                 FaultInjector &faults = world().faults;
                 const bool fails = faults.takeActionFailure(QString::fromLatin1(logged));
                 const auto shutdown = server.slowShutdown ? 180'000ms : duration;
                 const auto takes = QLatin1StringView(task) == "powering-off"_L1
                                        ? faults.takeSlowShutdown().value_or(shutdown)
                                        : duration;
                 m_lifecycle.run(
                     server, {{QString::fromLatin1(task), takes}},
                     [this, to, power, fails, failsToError, request = call.requestId](Server &row) {
                         if (fails) {
                             fail(row, request, failsToError);
                             return;
                         }
                         row.vmState = QString::fromLatin1(to);
                         row.powerState = power;
                         if (power == 1)
                             row.fault.reset();
                         m_lifecycle.finishAction(row, request);
                     },
                     [this, id = server.id, request = call.requestId] {
                         // A hard reboot or the deletion interrupted it.
                         if (Server *row = state().servers.find(id))
                             m_lifecycle.finishAction(*row, request, false,
                                                      u"UnexpectedTaskStateError"_s);
                     });
                 return accepted();
             }});
    };
    transition("os-start", "servers:start", "start", {u"stopped"_s}, "start", "powering-on", 2500ms,
               "active", 1);
    transition("os-stop", "servers:stop", "stop", {u"active"_s, u"error"_s}, "stop", "powering-off",
               3500ms, "stopped", 4);
    transition("pause", "os-pause-server:pause", "pause", {u"active"_s}, "pause", "pausing", 1000ms,
               "paused", 3);
    transition("unpause", "os-pause-server:unpause", "unpause", {u"paused"_s}, "unpause",
               "unpausing", 1000ms, "active", 1);
    transition("suspend", "os-suspend-server:suspend", "suspend", {u"active"_s}, "suspend",
               "suspending", 2500ms, "suspended", 7, true);
    transition("resume", "os-suspend-server:resume", "resume", {u"suspended"_s}, "resume",
               "resuming", 2500ms, "active", 1, true);
    m_actions.insert(u"reboot"_s, {"servers:reboot",
                                   "reboot",
                                   {},
                                   true,
                                   [this](Call &call, Server &server, const QJsonValue &argument) {
                                       return reboot(call, server, argument);
                                   },
                                   &computeschemas::reboot});
}

void ComputeService::fail(Server &server, const QByteArray &requestId, bool toError)
{
    const QString why = u"Failed to reach the hypervisor"_s;
    if (toError) {
        server.vmState = u"error"_s;
        server.fault = Fault{500, world().now(), why};
    }
    m_lifecycle.finishAction(server, requestId, false, why);
}

HttpResponse ComputeService::reboot(Call &call, Server &server, const QJsonValue &argument)
{
    const QString type = argument.toObject().value(u"type").toString().toUpper();
    const bool hard = type == u"HARD";
    // A hard reboot also works for a server that hangs.
    const auto refused =
        hard ? wrongState(u"reboot"_s, server,
                          {u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s, u"error"_s},
                          QStringList{u"rebooting"_s, u"reboot_pending"_s, u"reboot_started"_s,
                                      u"rebooting_hard"_s, u"pausing"_s, u"unpausing"_s,
                                      u"suspending"_s, u"resuming"_s})
             : wrongState(u"reboot"_s, server, {u"active"_s});
    if (refused)
        return *refused;
    const QString suffix = hard ? u"_hard"_s : QString();
    const bool fails = world().faults.takeActionFailure(u"reboot"_s);
    m_lifecycle.beginAction(server, u"reboot"_s, call.requestId, call.token->userId,
                            u"compute_reboot_instance"_s);
    m_lifecycle.run(server,
                    {{u"rebooting"_s + suffix, 900ms},
                     {u"reboot_pending"_s + suffix, 600ms},
                     {u"reboot_started"_s + suffix, 3000ms}},
                    [this, fails, request = call.requestId](Server &row) {
                        if (fails) {
                            fail(row, request, row.powerState != 1);
                            return;
                        }
                        row.vmState = u"active"_s;
                        row.powerState = 1;
                        row.fault.reset();
                        ++row.boots;
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

void ComputeService::addOtherActions()
{
    const QStringList snapshotStates{u"active"_s, u"stopped"_s, u"paused"_s, u"suspended"_s};
    m_actions.insert(u"createImage"_s,
                     {"servers:create_image", "createImage", snapshotStates, false,
                      [this](Call &call, Server &server, const QJsonValue &argument) {
                          return createImage(call, server, argument);
                      },
                      &computeschemas::createImage});
    m_actions.insert(u"lock"_s, {"os-lock-server:lock",
                                 "lock",
                                 {},
                                 false,
                                 [this](Call &call, Server &server, const QJsonValue &argument) {
                                     return lock(call, server, argument);
                                 },
                                 &computeschemas::lock});
    m_actions.insert(u"unlock"_s, {"os-lock-server:unlock",
                                   "unlock",
                                   {},
                                   false,
                                   [this](Call &call, Server &server, const QJsonValue &) {
                                       return unlock(call, server);
                                   }});
    m_actions.insert(u"os-getConsoleOutput"_s,
                     {"os-console-output",
                      "get_console_output",
                      {},
                      false,
                      [this](Call &, Server &server, const QJsonValue &argument) {
                          return consoleOutput(server, argument.toObject());
                      },
                      &computeschemas::consoleOutput});
    m_actions.insert(u"rebuild"_s, {"servers:rebuild",
                                    "rebuild",
                                    {u"active"_s, u"stopped"_s, u"error"_s},
                                    true,
                                    [this](Call &call, Server &server, const QJsonValue &argument) {
                                        return rebuild(call, server, argument);
                                    },
                                    &computeschemas::rebuild});
    const auto group = [this](const char *action, const char *policy, bool adds) {
        m_actions.insert(QString::fromLatin1(action),
                         {policy,
                          action,
                          {},
                          false,
                          [this, adds](Call &call, Server &server, const QJsonValue &argument) {
                              return changeSecurityGroup(call, server, argument, adds);
                          }});
    };
    group("addSecurityGroup", "os-security-groups:add", true);
    group("removeSecurityGroup", "os-security-groups:remove", false);
}

HttpResponse ComputeService::lock(Call &call, Server &server, const QJsonValue &argument)
{
    // A second lock changes nothing, not even the reason, and is not recorded.
    if (server.locked)
        return accepted();
    server.locked = true;
    if (call.microversion >= 73)
        server.lockedReason = argument.toObject().value(u"locked_reason").toString();
    server.updated = world().now();
    m_lifecycle.beginAction(server, u"lock"_s, call.requestId, call.token->userId, u"api_lock"_s);
    m_lifecycle.finishAction(server, call.requestId);
    return accepted();
}

HttpResponse ComputeService::unlock(Call &call, Server &server)
{
    if (server.lockedByAdmin && !call.administrator())
        return denied(u"os-lock-server:unlock:unlock_override"_s);
    server.locked = server.lockedByAdmin = false;
    server.lockedReason.clear();
    server.updated = world().now();
    m_lifecycle.beginAction(server, u"unlock"_s, call.requestId, call.token->userId,
                            u"api_unlock"_s);
    m_lifecycle.finishAction(server, call.requestId);
    return accepted();
}

HttpResponse ComputeService::changeSecurityGroup(const Call &call, Server &server,
                                                 const QJsonValue &argument, bool adds)
{
    if (!argument.isObject())
        return fault(400, u"Missing parameter dict"_s);
    const QJsonValue wanted = argument.toObject().value(u"name");
    if (wanted.isUndefined())
        return fault(400, u"Security group not specified"_s);
    if (wanted.toString().trimmed().isEmpty())
        return fault(400, u"Security group name cannot be empty"_s);
    const SecurityGroup *found = nullptr;
    for (const auto &group : state().securityGroups.rows()) {
        if (group->projectId == call.project() &&
            (group->name == wanted.toString() || group->id == wanted.toString()))
            found = group.get();
    }
    if (found == nullptr)
        return fault(404, u"Security group %1 is not found for project %2"_s.arg(wanted.toString(),
                                                                                 call.project()));
    std::vector<Port *> ports;
    for (const auto &port : state().ports.rows()) {
        if (port->serverId == server.id)
            ports.push_back(port.get());
    }
    const bool has = std::ranges::any_of(
        ports, [&](const Port *port) { return port->securityGroups.contains(found->id); });
    if (adds && has) {
        return fault(400,
                     u"Invalid input for security_groups. Reason: Duplicate items in the list: "
                     "'%1'.\nNeutron server returns request_ids: ['%2']"_s.arg(
                         found->id, QString::fromLatin1(world().requestId())));
    }
    if (!adds && !has)
        return fault(404, u"Security group %1 not associated with the instance %2"_s.arg(
                              wanted.toString(), server.id));
    for (Port *port : ports) {
        port->securityGroups.removeAll(found->id);
        if (adds)
            port->securityGroups.append(found->id);
    }
    world().updateGroupsOf(server);
    server.updated = world().now();
    return accepted();
}

void ComputeService::addDeferredDeletion()
{
    m_actions.insert(u"restore"_s,
                     {"os-deferred-delete:restore",
                      "restore",
                      {u"soft-delete"_s},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"restore"_s, call.requestId,
                                                  call.token->userId,
                                                  u"compute_restore_instance"_s);
                          m_lifecycle.run(server, {{u"restoring"_s, 1500ms}},
                                          [this, request = call.requestId](Server &row) {
                                              row.vmState = u"active"_s;
                                              row.powerState = 1;
                                              m_lifecycle.finishAction(row, request);
                                          });
                          return accepted();
                      }});
    m_actions.insert(u"forceDelete"_s,
                     {"os-deferred-delete:force",
                      "force_delete",
                      {},
                      true,
                      [this](Call &call, Server &server, const QJsonValue &) {
                          m_lifecycle.beginAction(server, u"delete"_s, call.requestId,
                                                  call.token->userId,
                                                  u"compute_terminate_instance"_s);
                          m_lifecycle.remove(server, call.requestId);
                          return accepted();
                      }});
}

void ComputeService::addRefusedActions()
{
    // Restricted to administrators, of whom these ask for more than the demo cloud has. A member
    // only learns that there is a policy.
    const struct
    {
        const char *action;
        const char *policy;
        std::function<Schema(int)> schema;
    } rules[] = {{"migrate", "os-migrate-server:migrate", {}},
                 {"os-migrateLive", "os-migrate-server:migrate_live", {}},
                 {"evacuate", "os-evacuate", &computeschemas::evacuate},
                 {"injectNetworkInfo", "os-admin-actions:inject_network_info", {}}};
    for (const auto &rule : rules) {
        m_actions.insert(QString::fromLatin1(rule.action),
                         {rule.policy,
                          rule.action,
                          {},
                          false,
                          [policy = rule.policy](Call &, Server &, const QJsonValue &) {
                              return denied(QString::fromLatin1(policy));
                          },
                          rule.schema});
    }
}

HttpResponse ComputeService::consoleOutput(const Server &server, const QJsonObject &arguments) const
{
    if (server.hostId.isEmpty())
        return fault(409, u"Instance %1 is not ready"_s.arg(server.id));
    const QString address = server.addresses.empty() ? u"none"_s : server.addresses.front().ip;
    QStringList lines;
    for (int boot = 0; boot < server.boots; ++boot) {
        lines << u"[    0.000000] Booting the kernel on an emulated CPU"_s
              << u"[    0.412077] virtio_blk virtio1: [vda] %1 GiB"_s.arg(
                     std::max(1, server.flavor.disk))
              << u"[    1.038412] EXT4-fs (vda1): mounted filesystem with ordered data mode"_s
              << u"[    2.250018] Network: eth0 has address %1"_s.arg(address)
              << u"[    3.771904] Starting services: ssh cron %1"_s.arg(
                     server.name.section(u'-', 0, 0))
              << QString() << u"%1 login: "_s.arg(server.name);
    }
    const QJsonValue length = arguments.value(u"length");
    const int wanted = length.isUndefined() || length.isNull() ? -1 : length.toVariant().toInt();
    if (wanted >= 0 && wanted < lines.size())
        lines = lines.mid(lines.size() - wanted);
    return HttpResponse::json(200, {{u"output"_s, QString(lines.join(u'\n') + u'\n')}});
}

} // namespace oriel::demo
