#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/connection.h"

#include <functional>
#include <memory>

namespace oriel::ctl {

/// One command under way. Prints its result and ends with finished(). Main thread.
class Command : public QObject
{
    Q_OBJECT

public:
    /// `connection` outlives the command.
    Command(Connection &connection, Invocation invocation);

    /// Once the connection is open.
    virtual void run() = 0;

    /// Ends the command: `what` did not happen, and why.
    void fail(const Error &error, const QString &what);

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] Connection &connection() { return m_connection; }
    [[nodiscard]] net::ApiClient &client() { return m_connection.client(); }
    [[nodiscard]] const Invocation &invocation() const { return m_invocation; }

    /// These print and end the command.
    void show(Listing listing);
    void show(Details details);
    void done();
    void fail(const QString &message);

private:
    Connection &m_connection;
    Invocation m_invocation;
};

using MakeCommand = std::function<std::unique_ptr<Command>(Connection &, Invocation)>;

/// A command's description and what carries it out.
struct CommandEntry
{
    CommandSpec spec;
    MakeCommand make;
};

/// All there are, in the order of the help.
[[nodiscard]] std::vector<CommandEntry> allCommands();

// The nouns, each in its own file.
[[nodiscard]] std::vector<CommandEntry> serverCommands();
/// What operations/actions can do, as commands.
[[nodiscard]] std::vector<CommandEntry> actionCommands();
[[nodiscard]] CommandEntry serverImageCreate();
[[nodiscard]] std::vector<CommandEntry> imageCommands();
[[nodiscard]] std::vector<CommandEntry> volumeSnapshotCommands();
[[nodiscard]] std::vector<CommandEntry> snapshotCommands();
[[nodiscard]] std::vector<CommandEntry> activityCommands();

/// `openstack`'s words for what boots from a volume, where an image is expected.
[[nodiscard]] QString bootedFromVolume();

/// An entry whose command is of this class.
template <typename C>
CommandEntry entry(CommandSpec spec)
{
    return {std::move(spec), [](Connection &connection, Invocation invocation) {
                return std::make_unique<C>(connection, std::move(invocation));
            }};
}

} // namespace oriel::ctl
