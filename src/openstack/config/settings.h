#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace oriel::openstack {

/// How Oriel treats a setting that decides where, as whom or how you sign in. One name stands for a
/// key of clouds.yaml ("project_name"), a variable (OS_PROJECT_NAME) and an option
/// (--os-project-name).
enum class Support {
    Used,
    SingleSignOn, ///< only meaningful for single sign-on, which Oriel does not support
    Refused,      ///< would change where or as whom you sign in, and Oriel does not support it
    Elsewhere,    ///< a key for other programs that read the same file
    Unknown
};

/// `name` with "_", as in clouds.yaml. Per-service keys ("compute_endpoint_override") included.
[[nodiscard]] Support supportOf(const QString &name);

/// "compute" for "compute_endpoint_override", if `name` is a per-service key that Oriel reads; sets
/// `what` to "endpoint_override". nullopt for other keys and other services.
[[nodiscard]] std::optional<QString> serviceOfKey(const QString &name, QString &what);

/// The known name that `name` is probably a misspelling of; empty: none.
[[nodiscard]] QString meantBy(const QString &name);

/// The names that mean the same as `name`, including `name`: a value in a higher layer replaces all
/// of them in lower layers.
[[nodiscard]] QStringList sameMeaning(const QString &name);

/// Why `name`, displayed as `shown`, is refused, and what to do instead: complete sentences.
[[nodiscard]] QString refusalOf(const QString &name, const QString &shown);

/// The supported options with a value, without "--os-": "cloud", "auth-url", ….
[[nodiscard]] QStringList usedOptions();
/// The options of `openstack` that are refused by name.
[[nodiscard]] QStringList refusedOptions();

/// Why `version` of `service` ("compute", "volume", …) is not supported; empty: it is. Oriel
/// supports one major version of each service; a minor version ("2.60") is the highest that it
/// requests.
[[nodiscard]] QString versionProblem(const QString &service, const QString &version);

/// What is wrong with the value of an option, `name` without "--os-"; empty: nothing.
[[nodiscard]] QString optionProblem(const QString &name, const QString &value);

} // namespace oriel::openstack
