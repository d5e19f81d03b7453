#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// What CloudsLoader reads from its surroundings, passed explicitly so that tests do not depend on
/// the machine.
struct Environment
{
    QMap<QString, QString> variables; ///< OS_* and all other variables
    QString workingDirectory;
    QString homeDirectory;
    QString userConfigDirectory;         ///< the platform's, without "openstack": ~/.config
    QStringList systemConfigDirectories; ///< in order: /etc/xdg, …; /etc is added automatically

    /// The environment of this process.
    static Environment current();

    bool operator==(const Environment &) const = default;
};

} // namespace oriel::openstack
