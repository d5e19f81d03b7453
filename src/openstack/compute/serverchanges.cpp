#include "openstack/compute/serverchanges.h"

#include "openstack/compute/server.h"
#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

/// A request that exists since a later microversion.
net::Request serverRequestSince(net::Microversion since, net::Method method, const QString &id,
                                const QString &below = {})
{
    net::Request request = requestTo(Server::api, method, id, below);
    request.microversions->min = since;
    return request;
}

} // namespace

net::Request DescribeServer::request() const
{
    net::Request request = serverRequestSince({2, 19}, net::Method::Put, id);
    request.body = jsonBody({{u"server"_s, QJsonObject{{u"description"_s, description}}}});
    return request;
}

Result<ActionAccepted> DescribeServer::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request SetServerMetadata::request() const
{
    net::Request request = requestTo(Server::api, net::Method::Post, id, u"/metadata"_s);
    request.body = jsonBody({{u"metadata"_s, textsObject(items)}});
    return request;
}

Result<ActionAccepted> SetServerMetadata::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RemoveServerMetadata::request() const
{
    return requestTo(Server::api, net::Method::Delete, id, u"/metadata/"_s + pathSegment(key));
}

Result<ActionAccepted> RemoveServerMetadata::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request AddServerTag::request() const
{
    return serverRequestSince({2, 26}, net::Method::Put, id, u"/tags/"_s + pathSegment(tag));
}

Result<ActionAccepted> AddServerTag::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request RemoveServerTag::request() const
{
    return serverRequestSince({2, 26}, net::Method::Delete, id, u"/tags/"_s + pathSegment(tag));
}

Result<ActionAccepted> RemoveServerTag::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

} // namespace oriel::openstack
