#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/environment.h"
#include "openstack/config/layers.h"

#include <optional>
#include <vector>

namespace oriel::openstack {

/// One cloud that was found: its configuration, or its error.
struct FoundCloud
{
    QString name;
    QString file; ///< empty: the environment
    Result<CloudConfig> config;
    QStringList notices = {}; ///< settings without effect, one sentence each
    /// What an openrc file asks its user for: its variables, each with the file's own question.
    QMap<QString, QString> asked = {};
};

/// All clouds that were found, in the order of the file.
struct CloudList
{
    std::vector<FoundCloud> clouds;
    QStringList files; ///< the files that were read, clouds.yaml first
    /// The cloud to open if the user does not choose one: the one named by --os-cloud or OS_CLOUD,
    /// otherwise the one that OS_* describes, otherwise the only one. Empty: none of these.
    QString selected;
    QString userFile; ///< where a new cloud is written: the file that was read, or the user's
                      ///< clouds.yaml
    /// Why files or variables cannot be used as intended: a named or existing file that cannot be
    /// read, or a key beside the clouds that is not a cloud.
    std::optional<Error> warning;
    QStringList notices; ///< settings without effect outside the clouds, one sentence each

    /// The cloud of that name. Configuration, with the existing names, if there is none.
    [[nodiscard]] Result<CloudConfig> find(const QString &name) const;
};

/// Finds the clouds by the rules of openstacksdk's configuration: the first of
/// OS_CLIENT_CONFIG_FILE, the working directory, the user's and the system's configuration folders
/// (clouds.yaml, .yml, .json); secure.* merged over it; vendor profiles beneath it; OS_* and above
/// them the options merged over the cloud that they name, or as a cloud named "envvars".
///
/// One difference: a file in the working directory is never combined with one in another folder,
/// unless a variable names it. Otherwise a foreign clouds.yaml could have the passwords of the
/// user's own secure.yaml sent to an address of its choice.
/// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
class CloudsLoader
{
public:
    /// Reads the files; any thread. Without any file and any OS_*: an empty list. A file that is
    /// not YAML or not structured like a clouds.yaml is an error; an invalid cloud is listed with
    /// its error beside the others. Messages contain file, line and key, never a value that may be
    /// secret.
    static Result<CloudList> load(const Environment &environment,
                                  const SignInOptions &options = {});

    /// The clouds of one file that the user opens: a clouds.yaml, with the secure.* beside it, or
    /// an openrc file; what it is shows in its content. Neither the variables of `environment` nor
    /// other files are combined with it. A cloud may lack its address and its user, which the user
    /// is asked for. Any thread.
    static Result<CloudList> open(const QString &path, const Environment &environment,
                                  const SignInOptions &options = {});
};

} // namespace oriel::openstack
