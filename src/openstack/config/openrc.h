#pragma once

#include "base/result.h"
#include "openstack/config/configvalue.h"

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::openstack {

/// What an openrc file sets: the variables OS_* that the `openstack` command reads.
struct Openrc
{
    QMap<QString, ConfigValue> variables; ///< those with a value, with file and line
    /// Those that the user has to be asked for, by their names, with the file's own question, which
    /// may be empty.
    QMap<QString, QString> asked;
    QStringList notices; ///< what the file would do and Oriel does not, a sentence each
};

/// Whether a line of the text sets a variable OS_*.
[[nodiscard]] bool isOpenrc(const QByteArray &text);

/// Reads an openrc file, a shell script, as data. Nothing in it is run, and no variable of this
/// process is used; `home` stands for "~" and $HOME. Understood are assignments and export, unset,
/// quotation marks, $NAME of variables that the file has set, ${NAME:-WORD} and the like, if with
/// tests of texts, && and ||, and read, which becomes a question. The loop of other tools that
/// clears all OS_* does so.
///
/// A secret that a command would give is asked for. Configuration, with file and line, for any
/// other value that only running the file would give, and for what Oriel cannot read.
[[nodiscard]] Result<Openrc> readOpenrc(const QByteArray &text, const QString &file,
                                        const QString &home);

} // namespace oriel::openstack
