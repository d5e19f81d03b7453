#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// A Keystone project, as a person may choose it.
/// https://docs.openstack.org/api-ref/identity/v3/#get-available-project-scopes
struct Project
{
    QString id = {};
    QString name = {};
    QString domainId = {};
    QString description = {};
    bool enabled = true;

    bool operator==(const Project &) const = default;
};

/// How each project is shown in a list to choose from: by its name, and where several have the same
/// name with the ID and the domain's ID, which tell them apart.
[[nodiscard]] QStringList labelsOf(const std::vector<Project> &projects);

} // namespace oriel::openstack
