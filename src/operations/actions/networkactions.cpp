#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"

#include "net/apiclient.h"
#include "openstack/network/floatingip.h"
#include "operations/restore/floatingipstep.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

class NetworkActions
{
    Q_DECLARE_TR_FUNCTIONS(NetworkActions)

public:
    static Action moveFloatingIp();
    static Task<Ending> perform(ActionOperation *operation);
};

FloatingIpMove moveOf(const Values &values)
{
    return floatingIpMoveFromJson(values.value("move"_L1).toObject());
}

Task<Ending> NetworkActions::perform(ActionOperation *operation)
{
    const FloatingIpMove move = moveOf(operation->values());
    operation->setStages(
        {Stage{tr("Move %1 from “%2” to “%3”").arg(move.address, move.fromName, move.toName)}});
    operation->begin(0);
    const FloatingIpTarget target{operation->text("port"_L1), operation->text("fixedIp"_L1)};
    auto moving = operation->once(floatingIpStep(operation->context(), move, target,
                                                 operation->sending(openstack::AssociateFloatingIp{
                                                     move.id, target.portId, target.fixedIp})));
    const StepResult moved = co_await std::move(moving);
    if (!moved.ok())
        co_return moved.ending();
    operation->context().stores.refresh({openstack::Kind::Server});
    co_return Ending{};
}

Action NetworkActions::moveFloatingIp()
{
    Action action;
    action.key = u"move-floating-ip"_s;
    action.kind = openstack::Kind::FloatingIp;
    action.words = {tr("Move…"),
                    tr("Move floating IP to “%1”"),
                    tr("The floating IP is being moved to “%1”."),
                    tr("The floating IP was moved to “%1”."),
                    tr("The floating IP was not moved to “%1”."),
                    tr("It is not known whether the floating IP was moved to “%1”.")};
    action.many = false;
    action.harmless = true;
    action.needs = {u"move"_s, u"port"_s};
    action.name = [](const Subject &, const Values &values) {
        return moveOf(values).toName;
    };
    action.title = [](const Subject &, const Values &values) {
        const FloatingIpMove move = moveOf(values);
        return tr("Move floating IP %1 to “%2”").arg(move.address, move.toName);
    };
    action.command = [](const QString &target, const Values &values) {
        QStringList words{u"openstack"_s, u"floating"_s, u"ip"_s,
                          u"set"_s,       u"--port"_s,   values.value("port"_L1).toString()};
        if (const QString fixed = values.value("fixedIp"_L1).toString(); !fixed.isEmpty())
            words << u"--fixed-ip-address"_s << fixed;
        return words << target;
    };
    action.perform = perform;
    return action;
}

} // namespace

void addNetworkActions(std::vector<Action> &actions)
{
    actions.push_back(NetworkActions::moveFloatingIp());
}

} // namespace oriel::operations
