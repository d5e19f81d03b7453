#include "openstack/identity/requests.h"

#include "net/json.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

net::Request ListProjects::request() const
{
    net::Request request;
    request.service = net::Service::Identity;
    request.path = u"/auth/projects"_s;
    return request;
}

Result<ListProjects::Value> ListProjects::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value projects;
        for (const json::Object project : root.requiredArray("projects").objects()) {
            projects.push_back({.id = project.requiredString("id"),
                                .name = project.string("name"),
                                .domainId = project.string("domain_id"),
                                .description = project.string("description"),
                                .enabled = project.boolean("enabled", true)});
        }
        return projects;
    });
}

} // namespace oriel::openstack
