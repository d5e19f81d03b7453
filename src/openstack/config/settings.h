#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace oriel::openstack {

/// What Oriel does with a setting that decides where, as whom or how you sign in. One name stands
/// for a key of clouds.yaml ("project_name"), a variable (OS_PROJECT_NAME) and an option
/// (--os-project-name).
enum class Support {
    Used,
    SingleSignOn, ///< has a meaning only for a single sign-on that Oriel cannot do
    Refused,      ///< would change where or as whom you sign in, and Oriel cannot do it
    Elsewhere,    ///< a key that other programs read from the same file; nothing to do for Oriel
    Unknown
};

/// `name` with "_", as in clouds.yaml. Per-service keys ("compute_endpoint_override") included.
[[nodiscard]] Support supportOf(const QString &name);

/// "compute" of "compute_endpoint_override", where `name` is a per-service key that Oriel reads;
/// `what` becomes "endpoint_override". Nothing for another key, or another service.
[[nodiscard]] std::optional<QString> serviceOfKey(const QString &name, QString &what);

/// The known name that `name` is a slip or two away from; empty where it is like none.
[[nodiscard]] QString meantBy(const QString &name);

/// The names that mean the same as `name`, `name` among them: a higher layer that gives one of them
/// takes the place of all that lower layers say.
[[nodiscard]] QStringList sameMeaning(const QString &name);

/// Why `name`, shown to the user as `shown`, is refused, and what to do instead: whole sentences.
[[nodiscard]] QString refusalOf(const QString &name, const QString &shown);

/// The options that take a value and are used, without "--os-": "cloud", "auth-url", ….
[[nodiscard]] QStringList usedOptions();
/// Those of `openstack` that are refused by their own name.
[[nodiscard]] QStringList refusedOptions();

/// Why `version` of `service` ("compute", "volume", …) cannot be honoured; empty where it can.
/// Oriel speaks one major version of each service; a minor one ("2.60") is the highest that it asks
/// for.
[[nodiscard]] QString versionProblem(const QString &service, const QString &version);

/// What is wrong with the value of an option, `name` without "--os-"; empty: nothing.
[[nodiscard]] QString optionProblem(const QString &name, const QString &value);

} // namespace oriel::openstack
