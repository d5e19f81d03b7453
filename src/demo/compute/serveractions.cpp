#include "demo/compute/computeservice.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QString tooLongOrShort(const QString &field, const QString &value)
{
    return u"Invalid input for field/attribute %1. Value: %2. '%2' is too %3"_qs.arg(
        field, value, value.isEmpty() ? u"short"_qs : u"long"_qs);
}

/// A value as a message quotes it: a text stands there bare.
QString quoted(const QJsonValue &value)
{
    return value.isString() ? value.toString() : pythonText(value);
}

QString notOfType(const QString &field, const QJsonValue &value, const QString &type)
{
    return u"Invalid input for field/attribute %1. Value: %2. %3 is not of type '%4'"_qs.arg(
        field, quoted(value), pythonText(value), type);
}

QString requiredIn(const QString &field, const QJsonValue &value, const QString &missing)
{
    return u"Invalid input for field/attribute %1. Value: %2. '%3' is a required property"_qs.arg(
        field, quoted(value), missing);
}

QString unexpectedIn(const QString &field, const QJsonValue &value, const QString &extra)
{
    return u"Invalid input for field/attribute %1. Value: %2. Additional properties are not allowed ('%3' was unexpected)"_qs
        .arg(field, quoted(value), extra);
}

} // namespace

HttpResponse ComputeService::serverAction(Call &call)
{
    const QString id = call.parameters[0];
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_qs);
    const QString name = call.body.keys().first();
    const auto found = m_actions.constFind(name);
    if (found == m_actions.cend())
        return fault(400, u"There is no such action: %1"_qs.arg(name));
    const QJsonValue argument = call.body.value(name);
    if (name == u"createImage" || name == u"createBackup") {
        if (!argument.isObject())
            return fault(400, notOfType(name, argument, u"object"_qs));
        const QJsonValue image = argument.toObject().value(u"name");
        if (image.isUndefined())
            return fault(400, requiredIn(name, argument, u"name"_qs));
        if (!image.isString())
            return fault(400, notOfType(u"name"_qs, image, u"string"_qs));
        const QString text = image.toString();
        if (text.isEmpty() || text.toUcs4().size() > 255)
            return fault(400, tooLongOrShort(u"name"_qs, text));
        const bool printable = std::all_of(text.begin(), text.end(),
                                           [](QChar c) { return c.isPrint() || c.isSurrogate(); });
        if (text != text.trimmed() || !printable)
            return fault(400, u"An invalid 'name' value was provided. The name must be: printable "
                              u"characters. Can not "
                              "start or end with whitespace."_qs);
        const QJsonValue given = argument.toObject().value(u"metadata");
        if (!given.isUndefined() && !given.isObject())
            return fault(400, notOfType(u"metadata"_qs, given, u"object"_qs));
        const QStringList fields = argument.toObject().keys();
        for (const QString &field : fields) {
            if (name == u"createImage" && field != u"name" && field != u"metadata")
                return fault(400, unexpectedIn(name, argument, field));
        }
        const QJsonObject metadata = given.toObject();
        static const QRegularExpression keyPattern(u"^[a-zA-Z0-9-_:. ]{1,255}$"_qs);
        for (auto it = metadata.begin(); it != metadata.end(); ++it) {
            if (!keyPattern.match(it.key()).hasMatch())
                return fault(
                    400,
                    u"Invalid input for field/attribute metadata. Value: %1. '%2' does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'"_qs
                        .arg(pythonText(metadata), it.key()));
            if (!it.value().isString())
                return fault(400, notOfType(it.key(), it.value(), u"string"_qs));
            if (it.value().toString().toUcs4().size() > 255)
                return fault(400, tooLongOrShort(it.key(), it.value().toVariant().toString()));
        }
    }
    Server *server = serverOf(call, id);
    if (server == nullptr) {
        const bool power = name == u"os-start" || name == u"os-stop";
        return power ? fault(404, u"Instance %1 has no mapping to a cell."_qs.arg(id))
                     : instanceNotFound(id);
    }
    if (!call.member())
        return denied(QString::fromLatin1(found->policy));
    if (found->blockedByLock && server->locked)
        return fault(409, u"Instance %1 is locked"_qs.arg(server->id));
    if (!found->vmStates.isEmpty()) {
        if (!found->vmStates.contains(server->vmState)) {
            return fault(409, u"Cannot '%1' instance %2 while it is in vm_state %3"_qs.arg(
                                  QString::fromLatin1(found->method), server->id, server->vmState));
        }
        if (!server->taskState.isEmpty())
            return conflict(QString::fromLatin1(found->method), *server);
    }
    return found->action(call, *server, argument);
}

void ComputeService::addPowerActions()
{
    // One state to another: what it is called, what it takes, what comes out.
    const auto transition = [this](const char *action, const char *policy, const char *method,
                                   QStringList from, const char *logged, const char *task,
                                   std::chrono::milliseconds duration, const char *to, int power) {
        m_actions.insert(
            QString::fromLatin1(action),
            {policy, method, std::move(from), true,
             [this, logged, task, duration, to, power](Call &call, Server &server,
                                                       const QJsonValue &) {
                 m_lifecycle.beginAction(
                     server, QString::fromLatin1(logged), call.requestId, call.token->userId,
                     u"compute_%1_instance"_qs.arg(QString::fromLatin1(logged)));
                 FaultInjector &faults = world().faults;
                 const bool fails = faults.takeActionFailure(QString::fromLatin1(logged));
                 const auto shutdown = server.slowShutdown ? 180'000ms : duration;
                 const auto takes = QLatin1StringView(task) == "powering-off"_L1
                                        ? faults.takeSlowShutdown().value_or(shutdown)
                                        : duration;
                 m_lifecycle.run(server, {{QString::fromLatin1(task), takes}},
                                 [this, to, power, fails, request = call.requestId](Server &row) {
                                     if (fails) {
                                         m_lifecycle.finishAction(
                                             row, request, false,
                                             u"Failed to reach the hypervisor"_qs);
                                         return;
                                     }
                                     row.vmState = QString::fromLatin1(to);
                                     row.powerState = power;
                                     if (power == 1)
                                         row.fault.reset();
                                     m_lifecycle.finishAction(row, request);
                                 });
                 return accepted();
             }});
    };
    transition("os-start", "servers:start", "start", {u"stopped"_qs}, "start", "powering-on",
               2500ms, "active", 1);
    transition("os-stop", "servers:stop", "stop", {u"active"_qs, u"error"_qs}, "stop",
               "powering-off", 3500ms, "stopped", 4);
    transition("pause", "os-pause-server:pause", "pause", {u"active"_qs}, "pause", "pausing",
               1000ms, "paused", 3);
    transition("unpause", "os-pause-server:unpause", "unpause", {u"paused"_qs}, "unpause",
               "unpausing", 1000ms, "active", 1);
    transition("suspend", "os-suspend-server:suspend", "suspend", {u"active"_qs}, "suspend",
               "suspending", 2500ms, "suspended", 4);
    transition("resume", "os-suspend-server:resume", "resume", {u"suspended"_qs}, "resume",
               "resuming", 2500ms, "active", 1);
    m_actions.insert(u"reboot"_qs, {"servers:reboot",
                                    "reboot",
                                    {},
                                    true,
                                    [this](Call &call, Server &server, const QJsonValue &argument) {
                                        return reboot(call, server, argument);
                                    }});
}

HttpResponse ComputeService::reboot(Call &call, Server &server, const QJsonValue &argument)
{
    if (!argument.isObject())
        return fault(400, notOfType(u"reboot"_qs, argument, u"object"_qs));
    if (!argument.toObject().contains(u"type"))
        return fault(400, requiredIn(u"reboot"_qs, argument, u"type"_qs));
    const QString type = argument.toObject().value(u"type").toString().toUpper();
    if (type != u"SOFT" && type != u"HARD") {
        return fault(
            400,
            u"Invalid input for field/attribute type. Value: %1. '%1' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']"_qs
                .arg(argument.toObject().value(u"type").toString()));
    }
    const bool hard = type == u"HARD";
    const QStringList allowed =
        hard ? QStringList{u"active"_qs, u"stopped"_qs, u"paused"_qs, u"suspended"_qs, u"error"_qs}
             : QStringList{u"active"_qs};
    if (!allowed.contains(server.vmState)) {
        return fault(409, u"Cannot 'reboot' instance %1 while it is in vm_state %2"_qs.arg(
                              server.id, server.vmState));
    }
    if (!server.taskState.isEmpty())
        return conflict(u"reboot"_qs, server);
    const QString suffix = hard ? u"_hard"_qs : QString();
    m_lifecycle.beginAction(server, u"reboot"_qs, call.requestId, call.token->userId,
                            u"compute_reboot_instance"_qs);
    m_lifecycle.run(server,
                    {{u"rebooting"_qs + suffix, 900ms},
                     {u"reboot_pending"_qs + suffix, 600ms},
                     {u"reboot_started"_qs + suffix, 3000ms}},
                    [this, request = call.requestId](Server &row) {
                        row.vmState = u"active"_qs;
                        row.powerState = 1;
                        row.fault.reset();
                        ++row.boots;
                        m_lifecycle.finishAction(row, request);
                    });
    return accepted();
}

void ComputeService::addOtherActions()
{
    const QStringList snapshotStates{u"active"_qs, u"stopped"_qs, u"paused"_qs, u"suspended"_qs};
    m_actions.insert(u"createImage"_qs,
                     {"servers:create_image", "createImage", snapshotStates, false,
                      [this](Call &call, Server &server, const QJsonValue &argument) {
                          return createImage(call, server, argument);
                      }});
    m_actions.insert(
        u"lock"_qs,
        {"os-lock-server:lock",
         "lock",
         {},
         false,
         [this](Call &call, Server &server, const QJsonValue &argument) {
             server.locked = true;
             if (call.microversion >= 73)
                 server.lockedReason = argument.toObject().value(u"locked_reason").toString();
             server.updated = world().now();
             m_lifecycle.beginAction(server, u"lock"_qs, call.requestId, call.token->userId);
             return accepted();
         }});
    m_actions.insert(u"unlock"_qs, {"os-lock-server:unlock",
                                    "unlock",
                                    {},
                                    false,
                                    [this](Call &call, Server &server, const QJsonValue &) {
                                        server.locked = false;
                                        server.lockedReason.clear();
                                        server.updated = world().now();
                                        m_lifecycle.beginAction(server, u"unlock"_qs,
                                                                call.requestId, call.token->userId);
                                        return accepted();
                                    }});
    m_actions.insert(u"os-getConsoleOutput"_qs,
                     {"os-console-output",
                      "get_console_output",
                      {},
                      false,
                      [this](Call &, Server &server, const QJsonValue &argument) {
                          return consoleOutput(server, argument.toObject());
                      }});
    const auto group = [this](const char *action, const char *policy, bool adds) {
        m_actions.insert(
            QString::fromLatin1(action),
            {policy,
             action,
             {},
             false,
             [this, adds](Call &, Server &server, const QJsonValue &argument) {
                 const QString name = argument.toObject().value(u"name").toString();
                 if (adds && !server.securityGroups.contains(name))
                     server.securityGroups.append(name);
                 else if (!adds && server.securityGroups.removeAll(name) == 0)
                     return fault(404,
                                  u"Security group %1 not associated with the instance %2"_qs.arg(
                                      name, server.id));
                 server.updated = world().now();
                 return accepted();
             }});
    };
    group("addSecurityGroup", "os-security-groups:add", true);
    group("removeSecurityGroup", "os-security-groups:remove", false);
}

HttpResponse ComputeService::consoleOutput(const Server &server, const QJsonObject &arguments) const
{
    if (server.hostId.isEmpty())
        return fault(409, u"Instance %1 is not ready"_qs.arg(server.id));
    const QString address = server.addresses.empty() ? u"none"_qs : server.addresses.front().ip;
    QStringList lines;
    for (int boot = 0; boot < server.boots; ++boot) {
        lines << u"[    0.000000] Booting the kernel on an emulated CPU"_qs
              << u"[    0.412077] virtio_blk virtio1: [vda] %1 GiB"_qs.arg(
                     std::max(1, server.flavor.disk))
              << u"[    1.038412] EXT4-fs (vda1): mounted filesystem with ordered data mode"_qs
              << u"[    2.250018] Network: eth0 has address %1"_qs.arg(address)
              << u"[    3.771904] Starting services: ssh cron %1"_qs.arg(
                     server.name.section(u'-', 0, 0))
              << QString() << u"%1 login: "_qs.arg(server.name);
    }
    const QJsonValue length = arguments.value(u"length");
    bool number = true;
    if (length.isString())
        static_cast<void>(length.toString().toInt(&number));
    if (!number) {
        return fault(
            400,
            u"Invalid input for field/attribute length. Value: %1. '%1' does not match '^-?[0-9]+$'"_qs
                .arg(length.toString()));
    }
    const int wanted = length.isUndefined() || length.isNull() ? -1 : length.toVariant().toInt();
    if (wanted >= 0 && wanted < lines.size())
        lines = lines.mid(lines.size() - wanted);
    return HttpResponse::json(200, {{u"output"_qs, QString(lines.join(u'\n') + u'\n')}});
}

} // namespace oriel::demo
