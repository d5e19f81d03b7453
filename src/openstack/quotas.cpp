#include "openstack/quotas.h"

#include "net/json.h"
#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

net::Request GetQuotas::request() const
{
    const QString project = pathSegment(projectId);
    switch (service) {
    case net::Service::BlockStorage: {
        net::Request request = requestTo(service, net::Method::Get, u"/os-quota-sets/"_s + project);
        addQuery(request.query, u"usage"_s, u"True"_s);
        return request;
    }
    case net::Service::Network:
        return requestTo(service, net::Method::Get, u"/quotas/"_s + project + u"/details"_s);
    default:
        return requestTo(service, net::Method::Get, u"/os-quota-sets/"_s + project + u"/detail"_s);
    }
}

Result<Quotas> GetQuotas::decode(const net::Answer &answer) const
{
    const bool network = service == net::Service::Network;
    return net::json::decode<Quotas>(answer, [network](const net::json::Object &root) {
        Quotas quotas;
        for (const net::json::Member one : root.requiredObject(network ? "quota" : "quota_set")) {
            if (one.value.type() != net::json::Type::Object)
                continue; // "id"
            const net::json::Object quota = one.value.object();
            Quota read = readQuota(quota, network ? "used" : "in_use", "limit");
            // What is reserved is as good as used.
            if (read.known)
                read.used += quota.optionalInteger("reserved").value_or(0);
            quotas.byKey.insert(one.name(), read);
        }
        return quotas;
    });
}

} // namespace oriel::openstack
