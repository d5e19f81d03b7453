#include "demo/network/networkservice.h"

#include "demo/network/attributes.h"

#include <QtCore/QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

NetworkService::NetworkService(World &world) : Service(world)
{
    addRoutes();
    addFloatingIpRoutes();
    addSecurityGroupRoutes();
    addPortRoutes();
}

HttpResponse NetworkService::unauthorized(const HttpRequest &)
{
    return middlewareUnauthorized();
}

HttpResponse NetworkService::handle(const HttpRequest &request, const QString &rest)
{
    const QJsonArray links{
        QJsonObject{{u"rel"_s, u"self"_s}, {u"href"_s, QString(world().base + u"/network/v2.0/")}}};
    if (rest.isEmpty()) {
        const QJsonObject version{
            {u"id"_s, u"v2.0"_s}, {u"status"_s, u"CURRENT"_s}, {u"links"_s, links}};
        return HttpResponse::json(200, {{u"versions"_s, QJsonArray{version}}});
    }
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    const auto finish = [&](HttpResponse response) {
        return response.with("X-Openstack-Request-Id", call.requestId);
    };
    if (call.token == nullptr || call.token->projectId.isEmpty())
        return finish(middlewareUnauthorized());
    if (rest == u"v2.0" && request.method == "GET") {
        QJsonArray resources;
        for (const QString &name : {u"network"_s, u"subnet"_s, u"port"_s}) {
            const QJsonObject self{
                {u"rel"_s, u"self"_s},
                {u"href"_s, QString(world().base + u"/network/v2.0/" + name + u's')}};
            resources.append(QJsonObject{{u"name"_s, name},
                                         {u"collection"_s, QString(name + u's')},
                                         {u"links"_s, QJsonArray{self}}});
        }
        return finish(HttpResponse::json(200, {{u"resources"_s, resources}}));
    }
    const Router::Match match = m_router.find(request.method, rest);
    if (match.outcome == Router::Outcome::NoPath)
        return finish(fault(404, u"HTTPNotFound"_s, u"The resource could not be found."_s));
    const QByteArray accept = request.header("accept");
    if (!accept.isEmpty() && !accept.contains("json") && !accept.contains("*/*")) {
        return finish(fault(406, u"HTTPNotAcceptable"_s,
                            u"The server could not comply with the request since it is either "
                            "malformed or otherwise incorrect."_s));
    }
    // A method that the resource does not have, or one that needs an ID.
    const bool ofRows = rest.count(u'/') == 1;
    const QStringList methods = ofRows ? QStringList{u"GET"_s, u"POST"_s, u"PUT"_s, u"DELETE"_s}
                                       : QStringList{u"GET"_s, u"PUT"_s, u"DELETE"_s};
    if (!methods.contains(QString::fromLatin1(request.method))) {
        return finish(fault(405, u"HTTPMethodNotAllowed"_s,
                            u"The server could not comply with the request since it is either "
                            "malformed or otherwise incorrect."_s));
    }
    if (ofRows && (request.method == "PUT" || request.method == "DELETE"))
        return finish(rowNotFound(rest.section(u'/', 1), u"None"_s));
    if (match.outcome == Router::Outcome::NoMethod) {
        // Changes that the demo cloud's network does not support are refused for everyone.
        const QString verb = request.method == "POST"     ? u"create"_s
                             : request.method == "DELETE" ? u"delete"_s
                                                          : u"update"_s;
        return finish(fault(403, u"PolicyNotAuthorized"_s,
                            u"rule:%1_%2 is disallowed by policy"_s.arg(
                                verb, rest.section(u'/', 1, 1).chopped(1).replace(u'-', u'_'))));
    }
    call.parameters = match.parameters;
    const auto body = parsedBody(request);
    if (!body)
        return finish(fault(400, u"HTTPBadRequest"_s, u"Malformed request body"_s));
    call.document = *body;
    call.body = body->toObject();
    return finish((*match.handler)(call));
}

HttpResponse NetworkService::fault(int status, const QString &type, const QString &message)
{
    return HttpResponse::json(status, {{u"NeutronError"_s, QJsonObject{{u"type"_s, type},
                                                                       {u"message"_s, message},
                                                                       {u"detail"_s, QString()}}}});
}

HttpResponse NetworkService::fault(const NeutronFault &refused)
{
    return fault(refused.status, refused.type, refused.message);
}

namespace {

/// The text behind "revision_number=" in If-Match; nullopt: there is none.
std::optional<QByteArray> expectedRevision(const Call &call)
{
    const QByteArray key = "revision_number=";
    QByteArray tag = call.request.header("if-match").trimmed();
    if (tag.startsWith('"') && tag.endsWith('"') && tag.size() > 1)
        tag = tag.sliced(1, tag.size() - 2);
    return tag.startsWith(key) ? std::optional(tag.sliced(key.size())) : std::nullopt;
}

} // namespace

std::optional<HttpResponse> NetworkService::refusedIfMatch(const Call &call)
{
    const auto expected = expectedRevision(call);
    bool isNumber = true;
    if (expected)
        expected->toInt(&isNumber);
    if (isNumber)
        return std::nullopt;
    return fault(400, u"BadRequest"_s,
                 u"Bad if-match request: Revision number etag must be in the format of "
                 "revision_number=<int>."_s);
}

std::optional<HttpResponse> NetworkService::refusedRevision(const Call &call, int revision)
{
    const auto expected = expectedRevision(call);
    if (!expected || expected->toInt() == revision)
        return std::nullopt;
    return fault(412, u"RevisionNumberConstraintFailed"_s,
                 u"Constrained to %1, but current revision is %2"_s.arg(
                     QString::number(expected->toInt()), QString::number(revision)));
}

HttpResponse NetworkService::disallowed(const QString &rule)
{
    return fault(403, u"PolicyNotAuthorized"_s, u"rule:%1 is disallowed by policy"_s.arg(rule));
}

HttpResponse NetworkService::rowNotFound(const QString &collection, const QString &id)
{
    if (collection == u"security-groups")
        return fault(404, u"SecurityGroupNotFound"_s,
                     u"Security group %1 does not exist"_s.arg(id));
    if (collection == u"security-group-rules")
        return fault(404, u"SecurityGroupRuleNotFound"_s,
                     u"Security group rule %1 does not exist"_s.arg(id));
    if (collection == u"floatingips")
        return floatingIpNotFound(id);
    QString kind = collection.chopped(1);
    kind[0] = kind[0].toUpper();
    return fault(404, kind + u"NotFound", u"%1 %2 could not be found."_s.arg(kind, id));
}

std::optional<HttpResponse> NetworkService::refusedQuery(const QString &collection,
                                                         const QJsonArray &rows, const Call &call,
                                                         const QHash<QString, QStringList> &filters)
{
    const auto invalid = [](const QString &text) {
        return fault(400, u"InvalidInput"_s, u"Invalid input for operation: "_s + text);
    };
    const QString limit = call.argument(u"limit");
    bool number = true;
    const int asked = call.has(u"limit") ? limit.toInt(&number) : 0;
    if (!number || asked < 0)
        return fault(
            400, u"BadRequest"_s,
            u"Bad limit request: Limit must be an integer 0 or greater and not '%1'."_s.arg(limit));
    // The attributes of the rows, and of possible rows.
    QStringList known{u"tags"_s,         u"tags-any"_s,        u"not-tags"_s,
                      u"not-tags-any"_s, u"router:external"_s, u"is_default"_s};
    for (const auto &row : rows)
        known += row.toObject().keys();
    static const QHash<QString, QStringList> truths{
        {u"networks"_s, {u"shared"_s, u"admin_state_up"_s, u"router:external"_s}},
        {u"ports"_s, {u"admin_state_up"_s}},
        {u"subnets"_s, {u"enable_dhcp"_s, u"shared"_s}}};
    static const QStringList numbers{u"mtu"_s, u"ip_version"_s};
    static const QStringList yesNo{u"true"_s, u"false"_s, u"1"_s, u"0"_s, u"t"_s, u"f"_s};
    for (auto it = filters.begin(); it != filters.end(); ++it) {
        const QString value = it.value().first();
        if (!rows.isEmpty() && !known.contains(it.key()))
            return fault(400, u"HTTPBadRequest"_s,
                         u"['%1'] is invalid attribute for filtering"_s.arg(it.key()));
        if (truths.value(collection).contains(it.key()) && !yesNo.contains(value.toLower()))
            return invalid(u"'%1' cannot be converted to boolean."_s.arg(value));
        bool whole = true;
        if (numbers.contains(it.key()))
            static_cast<void>(value.toInt(&whole));
        if (!whole)
            return invalid(u"'%1' is not an integer."_s.arg(value));
        if (it.key() == u"cidr" && !value.contains(u'/'))
            return invalid(u"%1 is not in a CIDR format."_s.arg(value));
        if (it.key() == u"fixed_ips" && !value.contains(u'='))
            return invalid(u"'%1' is not of the form <key>=[value]."_s.arg(value));
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
        return fault(400, u"HTTPBadRequest"_s,
                     u"The number of sort_keys and sort_dirs must be same"_s);
    for (const QString &key : std::as_const(keys)) {
        if (!rows.isEmpty() && !known.contains(key))
            return fault(400, u"HTTPBadRequest"_s,
                         u"['%1'] is invalid attribute for sort_keys"_s.arg(key));
    }
    for (const QString &direction : std::as_const(directions)) {
        if (direction != u"asc" && direction != u"desc")
            return fault(400, u"HTTPBadRequest"_s,
                         u"['%1'] is invalid value for sort_dirs, valid value is 'asc' and "
                         "'desc'"_s.arg(direction));
    }
    return std::nullopt;
}

HttpResponse NetworkService::list(const QString &collection, const QJsonArray &rows,
                                  const Call &call)
{
    static const QStringList reserved{u"fields"_s,   u"limit"_s,    u"marker"_s,
                                      u"sort_key"_s, u"sort_dir"_s, u"page_reverse"_s};
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
                // Found also by those who are not shown the key.
                const QString external = row.contains(u"is_default"_s) ? u"true"_s : u"false"_s;
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
    // Without a limit, Neutron ignores the marker.
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
            query += u"&page_reverse=True"_s;
        links.append(QJsonObject{
            {u"rel"_s, relation},
            {u"href"_s, QString(u"http://" + QString::fromUtf8(call.request.header("host")) +
                                u"/network/" + call.rest + query)}});
    };
    if (paged && !bodies.isEmpty()) {
        // A page that is not full is the last one; backwards, Neutron cannot tell.
        if (backwards || bodies.size() == asked)
            link(u"next"_s, std::prev(to)->value(u"id").toString(), false);
        if (!backwards || bodies.size() == asked)
            link(u"previous"_s, from->value(u"id").toString(), true);
    }
    if (!links.isEmpty())
        answer.insert(key + u"_links", links);
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
