#pragma once

#include "openstack/config/configvalue.h"
#include "openstack/config/environment.h"

#include <QtCore/QMap>

namespace oriel::openstack {

/// The --os-… options of a command line by name, without "--os-": "project-name". Empty values
/// count as not given, as with `openstack`.
using SignInOptions = QMap<QString, QString>;

/// OS_* as a cloud's values: OS_AUTH_URL is auth_url. Without the variables that only select a
/// cloud or a file, and without those that Oriel and `openstack` know nothing of.
[[nodiscard]] ConfigValue environmentLayer(const Environment &environment);

/// The variables OS_* of a file as a cloud's values, those that neither Oriel nor `openstack` knows
/// among them. `notices` gets those that select another file or cloud, a sentence each.
[[nodiscard]] ConfigValue fileLayer(const QMap<QString, ConfigValue> &variables,
                                    QStringList &notices);

/// Whether OS_* describes a cloud, as openstacksdk sees it: any variable that does not only select.
[[nodiscard]] bool describesCloud(const Environment &environment);

/// The variables OS_* that look like a misspelt known one, each as a sentence.
[[nodiscard]] QStringList misspeltVariables(const Environment &environment);

[[nodiscard]] ConfigValue optionsLayer(const SignInOptions &options);

/// `layer` over `cloud`: what it names takes the place of all that `cloud` says of the same thing,
/// in `auth` and beside it: a project's name that of its ID.
[[nodiscard]] ConfigValue withLayer(ConfigValue cloud, const ConfigValue &layer);

} // namespace oriel::openstack
