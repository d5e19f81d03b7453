#include "app/ctl/command.h"

#include "app/ctl/terminal.h"
#include "forms/errortext.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

Command::Command(Connection &connection, Invocation invocation)
    : m_connection(connection)
    , m_invocation(std::move(invocation))
{}

void Command::show(Listing listing)
{
    m_invocation.output.forTerminal = printsToTerminal();
    const auto text = render(std::move(listing), m_invocation.output);
    if (!text.ok()) {
        fail(text.error().message);
        return;
    }
    print(*text); // output errors are reported at the end of the program
    done();
}

void Command::show(Details details)
{
    m_invocation.output.forTerminal = printsToTerminal();
    const auto text = render(std::move(details), m_invocation.output);
    if (!text.ok()) {
        fail(text.error().message);
        return;
    }
    print(*text);
    done();
}

void Command::done()
{
    showProgress({});
    Q_EMIT finished(Done);
}

void Command::fail(const Error &error, const QString &what)
{
    if (error.service.isEmpty() && error.request.isEmpty()) {
        fail(what + u' ' + error.message); // Oriel's own error: no service to mention
        return;
    }
    const forms::ErrorText text = forms::describe(error, what);
    QString lines = "orielctl: "_L1 + text.what + u' ' + text.why + u'\n';
    if (!text.advice.isEmpty())
        lines += text.advice + u'\n';
    if (!error.requestId.isEmpty())
        lines += QCoreApplication::translate("oriel::ctl::Command", "Request ID: %1")
                     .arg(error.requestId) +
                 u'\n';
    complain(lines);
    Q_EMIT finished(Failed);
}

void Command::fail(const QString &message)
{
    complain("orielctl: "_L1 + message + u'\n');
    Q_EMIT finished(Failed);
}

void Command::refuse(const QString &message)
{
    complain("orielctl: "_L1 + message + u'\n');
    Q_EMIT finished(WrongUsage);
}

std::vector<CommandEntry> allCommands()
{
    std::vector<CommandEntry> all;
    for (auto nouns : {serverCommands(),       setCommands(),         planCommands(),
                       interfaceCommands(),    actionCommands(),      consoleCommands(),
                       passwordCommands(),     imageCommands(),       keyPairCommands(),
                       serverGroupCommands(),  zoneCommands(),        flavorCommands(),
                       networkCommands(),      volumeCommands(),      volumeSnapshotCommands(),
                       volumeBackupCommands(), volumeGroupCommands(), snapshotCommands(),
                       activityCommands(),     quotaCommands(),       serverEventCommands()}) {
        for (CommandEntry &entry : nouns) {
            // A command written by hand does more than the one that follows from an action.
            const bool known = std::ranges::any_of(all, [&](const CommandEntry &there) {
                return there.spec.words == entry.spec.words;
            });
            if (!known)
                all.push_back(std::move(entry));
        }
    }
    return all;
}

QString bootedFromVolume()
{
    return u"N/A (booted from volume)"_s;
}

} // namespace oriel::ctl
