#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// Where one is signed in, and as whom.
struct Scope
{
    QString cloud = {}; ///< its name in clouds.yaml
    QString region = {};
    QString interface = {}; ///< public, internal, admin
    QString projectId = {}; ///< empty where the token is for a domain
    QString projectName = {};
    QString domain = {}; ///< the project's domain, by name
    QString userId = {};
    QString userName = {};
    QStringList roles = {}; ///< by name

    bool operator==(const Scope &) const = default;
};

} // namespace oriel::openstack
