#pragma once

#include "openstack/config/configvalue.h"
#include "openstack/config/environment.h"

#include <QtCore/QMap>

namespace oriel::openstack {

/// The --os-… options of a command line by name, without "--os-": "project-name". Empty values
/// count as not given, as in `openstack`.
using SignInOptions = QMap<QString, QString>;

/// OS_* as a cloud's values: OS_AUTH_URL is auth_url. Without the variables that only select a
/// cloud or a file, and without those that neither Oriel nor `openstack` knows.
[[nodiscard]] ConfigValue environmentLayer(const Environment &environment);

/// The variables OS_* of a file as a cloud's values, those that neither Oriel nor `openstack` knows
/// among them. `notices` gets those that select another file or cloud, a sentence each.
[[nodiscard]] ConfigValue fileLayer(const QMap<QString, ConfigValue> &variables,
                                    QStringList &notices);

/// Whether OS_* describes a cloud, as openstacksdk defines it: any variable that does more than
/// select.
[[nodiscard]] bool describesCloud(const Environment &environment);

/// The OS_* variables that look like misspelt known ones, one sentence each.
[[nodiscard]] QStringList misspeltVariables(const Environment &environment);

[[nodiscard]] ConfigValue optionsLayer(const SignInOptions &options);

/// Merges `layer` over `cloud`: each of its values replaces everything in `cloud` with the same
/// meaning, in `auth` and beside it; a project's name replaces its ID.
[[nodiscard]] ConfigValue withLayer(ConfigValue cloud, const ConfigValue &layer);

} // namespace oriel::openstack
