#include "openstack/config/configfiles.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString fileText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

QStringList searchedFolders(const Environment &environment)
{
    QStringList folders{environment.workingDirectory,
                        environment.userConfigDirectory + "/openstack"_L1,
                        environment.homeDirectory + "/.config/openstack"_L1};
    for (const QString &folder : environment.systemConfigDirectories)
        folders.append(folder + "/openstack"_L1);
    folders.append(u"/etc/openstack"_s);
    folders.removeDuplicates();
    return folders;
}

} // namespace

Result<ConfigFile> findConfig(const Environment &environment, const QString &stem,
                              const QString &variable)
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
    for (const QString &folder : searchedFolders(environment)) {
        for (const auto suffix : {".yaml"_L1, ".yml"_L1, ".json"_L1})
            paths.append(folder + u'/' + stem + suffix);
    }
    for (const QString &path : paths) {
        if (!QFileInfo::exists(path))
            continue;
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
            const QString why =
                file.error() == QFileDevice::NoError
                    ? fileText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "it is no file"))
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
                                           "this is no configuration: a map was expected")));
        }
        found.path = path;
        found.root = std::move(root).value();
        return found;
    }
    return found;
}

} // namespace oriel::openstack
