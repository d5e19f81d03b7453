#pragma once

#include "openstack/config/configvalue.h"
#include "openstack/config/environment.h"

#include <optional>

namespace oriel::openstack {

/// The file that was read of those that are looked for.
struct ConfigFile
{
    QString path; ///< empty: there is none
    ConfigValue root;
    std::optional<Error> warning; ///< of a file passed over on the way
};

/// Which of the searched folders.
enum class Folders {
    All,
    WithoutWorking, ///< all but the working directory
    OnlyWorking
};

/// Looks for `stem`.yaml, .yml and .json ("clouds", "secure", "clouds-public") where openstacksdk
/// does, and reads the first that is there. `variable` may name another file to begin with
/// (OS_CLIENT_CONFIG_FILE). Configuration where that file is not what it should be; a file that may
/// not be read is passed over with a warning.
[[nodiscard]] Result<ConfigFile> findConfig(const Environment &environment, const QString &stem,
                                            const QString &variable,
                                            Folders folders = Folders::All);

/// Where findConfig() would look without a variable and would find something; empty: nowhere.
[[nodiscard]] QString configPath(const Environment &environment, const QString &stem,
                                 Folders folders);

/// Whether the file at `path` lies in the working directory, and that is not one of the folders
/// that belong to the user or the system: somebody else may have written it.
[[nodiscard]] bool isFromWorkingFolder(const Environment &environment, const QString &path);

} // namespace oriel::openstack
