#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

void ComputeService::addConsoleRoutes()
{
    namespace schemas = computeschemas;
    m_router.add("POST", "v2.1/servers/{}/remote-consoles",
                 [this](Call &call) {
                     const Server *server = serverOf(call, call.parameters[0]);
                     if (server == nullptr)
                         return instanceNotFound(call.parameters[0]);
                     QJsonObject console = call.body.value(u"remote_console").toObject();
                     auto address =
                         consoleAddress(call, *server, console.value(u"protocol").toString(),
                                        console.value(u"type").toString());
                     if (auto *refused = std::get_if<HttpResponse>(&address))
                         return *refused;
                     console.insert(u"url"_s, std::get<QString>(address));
                     return HttpResponse::json(200, {{u"remote_console"_s, console}});
                 },
                 {.body = &schemas::remoteConsole, .from = 6});
    // What it was before 2.6.
    const struct
    {
        const char *action;
        const char *protocol;
        std::function<Schema(int)> schema;
    } rules[] = {{"os-getVNCConsole", "vnc", &schemas::vncConsole},
                 {"os-getSPICEConsole", "spice", &schemas::spiceConsole},
                 {"os-getRDPConsole", "rdp", &schemas::rdpConsole},
                 {"os-getSerialConsole", "serial", &schemas::serialConsole}};
    for (const auto &rule : rules) {
        m_actions.insert(
            QString::fromLatin1(rule.action),
            {"os-remote-consoles",
             "get_console",
             {},
             false,
             [this, protocol = QString::fromLatin1(rule.protocol)](Call &call, Server &server,
                                                                   const QJsonValue &argument) {
                 const QString type = argument.toObject().value(u"type").toString();
                 auto address = consoleAddress(call, server, protocol, type);
                 if (auto *refused = std::get_if<HttpResponse>(&address))
                     return *refused;
                 return HttpResponse::json(
                     200, {{u"console"_s, QJsonObject{{u"type"_s, type},
                                                      {u"url"_s, std::get<QString>(address)}}}});
             },
             rule.schema,
             5});
    }
}

/// The hosts of the demo cloud have noVNC only.
std::variant<QString, HttpResponse> ComputeService::consoleAddress(const Call &call,
                                                                   const Server &server,
                                                                   const QString &protocol,
                                                                   const QString &type)
{
    if (!call.member())
        return denied(u"os-remote-consoles"_s);
    if (server.hostId.isEmpty())
        return fault(409, u"Instance %1 is not ready"_s.arg(server.id));
    if (protocol != u"vnc")
        return fault(400, u"Unavailable console type %1."_s.arg(type));
    if (type != u"novnc")
        return fault(400, u"Invalid console type %1"_s.arg(type));
    constexpr auto lifetime = 600s; // Nova's [consoleauth] token_ttl
    const QDateTime now = world().now();
    state().consoles.removeIf([&now](const auto &console) { return console->expires < now; });
    const QString token = world().uuid();
    state().consoles.insert(token, {server.id, now.addSecs(lifetime.count())});
    return world().base + u"/console/vnc_lite.html?path=%3Ftoken%3D"_s + token;
}

} // namespace oriel::demo
