#include "operations/actions/portchange.h"

#include "operations/trace.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr int preconditionFailed = 412;

} // namespace

Task<std::variant<bool, Ending>> changePort(ActionOperation *operation, QString portId,
                                            PortChange change)
{
    using openstack::Port;
    for (bool isSecond = false;; isSecond = true) {
        auto fetching = operation->fetch(openstack::Get<Port>{portId});
        const Result<Port> port = co_await std::move(fetching);
        if (!port.ok()) {
            const bool begun = operation->hasBegunEarlier();
            co_return Ending{begun ? Outcome::Unclear : Outcome::Failed, port.error()};
        }
        const QJsonObject values = change.values(port.value());
        if (values.isEmpty())
            co_return false;
        Step step{
            .name = change.step,
            .send = operation->sending(openstack::Update<Port>{portId, values, port->revision}),
            .trace =
                traceByState(operation->context(), openstack::Get<Port>{portId}, change.isDone),
            .intent = change.intent ? change.intent(port.value()) : Facts(),
            .stage = 0,
            .resend = change.resend};
        auto changing = operation->once(std::move(step));
        const StepResult result = co_await std::move(changing);
        if (result.ok())
            co_return true;
        if (isSecond || result.isUnknown() || result.error().httpStatus != preconditionFailed)
            co_return result.ending();
    }
}

} // namespace oriel::operations
