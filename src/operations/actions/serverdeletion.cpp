#include "operations/actions/serverdeletion.h"

#include "operations/failure.h"
#include "operations/removal/removalrules.h"
#include "operations/statewords.h"
#include "operations/trace.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

struct ServerDeletionWords
{
    Q_DECLARE_TR_FUNCTIONS(ServerDeletion)
};

/// Nova shows the task before it answers.
constexpr int mostUnchanged = 2;

} // namespace

Step ServerDeletion::stepOf(const QString &name, decltype(Step::send) send,
                            const QStringList &doneIn) const
{
    const openstack::Get<Server> get{m_serverId};
    return {.name = name,
            .send = std::move(send),
            .trace = traceByState(m_operation.context(), get,
                                  [doneIn](const Server &server, const Facts &) {
                                      return isBeingDeleted(server) ||
                                                     doneIn.contains(server.status)
                                                 ? std::optional(Facts())
                                                 : std::nullopt;
                                  }),
            .stage = m_stage,
            .resend = true,
            .sends = 2};
}

Task<Ending> ServerDeletion::requestAndFollow(Step step, QStringList lastStates)
{
    auto deleting = m_operation.once(std::move(step));
    const StepResult deleted = co_await std::move(deleting);
    if (!deleted.ok() && deleted.error().kind == ErrorKind::NotFound) {
        m_isKept = false;
        co_return Ending{};
    }
    if (!deleted.ok()) {
        m_isKept = m_isKept && !deleted.isUnknown();
        co_return deleted.ending();
    }
    int unchanged = 0;
    const std::function<bool(const Server &)> isOver = [&](const Server &server) {
        m_operation.progress(m_stage, -1,
                             server.taskState.isEmpty() ? server.status : server.taskState);
        unchanged = isBeingDeleted(server) ? 0 : unchanged + 1;
        return lastStates.contains(server.status) || unchanged > mostUnchanged;
    };
    auto following = m_operation.until(openstack::Get<Server>{m_serverId}, isOver);
    const Result<Server> server = co_await std::move(following);
    if (!server.ok()) {
        m_isKept = false; // or it is not known
        co_return server.error().kind == ErrorKind::NotFound
            ? Ending{}
            : Ending{Outcome::Unclear, server.error()};
    }
    m_isKept = server->status == "SOFT_DELETED"_L1;
    if (lastStates.contains(server->status))
        co_return Ending{};
    co_return Ending{Outcome::Failed,
                     failureOf(net::Service::Compute, ErrorKind::Failed,
                               ServerDeletionWords::tr("The instance still exists. It is %1.")
                                   .arg(stateWord(server->status)),
                               m_operation.context().clock.now(), deleted.text("requestId"_L1))};
}

Task<Ending> ServerDeletion::run()
{
    Step step =
        stepOf(u"delete-server"_s, m_operation.sending(openstack::Delete<Server>{m_serverId}),
               {u"DELETED"_s, u"SOFT_DELETED"_s});
    auto deleting = requestAndFollow(std::move(step), {u"DELETED"_s, u"SOFT_DELETED"_s});
    Ending ending = co_await std::move(deleting);
    if (ending.outcome != Outcome::Succeeded || !m_isKept)
        co_return ending;
    step = stepOf(u"force-delete-server"_s,
                  m_operation.sending(openstack::ActOnServer{m_serverId, u"forceDelete"_s}),
                  {u"DELETED"_s});
    auto forcing = requestAndFollow(std::move(step), {u"DELETED"_s});
    ending = co_await std::move(forcing);
    co_return ending;
}

} // namespace oriel::operations
