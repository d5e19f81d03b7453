#pragma once

#include <QtCore/QString>

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

} // namespace oriel::openstack
