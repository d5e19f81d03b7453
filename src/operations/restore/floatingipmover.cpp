#include "operations/restore/floatingipmover.h"

#include "net/apiclient.h"
#include "openstack/network/requests.h"
#include "operations/looks.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

FloatingIpMover::FloatingIpMover(Context context, FloatingIpMove move, Log log, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_move(std::move(move))
    , m_log(std::move(log))
    , m_begun(m_context.clock.elapsed())
{}

void FloatingIpMover::toServer(const QString &serverId)
{
    openstack::ListPorts list;
    list.deviceId = serverId;
    m_context.client.call(list).then(this, [this, serverId](auto result) {
        if (!result.ok()) {
            const bool patient = m_context.clock.elapsed() - m_begun < patience;
            if (isTransient(result.error()) && patient)
                m_context.clock.after(m_pace.next(), this,
                                      [this, serverId] { toServer(serverId); });
            else
                Q_EMIT failed(result.error());
            return;
        }
        const auto &ports = result.value().items;
        const auto port = std::ranges::find(ports, m_move.networkId, &openstack::Port::networkId);
        if (port == ports.end()) {
            fail(ErrorKind::Conflict, tr("The instance has no port on the network that the address "
                                         "is connected to."));
            return;
        }
        // Of several addresses the first IPv4 one: a floating IP is one itself.
        const auto ip = std::ranges::find_if(port->fixedIps, [](const openstack::FixedIp &fixed) {
            return !fixed.address.contains(u':');
        });
        toPort(port->id, ip == port->fixedIps.end() ? QString() : ip->address);
    });
}

void FloatingIpMover::toPort(const QString &portId, const QString &fixedIp)
{
    m_toPort = portId;
    m_toFixedIp = fixedIp;
    look();
}

void FloatingIpMover::look()
{
    m_context.client.call(openstack::GetFloatingIp{m_move.id}).then(this, [this](auto result) {
        if (result.ok()) {
            judge(result.value());
            return;
        }
        const bool patient = m_context.clock.elapsed() - m_begun < patience;
        if (isTransient(result.error()) && patient)
            m_context.clock.after(m_pace.next(), this, [this] { look(); });
        else if (m_sent)
            Q_EMIT lost(result.error());
        else
            Q_EMIT failed(result.error());
    });
}

void FloatingIpMover::judge(const openstack::FloatingIp &address)
{
    if (address.portId == m_toPort) {
        FloatingIpMove back = m_move;
        back.fromPortId = m_toPort;
        back.fromFixedIp = m_toFixedIp;
        std::swap(back.fromName, back.toName);
        Q_EMIT moved(back, m_toPort);
        return;
    }
    if (m_sent && !m_lost) {
        fail(ErrorKind::Failed, tr("The cloud accepted it, but the address is not there."));
        return;
    }
    // Somebody else may have given it to a third instance meanwhile: it is not taken from there.
    if (address.portId != m_move.fromPortId) {
        fail(ErrorKind::Conflict,
             address.portId.isEmpty()
                 ? tr("The address was taken from “%1” meanwhile.").arg(m_move.fromName)
                 : tr("The address was given to something else meanwhile."));
        return;
    }
    if (m_lost) {
        // It may still be on its way.
        if (++m_looks < looksFor(*m_lost))
            m_context.clock.after(m_pace.next(), this, [this] { look(); });
        else
            Q_EMIT lost(*m_lost);
        return;
    }
    m_log.intend({{u"toPort"_s, m_toPort}, {u"toFixedIp"_s, m_toFixedIp}},
                 [this](const Result<Nothing> &written) {
                     if (written.ok())
                         send();
                     else
                         Q_EMIT failed(written.error());
                 });
}

void FloatingIpMover::send()
{
    m_sent = true;
    m_context.client.call(openstack::AssociateFloatingIp{m_move.id, m_toPort, m_toFixedIp})
        .then(this, [this](auto result) {
            if (result.ok()) {
                m_log.record({{u"port"_s, result.value().portId}});
                judge(result.value());
            } else if (net::mayHaveHappened(result.error())) {
                m_pace.restart();
                m_lost = result.error();
                look();
            } else {
                m_log.record({{u"refused"_s, result.error().message}});
                Q_EMIT failed(result.error());
            }
        });
}

void FloatingIpMover::fail(ErrorKind kind, const QString &message)
{
    Error error;
    error.kind = kind;
    error.service = net::serviceName(net::Service::Network);
    error.message = message;
    error.when = m_context.clock.now();
    Q_EMIT failed(error);
}

} // namespace oriel::operations
