#include "operations/restore/movefloatingip.h"

#include "openstack/network/requests.h"
#include "operations/commandline.h"
#include "operations/restore/floatingipstep.h"
#include "store/cloudstores.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

MoveFloatingIp::MoveFloatingIp(Context context, FloatingIpMove move, QString portId,
                               QString fixedIp, QObject *parent)
    : Operation(std::move(context), parent)
    , m_move(std::move(move))
    , m_portId(std::move(portId))
    , m_fixedIp(std::move(fixedIp))
{}

std::unique_ptr<MoveFloatingIp> MoveFloatingIp::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    FloatingIpMove move = floatingIpMoveFromJson(entry.intent.value("move"_L1).toObject());
    const QString port = entry.intent.value("port"_L1).toString();
    if (move.id.isEmpty() || port.isEmpty())
        return nullptr;
    return std::make_unique<MoveFloatingIp>(std::move(context), std::move(move), port,
                                            entry.intent.value("fixedIp"_L1).toString());
}

QJsonObject MoveFloatingIp::intent() const
{
    return {{u"move"_s, toJson(m_move)}, {u"port"_s, m_portId}, {u"fixedIp"_s, m_fixedIp}};
}

QString MoveFloatingIp::title() const
{
    return tr("Move floating IP %1 to “%2”").arg(m_move.address, m_move.toName);
}

Subject MoveFloatingIp::subject() const
{
    return {Subject::Kind::Server, {}, m_move.toName};
}

QString MoveFloatingIp::command() const
{
    QStringList words{u"openstack"_s, u"floating"_s, u"ip"_s, u"set"_s, u"--port"_s, m_portId};
    if (!m_fixedIp.isEmpty())
        words << u"--fixed-ip-address"_s << m_fixedIp;
    words << m_move.id;
    return shellLine(words);
}

Task<Ending> MoveFloatingIp::perform()
{
    setStages({Stage{
        tr("Move %1 from “%2” to “%3”").arg(m_move.address, m_move.fromName, m_move.toName)}});
    begin(0);
    auto moving = once(
        floatingIpStep(context(), m_move, {m_portId, m_fixedIp},
                       sending(openstack::AssociateFloatingIp{m_move.id, m_portId, m_fixedIp})));
    const StepResult moved = co_await std::move(moving);
    if (!moved.ok())
        co_return moved.ending();
    context().stores.refresh({Kind::Server});
    co_return Ending{};
}

} // namespace oriel::operations
