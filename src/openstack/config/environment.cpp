#include "openstack/config/environment.h"

#include <QtCore/QDir>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QStandardPaths>

namespace oriel::openstack {

Environment Environment::current()
{
    Environment environment;
    const auto system = QProcessEnvironment::systemEnvironment();
    const QStringList names = system.keys();
    for (const QString &name : names)
        environment.variables.insert(name, system.value(name));
    environment.workingDirectory = QDir::currentPath();
    environment.homeDirectory = QDir::homePath();
    const QStringList folders =
        QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation);
    environment.userConfigDirectory = folders.value(0);
    environment.systemConfigDirectories = folders.mid(1);
    return environment;
}

} // namespace oriel::openstack
