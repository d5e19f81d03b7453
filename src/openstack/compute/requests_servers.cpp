#include "openstack/compute/requests.h"

#include "openstack/compute/serverdecoder.h"
#include "openstack/requestparts.h"

#include <QtCore/QJsonValue>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

net::Request computeGet(const QString &path)
{
    net::Request request;
    request.service = net::Service::Compute;
    request.path = path;
    request.microversions = computeVersions;
    return request;
}

net::Request serverAction(const QString &id, const QString &action, const QJsonValue &arguments)
{
    net::Request request = computeGet("/servers/"_L1 + pathSegment(id) + "/action"_L1);
    request.method = net::Method::Post;
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

net::Request ListServers::request() const
{
    net::Request request = computeGet(u"/servers/detail"_s);
    request.deadline = listDeadline;
    const bool first = marker.isEmpty() && !changesSince.isValid();
    addQuery(request.query, u"limit"_s,
             QString::number(first ? std::min(firstLimit, limit) : limit));
    addFilter(request.query, u"marker"_s, marker);
    if (changesSince.isValid())
        addQuery(request.query, u"changes-since"_s, changesSince.toUTC().toString(Qt::ISODate));
    if (allProjects)
        addQuery(request.query, u"all_tenants"_s, u"1"_s);
    addFilter(request.query, u"name"_s, name);
    addFilter(request.query, u"status"_s, status);
    return request;
}

Result<ListServers::Value> ListServers::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page;
        for (const json::Object server : root.requiredArray("servers").objects())
            page.items.push_back(decodeServer(server));
        page.next = nextMarker(root.array("servers_links"));
        return page;
    });
}

ListServers ListServers::withMarker(const QString &next) const
{
    ListServers copy = *this;
    copy.marker = next;
    return copy;
}

net::Request GetServer::request() const
{
    return computeGet("/servers/"_L1 + pathSegment(id));
}

Result<Server> GetServer::decode(const net::Answer &answer) const
{
    return json::decode<Server>(answer, [](const json::Object &root) {
        return decodeServer(root.requiredObject("server"));
    });
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

net::Request CreateImage::request() const
{
    QJsonObject stamps;
    for (auto stamp = metadata.begin(); stamp != metadata.end(); ++stamp)
        stamps.insert(stamp.key(), stamp.value());
    net::Request request = serverAction(serverId, u"createImage"_s,
                                        QJsonObject{{u"name"_s, name}, {u"metadata"_s, stamps}});
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
