#pragma once

#include <QtCore/QStringList>

namespace oriel::openstack {
struct CloudConfig;
struct Scope;
} // namespace oriel::openstack

namespace oriel::forms {

/// The options with which orielctl on another computer reaches a scope: its name in clouds.yaml,
/// and the region and the project if these are not those of the file.
struct CloudOptions
{
    QStringList words{}; ///< "--os-cloud", "mycloud"
    bool inFile = false; ///< a clouds.yaml has the cloud; otherwise the name is a proposal

    bool operator==(const CloudOptions &) const = default;
};

/// `cloud`: the configuration that was used to sign in.
[[nodiscard]] CloudOptions cloudOptions(const openstack::CloudConfig &cloud,
                                        const openstack::Scope &scope);

} // namespace oriel::forms
