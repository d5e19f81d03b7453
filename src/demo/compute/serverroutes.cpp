#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

#include <QtCore/QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

/// The ingress rules as in Nova's old network API: from a group, or from a range of addresses.
QJsonArray novaRules(const SecurityGroup &group)
{
    QJsonArray rows;
    for (const SecurityGroupRule &rule : group.rules) {
        if (rule.direction != u"ingress")
            continue;
        const auto orNull = [](const std::optional<int> &port) {
            return port ? QJsonValue(*port) : QJsonValue(QJsonValue::Null);
        };
        const bool fromGroup = !rule.remoteGroupId.isEmpty();
        const QString everywhere = rule.ethertype == u"IPv6" ? u"::/0"_s : u"0.0.0.0/0"_s;
        const QString from = rule.remotePrefix.isEmpty() ? everywhere : rule.remotePrefix;
        rows.append(QJsonObject{
            {u"id"_s, rule.id},
            {u"parent_group_id"_s, group.id},
            {u"ip_protocol"_s,
             rule.protocol.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(rule.protocol)},
            {u"from_port"_s, orNull(rule.portMin)},
            {u"to_port"_s, orNull(rule.portMax)},
            {u"group"_s,
             fromGroup ? QJsonObject{{u"name"_s, group.name}, {u"tenant_id"_s, group.projectId}}
                       : QJsonObject()},
            {u"ip_range"_s, fromGroup ? QJsonObject() : QJsonObject{{u"cidr"_s, from}}}});
    }
    return rows;
}

QJsonObject novaGroup(const SecurityGroup &group)
{
    return {{u"id"_s, group.id},
            {u"name"_s, group.name},
            {u"description"_s, group.description},
            {u"tenant_id"_s, group.projectId},
            {u"rules"_s, novaRules(group)}};
}

QJsonObject actionBody(const Server &server, const InstanceAction &action, int micro)
{
    QJsonObject body{{u"action"_s, action.action},
                     {u"instance_uuid"_s, server.id},
                     {u"request_id"_s, action.requestId},
                     {u"user_id"_s, action.userId},
                     {u"project_id"_s, server.projectId},
                     {u"start_time"_s, isoMicro(action.start)},
                     {u"message"_s, action.message.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                             : QJsonValue(action.message)}};
    if (micro >= 58)
        body.insert(u"updated_at"_s, isoMicro(action.updated));
    return body;
}

QJsonArray eventBodies(const Server &server, const InstanceAction &action, int micro)
{
    QJsonArray events;
    for (const ActionEvent &event : action.events) {
        QJsonObject body{{u"event"_s, event.name},
                         {u"start_time"_s, isoMicro(event.start)},
                         {u"finish_time"_s, event.finish ? QJsonValue(isoMicro(*event.finish))
                                                         : QJsonValue(QJsonValue::Null)},
                         {u"result"_s, event.result.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                              : QJsonValue(event.result)}};
        if (micro >= 62)
            body.insert(u"hostId"_s, server.hostId);
        if (micro >= 84 && !event.details.isEmpty())
            body.insert(u"details"_s, event.details);
        events.append(body);
    }
    return events;
}

} // namespace

void ComputeService::addServerRoutes()
{
    namespace schemas = computeschemas;
    m_router.add("GET", "v2.1/servers", [this](Call &call) { return listServers(call, false); },
                 {.query = &schemas::listServers});
    m_router.add("GET", "v2.1/servers/detail",
                 [this](Call &call) { return listServers(call, true); },
                 {.query = &schemas::listServers});
    m_router.add("POST", "v2.1/servers", [this](Call &call) { return createServer(call); },
                 {.body = &schemas::createServer});
    m_router.add("POST", "v2.1/servers/{}/action",
                 [this](Call &call) { return serverAction(call); });
    m_router.add("GET", "v2.1/servers/{}", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"server"_s, serverBody(*server, call, true, false)}});
    });
    m_router.add("PUT", "v2.1/servers/{}", [this](Call &call) { return updateServer(call); },
                 {.body = &schemas::updateServer});
    m_router.add("DELETE", "v2.1/servers/{}", [this](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"servers:delete"_s);
        if (server->locked)
            return fault(409, u"Instance %1 is locked"_s.arg(server->id));
        if (server->taskState != u"deleting") {
            // A server that never ran is not kept.
            const bool keeps = world().options().reclaim.count() > 0 && server->launched;
            m_lifecycle.beginAction(*server, u"delete"_s, call.requestId, call.token->userId,
                                    keeps ? u"compute_soft_delete_instance"_s
                                          : u"compute_terminate_instance"_s);
            if (keeps)
                m_lifecycle.softDelete(*server, call.requestId);
            else
                m_lifecycle.remove(*server, call.requestId);
        }
        HttpResponse response = HttpResponse::empty(204);
        response.contentType = QByteArrayLiteral("application/json");
        return response;
    });
    m_router.add("GET", "v2.1/servers/{}/ips", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        return HttpResponse::json(
            200, {{u"addresses"_s, serverBody(*server, call, true, false).value(u"addresses")}});
    });
    m_router.add("GET", "v2.1/servers/{}/ips/{}", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        const QString network = call.parameters[1];
        const QJsonObject all =
            serverBody(*server, call, true, false).value(u"addresses").toObject();
        if (!all.contains(network))
            return fault(404, u"Instance is not a member of specified network"_s);
        return HttpResponse::json(200, {{network, all.value(network)}});
    });
    const auto metadata = [this](Call &call) {
        return serverMetadata(call);
    };
    m_router.add("GET", "v2.1/servers/{}/metadata", metadata);
    for (const char *method : {"PUT", "POST"})
        m_router.add(method, "v2.1/servers/{}/metadata", metadata, {.body = &schemas::metadata});
    for (const char *method : {"GET", "DELETE"})
        m_router.add(method, "v2.1/servers/{}/metadata/{}", metadata);
    m_router.add("PUT", "v2.1/servers/{}/metadata/{}", metadata, {.body = &schemas::metadataItem});
    m_router.add(
        "GET", "v2.1/servers/{}/tags",
        [this](Call &call) {
            const Server *server = serverOf(call, call.parameters[0]);
            if (server == nullptr)
                return unmapped(call.parameters[0]);
            return HttpResponse::json(200, {{u"tags"_s, QJsonArray::fromStringList(server->tags)}});
        },
        {.from = 26});
    m_router.add("GET", "v2.1/servers/{}/tags/{}",
                 [this](Call &call) {
                     const Server *server = serverOf(call, call.parameters[0]);
                     if (server == nullptr)
                         return unmapped(call.parameters[0]);
                     if (!server->tags.contains(call.parameters[1]))
                         return fault(404, u"Server %1 has no tag '%2'"_s.arg(server->id,
                                                                              call.parameters[1]));
                     HttpResponse response = HttpResponse::empty(204);
                     response.contentType = QByteArrayLiteral("application/json");
                     return response;
                 },
                 {.from = 26});
    for (const char *method : {"PUT", "DELETE"})
        m_router.add(method, "v2.1/servers/{}/tags/{}",
                     [this](Call &call) { return changeServerTag(call); }, {.from = 26});
    m_router.add("GET", "v2.1/servers/{}/os-security-groups", [this](Call &call) {
        const Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        QJsonArray rows;
        for (const auto &group : state().securityGroups.rows()) {
            if (group->projectId == server->projectId &&
                server->securityGroups.contains(group->name))
                rows.append(novaGroup(*group));
        }
        return HttpResponse::json(200, {{u"security_groups"_s, rows}});
    });
    const auto groups = [this](Call &call) {
        QJsonArray rows;
        for (const auto &group : state().securityGroups.rows()) {
            if (group->projectId == call.project())
                rows.append(novaGroup(*group));
        }
        return HttpResponse::json(200, {{u"security_groups"_s, rows}});
    };
    m_router.add("GET", "v2.1/os-security-groups", groups, {.until = 35});
    const auto group = [this](Call &call) {
        const SecurityGroup *found = state().securityGroups.find(call.parameters[0]);
        if (found == nullptr || found->projectId != call.project())
            return fault(404, u"Security group %1 does not exist\nNeutron server returns "
                              "request_ids: ['%2']"_s.arg(
                                  call.parameters[0], QString::fromLatin1(world().requestId())));
        return HttpResponse::json(200, {{u"security_group"_s, novaGroup(*found)}});
    };
    m_router.add("GET", "v2.1/os-security-groups/{}", group, {.until = 35});
    m_router.add("GET", "v2.1/servers/{}/os-instance-actions",
                 [this](Call &call) {
                     // From 2.21 on, the actions of deleted servers are listed too.
                     Server *server = state().servers.find(call.parameters[0]);
                     if (server == nullptr || server->projectId != call.project() ||
                         (server->vmState == u"deleted" && call.microversion < 21))
                         return instanceNotFound(call.parameters[0]);
                     return listActions(call, *server);
                 },
                 {.query = &schemas::listActions});
    m_router.add("GET", "v2.1/servers/{}/os-instance-actions/{}", [this](Call &call) {
        Server *server = state().servers.find(call.parameters[0]);
        if (server == nullptr || server->projectId != call.project())
            return instanceNotFound(call.parameters[0]);
        for (const InstanceAction &action : server->actions) {
            if (action.requestId != call.parameters[1])
                continue;
            QJsonObject body = actionBody(*server, action, call.microversion);
            if (call.microversion >= 51)
                body.insert(u"events"_s, eventBodies(*server, action, call.microversion));
            return HttpResponse::json(200, {{u"instanceAction"_s, body}});
        }
        return fault(404, u"Action %1 not found"_s.arg(call.parameters[1]));
    });
}

HttpResponse ComputeService::listActions(const Call &call, const Server &server) const
{
    const bool paged = call.microversion >= 58;
    int limit = 1000;
    if (paged && call.has(u"limit")) {
        bool number = false;
        const int asked = call.argument(u"limit").toInt(&number);
        limit = number ? std::min(limit, asked) : limit;
    }
    auto it = server.actions.rbegin();
    if (paged && call.has(u"marker")) {
        const QString marker = call.argument(u"marker");
        it = std::find_if(it, server.actions.rend(),
                          [&](const InstanceAction &action) { return action.requestId == marker; });
        if (it == server.actions.rend())
            return fault(400, u"Marker None could not be found."_s); // nova's own message
        ++it;
    }
    const QDateTime since = parsedTime(call.argument(u"changes-since"));
    const QDateTime before = parsedTime(call.argument(u"changes-before"));
    QJsonArray rows;
    QString last;
    for (; it != server.actions.rend() && rows.size() < limit; ++it) {
        if ((paged && since.isValid() && it->updated < since) ||
            (call.microversion >= 66 && before.isValid() && it->updated > before))
            continue;
        rows.append(actionBody(server, *it, call.microversion));
        last = it->requestId;
    }
    QJsonObject answer{{u"instanceActions"_s, rows}};
    if (paged && !rows.isEmpty() && rows.size() == limit) {
        const QString href =
            world().base + u"/compute/" + call.rest + nextQuery(call.request, last);
        answer.insert(u"links"_s,
                      QJsonArray{QJsonObject{{u"rel"_s, u"next"_s}, {u"href"_s, href}}});
    }
    return HttpResponse::json(200, answer);
}

HttpResponse ComputeService::updateServer(Call &call)
{
    const QJsonObject wanted = call.body.value(u"server").toObject();
    const QJsonValue name = wanted.value(u"name");
    Server *server = serverOf(call, call.parameters[0]);
    if (server == nullptr)
        return instanceNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"servers:update"_s);
    if (!name.isUndefined()) {
        if (server->launchName.isNull())
            server->launchName = server->name;
        server->name = name.toString();
    }
    if (wanted.contains(u"description") && call.microversion >= 19)
        server->description = textOrNone(wanted.value(u"description"));
    server->updated = world().now();
    return HttpResponse::json(200, {{u"server"_s, updatedBody(*server, call)}});
}

QJsonObject ComputeService::updatedBody(const Server &server, const Call &call) const
{
    QJsonObject body = serverBody(server, call, true, false);
    if (call.microversion >= 75)
        return body;
    // Up to 2.74, an update returns only the first API's keys and those that later versions added
    // to it.
    const QStringList keys = body.keys();
    for (const QString &key : keys) {
        if ((key.startsWith(u"OS-") || key.startsWith(u"os-")) && key != u"OS-DCF:diskConfig")
            body.remove(key);
    }
    for (const QString &key : {u"key_name"_s, u"config_drive"_s, u"security_groups"_s})
        body.remove(key);
    QJsonObject addresses = body.value(u"addresses").toObject();
    for (auto it = addresses.begin(); it != addresses.end(); ++it) {
        QJsonArray plain;
        const QJsonArray rows = it.value().toArray();
        for (const auto &row : rows)
            plain.append(QJsonObject{{u"addr"_s, row.toObject().value(u"addr")},
                                     {u"version"_s, row.toObject().value(u"version")}});
        it.value() = plain;
    }
    body.insert(u"addresses"_s, addresses);
    return body;
}

/// Unlike metadata, tags are not protected by a lock, and changing them is no update of the server.
HttpResponse ComputeService::changeServerTag(const Call &call)
{
    Server *server = serverOf(call, call.parameters[0]);
    const QString tag = call.parameters[1];
    const bool adds = call.request.method == "PUT";
    if (server == nullptr)
        return unmapped(call.parameters[0]);
    if (!call.member())
        return denied(adds ? u"os-server-tags:update"_s : u"os-server-tags:delete"_s);
    static const QStringList allowed{u"active"_s, u"paused"_s, u"suspended"_s, u"stopped"_s};
    if (const auto refused =
            wrongState(adds ? u"update tag"_s : u"delete tag"_s, *server, allowed, std::nullopt))
        return *refused;
    HttpResponse response = HttpResponse::empty(204);
    if (!adds) {
        response.contentType = QByteArrayLiteral("application/json");
        if (server->tags.removeAll(tag) == 0)
            return fault(404, u"Instance %1 has no tag '%2'"_s.arg(server->id, tag));
        return response;
    }
    constexpr qsizetype mostTags = 50;
    constexpr qsizetype longestTag = 60;
    const auto invalid = [&](const QString &why) {
        return fault(400, u"Tag '%1' is invalid. It must be a non empty string without characters "
                          "'/' and ','. Validation error message: %2"_s.arg(tag, why));
    };
    if (tag.contains(u',') || tag.contains(u'/'))
        return invalid(u"'%1' does not match '^[^,/]*$'"_s.arg(tag));
    if (tag.toUcs4().size() > longestTag)
        return invalid(u"'%1' is too long"_s.arg(tag));
    if (server->tags.size() >= mostTags)
        return fault(400, u"The number of tags exceeded the per-server limit %1"_s.arg(mostTags));
    response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
    if (server->tags.contains(tag))
        return response;
    server->tags.append(tag);
    response.status = 201;
    // Nova does not escape the tag.
    return response.with(
        "Location",
        (world().base + u"/compute/" + QUrl::fromPercentEncoding(call.rest.toUtf8())).toUtf8());
}

HttpResponse ComputeService::serverMetadata(Call &call)
{
    Server *server = serverOf(call, call.parameters[0]);
    if (server == nullptr)
        return instanceNotFound(call.parameters[0]);
    const QByteArray method = call.request.method;
    const bool single = call.parameters.size() == 2;
    const bool writes = method != "GET" && method != "HEAD";
    if (writes && !call.member())
        return denied(method == "DELETE" ? u"server-metadata:delete"_s
                      : method == "POST" ? u"server-metadata:create"_s
                      : single           ? u"server-metadata:update"_s
                                         : u"server-metadata:update_all"_s);
    if (single && method != "PUT" && !server->metadata.contains(call.parameters[1]))
        return fault(404, u"Metadata item was not found"_s);
    if (writes) {
        if (server->locked)
            return fault(409, u"Instance %1 is locked"_s.arg(server->id));
        const QString change = method == "DELETE" ? u"delete metadata"_s : u"update metadata"_s;
        if (const auto refused =
                wrongState(change, *server,
                           {u"active"_s, u"paused"_s, u"suspended"_s, u"stopped"_s}, std::nullopt))
            return *refused;
        server->updated = world().now();
    }
    if (method == "DELETE") {
        server->metadata.remove(call.parameters[1]);
        HttpResponse response = HttpResponse::empty(204);
        response.contentType = QByteArrayLiteral("application/json");
        return response;
    }
    const QJsonObject given = call.body.value(single ? u"meta"_s : u"metadata"_s).toObject();
    if (single && method == "PUT" && !given.contains(call.parameters[1]))
        return fault(400, u"Request body and URI mismatch"_s);
    auto merged = method == "PUT" && !single ? QMap<QString, QString>() : server->metadata;
    for (auto it = given.begin(); it != given.end(); ++it)
        merged.insert(it.key(), it.value().toString());
    if (merged.size() > largestMetadata)
        return fault(403, tooMuchMetadata());
    if (method == "PUT" && !single)
        server->metadata.clear();
    for (auto it = given.begin(); method != "GET" && it != given.end(); ++it)
        server->metadata.insert(it.key(), it.value().toString());
    QJsonObject body;
    for (auto it = server->metadata.begin(); it != server->metadata.end(); ++it) {
        if (!single || it.key() == call.parameters[1])
            body.insert(it.key(), it.value());
    }
    return HttpResponse::json(200, {{single ? u"meta"_s : u"metadata"_s, body}});
}

} // namespace oriel::demo
