#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"
#include "demo/compute/placement.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

HttpResponse ComputeService::serverGroupNotFound(const QString &id)
{
    return fault(404, u"Instance group %1 could not be found."_s.arg(id));
}

ServerGroup *ComputeService::serverGroupOf(const Call &call, const QString &id) const
{
    ServerGroup *group = state().serverGroups.find(id);
    return group != nullptr && group->projectId == call.project() ? group : nullptr;
}

QJsonObject ComputeService::serverGroupBody(const ServerGroup &group, const Call &call) const
{
    QJsonArray members;
    for (const Server *member : Placement(state()).membersOf(group))
        members.append(member->id);
    QJsonObject body{{u"id"_s, group.id}, {u"name"_s, group.name}, {u"members"_s, members}};
    if (call.microversion >= 64) {
        body.insert(u"policy"_s, group.policy);
        body.insert(u"rules"_s, group.mostPerHost == 1
                                    ? QJsonObject()
                                    : QJsonObject{{u"max_server_per_host"_s, group.mostPerHost}});
    } else {
        body.insert(u"policies"_s, QJsonArray{group.policy});
        body.insert(u"metadata"_s, QJsonObject());
    }
    if (call.microversion >= 13) {
        body.insert(u"project_id"_s, group.projectId);
        body.insert(u"user_id"_s, group.userId);
    }
    return body;
}

HttpResponse ComputeService::createServerGroup(Call &call)
{
    if (!call.member())
        return denied(u"os-server-groups:create"_s);
    const auto &rows = state().serverGroups.rows();
    const auto owned = std::ranges::count_if(
        rows, [&](const auto &group) { return group->projectId == call.project(); });
    if (owned >= mostServerGroups)
        return fault(403, u"Quota exceeded, too many server groups."_s);
    const QJsonObject wanted = call.body.value(u"server_group").toObject();
    ServerGroup group;
    group.id = world().uuid();
    group.name = wanted.value(u"name").toString();
    group.projectId = call.project();
    group.userId = call.token->userId;
    group.policy = call.microversion >= 64 ? wanted.value(u"policy").toString()
                                           : wanted.value(u"policies").toArray().first().toString();
    const QJsonObject rules = wanted.value(u"rules").toObject();
    if (!rules.isEmpty()) {
        if (group.policy != u"anti-affinity")
            return fault(400, u"Only anti-affinity policy supports rules."_s);
        group.mostPerHost = rules.value(u"max_server_per_host").toVariant().toInt();
    }
    const ServerGroup &added = state().serverGroups.add(std::move(group));
    return HttpResponse::json(200, {{u"server_group"_s, serverGroupBody(added, call)}});
}

void ComputeService::addServerGroupRoutes()
{
    namespace schemas = computeschemas;
    m_router.add("GET", "v2.1/os-server-groups",
                 [this](Call &call) {
                     const int offset = call.argument(u"offset").toInt();
                     const int limit = call.argument(u"limit").toInt();
                     QJsonArray rows;
                     int seen = 0;
                     for (const auto &group : state().serverGroups.rows()) {
                         if (group->projectId != call.project() || seen++ < offset)
                             continue;
                         // A limit of 0 is the same as none.
                         if (limit == 0 || rows.size() < limit)
                             rows.append(serverGroupBody(*group, call));
                     }
                     return HttpResponse::json(200, {{u"server_groups"_s, rows}});
                 },
                 {.query = &schemas::listServerGroups});
    m_router.add("POST", "v2.1/os-server-groups",
                 [this](Call &call) { return createServerGroup(call); },
                 {.body = &schemas::createServerGroup});
    m_router.add("GET", "v2.1/os-server-groups/{}", [this](Call &call) {
        const ServerGroup *group = serverGroupOf(call, call.parameters[0]);
        if (group == nullptr)
            return serverGroupNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"server_group"_s, serverGroupBody(*group, call)}});
    });
    m_router.add("DELETE", "v2.1/os-server-groups/{}", [this](Call &call) {
        const ServerGroup *group = serverGroupOf(call, call.parameters[0]);
        if (group == nullptr)
            return serverGroupNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"os-server-groups:delete"_s);
        state().serverGroups.remove(group->id);
        HttpResponse response = HttpResponse::empty(204);
        response.contentType = QByteArrayLiteral("application/json");
        return response;
    });
}

} // namespace oriel::demo
