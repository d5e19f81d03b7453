#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/environment.h"
#include "openstack/config/layers.h"

#include <optional>
#include <vector>

namespace oriel::openstack {

/// One cloud that was found: its configuration, or what is wrong with it.
struct FoundCloud
{
    QString name;
    QString file; ///< empty for the environment's
    Result<CloudConfig> config;
    QStringList notices = {}; ///< what is set and not used, a sentence each
    /// What an openrc file asks its user for: its variables, each with the file's own question.
    QMap<QString, QString> asked = {};
};

/// What was found, in the order of the file.
struct CloudList
{
    std::vector<FoundCloud> clouds;
    QStringList files; ///< that were read, clouds.yaml first
    /// What is opened where the user names none beside the files and variables: the one that
    /// --os-cloud or OS_CLOUD names, else the one that OS_* describes, else the only one. Empty:
    /// none of these.
    QString selected;
    QString userFile; ///< where a new cloud belongs: the file read, or the user's clouds.yaml
    /// Why files or variables cannot be used as they are meant: a file that is named or there but
    /// cannot be read, a key beside the clouds where none of them is named.
    std::optional<Error> warning;
    QStringList notices; ///< what is set and not used in none of the clouds, a sentence each

    /// The cloud of that name. Configuration where there is none, naming those that there are.
    [[nodiscard]] Result<CloudConfig> find(const QString &name) const;
};

/// Finds the clouds by the rules of openstacksdk's configuration: the first of
/// OS_CLIENT_CONFIG_FILE, the working directory, the user's and the system's configuration folders
/// (clouds.yaml, .yml, .json); secure.* merged over it; profiles of vendors beneath it; OS_* and
/// above it the options over the cloud that they name, or as a cloud named "envvars".
///
/// One thing is different: a file in the working directory is never combined with one in another
/// folder, unless a variable names it. A clouds.yaml in a foreign folder would get the passwords
/// of the user's own secure.yaml for an address of its choice.
/// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
class CloudsLoader
{
public:
    /// Reads the files; any thread. Without any file and any OS_*: an empty list. A file that is no
    /// YAML, or not what a clouds.yaml is as a whole, is an error; a cloud that is wrong has its
    /// error beside the others. Messages name file, line and key, never a value that may be secret.
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
