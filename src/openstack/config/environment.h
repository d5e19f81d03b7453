#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// What CloudsLoader takes from its surroundings, so that nothing depends on the machine unseen.
struct Environment
{
    QMap<QString, QString> variables; ///< OS_* and what else there is
    QString workingDirectory;
    QString homeDirectory;
    QString userConfigDirectory;         ///< the platform's, without "openstack": ~/.config
    QStringList systemConfigDirectories; ///< in their order: /etc/xdg, …; /etc is added by itself

    /// This process's.
    static Environment current();

    bool operator==(const Environment &) const = default;
};

} // namespace oriel::openstack
