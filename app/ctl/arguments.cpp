#include "app/ctl/arguments.h"

#include "openstack/config/commandlineoptions.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Arguments)
};

UsageText wrong(const QString &what)
{
    return {u"orielctl: %1\n%2\n"_s.arg(what, Words::tr("See orielctl --help.")), WrongUsage};
}

bool takesValue(const QString &option)
{
    return openstack::takesSignInValue(option) || option == "--log-file"_L1;
}

/// The words that are not an option's value, including the command's.
QStringList plainWords(const QStringList &arguments)
{
    QStringList words;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (takesValue(arguments[i]))
            ++i;
        else if (!arguments[i].startsWith(u'-'))
            words.append(arguments[i]);
        else if (!words.isEmpty())
            break; // an option of the command, after its words
    }
    return words;
}

const CommandSpec *commandOf(const QStringList &words, const std::vector<CommandSpec> &commands)
{
    const CommandSpec *best = nullptr;
    for (const CommandSpec &command : commands) {
        if (words.mid(0, command.words.size()) == command.words &&
            (!best || command.words.size() > best->words.size()))
            best = &command;
    }
    return best;
}

QString overview(const std::vector<CommandSpec> &commands)
{
    QString text = Words::tr("Usage: orielctl [--os-cloud NAME] COMMAND [options]\n\n"
                             "Snapshots of OpenStack instances from the terminal: the commands, "
                             "options and output that users of openstack know, and snapshots of "
                             "instances as one thing.\n\nCommands:\n");
    qsizetype widest = 0;
    for (const CommandSpec &command : commands)
        widest = std::max(widest, command.name().size());
    for (const CommandSpec &command : commands)
        text += "  "_L1 + command.name().leftJustified(widest + 2) + command.summary + u'\n';
    return text + Words::tr("\norielctl COMMAND --help describes a command. Clouds come from "
                            "clouds.yaml, --os-… options and OS_… variables.\nExit codes: 0 "
                            "success; 1 something was refused or failed; 2 wrong usage.\n");
}

UsageText unknownCommand(const QStringList &words, const std::vector<CommandSpec> &commands)
{
    QStringList near;
    for (const CommandSpec &command : commands) {
        if (command.words.first() == words.value(0))
            near.append("  "_L1 + command.name());
    }
    QString text = u"orielctl: %1\n"_s.arg(
        Words::tr("Unknown command “%1”. See orielctl --help.").arg(words.join(u' ')));
    if (!near.isEmpty())
        text += Words::tr("Did you mean one of these?") + u'\n' + near.join(u'\n') + u'\n';
    return {text, WrongUsage};
}

/// One command's options in Qt's parser, and their values in an Invocation.
class CommandLine
{
public:
    CommandLine(const CommandSpec &command, const QMap<QString, QString> &environment,
                int terminalWidth)
        : m_command(command)
        , m_environment(environment)
        , m_terminalWidth(terminalWidth)
    {
        m_parser.setApplicationDescription(command.summary + u'.');
        for (const OptionSpec &option : command.options)
            m_parser.addOption({option.names, option.help, option.value});
        if (command.prints != CommandSpec::Prints::Nothing)
            addOutput();
        openstack::addSignInOptions(m_parser);
        m_parser.addOptions(
            {{{u"q"_s, u"quiet"_s}, Words::tr("Show no progress.")},
             {{u"v"_s, u"verbose"_s},
              Words::tr(
                  "Print a line for each request on standard error; -vv is the same as --debug.")},
             {u"debug"_s, Words::tr("Print requests and answers, without secrets.")},
             {u"log-file"_s, Words::tr("Write what -v or --debug print to this file as well."),
              u"FILE"_s},
             {u"timing"_s, Words::tr("Print how long each request took.")},
             //: Describes the option --help.
             {{u"h"_s, u"help"_s}, Words::tr("Print this.")}});
        if (!command.operand.isEmpty())
            m_parser.addPositionalArgument(command.operand, Words::tr("Name or ID."));
        if (!command.second.isEmpty())
            m_parser.addPositionalArgument(command.second, Words::tr("Name or ID."));
    }

    std::variant<Invocation, UsageText> read(const QStringList &arguments)
    {
        if (!m_parser.parse(arguments))
            return m_parser.isSet(u"help"_s) ? help() : wrong(m_parser.errorText());
        if (m_parser.isSet(u"help"_s))
            return help();
        Invocation invocation;
        invocation.command = m_command.words;
        invocation.operands = m_parser.positionalArguments().mid(m_command.words.size());
        invocation.quiet = m_parser.isSet(u"quiet"_s);
        const auto signIn = openstack::readSignInOptions(m_parser);
        if (const auto *problem = std::get_if<QString>(&signIn))
            return wrong(*problem);
        invocation.connection = std::get<openstack::SignInOptions>(signIn);
        const auto verbose =
            m_parser.optionNames().count(u"v"_s) + m_parser.optionNames().count(u"verbose"_s);
        invocation.verbosity =
            m_parser.isSet(u"debug"_s) ? 2 : std::min(2, static_cast<int>(verbose));
        invocation.timing = m_parser.isSet(u"timing"_s);
        invocation.logFile = m_parser.value(u"log-file"_s);
        if (const auto problem = readOptions(invocation))
            return *problem;
        if (const auto problem = checkOperands(invocation.operands))
            return *problem;
        if (m_command.prints != CommandSpec::Prints::Nothing) {
            if (const auto problem = readOutput(invocation.output))
                return *problem;
        }
        return invocation;
    }

private:
    [[nodiscard]] bool lists() const { return m_command.prints == CommandSpec::Prints::List; }

    void addOutput()
    {
        m_parser.addOptions(
            {{{u"f"_s, u"format"_s},
              Words::tr("The output's format: %1 (table).").arg(formats().join(", "_L1)),
              u"FORMAT"_s},
             {{u"c"_s, u"column"_s},
              Words::tr("Print this column only; can be given several times."),
              u"COLUMN"_s},
             {u"noindent"_s, Words::tr("JSON on one line.")},
             {u"max-width"_s, Words::tr("Fit a table into N characters."), u"N"_s},
             {u"fit-width"_s, Words::tr("Fit a table into the terminal.")},
             {u"print-empty"_s, Words::tr("Print a table even if it has no rows.")}});
        if (lists())
            m_parser.addOptions(
                {{u"quote"_s,
                  Words::tr("Quotes in CSV: all, minimal, none, nonnumeric (nonnumeric)."),
                  u"MODE"_s},
                 {u"sort-column"_s, Words::tr("Sort by this column; can be given several times."),
                  u"COLUMN"_s},
                 {u"sort-ascending"_s, Words::tr("Sort in ascending order.")},
                 {u"sort-descending"_s, Words::tr("Sort in descending order.")}});
    }

    [[nodiscard]] QStringList formats() const
    {
        return lists() ? QStringList{u"csv"_s, u"json"_s, u"table"_s, u"value"_s, u"yaml"_s}
                       : QStringList{u"json"_s, u"table"_s, u"value"_s, u"yaml"_s};
    }

    [[nodiscard]] UsageText help() const
    {
        // Qt begins with the program's path and does not support commands of several words.
        QString text = m_parser.helpText();
        const QString operand =
            m_command.operand.isEmpty()            ? QString()
            : m_command.optional && m_command.many ? u" [<%1> …]"_s.arg(m_command.operand)
            : m_command.optional                   ? u" [<%1>]"_s.arg(m_command.operand)
            : m_command.many                       ? u" <%1> [<%1> …]"_s.arg(m_command.operand)
            : m_command.second.isEmpty()           ? u" <%1>"_s.arg(m_command.operand)
                                         : u" <%1> <%2>"_s.arg(m_command.operand, m_command.second);
        return {Words::tr("Usage: orielctl %1 [options]%2").arg(m_command.name(), operand) +
                    text.mid(text.indexOf(u'\n')),
                Done};
    }

    std::optional<UsageText> readOptions(Invocation &invocation) const
    {
        for (const OptionSpec &option : m_command.options) {
            const QString name = option.names.last();
            if (!m_parser.isSet(name)) {
                if (option.required)
                    return wrong(Words::tr("%1 needs --%2.").arg(m_command.name(), name));
                continue;
            }
            const QStringList values = m_parser.values(name);
            for (const QString &value : values) {
                if (!option.choices.isEmpty() && !option.choices.contains(value))
                    return wrong(Words::tr("--%1 takes %2, not “%3”.")
                                     .arg(name, option.choices.join(", "_L1), value));
            }
            invocation.options.insert(name, values.isEmpty() ? QStringList(QString()) : values);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<UsageText> checkOperands(const QStringList &operands) const
    {
        if (m_command.operand.isEmpty() && !operands.isEmpty())
            return wrong(Words::tr("%1 takes no argument: “%2”.")
                             .arg(m_command.name(), operands.constFirst()));
        if (!m_command.operand.isEmpty() && !m_command.optional && operands.isEmpty())
            return wrong(Words::tr("%1 needs the name or ID of a %2.")
                             .arg(m_command.name(), m_command.operand));
        if (!m_command.second.isEmpty() && operands.size() == 1)
            return wrong(Words::tr("%1 needs the name or ID of a %2.")
                             .arg(m_command.name(), m_command.second));
        const qsizetype most = m_command.second.isEmpty() ? 1 : 2;
        if (!m_command.many && operands.size() > most)
            return wrong(Words::tr("%1 takes a single %2. Unexpected: “%3”.")
                             .arg(m_command.name(), m_command.operand, operands[most]));
        return std::nullopt;
    }

    std::optional<UsageText> readOutput(OutputOptions &output) const
    {
        if (m_parser.isSet(u"format"_s)) {
            const QString format = m_parser.value(u"format"_s);
            if (!formats().contains(format))
                return wrong(
                    Words::tr("-f takes %1, not “%2”.").arg(formats().join(", "_L1), format));
            output.format = format == "csv"_L1     ? Format::Csv
                            : format == "json"_L1  ? Format::Json
                            : format == "value"_L1 ? Format::Value
                            : format == "yaml"_L1  ? Format::Yaml
                                                   : Format::Table;
        }
        output.columns = m_parser.values(u"column"_s);
        output.noIndent = m_parser.isSet(u"noindent"_s);
        output.printEmpty = m_parser.isSet(u"print-empty"_s);
        if (const auto problem = readWidth(output))
            return problem;
        if (!lists())
            return std::nullopt;
        output.sortColumns = m_parser.values(u"sort-column"_s);
        output.descending = m_parser.isSet(u"sort-descending"_s);
        if (output.descending && m_parser.isSet(u"sort-ascending"_s))
            return wrong(Words::tr("Give only one of --sort-ascending and --sort-descending."));
        const QString quote = m_parser.value(u"quote"_s);
        if (!quote.isEmpty() &&
            !QStringList{u"all"_s, u"minimal"_s, u"none"_s, u"nonnumeric"_s}.contains(quote))
            return wrong(
                Words::tr("--quote takes all, minimal, none or nonnumeric, not “%1”.").arg(quote));
        output.quote = quote == "all"_L1       ? Quote::All
                       : quote == "minimal"_L1 ? Quote::Minimal
                       : quote == "none"_L1    ? Quote::None
                                               : Quote::NonNumeric;
        return std::nullopt;
    }

    std::optional<UsageText> readWidth(OutputOptions &output) const
    {
        QString width = m_environment.value(u"CLIFF_MAX_TERM_WIDTH"_s, u"0"_s);
        if (m_parser.isSet(u"max-width"_s))
            width = m_parser.value(u"max-width"_s);
        bool ok = false;
        output.maxWidth = std::max(0, width.toInt(&ok));
        if (!ok)
            return wrong(Words::tr("--max-width needs a number, not “%1”.").arg(width));
        const bool fit = m_parser.isSet(u"fit-width"_s) ||
                         m_environment.value(u"CLIFF_FIT_WIDTH"_s, u"0"_s) != "0"_L1;
        if (output.maxWidth == 0 && fit)
            output.maxWidth = m_terminalWidth;
        return std::nullopt;
    }

    const CommandSpec &m_command;
    const QMap<QString, QString> &m_environment;
    int m_terminalWidth;
    QCommandLineParser m_parser;
};

} // namespace

std::variant<Invocation, UsageText> understand(const QStringList &given,
                                               const std::vector<CommandSpec> &commands,
                                               const QMap<QString, QString> &environment,
                                               int terminalWidth)
{
    const QStringList arguments = openstack::withNormalOptions(given);
    if (const QString unknown = openstack::unknownSignInOption(arguments); !unknown.isEmpty())
        return wrong(Words::tr("Unknown option “%1”.").arg(unknown));
    const QStringList words = plainWords(arguments);
    if (words.isEmpty()) {
        if (arguments.contains(u"--version"_s))
            return UsageText{u"orielctl %1\n"_s.arg(QString::fromUtf8(ORIEL_VERSION)), Done};
        if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s))
            return UsageText{overview(commands), Done};
        return UsageText{overview(commands), WrongUsage};
    }
    const CommandSpec *command = commandOf(words, commands);
    if (!command)
        return unknownCommand(words, commands);
    return CommandLine(*command, environment, terminalWidth).read(arguments);
}

} // namespace oriel::ctl
