#pragma once

#include "openstack/config/configvalue.h"
#include "openstack/config/environment.h"

#include <optional>

namespace oriel::openstack {

/// The file that was read, out of those that are searched for.
struct ConfigFile
{
    QString path; ///< empty: none
    ConfigValue root;
    std::optional<Error> warning; ///< about a file that was skipped
};

/// Which folders to search.
enum class Folders {
    All,
    WithoutWorking, ///< all but the working directory
    OnlyWorking
};

/// Searches for `stem`.yaml, .yml and .json ("clouds", "secure", "clouds-public") where
/// openstacksdk does, and reads the first one that exists. `variable` may name a file to prefer
/// (OS_CLIENT_CONFIG_FILE). Configuration if that file is invalid; a file without read permission
/// is skipped with a warning.
[[nodiscard]] Result<ConfigFile> findConfig(const Environment &environment, const QString &stem,
                                            const QString &variable,
                                            Folders folders = Folders::All);

/// The path that findConfig() would find without a variable; empty: none.
[[nodiscard]] QString configPath(const Environment &environment, const QString &stem,
                                 Folders folders);

/// Whether the file at `path` is in the working directory, and that is not one of the user's or
/// system's folders: another user may have written it.
[[nodiscard]] bool isFromWorkingFolder(const Environment &environment, const QString &path);

} // namespace oriel::openstack
