#include "operations/trace.h"

#include "net/apiclient.h"
#include "openstack/compute/instanceaction.h"
#include "operations/failure.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// One per second after the answer was lost.
constexpr int pollsForActions = 10;

Task<Result<Facts>> actionsBefore(const Context *context, QString serverId, QString action)
{
    auto call = context->client.call(openstack::ListInstanceActions{serverId});
    const auto actions = co_await call;
    if (!actions.ok()) {
        // Unknown actions are no reason to refuse, but a missing instance is.
        if (actions.error().kind == ErrorKind::NotFound)
            co_return actions.error();
        co_return Facts();
    }
    QJsonArray known;
    for (const openstack::InstanceAction &one : *actions) {
        if (one.action == action)
            known.append(one.requestId);
    }
    co_return Facts{{u"before"_s, known}};
}

Task<Result<std::optional<Facts>>> findAction(const Context *context, QString serverId,
                                              QString action, Facts intent)
{
    auto call = context->client.call(openstack::ListInstanceActions{serverId});
    const auto actions = co_await call;
    if (!actions.ok())
        co_return actions.error();
    if (!intent.contains("before"_L1))
        co_return failureOf(net::Service::Compute, ErrorKind::AnswerLost,
                            QObject::tr("The earlier actions on the instance are not known."),
                            context->clock.now());
    const QJsonArray known = intent.value("before"_L1).toArray();
    std::optional<Facts> found;
    for (const openstack::InstanceAction &one : *actions) {
        if (one.action == action && !known.contains(one.requestId))
            found = Facts{{u"requestId"_s, one.requestId}};
    }
    co_return found;
}

Task<Result<std::optional<Facts>>> findNothing(Facts)
{
    co_return std::optional<Facts>();
}

} // namespace

Trace untraced()
{
    return {.find = findNothing, .polls = 1};
}

Trace traceByInstanceAction(const Context &context, const QString &serverId, const QString &action)
{
    return {.before = [context = &context, serverId,
                       action] { return actionsBefore(context, serverId, action); },
            .find =
                [context = &context, serverId, action](const Facts &intent) {
                    return findAction(context, serverId, action, intent);
                },
            .polls = pollsForActions};
}

} // namespace oriel::operations
