#include "openstack/compute/requests.h"

#include "openstack/compute/serverdecoder.h"
#include "openstack/requestparts.h"

#include <QtCore/QJsonValue>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

QString serverPath(const QString &id)
{
    return "/servers/"_L1 + pathSegment(id);
}

net::Request serverAction(const QString &id, const QString &action, const QJsonValue &arguments)
{
    net::Request request =
        requestTo(net::Service::Compute, net::Method::Post, serverPath(id) + "/action"_L1);
    request.body = jsonBody({{action, arguments}});
    return request;
}

/// Before 2.45 the image is named in the Location header only, and there is no body.
QString imageIdFromLocation(const QByteArray &location)
{
    QString path = QUrl(QString::fromUtf8(location)).path();
    while (path.endsWith(u'/'))
        path.chop(1);
    return path.section(u'/', -1);
}

} // namespace

int ListServers::rows() const
{
    if (changesSince.isValid())
        return limit;
    return std::min(marker.isEmpty() ? firstLimit : nextLimit, limit);
}

net::Request ListServers::request() const
{
    net::Request request = readFrom(net::Service::Compute, u"/servers/detail"_s);
    request.deadline = listDeadline;
    addPage(request.query, rows(), marker);
    if (changesSince.isValid())
        addQuery(request.query, u"changes-since"_s, changesSince.toUTC().toString(Qt::ISODate));
    addFilters(request.query, allProjects, name, status);
    addFilter(request.query, u"ip"_s, ip);
    if (oldestFirst) {
        addQuery(request.query, u"sort_key"_s, u"created_at"_s);
        addQuery(request.query, u"sort_dir"_s, u"asc"_s);
    }
    return request;
}

Result<ListServers::Value> ListServers::decode(const net::Answer &answer) const
{
    return decodePage(answer, "servers", decodeServer);
}

ListServers ListServers::withMarker(const QString &next) const
{
    constexpr int growth = 4;
    ListServers behind = pageBehind(*this, next);
    behind.nextLimit = rows() > limit / growth ? limit : rows() * growth;
    return behind;
}

std::optional<QString> ListServers::peek(const net::Answer &answer) const
{
    return peekMarker(answer, "servers");
}

ListServers ListServers::reversed() const
{
    ListServers other = *this;
    other.oldestFirst = !oldestFirst;
    return other;
}

net::Request GetServer::request() const
{
    return readFrom(net::Service::Compute, serverPath(id));
}

Result<Server> GetServer::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "server", decodeServer);
}

net::Request StartServer::request() const
{
    return serverAction(id, u"os-start"_s, QJsonValue::Null);
}

Result<ActionAccepted> StartServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request StopServer::request() const
{
    return serverAction(id, u"os-stop"_s, QJsonValue::Null);
}

Result<ActionAccepted> StopServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RebootServer::request() const
{
    return serverAction(id, u"reboot"_s, QJsonObject{{u"type"_s, hard ? u"HARD"_s : u"SOFT"_s}});
}

Result<ActionAccepted> RebootServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request ActOnServer::request() const
{
    return serverAction(id, action, QJsonValue::Null);
}

Result<ActionAccepted> ActOnServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request LockServer::request() const
{
    if (reason.isEmpty())
        return serverAction(id, u"lock"_s, QJsonValue::Null);
    net::Request request = serverAction(id, u"lock"_s, QJsonObject{{u"locked_reason"_s, reason}});
    request.microversions->min = {2, 73};
    return request;
}

Result<ActionAccepted> LockServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RenameServer::request() const
{
    net::Request request = requestTo(net::Service::Compute, net::Method::Put, serverPath(id));
    request.body = jsonBody({{u"server"_s, QJsonObject{{u"name"_s, name}}}});
    return request;
}

Result<ActionAccepted> RenameServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request CreateImage::request() const
{
    net::Request request =
        serverAction(serverId, u"createImage"_s,
                     QJsonObject{{u"name"_s, name}, {u"metadata"_s, textsObject(metadata)}});
    request.deadline = std::chrono::minutes(15);
    return request;
}

Result<CreatedImage> CreateImage::decode(const net::Answer &answer) const
{
    const QByteArray location = answer.header("location");
    if (!location.isEmpty() && !answer.body.trimmed().startsWith('{')) {
        const QString id = imageIdFromLocation(location);
        if (!id.isEmpty())
            return CreatedImage{id, answer.requestId};
    }
    return json::decode<CreatedImage>(answer, [&answer](const json::Object &root) {
        return CreatedImage{root.requiredString("image_id"), answer.requestId};
    });
}

net::Request GetConsoleOutput::request() const
{
    QJsonObject arguments;
    if (lines > 0)
        arguments.insert(u"length"_s, lines);
    return serverAction(serverId, u"os-getConsoleOutput"_s, arguments);
}

Result<QString> GetConsoleOutput::decode(const net::Answer &answer) const
{
    return json::decode<QString>(answer,
                                 [](const json::Object &root) { return root.string("output"); });
}

} // namespace oriel::openstack
