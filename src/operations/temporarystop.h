#pragma once

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/operation.h"

#include <QtCore/QCoreApplication>

namespace oriel::operations {

/// Whether it is off and no task is in progress.
[[nodiscard]] bool isShutOff(const openstack::Server &server);

/// Whether another user has started or otherwise changed the instance since the action with this
/// request ID, except by snapshots, volumes, interfaces and failed actions. `actions`: newest
/// first. False if that action is not listed, which proves nothing.
[[nodiscard]] bool othersActedSince(const std::vector<openstack::InstanceAction> &actions,
                                    const QString &requestId);

/// The part of an operation that temporarily shuts its instance off, for example to capture it.
/// However the operation ends, also after a crash, the instance is started again, unless another
/// user has changed it in the meantime. While the cloud does not answer, the start waits for it.
/// Asks the user (Operation::question()) if a guest does not shut down in time, or at all.
///
/// The operation's last stage is the start. GUI thread.
class TemporaryStop
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::TemporaryStop)

public:
    /// A member of the operation. Without `instance`, that is the subject of the operation.
    /// `stage`: of the shutdown.
    explicit TemporaryStop(Operation &operation, Subject instance = {}, std::size_t stage = 0)
        : m_operation(operation)
        , m_instance(std::move(instance))
        , m_stopStage(stage)
    {}

    [[nodiscard]] Subject instance() const
    {
        return m_instance.id.isEmpty() ? m_operation.subject() : m_instance;
    }

    struct Options
    {
        /// An earlier run has finished the work for which the instance was shut off: do not wait.
        bool isOver = false;
        /// Checks, before anything is sent, for reasons that would make the shutdown pointless.
        /// Null: no check.
        std::function<Task<std::optional<Error>>()> refusal = {};
        /// The choice to continue with an instance that stays running; empty: not offered.
        QString whileRunning = {};
    };
    struct Stopped
    {
        std::optional<Ending> ending = {}; ///< the operation stops here
        /// Without an ending: its current state, off or running. None: unchanged, or handled by an
        /// earlier run.
        std::optional<openstack::Server> server = {};
    };
    /// Shuts off `server`, given in its current state.
    Task<Stopped> shutOff(openstack::Server server, Options options);
    /// Starts it if shutOff(), in this or an earlier run, has shut it off or may have, and waits
    /// until it is running.
    Task<void> startAgain();
    /// The operation's ending after startAgain(): an instance that is still off is a failure, one
    /// that may be off is unclear.
    [[nodiscard]] Ending concluded(Ending ending) const;

    /// The instance is off, or about to be, and its start has not been requested.
    [[nodiscard]] bool isOff() const { return m_state == State::Stopping || m_state == State::Off; }
    /// The same, or it is being started.
    [[nodiscard]] bool isPending() const { return isOff() || m_state == State::Starting; }
    /// The consequence for the instance if Oriel quits now, as a sentence; empty: none.
    [[nodiscard]] QString consequence() const;
    /// What a canceled operation has undone, as a sentence.
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
        LeftAsItIs, ///< another user changed its state, or the start has failed
    };

    void enter(State state);
    [[nodiscard]] std::size_t startStage() const { return m_operation.stages().size() - 1; }
    [[nodiscard]] Step step(const QString &name, const QString &action,
                            std::function<Awaitable<Result<Facts>>()> send) const;
    Task<std::optional<Ending>> refused(Options options);
    Task<StepResult> stop();
    Task<Result<openstack::Server>> untilOff();
    /// It was not shut off, and the user decides; nullopt: try again.
    Task<std::optional<Stopped>> askHowToGoOn(openstack::Server server, QString whileRunning);
    Task<Error> whyItStays(openstack::Server server, QString requestId);
    Task<bool> wasChangedByOthers();
    Task<void> recall();
    Task<Result<openstack::Server>> untilIdle();
    Task<bool> mayStart();
    Task<void> untilStarted(QString requestId);
    void endStart(State state, const QString &note = {});
    void failStart(const Error &error, bool isUnknown = false);

    Operation &m_operation;
    Subject m_instance;
    State m_state = State::Untouched;
    std::size_t m_stopStage;
    bool m_isRecalled = false; ///< this run knows what an earlier one has done
    QString m_stopRequestId;
    std::optional<Error> m_startError;
    bool m_isStartUnknown = false; ///< it may be running in spite of m_startError
};

} // namespace oriel::operations
