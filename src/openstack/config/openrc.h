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
    QMap<QString, ConfigValue> variables; ///< with a value, file and line
    /// Those that the user must enter, by name, with the file's own prompt, which may be empty.
    QMap<QString, QString> asked;
    QStringList notices; ///< what the file would do and Oriel does not, one sentence each
};

/// Whether a line of the text sets a variable OS_*.
[[nodiscard]] bool isOpenrc(const QByteArray &text);

/// Parses an openrc file, a shell script, as data. Nothing in it is executed, and no variable of
/// this process is used; `home` replaces "~" and $HOME. Supported are assignments and export,
/// unset, quotation marks, $NAME of variables that the file has set, ${NAME:-WORD} and similar, if
/// with tests of texts, && and ||, and read, which becomes a prompt. The loop with which other
/// tools clear all OS_* is recognized.
///
/// A secret that a command would return is prompted for. Configuration, with file and line, for any
/// other value that only executing the file would give, and for unsupported syntax.
[[nodiscard]] Result<Openrc> readOpenrc(const QByteArray &text, const QString &file,
                                        const QString &home);

} // namespace oriel::openstack
