#include "demo/network/networkservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

NetworkService::NetworkService(World &world) : Service(world)
{
    addRoutes();
    addFloatingIpRoutes();
}

HttpResponse NetworkService::unauthorized(const HttpRequest &)
{
    return middlewareUnauthorized();
}

HttpResponse NetworkService::handle(const HttpRequest &request, const QString &rest)
{
    const QJsonArray links{QJsonObject{{u"rel"_qs, u"self"_qs},
                                       {u"href"_qs, QString(world().base + u"/network/v2.0/")}}};
    if (rest.isEmpty()) {
        const QJsonObject version{
            {u"id"_qs, u"v2.0"_qs}, {u"status"_qs, u"CURRENT"_qs}, {u"links"_qs, links}};
        return HttpResponse::json(200, {{u"versions"_qs, QJsonArray{version}}});
    }
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    const auto finish = [&](HttpResponse response) {
        return response.with("X-Openstack-Request-Id", call.requestId);
    };
    if (call.token == nullptr || call.token->projectId.isEmpty())
        return finish(middlewareUnauthorized());
    if (rest == u"v2.0" && request.method == "GET") {
        QJsonArray resources;
        for (const QString &name : {u"network"_qs, u"subnet"_qs, u"port"_qs}) {
            const QJsonObject self{
                {u"rel"_qs, u"self"_qs},
                {u"href"_qs, QString(world().base + u"/network/v2.0/" + name + u's')}};
            resources.append(QJsonObject{{u"name"_qs, name},
                                         {u"collection"_qs, QString(name + u's')},
                                         {u"links"_qs, QJsonArray{self}}});
        }
        return finish(HttpResponse::json(200, {{u"resources"_qs, resources}}));
    }
    const Router::Match match = m_router.find(request.method, rest);
    if (match.outcome == Router::Outcome::NoPath)
        return finish(fault(404, u"HTTPNotFound"_qs, u"The resource could not be found."_qs));
    if (match.outcome == Router::Outcome::NoMethod) {
        // What the demo cloud's network cannot change, it refuses to everybody.
        const QString verb = request.method == "POST"     ? u"create"_qs
                             : request.method == "DELETE" ? u"delete"_qs
                                                          : u"update"_qs;
        return finish(fault(403, u"PolicyNotAuthorized"_qs,
                            u"(rule:%1_%2 and (%1_%2)) is disallowed by policy"_qs.arg(
                                verb, rest.section(u'/', 1, 1))));
    }
    call.parameters = match.parameters;
    const auto body = parsedBody(request);
    if (!body)
        return finish(fault(400, u"HTTPBadRequest"_qs, u"Malformed request body"_qs));
    call.body = *body;
    return finish((*match.handler)(call));
}

HttpResponse NetworkService::fault(int status, const QString &type, const QString &message)
{
    return HttpResponse::json(
        status,
        {{u"NeutronError"_qs,
          QJsonObject{{u"type"_qs, type}, {u"message"_qs, message}, {u"detail"_qs, QString()}}}});
}

HttpResponse NetworkService::list(const QString &collection, const QJsonArray &rows,
                                  const Call &call)
{
    static const QStringList reserved{u"fields"_qs,   u"limit"_qs,    u"marker"_qs,
                                      u"sort_key"_qs, u"sort_dir"_qs, u"page_reverse"_qs};
    QHash<QString, QStringList> filters;
    QStringList fields;
    for (const auto &[key, value] : call.request.query) {
        if (key == u"fields")
            fields.append(value);
        else if (!reserved.contains(key))
            filters[key].append(value);
    }
    const auto spelled = [](const QJsonValue &value) {
        return value.toVariant().toString().toLower();
    };
    std::vector<QJsonObject> kept;
    for (const auto &entry : rows) {
        const QJsonObject row = entry.toObject();
        bool fits = true;
        for (auto it = filters.begin(); fits && it != filters.end(); ++it) {
            if (it.key() == u"fixed_ips") {
                const QString address = it.value().first().section(u'=', 1);
                const QJsonArray fixed = row.value(it.key()).toArray();
                fits = std::any_of(fixed.begin(), fixed.end(), [&](const QJsonValue &ip) {
                    return ip.toObject().value(u"ip_address").toString() == address;
                });
            } else if (it.key() == u"router:external") {
                // A network without the key is none, and is found as such.
                const QString external = row.value(it.key()).toBool() ? u"true"_qs : u"false"_qs;
                fits = it.value().first().toLower() == external;
            } else if (row.contains(it.key())) {
                fits =
                    std::any_of(it.value().begin(), it.value().end(), [&](const QString &wanted) {
                        return spelled(row.value(it.key())) == wanted.toLower();
                    });
            }
        }
        if (fits)
            kept.push_back(row);
    }
    const QString sortKey = call.argument(u"sort_key");
    if (!sortKey.isEmpty()) {
        const bool descending = call.argument(u"sort_dir") == u"desc";
        std::stable_sort(kept.begin(), kept.end(), [&](const QJsonObject &a, const QJsonObject &b) {
            const int compared = spelled(a.value(sortKey)).compare(spelled(b.value(sortKey)));
            return descending ? compared > 0 : compared < 0;
        });
    }
    auto from = kept.begin();
    const QString marker = call.argument(u"marker");
    if (!marker.isEmpty()) {
        from = std::find_if(kept.begin(), kept.end(), [&](const QJsonObject &row) {
            return row.value(u"id").toString() == marker;
        });
        if (from == kept.end())
            return fault(404, u"HTTPNotFound"_qs,
                         u"The marker %1 could not be found."_qs.arg(marker));
        ++from;
    }
    const int limit = call.argument(u"limit").toInt();
    auto to = limit > 0 && kept.end() - from > limit ? from + limit : kept.end();
    QJsonArray bodies;
    for (auto it = from; it != to; ++it) {
        QJsonObject body;
        for (const QString &field : fields) {
            if (it->contains(field))
                body.insert(field, it->value(field));
        }
        bodies.append(fields.isEmpty() ? *it : body);
    }
    QString key = collection;
    key.replace(u'-', u'_');
    QJsonObject answer{{key, bodies}};
    if (limit > 0 && bodies.size() == limit) {
        const QString last = std::prev(to)->value(u"id").toString();
        const QString href = QString::fromUtf8(call.request.header("host"));
        answer.insert(key + u"_links",
                      QJsonArray{QJsonObject{
                          {u"rel"_qs, u"next"_qs},
                          {u"href"_qs, QString(u"http://" + href + u"/network/" + call.rest +
                                               nextQuery(call.request, last))}}});
    }
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
