#pragma once

#include "app/ctl/output.h"
#include "openstack/config/environment.h"
#include "openstack/config/layers.h"

#include <QtCore/QMap>
#include <QtCore/QStringList>

#include <variant>
#include <vector>

namespace oriel::ctl {

/// Exit codes, as in `openstack`.
enum ExitCode : int {
    Done = 0,
    Failed = 1,     ///< a configuration, a sign-in, a request or one of several deletes failed
    WrongUsage = 2, ///< no such command, option or value
};

/// An option of one command.
struct OptionSpec
{
    QStringList names; ///< "long", or "n" and "no-name-lookup"
    QString help;
    QString value = {};       ///< the placeholder for its value in the help; empty: it has none
    QStringList choices = {}; ///< empty: any value
    bool required = false;
};

/// A command: its words, its arguments and its output.
struct CommandSpec
{
    enum class Prints { Nothing, List, Details };

    QStringList words; ///< "server", "image", "create"
    QString summary;
    QString operand = {};   ///< "server"; empty: none
    QString second = {};    ///< a second operand, which is required; empty: none
    bool many = false;      ///< one or more operands
    bool optional = false;  ///< the operand may be omitted
    bool needsCloud = true; ///< false: runs without signing in
    Prints prints = Prints::List;
    std::vector<OptionSpec> options = {};

    [[nodiscard]] QString name() const { return words.join(u' '); }
};

/// A parsed command line.
struct Invocation
{
    QStringList command; ///< the words of its CommandSpec
    QStringList operands;
    QMap<QString, QStringList> options; ///< by the option's last name; a flag has an empty value
    OutputOptions output;
    openstack::SignInOptions connection; ///< the --os-… options, --insecure and --verify
    bool quiet = false;                  ///< without progress
    int verbosity = 0;                   ///< 1 with -v; 2 with -vv or --debug
    bool timing = false;
    QString logFile;

    [[nodiscard]] bool has(const QString &option) const { return options.contains(option); }
    [[nodiscard]] QString value(const QString &option) const
    {
        return options.value(option).value(0);
    }
    /// The options among `names` that have a value, as filters of a list.
    [[nodiscard]] QMap<QString, QString> filters(const QStringList &names) const
    {
        QMap<QString, QString> given;
        for (const QString &name : names) {
            if (!value(name).isEmpty())
                given.insert(name, value(name));
        }
        return given;
    }
    bool operator==(const Invocation &) const = default;
};

/// Output that replaces running a command: help and the version on standard output, with Done;
/// errors on standard error.
struct UsageText
{
    QString text;
    int exitCode = Done;
    bool operator==(const UsageText &) const = default;
};

/// Parses `arguments`, which begin with the program's name. `environment` provides
/// CLIFF_MAX_TERM_WIDTH and CLIFF_FIT_WIDTH; `terminalWidth` is the width for --fit-width, 0 if the
/// output is not a terminal.
[[nodiscard]] std::variant<Invocation, UsageText>
understand(const QStringList &arguments, const std::vector<CommandSpec> &commands,
           const QMap<QString, QString> &environment, int terminalWidth);

} // namespace oriel::ctl
