#pragma once

#include "net/endpoint.h"
#include "openstack/identity/project.h"

#include <vector>

/// The identity API's calls beside signing in, as values for net::ApiClient::call().
/// https://docs.openstack.org/api-ref/identity/v3/
namespace oriel::openstack {

/// GET /auth/projects: where the signed-in user has a role, whatever the token is scoped to.
struct ListProjects
{
    using Value = std::vector<Project>;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
