#pragma once

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"

#include <QtCore/QCoreApplication>

namespace oriel::operations {

/// Whether it is off and nothing is being done to it.
[[nodiscard]] bool isShutOff(const openstack::Server &server);

/// Whether somebody has done something else to the instance since the action with this request ID,
/// other than taking snapshots of it and what failed. `actions` newest first. An action that is not
/// listed is no evidence of anything: false.
[[nodiscard]] bool othersActedSince(const std::vector<openstack::InstanceAction> &actions,
                                    const QString &requestId);

/// The part of an operation that shuts its instance off for a while, for example to capture it.
/// However the operation ends, also after a crash, the instance is started again, unless somebody
/// else has done something to it in the meantime. It asks the user (Operation::question()) if a
/// guest does not shut down in time, or not at all.
///
/// The instance is the subject of the operation; the operation's first stage is the shutting off,
/// its last one the start. GUI thread.
class TemporaryStop
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::TemporaryStop)

public:
    /// A member of the operation.
    explicit TemporaryStop(Operation &operation) : m_operation(operation) {}

    struct Options
    {
        /// An earlier run has done what the instance was shut off for: it is not waited for.
        bool isOver = false;
        /// Finds out, before anything is sent, why it would be shut off in vain. Null: not asked.
        std::function<Task<std::optional<Error>>()> refusal = {};
        /// The choice to go on with an instance that stays running; empty: it is not offered.
        QString whileRunning = {};
    };
    struct Stopped
    {
        std::optional<Ending> ending = {}; ///< the operation stops here
        /// Without an ending: as it is now, off or running. None: as it was before, or an earlier
        /// run has seen to it.
        std::optional<openstack::Server> server = {};
    };
    /// Shuts off `server`, as it is now.
    Task<Stopped> shutOff(openstack::Server server, Options options);
    /// Starts it if shutOff() has shut it off, or may have, and waits until it runs.
    Task<void> startAgain();
    /// How the operation ends after startAgain(): an instance that is still off is a failure.
    [[nodiscard]] Ending concluded(Ending ending) const;

    /// The instance is off, or about to be, and its start is not requested.
    [[nodiscard]] bool isOff() const { return m_state == State::Stopping || m_state == State::Off; }
    /// The same, or it is being started.
    [[nodiscard]] bool isPending() const { return isOff() || m_state == State::Starting; }
    /// What it means for the instance if Oriel ends now, in words; empty: nothing.
    [[nodiscard]] QString consequence() const;
    /// What a canceled operation has undone, in words.
    [[nodiscard]] QString undone() const;
    /// The operation was canceled: shows that the instance will be started again.
    void showCanceled();

private:
    enum class State {
        Untouched, ///< or not shut off
        Stopping,  ///< the request is sent
        Off,
        Starting, ///< the request is accepted
        Started,
        LeftAsItIs, ///< by others in another state, or the start has failed
    };

    void enter(State state);
    [[nodiscard]] std::size_t startStage() const { return m_operation.stages().size() - 1; }
    [[nodiscard]] Step step(const QString &name, const QString &action,
                            std::function<Awaitable<Result<Facts>>()> send) const;
    Task<std::optional<Ending>> refused(Options options);
    Task<StepResult> stop();
    Task<Result<openstack::Server>> untilOff();
    /// It was not shut off, and the user decides; none: try again.
    Task<std::optional<Stopped>> askHowToGoOn(openstack::Server server, QString whileRunning);
    Task<Error> whyItStays(openstack::Server server, QString requestId);
    Task<bool> wasChangedByOthers();
    Task<bool> mayStart();
    Task<void> untilStarted(QString requestId);
    void endStart(State state, const QString &note = {});
    void failStart(const Error &error);

    Operation &m_operation;
    State m_state = State::Untouched;
    QString m_stopRequestId;
    std::optional<Error> m_startError;
};

} // namespace oriel::operations
