#include "demo/network/networkservice.h"

#include <QtCore/QUrl>

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
    const QByteArray accept = request.header("accept");
    if (!accept.isEmpty() && !accept.contains("json") && !accept.contains("*/*")) {
        return finish(fault(406, u"HTTPNotAcceptable"_qs,
                            u"The server could not comply with the request since it is either "
                            "malformed or otherwise incorrect."_qs));
    }
    // A method that is none of the resource's, and one that wants an id.
    const bool ofRows = rest.count(u'/') == 1;
    const QStringList methods = ofRows ? QStringList{u"GET"_qs, u"POST"_qs, u"PUT"_qs, u"DELETE"_qs}
                                       : QStringList{u"GET"_qs, u"PUT"_qs, u"DELETE"_qs};
    if (!methods.contains(QString::fromLatin1(request.method))) {
        return finish(fault(405, u"HTTPMethodNotAllowed"_qs,
                            u"The server could not comply with the request since it is either "
                            "malformed or otherwise incorrect."_qs));
    }
    if (ofRows && (request.method == "PUT" || request.method == "DELETE"))
        return finish(rowNotFound(rest.section(u'/', 1), u"None"_qs));
    if (match.outcome == Router::Outcome::NoMethod) {
        // What the demo cloud's network cannot change, it refuses to everybody.
        const QString verb = request.method == "POST"     ? u"create"_qs
                             : request.method == "DELETE" ? u"delete"_qs
                                                          : u"update"_qs;
        return finish(fault(403, u"PolicyNotAuthorized"_qs,
                            u"rule:%1_%2 is disallowed by policy"_qs.arg(
                                verb, rest.section(u'/', 1, 1).chopped(1).replace(u'-', u'_'))));
    }
    call.parameters = match.parameters;
    const auto body = parsedBody(request);
    if (!body)
        return finish(fault(400, u"HTTPBadRequest"_qs, u"Malformed request body"_qs));
    call.document = *body;
    call.body = body->toObject();
    return finish((*match.handler)(call));
}

HttpResponse NetworkService::fault(int status, const QString &type, const QString &message)
{
    return HttpResponse::json(
        status,
        {{u"NeutronError"_qs,
          QJsonObject{{u"type"_qs, type}, {u"message"_qs, message}, {u"detail"_qs, QString()}}}});
}

HttpResponse NetworkService::rowNotFound(const QString &collection, const QString &id)
{
    if (collection == u"security-groups")
        return fault(404, u"SecurityGroupNotFound"_qs,
                     u"Security group %1 does not exist"_qs.arg(id));
    if (collection == u"security-group-rules")
        return fault(404, u"SecurityGroupRuleNotFound"_qs,
                     u"Security group rule %1 does not exist"_qs.arg(id));
    if (collection == u"floatingips")
        return floatingIpNotFound(id);
    QString kind = collection.chopped(1);
    kind[0] = kind[0].toUpper();
    return fault(404, kind + u"NotFound", u"%1 %2 could not be found."_qs.arg(kind, id));
}

std::optional<HttpResponse> NetworkService::refusedQuery(const QString &collection,
                                                         const QJsonArray &rows, const Call &call,
                                                         const QHash<QString, QStringList> &filters)
{
    const auto invalid = [](const QString &text) {
        return fault(400, u"InvalidInput"_qs, u"Invalid input for operation: "_qs + text);
    };
    const QString limit = call.argument(u"limit");
    bool number = true;
    const int asked = call.has(u"limit") ? limit.toInt(&number) : 0;
    if (!number || asked < 0)
        return fault(
            400, u"BadRequest"_qs,
            u"Bad limit request: Limit must be an integer 0 or greater and not '%1'."_qs.arg(
                limit));
    // The attributes are those of the rows, and of rows that could be there.
    QStringList known{u"tags"_qs,         u"tags-any"_qs,        u"not-tags"_qs,
                      u"not-tags-any"_qs, u"router:external"_qs, u"is_default"_qs};
    for (const auto &row : rows)
        known += row.toObject().keys();
    static const QHash<QString, QStringList> truths{
        {u"networks"_qs, {u"shared"_qs, u"admin_state_up"_qs, u"router:external"_qs}},
        {u"ports"_qs, {u"admin_state_up"_qs}},
        {u"subnets"_qs, {u"enable_dhcp"_qs, u"shared"_qs}}};
    static const QStringList numbers{u"mtu"_qs, u"ip_version"_qs};
    static const QStringList yesNo{u"true"_qs, u"false"_qs, u"1"_qs, u"0"_qs, u"t"_qs, u"f"_qs};
    for (auto it = filters.begin(); it != filters.end(); ++it) {
        const QString value = it.value().first();
        if (!rows.isEmpty() && !known.contains(it.key()))
            return fault(400, u"HTTPBadRequest"_qs,
                         u"['%1'] is invalid attribute for filtering"_qs.arg(it.key()));
        if (truths.value(collection).contains(it.key()) && !yesNo.contains(value.toLower()))
            return invalid(u"'%1' cannot be converted to boolean."_qs.arg(value));
        bool whole = true;
        if (numbers.contains(it.key()))
            static_cast<void>(value.toInt(&whole));
        if (!whole)
            return invalid(u"'%1' is not an integer."_qs.arg(value));
        if (it.key() == u"cidr" && !value.contains(u'/'))
            return invalid(u"%1 is not in a CIDR format."_qs.arg(value));
        if (it.key() == u"fixed_ips" && !value.contains(u'='))
            return invalid(u"'%1' is not of the form <key>=[value]."_qs.arg(value));
    }
    QStringList keys;
    QStringList directions;
    for (const auto &[name, value] : call.request.query) {
        if (name == u"sort_key")
            keys.append(value);
        else if (name == u"sort_dir")
            directions.append(value);
    }
    if (keys.size() != directions.size())
        return fault(400, u"HTTPBadRequest"_qs,
                     u"The number of sort_keys and sort_dirs must be same"_qs);
    for (const QString &key : std::as_const(keys)) {
        if (!rows.isEmpty() && !known.contains(key))
            return fault(400, u"HTTPBadRequest"_qs,
                         u"['%1'] is invalid attribute for sort_keys"_qs.arg(key));
    }
    for (const QString &direction : std::as_const(directions)) {
        if (direction != u"asc" && direction != u"desc")
            return fault(400, u"HTTPBadRequest"_qs,
                         u"['%1'] is invalid value for sort_dirs, valid value is 'asc' and "
                         "'desc'"_qs.arg(direction));
    }
    return std::nullopt;
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
    if (auto refused = refusedQuery(collection, rows, call, filters))
        return *refused;
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
    const int asked = call.argument(u"limit").toInt();
    const auto most = static_cast<std::ptrdiff_t>(kept.size());
    const std::ptrdiff_t limit = asked > 0 ? std::min<std::ptrdiff_t>(asked, most) : most;
    const bool paged = asked > 0;
    const bool backwards = call.argument(u"page_reverse").toLower() == u"true";
    // Without a limit neutron passes over the marker.
    const QString marker = paged ? call.argument(u"marker") : QString();
    auto from = kept.begin();
    auto to = kept.end();
    if (!marker.isEmpty()) {
        const auto found = std::find_if(kept.begin(), kept.end(), [&](const QJsonObject &row) {
            return row.value(u"id").toString() == marker;
        });
        if (found == kept.end())
            return rowNotFound(collection, marker);
        (backwards ? to : from) = backwards ? found : std::next(found);
    }
    if (backwards)
        from = to - from > limit ? to - limit : from;
    else
        to = to - from > limit ? from + limit : to;
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
    QJsonArray links;
    const auto link = [&](const QString &relation, const QString &id, bool reverse) {
        QString query;
        for (const auto &[name, value] : call.request.query) {
            if (name == u"marker" || name == u"page_reverse")
                continue;
            query += query.isEmpty() ? u'?' : u'&';
            query += name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value));
        }
        query += u"&marker=" + id;
        if (reverse)
            query += u"&page_reverse=True"_qs;
        links.append(QJsonObject{
            {u"rel"_qs, relation},
            {u"href"_qs, QString(u"http://" + QString::fromUtf8(call.request.header("host")) +
                                 u"/network/" + call.rest + query)}});
    };
    if (paged && !bodies.isEmpty()) {
        // A page that is not full is the last one; towards the front neutron does not know.
        if (backwards || bodies.size() == asked)
            link(u"next"_qs, std::prev(to)->value(u"id").toString(), false);
        if (!backwards || bodies.size() == asked)
            link(u"previous"_qs, from->value(u"id").toString(), true);
    }
    if (!links.isEmpty())
        answer.insert(key + u"_links", links);
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
