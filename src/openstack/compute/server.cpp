#include "openstack/compute/server.h"

#include "openstack/decoding.h"

#include <QtCore/QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

/// Before 2.45 only the Location header names the image, and there is no body.
QString imageIdFromLocation(const QByteArray &location)
{
    QString path = QUrl(QString::fromUtf8(location)).path();
    while (path.endsWith(u'/'))
        path.chop(1);
    return path.section(u'/', -1);
}

} // namespace

bool ServerAddress::isFloating(const json::Value &type)
{
    return type.string() == "floating"_L1;
}

bool isLongTask(const QString &taskState)
{
    // nova/compute/task_states.py
    static const QStringList beginnings{u"resize_"_s, u"shelving"_s, u"unshelving"_s, u"spawning"_s,
                                        u"rebuild"_s};
    return std::ranges::any_of(
        beginnings, [&](const QString &beginning) { return taskState.startsWith(beginning); });
}

bool Server::isRunning() const
{
    if (status == "ACTIVE"_L1)
        return true;
    constexpr int running = 1; // power_state
    return powerState == running && (status == "VERIFY_RESIZE"_L1 || status == "RESCUE"_L1);
}

std::vector<ServerAddress> Server::readAddresses(const json::Value &networks, TextPool &pool)
{
    const json::Object byName = networks.object();
    std::vector<ServerAddress> addresses;
    std::size_t count = 0;
    for (const json::Member network : byName)
        count += network.value.array().size();
    addresses.reserve(count); // the rows are kept: release the spare capacity
    for (const json::Member network : byName) {
        for (const json::Object entry : network.value.array().objects()) {
            ServerAddress &address = addresses.emplace_back();
            address.network = pool.text(network.key);
            FieldReader reader(entry, pool);
            ServerAddress::fields(reader, address);
        }
    }
    return addresses;
}

/// An object for a server that boots from an image, "" for one that boots from a volume.
QString Server::readImageId(const json::Value &image, TextPool &pool)
{
    if (image.type() == json::Type::String)
        return pool.string(image);
    return pool.string(image.object(), "id");
}

/// One entry per port: a group is repeated as often as the server has ports.
QStringList Server::readSecurityGroups(const json::Value &groups, TextPool &pool)
{
    QStringList names;
    for (const json::Object group : groups.array().objects()) {
        const QString name = pool.string(group, "name");
        if (!names.contains(name))
            names.append(name);
    }
    return pool.shared(std::move(names));
}

template struct Get<Server>;
template struct Delete<Server>;
template struct Act<Server>;

int List<Server>::rows() const
{
    if (changesSince.isValid())
        return limit;
    return std::min(marker.isEmpty() ? firstLimit : nextLimit, limit);
}

net::Request List<Server>::request() const
{
    QMap<QString, QString> all = filters;
    if (changesSince.isValid())
        all.insert(u"changes-since"_s, changesSince.toUTC().toString(Qt::ISODate));
    net::Request request = listOf(Server::api, all, rows(), marker);
    if (oldestFirst) {
        addQuery(request.query, u"sort_key"_s, u"created_at"_s);
        addQuery(request.query, u"sort_dir"_s, u"asc"_s);
    }
    return request;
}

Result<net::Page<Server>> List<Server>::decode(const net::Answer &answer) const
{
    return decodePage<Server>(answer);
}

List<Server> List<Server>::withMarker(const QString &next) const
{
    constexpr int growth = 4;
    List behind = *this;
    behind.marker = next;
    behind.nextLimit = rows() > limit / growth ? limit : rows() * growth;
    return behind;
}

std::optional<QString> List<Server>::peek(const net::Answer &answer) const
{
    return peekMarker(answer, Server::api);
}

List<Server> List<Server>::reversed() const
{
    List other = *this;
    other.oldestFirst = !oldestFirst;
    return other;
}

net::Request StartServer::request() const
{
    return Act<Server>{id, u"os-start"_s}.request();
}

Result<ActionAccepted> StartServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request StopServer::request() const
{
    return Act<Server>{id, u"os-stop"_s}.request();
}

Result<ActionAccepted> StopServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RebootServer::request() const
{
    const QString type = hard ? u"HARD"_s : u"SOFT"_s;
    return Act<Server>{id, u"reboot"_s, QJsonObject{{u"type"_s, type}}}.request();
}

Result<ActionAccepted> RebootServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request LockServer::request() const
{
    if (reason.isEmpty())
        return Act<Server>{id, u"lock"_s}.request();
    return Act<Server>{id, u"lock"_s, QJsonObject{{u"locked_reason"_s, reason}}, {2, 73}}.request();
}

Result<ActionAccepted> LockServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RenameServer::request() const
{
    net::Request request = requestTo(Server::api, net::Method::Put, id);
    request.body = jsonBody({{u"server"_s, QJsonObject{{u"name"_s, name}}}});
    return request;
}

Result<ActionAccepted> RenameServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request CreateImage::request() const
{
    const QJsonObject arguments{{u"name"_s, name}, {u"metadata"_s, textsObject(metadata)}};
    net::Request request = Act<Server>{serverId, u"createImage"_s, arguments}.request();
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
    return Act<Server>{serverId, u"os-getConsoleOutput"_s, arguments}.request();
}

Result<QString> GetConsoleOutput::decode(const net::Answer &answer) const
{
    return json::decode<QString>(answer,
                                 [](const json::Object &root) { return root.string("output"); });
}

QString serverNameFilter(const QString &name)
{
    QString filter = u"^"_s;
    for (const QChar c : name) {
        if (c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u' ')
            filter += c;
        else if (!filter.endsWith(".*"_L1))
            filter += ".*"_L1;
    }
    return filter + u'$';
}

} // namespace oriel::openstack
