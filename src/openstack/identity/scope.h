#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// Where the user is signed in, and as whom.
struct Scope
{
    QString cloud = {}; ///< its name in clouds.yaml
    QString region = {};
    QString interface = {}; ///< public, internal, admin
    QString projectId = {}; ///< empty if the token is for a domain
    QString projectName = {};
    QString domain = {}; ///< the project's domain, by name
    QString userId = {};
    QString userName = {};
    QStringList roles = {}; ///< by name

    static void fields(auto &f, auto &scope)
    {
        f.kept("cloud", scope.cloud);
        f.kept("region", scope.region);
        f.kept("interface", scope.interface);
        f.kept("projectId", scope.projectId);
        f.kept("projectName", scope.projectName);
        f.kept("domain", scope.domain);
        f.kept("userId", scope.userId);
        f.kept("userName", scope.userName);
        f.kept("roles", scope.roles);
    }
    bool operator==(const Scope &) const = default;
};

} // namespace oriel::openstack
