#include "operations/poweroperation.h"

#include "net/unknownoutcome.h"
#include "openstack/compute/requests.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::size_t requestStage = 0;
constexpr std::size_t followStage = 1;

/// A guest gets a minute to shut down by itself, a soft reboot two before Nova makes it a hard one.
constexpr std::chrono::milliseconds longestPower = std::chrono::minutes(10);

/// Nova sets the task_state before it answers: an instance that nobody works at and that is not
/// there has failed.
constexpr int idleLooksBeforeFailure = 3;

const QString powerStep = u"power"_s; // NOLINT(cert-err58-cpp)

} // namespace

PowerOperation::PowerOperation(Context context, QString serverId, PowerAction action,
                               QObject *parent)
    : Operation(std::move(context), parent)
    , m_serverId(std::move(serverId))
    , m_action(action)
{
    const auto &servers = this->context().stores.servers;
    if (const auto server = servers.find(m_serverId))
        m_serverName = server->name;
    m_nameIsUnique = std::ranges::count_if(servers.rows(), [this](const auto &row) {
                         return row->name == m_serverName;
                     }) == 1;
}

QString PowerOperation::title() const
{
    switch (m_action) {
    case PowerAction::Start:
        return tr("Start “%1”").arg(m_serverName);
    case PowerAction::ShutOff:
        return tr("Shut off “%1”").arg(m_serverName);
    case PowerAction::Reboot:
        return tr("Reboot “%1”").arg(m_serverName);
    case PowerAction::HardReboot:
        break;
    }
    return tr("Hard reboot “%1”").arg(m_serverName);
}

Subject PowerOperation::subject() const
{
    return {Subject::Kind::Server, m_serverId, m_serverName};
}

QString PowerOperation::command() const
{
    return powerCommand(m_action, m_serverId, m_serverName, m_nameIsUnique);
}

QJsonObject PowerOperation::intent() const
{
    return {{u"server"_s, m_serverId},
            {u"server_name"_s, m_serverName},
            {u"action"_s, actionWord(m_action)}};
}

std::unique_ptr<PowerOperation> PowerOperation::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    const QString server = entry.intent.value("server"_L1).toString();
    const QString word = entry.intent.value("action"_L1).toString();
    for (const PowerAction action :
         {PowerAction::Start, PowerAction::ShutOff, PowerAction::Reboot, PowerAction::HardReboot}) {
        if (server.isEmpty() || word != actionWord(action))
            continue;
        auto made = std::make_unique<PowerOperation>(std::move(context), server, action);
        made->m_serverName = entry.intent.value("server_name"_L1).toString();
        return made;
    }
    return nullptr;
}

void PowerOperation::showStages()
{
    QString following;
    switch (m_action) {
    case PowerAction::Start:
        following = tr("Start");
        break;
    case PowerAction::ShutOff:
        following = tr("Shut off");
        break;
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        following = tr("Reboot");
        break;
    }
    setStages({Stage{tr("Ask the cloud")}, Stage{following}});
    begin(requestStage);
    m_since = m_lastAnswer = context().clock.elapsed();
}

void PowerOperation::run()
{
    showStages();
    // What was done to the instance before: only by that can ours be told from the others when its
    // answer is lost. Not to know it is no reason not to act.
    context()
        .client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this](auto result) {
            if (result.ok()) {
                m_actionsBefore.emplace();
                for (const openstack::InstanceAction &action : result.value()) {
                    if (action.action == actionName(m_action))
                        m_actionsBefore->insert(action.requestId);
                }
            } else if (result.error().kind == ErrorKind::NotFound) {
                context().stores.servers.remove({m_serverId});
                fail(result.error());
                return;
            }
            ask();
        });
}

void PowerOperation::ask()
{
    QJsonObject facts;
    if (m_actionsBefore)
        facts.insert(u"before"_s, QJsonArray::fromStringList(m_actionsBefore->values()));
    const auto answered = [this](const Result<openstack::ActionAccepted> &answer) {
        asked(answer);
    };
    switch (m_action) {
    case PowerAction::Start:
        send(powerStep, facts, openstack::StartServer{m_serverId}, answered);
        break;
    case PowerAction::ShutOff:
        send(powerStep, facts, openstack::StopServer{m_serverId}, answered);
        break;
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        send(powerStep, facts,
             openstack::RebootServer{m_serverId, m_action == PowerAction::HardReboot}, answered);
        break;
    }
}

void PowerOperation::asked(const Result<openstack::ActionAccepted> &answer)
{
    m_lastAnswer = context().clock.elapsed();
    if (answer.ok()) {
        m_requestId = answer->requestId;
        record(powerStep, {{u"requestId"_s, m_requestId}});
        addRequestId(m_requestId);
        done(requestStage);
        begin(followStage);
        look();
        return;
    }
    const Error &error = answer.error();
    if (net::mayHaveHappened(error)) {
        m_lost = error;
        addRequestId(error.requestId);
        progress(requestStage, -1, tr("no answer; looking whether it happened"));
        look();
        return;
    }
    record(powerStep, {{u"error"_s, toJson(error)}});
    context().stores.refreshServer(m_serverId);
    fail(error);
}

void PowerOperation::resume(const JournalEntry &left)
{
    showStages();
    const auto intended = left.intentOf(powerStep);
    if (!intended) {
        Error error = failure(tr("Oriel ended before the request had left, so nothing was done."));
        error.kind = ErrorKind::Cancelled;
        fail(error);
        return;
    }
    if (intended->contains("before"_L1)) {
        m_actionsBefore.emplace();
        for (const auto &id : intended->value("before"_L1).toArray())
            m_actionsBefore->insert(id.toString());
    }
    const QJsonObject came = left.recordOf(powerStep).value_or(QJsonObject());
    if (came.contains("error"_L1)) {
        fail(errorFromJson(came.value("error"_L1).toObject()));
        return;
    }
    m_requestId = came.value("requestId"_L1).toString();
    if (!m_requestId.isEmpty()) {
        done(requestStage);
        begin(followStage);
        lookUpAction();
        return;
    }
    m_lost = failure(tr("Oriel ended while it waited for the answer."));
    m_lost->kind = ErrorKind::AnswerLost;
    progress(requestStage, -1, tr("looking whether it happened"));
    look();
}

void PowerOperation::lookUpAction()
{
    // Hours may have passed and others may have acted: what became of ours is asked of ours.
    context()
        .client.call(openstack::GetInstanceAction{m_serverId, m_requestId})
        .then(this, [this](auto result) {
            const bool succeeded =
                result.ok() && !result.value().events.empty() &&
                std::ranges::all_of(result.value().events,
                                    [](const auto &event) { return event.result == "Success"_L1; });
            if (!succeeded) {
                look();
                return;
            }
            context().stores.refreshServer(m_serverId);
            done(followStage);
            succeed();
        });
}

void PowerOperation::look()
{
    context().client.call(openstack::GetServer{m_serverId}).then(this, [this](auto result) {
        const auto now = context().clock.elapsed();
        if (result.ok()) {
            m_lastAnswer = now;
            context().stores.servers.upsert({result.value()});
            if (m_lost)
                resolveLost(result.value());
            else
                judge(result.value());
            return;
        }
        const Error &error = result.error();
        if (error.kind == ErrorKind::NotFound) {
            context().stores.servers.remove({m_serverId});
            fail(error);
        } else if (isTransient(error) && now - m_lastAnswer < patience) {
            context().clock.after(m_pace.next(), this, [this] { look(); });
        } else {
            endUnclear(error);
        }
    });
}

bool PowerOperation::arrived(const openstack::Server &server) const
{
    if (!server.taskState.isEmpty())
        return false;
    // Nova says SHUTOFF while the hypervisor may still be at it: power state 1 is "running".
    return m_action == PowerAction::ShutOff
               ? server.status == "SHUTOFF"_L1 && server.powerState != 1
               : server.status == "ACTIVE"_L1;
}

void PowerOperation::judge(const openstack::Server &server)
{
    if (arrived(server)) {
        done(followStage);
        succeed();
        return;
    }
    if (server.taskState.isEmpty() && server.status == "ERROR"_L1) {
        explain(server);
        return;
    }
    m_idle = server.taskState.isEmpty() ? m_idle + 1 : 0;
    if (m_idle >= idleLooksBeforeFailure) {
        explain(server);
        return;
    }
    progress(followStage, -1, server.taskState.isEmpty() ? server.status : server.taskState);
    if (context().clock.elapsed() - m_since > longestPower) {
        Error error =
            failure(tr("It has not ended after %1 min; the instance is “%2” now.")
                        .arg(QString::number(longestPower / std::chrono::minutes(1)),
                             server.taskState.isEmpty() ? server.status : server.taskState));
        error.kind = ErrorKind::Timeout;
        fail(error);
        return;
    }
    context().clock.after(m_pace.next(), this, [this] { look(); });
}

void PowerOperation::resolveLost(const openstack::Server &server)
{
    context()
        .client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this, server](auto result) {
            if (result.ok()) {
                const auto ours = std::ranges::find_if(result.value(), [this](const auto &action) {
                    return action.action == actionName(m_action) && m_actionsBefore &&
                           !m_actionsBefore->contains(action.requestId);
                });
                if (ours != result.value().end()) {
                    m_requestId = ours->requestId;
                    record(powerStep, {{u"requestId"_s, m_requestId}});
                    addRequestId(m_requestId);
                    m_lost.reset();
                    m_idle = 0;
                    done(requestStage);
                    begin(followStage);
                    if (isResumed())
                        lookUpAction();
                    else
                        judge(server);
                    return;
                }
            }
            if (++m_idle < 10) {
                context().clock.after(m_pace.next(), this, [this] { look(); });
                return;
            }
            // The cloud writes an action down before it answers, and whoever could still have sent
            // this one is dead.
            if (isResumed() && result.ok() && m_actionsBefore) {
                Error error = failure(tr("The request never reached the cloud: Oriel ended just "
                                         "before, so nothing was done."));
                error.kind = ErrorKind::Cancelled;
                fail(error);
                return;
            }
            endUnclear(*m_lost);
        });
}

Error PowerOperation::failure(const QString &message) const
{
    return failureOf(net::Service::Compute, ErrorKind::Failed, message, context().clock.now(),
                     m_requestId);
}

void PowerOperation::explain(const openstack::Server &server)
{
    if (server.fault && !server.fault->message.isEmpty()) {
        fail(failure(server.fault->message));
        return;
    }
    const QString state = server.status;
    const QString plain =
        tr("The instance is “%1” again, and nobody works at it any more.").arg(state);
    if (m_requestId.isEmpty()) {
        fail(failure(plain));
        return;
    }
    context()
        .client.call(openstack::GetInstanceAction{m_serverId, m_requestId})
        .then(this, [this, plain](auto result) {
            if (result.ok()) {
                for (const openstack::InstanceActionEvent &event : result.value().events) {
                    if (event.result == "Error"_L1) {
                        fail(failure(tr("Step “%1” failed. %2").arg(event.event, event.details)));
                        return;
                    }
                }
            }
            fail(failure(plain));
        });
}

} // namespace oriel::operations
