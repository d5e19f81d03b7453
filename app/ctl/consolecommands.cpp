#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/terminal.h"
#include "openstack/compute/console.h"
#include "openstack/compute/server.h"

#include <QtCore/QCoreApplication>

#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::ConsoleType;

struct ConsoleWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Consoles)
};

/// As `openstack`, for which the address with its token is the result.
class ConsoleUrlShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        int given = 0;
        for (const auto &[option, type] :
             {std::pair(u"novnc"_s, ConsoleType::NoVnc), std::pair(u"spice"_s, ConsoleType::Spice),
              std::pair(u"serial"_s, ConsoleType::Serial), std::pair(u"mks"_s, ConsoleType::Mks)}) {
            if (invocation().has(option)) {
                m_type = type;
                ++given;
            }
        }
        if (given > 1) {
            fail(ConsoleWords::tr("Give only one of --novnc, --spice, --serial and --mks."));
            return;
        }
        findServer(client(), invocation().operands.first(), this, [this](auto server) {
            if (server.ok())
                open(server->id, false);
            else
                failed(server.error());
        });
    }

private:
    void open(const QString &serverId, bool byAction)
    {
        client()
            .call(openstack::OpenConsole{serverId, m_type, byAction})
            .then(this, [this, serverId, byAction](auto console) {
                const bool isOld = !console.ok() && !byAction && m_type != ConsoleType::Mks &&
                                   console.error().kind == ErrorKind::Unsupported;
                if (isOld)
                    open(serverId, true);
                else if (!console.ok())
                    failed(console.error());
                else
                    show(Details{.fields = {{u"protocol"_s, textCell(console->protocol)},
                                            {u"type"_s, textCell(console->type)},
                                            {u"url"_s, Cell{console->url}}}});
            });
    }

    void failed(const Error &error)
    {
        fail(error, ConsoleWords::tr("The address of the console could not be shown."));
    }

    ConsoleType m_type = ConsoleType::NoVnc;
};

/// As `openstack`: the log alone, which ends with a line end.
class ConsoleLogShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        if (invocation().has(u"lines"_s)) {
            bool ok = false;
            m_lines = invocation().value(u"lines"_s).toInt(&ok);
            if (!ok || *m_lines < 0) {
                refuse(ConsoleWords::tr("--lines needs a number, not “%1”.")
                           .arg(invocation().value(u"lines"_s)));
                return;
            }
        }
        findServer(client(), invocation().operands.first(), this, [this](auto server) {
            if (!server.ok())
                failed(server.error());
            else if (m_lines == 0)
                done(); // the request for no lines would return all of them
            else
                load(server->id);
        });
    }

private:
    void load(const QString &serverId)
    {
        client()
            .call(openstack::GetConsoleOutput{.serverId = serverId, .lines = m_lines.value_or(0)})
            .then(this, [this](Result<QString> log) {
                if (!log.ok()) {
                    failed(log.error());
                    return;
                }
                if (!log->isEmpty())
                    print(log->endsWith(u'\n') ? *log : *log + u'\n');
                done();
            });
    }

    void failed(const Error &error)
    {
        fail(error, ConsoleWords::tr("The console log could not be shown."));
    }

    std::optional<int> m_lines; ///< nullopt: all
};

} // namespace

std::vector<CommandEntry> consoleCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ConsoleUrlShow>(
        {.words = {u"console"_s, u"url"_s, u"show"_s},
         .summary = ConsoleWords::tr("Show the address of a server's console"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Details,
         .options = {{{u"novnc"_s}, ConsoleWords::tr("A noVNC console (the default).")},
                     {{u"spice"_s}, ConsoleWords::tr("A SPICE console.")},
                     {{u"serial"_s}, ConsoleWords::tr("A serial console.")},
                     {{u"mks"_s}, ConsoleWords::tr("A WebMKS console.")}}}));
    commands.push_back(entry<ConsoleLogShow>(
        {.words = {u"console"_s, u"log"_s, u"show"_s},
         .summary = ConsoleWords::tr("Show the console log of a server"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Nothing,
         .options = {{{u"lines"_s},
                      ConsoleWords::tr("Print only the last N lines. By default, the whole log "
                                       "that the cloud keeps is printed."),
                      u"N"_s}}}));
    return commands;
}

} // namespace oriel::ctl
