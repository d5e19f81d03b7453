#include "openstack/identity/requests.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

net::Request ListProjects::request() const
{
    return readFrom(net::Service::Identity, u"/auth/projects"_s);
}

Result<ListProjects::Value> ListProjects::decode(const net::Answer &answer) const
{
    return decodeList(answer, "projects", [](const json::Object &project) {
        return Project{.id = project.requiredString("id"),
                       .name = project.string("name"),
                       .domainId = project.string("domain_id"),
                       .description = project.string("description"),
                       .enabled = project.boolean("enabled", true)};
    });
}

} // namespace oriel::openstack
