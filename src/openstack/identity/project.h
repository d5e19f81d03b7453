#pragma once

#include "openstack/api.h"

#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// A Keystone project in which the signed-in user has a role, whatever the token is scoped to.
/// https://docs.openstack.org/api-ref/identity/v3/#get-available-project-scopes
struct Project
{
    static constexpr Collection api{.service = net::Service::Identity,
                                    .path = "/auth/projects",
                                    .rows = "projects",
                                    .paging = Paging::None};

    QString id = {};
    QString name = {};
    QString domainId = {};
    QString description = {};
    bool enabled = true;

    static void fields(auto &f, auto &project)
    {
        f.id("id", project.id);
        f("name", project.name);
        f("domain_id", project.domainId);
        f("description", project.description);
        f("enabled", project.enabled);
    }
    bool operator==(const Project &) const = default;
};

/// The label of each project in a list: its name, and for equal names also the ID and the domain's
/// ID.
[[nodiscard]] QStringList labelsOf(const std::vector<Project> &projects);

} // namespace oriel::openstack
