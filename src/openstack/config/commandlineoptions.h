#pragma once

#include "openstack/config/layers.h"

#include <variant>

class QCommandLineParser;

namespace oriel::openstack {

/// Adds the options of `openstack` that decide where, as whom and how you sign in: those that are
/// used, and those that are refused by name. All but --os-cloud and --insecure are hidden from the
/// help, which they would fill.
void addSignInOptions(QCommandLineParser &parser);

/// The options' values, or a sentence about what is wrong with them.
[[nodiscard]] std::variant<SignInOptions, QString>
readSignInOptions(const QCommandLineParser &parser);

/// Whether `argument` is one of these options and takes the next argument as its value.
[[nodiscard]] bool takesSignInValue(const QString &argument);

/// The command line in the form that the parser expects: "--os-cloud" for "--os_cloud".
[[nodiscard]] QStringList withNormalOptions(QStringList arguments);

/// The first --os-… option that neither Oriel nor `openstack` knows; empty: none.
[[nodiscard]] QString unknownSignInOption(const QStringList &arguments);

} // namespace oriel::openstack
