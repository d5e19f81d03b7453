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

/// Nova completes the record just after the instance's task. One that is interrupted by another
/// action may stay incomplete.
constexpr int pollsForEnd = 5;

/// Why it failed, as a sentence; empty: it did not, as far as the record tells.
QString failureIn(const openstack::InstanceAction &record)
{
    const QString why = failedStep(record);
    return why.isEmpty() && !record.message.isEmpty()
               ? Operation::tr(
                     "The cloud's record of it says that it failed, and does not say why.")
               : why;
}

Ending failed(const ActionOperation *operation, const QString &why, const QString &requestId)
{
    return {Outcome::Failed,
            detail::failureOf<openstack::Server>(operation, ErrorKind::Failed, why, requestId)};
}

} // namespace

Task<Ending> followRecord(ActionOperation *operation, QString serverId, QString requestId)
{
    using openstack::InstanceAction;
    const Clock &clock = operation->context().clock;
    const auto since = clock.elapsed();
    openstack::GetInstanceAction get{serverId, requestId};
    auto polling = operation->until(get, [&](const InstanceAction &record) {
        return isComplete(record) || !failureIn(record).isEmpty() ||
               clock.elapsed() - since > detail::longestAction;
    });
    const Result<InstanceAction> record = co_await std::move(polling);
    if (!record.ok())
        co_return Ending{Outcome::Unclear, record.error()};
    if (const QString why = failureIn(*record); !why.isEmpty())
        co_return failed(operation, why, requestId);
    if (!isComplete(*record))
        co_return Ending{Outcome::Unclear,
                         detail::failureOf<openstack::Server>(
                             operation, ErrorKind::Timeout,
                             Operation::tr("The cloud has not finished it in time."), requestId)};
    co_return Ending{};
}

Task<Ending> checkRecord(ActionOperation *operation, QString serverId, QString requestId)
{
    using openstack::InstanceAction;
    int polls = 0;
    openstack::GetInstanceAction get{serverId, requestId};
    auto polling = operation->until(get, [&](const InstanceAction &record) {
        // Old clouds record no events.
        return record.events.empty() || isComplete(record) || !failureIn(record).isEmpty() ||
               ++polls >= pollsForEnd;
    });
    const Result<InstanceAction> record = co_await std::move(polling);
    const QString why = record.ok() ? failureIn(*record) : QString();
    co_return why.isEmpty() ? Ending{} : failed(operation, why, requestId);
}

} // namespace oriel::operations
