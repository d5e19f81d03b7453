#include "operations/actions/portchange.h"

#include "operations/trace.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Port;

constexpr int preconditionFailed = 412;

Step stepOf(ActionOperation *operation, const PortChange &change, const Port &now,
            const QJsonObject &values)
{
    return {.name = change.step,
            .send = operation->sending(openstack::Update<Port>{now.id, values, now.revision}),
            .trace =
                traceByState(operation->context(), openstack::Get<Port>{now.id}, change.isDone),
            .intent = change.intent ? change.intent(now) : Facts(),
            .stage = 0,
            .resend = change.resend};
}

Task<std::variant<bool, Ending>> attempt(ActionOperation *operation, QString portId,
                                         PortChange change)
{
    auto fetching = operation->fetch(openstack::Get<Port>{portId});
    const Result<Port> port = co_await std::move(fetching);
    if (!port.ok()) {
        const bool begun = operation->hasBegunEarlier();
        co_return Ending{begun ? Outcome::Unclear : Outcome::Failed, port.error()};
    }
    const QJsonObject values = change.values(port.value());
    if (values.isEmpty())
        co_return false;
    Step step = stepOf(operation, change, port.value(), values);
    auto changing = operation->once(std::move(step));
    const StepResult result = co_await std::move(changing);
    if (!result.ok())
        co_return result.ending();
    co_return true;
}

/// Whether Neutron has refused it because the port is no longer as it was read.
bool hasChangedMeanwhile(const std::variant<bool, Ending> &result)
{
    const auto *ending = std::get_if<Ending>(&result);
    return ending && ending->outcome == Outcome::Failed && ending->error &&
           ending->error->httpStatus == preconditionFailed;
}

} // namespace

Task<std::variant<bool, Ending>> changePort(ActionOperation *operation, QString portId,
                                            PortChange change)
{
    auto changing = attempt(operation, portId, change);
    std::variant<bool, Ending> result = co_await std::move(changing);
    if (!hasChangedMeanwhile(result))
        co_return result;
    auto repeating = attempt(operation, portId, change);
    result = co_await std::move(repeating);
    co_return result;
}

} // namespace oriel::operations
