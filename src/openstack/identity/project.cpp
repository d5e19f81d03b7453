#include "openstack/identity/project.h"

#include "openstack/decoding.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace oriel::openstack {

template struct List<Project>;

QStringList labelsOf(const std::vector<Project> &projects)
{
    QStringList labels;
    for (const Project &project : projects) {
        const auto namesakes = std::ranges::count(projects, project.name, &Project::name);
        labels.append(namesakes < 2 && !project.name.isEmpty()
                          ? project.name
                          : QCoreApplication::translate("oriel::openstack::Project",
                                                        "%1 (ID %2, domain ID %3)")
                                .arg(project.name, project.id, project.domainId));
    }
    return labels;
}

} // namespace oriel::openstack
