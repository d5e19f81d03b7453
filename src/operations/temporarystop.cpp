#include "operations/temporarystop.h"

#include "net/unknownoutcome.h"
#include "operations/commandline.h"
#include "operations/failure.h"
#include "operations/statewords.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto shutOffStep = "shut-off"_L1;
constexpr auto startStep = "start"_L1;
constexpr auto stayedStep = "not-shut-off"_L1;
constexpr auto runningStep =
    "keep-running"_L1; ///< the name of that choice in format 1 of the journal

constexpr auto waitChoice = "wait"_L1;
constexpr auto againChoice = "again"_L1;
constexpr auto runningChoice = "running"_L1;

/// Nova sets the task_state before it answers: an instance without one that is not off was not shut
/// down.
constexpr int pollsUntilStayed = 3;
/// The number of attempts to start it while another user acts on it, or an upload continues.
constexpr int mostStarts = 20;
/// Nova asks the guest to shut down for 60 s and then cuts the power.
constexpr std::chrono::milliseconds overdue = std::chrono::seconds(90);
constexpr std::chrono::milliseconds slowAgain = std::chrono::minutes(5);
/// Between the attempts to start it while the cloud does not answer.
constexpr std::chrono::milliseconds outagePause = std::chrono::seconds(30);

} // namespace

bool isShutOff(const openstack::Server &server)
{
    // Nova reports SHUTOFF while the hypervisor may still be working: power state 1 is "running".
    return server.taskState.isEmpty() && server.status == "SHUTOFF"_L1 && server.powerState != 1;
}

bool othersActedSince(const std::vector<openstack::InstanceAction> &actions,
                      const QString &requestId)
{
    const auto ours = std::ranges::find(actions, requestId, &openstack::InstanceAction::requestId);
    if (ours == actions.end())
        return false;
    // They leave the instance as it is: off, or running. Oriel does some of them itself.
    static const QStringList harmless{
        u"createImage"_s,   u"attach_volume"_s,    u"detach_volume"_s,   u"swap_volume"_s,
        u"extend_volume"_s, u"attach_interface"_s, u"detach_interface"_s};
    return std::any_of(actions.begin(), ours, [](const auto &action) {
        return !harmless.contains(action.action) && action.message != "Error"_L1;
    });
}

void TemporaryStop::enter(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT m_operation.changed();
}

/// Nova records both requests as instance actions before it answers.
Step TemporaryStop::step(const QString &name, const QString &action,
                         std::function<Awaitable<Result<Facts>>()> send) const
{
    Step step{.name = name,
              .send = std::move(send),
              .trace = traceByInstanceAction(m_operation.context(), instance().id, action)};
    step.trace.absence = Trace::Absence::NeverArrived;
    return step;
}

// --- Shutting off

Task<TemporaryStop::Stopped> TemporaryStop::shutOff(openstack::Server server, Options options)
{
    m_isRecalled = true;
    const bool wasSent = m_operation.earlierIntent(shutOffStep).has_value();
    if (!wasSent && options.isOver)
        co_return Stopped{};
    if (!wasSent && server.status == "SHUTOFF"_L1) {
        m_operation.addNote(tr("The instance was already shut off and stays shut off."));
        co_return Stopped{};
    }
    m_operation.begin(m_stopStage);
    if (!wasSent) {
        auto checking = refused(options);
        const std::optional<Ending> ending = co_await std::move(checking);
        if (ending)
            co_return Stopped{ending};
    }
    for (;;) {
        auto stopping = stop();
        const StepResult stopped = co_await std::move(stopping);
        if (!stopped.ok() && !stopped.isUnknown()) {
            enter(State::Untouched);
            if (m_operation.isCanceling())
                co_return Stopped{Ending{Outcome::Canceled}};
            m_operation.failStage(m_stopStage, {});
            co_return Stopped{Ending{Outcome::Failed, stopped.error()}};
        }
        // If the result is unknown, the instance's state decides.
        m_stopRequestId = stopped.text("requestId"_L1);
        const bool keptRunning = m_operation.earlierRecord(runningStep).has_value();
        enter(keptRunning ? State::Untouched : options.isOver ? State::Off : State::Stopping);
        if (options.isOver && !keptRunning)
            m_operation.done(m_stopStage);
        if (options.isOver || keptRunning)
            co_return Stopped{};
        if (wasSent) {
            auto asking = wasChangedByOthers();
            const bool wasChanged = co_await std::move(asking);
            if (wasChanged) {
                enter(State::Untouched);
                const QString why =
                    tr("Oriel quit after it had shut the instance off. Somebody else has changed "
                       "the instance since, so it was left as it is and nothing more was done.");
                co_return Stopped{
                    Ending{Outcome::Failed, failureOf(net::Service::Compute, ErrorKind::Cancelled,
                                                      why, m_operation.context().clock.now())}};
            }
        }
        auto following = untilOff();
        const Result<openstack::Server> now = co_await std::move(following);
        m_operation.withdrawQuestion();
        if (!now.ok()) {
            const bool gone = now.error().kind == ErrorKind::NotFound;
            co_return Stopped{Ending{gone ? Outcome::Failed : Outcome::Unclear, now.error()}};
        }
        enter(isShutOff(*now) ? State::Off : State::Untouched);
        if (isOff())
            m_operation.done(m_stopStage);
        if (m_operation.isCanceling())
            co_return Stopped{Ending{Outcome::Canceled}};
        if (isOff())
            co_return Stopped{{}, *now};
        auto choosing = askHowToGoOn(*now, options.whileRunning);
        const std::optional<Stopped> chosen = co_await std::move(choosing);
        if (chosen)
            co_return *chosen;
    }
}

Task<std::optional<Ending>> TemporaryStop::refused(Options options)
{
    if (!options.refusal)
        co_return std::nullopt;
    m_operation.progress(m_stopStage, -1, tr("checking whether it is possible"));
    auto checking = options.refusal();
    std::optional<Error> refusal = co_await std::move(checking);
    if (m_operation.isCanceling())
        co_return Ending{Outcome::Canceled};
    if (!refusal)
        co_return std::nullopt;
    refusal->message = tr("%1 The instance was not shut off.").arg(refusal->message);
    m_operation.failStage(m_stopStage, {});
    co_return Ending{Outcome::Failed, refusal};
}

Task<StepResult> TemporaryStop::stop()
{
    Step stopping = step(shutOffStep, u"stop"_s,
                         [this, send = m_operation.sending(openstack::StopServer{instance().id})] {
                             enter(State::Stopping);
                             return send();
                         });
    stopping.stage = m_stopStage;
    stopping.withdrawable = true;
    return m_operation.once(std::move(stopping));
}

Task<Result<openstack::Server>> TemporaryStop::untilOff()
{
    int idle = 0;
    auto slowAt = m_operation.context().clock.elapsed() + overdue;
    auto following = m_operation.until(
        openstack::Get<openstack::Server>{instance().id},
        [this, &idle, &slowAt](const openstack::Server &server) {
            idle = server.taskState.isEmpty() && server.status != "SHUTOFF"_L1 ? idle + 1 : 0;
            if (isShutOff(server) || idle >= pollsUntilStayed)
                return true;
            if (m_operation.isCanceling())
                return false;
            m_operation.progress(m_stopStage, -1,
                                 server.taskState.isEmpty() ? server.status : server.taskState);
            if (const auto now = m_operation.context().clock.elapsed(); now >= slowAt) {
                slowAt = now + slowAgain;
                // It cannot be forced: Nova itself cuts the power after its time-out, and refuses a
                // second request until then.
                m_operation.askUser(
                    {tr("“%1” has not shut down yet. The cloud waits a minute for its operating "
                        "system and then cuts the power. This one takes longer.")
                         .arg(instance().name),
                     //: Button: waits longer for an instance that does not shut down.
                     {{waitChoice, tr("Keep waiting")},
                      {Operation::cancelChoice, tr("Cancel and start it again")}}});
            }
            return false;
        });
    Result<openstack::Server> server = co_await std::move(following);
    co_return server;
}

Task<std::optional<TemporaryStop::Stopped>> TemporaryStop::askHowToGoOn(openstack::Server server,
                                                                        QString whileRunning)
{
    auto explaining = whyItStays(server, m_stopRequestId);
    const Error why = co_await std::move(explaining);
    if (server.status != "ACTIVE"_L1)
        co_return Stopped{Ending{Outcome::Failed, why}};
    m_operation.progress(m_stopStage, -1, tr("it is still running"));
    Question question{
        tr("“%1” was not shut off and is still running. %2").arg(instance().name, why.message),
        {{againChoice, tr("Shut off again")}}};
    if (!whileRunning.isEmpty())
        question.choices.push_back({runningChoice, whileRunning});
    //: Button: cancels the snapshot, not the question.
    question.choices.push_back({Operation::cancelChoice, tr("Cancel")});
    auto choosing = m_operation.ask(stayedStep, question);
    const QString choice = co_await std::move(choosing);
    if (choice == againChoice && !m_operation.isCanceling())
        co_return std::nullopt;
    if (choice != runningChoice || m_operation.isCanceling()) {
        m_operation.cancel();
        co_return Stopped{Ending{Outcome::Canceled}};
    }
    auto fetching = m_operation.fetch(openstack::Get<openstack::Server>{server.id});
    const Result<openstack::Server> running = co_await std::move(fetching);
    if (!running.ok())
        co_return Stopped{Ending{Outcome::Failed, running.error()}};
    m_operation.failStage(m_stopStage, tr("not shut off"));
    co_return Stopped{{}, *running};
}

Task<Error> TemporaryStop::whyItStays(openstack::Server server, QString requestId)
{
    auto asking = whyFailed(&m_operation.context(), server, requestId);
    const QString why = co_await std::move(asking);
    co_return failureOf(net::Service::Compute, ErrorKind::Failed,
                        why.isEmpty() ? tr("The instance is %1, and nothing is being done to it.")
                                            .arg(stateWord(server.status))
                                      : why,
                        m_operation.context().clock.now(), requestId);
}

/// Since the shutdown: hours may have passed, and the user may have changed it.
Task<bool> TemporaryStop::wasChangedByOthers()
{
    auto call = m_operation.context().client.call(openstack::ListInstanceActions{instance().id});
    auto actions = co_await call;
    if (!actions.ok())
        co_return false;
    // The operation may act on the instance itself in the meantime.
    std::erase_if(*actions, [this](const openstack::InstanceAction &action) {
        return action.requestId != m_stopRequestId &&
               m_operation.requestIds().contains(action.requestId);
    });
    co_return othersActedSince(*actions, m_stopRequestId);
}

// --- Starting again

/// The operation may end before it shuts the instance off: it could not read what it needs for
/// that. An earlier run may have shut it off nevertheless.
Task<void> TemporaryStop::recall()
{
    if (m_isRecalled)
        co_return;
    Options options;
    options.isOver = true; // so the current state does not matter
    auto recalling = shutOff(openstack::Server(), std::move(options));
    co_await std::move(recalling);
}

Task<void> TemporaryStop::startAgain()
{
    auto recalling = recall();
    co_await std::move(recalling);
    if (!isPending())
        co_return;
    m_operation.begin(startStage());
    Step starting =
        step(startStep, u"start"_s, m_operation.sending(openstack::StartServer{instance().id}));
    starting.stage = startStage();
    starting.withoutJournal = true; // an instance that is off must be started
    if (m_operation.earlierIntent(startStep)) {
        auto finding = m_operation.once(starting);
        const StepResult found = co_await std::move(finding);
        if (found.ok())
            enter(State::Starting);
    }
    Pace pace;
    bool wasLost = false;
    for (int starts = 0;; ++starts) {
        auto checking = mayStart();
        const bool may = co_await std::move(checking);
        if (!may)
            co_return;
        auto sending = m_operation.once(starting);
        const StepResult started = co_await std::move(sending);
        if (started.ok()) {
            enter(State::Starting);
            auto following = untilStarted(started.text("requestId"_L1));
            co_await std::move(following);
            co_return;
        }
        // Another user may be acting on it: check that before reporting a failure.
        const Error &error = started.error();
        const bool lost = started.isUnknown() || net::mayHaveHappened(error);
        const bool again = error.kind == ErrorKind::Conflict ||
                           error.kind == ErrorKind::Cancelled ||
                           (lost ? !std::exchange(wasLost, true) : isTransient(error));
        if (!again || starts >= mostStarts) {
            failStart(error, started.isUnknown());
            co_return;
        }
        auto wait = m_operation.pause(pace.next());
        co_await std::move(wait);
    }
}

/// Waits until no task is in progress on the instance. An operation that ended during an outage
/// would leave it off for good, so this lasts as long as the outage.
Task<Result<openstack::Server>> TemporaryStop::untilIdle()
{
    for (;;) {
        auto following =
            m_operation.until(openstack::Get<openstack::Server>{instance().id},
                              [this](const openstack::Server &server) {
                                  m_operation.progress(startStage(), -1, server.taskState);
                                  return server.taskState.isEmpty();
                              });
        Result<openstack::Server> server = co_await std::move(following);
        if (server.ok() || !isTransient(server.error()))
            co_return server;
        m_operation.progress(startStage(), -1,
                             tr("the cloud does not answer; waiting until it does"));
        auto wait = m_operation.pause(outagePause);
        co_await std::move(wait);
    }
}

/// False: there is nothing to start, or it cannot be determined.
Task<bool> TemporaryStop::mayStart()
{
    auto waiting = untilIdle();
    const Result<openstack::Server> server = co_await std::move(waiting);
    if (!server.ok()) {
        if (server.error().kind == ErrorKind::NotFound)
            endStart(State::LeftAsItIs, tr("The instance was deleted in the meantime."));
        else
            failStart(server.error(), true);
        co_return false;
    }
    if (server->status == "ACTIVE"_L1) {
        if (m_state == State::Starting)
            endStart(State::Started);
        else
            endStart(State::LeftAsItIs,
                     tr("Somebody else had started the instance in the meantime."));
        co_return false;
    }
    if (server->status != "SHUTOFF"_L1) {
        endStart(State::LeftAsItIs, tr("Somebody else has changed the instance in the meantime: it "
                                       "is %1. It was left so.")
                                        .arg(stateWord(server->status)));
        co_return false;
    }
    auto asking = wasChangedByOthers();
    const bool wasChanged = co_await std::move(asking);
    if (wasChanged)
        endStart(State::LeftAsItIs, tr("Somebody else has started the instance and shut it off "
                                       "again in the meantime. It was left so."));
    co_return !wasChanged;
}

Task<void> TemporaryStop::untilStarted(QString requestId)
{
    int idle = 0;
    auto following = m_operation.until(
        openstack::Get<openstack::Server>{instance().id},
        [this, &idle](const openstack::Server &server) {
            idle = server.taskState.isEmpty() ? idle + 1 : 0;
            if (idle > 0 && server.status == "ACTIVE"_L1)
                return true;
            m_operation.progress(startStage(), -1, idle > 0 ? server.status : server.taskState);
            return idle >= pollsUntilStayed;
        });
    const Result<openstack::Server> server = co_await std::move(following);
    if (server.ok() && server->status == "ACTIVE"_L1) {
        endStart(State::Started);
        co_return;
    }
    if (!server.ok()) {
        failStart(server.error(), true);
        co_return;
    }
    auto explaining = whyItStays(*server, requestId);
    const Error why = co_await std::move(explaining);
    failStart(why);
}

void TemporaryStop::endStart(State state, const QString &note)
{
    m_operation.addNote(note);
    m_operation.done(startStage());
    enter(state);
}

void TemporaryStop::failStart(const Error &error, bool isUnknown)
{
    m_startError = error;
    m_isStartUnknown = isUnknown;
    m_operation.failStage(startStage(), error.message);
    enter(State::LeftAsItIs);
}

// --- Consequences for the operation

Ending TemporaryStop::concluded(Ending ending) const
{
    if (!m_startError)
        return ending;
    const Subject server = instance();
    Error still = *m_startError;
    const QString pattern =
        m_isStartUnknown
            ? tr("It is not known whether “%1”, which was shut off, is running again. %2 If it is "
                 "still shut off, start it on its page, or with: %3")
            : tr("“%1” is still shut off because it could not be started again. %2 Start it "
                 "on its page, or with: %3");
    still.message = pattern.arg(server.name, still.message,
                                shellLine({u"openstack"_s, u"server"_s, u"start"_s,
                                           commandTarget(m_operation.context().stores, server)}));
    const bool wasDone =
        ending.outcome == Outcome::Succeeded || ending.outcome == Outcome::Canceled;
    if (!wasDone && ending.error)
        still.message = tr("%1 %2").arg(still.message, ending.error->message);
    const bool isUnclear = wasDone ? m_isStartUnknown : ending.outcome == Outcome::Unclear;
    return {isUnclear ? Outcome::Unclear : Outcome::Failed, still};
}

QString TemporaryStop::consequence() const
{
    if (!isOff())
        return {};
    return (m_state == State::Stopping ? tr("“%1” is being shut off.") : tr("“%1” is shut off."))
        .arg(instance().name);
}

QString TemporaryStop::undone() const
{
    return m_state == State::Untouched ? tr("Nothing was changed.")
           : m_state == State::Started
               ? tr("The instance was started again.")
               : tr("The instance was left unchanged."); // a note contains the reason
}

void TemporaryStop::showCanceled()
{
    if (m_state == State::Stopping)
        m_operation.progress(m_stopStage, -1,
                             tr("canceled; the instance will be started again once it is off"));
}

} // namespace oriel::operations
