#include "operations/why.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/eventwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Cinder gives the reason in a message about the resource, newest first. A message of another
/// request is about an earlier attempt.
Task<QString> newestMessage(const Context *context, QString resourceId, QString requestId)
{
    openstack::List<openstack::Message> list;
    list.filters.insert(u"resource_uuid"_s, resourceId);
    auto call = context->client.call(list);
    const auto messages = co_await call;
    if (!messages.ok())
        co_return QString();
    const auto &items = messages.value().items;
    const auto ours = std::ranges::find_if(items, [&](const openstack::Message &message) {
        return message.resourceId == resourceId &&
               (requestId.isEmpty() || message.requestId.isEmpty() ||
                message.requestId == requestId);
    });
    co_return ours == items.end() ? QString() : ours->userMessage;
}

} // namespace

QString failedStep(const openstack::InstanceAction &action)
{
    const auto event =
        std::ranges::find(action.events, u"Error"_s, &openstack::InstanceActionEvent::result);
    return event == action.events.end()
               ? QString()
               //: %1: a step, in words or as Nova calls it; %2: its message
               : Operation::tr("Step “%1” failed. %2")
                     .arg(eventWord(event->event), event->details)
                     .trimmed();
}

Task<QString> whyFailed(const Context *context, openstack::Server server, QString requestId)
{
    if (server.fault && !server.fault->message.isEmpty())
        co_return server.fault->message;
    if (requestId.isEmpty())
        co_return QString();
    auto call = context->client.call(openstack::GetInstanceAction{server.id, requestId});
    const auto action = co_await call;
    co_return action.ok() ? failedStep(*action) : QString();
}

Task<QString> whyFailed(const Context *context, openstack::Volume volume, QString requestId)
{
    return newestMessage(context, volume.id, requestId);
}

Task<QString> whyFailed(const Context *context, openstack::VolumeSnapshot snapshot,
                        QString requestId)
{
    return newestMessage(context, snapshot.id, requestId);
}

Task<QString> whyFailed(const Context *, openstack::Backup backup, QString)
{
    co_return backup.failReason;
}

Task<bool> hasSucceeded(const Context *context, QString serverId, QString requestId)
{
    auto call = context->client.call(openstack::GetInstanceAction{serverId, requestId});
    const auto action = co_await call;
    co_return action.ok() && !action->events.empty() &&
        std::ranges::all_of(action->events,
                            [](const auto &event) { return event.result == "Success"_L1; });
}

} // namespace oriel::operations
