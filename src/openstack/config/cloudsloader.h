#pragma once

#include "base/result.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/config/environment.h"

#include <optional>
#include <vector>

namespace oriel::openstack {

/// One cloud that was found: its configuration, or what is wrong with it.
struct FoundCloud
{
    QString name;
    QString file; ///< empty for the environment's
    Result<CloudConfig> config;
};

/// What was found, in the order of the file.
struct CloudList
{
    std::vector<FoundCloud> clouds;
    QStringList files; ///< that were read, clouds.yaml first
    QString selected;  ///< what OS_CLOUD (or OS_CLOUD's absence beside OS_*: envvars) picks; empty
    QString userFile;  ///< where a new cloud belongs: the file read, or the user's clouds.yaml
    std::optional<Error>
        warning; ///< a file that is named or there but cannot be read, a key that is misspelled

    /// The cloud of that name. Configuration where there is none, naming those that there are.
    [[nodiscard]] Result<CloudConfig> find(const QString &name) const;
};

/// Finds the clouds by the rules of openstacksdk's configuration: the first of
/// OS_CLIENT_CONFIG_FILE, the working directory, the user's and the system's configuration folders
/// (clouds.yaml, .yml, .json); secure.* merged over it; profiles from clouds-public.* beneath it;
/// OS_* as a cloud named "envvars".
/// https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
class CloudsLoader
{
public:
    /// Reads the files; any thread. Without any file and any OS_*: an empty list. A file that is no
    /// YAML, or not what a clouds.yaml is as a whole, is an error; a cloud that is wrong has its
    /// error beside the others. Messages name file, line and key, never a value that may be secret.
    static Result<CloudList> load(const Environment &environment);
};

/// `cloud` as a piece of clouds.yaml, without any password, passcode, token or secret.
[[nodiscard]] QString cloudAsYaml(const CloudConfig &cloud);

/// Adds `cloud` to the file at `path` without its secrets, leaving every byte of what is there;
/// makes the file (readable by its owner only) and its folder where they are missing.
/// Configuration where the file cannot be added to safely (not YAML, the name is taken, no "clouds"
/// in block style).
Result<Nothing> appendCloud(const QString &path, const CloudConfig &cloud);

} // namespace oriel::openstack
