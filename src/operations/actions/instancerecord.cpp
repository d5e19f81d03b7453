#include "operations/actions/instancerecord.h"

#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "operations/actions/actionof.h"
#include "operations/why.h"

#include <algorithm>

namespace oriel::operations {

namespace {

bool isComplete(const openstack::InstanceAction &record)
{
    return !record.events.empty() && std::ranges::all_of(record.events, [](const auto &event) {
        return event.finished.isValid();
    });
}

} // namespace

Task<Ending> followRecord(ActionOperation *operation, QString serverId, QString requestId)
{
    using openstack::InstanceAction;
    const Clock &clock = operation->context().clock;
    const auto since = clock.elapsed();
    openstack::GetInstanceAction get{serverId, requestId};
    auto polling = operation->until(get, [&](const InstanceAction &record) {
        return isComplete(record) || clock.elapsed() - since > detail::longestAction;
    });
    const Result<InstanceAction> record = co_await std::move(polling);
    if (!record.ok())
        co_return Ending{Outcome::Unclear, record.error()};
    const QString why = failedStep(*record);
    if (!why.isEmpty())
        co_return Ending{Outcome::Failed, detail::failureOf<openstack::Server>(
                                              operation, ErrorKind::Failed, why, requestId)};
    if (!isComplete(*record))
        co_return Ending{Outcome::Unclear,
                         detail::failureOf<openstack::Server>(
                             operation, ErrorKind::Timeout,
                             Operation::tr("The cloud has not finished it in time."), requestId)};
    co_return Ending{};
}

} // namespace oriel::operations
