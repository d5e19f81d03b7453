#include "operations/poweroperation.h"

#include "net/apiclient.h"
#include "openstack/compute/requests.h"
#include "operations/commandline.h"
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

QString actionName(PowerAction action)
{
    switch (action) {
    case PowerAction::Start:
        return u"start"_s;
    case PowerAction::ShutOff:
        return u"stop"_s;
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        break;
    }
    return u"reboot"_s;
}

} // namespace

QString powerCommand(PowerAction action, const QString &serverId, const QString &serverName,
                     bool nameIsUnique)
{
    const bool byName = nameIsUnique && !serverName.isEmpty() && !serverName.startsWith(u'-');
    QStringList words{u"openstack"_s, u"server"_s, actionName(action)};
    if (action == PowerAction::HardReboot)
        words += u"--hard"_s;
    words += byName ? serverName : serverId;
    return shellLine(words);
}

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

void PowerOperation::run()
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
    // What was done to the instance before: only by that can ours be told from the others when its
    // answer is lost. Not to know it is no reason not to act.
    context()
        .client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this](auto result) {
            if (result.ok()) {
                for (const openstack::InstanceAction &action : result.value())
                    m_actionsBefore.insert(action.requestId);
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
    const auto answered = [this](auto result) {
        asked(result);
    };
    net::ApiClient &client = context().client;
    switch (m_action) {
    case PowerAction::Start:
        client.call(openstack::StartServer{m_serverId}).then(this, answered);
        break;
    case PowerAction::ShutOff:
        client.call(openstack::StopServer{m_serverId}).then(this, answered);
        break;
    case PowerAction::Reboot:
    case PowerAction::HardReboot:
        client.call(openstack::RebootServer{m_serverId, m_action == PowerAction::HardReboot})
            .then(this, answered);
        break;
    }
}

void PowerOperation::asked(const Result<openstack::ActionAccepted> &answer)
{
    m_lastAnswer = context().clock.elapsed();
    if (answer.ok()) {
        m_requestId = answer->requestId;
        addRequestId(m_requestId);
        done(requestStage);
        begin(followStage);
        look();
        return;
    }
    const Error &error = answer.error();
    if (error.kind == ErrorKind::AnswerLost || error.kind == ErrorKind::Timeout) {
        m_lost = error;
        addRequestId(error.requestId);
        progress(requestStage, -1, tr("no answer; looking whether it happened"));
        look();
        return;
    }
    context().stores.refreshServer(m_serverId);
    fail(error);
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
    const auto target = m_action == PowerAction::ShutOff ? "SHUTOFF"_L1 : "ACTIVE"_L1;
    return server.taskState.isEmpty() && server.status == target;
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
                        .arg(longestPower / std::chrono::minutes(1))
                        .arg(server.taskState.isEmpty() ? server.status : server.taskState));
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
                    return action.action == actionName(m_action) &&
                           !m_actionsBefore.contains(action.requestId);
                });
                if (ours != result.value().end()) {
                    m_requestId = ours->requestId;
                    addRequestId(m_requestId);
                    m_lost.reset();
                    m_idle = 0;
                    done(requestStage);
                    begin(followStage);
                    judge(server);
                    return;
                }
            }
            if (++m_idle < 10) {
                context().clock.after(m_pace.next(), this, [this] { look(); });
                return;
            }
            endUnclear(*m_lost);
        });
}

Error PowerOperation::failure(const QString &message) const
{
    Error error;
    error.kind = ErrorKind::Failed;
    error.service = net::serviceName(net::Service::Compute);
    error.message = message;
    error.requestId = m_requestId;
    error.when = context().clock.now();
    return error;
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
