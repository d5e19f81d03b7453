#include "openstack/config/configfiles.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString fileText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

QStringList ownFolders(const Environment &environment)
{
    QStringList folders{environment.userConfigDirectory + "/openstack"_L1,
                        environment.homeDirectory + "/.config/openstack"_L1};
    for (const QString &folder : environment.systemConfigDirectories)
        folders.append(folder + "/openstack"_L1);
    folders.append(u"/etc/openstack"_s);
    folders.removeDuplicates();
    return folders;
}

QStringList searchedPaths(const Environment &environment, const QString &stem, Folders which)
{
    QStringList folders = ownFolders(environment);
    if (which == Folders::OnlyWorking)
        folders = {environment.workingDirectory};
    else if (which == Folders::All)
        folders.prepend(environment.workingDirectory);
    folders.removeDuplicates();
    QStringList paths;
    for (const QString &folder : folders) {
        for (const auto suffix : {".yaml"_L1, ".yml"_L1, ".json"_L1})
            paths.append(folder + u'/' + stem + suffix);
    }
    return paths;
}

} // namespace

Result<ConfigFile> findConfig(const Environment &environment, const QString &stem,
                              const QString &variable, Folders folders)
{
    ConfigFile found;
    QStringList paths;
    const QString named = environment.variables.value(variable);
    if (!named.isEmpty()) {
        paths.append(named);
        if (!QFileInfo::exists(named)) {
            found.warning = configurationError(
                {}, 0,
                fileText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                           "%1 names the file %2, which does not exist"))
                    .arg(variable, named));
        }
    }
    paths += searchedPaths(environment, stem, folders);
    for (const QString &path : paths) {
        if (!QFileInfo::exists(path))
            continue;
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
            const QString why =
                file.error() == QFileDevice::NoError
                    ? fileText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "it is not a file"))
                    : file.errorString();
            found.warning = configurationError(
                path, 0,
                fileText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "cannot be read: %1"))
                    .arg(why));
            continue;
        }
        auto root = readConfig(file.readAll(), path);
        if (!root)
            return root.error();
        if (root->kind != ConfigValue::Kind::Null && !root->isMap()) {
            return configurationError(
                path, root->line,
                fileText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                           "this is not a configuration: a map was expected")));
        }
        found.path = path;
        found.root = std::move(root).value();
        return found;
    }
    return found;
}

QString configPath(const Environment &environment, const QString &stem, Folders folders)
{
    for (const QString &path : searchedPaths(environment, stem, folders)) {
        if (QFileInfo(path).isFile())
            return path;
    }
    return {};
}

bool isFromWorkingFolder(const Environment &environment, const QString &path)
{
    const auto sameFolder = [](const QString &a, const QString &b) {
        return QDir(a).canonicalPath() == QDir(b).canonicalPath();
    };
    const QString folder = QFileInfo(path).absolutePath();
    if (path.isEmpty() || !sameFolder(folder, environment.workingDirectory))
        return false;
    const QStringList own = ownFolders(environment);
    return std::none_of(own.begin(), own.end(), [&](const QString &trusted) {
        return QFileInfo::exists(trusted) && sameFolder(folder, trusted);
    });
}

} // namespace oriel::openstack
