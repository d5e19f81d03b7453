#include "operations/capture/powerstep.h"

#include "net/apiclient.h"
#include "net/unknownoutcome.h"
#include "openstack/compute/requests.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Nova sets the task_state before it answers: an instance that nobody works at and that is not
/// there has stayed as it was.
constexpr int idleLooksOfStep = 3;
/// The cloud writes an action down before it answers.
constexpr int looksForLostAction = 8;
constexpr std::chrono::milliseconds slowAgain = std::chrono::minutes(5);

} // namespace

bool othersActedSince(const std::vector<openstack::InstanceAction> &actions,
                      const QString &requestId)
{
    const auto ours = std::ranges::find(actions, requestId, &openstack::InstanceAction::requestId);
    if (ours == actions.end())
        return false;
    return std::any_of(actions.begin(), ours, [](const auto &action) {
        return action.action != "createImage"_L1 && action.message != "Error"_L1;
    });
}

PowerStep::PowerStep(Context context, StepLog log, QString serverId, Kind kind, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_log(std::move(log))
    , m_serverId(std::move(serverId))
    , m_kind(kind)
{}

QString PowerStep::stepName(Kind kind)
{
    return kind == Kind::ShutOff ? u"shut-off"_s : u"start"_s;
}

void PowerStep::record(const QJsonObject &facts)
{
    m_log.record(stepName(m_kind), facts);
}

void PowerStep::start()
{
    m_lastAnswer = m_context.clock.elapsed();
    m_context.client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this](auto result) {
            QJsonObject facts;
            if (result.ok()) {
                m_before.emplace();
                for (const openstack::InstanceAction &action : result.value())
                    m_before->insert(action.requestId);
                facts.insert(u"before"_s, QJsonArray::fromStringList(m_before->values()));
            }
            if (refuseWithdrawn())
                return;
            m_log.intend(stepName(m_kind), facts, [this](const Result<Nothing> &written) {
                if (!written.ok() && m_kind != Kind::Start)
                    Q_EMIT refused(written.error());
                else if (!refuseWithdrawn())
                    send();
            });
        });
}

bool PowerStep::refuseWithdrawn()
{
    if (!m_withdrawn)
        return false;
    const Error error = failure(ErrorKind::Cancelled, tr("It was canceled before it was sent."));
    record({{u"error"_s, toJson(error)}});
    Q_EMIT refused(error);
    return true;
}

void PowerStep::send()
{
    m_sent = true;
    const auto then = [this](auto result) {
        answered(result);
    };
    if (m_kind == Kind::ShutOff)
        m_context.client.call(openstack::StopServer{m_serverId}).then(this, then);
    else
        m_context.client.call(openstack::StartServer{m_serverId}).then(this, then);
}

void PowerStep::answered(const Result<openstack::ActionAccepted> &answer)
{
    m_lastAnswer = m_context.clock.elapsed();
    if (answer.ok()) {
        accepted(answer->requestId);
        look();
        return;
    }
    const Error &error = answer.error();
    if (net::mayHaveHappened(error)) {
        m_doubt = error;
        Q_EMIT doing(tr("no answer; looking whether it happened"));
        look();
        return;
    }
    record({{u"error"_s, toJson(error)}});
    Q_EMIT refused(error);
}

void PowerStep::accepted(const QString &requestId)
{
    m_requestId = requestId;
    m_asked = true;
    m_doubt.reset();
    m_idle = 0;
    m_slowAt = m_context.clock.elapsed() + overdue;
    record({{u"requestId"_s, requestId}});
    Q_EMIT asked(requestId);
}

void PowerStep::resume(const QJsonObject &intended, const std::optional<QJsonObject> &recorded)
{
    m_resumed = m_sent = true;
    m_lastAnswer = m_context.clock.elapsed();
    m_slowAt = m_lastAnswer + overdue;
    if (intended.contains("before"_L1)) {
        m_before.emplace();
        for (const auto &id : intended.value("before"_L1).toArray())
            m_before->insert(id.toString());
    }
    const QJsonObject came = recorded.value_or(QJsonObject());
    if (came.contains("error"_L1)) {
        Q_EMIT refused(errorFromJson(came.value("error"_L1).toObject()));
        return;
    }
    m_requestId = came.value("requestId"_L1).toString();
    m_asked = recorded.has_value();
    if (!m_asked)
        m_doubt = failure(ErrorKind::AnswerLost, tr("Oriel ended while it waited for the answer."));
    look();
}

void PowerStep::look()
{
    m_context.client.call(openstack::GetServer{m_serverId}).then(this, [this](auto result) {
        const auto now = m_context.clock.elapsed();
        if (result.ok()) {
            m_lastAnswer = now;
            m_context.stores.servers.upsert({result.value()});
            if (m_doubt)
                resolve(result.value());
            else
                judge(result.value());
            return;
        }
        const Error &error = result.error();
        if (isTransient(error) && now - m_lastAnswer < patience) {
            m_context.clock.after(m_pace.next(), this, [this] { look(); });
            return;
        }
        if (error.kind == ErrorKind::NotFound)
            m_context.stores.servers.remove({m_serverId});
        Q_EMIT lost(error);
    });
}

bool PowerStep::isThere(const openstack::Server &server) const
{
    // Nova says SHUTOFF while the hypervisor may still be at it: power state 1 is "running".
    if (!server.taskState.isEmpty())
        return false;
    return m_kind == Kind::ShutOff ? server.status == "SHUTOFF"_L1 && server.powerState != 1
                                   : server.status == "ACTIVE"_L1;
}

void PowerStep::judge(const openstack::Server &server)
{
    if (isThere(server)) {
        Q_EMIT arrived(server);
        return;
    }
    const bool idle = server.taskState.isEmpty() && server.status != "SHUTOFF"_L1;
    const bool notStarted =
        m_kind == Kind::Start && server.taskState.isEmpty() && server.status == "SHUTOFF"_L1;
    m_idle = idle || notStarted ? m_idle + 1 : 0;
    if (m_idle >= idleLooksOfStep) {
        explain(server);
        return;
    }
    Q_EMIT doing(server.taskState.isEmpty() ? server.status : server.taskState);
    const auto now = m_context.clock.elapsed();
    if (m_kind == Kind::ShutOff && now >= m_slowAt) {
        m_slowAt = now + slowAgain;
        Q_EMIT slow();
    }
    m_context.clock.after(m_pace.next(), this, [this] { look(); });
}

void PowerStep::resolve(const openstack::Server &server)
{
    m_context.client.call(openstack::ListInstanceActions{m_serverId})
        .then(this, [this, server](auto result) {
            const auto name = m_kind == Kind::ShutOff ? "stop"_L1 : "start"_L1;
            if (result.ok() && m_before) {
                const auto ours = std::ranges::find_if(result.value(), [&](const auto &action) {
                    return action.action == name && !m_before->contains(action.requestId);
                });
                if (ours != result.value().end()) {
                    accepted(ours->requestId);
                    judge(server);
                    return;
                }
            }
            if (++m_idle < looksForLostAction) {
                m_context.clock.after(m_pace.next(), this, [this] { look(); });
                return;
            }
            if (!result.ok() || !m_before) {
                // With no evidence either way, what the instance itself says decides.
                if (isThere(server) || !server.taskState.isEmpty()) {
                    accepted({});
                    judge(server);
                } else {
                    Q_EMIT stayed(server, *m_doubt);
                }
                return;
            }
            const Error error =
                m_resumed ? failure(ErrorKind::Cancelled,
                                    tr("Oriel ended just before the request left, so nothing was "
                                       "done."))
                          : *m_doubt;
            record({{u"error"_s, toJson(error)}});
            Q_EMIT refused(error);
        });
}

void PowerStep::explain(const openstack::Server &server)
{
    const Error plain = failure(
        ErrorKind::Failed,
        server.fault && !server.fault->message.isEmpty()
            ? server.fault->message
            : tr("The instance is “%1”, and nobody works at it any more.").arg(server.status));
    if (m_requestId.isEmpty()) {
        Q_EMIT stayed(server, plain);
        return;
    }
    m_context.client.call(openstack::GetInstanceAction{m_serverId, m_requestId})
        .then(this, [this, plain, server](auto result) {
            Error error = plain;
            if (result.ok()) {
                const auto &events = result.value().events;
                const auto failed =
                    std::ranges::find(events, u"Error"_s, &openstack::InstanceActionEvent::result);
                if (failed != events.end())
                    error.message =
                        tr("Step “%1” failed. %2").arg(failed->event, failed->details).trimmed();
            }
            Q_EMIT stayed(server, error);
        });
}

Error PowerStep::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::Compute, kind, message, m_context.clock.now(), m_requestId);
}

} // namespace oriel::operations
