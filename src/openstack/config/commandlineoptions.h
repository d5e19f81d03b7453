#pragma once

#include "openstack/config/layers.h"

#include <variant>

class QCommandLineParser;

namespace oriel::openstack {

/// Gives the parser the options of `openstack` that decide where, as whom and how you sign in:
/// those that are used, and those that are refused by their own name. All but --os-cloud and
/// --insecure are hidden from the help, which would be nothing else.
void addSignInOptions(QCommandLineParser &parser);

/// What they say; or what is wrong with them, as a sentence.
[[nodiscard]] std::variant<SignInOptions, QString>
readSignInOptions(const QCommandLineParser &parser);

/// Whether `argument` is one of these options and takes the next argument as its value.
[[nodiscard]] bool takesSignInValue(const QString &argument);

/// The command line as the parser takes it: "--os_cloud" as "--os-cloud".
[[nodiscard]] QStringList withNormalOptions(QStringList arguments);

/// The first --os-… option that neither Oriel nor `openstack` knows; empty: there is none.
[[nodiscard]] QString unknownSignInOption(const QStringList &arguments);

} // namespace oriel::openstack
