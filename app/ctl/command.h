#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/connection.h"

#include <functional>
#include <memory>

namespace oriel::ctl {

/// One running command. Prints its result and emits finished(). Main thread.
class Command : public QObject
{
    Q_OBJECT

public:
    /// `connection` must outlive the command.
    Command(Connection &connection, Invocation invocation);

    /// Called once the connection is open.
    virtual void run() = 0;

    /// Finishes the command: `what` did not happen, because of `error`.
    void fail(const Error &error, const QString &what);

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] Connection &connection() { return m_connection; }
    [[nodiscard]] net::ApiClient &client() { return m_connection.client(); }
    [[nodiscard]] const Invocation &invocation() const { return m_invocation; }

    /// These print the result and finish the command.
    void show(Listing listing);
    void show(Details details);
    void done();
    void fail(const QString &message);
    /// The same for an option or a value that cannot be used.
    void refuse(const QString &message);

private:
    Connection &m_connection;
    Invocation m_invocation;
};

using MakeCommand = std::function<std::unique_ptr<Command>(Connection &, Invocation)>;

/// A command's description and its implementation.
struct CommandEntry
{
    CommandSpec spec;
    MakeCommand make;
};

/// All commands, in the order of the help.
[[nodiscard]] std::vector<CommandEntry> allCommands();

// The nouns, each in its own file.
[[nodiscard]] std::vector<CommandEntry> serverCommands();
/// Deletes instances and volumes by a plan.
[[nodiscard]] std::vector<CommandEntry> planCommands();
/// The actions of operations/actions as commands.
[[nodiscard]] std::vector<CommandEntry> actionCommands();
[[nodiscard]] CommandEntry serverCreate();
[[nodiscard]] CommandEntry serverImageCreate();
/// "… set" and "… unset" of several resources.
[[nodiscard]] std::vector<CommandEntry> setCommands();
/// Networks and fixed IPs of instances and ports.
[[nodiscard]] std::vector<CommandEntry> interfaceCommands();
[[nodiscard]] std::vector<CommandEntry> consoleCommands();
[[nodiscard]] std::vector<CommandEntry> passwordCommands();
[[nodiscard]] std::vector<CommandEntry> keyPairCommands();
[[nodiscard]] std::vector<CommandEntry> serverGroupCommands();
[[nodiscard]] std::vector<CommandEntry> zoneCommands();
[[nodiscard]] std::vector<CommandEntry> flavorCommands();
[[nodiscard]] std::vector<CommandEntry> imageCommands();
[[nodiscard]] std::vector<CommandEntry> networkCommands();
/// Volumes, and their offers to other projects.
[[nodiscard]] std::vector<CommandEntry> volumeCommands();
[[nodiscard]] std::vector<CommandEntry> volumeSnapshotCommands();
[[nodiscard]] std::vector<CommandEntry> volumeBackupCommands();
[[nodiscard]] std::vector<CommandEntry> volumeGroupCommands();
[[nodiscard]] std::vector<CommandEntry> snapshotCommands();
[[nodiscard]] CommandEntry snapshotCreate();
[[nodiscard]] std::vector<CommandEntry> scheduleCommands();
[[nodiscard]] std::vector<CommandEntry> activityCommands();
[[nodiscard]] std::vector<CommandEntry> quotaCommands();
[[nodiscard]] std::vector<CommandEntry> serverEventCommands();

/// `openstack`'s text in place of an image for servers that boot from a volume.
[[nodiscard]] QString bootedFromVolume();

/// The entry of a command class.
template <typename C>
CommandEntry entry(CommandSpec spec)
{
    return {std::move(spec), [](Connection &connection, Invocation invocation) {
                return std::make_unique<C>(connection, std::move(invocation));
            }};
}

} // namespace oriel::ctl
