#include "demo/blockstorage/blockstorageservice.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::demo {

BlockStorageService::BlockStorageService(World &world, VolumeManager &volumes)
    : Service(world)
    , m_volumes(volumes)
{
    addVolumeRoutes();
    addSnapshotRoutes();
    addOtherRoutes();
    addBackupRoutes();
    addTransferRoutes();
    addGroupRoutes();
    addGroupSnapshotRoutes();
    addRefusedRoutes();
}

HttpResponse BlockStorageService::unauthorized(const HttpRequest &)
{
    return middlewareUnauthorized();
}

HttpResponse BlockStorageService::handle(const HttpRequest &request, const QString &rest)
{
    Call call{request, world().requestId(), rest, {}, world().tokenOf(request)};
    if (!rest.isEmpty() && rest != u"v3" &&
        (call.token == nullptr || call.token->projectId.isEmpty()))
        return middlewareUnauthorized().with("X-Openstack-Request-Id", call.requestId);

    QString spelled = u"3.0"_s;
    const QStringList services =
        QString::fromLatin1(request.header("openstack-api-version")).split(u',');
    for (const QString &entry : services) {
        const QStringList words = entry.simplified().split(u' ');
        if (words.size() == 2 && words[0] == u"volume")
            spelled = words[1] == u"latest" ? u"3.%1"_s.arg(newest()) : words[1];
    }
    const auto finish = [&](HttpResponse response) {
        // cinder omits its own request ID after a successful delete, after a change of a group, and
        // after an action that answers with nothing, that has no type of content
        const bool isBare = request.method == "DELETE" || rest.contains(u"/groups/") ||
                            (response.status == 200 && response.body.isEmpty());
        if (!(response.status < 300 && isBare && response.contentType != "application/json"))
            response.with("X-Compute-Request-Id", call.requestId);
        return response.with("Openstack-Api-Version", "volume " + spelled.toLatin1())
            .with("Vary", "OpenStack-API-Version")
            .with("X-Openstack-Request-Id", call.requestId);
    };
    const auto plain = [&](HttpResponse response) {
        return response.with("X-Openstack-Request-Id", call.requestId);
    };
    if (rest.isEmpty())
        return finish(versions(300));
    if (rest == u"v3") {
        if (request.path.endsWith(u'/'))
            return finish(versions(200));
        HttpResponse response = HttpResponse::empty(302);
        response.contentType = QByteArrayLiteral("text/plain; charset=utf8");
        return plain(response.with("Location", world().base.toLatin1() + "/volume/v3/"));
    }
    static const QRegularExpression wellFormed(u"^\\d+\\.\\d+$"_s);
    if (!wellFormed.match(spelled).hasMatch()) {
        return plain(
            fault(
                400,
                u"API Version String %1 is of invalid format. Must be of format MajorNum.MinorNum."_s
                    .arg(spelled))
                .with("X-Compute-Request-Id", call.requestId));
    }
    call.microversion = spelled.mid(2).toInt();
    if (!spelled.startsWith(u"3.") || call.microversion > newest()) {
        HttpResponse refused = fault(
            406,
            u"Version %1 is not supported by the API. Minimum is 3.0 and maximum is 3.70."_s.arg(
                spelled));
        if (!spelled.startsWith(u"2."))
            return finish(std::move(refused));
        return plain(refused.with("X-Compute-Request-Id", call.requestId));
    }
    // v3/{project_id}/…: the project must be the token's; the ID may be omitted.
    QString path = rest;
    const QString first = rest.section(u'/', 1, 1);
    if (first == call.token->projectId)
        path = u"v3/"_s + rest.section(u'/', 2);
    else if (state().projects.find(first) != nullptr || first.size() == 32)
        return finish(fault(400, u"Malformed request url"_s));
    const Router::Match match = m_router.find(request.method, path);
    if (match.outcome != Router::Outcome::Found || request.path.endsWith(u'/'))
        return plain(noSuchPath(request));
    if (call.microversion < match.demands->from || call.microversion > match.demands->until)
        return finish(fault(404, u"The resource could not be found."_s));
    if (!isReadable(request))
        return finish(fault(415, u"Unsupported Content-Type"_s));
    const auto body = parsedBody(request);
    if (!body)
        return finish(fault(400, u"Malformed request body"_s));
    call.document = *body;
    call.body = body->toObject();
    call.parameters = match.parameters;
    if (match.demands->body) {
        if (auto refused = mismatched(call, match.demands->body))
            return finish(*refused);
    }
    return finish((*match.handler)(call));
}

std::optional<HttpResponse>
BlockStorageService::mismatched(const Call &call, const std::function<Schema(int)> &schema)
{
    if (const auto error = schema(call.microversion).check(call.document))
        return fault(400, schemaMessage(*error));
    return std::nullopt;
}

HttpResponse BlockStorageService::versions(int status) const
{
    const QJsonObject version{
        {u"id"_s, u"v3.0"_s},
        {u"status"_s, u"CURRENT"_s},
        {u"version"_s, u"3.%1"_s.arg(newest())},
        {u"min_version"_s, u"3.0"_s},
        {u"updated"_s, u"2022-08-31T00:00:00Z"_s},
        {u"links"_s, QJsonArray{QJsonObject{{u"rel"_s, u"describedby"_s},
                                            {u"type"_s, u"text/html"_s},
                                            {u"href"_s, u"https://docs.openstack.org/"_s}},
                                QJsonObject{{u"rel"_s, u"self"_s},
                                            {u"href"_s, QString(world().base + u"/volume/v3/")}}}},
        {u"media-types"_s,
         QJsonArray{
             QJsonObject{{u"base"_s, u"application/json"_s},
                         {u"type"_s, u"application/vnd.openstack.volume+json;version=3"_s}}}}};
    return HttpResponse::json(status, {{u"versions"_s, QJsonArray{version}}});
}

HttpResponse BlockStorageService::fault(int status, const QString &message)
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
    case 415:
        key = u"badMediaType"_s;
        break;
    default:
        break;
    }
    return HttpResponse::json(status,
                              {{key, QJsonObject{{u"code"_s, status}, {u"message"_s, message}}}});
}

HttpResponse BlockStorageService::overLimit(const QString &message)
{
    return HttpResponse::json(413, {{u"overLimit"_s, QJsonObject{{u"code"_s, 413},
                                                                 {u"message"_s, message},
                                                                 {u"retryAfter"_s, u"0"_s}}}})
        .with("Retry-After", "0");
}

HttpResponse BlockStorageService::denied(const QString &rule)
{
    return fault(403, u"Policy doesn't allow %1 to be performed."_s.arg(rule));
}

HttpResponse BlockStorageService::accepted()
{
    HttpResponse response = HttpResponse::empty(202);
    response.contentType = QByteArrayLiteral("application/json");
    return response;
}

HttpResponse BlockStorageService::acceptedDelete()
{
    HttpResponse response = HttpResponse::empty(202);
    response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
    return response;
}

HttpResponse BlockStorageService::notBoolean(const QString &value, const QString &argument)
{
    return fault(400, u"Value '%1' for '%2' is not a boolean."_s.arg(value, argument));
}

HttpResponse BlockStorageService::noSuchAction(const QString &action)
{
    return fault(400, u"There is no such action: %1. Verify the request body and Content-Type "
                      u"header and try again."_s.arg(action));
}

HttpResponse BlockStorageService::invalidSortKey()
{
    return fault(400, u"Invalid input received: Invalid sort key"_s);
}

std::optional<HttpResponse> BlockStorageService::refusedPaging(const Call &call)
{
    static const QRegularExpression integer(u"^\\s*[+-]?\\d+\\s*$"_s);
    if (const auto limit = call.request.argument(u"limit")) {
        if (!integer.match(*limit).hasMatch())
            return fault(400, u"limit param must be an integer"_s);
        if (limit->trimmed().startsWith(u'-'))
            return fault(400, u"limit param must be positive"_s);
    }
    if (const auto offset = call.request.argument(u"offset")) {
        if (!integer.match(*offset).hasMatch())
            return fault(400, u"offset must be an integer"_s);
        if (offset->trimmed().startsWith(u'-'))
            return fault(400, u"offset must be >= 0"_s);
        bool number = false;
        static_cast<void>(offset->trimmed().toInt(&number));
        if (!number)
            return fault(400, u"offset must be <= 2147483647"_s);
    }
    return std::nullopt;
}

std::optional<HttpResponse> BlockStorageService::refusedFilters(const Call &call, QStringList known)
{
    if (call.microversion < 31)
        return std::nullopt; // unknown filters are ignored
    known += {u"limit"_s,    u"offset"_s,   u"marker"_s,      u"sort"_s,
              u"sort_key"_s, u"sort_dir"_s, u"all_tenants"_s, u"project_id"_s};
    if (call.microversion >= 45)
        known.append(u"with_count"_s);
    QStringList unknown;
    for (const auto &[key, value] : call.request.query) {
        if (!known.contains(key) && !unknown.contains(key))
            unknown.append(key);
    }
    if (unknown.isEmpty())
        return std::nullopt;
    return fault(400,
                 u"Invalid filters %1 are found in query options."_s.arg(unknown.join(u", "_s)));
}

HttpResponse BlockStorageService::volumeNotFound(const QString &id)
{
    return fault(404, u"Volume %1 could not be found."_s.arg(id));
}

HttpResponse BlockStorageService::snapshotNotFound(const QString &id)
{
    return fault(404, u"Snapshot %1 could not be found."_s.arg(id));
}

Volume *BlockStorageService::volumeOf(const Call &call, const QString &id) const
{
    Volume *volume = state().volumes.find(id);
    return volume != nullptr && volume->projectId == call.project() ? volume : nullptr;
}

VolumeSnapshot *BlockStorageService::snapshotOf(const Call &call, const QString &id) const
{
    VolumeSnapshot *snapshot = state().snapshots.find(id);
    return snapshot != nullptr && snapshot->projectId == call.project() ? snapshot : nullptr;
}

std::optional<HttpResponse> BlockStorageService::overType(const Call &call, int size,
                                                          const QString &type) const
{
    const VolumeManager::Type *known = VolumeManager::typeOf(type);
    if (known == nullptr)
        return std::nullopt;
    const auto used = m_volumes.usage(call.project(), type);
    if (known->gigabytes < 0 || used.gigabytes + size <= known->gigabytes)
        return std::nullopt;
    return overLimit(
        u"VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds "
        u"allowed gigabytes_%1 quota. Requested %2G, quota is %3G and %4G has been consumed."_s.arg(
            type, QString::number(size), QString::number(known->gigabytes),
            QString::number(used.gigabytes)));
}

std::optional<HttpResponse> BlockStorageService::overGigabytes(const Call &call, int size,
                                                               const QString &type) const
{
    if (auto refused = overType(call, size, type))
        return refused;
    const int quota = state().projects.find(call.project())->quotas.gigabytes;
    const int used = m_volumes.usage(call.project()).gigabytes;
    if (quota < 0 || static_cast<qint64>(used) + size <= quota)
        return std::nullopt;
    return overLimit(u"VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds "
                     u"allowed gigabytes quota. "
                     "Requested %1G, quota is %2G and %3G has been consumed."_s.arg(
                         QString::number(size), QString::number(quota), QString::number(used)));
}

std::optional<HttpResponse> BlockStorageService::overVolumeSize(const Call &call, int size) const
{
    const int most = state().projects.find(call.project())->quotas.volumeSize;
    if (size <= most)
        return std::nullopt;
    return overLimit(u"VolumeSizeExceedsLimit: Requested volume size %1G is larger than maximum "
                     "allowed limit %2G."_s.arg(QString::number(size), QString::number(most)));
}

QString BlockStorageService::whyOverVolumes(const Call &call, int more) const
{
    const int quota = state().projects.find(call.project())->quotas.volumes;
    if (quota < 0 || m_volumes.usage(call.project()).volumes + more <= quota)
        return {};
    return u"Maximum number of volumes allowed (%1) exceeded for quota 'volumes'."_s.arg(quota);
}

QString BlockStorageService::whyOverVolumesOf(const Call &call, const QString &type) const
{
    const VolumeManager::Type *known = VolumeManager::typeOf(type);
    if (known == nullptr || known->volumes < 0 ||
        m_volumes.usage(call.project(), type).volumes < known->volumes)
        return {};
    return u"Maximum number of volumes allowed (%1) exceeded for quota 'volumes_%2'."_s.arg(
        QString::number(known->volumes), type);
}

std::optional<HttpResponse> BlockStorageService::overVolumes(const Call &call,
                                                             const QString &type) const
{
    QString why = whyOverVolumes(call, 1);
    if (why.isEmpty())
        why = whyOverVolumesOf(call, type);
    return why.isEmpty() ? std::nullopt
                         : std::optional(overLimit(u"VolumeLimitExceeded: "_s + why));
}

} // namespace oriel::demo
