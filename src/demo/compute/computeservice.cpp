#include "demo/compute/computeservice.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

bool isVersion(const QString &text)
{
    static const QRegularExpression form(u"^([1-9]\\d*)\\.([1-9]\\d*|0)$"_s);
    return form.match(text).hasMatch();
}

} // namespace

ComputeService::ComputeService(World &world, VolumeManager &volumes, Lifecycle &lifecycle)
    : Service(world)
    , m_volumes(volumes)
    , m_lifecycle(lifecycle)
{
    addServerRoutes();
    addAttachmentRoutes();
    addCatalogueRoutes();
    addKeyPairRoutes();
    addServerGroupRoutes();
    addQuotaRoutes();
    addUsageRoute();
    addConsoleRoutes();
    addInterfaceRoutes();
    addPasswordRoutes();
    addPowerActions();
    addShelveActions();
    addResizeActions();
    addOtherActions();
    addDeferredDeletion();
    addRescueActions();
    addRefusedActions();
    addRefusedRoutes();
}

HttpResponse ComputeService::unauthorized(const HttpRequest &)
{
    return middlewareUnauthorized();
}

HttpResponse ComputeService::handle(const HttpRequest &request, const QString &rest)
{
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    const auto withIds = [&](HttpResponse response) {
        return response.with("X-Openstack-Request-Id", call.requestId)
            .with("X-Compute-Request-Id", call.requestId);
    };
    if (rest.isEmpty())
        return versions(request, rest);
    const bool version = rest == u"v2.1";
    if (!version && (call.token == nullptr || call.token->projectId.isEmpty()))
        return withIds(middlewareUnauthorized());

    QString spelled;
    const auto micro = microversion(request, spelled);
    const auto finish = [&](HttpResponse response) {
        response.with("Openstack-Api-Version", "compute " + spelled.toLatin1())
            .with("X-Openstack-Nova-Api-Version", spelled.toLatin1())
            .with("Vary", "OpenStack-API-Version")
            .with("Vary", "X-OpenStack-Nova-API-Version");
        return withIds(std::move(response));
    };
    if (!micro) {
        if (!isVersion(spelled)) {
            return withIds(fault(
                400,
                u"API Version String %1 is of invalid format. Must be of format MajorNum.MinorNum."_s
                    .arg(spelled)));
        }
        return finish(fault(
            406,
            u"Version %1 is not supported by the API. Minimum is 2.1 and maximum is 2.93."_s.arg(
                spelled)));
    }
    call.microversion = *micro;
    if (version)
        return finish(versions(request, rest));
    // Old clients put the project's ID after the version.
    QString path = rest;
    if (call.token != nullptr)
        path.replace(u"v2.1/" + call.token->projectId + u'/', u"v2.1/"_s);
    const Router::Match match = m_router.find(request.method, path);
    if (match.outcome != Router::Outcome::Found || request.path.endsWith(u'/'))
        return withIds(noSuchPath(request));
    if (call.microversion < match.demands->from || call.microversion > match.demands->until)
        return finish(fault(404, u"The resource could not be found."_s));
    call.parameters = match.parameters;
    if (auto refused = unreadable(call))
        return finish(*refused);
    if (auto refused = mismatched(call, *match.demands))
        return finish(*refused);
    return finish((*match.handler)(call));
}

std::optional<HttpResponse> ComputeService::unreadable(Call &call)
{
    if (!isReadable(call.request, "text/plain"))
        return fault(415, u"Unsupported Content-Type"_s);
    const auto body = parsedBody(call.request);
    if (!body)
        return fault(400, u"Malformed request body"_s);
    call.document = *body;
    call.body = body->toObject();
    return std::nullopt;
}

std::optional<HttpResponse> ComputeService::mismatched(const Call &call, const Demands &demands)
{
    if (demands.query) {
        if (const auto error = demands.query(call.microversion).check(queryObject(call.request)))
            return fault(400, schemaMessage(*error, true));
    }
    if (demands.body) {
        if (const auto error = demands.body(call.microversion).check(call.document))
            return fault(400, schemaMessage(*error));
    }
    return std::nullopt;
}

std::optional<int> ComputeService::microversion(const HttpRequest &request, QString &spelled)
{
    spelled = u"2.1"_s;
    const QByteArray old = request.header("x-openstack-nova-api-version");
    if (!old.isEmpty())
        spelled = QString::fromLatin1(old).trimmed();
    const QStringList services =
        QString::fromLatin1(request.header("openstack-api-version")).split(u',');
    for (const QString &entry : services) {
        const QStringList words = entry.simplified().split(u' ');
        if (words.size() == 2 && words[0] == u"compute")
            spelled = words[1];
    }
    if (spelled == u"latest")
        spelled = u"2.%1"_s.arg(maximumMicroversion);
    if (!isVersion(spelled) || !spelled.startsWith(u"2."))
        return std::nullopt;
    bool number = false;
    const int minor = spelled.mid(2).toInt(&number);
    if (!number || minor < minimumMicroversion || minor > maximumMicroversion)
        return std::nullopt;
    return minor;
}

HttpResponse ComputeService::versions(const HttpRequest &, const QString &rest) const
{
    const QString root = world().base + u"/compute/";
    const auto link = [](const QString &href) {
        return QJsonObject{{u"rel"_s, u"self"_s}, {u"href"_s, href}};
    };
    QJsonObject current{{u"id"_s, u"v2.1"_s},
                        {u"status"_s, u"CURRENT"_s},
                        {u"version"_s, u"2.%1"_s.arg(maximumMicroversion)},
                        {u"min_version"_s, u"2.%1"_s.arg(minimumMicroversion)},
                        {u"updated"_s, u"2013-07-23T11:33:21Z"_s},
                        {u"links"_s, QJsonArray{link(root + u"v2.1/")}}};
    if (rest.isEmpty()) {
        const QJsonObject legacy{{u"id"_s, u"v2.0"_s},
                                 {u"status"_s, u"SUPPORTED"_s},
                                 {u"version"_s, QString()},
                                 {u"min_version"_s, QString()},
                                 {u"updated"_s, u"2011-01-21T11:33:21Z"_s},
                                 {u"links"_s, QJsonArray{link(root + u"v2/")}}};
        return HttpResponse::json(200, {{u"versions"_s, QJsonArray{legacy, current}}});
    }
    const QJsonObject described{{u"rel"_s, u"describedby"_s},
                                {u"type"_s, u"text/html"_s},
                                {u"href"_s, u"http://docs.openstack.org/"_s}};
    current.insert(u"links"_s, QJsonArray{link(root + u"v2.1/"), described});
    current.insert(u"media-types"_s,
                   QJsonArray{QJsonObject{
                       {u"base"_s, u"application/json"_s},
                       {u"type"_s, u"application/vnd.openstack.compute+json;version=2.1"_s}}});
    return HttpResponse::json(200, {{u"version"_s, current}});
}

HttpResponse ComputeService::fault(int status, const QString &message)
{
    QString key = u"computeFault"_s;
    switch (status) {
    case 400:
        key = u"badRequest"_s;
        break;
    case 403:
        key = u"forbidden"_s;
        break;
    case 404:
        key = u"itemNotFound"_s;
        break;
    case 405:
        key = u"badMethod"_s;
        break;
    case 409:
        key = u"conflictingRequest"_s;
        break;
    case 413:
        key = u"overLimit"_s;
        break;
    case 415:
        key = u"badMediaType"_s;
        break;
    default:
        break;
    }
    HttpResponse response = HttpResponse::json(
        status, {{key, QJsonObject{{u"code"_s, status}, {u"message"_s, message}}}});
    response.contentType = QByteArrayLiteral("application/json; charset=UTF-8");
    return response;
}

HttpResponse ComputeService::denied(const QString &rule)
{
    return fault(403, u"Policy doesn't allow os_compute_api:%1 to be performed."_s.arg(rule));
}

HttpResponse ComputeService::accepted()
{
    HttpResponse response = HttpResponse::empty(202);
    response.contentType = QByteArrayLiteral("application/json");
    return response;
}

HttpResponse ComputeService::instanceNotFound(const QString &id)
{
    return fault(404, u"Instance %1 could not be found."_s.arg(id));
}

HttpResponse ComputeService::unmapped(const QString &id)
{
    return fault(404, u"Instance %1 has no mapping to a cell."_s.arg(id));
}

QString ComputeService::tooMuchMetadata()
{
    return u"Maximum number of metadata items exceeds %1"_s.arg(largestMetadata);
}

std::optional<HttpResponse> ComputeService::wrongState(const QString &method, const Server &server,
                                                       const QStringList &vmStates,
                                                       const std::optional<QStringList> &tasks)
{
    const auto refused = [&](const QString &attribute, const QString &value) {
        return fault(409, u"Cannot '%1' instance %2 while it is in %3 %4"_s.arg(method, server.id,
                                                                                attribute, value));
    };
    if (!vmStates.isEmpty() && !vmStates.contains(server.vmState))
        return refused(u"vm_state"_s, server.vmState);
    if (tasks && !server.taskState.isEmpty() && !tasks->contains(server.taskState))
        return refused(u"task_state"_s, server.taskState);
    if (!server.launched)
        return fault(409, u"Instance %1 is in an invalid state for '%2'"_s.arg(server.id, method));
    return std::nullopt;
}

Server *ComputeService::serverOf(const Call &call, const QString &id) const
{
    Server *server = state().servers.find(id);
    if (server == nullptr || server->projectId != call.project() || server->vmState == u"deleted")
        return nullptr;
    return server;
}

} // namespace oriel::demo
