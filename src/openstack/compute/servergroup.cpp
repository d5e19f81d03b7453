#include "openstack/compute/servergroup.h"

#include "openstack/decoding.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<ServerGroup>;
template struct Get<ServerGroup>;
template struct Delete<ServerGroup>;

QString ServerGroup::readPolicy(const net::json::Object &group, TextPool &pool)
{
    const QString policy = pool.string(group, "policy");
    return policy.isEmpty() ? pool.strings(group, "policies").join(", "_L1) : policy;
}

net::Request CreateServerGroup::request() const
{
    net::Request request = requestTo(ServerGroup::api, net::Method::Post);
    QJsonObject group{{u"name"_s, name}};
    if (mostPerHost > 1) {
        request.microversions->min = {2, 64};
        group.insert(u"policy"_s, policy);
        group.insert(u"rules"_s, QJsonObject{{u"max_server_per_host"_s, mostPerHost}});
    } else {
        // The older form, which every cloud understands.
        request.microversions->max = {2, 63};
        if (policy.startsWith("soft-"_L1))
            request.microversions->min = {2, 15};
        group.insert(u"policies"_s, QJsonArray{policy});
    }
    request.body = jsonBody({{u"server_group"_s, group}});
    return request;
}

Result<ServerGroup> CreateServerGroup::decode(const net::Answer &answer) const
{
    return decodeRow<ServerGroup>(answer, ServerGroup::api.row);
}

} // namespace oriel::openstack
