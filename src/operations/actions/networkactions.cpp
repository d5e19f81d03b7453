#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"

#include "net/apiclient.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "operations/launch/floatingipstep.h"

#include <QtCore/QCoreApplication>

#include <utility>

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
    operation->setStages({Stage{
        move.fromName.isEmpty()
            ? tr("Move %1 to “%2”").arg(move.address, move.toName)
            : tr("Move %1 from “%2” to “%3”").arg(move.address, move.fromName, move.toName)}});
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

/// What has the port: its instance, or the port itself.
QString ownerOf(const store::CloudStores &stores, const QString &portId)
{
    const auto port = stores.of<openstack::Port>().find(portId);
    const auto server = port ? stores.servers.find(port->deviceId) : nullptr;
    return server ? server->name : port && !port->name.isEmpty() ? port->name : portId;
}

/// Where the address is and where it goes, if the one who starts it does not say so.
Values completeMove(const store::CloudStores &stores, const QString &id, Values values)
{
    const auto row = stores.of<openstack::FloatingIp>().find(id);
    if (!row || values.contains("move"_L1))
        return values;
    const auto from = stores.of<openstack::Port>().find(row->portId);
    FloatingIpMove move{row->id,     row->address, from ? from->networkId : QString(),
                        row->portId, row->fixedIp, {},
                        {}};
    move.fromName = ownerOf(stores, row->portId);
    move.toName = ownerOf(stores, values.value("port"_L1).toString());
    values.insert(u"move"_s, toJson(move));
    return values;
}

Action NetworkActions::moveFloatingIp()
{
    Action action;
    action.key = u"move-floating-ip"_s;
    action.kind = Kind::FloatingIp;
    action.words = {tr("Move to another port…"),
                    tr("Move floating IP to “%1”"),
                    tr("The floating IP is being moved to “%1”."),
                    tr("The floating IP was moved to “%1”."),
                    tr("The floating IP was not moved to “%1”."),
                    tr("It is not known whether the floating IP was moved to “%1”.")};
    action.summary = tr("Move a floating IP to another port");
    action.many = false;
    action.harmless = true;
    action.reads = {Kind::Port, Kind::Server};
    action.targetOf = [](const store::CloudStores &stores, const QString &id) {
        const auto row = stores.of<openstack::FloatingIp>().find(id);
        return Subject{Kind::FloatingIp, id, row ? row->address : QString()};
    };
    action.obstacle = commonObstacle;
    action.fields = {
        {.key = u"port"_s,
         .label = tr("Port"),
         .type = Field::Type::Choice,
         .required = true,
         .hint = tr("The port that gets the address."),
         .options =
             [](const Situation &situation, const QString &) {
                 std::vector<Field::Option> options;
                 const auto &ports = situation.stores.of<openstack::Port>();
                 for (const auto &port : ports.rows())
                     options.push_back({port->id, ownerOf(situation.stores, port->id)});
                 return options;
             }},
        {.key = u"fixedIp"_s,
         .label = tr("Fixed IP address"),
         .hint = tr("One of the port's addresses. The default is its first one.")}};
    action.needs = {u"move"_s, u"port"_s};
    action.complete = completeMove;
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
    // The first step makes sure that it still points to where this operation moved it.
    action.undo = [](const store::CloudStores &, const Subject &target,
                     const Values &values) -> std::optional<Undo> {
        FloatingIpMove back = moveOf(values);
        const QString port = back.fromPortId;
        const QString fixedIp = back.fromFixedIp;
        back.fromPortId = values.value("port"_L1).toString();
        back.fromFixedIp = values.value("fixedIp"_L1).toString();
        std::swap(back.fromName, back.toName);
        if (port.isEmpty())
            return std::nullopt; // it was not in use
        return Undo{u"move-floating-ip"_s,
                    target,
                    {{u"move"_s, toJson(back)}, {u"port"_s, port}, {u"fixedIp"_s, fixedIp}}};
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
