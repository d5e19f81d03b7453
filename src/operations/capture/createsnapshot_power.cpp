#include "net/apiclient.h"
#include "openstack/compute/requests.h"
#include "operations/capture/powerstep.h"
#include "operations/createsnapshot.h"
#include "operations/poweraction.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

// Shutting the instance off before, and starting it again after.

namespace {

constexpr auto waitChoice = "wait"_L1;
constexpr auto againChoice = "again"_L1;
constexpr auto runningChoice = "running"_L1;
constexpr auto cancelChoice = "cancel"_L1;

constexpr auto cancelStep = "cancel"_L1;
constexpr auto runningStep = "keep-running"_L1;

/// Others who are at it, or an upload that is not over: how often it is looked again before a
/// start.
constexpr int refusalsBeforeGivingUp = 20;

} // namespace

PowerStep *CreateSnapshot::makeShutOff()
{
    begin(0);
    auto *step =
        new PowerStep(context(), stepLog(), m_request.serverId, PowerStep::Kind::ShutOff, this);
    m_power = step;
    connect(step, &PowerStep::doing, this,
            [this](const QString &detail) { progress(0, -1, detail); });
    connect(step, &PowerStep::asked, this, [this](const QString &requestId) {
        m_offByUs = true;
        m_stopRequestId = requestId;
        addRequestId(requestId);
    });
    connect(step, &PowerStep::slow, this, &CreateSnapshot::askWhetherToWait);
    connect(step, &PowerStep::arrived, this, &CreateSnapshot::shutOffArrived);
    connect(step, &PowerStep::refused, this, [this](const Error &error) {
        m_power = nullptr;
        if (m_cancelled) {
            conclude({Outcome::Canceled});
            return;
        }
        failStage(0, {});
        fail(error);
    });
    connect(step, &PowerStep::stayed, this,
            [this](const openstack::Server &server, const Error &error) {
                m_offByUs = false;
                m_power = nullptr;
                if (m_cancelled)
                    conclude({Outcome::Canceled});
                else if (server.status != "ACTIVE"_L1)
                    conclude({Outcome::Failed, error});
                else
                    askWithoutShutOff(error);
            });
    connect(step, &PowerStep::lost, this, [this](const Error &error) {
        m_power = nullptr;
        // As far as is known it was asked to shut down: whether it did is looked for before the
        // end.
        conclude({error.kind == ErrorKind::NotFound ? Outcome::Failed : Outcome::Unclear, error});
    });
    return step;
}

void CreateSnapshot::shutOff()
{
    makeShutOff()->start();
}

void CreateSnapshot::shutOffArrived(const openstack::Server &server)
{
    takeQuestionBack();
    m_power = nullptr;
    done(0);
    m_before = server;
    if (m_cancelled)
        conclude({Outcome::Canceled});
    else
        rememberBefore();
}

QString CreateSnapshot::cancelText() const
{
    if (m_captureRequested || m_cancelled || m_ending || outcome() != Outcome::Running)
        return {};
    if (m_offByUs || (m_power && m_power->isSent()))
        return tr("The instance is started again; no snapshot is made.");
    return tr("No snapshot is made.");
}

void CreateSnapshot::doCancel()
{
    m_cancelled = true;
    record(cancelStep, {});
    if (!m_power) {
        // Nothing is being done to the instance just now. Where it is off, conclude() starts it.
        conclude({Outcome::Canceled});
        return;
    }
    m_power->withdraw();
    progress(0, -1,
             m_power->isSent() ? tr("canceled; the instance is started again as soon as it is off")
                               : tr("canceled"));
}

QString CreateSnapshot::canceledText() const
{
    if (m_startedByUs)
        return tr("The instance was started again.");
    if (m_offByUs)
        return tr("The instance was left as it is."); // a note says why
    return tr("Nothing was changed.");
}

QString CreateSnapshot::consequence() const
{
    if (!leavesShutOff().isEmpty())
        return m_power ? tr("“%1” is being shut off.").arg(m_serverName)
                       : tr("“%1” is shut off.").arg(m_serverName);
    return {};
}

void CreateSnapshot::askWhetherToWait()
{
    if (m_cancelled)
        return;
    // Neither can be forced by anybody here: Nova itself cuts the power after its time is over, and
    // refuses a second request meanwhile.
    askPerson(
        {tr("“%1” has not shut down yet. The cloud asks its operating system for a minute and "
            "then cuts the power; this one takes longer.")
             .arg(m_serverName),
         {{waitChoice, tr("Wait on")}, {cancelChoice, tr("Cancel, and start it again")}}});
}

void CreateSnapshot::askWithoutShutOff(const Error &why)
{
    progress(0, -1, tr("it is still running"));
    askPerson({tr("“%1” was not shut off and is still running. %2").arg(m_serverName, why.message),
               {{againChoice, tr("Shut off again")},
                {runningChoice, tr("Take it while running")},
                {cancelChoice, tr("Cancel")}}});
}

void CreateSnapshot::decided(const QString &choice)
{
    if (choice == waitChoice)
        return;
    if (choice == cancelChoice) {
        cancel();
    } else if (choice == againChoice) {
        shutOff();
    } else if (choice == runningChoice) {
        keepRunning();
    }
}

void CreateSnapshot::keepRunning()
{
    record(runningStep, {});
    context().client.call(openstack::GetServer{m_request.serverId}).then(this, [this](auto result) {
        if (isOver())
            return;
        if (!result.ok()) {
            fail(result.error());
            return;
        }
        m_before = std::move(result).value();
        context().stores.servers.upsert({m_before});
        failStage(0, tr("not shut off"));
        addNote(tr("The instance was not shut off: the snapshot was taken while it was “%1”.")
                    .arg(m_before.status));
        rememberBefore();
    });
}

void CreateSnapshot::conclude(Ending ending)
{
    if (m_ending)
        return;
    m_ending = std::move(ending);
    if (m_offByUs && !m_starting)
        startAgain();
    endIfAll();
}

void CreateSnapshot::startAgain()
{
    if (std::exchange(m_starting, true))
        return;
    begin(startStage());
    m_pace.restart();
    m_lastAnswer = context().clock.elapsed();
    lookBeforeStart();
}

void CreateSnapshot::lookBeforeStart()
{
    context().client.call(openstack::GetServer{m_request.serverId}).then(this, [this](auto result) {
        const auto again = [this] {
            context().clock.after(m_pace.next(), this, [this] { lookBeforeStart(); });
        };
        if (!result.ok()) {
            const bool patient = context().clock.elapsed() - m_lastAnswer < patience;
            if (result.error().kind == ErrorKind::NotFound) {
                context().stores.servers.remove({m_request.serverId});
                startEnded(tr("The instance was deleted meanwhile."));
            } else if (isTransient(result.error()) && patient) {
                again();
            } else {
                startFailed(result.error());
            }
            return;
        }
        m_lastAnswer = context().clock.elapsed();
        const openstack::Server server = std::move(result).value();
        context().stores.servers.upsert({server});
        if (!server.taskState.isEmpty()) {
            progress(startStage(), -1, server.taskState);
            again();
        } else if (server.status == "SHUTOFF"_L1) {
            startUnlessOthersActed();
        } else {
            const bool ours =
                m_startAsked ||
                (m_left && m_left->intended(PowerStep::stepName(PowerStep::Kind::Start)));
            if (ours && server.status == "ACTIVE"_L1) {
                m_startedByUs = true;
                startEnded({});
                return;
            }
            startEnded(server.status == "ACTIVE"_L1
                           ? tr("Somebody else had started the instance meanwhile.")
                           : tr("Somebody else has changed the instance meanwhile: it is “%1”. It "
                                "was left so.")
                                 .arg(server.status));
        }
    });
}

void CreateSnapshot::startUnlessOthersActed()
{
    context()
        .client.call(openstack::ListInstanceActions{m_request.serverId})
        .then(this, [this](auto result) {
            if (result.ok() && othersActedSince(result.value(), m_stopRequestId))
                startEnded(tr("Somebody else has started the instance and shut it off again "
                              "meanwhile. It was left so."));
            else
                sendStart();
        });
}

void CreateSnapshot::sendStart()
{
    auto *step =
        new PowerStep(context(), stepLog(), m_request.serverId, PowerStep::Kind::Start, this);
    connect(step, &PowerStep::doing, this,
            [this](const QString &detail) { progress(startStage(), -1, detail); });
    connect(step, &PowerStep::asked, this, [this](const QString &requestId) {
        addRequestId(requestId);
        m_startAsked = true;
        tellWhenAskedFor();
    });
    connect(step, &PowerStep::arrived, this, [this] {
        m_startedByUs = true;
        startEnded({});
    });
    connect(step, &PowerStep::refused, this, [this](const Error &error) {
        // Somebody else may be at it just now: that is looked at before it is called a failure.
        // A lost one is refused only where the instance's actions prove that it never arrived.
        const bool lost = error.kind == ErrorKind::AnswerLost;
        const bool again = error.kind == ErrorKind::Conflict ||
                           error.kind == ErrorKind::Cancelled || isTransient(error) ||
                           (lost && !std::exchange(m_lostStartRepeated, true));
        if (again && ++m_startTries < refusalsBeforeGivingUp)
            context().clock.after(m_pace.next(), this, [this] { lookBeforeStart(); });
        else
            startFailed(error);
    });
    connect(step, &PowerStep::stayed, this,
            [this](const openstack::Server &, const Error &error) { startFailed(error); });
    connect(step, &PowerStep::lost, this, &CreateSnapshot::startFailed);
    step->start();
}

void CreateSnapshot::startEnded(const QString &note)
{
    addNote(note);
    done(startStage());
    m_startDone = true;
    tellWhenAskedFor();
    endIfAll();
}

void CreateSnapshot::startFailed(const Error &error)
{
    m_startError = error;
    failStage(startStage(), error.message);
    m_startDone = true;
    endIfAll();
}

void CreateSnapshot::endIfAll()
{
    if (!m_ending || (m_offByUs && !m_startDone))
        return;
    std::optional<Error> error = m_ending->error;
    Outcome outcome = m_ending->outcome;
    if (m_startError) {
        Error still = stillOff(*m_startError);
        if (error)
            still.message = tr("%1 %2").arg(still.message, error->message);
        error = still;
        outcome = outcome == Outcome::Unclear ? outcome : Outcome::Failed;
    }
    if (outcome == Outcome::Succeeded)
        succeed();
    else if (outcome == Outcome::Canceled)
        endCanceled(canceledText());
    else if (outcome == Outcome::Unclear)
        endUnclear(*error);
    else
        fail(*error);
}

Error CreateSnapshot::stillOff(const Error &why) const
{
    Error error = why;
    error.message = tr("“%1” is still shut off: it could not be started again. %2 Start it on its "
                       "page, or with: %3")
                        .arg(m_serverName, why.message,
                             powerCommand(PowerAction::Start, m_request.serverId, m_serverName,
                                          m_nameIsUnique));
    return error;
}

} // namespace oriel::operations
