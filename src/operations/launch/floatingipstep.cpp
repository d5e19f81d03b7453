#include "operations/launch/floatingipstep.h"

#include "operations/failure.h"
#include "operations/trace.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct FloatingIpStepWords
{
    Q_DECLARE_TR_FUNCTIONS(FloatingIpMover)
};

Error conflict(const QString &message, const QDateTime &now)
{
    return failureOf(net::Service::Network, ErrorKind::Conflict, message, now);
}

/// Refuses the step if the address is not where the user saw it.
Task<Result<Facts>> checkOrigin(const Context *context, FloatingIpMove move,
                                FloatingIpTarget target)
{
    auto call = context->client.call(openstack::Get<openstack::FloatingIp>{move.id});
    const auto address = co_await call;
    if (!address.ok())
        co_return address.error();
    if (address->portId == move.fromPortId || address->portId == target.portId)
        co_return Facts{{u"toPort"_s, target.portId}, {u"toFixedIp"_s, target.fixedIp}};
    co_return conflict(
        address->portId.isEmpty()
            ? FloatingIpStepWords::tr("In the meantime, the address was removed from “%1”.")
                  .arg(move.fromName)
            : FloatingIpStepWords::tr(
                  "In the meantime, the address was assigned to something else."),
        context->clock.now());
}

} // namespace

Result<FloatingIpTarget> targetIn(const std::vector<openstack::Port> &ports,
                                  const FloatingIpMove &move, const QDateTime &now)
{
    const auto port = std::ranges::find(ports, move.networkId, &openstack::Port::networkId);
    if (port == ports.end())
        return conflict(FloatingIpStepWords::tr("The instance has no port on the network to which "
                                                "the address is connected."),
                        now);
    const auto ip = std::ranges::find_if(port->fixedIps, [](const openstack::FixedIp &fixed) {
        return !fixed.address.contains(u':');
    });
    return FloatingIpTarget{port->id, ip == port->fixedIps.end() ? QString() : ip->address};
}

Step floatingIpStep(const Context &context, const FloatingIpMove &move,
                    const FloatingIpTarget &target, std::function<Awaitable<Result<Facts>>()> send)
{
    Trace trace = traceByState(
        context, openstack::Get<openstack::FloatingIp>{move.id},
        [port = target.portId](const openstack::FloatingIp &address, const Facts &) {
            return address.portId == port ? std::optional(Facts{{u"port"_s, port}}) : std::nullopt;
        });
    trace.before = [context = &context, move, target] {
        return checkOrigin(context, move, target);
    };
    return {.name = u"move-floating-ip"_s,
            .send = std::move(send),
            .trace = std::move(trace),
            .resend = true};
}

} // namespace oriel::operations
